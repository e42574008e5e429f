package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
	"gonum.org/v1/gonum/floats"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/pointfile"
	"monge/lp"
)

func transportCommand() *cobra.Command {
	var o transportOptions
	c := &cobra.Command{
		Use:   "transport --cost C.csv",
		Short: "the cheapest plan for a cost matrix of your own",
		Long: `Row i, column j of C.csv is the cost of moving a unit of mass from source i to sink j.
The files of supply and demand have one number on each line. Without such a file the
masses of that side are equal. If both are given, their totals must agree. "-" is
standard input.`,
		Example: "monge transport --cost C.csv --supply a.csv --demand b.csv --plan plan.csv",
		RunE: func(c *cobra.Command, args []string) (err error) {
			if o.read, err = o.input.options(noteOf(c)); err != nil {
				return err
			}
			return transport(c.Context(), o, args, streamsOf(c))
		},
	}
	flags := c.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.cost, "cost", "", "the cost matrix, a CSV `file`")
	flags.StringVar(&o.supply, "supply", "", "the masses of the sources, a CSV `file`")
	flags.StringVar(&o.demand, "demand", "", "the masses of the sinks, a CSV `file`")
	flags.StringVar(&o.plan, "plan", "", "write the optimal plan to this CSV `file`: from, to, mass; rows and columns count from 0")
	flags.StringVar(&o.potentials, "potentials", "", "write u and v, which prove the plan optimal, to this CSV `file`: side, index, potential")
	flags.BoolVar(&o.json, "json", false, "print one JSON object")
	o.input.define(flags, false, false)
	return c
}

// transportOptions are the flags of transport.
type transportOptions struct {
	cost, supply, demand string // files to read
	plan, potentials     string // files to write
	json                 bool
	input                inputFlags
	read                 pointfile.Options // from input
}

// transportResult is the result of transport.
type transportResult struct {
	cost        number
	n, m, moves int
	proof       *proof
}

// transport solves the problem in the files.
func transport(ctx context.Context, o transportOptions, args []string, s streams) error {
	if len(args) > 0 {
		return fault.Usagef("%q is not a flag; --cost gives the cost matrix", args[0])
	}
	if o.cost == "" {
		return fault.Usagef("--cost is missing")
	}
	inputs := 0
	for _, path := range []string{o.cost, o.supply, o.demand} {
		if path == stdin {
			inputs++
		}
	}
	if inputs > 1 {
		return fault.Usagef("only one file can be standard input")
	}
	if err := checkOutputs(map[string]string{"plan": o.plan, "potentials": o.potentials}, o.cost, o.supply, o.demand); err != nil {
		return err
	}
	c, err := readFile(ctx, o.cost, s, o.read.ReadTable)
	if err != nil {
		return err
	}
	n, m := c.Rows(), c.Columns
	supply, demand, err := o.masses(ctx, n, m, s)
	if err != nil {
		return err
	}
	start := time.Now()
	solution, err := solve(ctx, s.err, func(ctx context.Context, solver *lp.Solver) (*lp.Solution, error) {
		return solver.Solve(ctx, lp.Problem{Supply: supply, Demand: demand, Cost: c.Matrix()})
	})
	if bad := (*lp.ValueError)(nil); errors.As(err, &bad) && bad.Name == "cost" {
		return fault.Atf(c.Place(bad.Index[0]), "cost %v in column %d %s", bad.Value, bad.Index[1]+1, bad.Reason)
	}
	if err != nil {
		return err
	}
	if o.supply == "" && o.demand == "" {
		solution.Rescale(1 / float64(n*m))
	}
	result := transportResult{number(solution.Cost), n, m, len(solution.Plan), newProof(solution, start)}
	if o.json {
		err = writeJSON(s.out, append(object{{"cost", result.cost}, {"n", n}, {"m", m}}, result.proof.fields()...))
	} else {
		err = result.print(s.out)
	}
	if err != nil {
		return err
	}
	return writeSolution(ctx, solution, o.plan, o.potentials) // last: if the disk is full, the report is printed
}

// masses returns the masses of n sources and m sinks: those in the files, or equal ones
// without a file. Without any file the total is nm, so that all masses are whole numbers.
func (o transportOptions) masses(ctx context.Context, n, m int, s streams) (supply, demand []float64, err error) {
	if supply, err = o.weights(ctx, o.supply, n, "row", s); err != nil {
		return nil, nil, err
	}
	if demand, err = o.weights(ctx, o.demand, m, "column", s); err != nil {
		return nil, nil, err
	}
	switch {
	case supply == nil && demand == nil:
		supply, demand = shares(n, float64(n*m)), shares(m, float64(n*m))
	case supply == nil:
		supply = shares(n, floats.SumCompensated(demand))
	case demand == nil:
		demand = shares(m, floats.SumCompensated(supply))
	}
	return supply, demand, nil
}

// weights reads the masses of one side, and returns an error unless there are want of them.
// It returns nil if there is no file.
func (o transportOptions) weights(ctx context.Context, path string, want int, side string, s streams) ([]float64, error) {
	if path == "" {
		return nil, nil
	}
	w, err := readFile(ctx, path, s, o.read.ReadWeights)
	if err != nil {
		return nil, err
	}
	if len(w) != want {
		return nil, fmt.Errorf("%s has %s, but %s has %s", display(path), fault.Count(len(w), "weight"), display(o.cost), fault.Count(want, side))
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

// print writes the result as text.
func (t transportResult) print(w io.Writer) error {
	_, err := fmt.Fprintf(w, "cost %v, %s from %s to %s\n\nIt is optimal: %v.\n",
		t.cost, fault.Count(t.moves, "move"), fault.Count(t.n, "source"), fault.Count(t.m, "sink"), t.proof)
	return err
}
