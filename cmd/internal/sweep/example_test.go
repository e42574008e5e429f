package sweep_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"monge/cmd/internal/sweep"
)

// A study of two values of c and two seeds is planned, run and collected.
func Example() {
	grids, err := sweep.ReadGrids("grid.yaml", strings.NewReader(`
loss: wgan
clip: [0.01, 0.1]
seeds: 1..2
width: 4
depth: 1
iters: 10
eval_every: 10
`))
	if err != nil {
		panic(err)
	}
	temporary, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(temporary)
	ctx := context.Background()
	s, err := sweep.NewPlan(ctx, filepath.Join(temporary, "study"), grids, sweep.Options{Each: time.Minute})
	if err != nil {
		panic(err)
	}
	worker := &sweep.Worker{Sweep: s}
	if err := worker.Run(ctx, s.AllTasks()); err != nil {
		panic(err)
	}
	collected, err := s.Collect(ctx, filepath.Join(temporary, "results.csv"))
	if err != nil {
		panic(err)
	}
	fmt.Println(s.Jobs, "runs")
	fmt.Println(collected.Rows, "rows: each run at steps 0 and 10")
	// Output:
	// 4 runs
	// 8 rows: each run at steps 0 and 10
}
