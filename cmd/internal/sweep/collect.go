package sweep

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
	"monge/gan"
)

// Collected describes the table that Collect wrote.
type Collected struct {
	Rows    int
	Failed  int      // runs that failed
	Missing int      // runs that have no result yet
	Notes   []string // a line for each task with missing runs
}

// notRun is the column error of a run without a result.
const notRun = "not run yet"

// There is no Parquet. The one small library for it, parquet-go v0.32, made the
// program 9.2 MB larger (39.5 for 30.3 MB), brought 8 more modules, and took 44 s of
// processor time to compile, for each kind of build. Two lines of pandas convert the CSV.

// Collect writes the table of a sweep: a row for each run and step, in the order of the
// jobs, with all settings of the run and all that was measured. A run that failed has one
// more row, without a step, with the reason in column error. A run without a result has only
// such a row. The extension of path chooses CSV or JSON lines. Memory does not grow with the
// sweep, except for the results of unfinished tasks. When ctx is done, Collect returns its
// error and leaves no file.
func (s *Sweep) Collect(ctx context.Context, path string) (Collected, error) {
	var c Collected
	var newTable func(io.Writer) table
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		newTable = newCSV
	case ".jsonl":
		newTable = newJSONLines
	default:
		return c, fault.Usage(fault.Atf(path, "unknown extension %q (want .csv or .jsonl)", filepath.Ext(path)))
	}
	if s.isOwnFile(path) {
		return c, fault.Usage(fault.Atf(path, "that would overwrite a file of the sweep"))
	}
	err := file.Stream(path, func(w io.Writer) error {
		buffered := bufio.NewWriterSize(w, 1<<16)
		t := newTable(buffered)
		for task := range s.Tasks {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err := s.collectTask(task, t, &c); err != nil {
				return err
			}
		}
		return buffered.Flush()
	})
	return c, err
}

// isOwnFile reports whether path is a file that the sweep needs: the list of jobs, or a file
// in the directories of results or data.
func (s *Sweep) isOwnFile(path string) bool {
	same := func(a, b string) bool {
		first, err := os.Stat(a)
		if err != nil {
			return false
		}
		second, err := os.Stat(b)
		return err == nil && os.SameFile(first, second)
	}
	dir := filepath.Dir(path)
	return same(path, filepath.Join(s.Dir, jobsFile)) || same(dir, filepath.Join(s.Dir, resultsDir)) || same(dir, filepath.Join(s.Dir, dataDir))
}

// collectTask writes the rows of a task. For an unfinished task it writes the results so far.
func (s *Sweep) collectTask(task int, t table, c *Collected) error {
	damage := s.checkResults(task)
	if damage == nil {
		return s.eachResult(task, func(job Job, r Result) error { return c.add(t, job, r) })
	}
	jobs, err := s.jobs(task)
	if err != nil {
		return err
	}
	u, err := s.readUnfinished(task, jobs)
	if err != nil {
		return err
	}
	missing := 0
	for _, job := range jobs {
		r, ok := u.results[job.Name]
		if !ok {
			r.Error = notRun
			missing++
		}
		if err := c.add(t, job, r); err != nil {
			return err
		}
	}
	if missing > 0 {
		c.Missing += missing
		c.Failed -= missing // add has counted missing runs as failed
		note := fmt.Sprintf("task %d: %d of %d runs are missing", task, missing, len(jobs))
		if errors.Is(damage, errDamaged) {
			note += ": " + fault.Message(damage)
		}
		c.Notes = append(c.Notes, note)
	}
	return nil
}

// add writes the rows of a run.
func (c *Collected) add(t table, job Job, r Result) error {
	for k := range r.Records {
		c.Rows++
		if err := t.row(job, &r.Records[k], ""); err != nil {
			return err
		}
	}
	if r.Error == "" {
		return nil
	}
	c.Failed++
	c.Rows++
	return t.row(job, nil, r.Error)
}

// table writes rows to a file.
type table interface {
	// row writes the row of a record, or that of a failure if record is nil.
	row(job Job, record *gan.Record, failure string) error
}
