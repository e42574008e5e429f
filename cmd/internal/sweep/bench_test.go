//go:build unix

package sweep

import (
	"flag"
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"monge/gan"
)

// many is how many tiny runs BenchmarkManyRuns does.
var many = flag.Int("runs", 1000, "runs of BenchmarkManyRuns")

// BenchmarkManyRuns plans, runs and collects tiny runs, each of about two hundredths
// of a second. overhead-% is the processor time that this takes beyond that of the same runs
// without a sweep. For ten thousand:
//
//	go test ./cmd/internal/sweep -run '^$' -bench ManyRuns -runs 10000 -benchtime 1x
func BenchmarkManyRuns(b *testing.B) {
	grid := named("loss=wgan", fmt.Sprintf("seeds=1..%d", *many), "width=16", "depth=2", "batch=32", "iters=60", "eval-every=20", "eval-samples=128")
	for b.Loop() {
		start := processorTime(b)
		s, err := NewPlan(b.Context(), filepath.Join(b.TempDir(), "sweep"), []Grid{grid}, Options{Tasks: 100, Each: time.Minute})
		if err != nil {
			b.Fatal(err)
		}
		planned := processorTime(b)
		if err := (&Worker{Sweep: s}).Run(b.Context(), s.AllTasks()); err != nil {
			b.Fatal(err)
		}
		run := processorTime(b)
		if _, err := s.Collect(b.Context(), filepath.Join(b.TempDir(), "r.csv")); err != nil {
			b.Fatal(err)
		}
		collected := processorTime(b)

		for task := range s.Tasks {
			err := s.eachJob(task, func(job Job) error {
				data, err := gan.FindData(job.Config.Data)
				if err != nil {
					return err
				}
				comparison, err := gan.NewComparison(job.Config, data)
				for step := 0; err == nil && step <= job.Config.Iterations; step += job.Config.EvalEvery {
					_, err = comparison.Advance(b.Context(), step, nil)
				}
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
		alone := processorTime(b) - collected
		b.ReportMetric((planned - start).Seconds(), "plan-s")
		b.ReportMetric((run - planned).Seconds(), "run-s")
		b.ReportMetric((collected - run).Seconds(), "collect-s")
		b.ReportMetric(alone.Seconds(), "alone-s")
		b.ReportMetric(100*((collected-start).Seconds()/alone.Seconds()-1), "overhead-%")
	}
}

// processorTime is the time that this process has computed so far.
func processorTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
