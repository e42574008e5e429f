package gan_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"

	"monge/gan"
)

// newRandom returns random numbers of that seed.
func newRandom(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// normals returns n standard normal numbers.
func normals(n int, random *rand.Rand) []float64 {
	x := make([]float64, n)
	gan.Normal.Sample(x, random)
	return x
}

// must ends the test if err is not nil, and else returns the value.
func must[T any](value T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// allowed returns the relative error that a test allows for a number that a network
// computed. It is relative with 64 bits. With 32 bits it is at least 1e-4, the rounding error
// after several layers and a difference of scores.
func allowed(relative float64) float64 {
	if gan.Bits == 64 || relative == 0 {
		return relative
	}
	return max(relative, 1e-4)
}

// wantNear fails the test unless got is want to this relative accuracy.
func wantNear(t testing.TB, what string, got, want, relative float64) {
	t.Helper()
	relative = allowed(relative)
	if got != want && !(math.Abs(got-want) <= relative*math.Abs(want)) {
		t.Errorf("%s = %v, want %v (to %v relative)", what, got, want, relative)
	}
}

// wantClose fails the test unless every entry of got agrees with want to this accuracy,
// relative to the largest entry of want.
func wantClose(t testing.TB, what string, got, want []float64, relative float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d numbers, want %d", what, len(got), len(want))
	}
	within := allowed(relative) * floats.Norm(want, math.Inf(1))
	for k := range want {
		if !(math.Abs(got[k]-want[k]) <= within) {
			t.Errorf("%s, entry %d: %v, want %v (to %v)", what, k, got[k], want[k], within)
			return
		}
	}
}

// wantError fails the test unless err has exactly this text.
func wantError(t testing.TB, what string, err error, want string) {
	t.Helper()
	if err == nil || err.Error() != want {
		t.Errorf("%s: error %v, want %s", what, err, want)
	}
}

// wantSlope fails the test unless got is the gradient of f with respect to x, by central
// differences, to allowed(1e-6) of its largest entry. f reads x, which wantSlope changes and
// restores.
func wantSlope(t testing.TB, what string, got, x []float64, f func() float64) {
	t.Helper()
	at := slices.Clone(x)
	want := fd.Gradient(nil, func(y []float64) float64 { copy(x, y); return f() }, at, &fd.Settings{Formula: fd.Central})
	copy(x, at)
	wantClose(t, what, got, want, 1e-6)
}
