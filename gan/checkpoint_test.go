//go:build !js

package gan_test

import (
	"bytes"
	"context"
	"encoding/gob"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"monge/gan"
)

// saved returns what Save writes.
func saved(t testing.TB, c *gan.Comparison) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := c.Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A comparison that is saved, restored and trained to the end has the records, weights and
// checkpoint of one that never stopped, to the last bit.
func TestARestoredComparisonGivesTheBitsOfOneThatNeverStopped(t *testing.T) {
	for _, optimizer := range []gan.OptimizerKind{gan.KindRMSProp, gan.KindAdam, gan.KindSGD} {
		for depth, data := range []string{"8gaussians", "lines", "gaussian"} {
			config := all()
			config.Depth = depth // 0 is an affine map
			config.Optimizer, config.Data, config.Warmup, config.WarmupSteps = optimizer, data, 5, 3
			whole := newComparison(t, config)
			want := train(t, whole)

			first := newComparison(t, config)
			got := must(first.Advance(context.Background(), first.Next(), nil))(t)
			file := saved(t, first)
			second := newComparison(t, config)
			train(t, second) // Restore must replace this state
			if err := second.Restore(bytes.NewReader(file)); err != nil {
				t.Fatal(err)
			}
			if second.Step != first.Step || !bytes.Equal(saved(t, second), file) {
				t.Errorf("%s, %s: restored at step %d, saved at %d, or changed", optimizer, data, second.Step, first.Step)
			}
			got = append(got, train(t, second)...)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %s: other records", optimizer, data)
			}
			if !bytes.Equal(saved(t, second), saved(t, whole)) {
				t.Errorf("%s, %s: another checkpoint at the end", optimizer, data)
			}
			for k, run := range second.Runs {
				if !slices.Equal(run.Critic.Parameters, whole.Runs[k].Critic.Parameters) || !slices.Equal(run.Generator.Parameters, whole.Runs[k].Generator.Parameters) {
					t.Errorf("%s, %s: %s, seed %d, has other weights", optimizer, data, run.Loss, run.Seed)
				}
			}
		}
	}
}

// Iterations and EvalEvery may differ from those that were saved.
func TestARestoredComparisonMayTrainForLonger(t *testing.T) {
	config := small()
	c := newComparison(t, config)
	train(t, c)
	file := saved(t, c)
	config.Iterations, config.EvalEvery = 20, 1
	longer := newComparison(t, config)
	if err := longer.Restore(bytes.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	train(t, longer)
	whole := newComparison(t, config)
	train(t, whole)
	if !bytes.Equal(saved(t, longer), saved(t, whole)) {
		t.Error("another checkpoint at the end")
	}
}

func TestCheckpointOfAnotherConfigurationIsAnError(t *testing.T) {
	file := saved(t, newComparison(t, small()))
	for want, change := range map[string]func(c *gan.Config){
		"width 8, not 9":              func(c *gan.Config) { c.Width = 9 },
		"depth 2, not 1":              func(c *gan.Config) { c.Depth = 1 },
		"optimizer rmsprop, not adam": func(c *gan.Config) { c.Optimizer = gan.KindAdam },
		"activation relu, not tanh":   func(c *gan.Config) { c.Activation = gan.Tanh },
		"data 8gaussians, not far":    func(c *gan.Config) { c.Data = "far" },
		"loss [wgan minimax nonsaturating wgan-gp], not [minimax wgan nonsaturating wgan-gp]": func(c *gan.Config) {
			c.Losses[0], c.Losses[1] = c.Losses[1], c.Losses[0]
		},
		"loss [wgan minimax nonsaturating wgan-gp], not [wgan]": func(c *gan.Config) { c.Losses = c.Losses[:1] },
		"seeds 2, not 3":     func(c *gan.Config) { c.Seeds = 3 },
		"seed 1, not 2":      func(c *gan.Config) { c.Seed = 2 },
		"lr 0.001, not 0.01": func(c *gan.Config) { c.Rate = 0.01 },
		"batch 16, not 17":   func(c *gan.Config) { c.Batch = 17 },
	} {
		config := small()
		change(&config)
		err := newComparison(t, config).Restore(bytes.NewReader(file))
		wantError(t, "restored", err, "gan: the checkpoint was saved with "+want)
	}
}

func TestCheckpointOfAnotherPrecisionIsAnError(t *testing.T) {
	c := newComparison(t, small())
	other := 96 - gan.Bits
	file := must(gan.WithBits(saved(t, c), other))(t)
	wantError(t, "restored", c.Restore(bytes.NewReader(file)),
		fmt.Sprintf("gan: the checkpoint holds %d-bit numbers; this build computes with %d bits", other, gan.Bits))
	// Old checkpoints do not hold the number of bits: it was always 64.
	old := must(gan.WithBits(saved(t, c), 0))(t)
	if err := c.Restore(bytes.NewReader(old)); (err == nil) != (gan.Bits == 64) {
		t.Errorf("an old checkpoint: error %v", err)
	}
}

// A file that is cut off anywhere, changed in any byte, or something else gives an error.
func TestRestoreRefusesDamagedAndForeignFiles(t *testing.T) {
	config := small()
	config.Losses, config.Seeds, config.Width, config.Depth = config.Losses[:1], 1, 2, 1
	c := newComparison(t, config)
	train(t, c)
	file := saved(t, c)
	try := func(what string, b []byte) {
		t.Helper()
		err := newComparison(t, config).Restore(bytes.NewReader(b))
		if err == nil || !strings.HasPrefix(err.Error(), "gan: not a checkpoint") {
			t.Errorf("%s: error %v", what, err)
		}
	}
	for n := range len(file) {
		try("cut off", file[:n])
	}
	for k := range file {
		b := slices.Clone(file)
		b[k] ^= 1 << (k % 8)
		try("changed", b)
	}
	try("with something behind it", append(slices.Clone(file), 0))
	try("text", []byte("step,loss\n1,2\n"))
	var foreign bytes.Buffer
	if err := gob.NewEncoder(&foreign).Encode(map[string]int{"step": 3}); err != nil {
		t.Fatal(err)
	}
	try("another gob", foreign.Bytes())
	try("another gob, whole", gan.Sealed(foreign.Bytes()))
}

// FuzzRestore changes a checkpoint, with a right checksum or not. Restore must return an
// error, or a comparison that can be saved and restored again.
func FuzzRestore(f *testing.F) {
	config := small()
	config.Losses, config.Seeds, config.Width, config.Depth = config.Losses[:1], 1, 1, 1
	config.Iterations = 2
	c := newComparison(f, config)
	train(f, c)
	file := saved(f, c)
	f.Add(file, false)
	f.Add(gan.Unsealed(file), true)
	f.Add([]byte{}, true)
	f.Add([]byte("not a checkpoint"), false)
	f.Fuzz(func(t *testing.T, b []byte, seal bool) {
		if seal {
			b = gan.Sealed(b)
		}
		c := newComparison(t, config)
		if err := c.Restore(bytes.NewReader(b)); err != nil {
			return
		}
		again := newComparison(t, config)
		if err := again.Restore(bytes.NewReader(saved(t, c))); err != nil {
			t.Fatalf("saved again: %v", err)
		}
		if c.Step < 0 || again.Step != c.Step {
			t.Errorf("step %d, then %d", c.Step, again.Step)
		}
	})
}
