package sweep

import (
	"errors"
	"fmt"
	"io/fs"

	"monge/cmd/internal/fault"
)

// Status is the progress of a sweep. Tasks that are neither done, running nor failed have not
// been started, or their worker was killed.
type Status struct {
	Tasks   int      `json:"tasks"`
	Done    int      `json:"done"`    // tasks that are finished without a failed run
	Running int      `json:"running"` // tasks of a worker that is alive
	Failed  int      `json:"failed"`  // tasks with failed runs, or that a worker gave up
	Errors  []string `json:"errors"`  // a line for each failed run, and for each task that a worker gave up

	// SecondsLeft is an estimate of the time until the sweep is done, on the processors of all
	// workers, or on one processor if there is no worker. It is the estimate of the plan,
	// corrected by the times of the finished jobs.
	SecondsLeft float64 `json:"seconds_left"`
}

// Status reads the directory of a sweep.
func (s *Sweep) Status() (Status, error) {
	status := Status{Tasks: len(s.Tasks), Errors: []string{}}
	var left, planned, taken float64 // seconds: of unfinished jobs; of finished jobs, estimated and real
	processors := 0
	for task := range s.Tasks {
		t, err := s.taskState(task)
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

// taskState is the state of a task.
type taskState struct {
	results    []Result // of the finished jobs, without records
	finished   bool     // whether the file of the task is complete
	processors int      // of the workers that are alive
	failure    string   // why a worker gave up, or how the file is damaged; otherwise ""
}

// taskState reads the state of a task.
func (s *Sweep) taskState(task int) (state taskState, err error) {
	add := func(r Result) {
		r.Records = nil // to save memory
		state.results = append(state.results, r)
	}
	notDone := s.eachResult(task, func(_ Job, r Result) error {
		add(r)
		return nil
	})
	if notDone == nil {
		state.finished = true
		return state, nil
	}
	state.results = nil
	jobs, err := s.jobs(task)
	if err != nil {
		return state, err
	}
	u, err := s.readUnfinished(task, jobs)
	if err != nil {
		return state, err
	}
	for _, job := range jobs {
		if r, ok := u.results[job.Name]; ok {
			add(r)
		}
	}
	state.processors = u.processors
	switch {
	case u.processors > 0:
	case errors.Is(notDone, fs.ErrNotExist):
		state.failure = u.failure
	default:
		state.failure = fault.Message(notDone)
	}
	return state, nil
}
