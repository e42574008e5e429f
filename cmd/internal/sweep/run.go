package sweep

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
	"monge/cmd/internal/rundir"
)

// Worker runs tasks of a sweep.
type Worker struct {
	Sweep *Sweep

	// Progress is called after each job, by several goroutines at once. It may be nil.
	Progress func(done, total int)

	// Failed is called with each failed job of a task when the task is done. It may be nil.
	Failed func(Job, Result)

	// Note is called with warnings for the user. It may be nil.
	Note func(text string)

	slots chan struct{} // one for each processor
	done  atomic.Int64  // number of jobs that are done
	total int           // number of jobs

	mutex sync.Mutex              // for known, and for calls of Failed and Note
	known map[string]*rundir.Data // the data that were read
}

// Run runs tasks, with as many jobs at once as there are processors. It skips finished jobs
// and resumes unfinished ones. If a task cannot be finished, for example because the disk is
// full, its finished jobs are kept. Run then returns the error, and writes it to a file that
// Status reads. When ctx is done, it returns the error of ctx.
func (w *Worker) Run(ctx context.Context, tasks []int) error {
	processors := runtime.GOMAXPROCS(0)
	w.slots, w.known = make(chan struct{}, processors), make(map[string]*rundir.Data)
	for _, task := range tasks {
		w.total += w.Sweep.end(task) - w.Sweep.Tasks[task].First
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(processors)
	for _, task := range tasks {
		group.Go(func() error {
			err := w.run(ctx, task)
			if err == nil || ctx.Err() != nil && errors.Is(err, ctx.Err()) {
				return err
			}
			message := fault.Message(err)
			file.Write(w.Sweep.failureFile(task), func(to io.Writer) error { // may fail on a full disk; Run returns err in any case
				_, err := fmt.Fprintln(to, message)
				return err
			})
			return err
		})
	}
	return group.Wait()
}

// run runs a task.
func (w *Worker) run(ctx context.Context, task int) error {
	if w.Sweep.checkResults(task) == nil {
		w.progress(w.Sweep.end(task) - w.Sweep.Tasks[task].First)
	} else if err := w.finish(ctx, task); err != nil {
		// Another worker may have finished the task, and removed files that this one needs.
		if ctx.Err() != nil || w.Sweep.checkResults(task) != nil {
			return err
		}
	}
	os.RemoveAll(w.Sweep.workDir(task)) // nothing reads files that remain
	return w.Sweep.eachResult(task, func(job Job, result Result) error {
		if result.Error != "" && w.Failed != nil {
			w.mutex.Lock()
			defer w.mutex.Unlock()
			w.Failed(job, result)
		}
		return nil
	})
}

// note calls Note, if it is set.
func (w *Worker) note(text string) {
	if w.Note != nil {
		w.mutex.Lock()
		defer w.mutex.Unlock()
		w.Note(text)
	}
}

// progress counts jobs that are done.
func (w *Worker) progress(jobs int) {
	if done := w.done.Add(int64(jobs)); w.Progress != nil {
		w.Progress(int(done), w.total)
	}
}

// finish runs the unfinished jobs of a task, and writes the file of the task.
func (w *Worker) finish(ctx context.Context, task int) error {
	jobs, err := w.Sweep.jobs(task)
	if err != nil {
		return err
	}
	unfinished, err := w.Sweep.readUnfinished(task, jobs)
	if err != nil {
		return err
	}
	results := unfinished.results
	w.progress(len(results))
	if len(results) < len(jobs) {
		part, err := w.Sweep.newPart(task, min(cap(w.slots), len(jobs)))
		if err != nil {
			return err
		}
		defer part.close()
		if err := w.runJobs(ctx, task, jobs, results, part); err != nil {
			return err
		}
	}
	if len(results) < len(jobs) {
		return nil // another worker has finished the task
	}
	return w.Sweep.writeResults(task, jobs, results)
}

// runJobs runs the jobs without a result, and adds their results to part and to results. It
// stops early if another worker finishes the task.
func (w *Worker) runJobs(ctx context.Context, task int, jobs []Job, results map[string]Result, part *part) error {
	var missing []Job
	for _, job := range jobs {
		if _, ok := results[job.Name]; !ok {
			missing = append(missing, job)
		}
	}
	var mutex sync.Mutex // for results
	group, ctx := errgroup.WithContext(ctx)
	for _, job := range missing {
		select {
		case w.slots <- struct{}{}:
		case <-ctx.Done():
			if err := group.Wait(); err != nil {
				return err
			}
			return ctx.Err()
		}
		if w.Sweep.checkResults(task) == nil {
			<-w.slots
			break
		}
		group.Go(func() error {
			defer func() { <-w.slots }()
			result, err := w.runJob(ctx, task, job)
			if err != nil {
				return err
			}
			if err := part.write(result); err != nil {
				return err
			}
			os.Remove(w.Sweep.checkpointFile(task, job))
			w.progress(1)
			mutex.Lock()
			defer mutex.Unlock()
			results[job.Name] = result
			return nil
		})
	}
	return group.Wait()
}

// data returns the data of a job. It reads each file once.
func (w *Worker) data(job Job) (*rundir.Data, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	key := fmt.Sprint(job.Points, job.Standardize, job.Config.Data)
	if d, ok := w.known[key]; ok {
		return d, nil
	}
	d, err := w.Sweep.data(job)
	if err == nil {
		w.known[key] = d
	}
	return d, err
}
