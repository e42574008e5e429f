package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"
)

// BenchmarkDrag answers what a page asks for each time that a point is dragged
// to another place: EM, the plan and the potential of n against n points.
func BenchmarkDrag(b *testing.B) {
	for _, n := range []int{50, 250, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			clouds, err := pairState{Preset: "clouds", Points: n, Seed: 1}.pair()
			if err != nil {
				b.Fatal(err)
			}
			s := distancesState{pairState: pairState{Preset: "own", Points: 1, Dim: 2}, Ground: "euclidean", Potential: true, Moving: true}
			for i := range n {
				s.P = append(s.P, append(clouds.p.Point(i)[:2:2], 1))
				s.Q = append(s.Q, append(clouds.q.Point(i)[:2:2], 1))
			}
			session := NewSession(Options{})
			b.ReportAllocs()
			for k := 0; b.Loop(); k++ {
				s.P[0][0] += 0.003 * float64(1-2*(k/50%2))
				payload, err := json.Marshal(s)
				if err != nil {
					b.Fatal(err)
				}
				message, err := json.Marshal(Message{View: "distances", Kind: "show", Payload: payload})
				if err != nil {
					b.Fatal(err)
				}
				session.Handle(context.Background(), message, time.Millisecond)
			}
		})
	}
}
