package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"monge/gan"
)

// BenchmarkTrainingFrame plays as a page does: frames of a slice of 12 ms with
// as many iterations as fit, four games, all layers, and exact EM every 50
// iterations beside them.
//
//	go test -run '^$' -bench TrainingFrame ./cmd/internal/explore/engine
func BenchmarkTrainingFrame(b *testing.B) {
	for _, width := range []int{16, 64} {
		for _, games := range []int{1, 4} {
			b.Run(fmt.Sprintf("width=%d/games=%d", width, games), func(b *testing.B) {
				c := gan.DefaultConfig()
				c.Width, c.Rate, c.CriticRate, c.Clip, c.Activation = width, 3e-4, 1e-3, 0.1, gan.LeakyReLU
				c.EvalEvery, c.EvalSamples, c.Losses = 50, 256, c.Losses[:games]
				q := trainingRequest{trainingState: trainingState{Config: c}, At: -1, Play: "both", Rounds: 1000, layers: layers{Surface: true, Fold: true}}
				v := new(training)
				b.ReportAllocs()
				var longest time.Duration
				step := 0
				for b.Loop() {
					payload, err := json.Marshal(q)
					if err != nil {
						b.Fatal(err)
					}
					start := time.Now()
					frame, err := v.Answer(context.Background(), Request{Kind: "play", Payload: payload, Slice: 12 * time.Millisecond})
					if err == nil {
						_, err = frame.encode(Message{})
					}
					if err != nil {
						b.Fatal(err)
					}
					longest = max(longest, time.Since(start))
					shown := frame.Payload.(trainingShown)
					q.Script, q.Scene, q.Epoch, q.Have = shown.Script, shown.Scene, shown.Epoch, shown.From+len(shown.Records)
					step = shown.Step
					if step > 100_000 {
						q.Script = ""
					}
				}
				b.ReportMetric(float64(step*games)/b.Elapsed().Seconds(), "iterations/s")
				b.ReportMetric(float64(longest.Microseconds())/1000, "longest-ms")
			})
		}
	}
}
