package metrics

import (
	"math"
	"math/bits"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// CommonSupport writes p and q as probability vectors on one list of atoms:
// the distinct points of both, in order of first appearance. TV, KL and JS
// compare probabilities atom by atom, so they need such a list. They ignore how
// far apart the atoms are. Points are the same atom if and only if all their
// coordinates are equal (0 and −0 are).
//
// It returns the atoms (k×d) and the two vectors (k each). It returns an error
// if p or q is nil or they differ in dimension.
func CommonSupport(p, q *Distribution) (atoms *mat.Dense, pOn, qOn []float64, err error) {
	if err := sameSpace(p, q); err != nil {
		return nil, nil, nil, err
	}
	most := p.Len() + q.Len()
	list := newAtomList(most, p.Dim())
	pOn, qOn = make([]float64, most), make([]float64, most)
	for i := range p.Len() {
		pOn[list.find(p.Point(i))] += p.mass[i]
	}
	for j := range q.Len() {
		qOn[list.find(q.Point(j))] += q.mass[j]
	}
	pOn, qOn = pOn[:list.count], qOn[:list.count]
	// Divide once, at the end: integer weights have then added up exactly.
	for k := range pOn {
		pOn[k] /= p.total
		qOn[k] /= q.total
	}
	return mat.NewDense(list.count, p.Dim(), list.points), pOn, qOn, nil
}

// atomList lists distinct points, in order of first appearance. It is a hash table with
// linear probing. A map would need a key for each point, in memory of its own.
type atomList struct {
	points []float64 // count×d
	d      int
	count  int
	places []int32 // 1 + where in the list the point is, 0 for none; twice as many as points
	shift  int     // from a hash to an index of places
}

// newAtomList returns a list with room for that many points of dimension d.
func newAtomList(most, d int) *atomList {
	size := bits.Len(uint(2*most - 1))
	return &atomList{points: make([]float64, 0, most*d), d: d, places: make([]int32, 1<<size), shift: 64 - size}
}

// find returns where in the list the point x is (d). It appends x if it is not there.
func (l *atomList) find(x []float64) int {
	at, k := l.look(x)
	if k < 0 {
		k = l.count
		l.points = append(l.points, x...)
		l.count++
		l.places[at] = int32(l.count)
	}
	return k
}

// look returns where in the list the point x is, and the index of places that says so. If
// x is not there, it returns −1 and the index of places that is free for it.
func (l *atomList) look(x []float64) (at uint64, k int) {
	var hash uint64
	for _, a := range x {
		hash = (bits.RotateLeft64(hash, 32) ^ math.Float64bits(a+0)) * 0x9E3779B97F4A7C15 // −0 + 0 = 0
	}
	for at = hash >> l.shift; ; at = (at + 1) % uint64(len(l.places)) {
		if k = int(l.places[at]) - 1; k < 0 || slices.Equal(l.points[k*l.d:(k+1)*l.d], x) {
			return at, k
		}
	}
}

// Disjoint reports whether no atom has mass under both p and q, two probability vectors
// (k each) on the list of atoms that CommonSupport returns. Then TV is 1, KL is +Inf both
// ways and JS is log 2. It panics if q is shorter than p.
func Disjoint(p, q []float64) bool {
	for k := range p {
		if p[k] > 0 && q[k] > 0 {
			return false
		}
	}
	return true
}
