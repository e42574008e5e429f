package engine

import "fmt"

// recipe returns the command that gives EM, and the program that gives all.
func (s dualityState) recipe() (Frame, error) {
	two, err := s.pair()
	if err != nil {
		return Frame{}, err
	}
	f, err := s.function()
	if err != nil {
		return Frame{}, err
	}
	command := "# EM; what f says of it is in the Go program.\n" + distancesState{Ground: "euclidean"}.command(two)
	body := fmt.Sprintf(`p, err := %[1]s
%[3]sq, err := %[2]s
%[3]s
// f is straight between these places.
x := make([]float64, %[4]d)
for k := range x {
x[k] = %[5]v * float64(k) / %[6]d
}
heights := %[7]s
var f interp.PiecewiseLinear
if err := f.Fit(x, heights); err != nil {
log.Fatal(err)
}
at := func(x []float64) float64 { return f.Predict(x[0]) }

fmt.Println("E_P f", p.Mean(at))
fmt.Println("E_Q f", q.Mean(at))
fmt.Println("difference", p.Mean(at)-q.Mean(at))
fmt.Println("EM", must(metrics.EarthMover(p, q, lp.Euclidean)).Cost)
`, literal(two.p, two.pWeights), literal(two.q, two.qWeights), orFail, knots, lineEnd, knots-1, literalFloats(f))
	return Frame{Kind: "recipe", Payload: recipe{Command: command, Go: program(body)}}, nil
}

// csv returns both distributions, and f.
func (s dualityState) csv() (Frame, error) {
	two, err := s.pair()
	if err != nil {
		return Frame{}, err
	}
	f, err := s.function()
	if err != nil {
		return Frame{}, err
	}
	text := "x,f\n"
	for k, y := range f {
		text += fmt.Sprintf("%v,%v\n", knotAt(k), y)
	}
	return Frame{Kind: "csv", Payload: append(two.files(), file{"f.csv", text})}, nil
}
