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
	Dir    string
	Config gan.Config
	Data   gan.Data // what Config.Data names
}

// Open returns the run in a directory. It returns an error that names the file if
// that is no directory of a run.
func Open(dir string) (*Run, error) {
	path := filepath.Join(dir, ConfigFile)
	config, err := file.Read(path, func(name string, r io.Reader) (config gan.Config, err error) {
		decoder := json.NewDecoder(r)
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&config); err != nil {
			return config, fault.Atf(name, "not the configuration of a run: %w", err)
		}
		return config, nil
	})
	if err != nil {
		return nil, err
	}
	run := &Run{Dir: dir, Config: config}
	points := filepath.Join(dir, DataFile)
	if _, err := os.Stat(points); err == nil {
		cloud, err := file.Read(points, pointfile.Read)
		if err != nil {
			return nil, err
		}
		run.Data, err = gan.NewData(config.Data, cloud.Coordinates, cloud.Dim)
		return run, fault.At(points, err)
	}
	run.Data, err = gan.FindData(config.Data)
	return run, fault.At(path, err)
}

// Start returns the run's games at step 0.
func (r *Run) Start() (*gan.Comparison, error) {
	comparison, err := gan.NewComparison(r.Config, r.Data)
	return comparison, fault.At(filepath.Join(r.Dir, ConfigFile), err)
}

// Restore returns the run's games at its last checkpoint, at step 0 if there is
// none.
func (r *Run) Restore() (*gan.Comparison, error) {
	comparison, err := r.Start()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(r.Dir, CheckpointFile)
	checkpoint, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist): // stopped before the first one
		return comparison, nil
	case err != nil:
		return nil, fault.At(path, err)
	}
	defer checkpoint.Close()
	return comparison, fault.At(path, comparison.Restore(checkpoint))
}

// Records returns the records up to a step, in the order in which they were
// written. Half a last line, which a crash can leave, is not one.
func (r *Run) Records(last int) ([]gan.Record, error) {
	path := filepath.Join(r.Dir, LogFile)
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.At(path, err)
	}
	whole := content[:bytes.LastIndexByte(content, '\n')+1]
	records, err := gan.ReadRecords(bytes.NewReader(whole))
	if err != nil {
		return nil, fault.At(path, err)
	}
	for k, record := range records {
		if record.Step > last {
			return records[:k], nil
		}
	}
	return records, nil
}

// Samples returns what the generator of a loss and a seed made at a step (n×d,
// row by row). The error wraps fs.ErrNotExist if the run keeps none of that step.
func (r *Run) Samples(loss gan.Loss, seed uint64, step int) ([]float64, error) {
	return r.points(SamplesFile(loss, seed, step))
}

// Real returns the held-out real samples of a seed (n×d, row by row).
func (r *Run) Real(seed uint64) ([]float64, error) { return r.points(RealFile(seed)) }

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
