package engine

import (
	"encoding/json"
	"reflect"
	"testing"
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
