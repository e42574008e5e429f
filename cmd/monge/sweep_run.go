package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/sweep"
)

func sweepRunCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "run DIR",
		Short: "run one task of a sweep, or all of them on this machine",
		Long: `Runs the task of --task, or the task that an engine gives in SLURM_ARRAY_TASK_ID,
JOB_COMPLETION_INDEX (both from 0) or PARALLEL_SEQ (from 1). If none of them is set, it
runs all tasks. It skips runs that are done, and resumes runs that Ctrl-C or a crash
interrupted. Two workers may run the same task. GOMAXPROCS is the number of processors
that a worker uses.`,
		Example:           "monge sweep run study --task 0",
		ValidArgsFunction: completeDirectory,
	}
	task := c.Flags().Int("task", 0, "the task to run, from 0")
	c.RunE = func(c *cobra.Command, args []string) error {
		s, err := openSweep(args)
		if err != nil {
			return err
		}
		tasks := s.AllTasks()
		one, chosen := *task, c.Flags().Changed("task")
		if !chosen {
			if one, chosen, err = sweep.TaskOf(os.Getenv); err != nil {
				return err
			}
		}
		if chosen {
			if err := s.CheckTask(one); err != nil {
				return err
			}
			tasks = []int{one}
		}
		if here := version(); here != s.Version {
			noteOf(c)(fmt.Sprintf("this is monge %s, but %s was planned with %s", here, display(s.Dir), s.Version))
		}
		return runSweep(c, s, tasks)
	}
	return c
}

// runSweep runs tasks, and shows the progress.
func runSweep(c *cobra.Command, s *sweep.Sweep, tasks []int) error {
	show := newProgress(c.ErrOrStderr(), s.Jobs)
	if len(tasks) == 1 {
		show.total = -1
	}
	failed := 0
	worker := &sweep.Worker{
		Sweep: s,
		Progress: func(done, total int) {
			show.show(done, fmt.Sprintf("run %d of %d", done, total), linePause)
		},
		Note: noteOf(c),
		Failed: func(job sweep.Job, r sweep.Result) {
			if failed++; failed <= 10 {
				noteOf(c)(fmt.Sprintf("run %s failed: %s", job.Name, r.Error))
			}
		},
	}
	start := time.Now()
	err := worker.Run(c.Context(), tasks)
	show.end()
	if err != nil {
		if c.Context().Err() != nil {
			return fmt.Errorf("%w; monge sweep run %s goes on", errInterrupted, fault.ShellQuote(s.Dir))
		}
		return err
	}
	if failed > 10 {
		noteOf(c)(fmt.Sprintf("%d more runs failed; monge sweep status lists them", failed-10))
	}
	what := fmt.Sprintf("task %d is", tasks[0])
	if len(tasks) > 1 {
		what = fmt.Sprintf("all %s are", fault.Count(len(tasks), "task"))
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %s done, after %.1f s\n", display(s.Dir), what, time.Since(start).Seconds())
	return err
}
