package sweep

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
	"monge/cmd/internal/pointfile"
	"monge/gan"
)

// The files of a sweep's directory.
const (
	planFile   = "plan.json"
	jobsFile   = "jobs.jsonl"
	dataDir    = "data"
	resultsDir = "results"
)

// Sweep is the plan of a sweep, in its directory.
type Sweep struct {
	Dir string `json:"-"`

	Version string `json:"version"` // of the program that made the plan
	Bits    int    `json:"bits"`    // of its numbers: see gan.Bits
	Jobs    int    `json:"jobs"`
	Tasks   []Task `json:"tasks"`
}

// Task is a range of jobs.
type Task struct {
	First   int     `json:"first"`   // index of its first job; it ends before the First of the next task
	Offset  int64   `json:"offset"`  // offset in bytes of that job's line in jobs.jsonl
	Seconds float64 `json:"seconds"` // estimated time on one processor, from trial runs
}

// Options say how to plan a sweep.
type Options struct {
	Tasks   int           // number of tasks; 0: so many that each takes about Each
	Each    time.Duration // how long a task should last on one processor
	Version string        // of this program

	Progress func(done, total int) // of the trial runs

	Read      func(path string) (*pointfile.Points, error) // reads data; nil: pointfile.Read
	ReadFlags []string                                     // flags of the command line on how to read files: an error if no data are from a file
	Note      func(text string)                            // is called with notes on data, and with lines of a grid that have no effect; may be nil
}

// maxTasks is the largest number of tasks that NewPlan chooses by itself. By default a Slurm
// array has at most 1001.
const maxTasks = 1000

// NewPlan writes the plan of grids to dir, a directory that is new, empty, or left by a
// planner that was killed. Equal jobs of several grids become one job. NewPlan checks each
// job, and returns an error that names the setting if a job cannot be run. It estimates the
// time of jobs from a short trial run of each kind.
func NewPlan(ctx context.Context, dir string, grids []Grid, o Options) (*Sweep, error) {
	if err := checkEmpty(dir); err != nil {
		return nil, err
	}
	data := newDataFiles(o.Read, o.Note)
	jobs, err := listJobs(grids, data)
	if err != nil {
		return nil, err
	}
	if len(o.ReadFlags) > 0 && len(data.clouds) == 0 {
		return nil, fault.Usagef("%s is for data from a file; no data here are from a file", o.ReadFlags[0])
	}
	flags, lines := withoutEffect(grids, jobs)
	if len(flags) > 0 {
		return nil, fault.Usagef("%s on any run", NoEffect(flags))
	}
	if o.Note != nil {
		for _, line := range lines {
			o.Note(NoEffect([]string{line}) + " on any run")
		}
	}
	seconds, err := estimate(ctx, jobs, data, o.Progress)
	if err != nil {
		return nil, err
	}
	s := &Sweep{Dir: dir, Version: o.Version, Bits: gan.Bits, Jobs: len(jobs)}
	tasks := o.Tasks
	if tasks == 0 {
		wanted := sum(seconds)/o.Each.Seconds() + 1
		if wanted > maxTasks && len(jobs) > maxTasks {
			o.note("tasks of %v would be more than %d; the plan has %d, which take longer", o.Each, maxTasks, maxTasks)
		}
		tasks = int(min(wanted, maxTasks))
	}
	if tasks > len(jobs) {
		tasks = len(jobs)
	}
	s.Tasks = pack(seconds, tasks)
	release, err := lock(dir, o.note)
	if err != nil {
		return nil, err
	}
	defer release()
	if err := checkEmpty(dir); err != nil { // another planner may have been faster
		return nil, err
	}
	if err := data.write(dir); err != nil {
		return nil, err
	}
	if err := s.writeJobs(jobs); err != nil {
		return nil, err
	}
	// The plan comes last: a directory without it is not a sweep.
	return s, file.Write(filepath.Join(dir, planFile), func(w io.Writer) error { return json.NewEncoder(w).Encode(s) })
}

// note calls Note, if it is set.
func (o Options) note(format string, args ...any) {
	if o.Note != nil {
		o.Note(fmt.Sprintf(format, args...))
	}
}

// lock keeps other planners from writing to dir until release is called. It returns an error
// if another planner is writing. If dir cannot be locked, as on some file systems, lock notes
// that and goes on without a lock.
func lock(dir string, note func(format string, args ...any)) (release func(), err error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fault.At(dir, err)
	}
	l := flock.New(filepath.Join(dir, ".lock"))
	held, err := l.TryLock()
	switch {
	case err != nil:
		note("%v; do not run another monge sweep plan on %s now", fault.Atf(l.Path(), "the directory cannot be locked: %w", err), fault.Clean(dir))
		return func() {}, nil
	case !held:
		l.Close()
		return nil, fault.Atf(dir, "another process is writing a sweep to it")
	}
	return func() {
		os.Remove(l.Path()) // before the lock is released: afterwards it may belong to another planner
		l.Close()
	}, nil
}

// checkEmpty returns an error unless dir is missing, empty, or holds only the files of a
// planner that was killed.
func checkEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fault.At(dir, err)
	}
	for _, entry := range entries {
		switch name := entry.Name(); {
		case name == planFile:
			return fault.Atf(dir, "holds a sweep already; choose another directory with -o")
		case name != jobsFile && name != dataDir && name[0] != '.':
			return fault.Atf(dir, "is not empty: it holds %s", fault.Clean(name))
		}
	}
	return nil
}

// listJobs returns the jobs of grids without duplicates.
func listJobs(grids []Grid, data *dataFiles) ([]Job, error) {
	var jobs []Job
	seen := make(map[string]bool)
	for _, grid := range grids {
		err := grid.runs(data.check, func(r run) error {
			d, err := data.find(r.Data, r.standardize)
			if err != nil {
				return err
			}
			r.Data = d.Name
			if held := d.HeldOutSamples(r.EvalSamples); held < r.EvalSamples {
				data.noteOnce(d.HeldOutNote(r.EvalSamples))
				r.EvalSamples = held
			}
			job, err := newJob(r.Config, d.file, r.standardize)
			if err != nil || seen[job.Name] {
				return err
			}
			seen[job.Name] = true
			job.Index = len(jobs)
			jobs = append(jobs, job)
			if len(jobs) > maxRuns {
				return fault.Usagef("more than %d runs", maxRuns)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return jobs, nil
}

// NoEffect says that settings have no effect, as in "--clip and --beta1 have no effect".
func NoEffect(names []string) string {
	if len(names) == 1 {
		return names[0] + " has no effect"
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last] + " have no effect"
}

// withoutEffect returns the settings of grids that have no effect on any of the jobs: flags of
// the command line, and lines of a file with their places.
func withoutEffect(grids []Grid, jobs []Job) (flags, lines []string) {
	for _, s := range slices.Concat(grids...) {
		hasEffect := func(job Job) bool {
			if s.Name == "standardize" {
				return job.Points != "" || !slices.Contains(s.Values, "true")
			}
			return !job.Config.HasNoEffect(strings.ReplaceAll(s.Name, "-", "_"))
		}
		name, list := "--"+s.Name, &flags
		if s.Place != "" {
			name, list = s.Place+": "+s.Name, &lines
		}
		if !slices.ContainsFunc(jobs, hasEffect) && !slices.Contains(*list, name) {
			*list = append(*list, name)
		}
	}
	return flags, lines
}

// writeJobs writes the list of jobs. It sets the Offset of each task.
func (s *Sweep) writeJobs(jobs []Job) error {
	return file.Stream(filepath.Join(s.Dir, jobsFile), func(w io.Writer) error {
		buffered := bufio.NewWriter(w)
		var offset int64
		task := 0
		for _, job := range jobs {
			if task < len(s.Tasks) && s.Tasks[task].First == job.Index {
				s.Tasks[task].Offset = offset
				task++
			}
			line, err := json.Marshal(job)
			if err != nil {
				return err
			}
			offset += int64(len(line)) + 1
			buffered.Write(line)
			buffered.WriteByte('\n')
		}
		return buffered.Flush()
	})
}

// Open returns the sweep in a directory.
func Open(dir string) (*Sweep, error) {
	path := filepath.Join(dir, planFile)
	s, err := file.Read(path, func(name string, r io.Reader) (*Sweep, error) {
		s := new(Sweep)
		err := json.NewDecoder(r).Decode(s)
		if err == io.EOF {
			err = errors.New("it is empty")
		}
		if err != nil {
			return nil, fault.Atf(name, "not the plan of a sweep: %w", err)
		}
		return s, nil
	})
	if err != nil {
		return nil, err
	}
	s.Dir = filepath.Clean(dir)
	if s.Bits != gan.Bits {
		return nil, fault.Atf(path, "planned for %d-bit numbers; this build computes with %d bits", s.Bits, gan.Bits)
	}
	for k, task := range s.Tasks {
		if k == 0 && task.First != 0 || task.First >= s.Jobs || k > 0 && task.First <= s.Tasks[k-1].First {
			return nil, fault.Atf(path, "not the plan of a sweep: task %d begins with job %d", k, task.First)
		}
	}
	if len(s.Tasks) == 0 {
		return nil, fault.Atf(path, "not the plan of a sweep: it has no tasks")
	}
	return s, nil
}

// end returns the index after the last job of a task.
func (s *Sweep) end(task int) int {
	if task+1 < len(s.Tasks) {
		return s.Tasks[task+1].First
	}
	return s.Jobs
}

// jobs returns the jobs of a task.
func (s *Sweep) jobs(task int) ([]Job, error) {
	var jobs []Job
	err := s.eachJob(task, func(job Job) error {
		jobs = append(jobs, job)
		return nil
	})
	return jobs, err
}

// eachJob calls yield with each job of a task, and returns its first error.
func (s *Sweep) eachJob(task int, yield func(Job) error) error {
	path := filepath.Join(s.Dir, jobsFile)
	list, err := os.Open(path)
	if err != nil {
		return fault.At(path, err)
	}
	defer list.Close()
	if _, err := list.Seek(s.Tasks[task].Offset, io.SeekStart); err != nil {
		return fault.At(path, err)
	}
	lines := bufio.NewReader(list)
	for index := s.Tasks[task].First; index < s.end(task); index++ {
		line, err := lines.ReadBytes('\n')
		var job Job
		if err == nil {
			decoder := json.NewDecoder(bytes.NewReader(line))
			decoder.DisallowUnknownFields()
			err = decoder.Decode(&job)
		}
		if err == nil && (job.Index != index || len(job.Config.Losses) != 1) {
			err = fmt.Errorf("it is job %d", job.Index)
		}
		if err != nil {
			return fault.Atf(path, "line %d is not that of job %d: %w", index+1, index, err)
		}
		if err := yield(job); err != nil {
			return err
		}
	}
	return nil
}
