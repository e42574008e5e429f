package lp

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"monge/lp/internal/scan"
)

// TotalsTolerance is the largest relative difference between total supply and total demand
// that counts as rounding. Sums of ten thousand float64 shares differ by 1e-13, and sums of
// shares printed with twelve digits by 1e-11.
const TotalsTolerance = 1e-10

// ValueError reports an invalid weight, coordinate or cost: which one it is, its value, and
// why it is invalid.
type ValueError struct {
	Name   string  // the list or matrix, such as "supply", "x" or "cost"
	Index  []int   // [i] of a weight, [i, k] of a coordinate or a cost
	Value  float64 // the invalid number
	Reason string  // such as "is negative"
}

// Error returns a text such as "supply[3] = -0.2 is negative".
func (e *ValueError) Error() string {
	var text strings.Builder
	text.WriteString(e.Name)
	for _, i := range e.Index {
		fmt.Fprintf(&text, "[%d]", i)
	}
	fmt.Fprintf(&text, " = %v %s", e.Value, e.Reason)
	return text.String()
}

// TotalWeight returns the sum of weights. It returns a *ValueError if a weight
// is negative, infinite or NaN, and another error if there are no weights, if
// all are zero, or if their sum overflows. Errors use name for the weights.
func TotalWeight(name string, weights []float64) (float64, error) {
	if len(weights) == 0 {
		return 0, fmt.Errorf("no %s", name)
	}
	for i, w := range weights {
		switch {
		case w >= 0 && w <= math.MaxFloat64:
			continue
		case w-w != 0: // NaN or infinite
			return 0, &ValueError{name, []int{i}, w, "is not finite"}
		default:
			return 0, &ValueError{name, []int{i}, w, "is negative"}
		}
	}
	switch sum := floats.SumCompensated(weights); {
	case sum == 0:
		return 0, fmt.Errorf("the sum of %s is zero", name)
	case math.IsInf(sum, 0) || math.IsNaN(sum): // NaN is how a compensated sum overflows
		return 0, fmt.Errorf("the sum of %s overflows", name)
	default:
		return sum, nil
	}
}

// CheckPoints returns a *ValueError if a coordinate of points is not finite,
// and another error if points is nil or has no rows. Errors use name for the points.
func CheckPoints(name string, points *mat.Dense) error {
	if points == nil || points.IsEmpty() {
		return fmt.Errorf("no %s", name)
	}
	var b box
	_, d := points.Dims()
	b.reset(d)
	return b.include(name, points)
}

// check returns an error if p is invalid, which names the first invalid entry. b is working
// memory.
func (p Problem) check(b *box) error {
	if err := p.checkAll(b); err != nil {
		return fmt.Errorf("lp: %w", err)
	}
	return nil
}

// checkAll is check, but its error does not begin with the name of the package.
func (p Problem) checkAll(b *box) error {
	if isNil(p.Cost) {
		return errors.New("no ground cost")
	}
	if c, ok := p.Cost.(Points); ok && (c.X == nil || c.Y == nil) {
		return errors.New("no points")
	}
	n, m := p.Cost.Dims()
	if n != len(p.Supply) || m != len(p.Demand) {
		return fmt.Errorf("ground cost is %d×%d but there are %d supplies and %d demands",
			n, m, len(p.Supply), len(p.Demand))
	}
	if n*m <= smallPairs {
		if err := p.checkWeights(); err != nil {
			return err
		}
		return checkCost(p.Cost, b)
	}
	return p.checkInParallel(b)
}

// isNil reports whether c is nil, or a nil pointer to a matrix.
func isNil(c GroundCost) bool {
	if c == nil {
		return true
	}
	value := reflect.ValueOf(c)
	return value.Kind() == reflect.Pointer && value.IsNil()
}

// checkInParallel checks weights and costs at the same time.
func (p Problem) checkInParallel(b *box) error {
	var weights, costs error
	parallelPair(func() { weights = p.checkWeights() }, func() { costs = checkCost(p.Cost, b) })
	return cmp.Or(weights, costs)
}

// checkWeights returns an error unless supplies and demands are weights of equal
// total.
func (p Problem) checkWeights() error {
	supply, err := TotalWeight("supply", p.Supply)
	if err != nil {
		return err
	}
	demand, err := TotalWeight("demand", p.Demand)
	if err != nil {
		return err
	}
	if math.Abs(supply-demand) > TotalsTolerance*max(supply, demand) {
		return fmt.Errorf("total supply %v differs from total demand %v by more than a relative %v", supply, demand, TotalsTolerance)
	}
	return nil
}

// largestCost bounds the size of a cost. Potentials are sums of costs, and must
// not overflow.
const largestCost = 1e300

// checkCost returns an error if a cost is not finite or too large. It reads each
// entry of a matrix, in O(nm), or each coordinate of points, in O(n+m).
func checkCost(c GroundCost, b *box) error {
	if points, ok := c.(Points); ok {
		return points.check(b)
	}
	n, m := c.Dims()
	if n*m <= smallPairs {
		for i := range n {
			for j := range m {
				if cost := c.At(i, j); !(math.Abs(cost) <= largestCost) { // NaN, too
					return costError(i, j, cost)
				}
			}
		}
		return nil
	}
	read := rowReader(c)
	for _, err := range inParallel(n, func(from, to int) error {
		buffer := make([]float64, m)
		for i := from; i < to; i++ {
			row := read(i, buffer)
			if scan.Within(row, largestCost) {
				continue
			}
			for j, cost := range row {
				if !(math.Abs(cost) <= largestCost) {
					return costError(i, j, cost)
				}
			}
		}
		return nil
	}) {
		if err != nil {
			return err // of the first row that has one
		}
	}
	return nil
}

// costError returns the error of a cost that is not finite or too large.
func costError(i, j int, cost float64) error {
	if math.IsNaN(cost) || math.IsInf(cost, 0) {
		return &ValueError{"cost", []int{i, j}, cost, "is not finite"}
	}
	return &ValueError{"cost", []int{i, j}, cost, fmt.Sprintf("is beyond ±%v", largestCost)}
}

// check returns an error if a coordinate is not finite, if the ground cost is
// unknown, or if the points are so far apart that their cost is too large.
func (p Points) check(b *box) error {
	_, d := p.X.Dims()
	if _, dY := p.Y.Dims(); d != dY {
		return fmt.Errorf("points of dimension %d and %d", d, dY)
	}
	if !p.Ground.known() {
		return fmt.Errorf("unknown ground cost %s", p.Ground)
	}
	b.reset(d)
	if err := b.include("x", p.X); err != nil {
		return err
	}
	if err := b.include("y", p.Y); err != nil {
		return err
	}
	if diameter := p.Ground.Between(b.low, b.high); !(diameter <= largestCost) {
		return fmt.Errorf("the %s cost between points as far apart as %v and %v is beyond %v", p.Ground, b.low, b.high, largestCost)
	}
	return nil
}

// box is the smallest box that holds some points, given by two opposite corners.
type box struct{ low, high []float64 } // d, d

// reset makes b the empty box of R^d.
func (b *box) reset(d int) {
	b.low, b.high = grow(b.low, d), grow(b.high, d)
	for k := range d {
		b.low[k], b.high[k] = math.Inf(1), math.Inf(-1)
	}
}

// include enlarges b to hold points too. It returns a *ValueError if a
// coordinate is not finite.
func (b *box) include(name string, points *mat.Dense) error {
	low, high := b.low, b.high
	raw := points.RawMatrix()
	for i := range raw.Rows {
		for k, a := range raw.Data[i*raw.Stride : i*raw.Stride+raw.Cols] {
			if a >= low[k] && a <= high[k] {
				continue // most coordinates need no more than this
			}
			if a-a != 0 { // NaN or infinite
				return &ValueError{name, []int{i, k}, a, "is not finite"}
			}
			low[k], high[k] = min(low[k], a), max(high[k], a)
		}
	}
	return nil
}
