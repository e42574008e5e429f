package lp

import (
	"slices"
	"testing"
)

func TestDroppedArcsHaveTheLargestReducedCosts(t *testing.T) {
	random := newRandom(0)
	const n, perSource = fewestForDropping, 30
	net := &network{sources: make([]int, n), sinks: make([]int, n)}
	p := Potentials{make([]float64, n), make([]float64, n)}
	for k := range n {
		p.U[k], p.V[k] = random.NormFloat64(), random.NormFloat64()
	}
	for k := range n * perSource {
		net.arcs = append(net.arcs, arc{int32(k / perSource), random.Int32N(n), 3 + random.NormFloat64()})
	}
	before := slices.Clone(net.arcs)
	net.dropArcs(p)

	if share := float64(len(net.arcs)) / n; share < 0.95*arcsKept || share > 1.05*arcsKept {
		t.Errorf("%v arcs of each source are left, want about %d", share, arcsKept)
	}
	slack := func(e arc) float64 { return p.Slack(int(e.source), int(e.sink), e.cost) }
	largest := slack(slices.MaxFunc(net.arcs, func(a, b arc) int {
		if slack(a) < slack(b) {
			return -1
		}
		return 1
	}))
	var want []arc
	for _, e := range before {
		if slack(e) <= largest {
			want = append(want, e)
		}
	}
	if !slices.Equal(net.arcs, want) {
		t.Error("an arc was dropped whose reduced cost is less than that of one that was kept, or the order has changed")
	}
}

func TestFewArcsOfALargeProblemAreKept(t *testing.T) {
	random := newRandom(0)
	const n = fewestForDropping
	y := randomMatrix(n, 2, random.Float64)
	moveBy(y, 0.5)
	p := Problem{equal(n, 1), equal(n, 1), Points{randomMatrix(n, 2, random.Float64), y, Euclidean}}
	net, err := newNetwork(p, nil, unwatched())
	if err != nil {
		t.Fatal(err)
	}
	s := new(Solution)
	if err := net.solve(p, s, new(verifier)); err != nil {
		t.Fatal(err)
	}
	if c := s.Certificate; c.Gap > 1e-12 || c.MaxViolation > 1e-12 {
		t.Errorf("gap %v, largest violation %v", c.Gap, c.MaxViolation)
	}
	if most := net.arcsToKeep()*4/3 + arcsAdded*n; len(net.arcs) > most {
		t.Errorf("%d arcs, want at most %d", len(net.arcs), most)
	}
}
