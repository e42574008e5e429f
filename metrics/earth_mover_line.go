package metrics

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// EarthMoverOnLine returns the EM distance between two distributions on R without
// a linear program. With F and G their distribution functions,
//
//	W(p, q) = ∫ |F(x) − G(x)| dx
//
// because a mass of |F(x) − G(x)| has to cross x. EarthMoverOnLine takes
// O((n+m) log(n+m)) time. EM returns the same number, to rounding.
//
// It returns an error if p or q is nil or not on the line, or if a distance or the sum of
// mass times distance overflows.
func EarthMoverOnLine(p, q *Distribution) (float64, error) {
	if err := checkOnLine(p, q); err != nil {
		return 0, err
	}
	atoms := slices.Concat(lineAtoms(p, q.total), lineAtoms(q, p.total))
	for k := range p.Len() {
		atoms[k].ofP = true
	}
	slices.SortFunc(atoms, leftToRight)
	// F and G are separate sums. Where they agree, they agree to the last bit, and
	// a long gap to the next atom adds exactly 0.
	var f, g, work float64
	for k, atom := range atoms[:len(atoms)-1] {
		if atom.ofP {
			f += atom.mass
		} else {
			g += atom.mass
		}
		work += math.Abs(f-g) * (atoms[k+1].x - atom.x)
	}
	return perMass(work, p, q)
}

// EarthMoverByQuantiles returns the same number as EarthMoverOnLine from the
// inverse distribution functions,
//
//	W(p, q) = ∫₀¹ |F⁻¹(t) − G⁻¹(t)| dt
//
// The leftmost mass of p goes to the leftmost atom of q, and so on. This monotone
// coupling is optimal on the line. Time and errors are those of EarthMoverOnLine.
func EarthMoverByQuantiles(p, q *Distribution) (float64, error) {
	if err := checkOnLine(p, q); err != nil {
		return 0, err
	}
	from, to := lineAtoms(p, q.total), lineAtoms(q, p.total)
	slices.SortFunc(from, leftToRight)
	slices.SortFunc(to, leftToRight)
	var work float64
	for i, j := 0, 0; i < len(from) && j < len(to); {
		moved := min(from[i].mass, to[j].mass)
		work += moved * math.Abs(from[i].x-to[j].x)
		from[i].mass -= moved
		to[j].mass -= moved
		if from[i].mass == 0 {
			i++
		} else {
			j++
		}
	}
	return perMass(work, p, q)
}

// perMass returns the work for a unit of mass. The work is that of moving p.total·q.total.
func perMass(work float64, p, q *Distribution) (float64, error) {
	if math.IsInf(work, 1) {
		return 0, errors.New("metrics: the sum of mass times distance overflows")
	}
	return work / (p.total * q.total), nil
}

// lineAtom is mass at a point of the line.
type lineAtom struct {
	x, mass float64
	ofP     bool // an atom of p, not of q; only EarthMoverOnLine sets it
}

// lineAtoms returns the atoms of p with their masses times factor. If each of two
// distributions gets the other's total as factor, their totals are equal, and whole
// weights stay whole.
func lineAtoms(p *Distribution, factor float64) []lineAtom {
	atoms := make([]lineAtom, p.Len())
	for i := range atoms {
		atoms[i] = lineAtom{x: p.Point(i)[0], mass: p.mass[i] * factor}
	}
	return atoms
}

// leftToRight orders atoms by x, and atoms at the same x by mass. The last bit of
// a sum then does not depend on the order in which atoms were given.
func leftToRight(a, b lineAtom) int {
	return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.mass, b.mass))
}

// checkOnLine returns an error unless p and q are distributions on R and all distances
// between their atoms are finite.
func checkOnLine(p, q *Distribution) error {
	low, high := math.Inf(1), math.Inf(-1)
	for _, r := range []*Distribution{p, q} {
		if r == nil {
			return checkSameSpace(p, q)
		}
		if r.Dim() != 1 {
			return fmt.Errorf("metrics: a distribution in R^%d; one on the line is needed", r.Dim())
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
