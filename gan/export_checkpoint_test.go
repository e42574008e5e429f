//go:build !js

package gan

import (
	"bytes"
	"encoding/gob"
)

// Functions for tests of checkpoints.

// Sealed returns the file of a checkpoint with that body, Unsealed the body of a file.
func Sealed(body []byte) []byte   { return withChecksum(body) }
func Unsealed(file []byte) []byte { return file[:len(file)-checksumSize] }

// WithBits returns a checkpoint as a build of other Bits would have saved it.
func WithBits(file []byte, bits int) ([]byte, error) {
	var c checkpoint
	if err := gob.NewDecoder(bytes.NewReader(Unsealed(file))).Decode(&c); err != nil {
		return nil, err
	}
	c.Bits = bits
	var body bytes.Buffer
	err := gob.NewEncoder(&body).Encode(c)
	return withChecksum(body.Bytes()), err
}
