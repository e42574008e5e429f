//go:build !js

// A page in a browser has no files, and encoding/gob would be a twelfth of what it
// loads.

package gan

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"hash/crc64"
	"io"
	"slices"
)

// checkpoint is all that Advance changes in a comparison, and its configuration. A file
// holds it as a gob with its seal behind it: a checksum, which finds out a file that was
// cut off or changed.
type checkpoint struct {
	Bits   int // of the build that trained
	Config settings
	Step   int
	Games  []gameState // of Comparison.Runs
}

// Save writes the state of a comparison. Restore reads it into another comparison, which
// then continues with the same bits as this one. Both builds need the same Bits.
func (c *Comparison) Save(w io.Writer) error {
	state, err := c.State()
	if err != nil {
		return err
	}
	saved := checkpoint{Bits, settingsOf(c.Config), state.step, state.games}
	var body bytes.Buffer
	if err := gob.NewEncoder(&body).Encode(saved); err != nil {
		return err
	}
	_, err = w.Write(seal(body.Bytes()))
	return err
}

// sealSize is the length of a seal in bytes.
const sealSize = 8

// seal returns body with its seal behind it.
func seal(body []byte) []byte {
	return binary.LittleEndian.AppendUint64(body, crc64.Checksum(body, crc64.MakeTable(crc64.ECMA)))
}

// Restore reads what Save wrote. The configuration must be the one that was saved; only
// Iterations and EvalEvery may differ. Restore returns an error if r holds something
// else; the comparison is then not to be used.
func (c *Comparison) Restore(r io.Reader) error {
	file, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	body := file[:max(len(file)-sealSize, 0)]
	if !bytes.Equal(seal(slices.Clip(body)), file) {
		return errors.New("gan: not a checkpoint: cut off or changed, for its checksum is wrong")
	}
	var saved checkpoint
	if err := gob.NewDecoder(bytes.NewReader(body)).Decode(&saved); err != nil {
		return fmt.Errorf("gan: not a checkpoint: %w", err)
	}
	if saved.Bits == 0 { // from a version that had one build only
		saved.Bits = 64
	}
	if saved.Bits != Bits {
		return fmt.Errorf("gan: a checkpoint of a build whose numbers have %d bits; here they have %d", saved.Bits, Bits)
	}
	if err := sameSettings(saved.Config, settingsOf(c.Config)); err != nil {
		return err
	}
	return c.Return(&State{saved.Step, saved.Games})
}

// sameSettings returns an error that names the first setting that differs. It allows
// other Iterations and EvalEvery.
func sameSettings(saved, here settings) error {
	saved.Iterations, saved.EvalEvery = here.Iterations, here.EvalEvery
	if name, was, is := firstDifference(saved, here); name != "" {
		return fmt.Errorf("gan: a checkpoint of other settings: %s %v, not %v", name, was, is)
	}
	return nil
}
