package figures

import (
	"math"
	"testing"

	"monge/figures/internal/kit"
)

// Claim 2.6. EM is drawn as one curve. TV, KL and JS jump at 0 and are drawn as two curves
// and a dot. The computed values agree with the closed form.
func TestCurvesOfFigure1AreBrokenWhereDistancesJump(t *testing.T) {
	params := DefaultDistances()
	thetas, err := params.thetas()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range distances() {
		computed, exact, err := params.curves(d, thetas)
		if err != nil {
			t.Fatal(err)
		}
		for k, at := range computed {
			if want := exact[k].Y; at.Y != want && !(math.Abs(at.Y-want) <= 1e-12*want) {
				t.Errorf("%s at θ = %v is %v, closed form %v", d.Label, at.X, at.Y, want)
			}
		}
		branches := kit.SplitAtJumps(computed)
		if d.Name == "em" {
			if len(branches) != 1 {
				t.Errorf("EM is in %d pieces", len(branches))
			}
			continue
		}
		if len(branches) != 3 || len(branches[1]) != 1 || branches[1][0].X != 0 || branches[1][0].Y != 0 {
			t.Errorf("%s is %v, want two branches and the point (0, 0)", d.Label, branches)
			continue
		}
		for _, branch := range []int{0, 2} {
			for _, at := range branches[branch] {
				if at.Y != d.top.Value {
					t.Errorf("%s at θ = %v is %v, want %s", d.Label, at.X, at.Y, d.top.Label)
				}
			}
		}
	}
}

func TestThetasIncludeZeroForAnyNumberOfSteps(t *testing.T) {
	for _, steps := range []int{2, 3, 10, 81} {
		params := DefaultDistances()
		params.Steps = steps
		thetas, err := params.thetas()
		if err != nil {
			t.Fatal(err)
		}
		zeros := 0
		for k, theta := range thetas {
			if theta == 0 {
				zeros++
			}
			if k > 0 && theta <= thetas[k-1] {
				t.Errorf("%d steps: %v after %v", steps, theta, thetas[k-1])
			}
		}
		if zeros != 1 {
			t.Errorf("%d steps: θ = 0 occurs %d times", steps, zeros)
		}
	}
}
