package lp

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// GroundCost is the cost of moving one unit of mass from source i to sink j, for n sources and
// m sinks. Any gonum matrix is a GroundCost. So is Points, and so may be a type of yours that
// computes costs on demand. Solvers call At from several goroutines at the same time. At must
// always return the same value for a pair.
type GroundCost interface {
	// Dims returns n and m.
	Dims() (n, m int)
	// At returns the cost of the pair (i, j), 0 ≤ i < n and 0 ≤ j < m.
	At(i, j int) float64
}

// Ground is a ground cost between points of R^d: a distance, or a squared distance.
type Ground int

const (
	// Euclidean is ‖x−y‖₂, the ground cost of the paper.
	Euclidean Ground = iota
	// SquaredEuclidean is ‖x−y‖₂²; its optimal cost is W₂². It is not a metric.
	SquaredEuclidean
	// CityBlock is ‖x−y‖₁ = Σ|xₖ−yₖ|.
	CityBlock
	// Chebyshev is ‖x−y‖∞ = max|xₖ−yₖ|.
	Chebyshev
)

// grounds[g] is the name of g on the command line, and in Go.
var grounds = [...]struct{ name, goName string }{
	Euclidean:        {"euclidean", "lp.Euclidean"},
	SquaredEuclidean: {"sqeuclidean", "lp.SquaredEuclidean"},
	CityBlock:        {"cityblock", "lp.CityBlock"},
	Chebyshev:        {"chebyshev", "lp.Chebyshev"},
}

// Grounds returns all ground costs, in the order of the constants.
func Grounds() []Ground {
	all := make([]Ground, len(grounds))
	for g := range all {
		all[g] = Ground(g)
	}
	return all
}

// String returns the name that ParseGround reads.
func (g Ground) String() string {
	if !g.known() {
		return fmt.Sprintf("Ground(%d)", int(g))
	}
	return grounds[g].name
}

// GoString returns g as Go spells it, such as lp.Euclidean: the verb %#v prints it.
func (g Ground) GoString() string {
	if !g.known() {
		return fmt.Sprintf("lp.Ground(%d)", int(g))
	}
	return grounds[g].goName
}

// ParseGround returns the ground cost with the given name, as String spells it. If there is
// none, it returns an error that lists the names.
func ParseGround(name string) (Ground, error) {
	var names []string
	for g, known := range grounds {
		if name == known.name {
			return Ground(g), nil
		}
		names = append(names, known.name)
	}
	return 0, fmt.Errorf("unknown ground cost %q (want %s)", name, strings.Join(names, ", "))
}

// Metric reports whether g obeys the triangle inequality. Kantorovich–Rubinstein duality
// needs it. It is false for an unknown g.
func (g Ground) Metric() bool { return g.known() && g != SquaredEuclidean }

// known reports whether g is one of the constants above.
func (g Ground) known() bool { return g >= 0 && int(g) < len(grounds) }

// Between returns the ground cost of moving one unit of mass from x to y, both
// of length d. It panics if the lengths differ, or if g is none of the
// constants above.
//
// The Euclidean distance does not overflow or underflow if the result is representable:
// the distance 1e-200 is computed to full precision, too.
func (g Ground) Between(x, y []float64) float64 {
	if len(x) != len(y) {
		panic(fmt.Sprintf("lp: points of dimension %d and %d", len(x), len(y)))
	}
	y = y[:len(x)]
	var c float64
	switch g {
	case Euclidean:
		for k, a := range x {
			c += float64((a - y[k]) * (a - y[k])) // rounded before it is added
		}
		if c > minSquare && c < maxSquare {
			return math.Sqrt(c)
		}
		return floats.Distance(x, y, 2) // slower: it scales the coordinates
	case SquaredEuclidean:
		for k, a := range x {
			c += float64((a - y[k]) * (a - y[k]))
		}
	case CityBlock:
		for k, a := range x {
			c += math.Abs(a - y[k])
		}
	case Chebyshev:
		for k, a := range x {
			c = max(c, math.Abs(a-y[k]))
		}
	default:
		panic("lp: unknown " + g.String())
	}
	return c
}

// A sum of squares between these bounds has not lost digits to underflow and has not
// overflowed. So its root is the distance, up to the last bit or two.
const (
	minSquare = 0x1p-900
	maxSquare = 0x1p+1000
)

// rowReader returns a function that returns the costs (m) from source i to all sinks. The
// function may write them to buffer (m). Its result is valid until the next call with the same
// buffer, and must not be changed.
func rowReader(c GroundCost) func(i int, buffer []float64) []float64 {
	switch c := c.(type) {
	case mat.RawRowViewer:
		return func(i int, _ []float64) []float64 { return c.RawRowView(i) }
	default:
		return func(i int, buffer []float64) []float64 {
			for j := range buffer {
				buffer[j] = c.At(i, j)
			}
			return buffer
		}
	}
}
