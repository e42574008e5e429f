package gan

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"hash/crc64"
	"io"
	"reflect"
	"slices"
)

// checkpoint is all that Advance changes in a duel, and of which configuration.
// In a file it is a gob, and behind it the seal: a checksum of it, so that a file
// that was cut off or has gone bad is found out.
type checkpoint struct {
	Bits   int // of the build that trained
	Config Config
	Step   int
	Games  []gameState
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

// Save writes the state of a duel. Whoever restores it goes on as if nothing had
// happened: to the bit, and so it has to be a build with as many Bits.
func (d *Duel) Save(w io.Writer) error {
	c := checkpoint{Bits: Bits, Config: d.Config, Step: d.Step}
	for _, p := range d.Games {
		state := gameState{
			Generator: p.Generator.Parameters, GeneratorOptimizer: stateOf(p.GeneratorOptimizer),
			Critic: p.Critic.Parameters, CriticOptimizer: stateOf(p.CriticOptimizer),
		}
		for k, to := range []*[]byte{&state.Data, &state.Noise, &state.Mix} {
			var err error
			if *to, err = p.Streams.all()[k].source.MarshalBinary(); err != nil {
				return err
			}
		}
		c.Games = append(c.Games, state)
	}
	var body bytes.Buffer
	if err := gob.NewEncoder(&body).Encode(c); err != nil {
		return err
	}
	_, err := w.Write(seal(body.Bytes()))
	return err
}

// sealSize is the length of a seal in bytes.
const sealSize = 8

// seal returns body with its seal behind it.
func seal(body []byte) []byte {
	return binary.LittleEndian.AppendUint64(body, crc64.Checksum(body, crc64.MakeTable(crc64.ECMA)))
}

// Restore reads what Save wrote into a duel of the same configuration, which may
// only go on for longer or be measured at other steps. It returns an error, and
// leaves a duel that is not to be used, if r holds something else.
func (d *Duel) Restore(r io.Reader) error {
	file, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	body := file[:max(len(file)-sealSize, 0)]
	if !bytes.Equal(seal(slices.Clip(body)), file) {
		return errors.New("gan: not a checkpoint: cut off or changed, for its checksum is wrong")
	}
	var c checkpoint
	if err := gob.NewDecoder(bytes.NewReader(body)).Decode(&c); err != nil {
		return fmt.Errorf("gan: not a checkpoint: %w", err)
	}
	if c.Bits == 0 { // saved when there were no others
		c.Bits = 64
	}
	if c.Bits != Bits {
		return fmt.Errorf("gan: a checkpoint of a build whose numbers have %d bits; here they have %d", c.Bits, Bits)
	}
	if err := sameSettings(c.Config, d.Config); err != nil {
		return err
	}
	if c.Step < 0 {
		return fmt.Errorf("gan: not a checkpoint: of step %d", c.Step)
	}
	if len(c.Games) != len(d.Games) {
		return fmt.Errorf("gan: a checkpoint of %d games for %d", len(c.Games), len(d.Games))
	}
	for k, p := range d.Games {
		state := c.Games[k]
		for _, tensor := range []struct{ to, from []float64 }{
			{p.Generator.Parameters, state.Generator}, {p.Critic.Parameters, state.Critic},
		} {
			if err := fill(tensor.to, tensor.from); err != nil {
				return err
			}
		}
		if err := restore(p.GeneratorOptimizer, state.GeneratorOptimizer); err != nil {
			return err
		}
		if err := restore(p.CriticOptimizer, state.CriticOptimizer); err != nil {
			return err
		}
		for k, from := range [][]byte{state.Data, state.Noise, state.Mix} {
			if err := p.Streams.all()[k].source.UnmarshalBinary(from); err != nil {
				return fmt.Errorf("gan: not a checkpoint: %w", err)
			}
		}
	}
	d.Step = c.Step
	return nil
}

// sameSettings returns an error that names the first setting in which a
// checkpoint differs from a duel, those aside that change only how long it goes
// on and when it is measured.
func sameSettings(of, duel Config) error {
	of.Iterations, of.EvalEvery = duel.Iterations, duel.EvalEvery
	a, b := reflect.ValueOf(of), reflect.ValueOf(duel)
	for k := range a.NumField() {
		if was, is := a.Field(k).Interface(), b.Field(k).Interface(); !reflect.DeepEqual(was, is) {
			return fmt.Errorf("gan: a checkpoint of other settings: %s %v, not %v", a.Type().Field(k).Tag.Get("json"), was, is)
		}
	}
	return nil
}

func (s *Streams) all() []stream { return []stream{s.data, s.noise, s.mix} }

func stateOf(o Optimizer) optimizerState {
	moments, steps := o.memory()
	return optimizerState{moments, *steps}
}

func restore(o Optimizer, state optimizerState) error {
	moments, steps := o.memory()
	if len(moments) != len(state.Moments) {
		return fmt.Errorf("gan: a checkpoint of an optimizer with %d moments for one with %d", len(state.Moments), len(moments))
	}
	for k := range moments {
		if err := fill(moments[k], state.Moments[k]); err != nil {
			return err
		}
	}
	*steps = state.Steps
	return nil
}

// fill copies from into to, of the same length.
func fill(to, from []float64) error {
	if len(to) != len(from) {
		return fmt.Errorf("gan: a checkpoint of %d numbers for %d", len(from), len(to))
	}
	copy(to, from)
	return nil
}
