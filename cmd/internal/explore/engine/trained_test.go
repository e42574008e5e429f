package engine

import (
	"context"
	"flag"
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
