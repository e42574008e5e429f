package sweep

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"path/filepath"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
	"monge/cmd/internal/pointfile"
	"monge/cmd/internal/rundir"
	"monge/gan"
)

// dataFiles holds the data of a sweep while it is planned. It reads each file once.
type dataFiles struct {
	read   func(path string) (*pointfile.Points, error)
	clouds map[string]*pointfile.Points
	found  map[dataKey]*data
	note   func(text string) // is called with warnings about data; may be nil
	noted  map[string]bool   // the texts that noteOnce has passed on
}

// dataKey identifies data.
type dataKey struct {
	name        string
	standardize bool
}

// data is the data of a job.
type data struct {
	*rundir.Data
	file string // name of the file in data/, a hash of its content; "" for a toy
}

// newDataFiles returns dataFiles that reads files with read, or with pointfile.Read if read is
// nil.
func newDataFiles(read func(path string) (*pointfile.Points, error), note func(text string)) *dataFiles {
	if read == nil {
		read = func(path string) (*pointfile.Points, error) { return file.Read(path, pointfile.Read) }
	}
	return &dataFiles{read, make(map[string]*pointfile.Points), make(map[dataKey]*data), note, make(map[string]bool)}
}

// noteOnce calls note, unless it was called with the same text.
func (f *dataFiles) noteOnce(text string) {
	if f.note != nil && !f.noted[text] {
		f.noted[text] = true
		f.note(text)
	}
}

// find returns the data that name means: a toy, or the points of a file.
func (f *dataFiles) find(name string, standardize bool) (*data, error) {
	key := dataKey{name, standardize}
	if d, ok := f.found[key]; ok {
		return d, nil
	}
	found, err := rundir.FindData(name, standardize, f.readOnce)
	if err != nil {
		return nil, err
	}
	if f.note != nil {
		for _, text := range found.Notes {
			f.note(text)
		}
	}
	d := &data{Data: found}
	if found.Points != nil {
		hash := sha256.New()
		for _, x := range found.Points {
			hash.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(x)))
		}
		d.file = fmt.Sprintf("%x-%d.csv", hash.Sum(nil)[:8], found.Dim)
	}
	f.found[key] = d
	return d, nil
}

// check returns an error if the runs of r, which have one loss and one seed each, cannot be
// trained.
func (f *dataFiles) check(r run) error {
	if r.Seeds < 1 || r.Seeds > maxRuns {
		return fmt.Errorf("seeds is %d, but must be from 1 to %d", r.Seeds, maxRuns)
	}
	if err := gan.CheckSeeds(r.Seed, r.Seeds); err != nil {
		return err
	}
	d, err := f.find(r.Data, r.standardize)
	if err != nil {
		return err
	}
	r.Seeds, r.Losses = 1, r.Losses[:1]
	if err := r.Check(d.Data.Data); err != nil {
		return err
	}
	return fault.Usage(rundir.CheckMemory(r.Config, d.Data.Data)) // of all settings together
}

// forJob returns the data of a job. It panics unless find has returned them.
func (f *dataFiles) forJob(job Job) gan.Data {
	for _, d := range f.found {
		if d.file == job.Points && d.Name == job.Config.Data && (d.Standard != nil) == job.Standardize {
			return d.Data.Data
		}
	}
	panic("sweep: the data of a job were not read")
}

// readOnce returns the points of a file. Standard input can be read only once.
func (f *dataFiles) readOnce(path string) (*pointfile.Points, error) {
	if cloud, ok := f.clouds[path]; ok {
		return cloud, nil
	}
	cloud, err := f.read(path)
	if err == nil {
		f.clouds[path] = cloud
	}
	return cloud, err
}

// write writes the points of all files to the directory of a sweep.
func (f *dataFiles) write(dir string) error {
	for _, d := range f.found {
		if d.file == "" {
			continue
		}
		err := file.Write(filepath.Join(dir, dataDir, d.file), func(w io.Writer) error {
			return pointfile.Write(w, d.Points, d.Dim)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// data returns the data of a job.
func (s *Sweep) data(j Job) (*rundir.Data, error) {
	if j.Points == "" {
		toy, err := gan.FindData(j.Config.Data)
		return &rundir.Data{Data: toy}, err
	}
	path := filepath.Join(s.Dir, dataDir, filepath.Base(j.Points))
	cloud, err := file.Read(path, pointfile.Read)
	if err != nil {
		return nil, err
	}
	return rundir.NewData(j.Config.Data, cloud, j.Standardize)
}
