package sweep

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
	"monge/cmd/internal/pointfile"
	"monge/gan"
)

// dataFiles are the data of a sweep that is planned, each read once.
type dataFiles struct{ found map[string]*data }

// data are what a job learns.
type data struct {
	gan.Data
	points      string // its file in the directory data/, named for its content; "" for a toy
	coordinates []float64
}

func newDataFiles() *dataFiles { return &dataFiles{make(map[string]*data)} }

// find returns the data of that name: a toy, or the points of a file.
func (f *dataFiles) find(name string) (*data, error) {
	if d, ok := f.found[name]; ok {
		return d, nil
	}
	d := new(data)
	var err error
	if d.Data, err = gan.FindData(name); err != nil {
		if _, missing := os.Stat(name); missing != nil && filepath.Ext(name) == "" {
			return nil, fault.Usage(err)
		}
		if d, err = readData(name); err != nil {
			return nil, err
		}
	}
	f.found[name] = d
	return d, nil
}

// readData returns the points of a file as data.
func readData(path string) (*data, error) {
	cloud, err := file.Read(path, pointfile.Read)
	if err != nil {
		return nil, err
	}
	if cloud.Weights != nil {
		return nil, fault.Atf(path, "a column of weights, which training has no use for")
	}
	hash := sha256.New()
	for _, x := range cloud.Coordinates {
		hash.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(x)))
	}
	d := &data{coordinates: cloud.Coordinates, points: fmt.Sprintf("%x-%d.csv", hash.Sum(nil)[:8], cloud.Dim)}
	d.Data, err = gan.NewData(fault.Clean(path), cloud.Coordinates, cloud.Dim)
	return d, fault.At(path, err)
}

// write writes the points of files into the directory of a sweep.
func (f *dataFiles) write(dir string) error {
	for _, d := range f.found {
		if d.points == "" {
			continue
		}
		err := file.Write(filepath.Join(dir, dataDir, d.points), func(w io.Writer) error {
			return pointfile.Write(w, d.coordinates, d.Dim)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// data returns what a job learns.
func (s *Sweep) data(j Job) (gan.Data, error) {
	if j.Points == "" {
		return gan.FindData(j.Config.Data)
	}
	path := filepath.Join(s.Dir, dataDir, filepath.Base(j.Points))
	cloud, err := file.Read(path, pointfile.Read)
	if err != nil {
		return gan.Data{}, err
	}
	return gan.NewData(j.Config.Data, cloud.Coordinates, cloud.Dim)
}
