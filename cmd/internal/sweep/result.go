package sweep

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
	"monge/gan"
)

// Result is the result of a job: a line in the file of its task.
type Result struct {
	Name    string       `json:"name"`            // of the job
	Records []gan.Record `json:"records"`         // without their Seconds, which differ between runs
	Error   string       `json:"error,omitempty"` // why it failed after the last record; "" if it did not fail
	Seconds float64      `json:"seconds"`         // its time
}

// errDamaged is the error of a task whose file exists but is not complete.
var errDamaged = errors.New("it is damaged")

// resultFile returns the path of the results of a task.
func (s *Sweep) resultFile(task int) string {
	return filepath.Join(s.Dir, resultsDir, fmt.Sprintf("task-%d.jsonl", task))
}

// eachResult calls yield with the result of each job of a task, in order, and returns the
// first error of yield. It returns an error that wraps fs.ErrNotExist if the task is not
// done, and errDamaged if its file does not hold its jobs.
func (s *Sweep) eachResult(task int, yield func(Job, Result) error) error {
	return s.eachLine(task, func(job Job, line []byte) error {
		result, ok := parseResult(line)
		if !ok {
			return errDamaged
		}
		return yield(job, result)
	})
}

// checkResults returns the errors of eachResult. It is faster: it does not decode the records.
func (s *Sweep) checkResults(task int) error {
	return s.eachLine(task, func(_ Job, line []byte) error {
		if whole, ended := bytes.CutSuffix(line, []byte("\n")); !ended || !json.Valid(whole) {
			return errDamaged
		}
		return nil
	})
}

// eachLine calls yield with each job of a task and its line in the results. To errDamaged it
// adds the place of the damage.
func (s *Sweep) eachLine(task int, yield func(job Job, line []byte) error) error {
	path := s.resultFile(task)
	results, err := os.Open(path)
	if err != nil {
		return fault.At(path, err)
	}
	defer results.Close()
	lines := bufio.NewReader(results)
	k := 0
	err = s.eachJob(task, func(job Job) error {
		k++
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return fault.At(path, fmt.Errorf("%w: it ends in line %d of %d", errDamaged, k, s.end(task)-s.Tasks[task].First))
		}
		if bytes.HasPrefix(line, fmt.Appendf(nil, `{"name":%q,`, job.Name)) {
			err = yield(job, line)
		} else {
			err = errDamaged
		}
		if err == errDamaged {
			err = fault.At(path, fmt.Errorf("%w: line %d is not the result of job %d, %s", errDamaged, k, job.Index, job.Name))
		}
		return err
	})
	if err != nil {
		return err
	}
	if _, err := lines.ReadByte(); err != io.EOF {
		return fault.At(path, fmt.Errorf("%w: more than %d lines", errDamaged, k))
	}
	return nil
}

// parseResult returns the result on a line. ok is false if the line is incomplete or damaged.
func parseResult(line []byte) (r Result, ok bool) {
	whole, ended := bytes.CutSuffix(line, []byte("\n"))
	if !ended || json.Unmarshal(whole, &r) != nil {
		return r, false
	}
	return r, r.Name != "" && (len(r.Records) > 0 || r.Error != "")
}

// writeResults writes the file of a task. Until it is complete it is in workDir, so that a
// worker that is killed leaves no other file.
func (s *Sweep) writeResults(task int, jobs []Job, results map[string]Result) error {
	path := filepath.Join(s.workDir(task), "whole.jsonl")
	err := file.Stream(path, func(w io.Writer) error {
		buffered := bufio.NewWriter(w)
		encoder := json.NewEncoder(buffered)
		for _, job := range jobs {
			if err := encoder.Encode(results[job.Name]); err != nil {
				return err
			}
		}
		return buffered.Flush()
	})
	if err != nil {
		return err
	}
	return fault.At(path, os.Rename(path, s.resultFile(task)))
}
