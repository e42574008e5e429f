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

// The files of a run's directory. Samples have names of their own: see
// SamplesFile and RealFile.
const (
	ConfigFile     = "config.json"
	LogFile        = "log.jsonl"
	DataFile       = "data.csv"
	CheckpointFile = "checkpoint"
	PictureFile    = "training.png"
)

// newDataFile is the name of DataFile until config.json is there. A directory
// whose config.json is missing holds nothing that anyone needs.
const newDataFile = ".data.csv.new"

// RealFile names the file of the held-out samples of a seed.
func RealFile(seed uint64) string { return fmt.Sprintf("samples-real-seed%d.csv", seed) }

// SamplesFile names the file of the samples that the generator of a loss and a
// seed made at a step.
func SamplesFile(loss gan.Loss, seed uint64, step int) string {
	return fmt.Sprintf("samples-%s-seed%d-step%d.csv", loss, seed, step)
}

// Run is a run as its directory holds it. Its methods read the directory, and
// none writes.
type Run struct {
	Dir      string
	Config   gan.Config
	Data     gan.Data  // what Config.Data names, as the run sees it
	Standard *Standard // how it sees the points of its file; nil: as they are
}

// settings is what config.json holds.
type settings struct {
	gan.Config
	Standard *Standard `json:"standardize,omitempty"`
}

// Open returns the run in a directory. It returns an error that names the file if
// that is no directory of a run.
func Open(dir string) (*Run, error) {
	path := filepath.Join(dir, ConfigFile)
	config, err := file.Read(path, readConfig)
	if err != nil {
		return nil, err
	}
	run := &Run{Dir: dir, Config: config.Config, Standard: config.Standard}
	toy, unknown := gan.FindData(config.Data)
	if unknown == nil { // and DataFile, if it is there, is not of the run
		if run.Standard != nil {
			return nil, fault.Atf(path, "standardize is for the data of a file, and %s is drawn", config.Data)
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

// longestConfig is how many bytes config.json may have.
const longestConfig = 1 << 20

// readConfig reads the settings of a run: one JSON object, and nothing after it.
func readConfig(name string, r io.Reader) (config settings, err error) {
	decoder := json.NewDecoder(io.LimitReader(r, longestConfig))
	decoder.DisallowUnknownFields()
	err = decoder.Decode(&config)
	if err == io.EOF {
		err = errors.New("it is empty")
	}
	if err != nil {
		return config, fault.Atf(name, "not the configuration of a run: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return config, fault.Atf(name, "not the configuration of a run: something follows it")
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

// Records returns the records of a run, in the order in which they were written.
// Half a last line, which a crash can leave, is not one. Records returns an error
// if the log repeats a record, or if it is not the one that the checkpoint knows.
func (r *Run) Records() ([]gan.Record, error) {
	c, err := openCheckpoint(r.Dir) // first: while a run goes on its log only grows
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
	if c.seal != nil {
		err = log.check(*c.seal)
	}
	return log.records, err
}

// Missing returns a sentence for each file that the run wrote and its directory has no
// more, and one for a checkpoint that is there and cannot be read to its end. It returns
// none if all is well.
func (r *Run) Missing() []string {
	c, err := openCheckpoint(r.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return []string{filepath.Join(r.Dir, CheckpointFile) + " is missing"}
	}
	if err != nil {
		return nil // Records and Restore return this error
	}
	c.closer.Close()
	var notes []string
	if c.seal != nil {
		notes = c.seal.missing(r.Dir, r.Config)
	}
	if _, err := r.Restore(); err != nil {
		notes = append(notes, fault.Message(err)+"; the run cannot go on from it")
	}
	return notes
}

// Samples returns what the generator of a loss and a seed made at a step (n×d,
// row by row). The error wraps fs.ErrNotExist if the run keeps none of that step.
func (r *Run) Samples(loss gan.Loss, seed uint64, step int) ([]float64, error) {
	return r.points(SamplesFile(loss, seed, step))
}

// Learnt returns the points that the run learns (n×d, row by row), nil if they are drawn
// from a distribution of the catalogue.
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
		return nil, fault.Atf(path, "points of dimension %d, where the data has %d", points.Dim, r.Data.Dim)
	}
	return points.Coordinates, nil
}
