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

// Writer writes a run to its directory while it trains. It holds the lock of the directory
// until Close.
type Writer struct {
	Run
	Comparison *gan.Comparison // the games; Create and Resume leave them at the last checkpoint
	Log        []gan.Record    // all records so far
	Saved      int             // step of the last checkpoint
	Problems   []string        // notes on files that Resume found missing

	lock          *lock
	sum           *checksum // of Log
	sampled       []int     // steps of which there are samples
	secondsBefore float64   // of earlier sessions
	started       time.Time // beginning of this session
}

// Create makes the directory of a run at step 0. If dir is "", the name is the first of
// run-1, run-2, … that is free. dir may exist if it is empty, or if it holds only the files of
// a run that was killed before it wrote config.json. points are the data (n×d) if they come
// from a file, otherwise nil. standard is their standardization, or nil.
func Create(dir string, comparison *gan.Comparison, points []float64, standard *Standard) (w *Writer, err error) {
	if dir == "" {
		dir, err = newDirectory("run-")
	} else {
		err = fault.At(dir, os.MkdirAll(dir, 0o777))
	}
	if err != nil {
		return nil, err
	}
	w = &Writer{Run: Run{dir, comparison.Config, comparison.Data, standard}, Comparison: comparison, sum: newChecksum(), started: time.Now()}
	if w.lock, err = acquire(dir); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			w.Close()
			w = nil
		}
	}()
	temporaries, others, err := filesOf(dir)
	if err != nil {
		return w, err
	}
	if len(others) > 1 || len(others) == 1 && others[0] != newDataFile {
		return w, fmt.Errorf("%s is not empty (to continue a run: --resume %s)", dir, fault.ShellQuote(dir))
	}
	if err := removeAll(dir, append(temporaries, others...)); err != nil {
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
	return w, w.writeFirstFiles()
}

// newDirectory makes the directory prefix1, or with the first number that is free.
func newDirectory(prefix string) (string, error) {
	for k := 1; ; k++ {
		name := prefix + strconv.Itoa(k)
		switch err := os.Mkdir(name, 0o777); {
		case err == nil:
			return name, nil
		case !errors.Is(err, fs.ErrExist):
			return "", fault.At(name, err)
		}
	}
}

// temporary matches the names of the temporary files of file.Stream. A killed process leaves
// them.
var temporary = regexp.MustCompile(`^\.(config\.json|log\.jsonl|checkpoint|data\.csv|\.data\.csv\.new|training\.png|samples-.*\.csv)[0-9]+$`)

// filesOf returns the names of the temporary files that killed processes have left in a
// directory, and of all other files except the lock.
func filesOf(dir string) (temporaries, others []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, fault.At(dir, err)
	}
	for _, entry := range entries {
		switch name := entry.Name(); {
		case name == lockFile:
		case temporary.MatchString(name):
			temporaries = append(temporaries, name)
		default:
			others = append(others, name)
		}
	}
	return temporaries, others, nil
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

// writeFirstFiles writes the files that a run has at step 0 besides config.json, unless they
// exist.
func (w *Writer) writeFirstFiles() error {
	unnamed, named := filepath.Join(w.Dir, newDataFile), filepath.Join(w.Dir, DataFile)
	if err := os.Rename(unnamed, named); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.At(named, err)
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

// FirstOfEachSeed returns one run of each seed. All runs of a seed have the same held-out
// samples.
func FirstOfEachSeed(comparison *gan.Comparison) []*gan.Run {
	var first []*gan.Run
	for k := 0; k < len(comparison.Runs); k += len(comparison.Config.Losses) {
		first = append(first, comparison.Runs[k])
	}
	return first
}

// Resume returns the run in a directory at its last checkpoint. If iterations is not 0, it
// becomes the length of the run. Resume returns an error if the log was changed after the
// checkpoint.
func Resume(dir string, iterations int) (w *Writer, err error) {
	if _, err := os.Stat(filepath.Join(dir, ConfigFile)); err != nil { // before the lock makes a file
		return nil, noConfig(dir, err)
	}
	held, err := acquire(dir)
	if err != nil {
		return nil, err
	}
	w = &Writer{lock: held, sum: newChecksum(), started: time.Now()}
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
		return w, fault.Atf(filepath.Join(dir, ConfigFile), "iters is %d, but the run is already at step %d", w.Config.Iterations, w.Saved)
	}
	if w.Saved > w.Config.Iterations {
		return w, fault.Usagef("--iters %d, but the run is already at step %d", w.Config.Iterations, w.Saved)
	}
	temporaries, _, err := filesOf(dir)
	if err != nil {
		return w, err
	}
	if err := removeAll(dir, temporaries); err != nil {
		return w, err
	}
	if err := w.writeFirstFiles(); err != nil {
		return w, err
	}
	return w, w.writeConfig()
}

// noConfig returns the error for resuming a directory without config.json.
func noConfig(dir string, err error) error {
	path := filepath.Join(dir, ConfigFile)
	if _, there := os.Stat(dir); there == nil && errors.Is(err, fs.ErrNotExist) {
		return fault.Atf(path, "no such file or directory; a run that was stopped before it began can be started again with --out %s", fault.ShellQuote(dir))
	}
	return fault.At(path, err)
}

// restore sets the games to their last checkpoint, and cuts the log to it.
func (w *Writer) restore() error {
	manifest, err := restore(w.Dir, w.Comparison)
	begun := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	w.Saved = w.Comparison.Step
	if !begun {
		w.Problems = append(w.Problems, fmt.Sprintf("%s is missing: the run begins again at step 0", filepath.Join(w.Dir, CheckpointFile)))
	}
	log, err := readLog(w.Dir)
	switch {
	case errors.Is(err, fs.ErrNotExist) && manifest != nil && manifest.Records > 0:
		return fault.Atf(filepath.Join(w.Dir, LogFile), "it is missing, with the %d records that the checkpoint of step %d counts", manifest.Records, manifest.Step)
	case errors.Is(err, fs.ErrNotExist):
		return appendLog(w.Dir, nil)
	case err != nil:
		return err
	}
	count := 0 // records that the checkpoint covers
	switch {
	case !begun: // no record counts
	case manifest == nil: // a checkpoint of an earlier version
		for count < len(log.records) && log.records[count].Step <= w.Saved {
			count++
		}
	default:
		if err := log.check(*manifest); err != nil {
			return err
		}
		count, w.sampled = manifest.Records, manifest.Kept
		w.Problems = append(w.Problems, manifest.missing(w.Dir, w.Config)...)
	}
	if err := log.truncate(count); err != nil {
		return err
	}
	w.Log = log.records
	for _, r := range w.Log {
		w.sum.add(r)
		w.secondsBefore = r.Seconds
	}
	return nil
}

// Keep writes the new records, the samples if the step is one of four stages, and last the
// checkpoint. Resume ignores records without a checkpoint.
func (w *Writer) Keep(records []gan.Record) error {
	seconds := w.secondsBefore + time.Since(w.started).Seconds()
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
		w.sampled = append(w.sampled, step)
	}
	state, err := manifest{w.Comparison.Step, len(w.Log), w.sum.hash, w.sampled}.encode(w.Comparison)
	if err != nil {
		return err
	}
	if err := w.write(CheckpointFile, state); err != nil {
		return err
	}
	w.Saved = w.Comparison.Step
	return nil
}

// isStage reports whether a step with records is the first one at or after an eighth, a
// quarter, a half or all of the run.
func (w *Writer) isStage(step int) bool {
	config := w.Comparison.Config
	for _, part := range []int{8, 4, 2, 1} {
		if stage := config.Iterations / part; step >= stage && step-max(config.EvalEvery, 1) < stage {
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

// writePoints writes points, row by row. pointfile.Read returns the same bits.
func (w *Writer) writePoints(name string, points []float64) error {
	return file.Write(filepath.Join(w.Dir, name), func(to io.Writer) error {
		return pointfile.Write(to, points, w.Data.Dim)
	})
}
