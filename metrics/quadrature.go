package metrics

import "math"

// quadrature holds the nodes and weights of Gauss–Legendre quadrature on [−1, 1]. With n
// nodes it integrates polynomials of degree 2n−1 exactly. gonum's quad has the same numbers in
// tables for each n up to 100. They take 50 kB, which compression leaves as large, in each
// program that asks for one of them; the page of monge explore is such a program.
type quadrature struct{ nodes, weights []float64 }

// gaussLegendre returns the quadrature with n nodes. They are the zeros of the Legendre
// polynomial Pₙ, found by Newton's method, and the weights are 2/((1−x²) Pₙ′(x)²)
// (Abramowitz and Stegun, 25.4.29).
func gaussLegendre(n int) quadrature {
	q := quadrature{nodes: make([]float64, n), weights: make([]float64, n)}
	for k := range (n + 1) / 2 {
		x := math.Cos(math.Pi * (float64(k) + 0.75) / (float64(n) + 0.5))
		var slope float64
		for range 5 { // each step doubles the digits, of which the estimate has two or three
			p, before := 1., 0. // P₀ and P₋₁
			for j := range n {
				i := float64(j)
				p, before = x*p+i/(i+1)*(x*p-before), p
			}
			slope = float64(n) * (x*p - before) / (x*x - 1)
			x -= p / slope
		}
		weight := 2 / ((1 - x*x) * slope * slope)
		q.nodes[k], q.weights[k] = x, weight
		q.nodes[n-1-k], q.weights[n-1-k] = -x, weight
	}
	return q
}

// integrate returns the integral of f between two points.
func (q quadrature) integrate(f func(x float64) float64, from, to float64) float64 {
	var sum float64
	middle, half := (from+to)/2, (to-from)/2
	for k, x := range q.nodes {
		sum += q.weights[k] * f(middle+half*x)
	}
	return half * sum
}
