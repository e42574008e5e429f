package metrics_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	convex "gonum.org/v1/gonum/optimize/convex/lp"

	"monge/lp"
	"monge/metrics"
)

// The claims of section 3 of the paper about Kantorovich–Rubinstein duality.

func TestClaim3_1_ThePotentialIsOneLipschitzAndReachesEarthMover(t *testing.T) {
	t.Parallel()
	random := newRandom(31)
	var violation float64
	for range 150 {
		n, m, d := 1+random.IntN(30), 1+random.IntN(30), 1+random.IntN(3)
		p := cloud(t, n, d, draws(n, random.Float64), random)
		q := cloud(t, m, d, draws(m, random.Float64), random)
		for _, ground := range []lp.Ground{lp.Euclidean, lp.CityBlock, lp.Chebyshev} {
			solution := earthMover(t, p, q, ground)
			potential := must(metrics.NewKantorovich(p, solution, ground))(t)
			wantNear(t, "the dual", solution.Certificate.Dual, solution.Cost, 1e-12)
			wantNear(t, "E_p f − E_q f", p.Mean(potential.At)-q.Mean(potential.At), solution.Cost, 1e-12)

			// f passes through the potentials of the linear program …
			for i, u := range solution.U {
				if f := potential.At(p.Point(i)); math.Abs(f-u) > 1e-14 {
					t.Errorf("f = %v at atom %d of p, u is %v", f, i, u)
				}
			}
			for j, v := range solution.V {
				if f := potential.At(q.Point(j)); math.Abs(f+v) > 1e-14 {
					t.Errorf("f = %v at atom %d of q, −v is %v", f, j, -v)
				}
			}
			// … and is 1-Lipschitz, also far from the atoms.
			elsewhere := mat.NewDense(40, d, draws(40*d, func() float64 { return 5 * random.NormFloat64() }))
			everywhere := stack(p.Points(), q.Points(), elsewhere)
			points, _ := everywhere.Dims()
			for i := range points {
				for j := range i {
					x, y := everywhere.RawRowView(i), everywhere.RawRowView(j)
					if rise, way := math.Abs(potential.At(x)-potential.At(y)), ground.Between(x, y); rise > way+1e-14 {
						t.Errorf("f rises by %v between points at %v distance %v", rise, ground, way)
					}
				}
			}
		}
		violation = max(violation, earthMover(t, p, q, lp.Euclidean).Certificate.MaxViolation)
	}
	t.Logf("largest u + v − c over all pairs: %.1e", violation)
}

// The dual in the form of equation (2) is a linear program over one function f on all
// atoms of p and q, with a constraint for every pair of atoms. Its value is K times EM
// if the ground cost is a metric. Squared distances are not a metric: for them it is less
// than K times the cost of the cheapest plan.
func TestClaim3_2_OverKLipschitzFunctionsTheSupremumIsKTimesEarthMover(t *testing.T) {
	t.Parallel()
	random := newRandom(32)
	var shares []float64
	for range 15 {
		n, m := 1+random.IntN(5), 2+random.IntN(4)
		p := cloud(t, n, 2, draws(n, random.Float64), random)
		q := cloud(t, m, 2, draws(m, random.Float64), random)
		for _, ground := range []lp.Ground{lp.Euclidean, lp.CityBlock, lp.Chebyshev} {
			em := earthMover(t, p, q, ground).Cost
			for _, k := range []float64{0.01, 1, 30} {
				wantNear(t, fmt.Sprintf("the supremum over %v-Lipschitz functions", k), lipschitzSupremum(t, p, q, ground, k), k*em, 1e-9)
			}
		}
		squared := earthMover(t, p, q, lp.SquaredEuclidean).Cost
		shares = append(shares, lipschitzSupremum(t, p, q, lp.SquaredEuclidean, 1)/squared)
	}
	s := spreadOf(shares)
	t.Logf("of squared distances the supremum finds a share of %.3f (least, mean, most of %d pairs)", s, len(shares))
	if s.mean > 0.9 || s.most > 1+1e-9 {
		t.Errorf("of squared distances the supremum finds %.3f; duality in this form should fail for them", s)
	}
}

// lipschitzSupremum returns the supremum of E_p f − E_q f over the functions f on the
// atoms of p and q with |f(x) − f(y)| ≤ k c(x, y) for all pairs, by gonum's simplex.
func lipschitzSupremum(t testing.TB, p, q *metrics.Distribution, ground lp.Ground, k float64) float64 {
	t.Helper()
	points := stack(p.Points(), q.Points())
	weights := make([]float64, p.Len()+q.Len())
	for i := range p.Len() {
		weights[i] = p.Probability(i)
	}
	for j := range q.Len() {
		weights[p.Len()+j] = -q.Probability(j)
	}
	return lipschitzMaximum(t, points, ground, k, weights)
}

// lipschitzMaximum returns the maximum of Σ weightᵢ f(xᵢ) over the functions f on the
// points with |f(x) − f(y)| ≤ k c(x, y) for all pairs. The weights sum to 0.
func lipschitzMaximum(t testing.TB, points *mat.Dense, ground lp.Ground, k float64, weights []float64) float64 {
	t.Helper()
	n, _ := points.Dims()
	var g, h []float64 // row by row: f(x) − f(y) ≤ k c(x, y), with f = 0 at the last point
	for i := range n {
		for j := range n {
			if i == j {
				continue
			}
			row := make([]float64, n)
			row[i], row[j] = 1, -1
			g = append(g, row[:n-1]...)
			h = append(h, k*ground.Between(points.RawRowView(i), points.RawRowView(j)))
		}
	}
	c := make([]float64, n-1)
	floats.AddScaled(c, -1, weights[:n-1])
	cNew, aNew, bNew := convex.Convert(c, mat.NewDense(len(h), n-1, g), h, nil, nil)
	value, _, err := convex.Simplex(cNew, aNew, bNew, 1e-12, nil)
	if err != nil {
		t.Fatal(err)
	}
	return -value
}

// The estimate of any critic divided by its steepest slope between the atoms is a lower
// bound of W: for untrained critics, which are random functions and stay far below it; for
// an optimal potential, which reaches it; and for all that lies between them.
func TestClaim3_2_NoCriticsEstimateExceedsEarthMover(t *testing.T) {
	t.Parallel()
	random := newRandom(320)
	var best []float64
	for range 20 {
		p, q := cloud(t, 20, 2, nil, random), cloud(t, 25, 2, nil, random)
		w := earthMover(t, p, q, lp.Euclidean).Cost
		atoms := stack(p.Points(), q.Points())
		potential := must(metrics.NewKantorovich(p, earthMover(t, p, q, lp.Euclidean), lp.Euclidean))(t)
		share := func(critic func(x []float64) float64) float64 {
			share := (p.Mean(critic) - q.Mean(critic)) / metrics.Lipschitz(critic, atoms, lp.Euclidean) / w
			if share > 1+1e-12 {
				t.Errorf("an estimate of %v times EM", share)
			}
			return share
		}
		wantNear(t, "the estimate of 7 f − 2, as a share of EM", share(func(x []float64) float64 { return 7*potential.At(x) - 2 }), 1, 1e-12)
		var largest float64
		for range 500 {
			critic, step := randomCritic(random), random.Float64()
			largest = max(largest, share(critic))
			share(func(x []float64) float64 { return potential.At(x) + step*critic(x) })
		}
		best = append(best, largest)
	}
	t.Logf("best of 500 random critics, as a share of EM: %.2f (least, mean, most of %d pairs)", spreadOf(best), len(best))
	if spreadOf(best).most < 0.3 {
		t.Error("no random critic comes near the bound, so this does not test it")
	}
}

// randomCritic returns a network with one layer of eight ReLUs and random weights, as
// before training.
func randomCritic(random *rand.Rand) func(x []float64) float64 {
	w := draws(4*8, random.NormFloat64)
	return func(x []float64) (sum float64) {
		for k := 0; k < len(w); k += 4 {
			sum += w[k] * max(w[k+1]*x[0]+w[k+2]*x[1]+w[k+3], 0)
		}
		return sum
	}
}
