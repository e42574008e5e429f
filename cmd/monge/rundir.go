package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"monge/figures"
	"monge/gan"
)

// The files of a run's directory.
const (
	configFile     = "config.json"
	logFile        = "log.jsonl"
	dataFile       = "data.csv" // if what is learnt is a file
	checkpointFile = "checkpoint"
	pictureFile    = "training.png"
)

// trainingRun is a run and its directory. What is on disk is always what the run
// was at its last checkpoint, or more records than that.
type trainingRun struct {
	dir     string
	duel    *gan.Duel
	log     []gan.Record
	saved   int       // step of the checkpoint
	before  float64   // seconds of earlier sessions
	started time.Time // of this one
	floor   []float64 // EM of real against real samples, one a seed
}

// newRun makes the directory of a run: dir, or one with a name of its own if dir
// is "". points are the run's data if they are of a file.
func newRun(dir string, duel *gan.Duel, points []float64) (*trainingRun, error) {
	if dir == "" {
		var err error
		if dir, err = freeName("run-"); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("%s: %w", dir, cause(err))
	}
	if entries, err := os.ReadDir(dir); err != nil {
		return nil, fmt.Errorf("%s: %w", dir, cause(err))
	} else if len(entries) > 0 {
		return nil, fmt.Errorf("%s is not empty (to go on with a run: --resume %s)", dir, dir)
	}
	r := &trainingRun{dir: dir, duel: duel, started: time.Now()}
	if points != nil {
		if err := r.writePoints(dataFile, points); err != nil {
			return nil, err
		}
	}
	for _, player := range r.firstOfEachSeed() {
		if err := r.writePoints(realFile(player.Seed), player.HeldOut); err != nil {
			return nil, err
		}
	}
	return r, r.writeConfig()
}

// freeName returns the first name of that beginning and a number that is not
// taken.
func freeName(beginning string) (string, error) {
	for k := 1; ; k++ {
		name := beginning + strconv.Itoa(k)
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name, nil
		} else if err != nil {
			return "", fmt.Errorf("%s: %w", name, cause(err))
		}
	}
}

// resumeRun returns the run in a directory, at its last checkpoint. Its length
// becomes iterations, if that is not 0.
func resumeRun(dir string, iterations int) (*trainingRun, error) {
	config, data, err := readConfig(dir)
	if err != nil {
		return nil, err
	}
	if iterations > 0 {
		config.Iterations = iterations
	}
	duel, err := gan.NewDuel(config, data)
	if err != nil {
		return nil, fmt.Errorf("%s: %s", filepath.Join(dir, configFile), oneLine(err))
	}
	r := &trainingRun{dir: dir, duel: duel, started: time.Now()}
	path := filepath.Join(dir, checkpointFile)
	switch file, err := os.Open(path); {
	case errors.Is(err, fs.ErrNotExist): // it was stopped before the first one
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, cause(err))
	default:
		err := duel.Restore(file)
		file.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %s", path, oneLine(err))
		}
		if r.log, err = readLog(dir, duel.Step); err != nil {
			return nil, err
		}
	}
	r.saved = duel.Step
	if r.saved > config.Iterations {
		return nil, usagef("--iters %d, where the run is at step %d already", config.Iterations, r.saved)
	}
	if n := len(r.log); n > 0 {
		r.before = r.log[n-1].Seconds
	}
	var kept bytes.Buffer
	for _, record := range r.log {
		if err := json.NewEncoder(&kept).Encode(record); err != nil {
			return nil, err
		}
	}
	if err := r.write(logFile, kept.Bytes()); err != nil {
		return nil, err
	}
	return r, r.writeConfig()
}

// readConfig returns what a run's directory says it trains, and on what.
func readConfig(dir string) (gan.Config, gan.Data, error) {
	path := filepath.Join(dir, configFile)
	config, err := readFile(path, streams{}, func(name string, r io.Reader) (config gan.Config, err error) {
		if err = decode(r, &config); err != nil {
			err = fmt.Errorf("%s: not the configuration of a run: %w", name, err)
		}
		return config, err
	})
	if err != nil {
		return config, gan.Data{}, err
	}
	points := filepath.Join(dir, dataFile)
	if _, err := os.Stat(points); err == nil {
		cloud, err := readFile(points, streams{}, readTable)
		if err != nil {
			return config, gan.Data{}, err
		}
		data, err := gan.NewData(config.Data, cloud.data, cloud.columns)
		return config, data, err
	}
	data, err := gan.FindData(config.Data)
	if err != nil {
		return config, data, fmt.Errorf("%s: %s", path, oneLine(err))
	}
	return config, data, nil
}

// readLog returns the records of a run up to a step. What a crash left of a last
// line is not one.
func readLog(dir string, last int) ([]gan.Record, error) {
	path := filepath.Join(dir, logFile)
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, cause(err))
	}
	whole := content[:bytes.LastIndexByte(content, '\n')+1]
	records, err := gan.ReadRecords(bytes.NewReader(whole))
	if err != nil {
		return nil, fmt.Errorf("%s: %s", path, oneLine(err))
	}
	for k, record := range records {
		if record.Step > last {
			return records[:k], nil
		}
	}
	return records, nil
}

// keep writes what the run has become: records, samples at four stages, and the
// checkpoint, which makes the rest count, last.
func (r *trainingRun) keep(records []gan.Record) error {
	seconds := r.before + time.Since(r.started).Seconds()
	var lines bytes.Buffer
	for _, record := range records {
		record.Seconds = seconds
		r.log = append(r.log, record)
		if err := json.NewEncoder(&lines).Encode(record); err != nil {
			return err
		}
	}
	if err := r.appendLog(lines.Bytes()); err != nil {
		return err
	}
	if len(records) > 0 && r.isStage(r.duel.Step) {
		for _, player := range r.duel.Games {
			name := samplesFile(player.Loss.String(), player.Seed, r.duel.Step)
			if err := r.writePoints(name, player.Samples(player.Game)); err != nil {
				return err
			}
		}
	}
	var state bytes.Buffer
	if err := r.duel.Save(&state); err != nil {
		return err
	}
	if err := r.write(checkpointFile, state.Bytes()); err != nil {
		return err
	}
	r.saved = r.duel.Step
	return nil
}

// isStage reports whether a step with records is the first after an eighth, a
// quarter, half or all of the run.
func (r *trainingRun) isStage(step int) bool {
	config := r.duel.Config
	for _, part := range []int{8, 4, 2, 1} {
		if at := config.Iterations / part; step >= at && step-max(config.EvalEvery, 1) < at {
			return true
		}
	}
	return false
}

// appendLog adds whole lines to the log, or none.
func (r *trainingRun) appendLog(lines []byte) error {
	path := filepath.Join(r.dir, logFile)
	fail := func(err error) error { return fmt.Errorf("%s: %w", path, cause(err)) }
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return fail(err)
	}
	defer file.Close()
	before, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return fail(err)
	}
	if _, err = file.Write(lines); err == nil {
		err = file.Sync()
	}
	if err != nil {
		file.Truncate(before)
		return fail(err)
	}
	return nil
}

func (r *trainingRun) writeConfig() error {
	content, err := json.MarshalIndent(r.duel.Config, "", "  ")
	if err != nil {
		return err
	}
	return r.write(configFile, append(content, '\n'))
}

// write writes a file of the directory, complete or not at all.
func (r *trainingRun) write(name string, content []byte) error {
	return writeFile(filepath.Join(r.dir, name), func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// writePoints writes points, row by row, so that they are read back to the bit.
func (r *trainingRun) writePoints(name string, points []float64) error {
	dim := r.duel.Data.Dim
	var b []byte
	for k := range dim {
		b = fmt.Appendf(b, "x%d%c", k+1, separator(k, dim))
	}
	for k, x := range points {
		b = strconv.AppendFloat(b, x, 'g', -1, 64)
		b = append(b, separator(k%dim, dim))
	}
	return r.write(name, b)
}

// separator is what follows column k of a row.
func separator(k, columns int) byte {
	if k == columns-1 {
		return '\n'
	}
	return ','
}

// realFile and samplesFile name the files of held-out and of generated samples.
func realFile(seed uint64) string { return fmt.Sprintf("samples-real-seed%d.csv", seed) }

func samplesFile(loss string, seed uint64, step int) string {
	return fmt.Sprintf("samples-%s-seed%d-step%d.csv", loss, seed, step)
}

// firstOfEachSeed returns one player a seed.
func (r *trainingRun) firstOfEachSeed() []*gan.Player {
	var players []*gan.Player
	for k := 0; k < len(r.duel.Games); k += len(r.duel.Config.Losses) {
		players = append(players, r.duel.Games[k])
	}
	return players
}

// draw draws the run's picture into its directory.
func (r *trainingRun) draw(ctx context.Context) error {
	run, err := loadRun(ctx, r.dir)
	if err != nil {
		return err
	}
	r.floor = run.Floor
	figure, err := figures.Training(run)
	if err != nil {
		return err
	}
	return save(figure, filepath.Join(r.dir, pictureFile))
}

// loadRun reads all that a run's pictures show.
func loadRun(ctx context.Context, dir string) (figures.Run, error) {
	config, data, err := readConfig(dir)
	if err != nil {
		return figures.Run{}, err
	}
	run := figures.Run{Config: config, Dim: data.Dim}
	if run.Records, err = readLog(dir, config.Iterations); err != nil {
		return figures.Run{}, err
	}
	duel, err := gan.NewDuel(config, data)
	if err != nil {
		return figures.Run{}, fmt.Errorf("%s: %s", filepath.Join(dir, configFile), oneLine(err))
	}
	for _, player := range (&trainingRun{duel: duel}).firstOfEachSeed() {
		floor, err := player.Floor(ctx, player.Seed)
		if err != nil {
			return figures.Run{}, err
		}
		run.Floor = append(run.Floor, floor)
	}
	for _, record := range run.Records {
		if record.Seed != config.Seed {
			continue
		}
		path := filepath.Join(dir, samplesFile(record.Loss, record.Seed, record.Step))
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		samples, err := readFile(path, streams{}, readTable)
		if err != nil {
			return figures.Run{}, err
		}
		if samples.columns != data.Dim {
			return figures.Run{}, fmt.Errorf("%s: %s, where the data has %d", path, count(samples.columns, "column"), data.Dim)
		}
		run.Snapshots = append(run.Snapshots, figures.Snapshot{Loss: record.Loss, Step: record.Step, Points: samples.data})
	}
	run.Real = duel.Games[0].HeldOut
	return run, nil
}
