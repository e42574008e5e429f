package lp

import (
	"math"
	"runtime"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// sameSearch fails the test unless two searches find, for each source, arcs of the same
// c − v in the same order. Of arcs with equal c − v, they may find different ones.
func sameSearch(t *testing.T, want, got search, n, k int, u []float64, limit float64, v []float64) {
	t.Helper()
	want.setPotentials(v)
	got.setPotentials(v)
	for i := range int32(n) {
		a := want.worker().best(nil, i, i+1, k, u, limit)
		b := got.worker().best(nil, i, i+1, k, u, limit)
		if len(a) != len(b) {
			t.Fatalf("source %d: %d arcs, want %d", i, len(b), len(a))
		}
		seen := map[int32]bool{}
		for r := range a {
			keyA, keyB := a[r].cost-v[a[r].sink], b[r].cost-v[b[r].sink]
			if keyA != keyB || b[r].source != i || seen[b[r].sink] || b[r].cost != got.cost(i, b[r].sink) {
				t.Fatalf("source %d: arc %d is %+v with c−v = %v, want %v", i, r, b[r], keyB, keyA)
			}
			seen[b[r].sink] = true
		}
	}
}

// The search of points finds the arcs that a scan of all pairs finds, whatever the ground
// cost, the potentials, the ceiling and the number of arcs.
func TestTheSearchOfPointsFindsTheArcsOfAScanOfAllPairs(t *testing.T) {
	random := newRandom(12)
	for _, coordinate := range []func() float64{random.NormFloat64, func() float64 { return float64(random.IntN(4)) }} {
		for _, g := range Grounds() {
			for d := 1; d <= 4; d++ {
				n, m := 1+random.IntN(60), 1+random.IntN(300)
				p := Points{randomMatrix(n, d, coordinate), randomMatrix(m, d, coordinate), g}
				sources, sinks := upTo(n), upTo(m)
				random.Shuffle(n, func(i, j int) { sources[i], sources[j] = sources[j], sources[i] })
				sources, sinks = sources[:(n+1)/2], sinks[m/3:]
				points, rows := newPointsSearch(p, sources, sinks), newMatrixSearch(p, sources, sinks)
				nearest, _ := points.nearest(unwatched())
				if want, _ := rows.columnMinima(unwatched()); !slices.Equal(nearest, want) {
					t.Fatalf("nearest %v, want %v", nearest, want)
				}
				v, u := make([]float64, len(sinks)), make([]float64, len(sources))
				for j := range v {
					v[j] = random.NormFloat64()
				}
				for i := range u {
					u[i] = random.NormFloat64()
				}
				for _, ceiling := range []float64{math.Inf(1), 1} {
					points.setCeiling(ceiling)
					rows.setCeiling(ceiling)
					for _, k := range []int{1, 3, 100} {
						for _, limit := range []float64{math.Inf(1), 0, -1e-9} {
							sameSearch(t, rows, points, len(sources), k, u, limit, v)
						}
					}
				}
			}
		}
	}
}

// Clouds large enough to be solved from coarser ones, with some atoms without
// mass, cost what the matrix of their distances costs.
func TestLargeCloudsCostWhatTheirMatrixCosts(t *testing.T) {
	random := newRandom(13)
	for _, d := range []int{1, 2, 3} {
		const n, m = 1200, 900
		cloud := Points{randomMatrix(n, d, random.NormFloat64), randomMatrix(m, d, random.Float64), Euclidean}
		p := Problem{randomCounts(n, 3*m, random), randomCounts(m, 3*m, random), cloud}
		s, err := Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		proven(t, p, s)
		p.Cost = mat.DenseCopyOf(asMatrix{cloud})
		dense, err := Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		proven(t, p, dense)
		if math.Abs(s.Cost-dense.Cost) > 1e-13*dense.Cost {
			t.Errorf("in R^%d the points cost %v, their matrix %v", d, s.Cost, dense.Cost)
		}
		// Verify skips pairs of points. It must find the largest violation all the same.
		s.U[17] += 1e-3
		s.V[4] += 1e-5
		pruned, err := Verify(Problem{p.Supply, p.Demand, cloud}, s)
		if err != nil {
			t.Fatal(err)
		}
		scanned, err := Verify(p, s)
		if err != nil {
			t.Fatal(err)
		}
		difference := math.Abs(pruned.MaxViolation - scanned.MaxViolation) // u + v − c is rounded
		pruned.MaxViolation = scanned.MaxViolation
		if pruned != scanned || difference > 1e-15 || pruned.MaxViolation < 1e-5 {
			t.Errorf("%+v for points, %+v for their matrix", pruned, scanned)
		}
	}
}

// Hard pairs of clouds cost what the matrix of their distances costs, too.
func TestHardCloudsCostWhatTheirMatrixCosts(t *testing.T) {
	for _, c := range append(append(hardClouds(300), deepClouds(300)...), flatClouds(300)...) {
		s, err := Solve(c.p)
		if err != nil {
			t.Fatal(err)
		}
		proven(t, c.p, s)
		dense, err := Solve(Problem{c.p.Supply, c.p.Demand, mat.DenseCopyOf(asMatrix{c.p.Cost})})
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(s.Cost-dense.Cost) > 1e-13*dense.Cost+1e-17 {
			t.Errorf("%s: the points cost %v, their matrix %v", c.name, s.Cost, dense.Cost)
		}
	}
}

// Without a coarser problem the first potentials of few sinks are far from optimal, and each
// source takes more than one pivot.
func TestFewSinksAgainstManySourcesTakeFewPivots(t *testing.T) {
	random := newRandom(4)
	x, y := randomMatrix(8000, 2, random.Float64), randomMatrix(20, 2, random.Float64)
	moveBy(y, 0.5)
	for name, c := range map[string]GroundCost{
		"few sinks":           Points{x, y, Euclidean},
		"few sources":         Points{y, x, Euclidean},
		"matrix, few sinks":   mat.DenseCopyOf(asMatrix{Points{x, y, Euclidean}}),
		"matrix, few sources": mat.DenseCopyOf(asMatrix{Points{y, x, Euclidean}}),
	} {
		p := weighted(name, c, newRandom(5))[1].p
		net, err := optimalNetwork(p, unwatched())
		if err != nil {
			t.Fatal(err)
		}
		if most := len(net.tree.nodes) / 2; net.pivots > most {
			t.Errorf("%s: %d pivots, want at most %d", name, net.pivots, most)
		}
	}
}

// The potentials of a coarser problem are less exact than the partners of such clouds are near,
// and repairing them took six pivots per node and more.
func TestCloudsThatNearlyCoincideTakeFewPivots(t *testing.T) {
	const n = 1000
	random := newRandom(7)
	x := randomMatrix(n, 2, random.Float64)
	for _, by := range []float64{0, 1e-6} {
		y := randomMatrix(n, 2, func() float64 { return by * random.NormFloat64() })
		y.Add(y, x)
		for _, g := range Grounds() {
			net, err := optimalNetwork(Problem{equal(n, 1), equal(n, 1), Points{x, y, g}}, unwatched())
			if err != nil {
				t.Fatal(err)
			}
			if most := 2 * len(net.tree.nodes); net.pivots > most {
				t.Errorf("%v, moved by %v: %d pivots, want at most %d", g, by, net.pivots, most)
			}
		}
	}
}

// On one processor or several, the solution has the same bytes.
func TestSolveDoesNotDependOnTheNumberOfProcessors(t *testing.T) {
	random := newRandom(14)
	cloud := Points{randomMatrix(700, 2, random.Float64), randomMatrix(800, 2, random.Float64), Euclidean}
	for _, p := range []Problem{
		{randomShares(700, random), randomShares(800, random), cloud},
		{randomShares(700, random), randomShares(800, random), randomMatrix(700, 800, random.Float64)},
	} {
		var first *Solution
		for _, cores := range []int{1, 2, 5} {
			before := runtime.GOMAXPROCS(cores)
			s, err := Solve(p)
			runtime.GOMAXPROCS(before)
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = s
			}
			if s.Certificate != first.Certificate || !slices.Equal(s.Plan, first.Plan) || !slices.Equal(s.U, first.U) {
				t.Errorf("on %d cores: %+v, on one: %+v", cores, s.Certificate, first.Certificate)
			}
		}
	}
}
