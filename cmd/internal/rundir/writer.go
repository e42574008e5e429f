package rundir

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
	"monge/cmd/internal/pointfile"
	"monge/gan"
)

// Writer keeps a run on disk while it trains.
type Writer struct {
	Run
	Comparison *gan.Comparison // the games, at the last checkpoint after Create and Resume
	Log        []gan.Record    // all records so far
	Saved      int             // step of the last checkpoint

	before  float64   // seconds of earlier sessions
	started time.Time // of this one
}

// Create makes the directory of a run that is at step 0: dir, which may be there
// if it is empty, or run-1, run-2, … if dir is "". points are the data (n×d) if
// they come from a file, nil otherwise.
func Create(dir string, comparison *gan.Comparison, points []float64) (*Writer, error) {
	if dir == "" {
		var err error
		if dir, err = freeName("run-"); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fault.At(dir, err)
	}
	if entries, err := os.ReadDir(dir); err != nil {
		return nil, fault.At(dir, err)
	} else if len(entries) > 0 {
		return nil, fmt.Errorf("%s is not empty (to go on with a run: --resume %s)", dir, dir)
	}
	w := &Writer{Run: Run{dir, comparison.Config, comparison.Data}, Comparison: comparison, started: time.Now()}
	if points != nil {
		if err := w.writePoints(DataFile, points); err != nil {
			return nil, err
		}
	}
	for _, run := range FirstOfEachSeed(comparison) {
		if err := w.writePoints(RealFile(run.Seed), run.HeldOut); err != nil {
			return nil, err
		}
	}
	return w, w.writeConfig()
}

// FirstOfEachSeed returns one of the games of each seed: all of a seed have the
// same held-out samples.
func FirstOfEachSeed(comparison *gan.Comparison) []*gan.Run {
	var runs []*gan.Run
	for k := 0; k < len(comparison.Runs); k += len(comparison.Config.Losses) {
		runs = append(runs, comparison.Runs[k])
	}
	return runs
}

// freeName returns the first name of that beginning and a number that is not
// taken.
func freeName(beginning string) (string, error) {
	for k := 1; ; k++ {
		name := beginning + strconv.Itoa(k)
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name, nil
		} else if err != nil {
			return "", fault.At(name, err)
		}
	}
}

// Resume returns the run in a directory at its last checkpoint, to go on with.
// Its length becomes iterations, if that is not 0.
func Resume(dir string, iterations int) (*Writer, error) {
	run, err := Open(dir)
	if err != nil {
		return nil, err
	}
	if iterations > 0 {
		run.Config.Iterations = iterations
	}
	comparison, err := run.Restore()
	if err != nil {
		return nil, err
	}
	w := &Writer{Run: *run, Comparison: comparison, Saved: comparison.Step, started: time.Now()}
	if w.Saved > run.Config.Iterations {
		return nil, fault.Usagef("--iters %d, where the run is at step %d already", run.Config.Iterations, w.Saved)
	}
	if w.Log, err = run.Records(w.Saved); err != nil && !(w.Saved == 0 && errors.Is(err, fs.ErrNotExist)) {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(dir, CheckpointFile)); err != nil {
		w.Log = nil // records count from their checkpoint on
	}
	if n := len(w.Log); n > 0 {
		w.before = w.Log[n-1].Seconds
	}
	lines, err := jsonLines(w.Log)
	if err != nil {
		return nil, err
	}
	if err := w.write(LogFile, lines); err != nil {
		return nil, err
	}
	return w, w.writeConfig()
}

// jsonLines returns the lines of a log.
func jsonLines(records []gan.Record) ([]byte, error) {
	var lines bytes.Buffer
	for _, record := range records {
		if err := json.NewEncoder(&lines).Encode(record); err != nil {
			return nil, err
		}
	}
	return lines.Bytes(), nil
}

// Keep writes what the run has become: records, samples at four stages, and the
// checkpoint, which makes the rest count, last.
func (w *Writer) Keep(records []gan.Record) error {
	seconds := w.before + time.Since(w.started).Seconds()
	for k := range records {
		records[k].Seconds = seconds
	}
	lines, err := jsonLines(records)
	if err != nil {
		return err
	}
	w.Log = append(w.Log, records...)
	if err := w.appendLog(lines); err != nil {
		return err
	}
	if len(records) > 0 && w.isStage(w.Comparison.Step) {
		for _, run := range w.Comparison.Runs {
			name := SamplesFile(run.Loss, run.Seed, w.Comparison.Step)
			if err := w.writePoints(name, run.Samples(run.Game)); err != nil {
				return err
			}
		}
	}
	var state bytes.Buffer
	if err := w.Comparison.Save(&state); err != nil {
		return err
	}
	if err := w.write(CheckpointFile, state.Bytes()); err != nil {
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

// appendLog adds whole lines to the log, or none.
func (w *Writer) appendLog(lines []byte) error {
	path := filepath.Join(w.Dir, LogFile)
	log, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return fault.At(path, err)
	}
	defer log.Close()
	before, err := log.Seek(0, io.SeekEnd)
	if err != nil {
		return fault.At(path, err)
	}
	if _, err = log.Write(lines); err == nil {
		err = log.Sync()
	}
	if err != nil {
		log.Truncate(before)
		return fault.At(path, err)
	}
	return nil
}

func (w *Writer) writeConfig() error {
	content, err := json.MarshalIndent(w.Comparison.Config, "", "  ")
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
