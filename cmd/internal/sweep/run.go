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

// Worker does tasks of a sweep.
type Worker struct {
	Sweep *Sweep

	// Progress is called after each job, by several goroutines at once. It may be nil.
	Progress func(done, total int)

	// Failed is called with each job of a task that failed, when the task is done. It
	// may be nil.
	Failed func(Job, Result)

	slots chan struct{} // one for each processor
	done  atomic.Int64  // jobs
	total int           // jobs

	mutex sync.Mutex              // of what follows, and of calls of Failed
	known map[string]*rundir.Data // what data has read
}

// Run does tasks, as many jobs at once as there are processors. It skips what is done, and
// goes on with what is half done. Tasks that cannot be finished, as when the disk is full,
// keep what they have. Run then returns the error, and leaves it for Status. It returns
// the error of ctx when ctx is done.
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
			file.Write(w.Sweep.failureFile(task), func(to io.Writer) error { // there may be no room for it
				_, err := fmt.Fprintln(to, message)
				return err
			})
			return err
		})
	}
	return group.Wait()
}

// run does a task.
func (w *Worker) run(ctx context.Context, task int) error {
	if w.Sweep.checkResults(task) == nil {
		w.progress(w.Sweep.end(task) - w.Sweep.Tasks[task].First)
	} else if err := w.finish(ctx, task); err != nil {
		// Another worker may have finished the task, and taken away what this one needed.
		if ctx.Err() != nil || w.Sweep.checkResults(task) != nil {
			return err
		}
	}
	os.RemoveAll(w.Sweep.workDir(task)) // what stays is in nobody's way
	return w.Sweep.eachResult(task, func(job Job, result Result) error {
		if result.Error != "" && w.Failed != nil {
			w.mutex.Lock()
			defer w.mutex.Unlock()
			w.Failed(job, result)
		}
		return nil
	})
}

// progress counts jobs that are done.
func (w *Worker) progress(jobs int) {
	if done := w.done.Add(int64(jobs)); w.Progress != nil {
		w.Progress(int(done), w.total)
	}
}

// finish does the jobs of a task that are not done, and writes the file of the task.
func (w *Worker) finish(ctx context.Context, task int) error {
	jobs, err := w.Sweep.jobs(task)
	if err != nil {
		return err
	}
	before, err := w.Sweep.partial(task, jobs)
	if err != nil {
		return err
	}
	results := before.results
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

// runJobs runs the jobs that have no result, and adds theirs to part and results. It stops
// early if another worker finishes the task.
func (w *Worker) runJobs(ctx context.Context, task int, jobs []Job, results map[string]Result, part *part) error {
	var missing []Job
	for _, job := range jobs {
		if _, ok := results[job.Name]; !ok {
			missing = append(missing, job)
		}
	}
	var mutex sync.Mutex // of results
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

// data returns what a job learns. It reads each file once.
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
