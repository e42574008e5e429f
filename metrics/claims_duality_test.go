package metrics_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

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
			// … and is 1-Lipschitz far beyond it.
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

func TestClaim3_2_OverKLipschitzFunctionsTheSupremumIsKTimesEarthMover(t *testing.T) {
	t.Parallel()
	random := newRandom(32)
	for range 40 {
		p, q := cloud(t, 15, 2, nil, random), cloud(t, 20, 2, nil, random)
		solution := earthMover(t, p, q, lp.Euclidean)
		potential := must(metrics.NewKantorovich(p, solution, lp.Euclidean))(t)
		for _, k := range []float64{1e-6, 0.01, 3, 1e5} {
			// K f is K-Lipschitz and has the estimate K W …
			steep := func(x []float64) float64 { return k * potential.At(x) }
			wantNear(t, "the slope of K f", metrics.Lipschitz(steep, q.Points(), lp.Euclidean), k*metrics.Lipschitz(potential.At, q.Points(), lp.Euclidean), 1e-12)
			wantNear(t, "the estimate of K f", p.Mean(steep)-q.Mean(steep), k*solution.Cost, 1e-12)
			// … and no K-Lipschitz function has more: they are the 1-Lipschitz
			// functions of the ground cost K ‖x−y‖, whose dual is the
			// problem with K c.
			var dear mat.Dense
			dear.CloneFrom(matrixOf(lp.Points{X: p.Points(), Y: q.Points(), Ground: lp.Euclidean}))
			dear.Scale(k, &dear)
			scaled := must(lp.Solve(lp.Problem{
				Supply: draws(15, func() float64 { return 1. / 15 }), Demand: draws(20, func() float64 { return 1. / 20 }), Cost: &dear,
			}))(t)
			wantNear(t, "EM at K times the cost", scaled.Certificate.Dual, k*solution.Cost, 1e-12)
		}
	}
}

// matrixOf writes a ground cost out.
func matrixOf(cost lp.GroundCost) *mat.Dense {
	n, m := cost.Dims()
	c := mat.NewDense(n, m, nil)
	c.Apply(func(i, j int, _ float64) float64 { return cost.At(i, j) }, c)
	return c
}

// A critic that was never trained is a random function. Divided by the slope
// that it has between the atoms, its estimate is a lower bound of W.
func TestClaim3_2_NoCriticsEstimateExceedsEarthMover(t *testing.T) {
	t.Parallel()
	random := newRandom(320)
	var best []float64
	for range 20 {
		p, q := cloud(t, 20, 2, nil, random), cloud(t, 25, 2, nil, random)
		w := earthMover(t, p, q, lp.Euclidean).Cost
		atoms := stack(p.Points(), q.Points())
		var largest float64
		for range 500 {
			critic := randomCritic(random)
			estimate := (p.Mean(critic) - q.Mean(critic)) / metrics.Lipschitz(critic, atoms, lp.Euclidean)
			if estimate > w*(1+1e-12) {
				t.Errorf("an estimate of %v for an EM of %v", estimate, w)
			}
			largest = max(largest, estimate/w)
		}
		best = append(best, largest)
	}
	t.Logf("best of 500 random critics, as a share of EM: %.2f (least, mean, most of %d pairs)", spreadOf(best), len(best))
	if spreadOf(best).most < 0.3 {
		t.Error("no random critic comes near: too tame to test the bound")
	}
}

// randomCritic returns a layer of eight random rectifiers, as in a network of
// Figure 2 before training.
func randomCritic(random *rand.Rand) func(x []float64) float64 {
	w := draws(4*8, random.NormFloat64)
	return func(x []float64) (sum float64) {
		for k := 0; k < len(w); k += 4 {
			sum += w[k] * max(w[k+1]*x[0]+w[k+2]*x[1]+w[k+3], 0)
		}
		return sum
	}
}
