package sweep

import (
	"errors"
	"fmt"
	"io/fs"

	"monge/cmd/internal/fault"
)

// Status says how far a sweep is. Tasks that nobody has begun, and those whose worker was
// killed, are the others of Tasks.
type Status struct {
	Tasks   int      `json:"tasks"`
	Done    int      `json:"done"`    // finished, with all runs good
	Running int      `json:"running"` // a worker runs it
	Failed  int      `json:"failed"`  // finished with runs that failed, or given up by a worker
	Errors  []string `json:"errors"`  // one line for each run that failed, and each worker that gave up

	// SecondsLeft is the time for the rest of the work on the processors of all workers, or
	// on one processor if there is no worker. It compares the time of finished jobs with that
	// of the trial runs.
	SecondsLeft float64 `json:"seconds_left"`
}

// Status reads the directory of a sweep.
func (s *Sweep) Status() (Status, error) {
	status := Status{Tasks: len(s.Tasks), Errors: []string{}}
	var left, planned, taken float64 // seconds: of jobs to do; of jobs done, by the plan and in truth
	processors := 0
	for task := range s.Tasks {
		t, err := s.found(task)
		if err != nil {
			return status, err
		}
		failed := t.failure != ""
		for _, r := range t.results {
			taken += r.Seconds
			if r.Error != "" {
				failed = failed || t.finished
				status.Errors = append(status.Errors, fmt.Sprintf("task %d: run %s: %s", task, r.Name, r.Error))
			}
		}
		if t.failure != "" {
			status.Errors = append(status.Errors, fmt.Sprintf("task %d: %s", task, t.failure))
		}
		switch {
		case t.processors > 0:
			status.Running++
		case failed:
			status.Failed++
		case t.finished:
			status.Done++
		}
		processors += t.processors
		jobs, done := s.end(task)-s.Tasks[task].First, len(t.results)
		each := s.Tasks[task].Seconds / float64(jobs)
		planned += each * float64(done)
		left += each * float64(jobs-done)
	}
	if planned > 0 {
		left *= taken / planned
	}
	status.SecondsLeft = left / float64(max(processors, 1))
	return status, nil
}

// foundTask is what the directory of a sweep holds of a task.
type foundTask struct {
	results    []Result // of the jobs that are done, without records
	finished   bool     // the file of the task is there, and whole
	processors int      // of the workers that are alive
	failure    string   // why the task is not finished though no worker is alive; "" if nothing says so
}

// found reads what there is of a task.
func (s *Sweep) found(task int) (f foundTask, err error) {
	add := func(r Result) {
		r.Records = nil // there may be many
		f.results = append(f.results, r)
	}
	unfinished := s.eachResult(task, func(_ Job, r Result) error {
		add(r)
		return nil
	})
	if unfinished == nil {
		f.finished = true
		return f, nil
	}
	f.results = nil
	jobs, err := s.jobs(task)
	if err != nil {
		return f, err
	}
	p, err := s.partial(task, jobs)
	if err != nil {
		return f, err
	}
	for _, job := range jobs {
		if r, ok := p.results[job.Name]; ok {
			add(r)
		}
	}
	f.processors = p.processors
	switch {
	case p.processors > 0:
	case errors.Is(unfinished, fs.ErrNotExist):
		f.failure = p.failure
	default:
		f.failure = fault.Message(unfinished)
	}
	return f, nil
}
