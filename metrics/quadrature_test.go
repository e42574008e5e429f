package metrics

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
)

func TestGaussLegendreIsGonums(t *testing.T) {
	for _, n := range []int{1, 2, 3, 8, 48, 100} {
		rule := gaussLegendre(n)
		nodes, weights := make([]float64, n), make([]float64, n)
		quad.Legendre{}.FixedLocations(nodes, weights, -1, 1)
		for k := range n {
			if math.Abs(rule.nodes[k]-nodes[k]) > 1e-15 || math.Abs(rule.weights[k]-weights[k]) > 1e-15 {
				t.Errorf("node %d of %d is %v with weight %v, gonum says %v and %v", k, n, rule.nodes[k], rule.weights[k], nodes[k], weights[k])
			}
		}
	}
}

func TestGaussLegendreIsExactForPolynomials(t *testing.T) {
	const n = 8
	for degree := range 2 * n {
		power := float64(degree)
		got := gaussLegendre(n).integrate(func(x float64) float64 { return math.Pow(x, power) }, -1, 2)
		want := (math.Pow(2, power+1) - math.Pow(-1, power+1)) / (power + 1)
		if math.Abs(got-want) > 1e-15*math.Pow(2, power+1) {
			t.Errorf("∫x^%d from −1 to 2 is %v, want %v", degree, got, want)
		}
	}
}
