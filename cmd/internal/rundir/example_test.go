package rundir_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"monge/cmd/internal/rundir"
	"monge/gan"
)

// A run of two steps is written, and read again.
func Example() {
	config := gan.DefaultConfig()
	config.Data, config.Losses, config.Width, config.Depth = "gaussian", []gan.Loss{gan.Wasserstein}, 4, 1
	config.Iterations, config.EvalEvery, config.EvalSamples = 2, 1, 16
	data, err := gan.FindData(config.Data)
	if err != nil {
		panic(err)
	}
	comparison, err := gan.NewComparison(config, data)
	if err != nil {
		panic(err)
	}
	temporary, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(temporary)
	w, err := rundir.Create(filepath.Join(temporary, "run"), comparison, nil, nil)
	if err != nil {
		panic(err)
	}
	defer w.Close()
	for comparison.Step < config.Iterations {
		records, err := comparison.Advance(context.Background(), comparison.Next(), nil)
		if err != nil {
			panic(err)
		}
		if err := w.Keep(records); err != nil {
			panic(err)
		}
	}

	run, err := rundir.Open(w.Dir)
	if err != nil {
		panic(err)
	}
	records, err := run.Records()
	if err != nil {
		panic(err)
	}
	for _, record := range records {
		fmt.Printf("step %d of %s on %s\n", record.Step, record.Loss, run.Config.Data)
	}
	samples, err := run.Samples(gan.Wasserstein, config.Seed, 2)
	if err != nil {
		panic(err)
	}
	fmt.Println(len(samples), "samples at the end")
	// Output:
	// step 1 of wgan on gaussian
	// step 2 of wgan on gaussian
	// 16 samples at the end
}
