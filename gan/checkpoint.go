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
	"strings"
)

// checkpoint is all that Advance changes in a comparison, and its configuration. A file
// holds it as a gob with its seal behind it: a checksum, which finds out a file that was
// cut off or changed.
type checkpoint struct {
	Bits   int // of the build that trained
	Config settings
	Step   int
	Games  []gameState // of Comparison.Runs
}

// settings is a Config as files keep it: with names for enumerations, whose numbers may
// change from one version to the next.
type settings struct {
	Data                                      string
	Losses                                    []string
	Width, Depth                              int
	Activation                                string
	CriticWidth, CriticDepth, GeneratorSteps  int
	Prior                                     string // "" is the normal one
	Noise, Batch, CriticSteps                 int
	Warmup, WarmupSteps                       int
	Clip, Penalty, Rate, CriticRate           float64
	Optimizer                                 string
	Beta1                                     float64
	Iterations, EvalEvery, EvalSamples, Seeds int
	Seed                                      uint64
}

func settingsOf(c Config) settings {
	s := settings{
		Data: c.Data, Width: c.Width, Depth: c.Depth, Activation: c.Activation.String(),
		CriticWidth: c.CriticWidth, CriticDepth: c.CriticDepth, GeneratorSteps: c.GeneratorSteps,
		Noise: c.Noise, Batch: c.Batch, CriticSteps: c.CriticSteps,
		Warmup: c.Warmup, WarmupSteps: c.WarmupSteps,
		Clip: c.Clip, Penalty: c.Penalty, Rate: c.Rate, CriticRate: c.CriticRate,
		Optimizer: c.Optimizer.String(), Beta1: c.Beta1,
		Iterations: c.Iterations, EvalEvery: c.EvalEvery, EvalSamples: c.EvalSamples,
		Seeds: c.Seeds, Seed: c.Seed,
	}
	for _, loss := range c.Losses {
		s.Losses = append(s.Losses, loss.String())
	}
	if c.Prior != Normal {
		s.Prior = c.Prior.String()
	}
	return s
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

// Save writes the state of a comparison. Restore reads it into another comparison, which
// then continues with the same bits as this one. Both builds need the same Bits.
func (c *Comparison) Save(w io.Writer) error {
	saved := checkpoint{Bits: Bits, Config: settingsOf(c.Config), Step: c.Step}
	for _, r := range c.Runs {
		state := gameState{
			Generator: r.Generator.Parameters, GeneratorOptimizer: stateOf(r.GeneratorOptimizer),
			Critic: r.Critic.Parameters, CriticOptimizer: stateOf(r.CriticOptimizer),
		}
		for k, to := range []*[]byte{&state.Data, &state.Noise, &state.Mix} {
			var err error
			if *to, err = r.Streams.all()[k].source.MarshalBinary(); err != nil {
				return err
			}
		}
		saved.Games = append(saved.Games, state)
	}
	var body bytes.Buffer
	if err := gob.NewEncoder(&body).Encode(saved); err != nil {
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

// Restore reads what Save wrote. The configuration must be the one that was saved; only
// Iterations and EvalEvery may differ. Restore returns an error if r holds something
// else; the comparison is then not to be used.
func (c *Comparison) Restore(r io.Reader) error {
	file, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	body := file[:max(len(file)-sealSize, 0)]
	if !bytes.Equal(seal(slices.Clip(body)), file) {
		return errors.New("gan: not a checkpoint: cut off or changed, for its checksum is wrong")
	}
	var saved checkpoint
	if err := gob.NewDecoder(bytes.NewReader(body)).Decode(&saved); err != nil {
		return fmt.Errorf("gan: not a checkpoint: %w", err)
	}
	if saved.Bits == 0 { // from a version that had one build only
		saved.Bits = 64
	}
	if saved.Bits != Bits {
		return fmt.Errorf("gan: a checkpoint of a build whose numbers have %d bits; here they have %d", saved.Bits, Bits)
	}
	if err := sameSettings(saved.Config, settingsOf(c.Config)); err != nil {
		return err
	}
	if saved.Step < 0 {
		return fmt.Errorf("gan: not a checkpoint: of step %d", saved.Step)
	}
	if len(saved.Games) != len(c.Runs) {
		return fmt.Errorf("gan: a checkpoint of %d games for %d", len(saved.Games), len(c.Runs))
	}
	for k, run := range c.Runs {
		if err := run.restore(saved.Games[k]); err != nil {
			return err
		}
	}
	c.Step, c.failed = saved.Step, nil
	return nil
}

func (r *Run) restore(state gameState) error {
	if err := fill(r.Generator.Parameters, state.Generator); err != nil {
		return err
	}
	if err := fill(r.Critic.Parameters, state.Critic); err != nil {
		return err
	}
	if err := restore(r.GeneratorOptimizer, state.GeneratorOptimizer); err != nil {
		return err
	}
	if err := restore(r.CriticOptimizer, state.CriticOptimizer); err != nil {
		return err
	}
	for k, from := range [][]byte{state.Data, state.Noise, state.Mix} {
		if err := r.Streams.all()[k].source.UnmarshalBinary(from); err != nil {
			return fmt.Errorf("gan: not a checkpoint: %w", err)
		}
	}
	return nil
}

// sameSettings returns an error that names the first setting that differs. It allows
// other Iterations and EvalEvery.
func sameSettings(saved, here settings) error {
	saved.Iterations, saved.EvalEvery = here.Iterations, here.EvalEvery
	if name, was, is := firstDifference(saved, here); name != "" {
		return fmt.Errorf("gan: a checkpoint of other settings: %s %v, not %v", name, was, is)
	}
	return nil
}

// firstDifference returns the first setting in which a and b differ, by its name in
// Config's JSON, and both values. The name is "" if there is none.
func firstDifference(a, b settings) (name string, inA, inB any) {
	of := reflect.TypeFor[settings]()
	for k := range of.NumField() {
		inA, inB = reflect.ValueOf(a).Field(k).Interface(), reflect.ValueOf(b).Field(k).Interface()
		if !reflect.DeepEqual(inA, inB) {
			field, _ := reflect.TypeFor[Config]().FieldByName(of.Field(k).Name)
			name, _, _ = strings.Cut(field.Tag.Get("json"), ",")
			return name, inA, inB
		}
	}
	return "", nil, nil
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
