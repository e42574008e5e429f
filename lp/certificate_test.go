package lp

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// solvedExample returns a small problem and its solution, which a test may change.
func solvedExample(t *testing.T) (Problem, *Solution) {
	t.Helper()
	p := Problem{[]float64{3, 2}, []float64{1, 2, 2}, mat.NewDense(2, 3, []float64{3, 1, 2, 1, 4, 1})}
	s, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	return p, s
}

func TestVerifyShowsEachFaultOfASolution(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(s *Solution)
		shows func(c Certificate) bool
	}{
		{"nothing", func(*Solution) {}, func(c Certificate) bool { return c.Gap == 0 && c.MaxViolation == 0 && c.MarginalError == 0 }},
		{"a potential too high", func(s *Solution) { s.U[1] += 0.5; s.V[0] -= 0.5 }, func(c Certificate) bool { return c.MaxViolation == 0.5 }},
		{"a potential too low", func(s *Solution) { s.U[1] -= 0.5 }, func(c Certificate) bool { return c.MaxViolation == 0 && c.Gap > 0.1 }},
		{"mass that vanished", func(s *Solution) { s.Plan[0].Mass /= 2 }, func(c Certificate) bool { return c.MarginalError > 0.1 }},
		{"mass that went elsewhere", func(s *Solution) { s.Plan[0].To = 0 }, func(c Certificate) bool { return c.MarginalError > 0.1 }},
		{"a potential that is NaN", func(s *Solution) { s.V[2] = math.NaN() }, func(c Certificate) bool { return math.IsNaN(c.MaxViolation) && math.IsNaN(c.Gap) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, s := solvedExample(t)
			test.spoil(s)
			c, err := Verify(p, s)
			if err != nil {
				t.Fatal(err)
			}
			if !test.shows(c) {
				t.Errorf("%+v", c)
			}
		})
	}
}

// A basis that is not optimal has a gap of 0, too. Only its violation shows that it is not.
func TestAGapOf0AloneProvesNothing(t *testing.T) {
	p := Problem{[]float64{1, 1}, []float64{1, 1}, mat.NewDense(2, 2, []float64{0, 1, 1, 0})}
	crossed := &Solution{
		Plan:       []Move{{0, 1, 1}, {1, 0, 1}},
		Potentials: Potentials{U: []float64{0, 1}, V: []float64{0, 1}}, // tight on the plan, and on (0, 0)
	}
	c, err := Verify(p, crossed)
	if err != nil {
		t.Fatal(err)
	}
	if c.Primal != 2 || c.Gap != 0 || c.MarginalError != 0 || c.MaxViolation != 2 {
		t.Errorf("%+v, want a closed gap and a violation of 2", c)
	}
}

func TestVerifyRejectsASolutionThatDoesNotFit(t *testing.T) {
	for _, test := range []struct {
		want  string
		spoil func(p *Problem, s *Solution)
	}{
		{"2×2 potentials for a 2×3 problem", func(_ *Problem, s *Solution) { s.V = s.V[:2] }},
		{"move 0 goes from 2 to", func(_ *Problem, s *Solution) { s.Plan[0].From = 2 }},
		{"has mass -1", func(_ *Problem, s *Solution) { s.Plan[0].Mass = -1 }},
		{"has mass NaN", func(_ *Problem, s *Solution) { s.Plan[0].Mass = math.NaN() }},
		{"supply[0] = -1 is negative", func(p *Problem, _ *Solution) { p.Supply[0] = -1 }},
	} {
		p, s := solvedExample(t)
		test.spoil(&p, s)
		if _, err := Verify(p, s); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v, want …%s…", err, test.want)
		}
	}
}

func TestVerifyRejectsANilSolution(t *testing.T) {
	p, _ := solvedExample(t)
	for name, verify := range map[string]func(Problem, *Solution) (Certificate, error){"Verify": Verify, "VerifyAllPairs": VerifyAllPairs} {
		if _, err := verify(p, nil); err == nil || err.Error() != "lp: no solution" {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestRescaleScalesMassesAndCosts(t *testing.T) {
	p, s := solvedExample(t)
	s.Rescale(0.2)
	p = Problem{scaledBy(0.2, p.Supply), scaledBy(0.2, p.Demand), p.Cost}
	c, err := Verify(p, s)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(c.Primal-s.Cost) > 1e-15 || s.Cost != s.Certificate.Primal || c.MarginalError > 1e-15 {
		t.Errorf("cost %v, %+v after, %+v verified", s.Cost, s.Certificate, c)
	}
}

func scaledBy(factor float64, x []float64) []float64 {
	y := make([]float64, len(x))
	for i := range x {
		y[i] = factor * x[i]
	}
	return y
}
