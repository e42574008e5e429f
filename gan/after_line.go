package gan

// LineState is the state of a game after a line of Algorithm 1: Game.AfterLine receives it.
// Its slices belong to the game: do not write to them, and do not keep them after the call.
type LineState struct {
	// Line is 3 to 7 in a step of the critic and 9 to 11 in one of the generator. Line 7
	// is the clipping, which only some losses have.
	Line int

	Real      []float64 // the minibatch of real samples, m×d; nil from line 9
	Noise     []float64 // the minibatch of noise, m×k; nil at line 3
	Generated []float64 // the generator's samples of this noise, m×d; nil at line 3

	// Scores are the critic's: of Real and then of Generated at lines 5 to 7 (2m), of
	// Generated from line 9 (m); nil at lines 3 and 4.
	Scores []float64
	// Gradients are those of the generator's loss, a mean over the minibatch, with respect
	// to Generated, m×d; nil before line 10.
	Gradients []float64
	// Loss is the critic's loss, penalty included, at lines 5 to 7, and the generator's at
	// lines 10 and 11; 0 at the others.
	Loss float64
}

// callAfterLine calls AfterLine, if it is set.
func (g *Game) callAfterLine(line int, loss float64) {
	if g.AfterLine == nil {
		return
	}
	s := LineState{Line: line, Loss: loss}
	samples, batch := len(g.real), g.Batch
	if line < 9 {
		s.Real = g.real
	}
	if line > 3 {
		s.Noise = g.noise
		s.Generated = g.generatorPass.output[:samples]
	}
	switch {
	case line >= 9:
		s.Scores = g.criticPass.output[:batch]
	case line >= 5:
		s.Scores = g.criticPass.output[:2*batch]
	}
	if line >= 10 {
		s.Gradients = g.criticPass.xGradient[:samples]
	}
	g.AfterLine(s)
}
