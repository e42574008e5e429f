package metrics

import (
	"encoding/binary"
	"math"

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
	index := make(map[string]int, most)
	data := make([]float64, 0, most*p.Dim())
	pOn, qOn = make([]float64, 0, most), make([]float64, 0, most)
	var key []byte
	find := func(x []float64) int {
		key = appendKey(key[:0], x)
		k, seen := index[string(key)]
		if !seen {
			k = len(index)
			index[string(key)] = k
			data = append(data, x...)
			pOn, qOn = append(pOn, 0), append(qOn, 0)
		}
		return k
	}
	for i := range p.Len() {
		k := find(p.Point(i))
		pOn[k] += p.mass[i]
	}
	for j := range q.Len() {
		k := find(q.Point(j))
		qOn[k] += q.mass[j]
	}
	// Divide once, at the end: integer weights have then added up exactly.
	for k := range pOn {
		pOn[k] /= p.total
		qOn[k] /= q.total
	}
	return mat.NewDense(len(index), p.Dim(), data), pOn, qOn, nil
}

// appendKey appends the bytes of x to key, the same ones for 0 and −0.
func appendKey(key []byte, x []float64) []byte {
	for _, a := range x {
		key = binary.LittleEndian.AppendUint64(key, math.Float64bits(a+0)) // −0 + 0 = 0
	}
	return key
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
