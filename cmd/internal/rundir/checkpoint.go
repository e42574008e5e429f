package rundir

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"monge/cmd/internal/fault"
	"monge/gan"
)

// manifest is the first line of a checkpoint file. It describes the other files of the
// directory at the time of the checkpoint. Below it is the state of the games, as
// gan.Comparison.Save writes it. A checkpoint of an earlier version of monge has no manifest.
type manifest struct {
	Step    int    `json:"checkpoint_of_step"`
	Records int    `json:"records"`      // in the log
	Sum     uint64 `json:"sum"`          // checksum of the records without their seconds
	Kept    []int  `json:"samples_kept"` // steps of which there are samples
}

// manifestPrefix is the beginning of a checkpoint file with a manifest.
const manifestPrefix = `{"checkpoint_of_step":`

// checkpoint is an open checkpoint file, of which the manifest has been read.
type checkpoint struct {
	manifest *manifest // nil if there is none
	state    io.Reader
	closer   io.Closer
}

// openCheckpoint opens the checkpoint of a directory. The error wraps
// fs.ErrNotExist if there is none.
func openCheckpoint(dir string) (*checkpoint, error) {
	path := filepath.Join(dir, CheckpointFile)
	opened, err := os.Open(path)
	if err != nil {
		return nil, fault.At(path, err)
	}
	buffered := bufio.NewReader(opened)
	c := &checkpoint{state: buffered, closer: opened}
	if start, err := buffered.Peek(len(manifestPrefix)); err != nil || string(start) != manifestPrefix {
		return c, nil
	}
	line, err := buffered.ReadBytes('\n')
	if err == nil {
		decoder := json.NewDecoder(bytes.NewReader(line))
		decoder.DisallowUnknownFields()
		err = decoder.Decode(&c.manifest)
	}
	if again, _ := json.Marshal(c.manifest); err == nil && string(again) != string(bytes.TrimSuffix(line, []byte("\n"))) {
		err = errors.New("it was changed")
	}
	if err == nil && (c.manifest.Step < 0 || c.manifest.Records < 0) {
		err = errors.New("it has negative numbers")
	}
	if err != nil {
		opened.Close()
		return nil, fault.Atf(path, "not a checkpoint: its first line: %w", err)
	}
	return c, nil
}

// restore sets a comparison to the state in the checkpoint of a directory. It returns the
// manifest, or nil if the file has none. The error wraps fs.ErrNotExist if there is no
// checkpoint.
func restore(dir string, comparison *gan.Comparison) (*manifest, error) {
	path := filepath.Join(dir, CheckpointFile)
	c, err := openCheckpoint(dir)
	if err != nil {
		return nil, err
	}
	defer c.closer.Close()
	if err := comparison.Restore(c.state); err != nil {
		return nil, fault.At(path, err)
	}
	if c.manifest != nil && c.manifest.Step != comparison.Step {
		return nil, fault.Atf(path, "not a checkpoint: it is of step %d, but its first line says step %d", comparison.Step, c.manifest.Step)
	}
	return c.manifest, nil
}

// encode returns the content of a checkpoint file.
func (m manifest) encode(comparison *gan.Comparison) ([]byte, error) {
	var content bytes.Buffer
	if err := json.NewEncoder(&content).Encode(m); err != nil {
		return nil, err
	}
	if err := comparison.Save(&content); err != nil {
		return nil, err
	}
	return content.Bytes(), nil
}

// missing returns a note for each file of samples that the manifest lists and the directory
// lacks.
func (m manifest) missing(dir string, config gan.Config) []string {
	var notes []string
	for _, step := range m.Kept {
		for k := range config.Seeds {
			for _, loss := range config.Losses {
				path := filepath.Join(dir, SamplesFile(loss, config.Seed+uint64(k), step))
				if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
					notes = append(notes, fmt.Sprintf("%s is missing", path))
				}
			}
		}
	}
	return notes
}
