package engine

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// Limits of a message. A message beyond them is answered by an error that names the limit.
const (
	MaxMessage = 4 << 20 // bytes
	MaxPoints  = 1000    // atoms of a distribution
)

// Message is what a page sends.
type Message struct {
	ID      uint64          `json:"id"` // its frame has the same ID
	View    string          `json:"view"`
	Kind    string          `json:"kind"`
	Payload json.RawMessage `json:"payload"`
}

// Frame is the answer of the engine to a message.
type Frame struct {
	Kind    string  // "error" if Payload is a Failure
	Payload any     // becomes JSON
	Arrays  []Array // numbers that would be slow to read as JSON
}

// Array is a named list of numbers. They may be infinite or NaN.
type Array struct {
	Name string
	Data []float64
}

// Failure is the payload of a frame of kind "error".
type Failure struct {
	Message string `json:"message"` // for the user; it names no path of the machine
	Ended   bool   `json:"ended"`   // the session is over: the page has to open a new one
}

// Number is a float64 in JSON. Infinite numbers and NaN, which JSON lacks, are the strings
// "+Inf", "-Inf" and "NaN".
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
	ID      uint64        `json:"id"`
	View    string        `json:"view"`
	Kind    string        `json:"kind"`
	Payload any           `json:"payload"`
	Arrays  []arrayHeader `json:"arrays"`
}

// arrayHeader is the name and the length of an array. The numbers of all arrays follow the header,
// in the order of their headers.
type arrayHeader struct {
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
// so that a page can use the arrays without copying them.
func (f Frame) encode(m Message) ([]byte, error) {
	h := header{ID: m.ID, View: m.View, Kind: f.Kind, Payload: f.Payload, Arrays: []arrayHeader{}}
	numbers := 0
	for _, a := range f.Arrays {
		h.Arrays = append(h.Arrays, arrayHeader{a.Name, len(a.Data)})
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

// decodeMessage reads a message. It returns an error if data is no message, or too long.
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
