package lp

import (
	"gonum.org/v1/gonum/mat"
	"testing"
	"time"
)

func TestStats(t *testing.T) {
	for _, n := range []int{4000} {
		random := newRandom(0)
		cloud := Points{randomMatrix(n, 2, random.Float64), randomMatrix(n, 2, random.Float64), Euclidean}
		for k, p := range []Problem{{equal(n, 1), equal(n, 1), mat.DenseCopyOf(asMatrix{cloud})}, {randomCounts(n, 1000*n, random), randomCounts(n, 1000*n, random), mat.DenseCopyOf(asMatrix{cloud})},
			{equal(n, 1), equal(n, 1), randomMatrix(n, n, random.Float64)}, {randomCounts(n, 1000*n, random), randomCounts(n, 1000*n, random), randomMatrix(n, n, random.Float64)}} {
			t0 := time.Now()
			net := newNetwork(p)
			t.Log(k, "start", time.Since(t0))
			for round := 0; ; round++ {
				t0 = time.Now()
				was := net.pivots
				net.settle()
				t1 := time.Since(t0)
				net.price()
				t0 = time.Now()
				a0 := len(net.arcs)
				w := net.widen()
				t.Log("round", round, "pivots", net.pivots-was, t1, "widen", len(net.arcs)-a0, time.Since(t0))
				if !w {
					break
				}
			}
		}
	}
}
