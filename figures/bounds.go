package figures

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/spf13/pflag"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"monge/figures/internal/kit"
	"monge/lp"
	"monge/metrics"
)

// BoundsParams are the parameters of figure bounds.
type BoundsParams struct {
	Pairs int    // pairs of distributions, at least 1
	Atoms int    // largest number of atoms of a distribution, at least 2
	Seed  uint64 // one for all pairs
}

// DefaultBounds returns 500 pairs on 2 to 6 atoms.
func DefaultBounds() *BoundsParams { return &BoundsParams{Pairs: 500, Atoms: 6, Seed: 1} }

// Flags defines a flag for each parameter.
func (params *BoundsParams) Flags(flags *pflag.FlagSet) {
	flags.IntVar(&params.Pairs, "pairs", params.Pairs, "pairs of distributions")
	flags.IntVar(&params.Atoms, "atoms", params.Atoms, "largest number of atoms of a distribution")
	flags.Uint64Var(&params.Seed, "seed", params.Seed, "seed of all pairs")
}

// Draw draws claim 2.9: each dot is a random pair of distributions on common atoms in
// the unit square, and each curve a bound. From the left: Pinsker's inequality TV ≤
// √(KL/2); TV²/2 ≤ JS ≤ log 2 · TV; and EM ≤ diameter · TV, where the diameter is that
// of the atoms. The first panel leaves out pairs whose KL is infinite or at most 1e-6. Draw
// returns an error that names the value if there is no pair, or fewer than two atoms.
func (params *BoundsParams) Draw(context.Context, Progress) (*Figure, error) {
	switch {
	case params.Pairs < 1:
		return nil, fmt.Errorf("figures: %d pairs; at least 1 is needed", params.Pairs)
	case params.Atoms < 2:
		return nil, fmt.Errorf("figures: %d atoms; at least 2 are needed", params.Atoms)
	}
	random := rand.New(rand.NewPCG(params.Seed, 0))
	var pinsker, js, em plotter.XYs
	leastKL, leastTV := 1.0, 1.0 // of the dots in the first panel
	for range params.Pairs {
		p, q, diameter, err := randomPair(params.Atoms, random)
		if err != nil {
			return nil, err
		}
		d := make(map[string]float64)
		for _, m := range metrics.Measures() {
			if d[m.Name], err = m.Between(p, q); err != nil {
				return nil, err
			}
		}
		if kl := d["kl"]; kl > 1e-6 && !math.IsInf(kl, 1) {
			pinsker = append(pinsker, plotter.XY{X: kl, Y: d["tv"]})
			leastKL, leastTV = min(leastKL, kl), min(leastTV, d["tv"])
		}
		js = append(js, plotter.XY{X: d["tv"], Y: d["js"]})
		em = append(em, plotter.XY{X: d["tv"], Y: d["em"] / diameter})
	}

	left := kit.NewPanel("TV ≤ √(KL/2)", "KL (nats)", "TV")
	left.Add(kit.HorizontalGrid(), kit.Dots(pinsker, kit.Disk(kit.Faded(kit.TVColor, 0.5), 1.6)))
	kit.LogScale(&left.X)
	kit.LogScale(&left.Y)
	left.X.Min, left.X.Max = leastKL, math.Max(10, left.X.Max)
	left.Y.Min, left.Y.Max = min(leastTV, math.Sqrt(leastKL/2)), 1.5
	left.X.Tick.Marker = plot.ConstantTicks(kit.PowersOfTen(left.X.Min, left.X.Max))
	left.Y.Tick.Marker = plot.ConstantTicks(kit.PowersOfTen(left.Y.Min, left.Y.Max))
	roots := floats.LogSpan(make([]float64, 50), leastKL, 2) // TV is 1 at KL = 2
	left.Add(kit.Line(kit.Graph(func(kl float64) float64 { return math.Sqrt(kl / 2) }, roots), kit.Solid(kit.InkColor, kit.ThinWidth)))

	unit := floats.Span(make([]float64, 101), 0, 1)
	middle := kit.NewPanel("½ TV² ≤ JS ≤ log 2 · TV", "TV", "JS (nats)")
	middle.Add(kit.HorizontalGrid(), kit.Dots(js, kit.Disk(kit.Faded(kit.JSColor, 0.5), 1.6)),
		kit.Line(kit.Graph(func(tv float64) float64 { return tv * tv / 2 }, unit), kit.Solid(kit.InkColor, kit.ThinWidth)),
		kit.Line(kit.Graph(func(tv float64) float64 { return math.Ln2 * tv }, unit), kit.Solid(kit.InkColor, kit.ThinWidth)))

	right := kit.NewPanel("EM ≤ diameter · TV", "TV", "EM / diameter")
	right.Add(kit.HorizontalGrid(), kit.Dots(em, kit.Disk(kit.Faded(kit.EMColor, 0.5), 1.6)),
		kit.Line(kit.Graph(func(tv float64) float64 { return tv }, unit), kit.Solid(kit.InkColor, kit.ThinWidth)))
	for _, p := range []*plot.Plot{middle, right} {
		p.X.Min, p.X.Max, p.Y.Min = 0, 1, 0
	}
	legend := []kit.Key{kit.DotKey("a random pair of distributions", kit.Disk(kit.InkColor, 1.5)), kit.LineKey("a bound", kit.Solid(kit.InkColor, kit.ThinWidth))}
	return panels(280, legend, []*plot.Plot{left, middle, right})
}

// randomPair returns two distributions on the same atoms of the unit square, and the
// diameter of the atoms. Probabilities may be nearly equal, very different, or 0, so
// that distances of all sizes occur.
func randomPair(most int, random *rand.Rand) (p, q *metrics.Distribution, diameter float64, err error) {
	n := 2 + random.IntN(most-1)
	points := mat.NewDense(n, 2, nil)
	for i := range n {
		points.SetRow(i, []float64{random.Float64(), random.Float64()})
		for j := range i {
			diameter = max(diameter, lp.Euclidean.Between(points.RawRowView(i), points.RawRowView(j)))
		}
	}
	a, b := make([]float64, n), make([]float64, n)
	// Differences between p and q are about of the given size. zeros is the share of atoms at
	// which one of them is 0.
	size, zeros := math.Pow(10, 4*random.Float64()-3), random.Float64()*float64(random.IntN(2))
	for k := range n {
		a[k] = random.ExpFloat64()
		b[k] = a[k] * math.Exp(size*random.NormFloat64())
		if random.Float64() < zeros && k > 0 {
			[][]float64{a, b}[random.IntN(2)][k] = 0
		}
	}
	if p, err = metrics.NewDistribution(points, a); err != nil {
		return nil, nil, 0, err
	}
	q, err = metrics.NewDistribution(points, b)
	return p, q, diameter, err
}
