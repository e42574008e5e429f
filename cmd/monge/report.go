package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"gonum.org/v1/gonum/floats"

	"monge/cmd/internal/file"
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

// String writes x with six digits.
func (x number) String() string {
	if math.IsInf(float64(x), 0) {
		return fmt.Sprintf("%+v", float64(x))
	}
	return strconv.FormatFloat(float64(x), 'g', 6, 64)
}

// object is a JSON object whose keys keep their order.
type object []field

// field is a key of an object and its value.
type field struct {
	key   string
	value any
}

// MarshalJSON writes the fields in order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for k, f := range o {
		if k > 0 {
			b.WriteByte(',')
		}
		value, err := json.Marshal(f.value)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%q:%s", f.key, value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// writeJSON writes value on one line.
func writeJSON(w io.Writer, value any) error { return json.NewEncoder(w).Encode(value) }

// proof is the certificate of a solution, and the time of the solve.
type proof struct {
	gap          float64 // relative duality gap
	maxViolation float64 // in units of the ground cost
	seconds      float64 // of the solve
	verified     bool    // whether every pair was checked one by one
}

// newProof returns the proof of a solution whose solve began at start.
func newProof(s *lp.Solution, start time.Time) *proof {
	return &proof{gap: s.Certificate.Gap, maxViolation: s.Certificate.MaxViolation, seconds: time.Since(start).Seconds()}
}

// verify replaces the largest violation by that of c, a certificate of s from all pairs. It
// returns an error if the violation is larger than rounding can explain: the rounding of the
// cost or of the potentials, or twice the violation in the solver's own certificate.
func (p *proof) verify(s *lp.Solution, c lp.Certificate) error {
	const costRounding, potentialRounding = 1e-9, 0x1p-46 // relative
	largest := max(floats.Norm(s.U, math.Inf(1)), floats.Norm(s.V, math.Inf(1)))
	if allowed := max(2*p.maxViolation, costRounding*math.Abs(c.Primal), potentialRounding*largest); c.MaxViolation > allowed {
		return fmt.Errorf("not optimal: at some pair the potentials exceed the cost by %.2g; rounding explains at most %.2g", c.MaxViolation, allowed)
	}
	p.maxViolation, p.verified = c.MaxViolation, true
	return nil
}

// fields returns the proof as part of a JSON object.
func (p proof) fields() object {
	o := object{{"gap", number(p.gap)}, {"max_violation", number(p.maxViolation)}, {"seconds", number(p.seconds)}}
	if p.verified {
		o = append(o, field{"verified", true})
	}
	return o
}

// String writes the proof as text.
func (p proof) String() string {
	pairs := "all pairs"
	if p.verified {
		pairs = "all pairs, one by one"
	}
	return fmt.Sprintf("relative gap %.1e, largest violation %.1e over %s, %.3g s", p.gap, p.maxViolation, pairs, p.seconds)
}

// solve calls do with a solver that shows its progress on w.
func solve[T any](ctx context.Context, w io.Writer, do func(context.Context, *lp.Solver) (T, error)) (T, error) {
	show := newProgress(w, -1)
	defer show.end()
	return do(ctx, &lp.Solver{Progress: solverProgress(show)})
}

// solverProgress returns the function that shows the progress of a solver.
func solverProgress(show *progress) func(lp.Progress) {
	return func(p lp.Progress) {
		show.show(0, fmt.Sprintf("solving %d×%d: round %d, %d pivots, %.0f s", p.Sources, p.Sinks, p.Round, p.Pivots, p.Elapsed.Seconds()), linePause)
	}
}

// writeSolution writes the plan and the potentials of a solution to the files plan and
// potentials. It skips a file whose name is "".
func writeSolution(ctx context.Context, s *lp.Solution, plan, potentials string) error {
	if plan != "" {
		if err := writing(ctx, plan, func() error { return writePlan(plan, s.Plan) }); err != nil {
			return err
		}
	}
	if potentials != "" {
		return writing(ctx, potentials, func() error { return writePotentials(potentials, s.Potentials) })
	}
	return nil
}

// writePlan writes a plan as CSV: the indices of source and sink, from 0, and the mass that
// moves between them.
func writePlan(path string, plan []lp.Move) error {
	return file.Write(path, func(w io.Writer) error {
		fmt.Fprintln(w, "from,to,mass")
		for _, move := range plan {
			fmt.Fprintf(w, "%d,%d,%v\n", move.From, move.To, move.Mass)
		}
		return nil
	})
}

// writePotentials writes potentials as CSV: u of each source and v of each sink. Their
// indices count from 0. With the masses a and b, Σ aᵢ uᵢ + Σ bⱼ vⱼ is the cost of the
// plan, and uᵢ + vⱼ is at most the ground cost for all i and j.
func writePotentials(path string, p lp.Potentials) error {
	return file.Write(path, func(w io.Writer) error {
		fmt.Fprintln(w, "side,index,potential")
		for i, u := range p.U {
			fmt.Fprintf(w, "u,%d,%v\n", i, u)
		}
		for j, v := range p.V {
			fmt.Fprintf(w, "v,%d,%v\n", j, v)
		}
		return nil
	})
}
