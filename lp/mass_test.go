package lp

import (
	"math"
	"math/big"
	"testing"
)

// big returns m as the whole number that it is.
func (m mass) big() *big.Int {
	n := new(big.Int).Lsh(new(big.Int).SetUint64(m.hi), 64)
	return n.Add(n, new(big.Int).SetUint64(m.lo))
}

func TestMassesAddAndCompareAsWholeNumbers(t *testing.T) {
	random := newRandom(8)
	for range 10_000 {
		a := mass{random.Uint64() >> (1 + random.IntN(63)), random.Uint64() >> random.IntN(64)}
		b := mass{random.Uint64() >> (1 + random.IntN(63)), random.Uint64() >> random.IntN(64)}
		if sum := new(big.Int).Add(a.big(), b.big()); a.plus(b).big().Cmp(sum) != 0 {
			t.Fatalf("%v + %v = %v", a, b, a.plus(b))
		}
		if a.less(b) != (a.big().Cmp(b.big()) < 0) {
			t.Fatalf("%v < %v is %v", a, b, a.less(b))
		}
		if a.plus(b).minus(b) != a {
			t.Fatalf("%v + %v − %v = %v", a, b, b, a.plus(b).minus(b))
		}
	}
}

func TestWeightsConvertToMassesAndBack(t *testing.T) {
	random := newRandom(9)
	for range 10_000 {
		total := math.Ldexp(random.Float64()+1e-3, random.IntN(2000)-1000)
		u := unitFor([]float64{total}, nil)
		w := total * math.Pow(10, -20*random.Float64())
		if got := u.weight(u.mass(w)); got != w {
			t.Fatalf("%v of %v came back as %v", w, total, got)
		}
	}
	u := unitFor([]float64{1}, nil)
	for _, tiny := range []float64{1e-40, 5e-324} {
		if got := u.mass(tiny); got != (mass{lo: 1}) {
			t.Errorf("%v is %v units, want 1: what has mass must keep some", tiny, got)
		}
	}
	if !u.mass(0).isZero() {
		t.Error("no weight has mass")
	}
}

// massesOf returns supply and demand in units, with equal totals, as setMasses sets them.
func massesOf(supply, demand []float64) (a, b []mass, u unit) {
	a, b = make([]mass, len(supply)), make([]mass, len(demand))
	u = setMasses(a, b, supply, demand)
	return a, b, u
}

func TestMassesHaveEqualTotals(t *testing.T) {
	random := newRandom(10)
	for range 1000 {
		a := randomShares(1+random.IntN(40), random)
		b := randomShares(1+random.IntN(40), random)
		wholeA, wholeB, _ := massesOf(a, b)
		var sumA, sumB mass
		for _, m := range wholeA {
			sumA = sumA.plus(m)
		}
		for _, m := range wholeB {
			sumB = sumB.plus(m)
		}
		if sumA != sumB || sumA.isZero() {
			t.Fatalf("%v units against %v", sumA, sumB)
		}
	}
}
