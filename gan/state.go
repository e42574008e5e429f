package gan

import (
	"fmt"
	"slices"
)

// State is all that Advance changes in a comparison: networks, the state of optimizers,
// random streams and the step. It is a copy: further training does not change it.
type State struct {
	step  int
	games []gameState // in the order of Comparison.Runs
}

// gameState is all that training changes in a game.
type gameState struct {
	Generator, Critic                   []float64
	GeneratorOptimizer, CriticOptimizer optimizerState
	Data, Noise, Mix                    []byte // the state of each stream
}

type optimizerState struct {
	Moments [][]float64
	Steps   float64
}

// State returns a copy of the state of a comparison.
func (c *Comparison) State() (*State, error) {
	s := &State{step: c.Step}
	for _, r := range c.Runs {
		state := gameState{
			Generator: slices.Clone(r.Generator.Parameters), GeneratorOptimizer: stateOf(r.GeneratorOptimizer),
			Critic: slices.Clone(r.Critic.Parameters), CriticOptimizer: stateOf(r.CriticOptimizer),
		}
		for k, to := range []*[]byte{&state.Data, &state.Noise, &state.Mix} {
			var err error
			if *to, err = r.Streams.all()[k].source.MarshalBinary(); err != nil {
				return nil, err
			}
		}
		s.games = append(s.games, state)
	}
	return s, nil
}

// SetState sets the state of a comparison to s. State returned s for this comparison, or for
// one with networks, optimizers and losses of the same kinds and sizes. Training then gives
// the same bits as it did from s. SetState returns an error if s does not fit. After an error
// do not use c: SetState may have changed a part of it.
func (c *Comparison) SetState(s *State) error {
	if s.step < 0 {
		return fmt.Errorf("gan: not a checkpoint: its step is %d", s.step)
	}
	if len(s.games) != len(c.Runs) {
		return fmt.Errorf("gan: the checkpoint has %d games, the comparison %d", len(s.games), len(c.Runs))
	}
	for k, run := range c.Runs {
		if err := run.restore(s.games[k]); err != nil {
			return err
		}
	}
	c.Step, c.failed = s.step, nil
	return nil
}

// Size returns about how many bytes of memory the state takes.
func (s *State) Size() int {
	numbers := 0
	for _, g := range s.games {
		numbers += len(g.Generator) + len(g.Critic)
		for _, o := range []optimizerState{g.GeneratorOptimizer, g.CriticOptimizer} {
			for _, moment := range o.Moments {
				numbers += len(moment)
			}
		}
	}
	return 8 * numbers
}

func (r *Run) restore(state gameState) error {
	if err := copyNumbers(r.Generator.Parameters, state.Generator); err != nil {
		return err
	}
	if err := copyNumbers(r.Critic.Parameters, state.Critic); err != nil {
		return err
	}
	if err := restoreOptimizer(r.GeneratorOptimizer, state.GeneratorOptimizer); err != nil {
		return err
	}
	if err := restoreOptimizer(r.CriticOptimizer, state.CriticOptimizer); err != nil {
		return err
	}
	for k, from := range [][]byte{state.Data, state.Noise, state.Mix} {
		if err := r.Streams.all()[k].source.UnmarshalBinary(from); err != nil {
			return fmt.Errorf("gan: not a checkpoint: its random stream is bad: %w", err)
		}
	}
	return nil
}

func (s *Streams) all() []stream { return []stream{s.data, s.noise, s.mix} }

func stateOf(o Optimizer) optimizerState {
	moments, steps := o.state()
	state := optimizerState{Steps: *steps}
	for _, moment := range moments {
		state.Moments = append(state.Moments, slices.Clone(moment))
	}
	return state
}

func restoreOptimizer(o Optimizer, state optimizerState) error {
	moments, steps := o.state()
	if len(moments) != len(state.Moments) {
		return fmt.Errorf("gan: the checkpoint's optimizer has %d moments, the game's %d", len(state.Moments), len(moments))
	}
	for k := range moments {
		if err := copyNumbers(moments[k], state.Moments[k]); err != nil {
			return err
		}
	}
	*steps = state.Steps
	return nil
}

// copyNumbers copies from into to. It returns an error if their lengths differ.
func copyNumbers(to, from []float64) error {
	if len(to) != len(from) {
		return fmt.Errorf("gan: the checkpoint has a tensor of %d numbers, the game one of %d", len(from), len(to))
	}
	copy(to, from)
	return nil
}
