package engine

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// Limits of what a page can ask for. What is beyond them gets an error that
// names the limit.
const (
	MaxMessage = 4 << 20 // bytes
	MaxPoints  = 1000    // atoms of a distribution
)

// Message is what a page sends.
type Message struct {
	ID      uint64          `json:"id"` // the answer has the same
	View    string          `json:"view"`
	Kind    string          `json:"kind"`
	Payload json.RawMessage `json:"payload"`
}

// Frame is what the engine answers.
type Frame struct {
	Kind    string  // "error" if Payload is a Failure
	Payload any     // becomes JSON
	Arrays  []Array // what would be slow as JSON
}

// Array is a named list of numbers, any float64 among them.
type Array struct {
	Name string
	Data []float64
}

// Failure is the payload of a frame of kind "error".
type Failure struct {
	Message string `json:"message"` // for people, without a path of the machine
	Ended   bool   `json:"ended"`   // the session is over, and the page has to open another
}

// Number is a float64 that JSON can hold: infinity is the string "+Inf".
type Number float64

// MarshalJSON writes the shortest digits that read back as the same number.
func (x Number) MarshalJSON() ([]byte, error) {
	if math.IsInf(float64(x), 0) || math.IsNaN(float64(x)) {
		return strconv.AppendQuote(nil, fmt.Sprintf("%+v", float64(x))), nil
	}
	return json.Marshal(float64(x))
}

// header is the JSON part of an encoded frame.
type header struct {
	ID      uint64  `json:"id"`
	View    string  `json:"view"`
	Kind    string  `json:"kind"`
	Payload any     `json:"payload"`
	Arrays  []place `json:"arrays"`
}

// place says how many numbers an array has; they follow in the same order.
type place struct {
	Name   string `json:"name"`
	Length int    `json:"length"`
}

// encode returns a frame as bytes, little-endian:
//
//	uint32   length of the header
//	uint32   0
//	header   JSON, filled up with spaces to a multiple of 8
//	float64  the arrays, one after the other
//
// so that a page can look at the arrays where they lie.
func (f Frame) encode(m Message) ([]byte, error) {
	h := header{ID: m.ID, View: m.View, Kind: f.Kind, Payload: f.Payload, Arrays: []place{}}
	numbers := 0
	for _, a := range f.Arrays {
		h.Arrays = append(h.Arrays, place{a.Name, len(a.Data)})
		numbers += len(a.Data)
	}
	text, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	for len(text)%8 != 0 {
		text = append(text, ' ')
	}
	out := make([]byte, 0, 8+len(text)+8*numbers)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(text)))
	out = binary.LittleEndian.AppendUint32(out, 0)
	out = append(out, text...)
	for _, a := range f.Arrays {
		for _, x := range a.Data {
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(x))
		}
	}
	return out, nil
}

// decodeMessage reads a message. It returns an error if data is none, or too
// long.
func decodeMessage(data []byte) (Message, error) {
	var m Message
	if len(data) > MaxMessage {
		return m, fmt.Errorf("a message of %d bytes; at most %d are read", len(data), MaxMessage)
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, errors.New("the message is not what a page of this version sends")
	}
	return m, nil
}
