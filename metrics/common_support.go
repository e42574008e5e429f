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
// coordinates are equal; 0 equals −0.
//
// It returns the atoms (k×d) and the two vectors (k each). It returns an error
// if p or q is nil or they differ in dimension.
func CommonSupport(p, q *Distribution) (atoms *mat.Dense, pVector, qVector []float64, err error) {
	if err := checkSameSpace(p, q); err != nil {
		return nil, nil, nil, err
	}
	all := p.Len() + q.Len()
	list := newAtomList(all, p.Dim())
	pVector, qVector = make([]float64, all), make([]float64, all)
	for i := range p.Len() {
		pVector[list.add(p.Point(i))] += p.mass[i]
	}
	for j := range q.Len() {
		qVector[list.add(q.Point(j))] += q.mass[j]
	}
	pVector, qVector = pVector[:list.count], qVector[:list.count]
	// The division comes last, so that integer weights add up exactly.
	for k := range pVector {
		pVector[k] /= p.total
		qVector[k] /= q.total
	}
	return mat.NewDense(list.count, p.Dim(), list.points), pVector, qVector, nil
}

// atomList lists distinct points, in order of first appearance, with a hash table (linear
// probing) to find them. A map would allocate a key for each point.
type atomList struct {
	points []float64 // count×d
	d      int
	count  int
	slots  []int32 // the hash table: 1 + the index of a point, or 0 if free; at least twice as long as the list
	shift  int     // turns a hash into an index of slots
}

// newAtomList returns an empty list with room for room points of dimension d.
func newAtomList(room, d int) *atomList {
	size := bits.Len(uint(2*room - 1))
	return &atomList{points: make([]float64, 0, room*d), d: d, slots: make([]int32, 1<<size), shift: 64 - size}
}

// add returns the index of the point x (d) in the list. It appends x if it is not there.
func (l *atomList) add(x []float64) int {
	slot, k := l.find(x)
	if k < 0 {
		k = l.count
		l.points = append(l.points, x...)
		l.count++
		l.slots[slot] = int32(l.count)
	}
	return k
}

// find returns the index k of the point x in the list, and its slot in the hash table. If x
// is not in the list, k is −1 and slot is free: x belongs there.
func (l *atomList) find(x []float64) (slot uint64, k int) {
	var hash uint64
	for _, a := range x {
		hash = (bits.RotateLeft64(hash, 32) ^ math.Float64bits(a+0)) * 0x9E3779B97F4A7C15 // −0 + 0 = 0
	}
	for slot = hash >> l.shift; ; slot = (slot + 1) % uint64(len(l.slots)) {
		if k = int(l.slots[slot]) - 1; k < 0 || slices.Equal(l.points[k*l.d:(k+1)*l.d], x) {
			return slot, k
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
