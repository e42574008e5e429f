//go:build !js

package gan

import (
	"bytes"
	"encoding/gob"
)

// What tests of checkpoints see of their inside.

// Sealed returns what a checkpoint of that body is on disk, Unsealed the body.
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
