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

// seal is the first line of a checkpoint file: what the other files of the
// directory were when the checkpoint was written. The state of the games follows,
// as gan.Comparison.Save writes it. A checkpoint of an earlier version of monge has
// no seal.
type seal struct {
	Step    int    `json:"checkpoint_of_step"`
	Records int    `json:"records"`      // in the log
	Sum     uint64 `json:"sum"`          // their checksum, without seconds
	Kept    []int  `json:"samples_kept"` // steps whose samples were written
}

// sealBeginning is how a checkpoint file with a seal begins.
const sealBeginning = `{"checkpoint_of_step":`

// checkpoint is an open checkpoint file, after its seal.
type checkpoint struct {
	seal   *seal // nil if there is none
	state  io.Reader
	closer io.Closer
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
	if start, err := buffered.Peek(len(sealBeginning)); err != nil || string(start) != sealBeginning {
		return c, nil
	}
	line, err := buffered.ReadBytes('\n')
	if err == nil {
		decoder := json.NewDecoder(bytes.NewReader(line))
		decoder.DisallowUnknownFields()
		err = decoder.Decode(&c.seal)
	}
	if again, _ := json.Marshal(c.seal); err == nil && string(again) != string(bytes.TrimSuffix(line, []byte("\n"))) {
		err = errors.New("changed")
	}
	if err == nil && (c.seal.Step < 0 || c.seal.Records < 0) {
		err = errors.New("negative numbers")
	}
	if err != nil {
		opened.Close()
		return nil, fault.Atf(path, "not a checkpoint: its first line: %w", err)
	}
	return c, nil
}

// restore puts a comparison into the state of the checkpoint of a directory. It
// returns the seal, nil if the file has none, and fs.ErrNotExist if there is no
// checkpoint.
func restore(dir string, comparison *gan.Comparison) (*seal, error) {
	path := filepath.Join(dir, CheckpointFile)
	c, err := openCheckpoint(dir)
	if err != nil {
		return nil, err
	}
	defer c.closer.Close()
	if err := comparison.Restore(c.state); err != nil {
		return nil, fault.At(path, err)
	}
	if c.seal != nil && c.seal.Step != comparison.Step {
		return nil, fault.Atf(path, "not a checkpoint: of step %d, and its first line says %d", comparison.Step, c.seal.Step)
	}
	return c.seal, nil
}

// encode returns the content of a checkpoint file.
func (s seal) encode(comparison *gan.Comparison) ([]byte, error) {
	var content bytes.Buffer
	if err := json.NewEncoder(&content).Encode(s); err != nil {
		return nil, err
	}
	if err := comparison.Save(&content); err != nil {
		return nil, err
	}
	return content.Bytes(), nil
}

// missing returns a sentence for each file of samples that the seal counts and the
// directory has not.
func (s seal) missing(dir string, config gan.Config) []string {
	var notes []string
	for _, step := range s.Kept {
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
