package engine

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"monge/cmd/internal/fault"
	"monge/metrics"
)

// pairState says which two distributions a page shows: a preset and its parameters, or the
// points of the user.
type pairState struct {
	Preset   string  `json:"preset"`
	Theta    float64 `json:"theta"`    // of lines and noise
	Mean     float64 `json:"mean"`     // of the second Gaussian; the first is N(0, 1)
	Spread   float64 `json:"spread"`   // its standard deviation
	Sigma    float64 `json:"sigma"`    // of the noise
	Sequence int     `json:"sequence"` // of metrics.Hierarchy, from 1
	N        int     `json:"n"`        // its term
	Images   string  `json:"images"`   // a name of imagePairs
	Points   int     `json:"points"`   // atoms on each side
	Seed     uint64  `json:"seed"`     // of the noise
	Dim      int     `json:"dim"`      // of the user's points, 1 or 2
	P        atoms   `json:"p"`        // the user's points
	Q        atoms   `json:"q"`
}

// atoms are points with weights. Each row is the coordinates of a point and then its weight.
type atoms [][]float64

// UnmarshalJSON reads a list of lists of numbers, as encoding/json does, but several times
// faster: while a point is dragged, the page sends all points for each move of the mouse.
// encoding/json calls it with valid JSON only.
func (a *atoms) UnmarshalJSON(data []byte) error {
	rows := make(atoms, 0, bytes.Count(data, []byte("[")))
	numbers := make([]float64, 0, bytes.Count(data, []byte(","))+1)
	depth, begin := 0, 0 // of lists; where the row begins
	for len(data) > 0 {
		length := 1
		switch c := data[0]; {
		case c == '[' && depth < 2:
			depth++
			begin = len(numbers)
		case c == ']':
			if depth == 2 {
				rows = append(rows, numbers[begin:len(numbers):len(numbers)])
			}
			depth--
		case c == ',' || c == ' ' || c == '\t' || c == '\r' || c == '\n':
		default:
			if length = bytes.IndexAny(data, ",] \t\r\n"); length < 0 {
				length = len(data)
			}
			x, err := strconv.ParseFloat(string(data[:length]), 64)
			if depth != 2 || err != nil {
				return fmt.Errorf("points are rows of numbers, and not %.40q", data[:length])
			}
			numbers = append(numbers, x)
		}
		data = data[length:]
	}
	*a = rows
	return nil
}

// pair returns the two distributions, or an error that names the setting that is out of
// bounds.
func (s pairState) pair() (*twoDistributions, error) {
	if s.Points < 1 || s.Points > MaxPoints {
		return nil, fmt.Errorf("%d points; from 1 to %d can be shown", s.Points, MaxPoints)
	}
	switch s.Preset {
	case "lines":
		return s.lines()
	case "gaussians":
		return s.gaussians()
	case "noise":
		return s.noise()
	case "sequence":
		return s.sequence()
	case "clouds":
		return s.clouds()
	case "images":
		return s.images()
	case "own":
		return s.own()
	}
	return nil, fmt.Errorf("there is no preset %.40q", s.Preset)
}

// lines is Example 1 of the paper.
func (s pairState) lines() (*twoDistributions, error) {
	p, q, err := metrics.ParallelLines{Theta: s.Theta}.Discretise(s.Points)
	return &twoDistributions{p: p, q: q, about: fmt.Sprintf("Two vertical lines, P at 0 and Q at θ = %.4g, %d points each.", s.Theta, s.Points)}, err
}

// gaussianRange is half the width of the grid of the Gaussians.
const gaussianRange = 10.0

// gaussians are N(0, 1) and N(Mean, Spread²) on one grid of the line.
func (s pairState) gaussians() (*twoDistributions, error) {
	if !(s.Spread > 0) || s.Spread > gaussianRange || math.Abs(s.Mean) > gaussianRange {
		return nil, fmt.Errorf("N(%v, %v²) does not fit on the grid from −%v to %v", s.Mean, s.Spread, gaussianRange, gaussianRange)
	}
	first, second := distuv.Normal{Mu: 0, Sigma: 1}, distuv.Normal{Mu: s.Mean, Sigma: s.Spread}
	x := make([]float64, s.Points)
	pWeights, qWeights := make([]float64, s.Points), make([]float64, s.Points)
	for k := range x {
		x[k] = gaussianRange * (2*(float64(k)+0.5)/float64(s.Points) - 1)
		pWeights[k], qWeights[k] = first.Prob(x[k]), second.Prob(x[k])
	}
	p, err := metrics.OnLine(x, pWeights)
	if err != nil {
		return nil, err
	}
	q, err := metrics.OnLine(slices.Clone(x), qWeights)
	return &twoDistributions{p: p, q: q, pWeights: pWeights, qWeights: qWeights, about: fmt.Sprintf("Two Gaussians on a grid of %d points: P is N(0, 1), Q is N(%.4g, %.4g²).", s.Points, s.Mean, s.Spread)}, err
}

// noise is Example 1 with Gaussian noise on all points. EM is that of the samples. TV, KL and
// JS are those of the two laws, which have densities.
func (s pairState) noise() (*twoDistributions, error) {
	lines := metrics.ParallelLines{Theta: s.Theta}
	p, q, err := lines.Discretise(s.Points)
	if err != nil {
		return nil, err
	}
	kl, err := lines.NoisedKL(s.Sigma)
	if err != nil {
		return nil, err
	}
	random := rand.New(rand.NewPCG(s.Seed, 0))
	if p, err = metrics.AddNoise(p, s.Sigma, random); err != nil {
		return nil, err
	}
	if q, err = metrics.AddNoise(q, s.Sigma, random); err != nil {
		return nil, err
	}
	two := &twoDistributions{p: p, q: q, about: fmt.Sprintf("Two vertical lines, P at 0 and Q at θ = %.4g, %d samples each, with noise of σ = %.4g.", s.Theta, s.Points, s.Sigma)}
	if s.Sigma == 0 {
		return two, nil
	}
	across, apart := distuv.Normal{Mu: 0, Sigma: s.Sigma}, distuv.Normal{Mu: s.Theta, Sigma: s.Sigma}
	tv, err := metrics.NormalTV(across, apart)
	if err != nil {
		return nil, err
	}
	js, err := metrics.NormalJS(across, apart)
	two.exact = &distanceValues{TV: Number(tv), KL: Number(kl), KLReverse: Number(kl), JS: Number(js)}
	return two, err
}

// sequence is a pair of Theorem 2.
func (s pairState) sequence() (*twoDistributions, error) {
	all := metrics.Hierarchy()
	if s.Sequence < 1 || s.Sequence > len(all) {
		return nil, fmt.Errorf("sequence %d; Theorem 2 has 1 to %d", s.Sequence, len(all))
	}
	if s.N > MaxPoints {
		return nil, fmt.Errorf("n = %d; up to %d can be shown", s.N, MaxPoints)
	}
	sequence := all[s.Sequence-1]
	p, q, err := sequence.At(s.N)
	if err != nil {
		return nil, err
	}
	return &twoDistributions{p: p, q: q, pWeights: masses(p), qWeights: masses(q), about: fmt.Sprintf("Sequence %d of Theorem 2 at n = %d: %s. As n grows, %s.", s.Sequence, s.N, sequence.Name, sequence.Shows)}, nil
}

// clouds are samples of two Gaussians in the plane.
func (s pairState) clouds() (*twoDistributions, error) {
	random := rand.New(rand.NewPCG(s.Seed, 0))
	cloud := func(x, y float64) (*metrics.Distribution, error) {
		points := mat.NewDense(s.Points, 2, nil)
		for i := range s.Points {
			points.SetRow(i, []float64{x + 0.6*random.NormFloat64(), y + 0.6*random.NormFloat64()})
		}
		return metrics.NewDistribution(points, nil)
	}
	p, err := cloud(-0.8, -0.2)
	if err != nil {
		return nil, err
	}
	q, err := cloud(0.8, 0.2)
	return &twoDistributions{p: p, q: q, about: fmt.Sprintf("Two clouds of %d points each.", s.Points)}, err
}

// own is the points that the user drew, dragged or opened from a file.
func (s pairState) own() (*twoDistributions, error) {
	if s.Dim != 1 && s.Dim != 2 {
		return nil, fmt.Errorf("points with %d coordinates; only 1 or 2 can be shown", s.Dim)
	}
	p, pWeights, err := s.P.distribution("P", s.Dim)
	if err != nil {
		return nil, err
	}
	q, qWeights, err := s.Q.distribution("Q", s.Dim)
	if err != nil {
		return nil, err
	}
	where := map[int]string{1: "the line", 2: "the plane"}[s.Dim]
	return &twoDistributions{p: p, q: q, pWeights: pWeights, qWeights: qWeights, about: fmt.Sprintf("Points of your own in %s: %d of P, %d of Q.", where, p.Len(), q.Len())}, nil
}

// distribution returns the atoms as a distribution in dim dimensions, and their
// weights.
func (a atoms) distribution(name string, dim int) (*metrics.Distribution, []float64, error) {
	if len(a) == 0 {
		return nil, nil, fmt.Errorf("%s has no point", name)
	}
	if len(a) > MaxPoints {
		return nil, nil, fmt.Errorf("%s has %d points; at most %d can be shown", name, len(a), MaxPoints)
	}
	points, weights := mat.NewDense(len(a), dim, nil), make([]float64, len(a))
	for i, row := range a {
		if len(row) != dim+1 {
			return nil, nil, fmt.Errorf("%s: point %d has %d numbers; %d coordinates and a weight are needed", name, i, len(row), dim)
		}
		points.SetRow(i, row[:dim])
		weights[i] = row[dim]
	}
	p, err := metrics.NewDistribution(points, weights)
	if err != nil {
		return nil, nil, fault.At(name, err)
	}
	return p, weights, nil
}

// parameter is the number on which the distributions of a preset depend.
type parameter struct {
	name   string
	value  float64
	with   func(s pairState, value float64) pairState
	values []float64 // for which curves are computed
}

// parameter returns the parameter of the preset. Its name is "" if there is none.
func (s pairState) parameter() parameter {
	switch s.Preset {
	case "lines":
		return parameter{name: "theta", value: s.Theta, values: span(-1, 1, 81),
			with: func(s pairState, value float64) pairState { s.Theta = value; return s }}
	case "gaussians":
		return parameter{name: "mean", value: s.Mean, values: span(-4, 4, 81),
			with: func(s pairState, value float64) pairState { s.Mean = value; return s }}
	case "noise":
		return parameter{name: "sigma", value: s.Sigma, values: span(0, 1, 41),
			with: func(s pairState, value float64) pairState { s.Sigma = value; return s }}
	case "sequence":
		return parameter{name: "n", value: float64(s.N), values: span(1, 30, 30),
			with: func(s pairState, value float64) pairState { s.N = int(value); return s }}
	}
	return parameter{}
}

// span returns n numbers at equal distances from low to high. If n is odd and low is −high, one
// of them is exactly 0.
func span(low, high float64, n int) []float64 {
	all := make([]float64, n)
	for k := range all {
		all[k] = low + (high-low)*float64(k)/float64(n-1)
	}
	return all
}
