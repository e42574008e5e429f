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

// Result is what a job found: a line of the file of a task.
type Result struct {
	Name    string       `json:"name"`            // of the job
	Records []gan.Record `json:"records"`         // their Seconds are 0: all else is the same in each run
	Error   string       `json:"error,omitempty"` // why it failed after the last record; "" if it did not
	Seconds float64      `json:"seconds"`         // that it took
}

// errDamaged is the error of a task whose file is there and not whole.
var errDamaged = errors.New("it is damaged")

// resultFile returns the path of the results of a task.
func (s *Sweep) resultFile(task int) string {
	return filepath.Join(s.Dir, resultsDir, fmt.Sprintf("task-%d.jsonl", task))
}

// eachResult calls yield with the result of each job of a task, in order, and returns the
// first error of yield. It returns an error that wraps fs.ErrNotExist if the task is not
// done, and errDamaged if its file does not hold its jobs.
func (s *Sweep) eachResult(task int, jobs []Job, yield func(Job, Result) error) error {
	path := s.resultFile(task)
	results, err := os.Open(path)
	if err != nil {
		return fault.At(path, err)
	}
	defer results.Close()
	lines := bufio.NewReader(results)
	for k, job := range jobs {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return fault.At(path, fmt.Errorf("%w: it ends in line %d of %d", errDamaged, k+1, len(jobs)))
		}
		result, ok := parseResult(line)
		if !ok || result.Name != job.Name {
			return fault.At(path, fmt.Errorf("%w: line %d is not the result of job %d, %s", errDamaged, k+1, job.Index, job.Name))
		}
		if err := yield(job, result); err != nil {
			return err
		}
	}
	if _, err := lines.ReadByte(); err != io.EOF {
		return fault.At(path, fmt.Errorf("%w: more than %d lines", errDamaged, len(jobs)))
	}
	return nil
}

// parseResult returns the result on a line, and whether it is a whole one.
func parseResult(line []byte) (r Result, ok bool) {
	whole, ended := bytes.CutSuffix(line, []byte("\n"))
	if !ended || json.Unmarshal(whole, &r) != nil {
		return r, false
	}
	return r, r.Name != "" && (len(r.Records) > 0 || r.Error != "")
}

// writeResults writes the file of a task.
func (s *Sweep) writeResults(task int, jobs []Job, results map[string]Result) error {
	return file.Stream(s.resultFile(task), func(w io.Writer) error {
		buffered := bufio.NewWriter(w)
		encoder := json.NewEncoder(buffered)
		for _, job := range jobs {
			if err := encoder.Encode(results[job.Name]); err != nil {
				return fault.At(s.resultFile(task), err)
			}
		}
		return fault.At(s.resultFile(task), buffered.Flush())
	})
}
