package scan

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// rows calls do with rows of costs and of potentials, of all lengths up to some turns of the
// kernels, with costs that tie, of any size, and at the ends of the range of floats.
func rows(do func(c, v []float64, random *rand.Rand)) {
	random := rand.New(rand.NewPCG(5, 6))
	ends := []float64{0, math.Copysign(0, -1), 1, -1, 1e300, -1e300, 5e-324, math.Inf(1), math.MaxFloat64}
	for length := range 4*rowTurn + 2 {
		for kind := range 3 {
			draw := random.NormFloat64
			switch kind {
			case 1:
				draw = func() float64 { return float64(random.IntN(3)) }
			case 2:
				draw = func() float64 { return ends[random.IntN(len(ends))] }
			}
			c, v := make([]float64, length), make([]float64, length+random.IntN(2))
			for k := range c {
				c[k] = draw()
			}
			for k := range v {
				if v[k] = draw(); math.IsInf(v[k], 0) {
					v[k] = 0 // a potential is finite, so that no c − v is NaN
				}
			}
			do(c, v, random)
		}
	}
}

func TestRowKernelsGiveWhatPlainLoopsGive(t *testing.T) {
	rows(func(c, v []float64, random *rand.Rand) {
		v0 := random.NormFloat64()
		bounds := []float64{math.Inf(1), math.Inf(-1), 0, random.NormFloat64(), 1, 1e300}
		for k := range c {
			bounds = append(bounds, c[k]-v[k], math.Nextafter(c[k]-v[k], math.Inf(1)))
		}
		for _, bound := range bounds {
			want := slices.IndexFunc(upTo(len(c)), func(k int) bool { return c[k]-v[k] < bound })
			if want < 0 {
				want = len(c)
			}
			if got, plain := Below(c, v, bound), belowPlain(c, v, bound); got != want || plain != want {
				t.Fatalf("c = %v, v = %v: the first below %v is %d, and %d by the plain loop, want %d", c, v, bound, got, plain, want)
			}
		}
		var least, leastPlain [Lanes]float64
		Minima(&least, c, v)
		minimaPlain(&leastPlain, c[:len(c)/Lanes*Lanes], v)
		for l := range least {
			want := math.Inf(1)
			for k := l; k < len(c)/Lanes*Lanes; k += Lanes {
				want = min(want, c[k]-v[k])
			}
			if least[l] != want || leastPlain[l] != want {
				t.Fatalf("c = %v, v = %v: part %d has the minimum %v, and %v by the plain loop, want %v", c, v, l, least[l], leastPlain[l], want)
			}
		}
		lower, plain := slices.Clone(v[:len(c)]), slices.Clone(v[:len(c)])
		Lower(lower, c)
		lowerPlain(plain, c)
		for k := range c {
			if math.Float64bits(lower[k]) != math.Float64bits(plain[k]) || lower[k] != min(c[k], v[k]) {
				t.Fatalf("the smaller of %v and %v is %v, and %v by the plain loop", c[k], v[k], lower[k], plain[k])
			}
		}

		four := [4][]float64{c, v, slices.Clone(c), slices.Clone(c)}
		for _, costs := range four {
			for k := range costs {
				costs[k] = max(min(costs[k], 1e300), -1e300)
			}
		}
		random.Shuffle(len(c), func(i, j int) { four[2][i], four[2][j] = four[2][j], four[2][i] })
		random.Shuffle(len(c), func(i, j int) { four[3][i], four[3][j] = four[3][j], four[3][i] })
		before := make([]float64, len(c))
		for k := range before {
			before[k] = four[random.IntN(4)][k]
		}
		lower, plain = slices.Clone(before), slices.Clone(before)
		LowerToMean(lower, four, v0)
		lowerToMeanPlain(plain, four, v0)
		for k := range before {
			mean := (four[0][k]+four[1][k]+(four[2][k]+four[3][k]))/4 - v0
			if math.Float64bits(lower[k]) != math.Float64bits(plain[k]) || lower[k] != min(before[k], mean) {
				t.Fatalf("the smaller of %v and the mean %v is %v, and %v by the plain loop", before[k], mean, lower[k], plain[k])
			}
		}
	})
}

// Within finds a number that is too large, or NaN, at any index.
func TestWithinLooksAtEachNumber(t *testing.T) {
	rows(func(c, _ []float64, random *rand.Rand) {
		for k := range c {
			c[k] = max(min(c[k], 1e300), -1e300)
		}
		if !Within(c, 1e300) || !withinPlain(c, 1e300) {
			t.Fatalf("%v is not within 1e300", c)
		}
		for k, before := range c {
			for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Nextafter(-1e300, math.Inf(-1))} {
				if c[k] = x; Within(c, 1e300) || withinPlain(c, 1e300) {
					t.Fatalf("%v is within 1e300", c)
				}
			}
			c[k] = before
		}
	})
}

// upTo returns 0, 1, …, n−1.
func upTo(n int) []int {
	all := make([]int, n)
	for k := range all {
		all[k] = k
	}
	return all
}
