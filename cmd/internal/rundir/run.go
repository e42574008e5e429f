package rundir

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
	"monge/cmd/internal/pointfile"
	"monge/gan"
)

// The files of a run's directory. SamplesFile and RealFile name the files of samples.
const (
	ConfigFile     = "config.json"
	LogFile        = "log.jsonl"
	DataFile       = "data.csv"
	CheckpointFile = "checkpoint"
	PictureFile    = "training.png"
)

// newDataFile is the name of DataFile until config.json has been written. A directory without
// config.json is not a run yet: Create may overwrite it.
const newDataFile = ".data.csv.new"

// RealFile returns the name of the file with the held-out samples of a seed.
func RealFile(seed uint64) string { return fmt.Sprintf("samples-real-seed%d.csv", seed) }

// SamplesFile returns the name of the file with the samples of a generator at a step. The
// loss and the seed identify the generator.
func SamplesFile(loss gan.Loss, seed uint64, step int) string {
	return fmt.Sprintf("samples-%s-seed%d-step%d.csv", loss, seed, step)
}

// Run is a run in its directory. Its methods read the directory and do not write to it.
type Run struct {
	Dir      string
	Config   gan.Config
	Data     gan.Data  // the data that Config.Data names, standardized if Standard is not nil
	Standard *Standard // the standardization of the data; nil if there is none
}

// settings is the content of config.json.
type settings struct {
	gan.Config
	Standard *Standard `json:"standardize,omitempty"`
}

// Open returns the run in a directory. It returns an error that names the file if the
// directory does not hold a run.
func Open(dir string) (*Run, error) {
	path := filepath.Join(dir, ConfigFile)
	config, err := file.Read(path, readConfig)
	if err != nil {
		return nil, err
	}
	run := &Run{Dir: dir, Config: config.Config, Standard: config.Standard}
	toy, unknown := gan.FindData(config.Data)
	if unknown == nil { // a DataFile, if there is one, is not used
		if run.Standard != nil {
			return nil, fault.Atf(path, "standardize is for data from a file, but %s is not from a file", config.Data)
		}
		run.Data = toy
		return run, nil
	}
	for _, name := range []string{DataFile, newDataFile} {
		points := filepath.Join(dir, name)
		if _, err := os.Stat(points); err != nil {
			continue
		}
		cloud, err := file.Read(points, pointfile.Read)
		if err != nil {
			return nil, err
		}
		if run.Standard != nil {
			if err := run.Standard.check(cloud.Dim); err != nil {
				return nil, fault.At(path, err)
			}
		}
		run.Data, err = gan.NewData(config.Data, run.Standard.Apply(cloud.Coordinates), cloud.Dim)
		return run, fault.At(points, err)
	}
	return nil, fault.At(path, fmt.Errorf("%w, and there is no %s", unknown, DataFile))
}

// maxConfig is the largest size of config.json in bytes.
const maxConfig = 1 << 20

// readConfig reads the settings of a run: a single JSON object.
func readConfig(name string, r io.Reader) (config settings, err error) {
	decoder := json.NewDecoder(io.LimitReader(r, maxConfig))
	decoder.DisallowUnknownFields()
	err = decoder.Decode(&config)
	if err == io.EOF {
		err = errors.New("it is empty")
	}
	if err != nil {
		return config, fault.Atf(name, "not the configuration of a run: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return config, fault.Atf(name, "not the configuration of a run: there is more after it")
	}
	return config, nil
}

// Start returns the run's games at step 0.
func (r *Run) Start() (*gan.Comparison, error) {
	path := filepath.Join(r.Dir, ConfigFile)
	if err := CheckMemory(r.Config, r.Data); err != nil {
		return nil, fault.At(path, err)
	}
	comparison, err := gan.NewComparison(r.Config, r.Data)
	return comparison, fault.At(path, err)
}

// Restore returns the run's games at its last checkpoint. The error wraps
// fs.ErrNotExist if there is no checkpoint.
func (r *Run) Restore() (*gan.Comparison, error) {
	comparison, err := r.Start()
	if err != nil {
		return nil, err
	}
	_, err = restore(r.Dir, comparison)
	return comparison, err
}

// Records returns the records of a run, in the order in which they were written. It leaves
// out half a line at the end of the log, which a crash can leave; Notes reports it. Records
// returns an error if the log repeats a record, or if it was changed after the checkpoint.
func (r *Run) Records() ([]gan.Record, error) {
	c, err := openCheckpoint(r.Dir) // before the log, which may grow while it is read
	switch {
	case errors.Is(err, fs.ErrNotExist):
		c = new(checkpoint)
	case err != nil:
		return nil, err
	default:
		c.closer.Close()
	}
	log, err := readLog(r.Dir)
	if err != nil {
		return nil, err
	}
	if c.manifest != nil {
		err = log.check(*c.manifest)
	}
	return log.records, err
}

// Notes returns a note for each file of the run that is missing or damaged: samples, the
// checkpoint, and a log that ends in half a line.
func (r *Run) Notes() []string {
	c, err := openCheckpoint(r.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return []string{filepath.Join(r.Dir, CheckpointFile) + " is missing"}
	}
	if err != nil {
		return nil // Records and Restore return this error
	}
	c.closer.Close()
	var notes []string
	if log, err := readLog(r.Dir); err == nil && log.torn {
		notes = append(notes, log.path+" ends in half a line, which is left out")
	}
	if c.manifest != nil {
		notes = append(notes, c.manifest.missing(r.Dir, r.Config)...)
	}
	if _, err := r.Restore(); err != nil {
		notes = append(notes, fault.Message(err)+"; the run cannot be resumed from it")
	}
	return notes
}

// Samples returns the samples of a generator at a step (n×d, row by row). The error wraps
// fs.ErrNotExist if the run has none of that step.
func (r *Run) Samples(loss gan.Loss, seed uint64, step int) ([]float64, error) {
	return r.points(SamplesFile(loss, seed, step))
}

// Learnt returns the points of the run's data (n×d, row by row), or nil if the data are a
// toy.
func (r *Run) Learnt() ([]float64, error) {
	if _, err := gan.FindData(r.Config.Data); err == nil {
		return nil, nil
	}
	points, err := r.points(DataFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return points, err
}

// points reads a file of points of the data's dimension.
func (r *Run) points(name string) ([]float64, error) {
	path := filepath.Join(r.Dir, name)
	points, err := file.Read(path, pointfile.Read)
	if err != nil {
		return nil, err
	}
	if points.Dim != r.Data.Dim {
		return nil, fault.Atf(path, "the points have dimension %d, but the data have %d", points.Dim, r.Data.Dim)
	}
	return points.Coordinates, nil
}
