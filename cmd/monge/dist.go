package main

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/pointfile"
	"monge/lp"
	"monge/metrics"
)

// earthMover is the name of EM for --metric. dist computes EM separately, because it depends on
// a ground cost and has a plan and a proof.
const earthMover = "em"

// metricNames returns the values of --metric.
func metricNames() []string {
	var names []string
	for _, m := range metrics.Measures() {
		names = append(names, m.Name)
	}
	return names
}

func distCommand() *cobra.Command {
	var o distOptions
	c := &cobra.Command{
		Use:   "dist P.csv Q.csv",
		Short: "EM, TV, KL and JS between two point clouds",
		Long: `Each row of a file is a point, and each column is a coordinate. A first line without
numbers is a header. A column with the header "weight" holds weights, any non-negative
numbers; monge normalises them. Without this column all weights are equal. "-" is
standard input.

EM is exact: it is the optimum of a linear program, with a certificate. TV, KL and JS
compare probabilities point by point. If the clouds share no point, they are 1, +Inf
and log 2 at any distance. --bins compares histograms instead.

A file is text (fields separated by commas, semicolons, tabs or spaces), a NumPy array
(.npy), or a picture (PNG, PGM), which is a distribution over its pixels. It may be
compressed with gzip. If both files name their columns, columns match by name.`,
		Example: "monge dist P.csv Q.csv --metric em,js --json",
		RunE: func(c *cobra.Command, args []string) error {
			o.binned, o.grounded, o.ordered = c.Flags().Changed("bins"), c.Flags().Changed("ground"), c.Flags().Changed("p")
			var err error
			if o.read, err = o.input.options(noteOf(c)); err != nil {
				return err
			}
			o.note = noteOf(c)
			return dist(c.Context(), o, args, streamsOf(c))
		},
	}
	flags := c.Flags()
	flags.SortFlags = false
	flags.StringSliceVar(&o.metrics, "metric", metricNames(), "the distances to compute")
	flags.StringVar(&o.ground, "ground", lp.Euclidean.String(), "ground cost of EM: euclidean, sqeuclidean, cityblock or chebyshev")
	flags.Float64Var(&o.order, "p", 1, "order of the Wasserstein distance that em computes: 2 prints W₂, the root of the mean squared distance")
	flags.IntVar(&o.bins, "bins", 0, "compare TV, KL and JS as histograms with this many bins along each axis")
	flags.StringVar(&o.plan, "plan", "", "write the optimal plan to this CSV `file`: from, to, mass; rows count from 0")
	flags.StringVar(&o.potentials, "potentials", "", "write u and v, which prove EM optimal, to this CSV `file`: side, index, potential")
	flags.BoolVar(&o.verify, "verify", false, "check EM's potentials at every pair of points")
	flags.BoolVar(&o.json, "json", false, "print one JSON object; infinity is the string \"+Inf\"")
	o.input.define(flags, true, true)
	return c
}

// distOptions are the flags of dist.
type distOptions struct {
	metrics          []string
	ground           string
	order            float64
	plan, potentials string // files to write
	bins             int
	json, verify     bool

	binned, grounded, ordered bool // whether bins, ground and order were given

	input inputFlags
	read  pointfile.Options // from input
	note  func(text string)
}

// hasOthers reports whether a distance other than EM is wanted.
func (o distOptions) hasOthers() bool {
	return slices.ContainsFunc(o.metrics, func(name string) bool { return name != earthMover })
}

// check returns a usage error if a flag or an argument is impossible, or if they contradict
// each other.
func (o distOptions) check(args []string) error {
	known := metricNames()
	for _, name := range o.metrics {
		if !slices.Contains(known, name) {
			return fault.Usagef("unknown metric %q (want %s)%s", name, strings.Join(known, ", "), didYouMean(name, known))
		}
	}
	hasEM := slices.Contains(o.metrics, earthMover)
	switch {
	case len(args) != 2:
		return fault.Usagef("%s; two are needed", fault.Count(len(args), "file"))
	case args[0] == stdin && args[1] == stdin:
		return fault.Usagef("only one of the two can be standard input")
	case o.binned && !o.hasOthers():
		return fault.Usagef("--bins is for tv, kl and js, which --metric leaves out")
	case o.grounded && !hasEM:
		return fault.Usagef("--ground is the ground cost of em, which --metric leaves out")
	case o.binned && o.bins < 1:
		return fault.Usagef("--bins %d: at least 1 is needed", o.bins)
	case !(o.order >= 1) || math.IsInf(o.order, 1):
		return fault.Usagef("--p %v: the order of a Wasserstein distance is a finite number of at least 1", o.order)
	case o.order != 1 && o.ground == lp.SquaredEuclidean.String():
		return fault.Usagef("--p %v takes the power of a distance: use it with --ground %v", o.order, lp.Euclidean)
	}
	for _, flag := range []struct {
		name  string
		given bool
	}{{"p", o.ordered}, {"verify", o.verify}, {"plan", o.plan != ""}, {"potentials", o.potentials != ""}} {
		if flag.given && !hasEM {
			return fault.Usagef("--%s is for em, which --metric leaves out", flag.name)
		}
	}
	return checkOutputs(map[string]string{"plan": o.plan, "potentials": o.potentials}, args...)
}

// dist compares the clouds in two files.
func dist(ctx context.Context, o distOptions, args []string, s streams) error {
	if err := o.check(args); err != nil {
		return err
	}
	ground, err := lp.ParseGround(o.ground)
	if err != nil {
		return fault.Usagef("%w%s", err, didYouMeanValue("ground", o.ground))
	}
	report := distances{names: args, ground: ground, order: o.order}
	if o.binned {
		report.bins = o.bins
	}
	if err := report.read(ctx, o, s); err != nil {
		return err
	}
	if slices.Contains(o.metrics, earthMover) {
		if err := report.earthMover(ctx, o, s); err != nil {
			return err
		}
	}
	if _, err := interruptible(ctx, func() (struct{}, error) { return struct{}{}, report.compare(o) }); err != nil {
		return err
	}
	if o.json {
		err = writeJSON(s.out, report.object())
	} else {
		err = report.print(s.out)
	}
	return cmp.Or(err, report.writeError)
}
