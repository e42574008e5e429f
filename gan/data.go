package gan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
)

// Data is the distribution of real samples: a toy from Catalog, a mixture of Gaussians,
// given points (NewData) or a function that draws samples (NewSampler).
type Data struct {
	Name        string
	Description string // what it is, in a few words
	Dim         int
	Modes       [][]float64 // centres of the Gaussians of a mixture; nil for other data
	Sigma       float64     // standard deviation of each Gaussian, along each axis

	draw  func(x []float64, random *rand.Rand) // draws one sample; nil for a mixture and for points
	split *split                               // nil unless the data are points

	// generator returns the generator that learns the data from noise uniform on [0, 1].
	// If it is nil, Config makes the generator.
	generator func() *Network
}

// NewSampler returns data of dimension dim that a function draws: each call of sample
// must fill dst, of dim numbers, with one sample, and take all randomness from random.
// Games call it in parallel. NewSampler returns an error if dim is below 1 or sample is nil.
func NewSampler(name string, dim int, sample func(dst []float64, random *rand.Rand)) (Data, error) {
	d := Data{Name: name, Description: "drawn by a function", Dim: dim, draw: sample}
	return d, d.check()
}

// check returns an error if no samples of dimension Dim can be drawn.
func (d Data) check() error {
	switch {
	case d.Dim < 1:
		return fmt.Errorf("gan: data %q have dimension %d; at least 1 is needed", d.Name, d.Dim)
	case d.draw != nil || d.split != nil:
		return nil
	case len(d.Modes) == 0:
		return fmt.Errorf("gan: data %q have no modes, no points and no sampler: there is nothing to draw from", d.Name)
	case !(d.Sigma >= 0 && d.Sigma < math.Inf(1)):
		return fmt.Errorf("gan: data %q have σ %v", d.Name, d.Sigma)
	}
	for k, centre := range d.Modes {
		if len(centre) != d.Dim {
			return fmt.Errorf("gan: data %q: mode %d has %d coordinates, not %d", d.Name, k, len(centre), d.Dim)
		}
	}
	return nil
}

// split holds given points, row by row: those for training and the held-out ones.
type split struct {
	train, heldOut []float64
}

// NewData returns data of given points (n×dim, row by row, n at least 10). A fifth of the
// points, chosen at random, is held out for evaluation; training samples are drawn from the
// others with replacement. The choice depends on n alone: it is the same in each run.
// NewData returns an error if there are fewer points, if a row is not whole, or if a
// coordinate is not finite.
func NewData(name string, points []float64, dim int) (Data, error) {
	if dim < 1 || len(points)%dim != 0 {
		return Data{}, fmt.Errorf("gan: %s: %d numbers cannot be split into rows of %d", name, len(points), dim)
	}
	if n := len(points) / dim; n < 10 {
		return Data{}, fmt.Errorf("gan: %s: %d points; at least 10 are needed", name, n)
	}
	s := new(split)
	for i, row := 0, points; len(row) > 0; i, row = i+1, row[dim:] {
		for k, v := range row[:dim] {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return Data{}, fmt.Errorf("gan: %s: coordinate %d of point %d is %v", name, k, i, v)
			}
		}
	}
	n := len(points) / dim
	for k, i := range rand.New(rand.NewPCG(0, splitStream)).Perm(n) {
		row := points[i*dim : (i+1)*dim]
		if k < n/5 {
			s.heldOut = append(s.heldOut, row...)
		} else {
			s.train = append(s.train, row...)
		}
	}
	return Data{Name: name, Description: "a sample", Dim: dim, split: s}, nil
}

// Size returns the number of points from which training samples are drawn: +Inf unless the
// data are points.
func (d Data) Size() float64 {
	if d.split == nil {
		return math.Inf(1)
	}
	return float64(len(d.split.train) / d.Dim)
}

// HeldOut returns n real samples (n×Dim, row by row) that training does not see. If the
// data are points, it chooses n of the held-out ones at random, or all if there are fewer.
// It panics if n is negative.
func (d Data) HeldOut(n int, random *rand.Rand) []float64 {
	if n < 0 {
		panic(fmt.Sprintf("gan: %d samples to hold out", n))
	}
	if d.split != nil {
		var chosen []float64
		order := random.Perm(len(d.split.heldOut) / d.Dim)
		for _, i := range order[:min(n, len(order))] {
			chosen = append(chosen, d.split.heldOut[i*d.Dim:(i+1)*d.Dim]...)
		}
		return chosen
	}
	x := make([]float64, n*d.Dim)
	d.Sample(x, random)
	return x
}

// Catalog returns the toy distributions, those of the line first.
func Catalog() []Data {
	return []Data{
		{Name: "gaussian", Description: "N(4, 0.5²) on the line", Dim: 1, Sigma: 0.5, Modes: [][]float64{{4}}},
		{Name: "2gaussians", Description: "two Gaussians far apart, at −4 and 4 on the line, σ 0.5", Dim: 1, Sigma: 0.5, Modes: [][]float64{{-4}, {4}}},
		{Name: "5gaussians", Description: "five Gaussians, at −4, −2, 0, 2 and 4 on the line, σ 0.2", Dim: 1, Sigma: 0.2, Modes: [][]float64{{-4}, {-2}, {0}, {2}, {4}}},
		{Name: "8gaussians", Description: "a ring of eight Gaussians in the plane, radius 2, σ 0.1", Dim: 2, Sigma: 0.1, Modes: ring(8, 2)},
		{Name: "25gaussians", Description: "a 5×5 grid of Gaussians in the plane, from −2 to 2, σ 0.05", Dim: 2, Sigma: 0.05, Modes: grid(5, 2)},
		{Name: "far", Description: "one Gaussian far off in the plane, N((4, 0), 0.5²)", Dim: 2, Sigma: 0.5, Modes: [][]float64{{4, 0}}},
		{Name: "swissroll", Description: "a spiral in the plane, two turns out to radius 2, σ 0.05", Dim: 2, draw: swissRoll},
		{Name: "lines", Description: "Example 1: the line (0, Z) in the plane, Z uniform on [0, 1]; the generator is (θ, Z), from θ = 1", Dim: 2, draw: verticalLine, generator: func() *Network { return NewLineGenerator(1) }},
	}
}

// FindData returns the toy distribution of that name, or an error that lists
// the names there are.
func FindData(name string) (Data, error) {
	var names []string
	for _, data := range Catalog() {
		if data.Name == name {
			return data, nil
		}
		names = append(names, data.Name)
	}
	return Data{}, fmt.Errorf("gan: unknown data %q (there are %s)", name, strings.Join(names, ", "))
}

// Sample fills x (n×Dim, row by row) with independent real samples. It panics if x is not
// whole rows, or if there is nothing to draw from.
func (d Data) Sample(x []float64, random *rand.Rand) {
	if err := d.check(); err != nil {
		panic(err.Error())
	}
	if len(x)%d.Dim != 0 {
		panic(fmt.Sprintf("gan: %d numbers cannot be split into rows of %d", len(x), d.Dim))
	}
	for ; len(x) > 0; x = x[d.Dim:] {
		d.sample(x[:d.Dim], random)
	}
}

func (d Data) sample(x []float64, random *rand.Rand) {
	switch {
	case d.draw != nil:
		d.draw(x, random)
		return
	case d.split != nil:
		i := random.IntN(len(d.split.train) / d.Dim)
		copy(x, d.split.train[i*d.Dim:])
		return
	}
	for k, centre := range d.Modes[random.IntN(len(d.Modes))] {
		x[k] = centre + d.Sigma*random.NormFloat64()
	}
}

// Coverage counts samples (n×Dim, row by row) of good quality: those within 3σ of the
// nearest mode. It returns their share, 0 to 1, and the number of covered modes. A mode is
// covered if it has at least a tenth of its fair share, n/k good samples for k modes. Real
// samples of the plane have a share of 0.989 and cover all modes. Neither number implies
// the other: blurred samples may cover all modes, and samples of good quality only one.
// Coverage returns 0 and 0 for data that are not a mixture, and if there are no samples.
func (d Data) Coverage(samples []float64) (modes int, share float64) {
	if len(d.Modes) == 0 || len(samples) == 0 {
		return 0, 0
	}
	good := 0
	for _, count := range d.goodSamples(samples) {
		good += count
		if d.covered(count, len(samples)) {
			modes++
		}
	}
	return modes, float64(good) / float64(len(samples)/d.Dim)
}

// covered reports whether a mode with that many good samples is covered. size is the length of
// all samples (n×Dim).
func (d Data) covered(good, size int) bool { return 10*good*len(d.Modes) >= size/d.Dim }

// goodSamples returns the number of good samples of each mode.
func (d Data) goodSamples(samples []float64) []int {
	good := make([]int, len(d.Modes))
	for i := range len(samples) / d.Dim {
		nearest, least := 0, math.Inf(1)
		for k, centre := range d.Modes {
			var square float64
			for j, c := range centre {
				gap := samples[i*d.Dim+j] - c
				square += gap * gap
			}
			if square < least {
				nearest, least = k, square
			}
		}
		if least <= 9*d.Sigma*d.Sigma {
			good[nearest]++
		}
	}
	return good
}

// ring returns k points on a circle around 0, at equal distances.
func ring(k int, radius float64) [][]float64 {
	points := make([][]float64, k)
	for i := range points {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(k))
		points[i] = []float64{radius * cos, radius * sin}
	}
	return points
}

// grid returns the k×k points of a square grid from −half to half on both axes.
func grid(k int, half float64) [][]float64 {
	var points [][]float64
	step := 2 * half / float64(k-1)
	for i := range k {
		for j := range k {
			points = append(points, []float64{float64(i)*step - half, float64(j)*step - half})
		}
	}
	return points
}

// swissRoll draws from a spiral. The angle φ is uniform from π to 5π, the radius is
// proportional to φ and reaches 2.
func swissRoll(x []float64, random *rand.Rand) {
	const turns, sigma, radius = 2, 0.05, 2.0
	phi := math.Pi * (1 + 2*turns*random.Float64())
	sin, cos := math.Sincos(phi)
	r := radius * phi / (math.Pi * (1 + 2*turns))
	x[0] = r*cos + sigma*random.NormFloat64()
	x[1] = r*sin + sigma*random.NormFloat64()
}

// verticalLine draws from the line (0, Z).
func verticalLine(x []float64, random *rand.Rand) { x[0], x[1] = 0, random.Float64() }
