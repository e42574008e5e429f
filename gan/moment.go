package gan

// Moment is what a game's Watch sees after a line of Algorithm 1. Its slices are the
// game's own memory: read them during the call, and do not write to them.
type Moment struct {
	// Line is 3 to 7 in a step of the critic and 9 to 11 in one of the generator. Line 7
	// is the clipping, which only some losses have.
	Line int

	Real      []float64 // the minibatch of real samples, m×d; nil from line 9
	Noise     []float64 // the minibatch of noise, m×k; nil at line 3
	Generated []float64 // what the generator makes of it, m×d; nil at line 3

	// Scores are those of Real and then of Generated from line 5, 2m, and those of
	// Generated from line 9, m; nil before.
	Scores []float64
	// Gradients are those of the generator's loss with respect to Generated, m×d; nil
	// before line 10. The loss is a mean over the minibatch.
	Gradients []float64
	// Loss is that of the critic, with its penalty, from line 5, and that of the
	// generator from line 10; 0 before.
	Loss float64
}

// show calls Watch, if there is one.
func (g *Game) show(line int, loss float64) {
	if g.Watch == nil {
		return
	}
	m := Moment{Line: line, Loss: loss}
	samples, batch := len(g.real), g.Batch
	if line < 9 {
		m.Real = g.real
	}
	if line > 3 {
		m.Noise = g.noise
		m.Generated = g.generated.output[:samples]
	}
	switch {
	case line >= 9:
		m.Scores = g.judged.output[:batch]
	case line >= 5:
		m.Scores = g.judged.output[:2*batch]
	}
	if line >= 10 {
		m.Gradients = g.judged.xGradient[:samples]
	}
	g.Watch(m)
}
