package gan_test

import (
	"testing"

	"gonum.org/v1/gonum/floats"

	"monge/gan"
)

func TestTheGeneratorOfTheTwoGaussiansShiftsNoiseAndDoesNotLearn(t *testing.T) {
	data, g := gan.NewGaussians(10)
	if data.Dim != 1 || data.Sigma != 1 || data.Modes[0][0] != 0 {
		t.Errorf("the data are %+v, want N(0, 1)", data)
	}
	noise := []float64{-1, 0, 2.5}
	pass := g.NewPass(3)
	if got := pass.Forward(noise); !floats.Equal(got, []float64{9, 10, 12.5}) {
		t.Errorf("%v becomes %v", noise, got)
	}
	pass.WeightGradient([]float64{1, 1, 1})
	if !floats.Equal(g.Gradients, []float64{0, 0}) {
		t.Errorf("its gradients are %v", g.Gradients)
	}
}
