package engine

import (
	"bytes"
	"context"
	"encoding/binary"
	"flag"
	"math"
	"os"
	"slices"
	"testing"

	"golang.org/x/sys/cpu"

	"monge/gan"
)

var update = flag.Bool("update", false, "write trained.bin")

// The ready-trained starts are better than random ones, for the losses that
// learn all data, and what trainStarts computes on processors of the same kind.
func TestTrainedStarts(t *testing.T) {
	if *update {
		content := must(trainStarts(context.Background(), gan.Catalog()))(t)
		if err := os.WriteFile("trained.bin", content, 0o644); err != nil {
			t.Fatal(err)
		}
		trainedWeights = content
	}
	for _, data := range gan.Catalog() {
		config := trainedConfig(data)
		random := must(gan.NewComparison(config, data))(t)
		before := must(random.Advance(t.Context(), 0, nil))(t)
		trained := must(gan.NewComparison(config, data))(t)
		if err := trainedStart(trained); err != nil {
			t.Fatal(err)
		}
		after := must(trained.Advance(t.Context(), 0, nil))(t)
		for k, record := range after {
			t.Logf("%s, %s: EM %.3f, was %.3f, %d modes", data.Name, record.Loss, record.EM, before[k].EM, record.Modes)
			if record.Loss == gan.WassersteinGP && record.EM > before[k].EM/2 {
				t.Errorf("%s, %s: EM %.3f, where random weights have %.3f", data.Name, record.Loss, record.EM, before[k].EM)
			}
		}
	}
	if data := must(gan.FindData("gaussian"))(t); cpu.X86.HasAVX2 && cpu.X86.HasFMA && gan.Bits == 64 && !testing.Short() {
		if content := must(trainStarts(t.Context(), []gan.Data{data}))(t); !slices.Equal(content, trainedWeights[:len(content)]) {
			t.Error("trained.bin is not what trainStarts computes: go test ./cmd/internal/explore/engine -run TrainedStarts -update")
		}
	}
}

// trainStarts returns the content of trained.bin.
func trainStarts(ctx context.Context, all []gan.Data) ([]byte, error) {
	var b bytes.Buffer
	for _, data := range all {
		config := trainedConfig(data)
		c, err := gan.NewComparison(config, data)
		if err != nil {
			return nil, err
		}
		if err := c.Train(ctx, config.Iterations, nil); err != nil {
			return nil, err
		}
		for _, run := range c.Runs {
			for _, n := range []*gan.Network{run.Generator, run.Critic} {
				var most float64
				for _, w := range n.Parameters {
					most = max(most, math.Abs(w))
				}
				scale := float32(most)
				binary.Write(&b, binary.LittleEndian, scale)
				for _, w := range n.Parameters {
					binary.Write(&b, binary.LittleEndian, int16(math.Round(w/float64(scale)*math.MaxInt16)))
				}
			}
		}
	}
	return b.Bytes(), nil
}
