package engine

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"monge/gan"
)

// trainedWeights are the weights of the ready-trained starts: for each data of the catalogue
// and each loss, those of the generator and of the critic or discriminator. The weights of
// a network are stored as the largest absolute one, a float32, and then each as a multiple
// of it in 16 bits, little-endian. TestTrainedStarts with -update writes the file.
//
//go:embed trained.bin
var trainedWeights []byte

// TrainingSetup returns the settings with which the training view begins: preset experiments
// of package gan, with these changes for a page.
//
//   - Networks have width 16, and half as many samples are measured half as often, so that
//     a page keeps up.
//   - There is no warm-up: its iterations have ten times the critic steps of those after it,
//     so that the page would begin at its slowest.
//   - The activation is leaky ReLU, with which the weights of trained.bin were trained.
//
// The initial values of page/training_fields.js are these. A test of package page compares them.
func TrainingSetup() gan.Config {
	c, err := gan.FindPreset("experiments")
	if err != nil {
		panic(err)
	}
	c.Width, c.Activation = 16, gan.LeakyReLU
	c.EvalSamples, c.EvalEvery = c.EvalSamples/2, 2*c.EvalEvery
	c.Warmup, c.WarmupSteps = 0, gan.DefaultConfig().WarmupSteps
	return c
}

// trainedConfig returns the settings with which the ready-trained start of some data was
// trained.
func trainedConfig(data gan.Data) gan.Config {
	c := TrainingSetup()
	c.Data, c.Iterations = data.Name, 4000
	return c
}

// trainedStart sets the weights of games that have not begun to those of the ready-trained
// start. It returns an error if there is none for their data, their losses or the sizes of
// their networks.
func trainedStart(c *gan.Comparison) error {
	for _, loss := range c.Config.Losses {
		if !slices.Contains(gan.Losses(), loss) {
			return fmt.Errorf("there is no ready-trained start for %s", loss.Label())
		}
	}
	rest := trainedWeights
	for _, data := range gan.Catalog() {
		config := trainedConfig(data)
		of, err := gan.NewComparison(config, data)
		if err != nil {
			return err
		}
		for _, there := range of.Runs {
			var here *gan.Run
			for _, run := range c.Runs {
				if c.Data.Name == data.Name && math.IsInf(c.Data.Size(), 1) && run.Loss == there.Loss {
					here = run
				}
			}
			for k, n := range []*gan.Network{there.Generator, there.Critic} {
				size := 4 + 2*len(n.Parameters)
				if len(rest) < size {
					return errors.New("trained.bin is not that of this version")
				}
				if here != nil {
					into := []*gan.Network{here.Generator, here.Critic}[k]
					if !sameShape(into, n) {
						return fmt.Errorf("the ready-trained start has %d layers of %d, %s; choose these, or random weights", config.Depth, config.Width, config.Activation)
					}
					unpack(into.Parameters, rest)
				}
				rest = rest[size:]
			}
		}
		if c.Data.Name == data.Name && math.IsInf(c.Data.Size(), 1) {
			return nil
		}
	}
	return fmt.Errorf("there is no ready-trained start for %.40q", c.Data.Name)
}

// unpack reads the weights of a network.
func unpack(into []float64, packed []byte) {
	scale := float64(math.Float32frombits(binary.LittleEndian.Uint32(packed)))
	for k := range into {
		into[k] = scale * float64(int16(binary.LittleEndian.Uint16(packed[4+2*k:]))) / math.MaxInt16
	}
}

// sameShape reports whether two networks compute the same function of the same
// parameters.
func sameShape(a, b *gan.Network) bool {
	if len(a.Layers) != len(b.Layers) {
		return false
	}
	for l := range a.Layers {
		if x, y := a.Layers[l], b.Layers[l]; x.In != y.In || x.Out != y.Out || x.Activation != y.Activation {
			return false
		}
	}
	return true
}
