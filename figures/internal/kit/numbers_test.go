package kit

import (
	"math"
	"testing"
)

func TestFormatsOfNumbers(t *testing.T) {
	for _, test := range []struct{ got, want string }{
		{Number(0.5, 4), "0.5"},
		{Number(1.23456, 4), "1.235"},
		{Number(-2e-8, 2), "−2e−8"},
		{Number(3e-16, 2), "3e−16"},
		{Number(123.4, 2), "123"},
		{Number(999999, 2), "999999"},
		{Number(2.5e7, 2), "2.5e7"},
		{Number(math.Inf(1), 2), "+Inf"},
		{Number(0, 3), "0"},
		{Decimals(-0.004, 2), "0.00"},
		{Decimals(-0.006, 2), "−0.01"},
		{Decimals(1234.5678, 1), "1234.6"},
		{Grouped(9999), "9999"},
		{Grouped(10_000), "10\u2009000"},
		{Grouped(1_234_567), "1\u2009234\u2009567"},
		{RangeText([]float64{8, 6, 7}, 0), "6–8"},
		{RangeText([]float64{8, 8.2}, 0), "8"},
		{MedianRangeText([]float64{0.6, 0.5, 0.53}), "0.53 (0.50 to 0.60)"},
	} {
		if test.got != test.want {
			t.Errorf("%q, want %q", test.got, test.want)
		}
	}
}
