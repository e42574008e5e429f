//go:build !js

// The build for browsers leaves this file out: a page writes no files, and encoding/gob
// would be a twelfth of what it loads.

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

// checkpoint is the state of a comparison and its configuration. A file holds it as a gob,
// followed by a checksum that detects a file that was cut off or changed.
type checkpoint struct {
	Bits   int // precision of the build that trained
	Config settings
	Step   int
	Games  []gameState // in the order of Comparison.Runs
}

// Save writes the state of a comparison. Restore reads it into another comparison, which
// then continues with the same bits as this one. Both programs must have the same Bits.
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
	_, err = w.Write(withChecksum(body.Bytes()))
	return err
}

// checksumSize is the length of the checksum in bytes.
const checksumSize = 8

// withChecksum returns body followed by its checksum.
func withChecksum(body []byte) []byte {
	return binary.LittleEndian.AppendUint64(body, crc64.Checksum(body, crc64.MakeTable(crc64.ECMA)))
}

// Restore reads a checkpoint that Save wrote. The configuration of c must be the saved one;
// only Iterations and EvalEvery may differ. After an error do not use c: Restore may have
// changed a part of it.
func (c *Comparison) Restore(r io.Reader) error {
	file, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	body := file[:max(len(file)-checksumSize, 0)]
	if !bytes.Equal(withChecksum(slices.Clip(body)), file) {
		return errors.New("gan: not a checkpoint, or a damaged one: its checksum does not match")
	}
	var saved checkpoint
	if err := gob.NewDecoder(bytes.NewReader(body)).Decode(&saved); err != nil {
		return fmt.Errorf("gan: not a checkpoint: it cannot be decoded: %w", err)
	}
	if saved.Bits == 0 { // written before there was a 32-bit build
		saved.Bits = 64
	}
	if saved.Bits != Bits {
		return fmt.Errorf("gan: the checkpoint holds %d-bit numbers; this build computes with %d bits", saved.Bits, Bits)
	}
	if err := sameSettings(saved.Config, settingsOf(c.Config)); err != nil {
		return err
	}
	return c.SetState(&State{saved.Step, saved.Games})
}

// sameSettings returns an error that names the first setting that differs. Iterations and
// EvalEvery may differ.
func sameSettings(saved, here settings) error {
	saved.Iterations, saved.EvalEvery = here.Iterations, here.EvalEvery
	if name, was, is := firstDifference(saved, here); name != "" {
		return fmt.Errorf("gan: the checkpoint was saved with %s %v, not %v", name, was, is)
	}
	return nil
}
