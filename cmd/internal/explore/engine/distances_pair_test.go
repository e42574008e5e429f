package engine

import (
	"encoding/json"
	"reflect"
	"testing"

	"monge/metrics"
)

// TestPointsAreReadAsJSON reads rows of numbers, and what is none, as encoding/json
// reads a plain [][]float64.
func TestPointsAreReadAsJSON(t *testing.T) {
	for _, text := range []string{
		"[]", "[[]]", "[[],[ ]]", "[[1,2.5,-3e-7],[0.1,1e300,-0]]", " [ [ 1 , 2 ] ,\n[3]\t,\r[4,5,6] ] ",
		"[[1,2]", "[1,2]", "[[[1]]]", "[[1,[2]]]", `[["1"]]`, `[[true]]`, `{"p":[[1]]}`, `"[[1]]"`, "7", "[[1e999]]", "[[NaN]]", "[[0x1]]",
	} {
		var got atoms
		var want [][]float64
		gotErr, wantErr := json.Unmarshal([]byte(text), &got), json.Unmarshal([]byte(text), &want)
		if (gotErr == nil) != (wantErr == nil) || wantErr == nil && !reflect.DeepEqual([][]float64(got), want) {
			t.Errorf("%s is read as %v, %v, by encoding/json as %v, %v", text, got, gotErr, want, wantErr)
		}
	}
}

// TestDivergencesAreThoseOfMetrics compares points that are apart, that partly coincide,
// and that coincide without mass.
func TestDivergencesAreThoseOfMetrics(t *testing.T) {
	line := func(weights ...float64) *metrics.Distribution {
		x := make([]float64, len(weights))
		for k := range x {
			x[k] = float64(k)
		}
		return must(metrics.OnLine(x, weights))(t)
	}
	for _, two := range [][2]*metrics.Distribution{
		{line(1, 3, 2), must(metrics.OnLine([]float64{0.1, 0.2, 0.7}, []float64{1, 1, 5}))(t)},
		{line(0.1, 0.7, 0), line(0, 0, 0.3)},
		{line(0.1, 0.7, 0), line(0, 0.2, 0.3)},
		{line(1, 2, 3), line(3, 2, 1)},
		{line(1, 2), line(1, 2)},
	} {
		p, q := two[0], two[1]
		got, apart, err := divergences(p, q, 0)
		if err != nil {
			t.Fatal(err)
		}
		want := distanceValues{
			TV: Number(must(metrics.TV(p, q))(t)), JS: Number(must(metrics.JS(p, q))(t)),
			KL: Number(must(metrics.KL(p, q))(t)), KLReverse: Number(must(metrics.KL(q, p))(t)),
		}
		if got != want || apart != (want.TV == 1) {
			t.Errorf("%v, apart %v; package metrics says %v", got, apart, want)
		}
	}
}
