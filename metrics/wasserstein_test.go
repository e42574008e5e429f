package metrics_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"monge/lp"
	"monge/metrics"
)

// On the line the optimal plan for W_p between n and n equal atoms pairs them in order, for
// every p ≥ 1.
func TestWassersteinOnTheLinePairsAtomsInOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(51, 0))
	for _, order := range []float64{1, 1.5, 2, 3} {
		for _, n := range []int{1, 7, 200} {
			x, y := make([]float64, n), make([]float64, n)
			for k := range n {
				x[k], y[k] = random.NormFloat64(), 1+2*random.NormFloat64()
			}
			got, err := metrics.Wasserstein(onLine(x...), onLine(y...), order)
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(x)
			slices.Sort(y)
			var sum float64
			for k := range n {
				sum += math.Pow(math.Abs(x[k]-y[k]), order)
			}
			if want := math.Pow(sum/float64(n), 1/order); math.Abs(got-want) > 1e-12*want {
				t.Errorf("W_%v of %d atoms is %v, want %v", order, n, got, want)
			}
		}
	}
}

// planar returns the distribution with equal weights on some points of the plane.
func planar(t *testing.T, points [][]float64) *metrics.Distribution {
	t.Helper()
	x := mat.NewDense(len(points), 2, nil)
	for k, point := range points {
		x.SetRow(k, point)
	}
	p, err := metrics.NewDistribution(x, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// W_p is at least W_q if p ≥ q (Jensen), and a translation by θ is at distance |θ| for
// every p.
func TestWassersteinGrowsWithItsOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(52, 0))
	p, q, moved := make([][]float64, 30), make([][]float64, 20), make([][]float64, 30)
	for k := range p {
		p[k] = []float64{random.NormFloat64(), random.NormFloat64()}
		moved[k] = []float64{p[k][0] + 3, p[k][1] - 4}
	}
	for k := range q {
		q[k] = []float64{random.Float64(), random.Float64()}
	}
	before := 0.0
	for _, order := range []float64{1, 1.5, 2, 3, 8} {
		w, err := metrics.Wasserstein(planar(t, p), planar(t, q), order)
		if err != nil {
			t.Fatal(err)
		}
		if w < before*(1-1e-12) {
			t.Errorf("W_%v = %v is below %v of a lower order", order, w, before)
		}
		before = w
		shift, err := metrics.Wasserstein(planar(t, p), planar(t, moved), order)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(shift-5) > 1e-12 {
			t.Errorf("W_%v of a translation by 5 is %v", order, shift)
		}
	}
}

func TestWassersteinRefusesImpossibleOrders(t *testing.T) {
	p := onLine(0, 1)
	for _, order := range []float64{0.5, 0, -1, math.NaN(), math.Inf(1)} {
		if _, err := metrics.Wasserstein(p, p, order); err == nil || !strings.Contains(err.Error(), "order") {
			t.Errorf("order %v: %v", order, err)
		}
	}
	if _, err := metrics.WassersteinWith(context.Background(), new(lp.Solver), p, p, lp.SquaredEuclidean, 2); err == nil {
		t.Error("W₂ of squared distances is taken")
	}
}

// Powers of small distances may round to 0 where others do not. Wasserstein then returns an
// error, and not 0. If all distances are small, it computes in another unit.
func TestWassersteinRefusesPowersThatAreTooSmall(t *testing.T) {
	for _, test := range []struct {
		distance, order float64
		ok              bool
	}{
		{1e-100, 2, true}, {1e-200, 2, true}, {1e-160, 2, true}, {1e-300, 100, true}, {1e-310, 1.5, true}, {1e200, 2, true}, {1e300, 7, true}, {0.1, 200, true}, {0.1, 400, false}, {1e-200, 1, true}, {0, 2, true}, {0, 400, true},
	} {
		w, err := metrics.Wasserstein(onLine(0, 2), onLine(test.distance, 2+test.distance), test.order)
		if test.distance < 1e-9 || test.distance > 1e9 {
			w, err = metrics.Wasserstein(onLine(0), onLine(test.distance), test.order) // 2 has no such neighbour, or one that is too near
		}
		if (err == nil) != test.ok {
			t.Errorf("distance %v, order %v: %v, %v", test.distance, test.order, w, err)
		}
		if test.ok && math.Abs(w-test.distance) > 1e-12*test.distance {
			t.Errorf("W_%v at distance %v is %v", test.order, test.distance, w)
		}
	}
}
