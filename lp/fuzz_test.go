package lp

import (
	"errors"
	"math"
	"testing"
)

// FuzzSolve reads a problem from bytes, with weights and costs over many
// orders of magnitude and many ties, and compares the solution with the
// cheapest of all bases.
func FuzzSolve(f *testing.F) {
	f.Add(uint8(2), uint8(2), []byte{1, 1, 1, 1, 0, 1, 1, 0})
	f.Add(uint8(1), uint8(3), []byte{3, 1, 1, 1, 7, 7, 7})
	f.Add(uint8(3), uint8(3), []byte{0, 1, 255, 3, 200, 17, 0, 250, 4, 4, 4, 4, 9, 0, 31})
	f.Fuzz(func(t *testing.T, rows, columns uint8, data []byte) {
		n, m := int(rows%3)+1, int(columns%4)+1
		next := func() float64 {
			if len(data) == 0 {
				return 1
			}
			b := data[0]
			data = data[1:]
			// Five bits of digits, three of magnitude: 1e-15 … 1e20 in steps.
			return float64(b&31) * math.Pow(10, float64(int(b>>5)*5-15))
		}
		draw := func(n int) (weights []float64, sum float64) {
			for range n {
				weights = append(weights, next())
				sum += weights[len(weights)-1]
			}
			return weights, sum
		}
		supply, totalSupply := draw(n)
		demand, totalDemand := draw(m)
		if totalSupply == 0 || totalDemand == 0 {
			t.Skip("no mass")
		}
		for j := range demand {
			demand[j] *= totalSupply / totalDemand
		}
		p := Problem{supply, demand, randomMatrix(n, m, next)}
		want := cheapestBasis(p)
		for _, solve := range smallAndLargeSolvers() {
			s, err := solve(p)
			if unproven := (*UnprovenError)(nil); errors.As(err, &unproven) && unproven.Cause != nil {
				t.Skip("a weight is too small beside the total: ", err)
			}
			if err != nil {
				t.Fatal(err)
			}
			proven(t, p, s)
			// By weak duality, the gap and the largest violation bound the error of the cost.
			c := s.Certificate
			bound := math.Abs(c.Primal-c.Dual) + c.MaxViolation*totalSupply
			if math.Abs(s.Cost-want) > bound+1e-14*want {
				t.Fatalf("cost %v, the cheapest basis %v; %+v, for %+v", s.Cost, want, s.Certificate, p)
			}
		}
	})
}

// cheapestBasis returns the smallest cost of a basis, among all sets of n+m−1 arcs. If the
// arcs form a spanning tree, one flow along them meets the marginals, and is found leaf
// by leaf. If no part of that flow is negative, it is a vertex of the polytope of plans. One
// of the vertices is an optimal plan. Weights are rounded as the solver rounds them, and
// flows are exact.
func cheapestBasis(p Problem) float64 {
	n, m := p.Cost.Dims()
	a, b, unit := massesOf(p.Supply, p.Demand)
	best := math.Inf(1)
	var arcs []arc
	var choose func(from int)
	choose = func(from int) {
		if len(arcs) == n+m-1 {
			best = min(best, basisCost(arcs, n, append(append([]mass(nil), a...), b...), unit))
			return
		}
		for k := from; k < n*m; k++ {
			arcs = append(arcs, arc{int32(k / m), int32(k % m), p.Cost.At(k/m, k%m)})
			choose(k + 1)
			arcs = arcs[:len(arcs)-1]
		}
	}
	choose(0)
	return best
}

// basisCost returns the cost of the flow along the arcs that uses up left, the mass of each
// node (n sources, then the sinks). It returns +Inf if a flow would be negative or the arcs
// form a cycle. It overwrites left.
func basisCost(arcs []arc, n int, left []mass, u unit) float64 {
	var cost float64
	done := make([]bool, len(arcs))
	for range arcs {
		leaf, at := int32(-1), -1 // an end of only one arc that is left, and that arc
		for v := range int32(len(left)) {
			count, last := 0, -1
			for k, e := range arcs {
				if !done[k] && (e.source == v || int32(n)+e.sink == v) {
					count, last = count+1, k
				}
			}
			if count == 1 {
				leaf, at = v, last
				break
			}
		}
		if leaf < 0 {
			return math.Inf(1)
		}
		e := arcs[at]
		other := e.source + int32(n) + e.sink - leaf
		if left[other].less(left[leaf]) {
			return math.Inf(1)
		}
		left[other] = left[other].minus(left[leaf])
		cost += u.weight(left[leaf]) * e.cost
		left[leaf] = mass{}
		done[at] = true
	}
	for _, rest := range left {
		if !rest.isZero() {
			return math.Inf(1)
		}
	}
	return cost
}
