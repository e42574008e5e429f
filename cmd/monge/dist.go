package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/memory"
	"monge/cmd/internal/pointfile"
	"monge/lp"
	"monge/metrics"
)

// earthMover is the name of EM for --metric. dist computes it apart from the other
// measures, because it depends on a ground cost and has a plan and a proof.
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
			o.binned, o.grounded = c.Flags().Changed("bins"), c.Flags().Changed("ground")
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
	binned, grounded bool // whether bins and ground were given
	json, verify     bool
	input            inputFlags
	read             pointfile.Options // from input
	note             func(text string)
}

// check returns a usage error if flags and arguments contradict each other or are
// impossible.
func (o distOptions) check(args []string) error {
	known := metricNames()
	for _, name := range o.metrics {
		if !slices.Contains(known, name) {
			return fault.Usagef("unknown metric %q (want %s)%s", name, strings.Join(known, ", "), didYouMean(name, known))
		}
	}
	hasEM := slices.Contains(o.metrics, earthMover)
	hasOthers := slices.ContainsFunc(o.metrics, func(name string) bool { return name != earthMover })
	switch {
	case len(args) != 2:
		return fault.Usagef("%s; two are needed", fault.Count(len(args), "file"))
	case args[0] == stdin && args[1] == stdin:
		return fault.Usagef("only one of the two can be standard input")
	case o.binned && !hasOthers:
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
	}{{"p", o.order != 1}, {"verify", o.verify}, {"plan", o.plan != ""}, {"potentials", o.potentials != ""}} {
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
	var files [2]*pointfile.Points
	var clouds [2]*metrics.Distribution
	for k, path := range args {
		if files[k], err = readFile(ctx, path, s, o.read.Read); err != nil {
			return err
		}
	}
	if err := pointfile.Match(files[0], files[1]); err != nil {
		return err
	}
	for k := range clouds {
		if clouds[k], err = files[k].Distribution(); err != nil {
			return err
		}
	}
	report := distances{p: clouds[0], q: clouds[1], files: files, names: args, ground: ground, order: o.order}
	if o.binned {
		report.bins = o.bins
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
	return cmp.Or(err, report.unwritten)
}

// distances are the results of dist.
type distances struct {
	p, q   *metrics.Distribution
	files  [2]*pointfile.Points
	names  []string // of the two files
	ground lp.Ground
	order  float64 // of the Wasserstein distance: 1 for EM
	bins   int     // along each axis; 0 if points were compared

	proof    *proof // of EM; nil if --metric leaves it out
	found    []distance
	disjoint bool // no point, or no bin, has mass under both

	unwritten error // of the plan or the potentials: the report is printed all the same
}

// distance is one of the distances that dist computed.
type distance struct {
	metric string // as --metric calls it
	key    string // in JSON
	label  string // in text
	unit   string // "" if it has none
	value  number
}

// earthMover computes EM, and writes its plan and potentials.
func (d *distances) earthMover(ctx context.Context, o distOptions, s streams) error {
	if d.order != 1 && !(d.order == 2 && d.ground == lp.Euclidean) { // these two need no matrix
		n, m := d.p.Len(), d.q.Len()
		what := fmt.Sprintf("--p %v with %v distances: a matrix of %d×%d powers", d.order, d.ground, n, m)
		if err := memory.Check(what, 8*float64(n)*float64(m)); err != nil {
			return err
		}
	}
	start := time.Now()
	solution, err := solve(ctx, s.err, func(ctx context.Context, solver *lp.Solver) (*metrics.WassersteinSolution, error) {
		solver.CostOnly = o.plan == "" && o.potentials == "" && !o.verify
		return metrics.WassersteinWith(ctx, solver, d.p, d.q, d.ground, d.order)
	})
	if err != nil {
		return d.locate(err)
	}
	d.proof = newProof(solution.Solution, start)
	if o.verify {
		if err := d.verify(ctx, solution); err != nil {
			return err
		}
	}
	key, label := wassersteinNames(d.order)
	d.found = append(d.found, distance{earthMover, key, label, d.ground.String(), number(solution.Distance())})
	if o.potentials != "" && solution.Unit != 1 {
		o.note(fmt.Sprintf("%s: here u + v ≤ (distance / %v)^%v: without the division that power is too large or too small for a number", o.potentials, solution.Unit, d.order))
	}
	d.unwritten = writeSolution(ctx, solution.Solution, o.plan, o.potentials)
	return nil
}

// verify checks the solution at every pair of points.
func (d *distances) verify(ctx context.Context, solution *metrics.WassersteinSolution) error {
	certificate, err := interruptible(ctx, func() (lp.Certificate, error) {
		return metrics.VerifyWasserstein(d.p, d.q, d.ground, solution)
	})
	if err != nil {
		return err
	}
	return d.proof.verify(solution.Solution, certificate)
}

// wassersteinNames returns the names of the Wasserstein distance of an order, in JSON and
// in text.
func wassersteinNames(order float64) (key, label string) {
	switch {
	case order == 1:
		return "em", "EM"
	case order == math.Trunc(order) && order < 10:
		return fmt.Sprintf("w%v", order), fmt.Sprintf("W%c", '₀'+rune(order))
	default:
		return fmt.Sprintf("w%v", order), fmt.Sprintf("W(%v)", order)
	}
}

// locate returns err. If err is about a weight, it adds the place of the weight in its file;
// if it is about the power of a distance, those of the points.
func (d *distances) locate(err error) error {
	var bad *lp.ValueError
	switch {
	case !errors.As(err, &bad):
		return err
	case bad.Name == "cost" && len(bad.Index) == 2:
		return fmt.Errorf("--p %v: that power of the distance from %s to %s %s", d.order, d.files[0].Place(bad.Index[0]), d.files[1].Place(bad.Index[1]), bad.Reason)
	case len(bad.Index) != 1:
		return err
	}
	for side, points := range map[string]*pointfile.Points{"supply": d.files[0], "demand": d.files[1]} {
		if bad.Name == side && points.Weights != nil && bad.Index[0] < points.Len() {
			return fault.Atf(points.Place(bad.Index[0]), "weight %v %s", points.Weights[bad.Index[0]], bad.Reason)
		}
	}
	return err
}

// compare computes the measures of --metric, except EM. It computes a measure that is not
// symmetric in both directions.
func (d *distances) compare(o distOptions) (err error) {
	if !slices.ContainsFunc(o.metrics, func(name string) bool { return name != earthMover }) {
		return nil
	}
	p, q := d.p, d.q
	if d.bins > 0 {
		if p, q, err = metrics.Bin(p, q, d.bins); err != nil {
			return err
		}
	}
	_, pOn, qOn, err := metrics.CommonSupport(p, q)
	if err != nil {
		return err
	}
	d.disjoint = metrics.Disjoint(pOn, qOn)
	for _, m := range metrics.Measures() {
		if m.Name == earthMover || !slices.Contains(o.metrics, m.Name) {
			continue
		}
		value := number(m.On(pOn, qOn))
		if m.Symmetric {
			d.found = append(d.found, distance{m.Name, m.Name, m.Label, m.Unit, value})
			continue
		}
		_, qFirst, pThen, err := metrics.CommonSupport(q, p) // in the order in which m.Between(q, p) adds
		if err != nil {
			return err
		}
		d.found = append(d.found,
			distance{m.Name, m.Name, m.Label + "(P‖Q)", m.Unit, value},
			distance{m.Name, m.Name + "_reverse", m.Label + "(Q‖P)", m.Unit, number(m.On(qFirst, pThen))})
	}
	return nil
}

// object returns the distances as JSON.
func (d *distances) object() object {
	var o object
	for _, found := range d.found {
		o = append(o, field{found.key, found.value})
	}
	o = append(o, field{"n", d.p.Len()}, field{"m", d.q.Len()}, field{"dim", d.p.Dim()})
	if d.bins > 0 {
		o = append(o, field{"bins", d.bins})
	}
	if d.proof != nil {
		o = append(append(o, field{"ground", d.ground.String()}), d.proof.fields()...)
	}
	return o
}

// print writes the distances as text.
func (d *distances) print(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tab, "P\t%s\t%s in R^%d\n", display(d.names[0]), fault.Count(d.p.Len(), "point"), d.p.Dim())
	fmt.Fprintf(tab, "Q\t%s\t%s in R^%d\n", display(d.names[1]), fault.Count(d.q.Len(), "point"), d.q.Dim())
	fmt.Fprintln(tab)
	apart := false
	for _, found := range d.found {
		note := found.unit
		if found.metric != earthMover {
			apart = d.disjoint
			if d.bins > 0 {
				note = strings.TrimPrefix(fmt.Sprintf("%s, %s along each axis", note, fault.Count(d.bins, "bin")), ", ")
			}
		}
		fmt.Fprintf(tab, "%s\t%v", found.label, found.value)
		if note != "" {
			fmt.Fprintf(tab, "\t%s", note)
		}
		fmt.Fprintln(tab)
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	if d.proof != nil {
		_, label := wassersteinNames(d.order)
		fmt.Fprintf(w, "\n%s is optimal: %v.\n", label, d.proof)
	}
	if !apart {
		return nil
	}
	_, only := wassersteinNames(d.order)
	what, remedy := "point", "To compare them as histograms: --bins N."
	if d.bins > 0 {
		what, remedy = "bin", "Fewer bins may let them meet."
	}
	_, err := fmt.Fprintf(w, `
P and Q share no %s. Then TV is 1, KL is +Inf and JS is log 2 = %v, however
near or far they are; only %s says how far. %s
`, what, number(math.Ln2), only, remedy)
	return err
}
