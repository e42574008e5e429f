package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/pflag"

	"monge/lp"
	"monge/metrics"
)

// metricNames are the distances that dist knows, in the order it prints them.
var metricNames = []string{"em", "tv", "kl", "js"}

func distCommand() command {
	return command{
		name:    "dist",
		args:    "P.csv Q.csv [flags]",
		summary: "EM, TV, KL and JS between two point clouds",
		details: `
A row is a point, columns are coordinates, and a first line without numbers is a
header. A column headed "weight" holds weights, any non-negative numbers; they are
normalised, and without it all weights are equal. "-" is standard input.

EM is exact: the optimum of a linear program, with a certificate. TV, KL and JS
compare probabilities point by point, so that clouds which share no point are 1,
+Inf and log 2 apart, wherever they are. --bins compares histograms instead.`,
		example: "monge dist P.csv Q.csv --metric em,js --json",
		setup: func(flags *pflag.FlagSet) action {
			o := distOptions{}
			flags.StringSliceVar(&o.metrics, "metric", metricNames, "which distances")
			flags.StringVar(&o.ground, "ground", lp.Euclidean.String(), "ground cost of EM: euclidean, sqeuclidean, cityblock or chebyshev")
			flags.IntVar(&o.bins, "bins", 0, "compare TV, KL and JS as histograms with this many bins along each axis")
			flags.StringVar(&o.plan, "plan", "", "write the optimal plan to this CSV `file`: from, to, mass; rows count from 0")
			flags.BoolVar(&o.verify, "verify", false, "check EM's potentials at every pair of points, by brute force")
			flags.BoolVar(&o.json, "json", false, "print one JSON object; what is infinite is the string \"+Inf\"")
			return func(ctx context.Context, args []string, s streams) error {
				o.binned = flags.Changed("bins")
				return dist(ctx, o, args, s)
			}
		},
	}
}

// distOptions are the flags of dist.
type distOptions struct {
	metrics      []string
	ground, plan string
	bins         int
	binned, json bool
	verify       bool
}

// distances is what dist found out. What was not asked for is nil.
type distances struct {
	EM        *number `json:"em,omitempty"`
	TV        *number `json:"tv,omitempty"`
	KL        *number `json:"kl,omitempty"`
	KLReverse *number `json:"kl_reverse,omitempty"`
	JS        *number `json:"js,omitempty"`
	N         int     `json:"n"`
	M         int     `json:"m"`
	Dim       int     `json:"dim"`
	*proof            // of EM
}

// dist compares the clouds in two files.
func dist(ctx context.Context, o distOptions, args []string, s streams) error {
	if len(args) != 2 {
		return usagef("%s, where two are needed", count(len(args), "file"))
	}
	if args[0] == stdin && args[1] == stdin {
		return usagef("only one of the two can be standard input")
	}
	for _, name := range o.metrics {
		if !slices.Contains(metricNames, name) {
			return usagef("unknown metric %q (want %s)", name, strings.Join(metricNames, ", "))
		}
	}
	ground, err := lp.ParseGround(o.ground)
	if err != nil {
		return usageError{err}
	}
	if o.binned && o.bins < 1 {
		return usagef("--bins %d: at least 1 is needed", o.bins)
	}
	if o.verify && !slices.Contains(o.metrics, "em") {
		return usagef("--verify checks em, which --metric leaves out")
	}
	if o.plan != "" && !slices.Contains(o.metrics, "em") {
		return usagef("--plan is the plan of em, which --metric leaves out")
	}
	if err := checkOutput(o.plan, args...); err != nil {
		return err
	}
	p, err := readFile(args[0], s, readPoints)
	if err != nil {
		return err
	}
	q, err := readFile(args[1], s, readPoints)
	if err != nil {
		return err
	}
	if p.Dim() != q.Dim() {
		return fmt.Errorf("%s has %s, %s has %s", display(args[0]), count(p.Dim(), "coordinate"), display(args[1]), count(q.Dim(), "coordinate"))
	}

	d := distances{N: p.Len(), M: q.Len(), Dim: p.Dim()}
	if slices.Contains(o.metrics, "em") {
		start := time.Now()
		solution, err := solve(ctx, s.err, func(ctx context.Context, solver *lp.Solver) (*lp.Solution, error) {
			return metrics.EarthMoverBy(ctx, solver, p, q, ground)
		})
		if err != nil {
			return err
		}
		d.proof = newProof(solution, start)
		if o.verify {
			certificate, err := metrics.VerifyEarthMover(p, q, ground, solution)
			if err != nil {
				return err
			}
			d.proof.MaxViolation, d.proof.Verified = number(certificate.MaxViolation), true
		}
		d.EM = (*number)(&solution.Cost)
		if o.plan != "" {
			if err := writePlan(o.plan, solution.Plan); err != nil {
				return err
			}
		}
	}
	apart, err := d.divergences(o, p, q)
	if err != nil {
		return err
	}
	if o.json {
		return writeJSON(s.out, d)
	}
	return d.print(s.out, o, args, apart)
}

// divergences fills in those of TV, KL and JS that were asked for. It reports
// whether the supports it compared are disjoint.
func (d *distances) divergences(o distOptions, p, q *metrics.Distribution) (apart bool, err error) {
	if o.binned {
		if p, q, err = metrics.Bin(p, q, o.bins); err != nil {
			return false, err
		}
	}
	_, pOn, qOn, err := metrics.CommonSupport(p, q)
	if err != nil {
		return false, err
	}
	for _, step := range []struct {
		metric string
		into   **number
		of     func(p, q []float64) (float64, error)
		p, q   []float64
	}{
		{"tv", &d.TV, metrics.TotalVariation, pOn, qOn},
		{"kl", &d.KL, metrics.KullbackLeibler, pOn, qOn},
		{"kl", &d.KLReverse, metrics.KullbackLeibler, qOn, pOn},
		{"js", &d.JS, metrics.JensenShannon, pOn, qOn},
	} {
		if !slices.Contains(o.metrics, step.metric) {
			continue
		}
		value, err := step.of(step.p, step.q)
		if err != nil {
			return false, err
		}
		*step.into = (*number)(&value)
	}
	return disjoint(pOn, qOn), nil
}

// disjoint reports whether no atom has mass under both p and q.
func disjoint(p, q []float64) bool {
	for k := range p {
		if p[k] > 0 && q[k] > 0 {
			return false
		}
	}
	return true
}

// print writes the distances for people.
func (d *distances) print(w io.Writer, o distOptions, args []string, apart bool) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tab, "P\t%s\t%s in R^%d\n", display(args[0]), count(d.N, "point"), d.Dim)
	fmt.Fprintf(tab, "Q\t%s\t%s in R^%d\n", display(args[1]), count(d.M, "point"), d.Dim)
	fmt.Fprintln(tab)
	for _, row := range []struct {
		label string
		value *number
		note  string
	}{
		{"EM", d.EM, o.ground},
		{"TV", d.TV, o.histogram()},
		{"KL(P‖Q)", d.KL, "nats" + o.histogram()},
		{"KL(Q‖P)", d.KLReverse, "nats" + o.histogram()},
		{"JS", d.JS, "nats" + o.histogram()},
	} {
		if row.value == nil {
			continue
		}
		fmt.Fprintf(tab, "%s\t%v", row.label, *row.value)
		if note := strings.TrimPrefix(row.note, ", "); note != "" {
			fmt.Fprintf(tab, "\t%s", note)
		}
		fmt.Fprintln(tab)
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	if d.proof != nil {
		fmt.Fprintf(w, "\nEM is optimal: %v.\n", d.proof)
	}
	if apart && (d.TV != nil || d.KL != nil || d.JS != nil) {
		what, remedy := "point", "To compare them as histograms: --bins N."
		if o.binned {
			what, remedy = "bin", "Fewer bins may let them meet."
		}
		fmt.Fprintf(w, `
P and Q share no %s. Then TV is 1, KL is +Inf and JS is log 2 = %v, however
near or far they are; only EM says how far. %s
`, what, number(math.Ln2), remedy)
	}
	return nil
}

// histogram says what was compared, if not the points.
func (o distOptions) histogram() string {
	if !o.binned {
		return ""
	}
	return fmt.Sprintf(", %s along each axis", count(o.bins, "bin"))
}

// count writes n things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
