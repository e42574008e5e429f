package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/pflag"
	"gonum.org/v1/gonum/floats"

	"monge/lp"
)

func transportCommand() command {
	return command{
		name:    "transport",
		args:    "--cost C.csv [flags]",
		summary: "the cheapest plan for a cost matrix of your own",
		details: `
Row i and column j of C.csv say what it costs to move a unit of mass from source i to
sink j. Supply and demand are one number a line; without them all weights are equal.
If both are given their totals must agree. "-" is standard input.`,
		example: "monge transport --cost C.csv --supply a.csv --demand b.csv --plan plan.csv",
		setup: func(flags *pflag.FlagSet) action {
			var o transportOptions
			flags.StringVar(&o.cost, "cost", "", "the cost matrix, a CSV `file`")
			flags.StringVar(&o.supply, "supply", "", "what the sources hold, a CSV `file`")
			flags.StringVar(&o.demand, "demand", "", "what the sinks want, a CSV `file`")
			flags.StringVar(&o.plan, "plan", "", "write the optimal plan to this CSV `file`: from, to, mass; rows and columns count from 0")
			flags.BoolVar(&o.json, "json", false, "print one JSON object")
			return func(ctx context.Context, args []string, s streams) error { return transport(ctx, o, args, s) }
		},
	}
}

// transportOptions are the flags of transport.
type transportOptions struct {
	cost, supply, demand, plan string
	json                       bool
}

// transported is what transport found out.
type transported struct {
	Cost number `json:"cost"`
	N    int    `json:"n"`
	M    int    `json:"m"`
	*proof
}

// transport solves the problem in the files.
func transport(ctx context.Context, o transportOptions, args []string, s streams) error {
	if len(args) > 0 {
		return usagef("%q is not a flag; the cost matrix is given by --cost", args[0])
	}
	if o.cost == "" {
		return usagef("--cost is missing")
	}
	inputs := 0
	for _, path := range []string{o.cost, o.supply, o.demand} {
		if path == stdin {
			inputs++
		}
	}
	if inputs > 1 {
		return usagef("only one file can be standard input")
	}
	if err := checkOutput(o.plan, o.cost, o.supply, o.demand); err != nil {
		return err
	}
	c, err := readFile(o.cost, s, readTable)
	if err != nil {
		return err
	}
	n, m := c.rows(), c.columns
	supply, err := weights(o.supply, n, "row", o.cost, s)
	if err != nil {
		return err
	}
	demand, err := weights(o.demand, m, "column", o.cost, s)
	if err != nil {
		return err
	}
	switch {
	case supply == nil && demand == nil:
		supply, demand = shares(n, float64(n*m)), shares(m, float64(n*m)) // whole numbers
	case supply == nil:
		supply = shares(n, floats.SumCompensated(demand))
	case demand == nil:
		demand = shares(m, floats.SumCompensated(supply))
	}
	start := time.Now()
	solution, err := solve(ctx, s.err, func(ctx context.Context, solver *lp.Solver) (*lp.Solution, error) {
		return solver.Solve(ctx, lp.Problem{Supply: supply, Demand: demand, Cost: c.matrix()})
	})
	if err != nil {
		return err
	}
	if o.supply == "" && o.demand == "" {
		solution.Rescale(1 / float64(n*m))
	}
	result := transported{Cost: number(solution.Cost), N: n, M: m, proof: newProof(solution, start)}
	if o.plan != "" {
		if err := writePlan(o.plan, solution.Plan); err != nil {
			return err
		}
	}
	if o.json {
		return writeJSON(s.out, result)
	}
	return result.print(s.out, len(solution.Plan))
}

// weights reads the weights of one side, as many as wanted; nil if there is no file.
func weights(path string, want int, side, costPath string, s streams) ([]float64, error) {
	if path == "" {
		return nil, nil
	}
	w, err := readFile(path, s, readWeights)
	if err != nil {
		return nil, err
	}
	if len(w) != want {
		return nil, fmt.Errorf("%s has %s, but %s has %s", display(path), count(len(w), "weight"), display(costPath), count(want, side))
	}
	return w, nil
}

// shares returns n equal shares of total.
func shares(n int, total float64) []float64 {
	all := make([]float64, n)
	for i := range all {
		all[i] = total / float64(n)
	}
	return all
}

// print writes the result for people.
func (t transported) print(w io.Writer, moves int) error {
	_, err := fmt.Fprintf(w, "cost %v, %s from %s to %s\n\nIt is optimal: %v.\n",
		t.Cost, count(moves, "move"), count(t.N, "source"), count(t.M, "sink"), t.proof)
	return err
}
