package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
	"monge/cmd/internal/memory"
	"monge/cmd/internal/pointfile"
	"monge/cmd/internal/rundir"
	"monge/gan"
)

func sampleCommand() *cobra.Command {
	var o sampleOptions
	c := &cobra.Command{
		Use:   "sample DIR",
		Short: "samples from the generators of a run, or the weights of its networks",
		Long: `Draws samples from each generator of a run of monge train, at the last checkpoint, and
writes them to generated-LOSS-seedS-stepT.csv. --seed is the seed of the noise: the same
seed gives the same samples.

--weights writes weights-LOSS-seedS-stepT.json instead, with generator and critic. Each
network is a list of layers h ← activation(h·weights + bias); weights has a row for each
input.`,
		Example:           "monge sample run-1 -n 10000 --loss wgan",
		ValidArgsFunction: completeDirectory,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fault.Usagef("%s; one directory is needed", fault.Count(len(args), "argument"))
			}
			for _, name := range []string{"samples", "seed"} {
				if o.weights && c.Flags().Changed(name) {
					return fault.Usagef("--%s is for samples, and --weights writes none", name)
				}
			}
			return sample(c.Context(), args[0], o, streamsOf(c))
		},
	}
	flags := c.Flags()
	flags.SortFlags = false
	flags.IntVarP(&o.n, "samples", "n", 1000, "number of samples of each generator")
	flags.StringSliceVar(&o.losses, "loss", nil, "only the generators of these losses")
	flags.Uint64Var(&o.seed, "seed", 1, "seed of the noise")
	flags.BoolVar(&o.weights, "weights", false, "write the weights of the networks as JSON instead of samples")
	flags.StringVar(&o.out, "out", "", "`directory` to write (default DIR)")
	return c
}

// sampleOptions are the flags of sample.
type sampleOptions struct {
	n       int
	losses  []string
	seed    uint64
	weights bool
	out     string
}

// batch is the number of samples that a generator makes at once. It bounds the memory of
// hidden layers.
const batch = 1024

// sample writes samples or weights of the networks of the run in dir.
func sample(ctx context.Context, dir string, o sampleOptions, s streams) error {
	if o.n < 1 {
		return fault.Usagef("-n %d: at least 1 is needed", o.n)
	}
	if o.out == stdin {
		return fault.Usagef("--out -: samples are written to files in a directory")
	}
	run, err := rundir.Open(dir)
	if err != nil {
		return err
	}
	for _, name := range o.losses {
		if !slices.ContainsFunc(run.Config.Losses, func(l gan.Loss) bool { return l.String() == name }) {
			return fault.Usagef("the run has no loss %s (it has %s)", fault.Quote(name), lossList(run.Config.Losses))
		}
	}
	if err := memory.Check(fmt.Sprintf("--samples %d", o.n), 24*float64(o.n)*float64(run.Data.Dim)); err != nil {
		return fault.Usage(err)
	}
	comparison, err := run.Restore()
	if err != nil {
		return err
	}
	if o.out == "" {
		o.out = dir
	}
	for _, r := range comparison.Runs {
		if o.losses != nil && !slices.Contains(o.losses, r.Loss.String()) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		name := fmt.Sprintf("%s-seed%d-step%d", r.Loss, r.Seed, comparison.Step)
		path := filepath.Join(o.out, "generated-"+name+".csv")
		write := func(w io.Writer) error {
			random := rand.New(rand.NewPCG(o.seed, r.Seed))
			var points []float64
			for n := o.n; n > 0; n -= batch {
				points = append(points, r.Generator.Generate(min(n, batch), r.Prior, random)...)
			}
			return pointfile.Write(w, run.Standard.Undo(points), run.Data.Dim)
		}
		if o.weights {
			path = filepath.Join(o.out, "weights-"+name+".json")
			write = func(w io.Writer) error { return writeJSON(w, weightsOf(run, r, comparison.Step)) }
		}
		if err := writing(ctx, path, func() error { return file.Write(path, write) }); err != nil {
			return err
		}
		fmt.Fprintln(s.out, display(path))
	}
	return nil
}

// lossList lists losses for a message.
func lossList(losses []gan.Loss) string {
	var names []string
	for _, l := range losses {
		names = append(names, l.String())
	}
	return strings.Join(names, ", ")
}

// weightsOf returns the networks of a run as JSON.
func weightsOf(run *rundir.Run, r *gan.Run, step int) object {
	o := object{{"loss", r.Loss}, {"seed", r.Seed}, {"step", step}, {"generator", layersOf(r.Generator)}, {"critic", layersOf(r.Critic)}}
	if run.Standard != nil {
		o = append(o, field{"standardize", run.Standard})
	}
	return o
}

// layersOf returns the layers of a network as JSON.
func layersOf(n *gan.Network) []object {
	var all []object
	for _, l := range n.Layers {
		rows := make([][]float64, l.In)
		for i := range rows {
			rows[i] = l.Weights[i*l.Out : (i+1)*l.Out]
		}
		all = append(all, object{{"activation", l.Activation}, {"weights", rows}, {"bias", l.Bias}})
	}
	return all
}
