package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"monge/lp"
)

// number is a float64 that JSON can hold: infinity is the string "+Inf".
type number float64

// MarshalJSON writes the shortest digits that read back as the same number.
func (x number) MarshalJSON() ([]byte, error) {
	if math.IsInf(float64(x), 0) || math.IsNaN(float64(x)) {
		return strconv.AppendQuote(nil, fmt.Sprintf("%+v", float64(x))), nil
	}
	return json.Marshal(float64(x))
}

// String writes x with six digits, for people.
func (x number) String() string {
	if math.IsInf(float64(x), 0) {
		return fmt.Sprintf("%+v", float64(x))
	}
	return strconv.FormatFloat(float64(x), 'g', 6, 64)
}

// proof is the certificate of a solution and the time that it took.
type proof struct {
	Gap          number `json:"gap"`                // relative duality gap
	MaxViolation number `json:"max_violation"`      // in units of the ground cost
	Seconds      number `json:"seconds"`            // of the solve
	Verified     bool   `json:"verified,omitempty"` // at every pair, by brute force
}

// newProof returns the proof of a solution that took since start.
func newProof(s *lp.Solution, start time.Time) *proof {
	return &proof{
		Gap:          number(s.Certificate.Gap),
		MaxViolation: number(s.Certificate.MaxViolation),
		Seconds:      number(time.Since(start).Seconds()),
	}
}

func (p proof) String() string {
	pairs := "all pairs"
	if p.Verified {
		pairs = "all pairs, one by one"
	}
	return fmt.Sprintf("relative gap %.1e, largest violation %.1e over %s, %.3g s",
		float64(p.Gap), float64(p.MaxViolation), pairs, float64(p.Seconds))
}

// writeJSON writes value on one line.
func writeJSON(w io.Writer, value any) error { return json.NewEncoder(w).Encode(value) }

// writePlan writes a plan as CSV: the places of source and sink among the rows
// of their files, from 0, and the mass that goes between them.
func writePlan(path string, plan []lp.Move) error {
	return writeFile(path, func(w io.Writer) error {
		fmt.Fprintln(w, "from,to,mass")
		for _, move := range plan {
			fmt.Fprintf(w, "%d,%d,%v\n", move.From, move.To, move.Mass)
		}
		return nil
	})
}
