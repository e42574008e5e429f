package gan_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"monge/gan"
)

// sizes are the networks and batches of the benchmarks: three small ones with Algorithm 1's
// batch, and a wide one.
var sizes = []struct{ width, batch int }{{16, 64}, {64, 64}, {128, 64}, {512, 256}}

// game returns a game of DefaultConfig with that width and batch, after one iteration.
func game(tb testing.TB, loss gan.Loss, width, batch int) *gan.Game {
	tb.Helper()
	config := gan.DefaultConfig()
	config.Width, config.Batch = width, batch
	g := must(config.Game(loss, must(gan.FindData(config.Data))(tb), 1))(tb)
	if err := g.Iterate(); err != nil {
		tb.Fatal(err)
	}
	return g
}

// iterate times iterations of a game, reports how many it makes per second, and returns
// that number.
func iterate(b *testing.B, g *gan.Game) (perSecond float64) {
	b.ReportAllocs()
	for b.Loop() {
		if err := g.Iterate(); err != nil {
			b.Fatal(err)
		}
	}
	perSecond = float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(perSecond, "iterations/s")
	return perSecond
}

// BenchmarkIteration times iterations of the generator: five steps of the critic
// and one of its own.
//
//	go test -run '^$' -bench Iteration ./gan
func BenchmarkIteration(b *testing.B) {
	for _, size := range sizes {
		for _, loss := range gan.Losses() {
			b.Run(fmt.Sprintf("%s/width=%d/batch=%d", loss, size.width, size.batch), func(b *testing.B) {
				iterate(b, game(b, loss, size.width, size.batch))
			})
		}
	}
}

// BenchmarkPeer runs the same training here and in PyTorch, there with one thread and with
// two, in float64 and in float32. It runs all of them twice, in turn, and takes the best of
// each. It reports how many times longer PyTorch takes: below 1 PyTorch is faster. It is
// skipped without PyTorch.
//
//	go test -run '^$' -bench Peer ./gan
//	go test -tags float32 -run '^$' -bench Peer ./gan
func BenchmarkPeer(b *testing.B) {
	const python = "/usr/bin/python3"
	if err := exec.Command(python, "-c", "import torch").Run(); err != nil {
		b.Skip("no PyTorch (Debian: python3-torch)")
	}
	for _, size := range sizes {
		b.Run(fmt.Sprintf("width=%d/batch=%d", size.width, size.batch), func(b *testing.B) {
			g := game(b, gan.Wasserstein, size.width, size.batch)
			ours := iterate(b, g)
			n, best := b.N, make(map[string]float64)
			for round := range 2 {
				if round > 0 {
					ours = max(ours, again(b, g, n))
				}
				for threads := 1; threads <= 2; threads++ {
					float64s, float32s := torch(b, python, size.width, size.batch, max(3, min(300, int(ours))), threads)
					best["64"], best["32"] = max(best["64"], float64s), max(best["32"], float32s)
				}
			}
			b.ReportMetric(ours/best["64"], "×torch-float64")
			b.ReportMetric(ours/best["32"], "×torch-float32")
		})
	}
}

// again runs n more iterations, and returns how many there were per second.
func again(b *testing.B, g *gan.Game, n int) (perSecond float64) {
	start := time.Now()
	for range n {
		if err := g.Iterate(); err != nil {
			b.Fatal(err)
		}
	}
	return float64(n) / time.Since(start).Seconds()
}

// torch returns how many iterations of the same game PyTorch makes per second.
func torch(b *testing.B, python string, width, batch, iterations, threads int) (float64s, float32s float64) {
	command := exec.Command(python, "testdata/torch_gan.py", strconv.Itoa(width), strconv.Itoa(batch), strconv.Itoa(iterations), strconv.Itoa(threads))
	// OpenBLAS is to choose what is best for this processor, whatever is set.
	command.Env = slices.DeleteFunc(os.Environ(), func(setting string) bool { return strings.HasPrefix(setting, "OPENBLAS_") })
	command.Env = append(command.Env, "OPENBLAS_NUM_THREADS="+strconv.Itoa(threads))
	out, err := command.Output()
	if err != nil {
		b.Fatal(err)
	}
	var peer struct{ Float64, Float32 float64 }
	if err := json.Unmarshal(out, &peer); err != nil {
		b.Fatal(err)
	}
	return peer.Float64, peer.Float32
}

// The first iteration allocates all memory.
func TestIterationsAllocateNothing(t *testing.T) {
	for _, loss := range gan.Losses() {
		g := game(t, loss, 16, 64)
		if allocations := testing.AllocsPerRun(10, func() {
			if err := g.Iterate(); err != nil {
				t.Error(err)
			}
		}); allocations != 0 {
			t.Errorf("%s: %v allocations an iteration", loss, allocations)
		}
	}
}
