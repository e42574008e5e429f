package metrics

import (
	"encoding/binary"
	"math"

	"gonum.org/v1/gonum/mat"
)

// CommonSupport writes p and q as probability vectors on one list of atoms:
// the distinct points of both, in order of first appearance. TV, KL and JS
// compare probabilities atom by atom, so they need such a list; what they miss
// is how far apart the atoms are. Points are the same atom if and only if all
// their coordinates are equal (0 and −0 are).
//
// It returns the atoms (k×d) and the two vectors (k each), or an error if p
// and q differ in dimension.
func CommonSupport(p, q *Distribution) (atoms *mat.Dense, pOn, qOn []float64, err error) {
	if err := sameSpace(p, q); err != nil {
		return nil, nil, nil, err
	}
	index := make(map[string]int)
	var data []float64
	var key []byte
	find := func(x []float64) int {
		key = key[:0]
		for _, a := range x {
			key = binary.LittleEndian.AppendUint64(key, math.Float64bits(a+0)) // −0 + 0 = 0
		}
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
