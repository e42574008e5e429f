package metrics

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// EarthMoverOnLine returns the EM distance of two distributions on R without a
// linear program. With F and G their distribution functions,
//
//	W(p, q) = ∫ |F(x) − G(x)| dx :
//
// whatever mass F has to the left of x beyond what G has there must cross x.
// It takes O((n+m) log(n+m)) time. It returns an error unless p and q are on
// the line, and if two atoms are so far apart that their distance overflows.
func EarthMoverOnLine(p, q *Distribution) (float64, error) {
	if err := onLine(p, q); err != nil {
		return 0, err
	}
	atoms := slices.Concat(lineAtoms(p, q.total), lineAtoms(q, p.total))
	for k := range p.Len() {
		atoms[k].ofP = true
	}
	slices.SortFunc(atoms, leftToRight)
	// F and G add up apart: where they agree they do so to the last bit, and a
	// long way to the next atom then costs nothing.
	var f, g, distance float64
	for k, atom := range atoms[:len(atoms)-1] {
		if atom.ofP {
			f += atom.mass
		} else {
			g += atom.mass
		}
		distance += math.Abs(f-g) * (atoms[k+1].x - atom.x)
	}
	return distance / (p.total * q.total), nil
}

// EarthMoverByQuantiles returns the same number as EarthMoverOnLine from the
// other side of the graph,
//
//	W(p, q) = ∫₀¹ |F⁻¹(t) − G⁻¹(t)| dt :
//
// the leftmost mass of p goes to the leftmost place of q, and so on. On the
// line this monotone coupling is optimal. Time and errors are those of
// EarthMoverOnLine.
func EarthMoverByQuantiles(p, q *Distribution) (float64, error) {
	if err := onLine(p, q); err != nil {
		return 0, err
	}
	from, to := lineAtoms(p, q.total), lineAtoms(q, p.total)
	slices.SortFunc(from, leftToRight)
	slices.SortFunc(to, leftToRight)
	var distance float64
	for i, j := 0, 0; i < len(from) && j < len(to); {
		moved := min(from[i].mass, to[j].mass)
		distance += moved * math.Abs(from[i].x-to[j].x)
		from[i].mass -= moved
		to[j].mass -= moved
		if from[i].mass == 0 {
			i++
		} else {
			j++
		}
	}
	return distance / (p.total * q.total), nil
}

// lineAtom is mass at a place on the line.
type lineAtom struct {
	x, mass float64
	ofP     bool // for EarthMoverOnLine: whether F or G rises here
}

// lineAtoms returns the atoms of p, masses times factor. Given each other's
// total as factor, two distributions have the same mass, and whole weights stay
// whole.
func lineAtoms(p *Distribution, factor float64) []lineAtom {
	atoms := make([]lineAtom, p.Len())
	for i := range atoms {
		atoms[i] = lineAtom{x: p.Point(i)[0], mass: p.mass[i] * factor}
	}
	return atoms
}

// leftToRight orders atoms by place. Those at one place it orders by mass, so
// that the order in which they were given does not show in the last bit.
func leftToRight(a, b lineAtom) int {
	return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.mass, b.mass))
}

// onLine returns an error unless p and q are distributions on R, all of whose
// atoms are at finite distances.
func onLine(p, q *Distribution) error {
	low, high := math.Inf(1), math.Inf(-1)
	for _, r := range []*Distribution{p, q} {
		if r.Dim() != 1 {
			return fmt.Errorf("metrics: a distribution in R^%d where one on the line is needed", r.Dim())
		}
		for i := range r.Len() {
			low, high = min(low, r.Point(i)[0]), max(high, r.Point(i)[0])
		}
	}
	if math.IsInf(high-low, 0) {
		return fmt.Errorf("metrics: the distance between the atoms at %v and %v overflows", low, high)
	}
	return nil
}
