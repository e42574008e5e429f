package rundir

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
	"monge/cmd/internal/pointfile"
	"monge/gan"
)

// Writer keeps a run on disk while it trains. It holds the lock of the directory
// until Close.
type Writer struct {
	Run
	Comparison *gan.Comparison // the games, at the last checkpoint after Create and Resume
	Log        []gan.Record    // all records so far
	Saved      int             // step of the last checkpoint
	Notes      []string        // what Resume found missing, and did about it

	lock    *lock
	sum     *sum      // of Log
	kept    []int     // steps whose samples were written
	before  float64   // seconds of earlier sessions
	started time.Time // of this one
}

// Create makes the directory of a run that is at step 0: dir, or run-1, run-2, …
// if dir is "". It may be there if it is empty, or if it holds only what a run left
// that was killed before it had written config.json. points are the data (n×d) if
// they come from a file, nil otherwise; standard is how the comparison sees them,
// nil if it sees them as they are.
func Create(dir string, comparison *gan.Comparison, points []float64, standard *Standard) (w *Writer, err error) {
	if dir == "" {
		dir, err = newDirectory("run-")
	} else {
		err = fault.At(dir, os.MkdirAll(dir, 0o777))
	}
	if err != nil {
		return nil, err
	}
	w = &Writer{Run: Run{dir, comparison.Config, comparison.Data, standard}, Comparison: comparison, sum: newSum(), started: time.Now()}
	if w.lock, err = acquire(dir); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			w.Close()
			w = nil
		}
	}()
	left, others, err := filesOf(dir)
	if err != nil {
		return w, err
	}
	if len(others) > 1 || len(others) == 1 && others[0] != newDataFile {
		return w, fmt.Errorf("%s is not empty (to go on with a run: --resume %s)", dir, fault.ShellQuote(dir))
	}
	if err := removeAll(dir, append(left, others...)); err != nil {
		return w, err
	}
	if points != nil {
		if err := w.writePoints(newDataFile, points); err != nil {
			return w, err
		}
	}
	if err := w.writeConfig(); err != nil {
		return w, err
	}
	return w, w.complete()
}

// newDirectory makes the first directory of that beginning and a number that is
// not taken.
func newDirectory(beginning string) (string, error) {
	for k := 1; ; k++ {
		name := beginning + strconv.Itoa(k)
		switch err := os.Mkdir(name, 0o777); {
		case err == nil:
			return name, nil
		case !errors.Is(err, fs.ErrExist):
			return "", fault.At(name, err)
		}
	}
}

// temporary matches the name of a file that was being written when its process
// was killed: see file.Stream.
var temporary = regexp.MustCompile(`^\.(config\.json|log\.jsonl|checkpoint|data\.csv|\.data\.csv\.new|training\.png|samples-.*\.csv)[0-9]+$`)

// filesOf returns the names of the temporary files in a directory, which a killed process
// has left, and of all other files except the lock.
func filesOf(dir string) (left, others []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, fault.At(dir, err)
	}
	for _, entry := range entries {
		switch name := entry.Name(); {
		case name == lockFile:
		case temporary.MatchString(name):
			left = append(left, name)
		default:
			others = append(others, name)
		}
	}
	return left, others, nil
}

// removeAll removes files of a directory.
func removeAll(dir string, names []string) error {
	for _, name := range names {
		path := filepath.Join(dir, name)
		if err := os.Remove(path); err != nil {
			return fault.At(path, err)
		}
	}
	return nil
}

// complete writes what a run has at step 0 besides config.json, if it is not there.
func (w *Writer) complete() error {
	before, after := filepath.Join(w.Dir, newDataFile), filepath.Join(w.Dir, DataFile)
	if err := os.Rename(before, after); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.At(after, err)
	}
	for _, run := range FirstOfEachSeed(w.Comparison) {
		name := RealFile(run.Seed)
		if _, err := os.Stat(filepath.Join(w.Dir, name)); err == nil {
			continue
		}
		if err := w.writePoints(name, w.Standard.Undo(run.HeldOut)); err != nil {
			return err
		}
	}
	return nil
}

// FirstOfEachSeed returns one run of each seed: all of a seed have the same
// held-out samples.
func FirstOfEachSeed(comparison *gan.Comparison) []*gan.Run {
	var first []*gan.Run
	for k := 0; k < len(comparison.Runs); k += len(comparison.Config.Losses) {
		first = append(first, comparison.Runs[k])
	}
	return first
}

// Resume returns the run in a directory at its last checkpoint, to go on with.
// Its length becomes iterations, if that is not 0. Resume returns an error if the
// log is not the one that the checkpoint knows.
func Resume(dir string, iterations int) (w *Writer, err error) {
	if _, err := os.Stat(filepath.Join(dir, ConfigFile)); err != nil { // nothing to lock
		return nil, noConfig(dir, err)
	}
	held, err := acquire(dir)
	if err != nil {
		return nil, err
	}
	w = &Writer{lock: held, sum: newSum(), started: time.Now()}
	defer func() {
		if err != nil {
			w.Close()
			w = nil
		}
	}()
	run, err := Open(dir)
	if err != nil {
		return w, err
	}
	w.Run = *run
	if iterations > 0 {
		w.Config.Iterations = iterations
		if err := w.Config.Check(w.Data); err != nil && run.Config.Check(w.Data) == nil {
			return w, fault.Usagef("--iters %d: %s", iterations, fault.Message(err)) // without the name of a package
		}
	}
	if w.Comparison, err = w.Start(); err != nil {
		return w, err
	}
	if err := w.restore(); err != nil {
		return w, err
	}
	if w.Saved > w.Config.Iterations && iterations == 0 {
		return w, fault.Atf(filepath.Join(dir, ConfigFile), "iters is %d, where the run is at step %d already", w.Config.Iterations, w.Saved)
	}
	if w.Saved > w.Config.Iterations {
		return w, fault.Usagef("--iters %d, where the run is at step %d already", w.Config.Iterations, w.Saved)
	}
	left, _, err := filesOf(dir)
	if err != nil {
		return w, err
	}
	if err := removeAll(dir, left); err != nil {
		return w, err
	}
	if err := w.complete(); err != nil {
		return w, err
	}
	return w, w.writeConfig()
}

// noConfig says why a directory cannot be resumed that has no config.json.
func noConfig(dir string, err error) error {
	path := filepath.Join(dir, ConfigFile)
	if _, there := os.Stat(dir); there == nil && errors.Is(err, fs.ErrNotExist) {
		return fault.Atf(path, "no such file or directory: a run that was stopped before it began is started again, with --out %s", fault.ShellQuote(dir))
	}
	return fault.At(path, err)
}

// restore puts w into the state of the last checkpoint, and the log with it.
func (w *Writer) restore() error {
	sealed, err := restore(w.Dir, w.Comparison)
	begun := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	w.Saved = w.Comparison.Step
	if !begun {
		w.Notes = append(w.Notes, fmt.Sprintf("%s is missing: the run begins again at step 0", filepath.Join(w.Dir, CheckpointFile)))
	}
	log, err := readLog(w.Dir)
	switch {
	case errors.Is(err, fs.ErrNotExist) && sealed != nil && sealed.Records > 0:
		return fault.Atf(filepath.Join(w.Dir, LogFile), "it is missing, with the %d records that the checkpoint of step %d counts", sealed.Records, sealed.Step)
	case errors.Is(err, fs.ErrNotExist):
		return appendLog(w.Dir, nil)
	case err != nil:
		return err
	}
	count := 0 // records that the checkpoint covers
	switch {
	case !begun: // no record counts
	case sealed == nil: // of an earlier version
		for count < len(log.records) && log.records[count].Step <= w.Saved {
			count++
		}
	default:
		if err := log.check(*sealed); err != nil {
			return err
		}
		count, w.kept = sealed.Records, sealed.Kept
		w.Notes = append(w.Notes, sealed.missing(w.Dir, w.Config)...)
	}
	if err := log.truncate(count); err != nil {
		return err
	}
	w.Log = log.records
	for _, r := range w.Log {
		w.sum.add(r)
		w.before = r.Seconds
	}
	return nil
}

// Keep writes what the run has become: records, samples at four stages, and the
// checkpoint, which makes the rest count, last.
func (w *Writer) Keep(records []gan.Record) error {
	seconds := w.before + time.Since(w.started).Seconds()
	for k := range records {
		records[k].Seconds = seconds
		w.sum.add(records[k])
	}
	lines, err := jsonLines(records)
	if err != nil {
		return err
	}
	w.Log = append(w.Log, records...)
	if err := appendLog(w.Dir, lines); err != nil {
		return err
	}
	if step := w.Comparison.Step; len(records) > 0 && w.isStage(step) {
		for _, run := range w.Comparison.Runs {
			if err := w.writePoints(SamplesFile(run.Loss, run.Seed, step), w.Standard.Undo(run.Samples(run.Game))); err != nil {
				return err
			}
		}
		w.kept = append(w.kept, step)
	}
	state, err := seal{w.Comparison.Step, len(w.Log), w.sum.hash, w.kept}.encode(w.Comparison)
	if err != nil {
		return err
	}
	if err := w.write(CheckpointFile, state); err != nil {
		return err
	}
	w.Saved = w.Comparison.Step
	return nil
}

// isStage reports whether a step with records is the first after an eighth, a
// quarter, half or all of the run.
func (w *Writer) isStage(step int) bool {
	config := w.Comparison.Config
	for _, part := range []int{8, 4, 2, 1} {
		if at := config.Iterations / part; step >= at && step-max(config.EvalEvery, 1) < at {
			return true
		}
	}
	return false
}

// Close releases the lock of the directory.
func (w *Writer) Close() { w.lock.release() }

func (w *Writer) writeConfig() error {
	content, err := json.MarshalIndent(settings{w.Config, w.Standard}, "", "  ")
	if err != nil {
		return err
	}
	return w.write(ConfigFile, append(content, '\n'))
}

// write writes a file of the directory, complete or not at all.
func (w *Writer) write(name string, content []byte) error {
	return file.Write(filepath.Join(w.Dir, name), func(to io.Writer) error {
		_, err := to.Write(content)
		return err
	})
}

// writePoints writes points, row by row, so that they are read back to the bit.
func (w *Writer) writePoints(name string, points []float64) error {
	return file.Write(filepath.Join(w.Dir, name), func(to io.Writer) error {
		return pointfile.Write(to, points, w.Data.Dim)
	})
}
