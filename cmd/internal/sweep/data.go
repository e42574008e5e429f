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

// dataFiles are the data of a sweep that is planned. Each file is read once.
type dataFiles struct {
	read   func(path string) (*pointfile.Points, error)
	clouds map[string]*pointfile.Points
	found  map[dataKey]*data
	note   func(text string) // is called with notes on data; may be nil
}

// dataKey is what data depend on.
type dataKey struct {
	name        string
	standardize bool
}

// data are what a job learns.
type data struct {
	*rundir.Data
	file string // of the points, in the directory data/, named for its content; "" for a toy
}

// newDataFiles returns data that read reads. If read is nil, pointfile.Read does.
func newDataFiles(read func(path string) (*pointfile.Points, error), note func(text string)) *dataFiles {
	if read == nil {
		read = func(path string) (*pointfile.Points, error) { return file.Read(path, pointfile.Read) }
	}
	return &dataFiles{read, make(map[string]*pointfile.Points), make(map[dataKey]*data), note}
}

// find returns the data of that name: a toy, or the points of a file.
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

// check returns an error if the runs of a configuration, each of one loss and one seed,
// cannot be trained.
func (f *dataFiles) check(r run) error {
	if r.Seeds < 1 || r.Seeds > mostRuns {
		return fmt.Errorf("seeds is %d, but must be from 1 to %d", r.Seeds, mostRuns)
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

// of returns what a job learns, whose data were found.
func (f *dataFiles) of(job Job) gan.Data {
	for _, d := range f.found {
		if d.file == job.Points && d.Name == job.Config.Data && (d.Standard != nil) == job.Standardize {
			return d.Data.Data
		}
	}
	panic("sweep: a job whose data were not found")
}

// readOnce returns the points of a file, or of standard input, which has them once.
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

// write writes the points of files into the directory of a sweep.
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

// data returns what a job learns.
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
