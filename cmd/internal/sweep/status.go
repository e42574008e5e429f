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
	Running int      `json:"running"` // a worker is at it
	Failed  int      `json:"failed"`  // finished with runs that failed, or given up by a worker
	Errors  []string `json:"errors"`  // one line for each run that failed, and each worker that gave up

	// SecondsLeft is the work that is left, divided by the processors that are at it;
	// for one processor if nobody is. It compares the time of finished jobs with that
	// of the trial runs.
	SecondsLeft float64 `json:"seconds_left"`
}

// Status reads the directory of a sweep.
func (s *Sweep) Status() (Status, error) {
	status := Status{Tasks: len(s.Tasks), Errors: []string{}}
	var left, planned, taken float64 // seconds: of jobs to do; of jobs done, by the plan and in truth
	processors := 0
	for task := range s.Tasks {
		each := s.Tasks[task].Seconds / float64(s.end(task)-s.Tasks[task].First)
		count := func(job Job, r Result) {
			planned, taken = planned+each, taken+r.Seconds
			if r.Error != "" {
				status.Errors = append(status.Errors, fmt.Sprintf("task %d: run %s: %s", task, job.Name, r.Error))
			}
		}
		before := len(status.Errors)
		isBefore := [2]float64{planned, taken}
		err := s.eachResult(task, func(job Job, r Result) error {
			count(job, r)
			return nil
		})
		if err == nil {
			if len(status.Errors) > before {
				status.Failed++
			} else {
				status.Done++
			}
			continue
		}
		status.Errors, planned, taken = status.Errors[:before], isBefore[0], isBefore[1]

		jobs, listErr := s.jobs(task)
		if listErr != nil {
			return status, listErr
		}
		p, partialErr := s.partial(task, jobs)
		if partialErr != nil {
			return status, partialErr
		}
		left += each * float64(len(jobs)-len(p.results))
		for _, job := range jobs {
			if r, ok := p.results[job.Name]; ok {
				count(job, r)
			}
		}
		failure := p.failure
		if !errors.Is(err, fs.ErrNotExist) {
			failure = fault.Message(err)
		}
		switch {
		case p.processors > 0:
			status.Running++
			processors += p.processors
		case failure != "":
			status.Failed++
			status.Errors = append(status.Errors, fmt.Sprintf("task %d: %s", task, failure))
		}
	}
	if planned > 0 {
		left *= taken / planned
	}
	status.SecondsLeft = left / float64(max(processors, 1))
	return status, nil
}
