// Package nb has what the cells of the notebooks need beside monge itself: one
// call that shows a figure, and two that take the error away.
package nb

import (
	"bytes"
	"context"
	"fmt"
	"os"

	"github.com/janpfeifer/gonb/gonbui"

	"monge/figures"
)

// Show draws a figure into the output of the cell.
//
//	nb.Show(figures.DefaultCoupling())
//
// It comes before whatever the cell prints after it. What the cell printed
// before may still be on its way: show first, then print.
func Show(params figures.Params) {
	figure := Must(params.Draw(context.Background(), nil))
	var picture bytes.Buffer
	stopOn(figure.Encode(&picture, "png"))
	gonbui.DisplayPng(picture.Bytes())
	gonbui.Sync()
}

// Must returns the value; or, if there is an error, prints that and ends the cell.
//
//	js := nb.Must(metrics.JS(p, q))
func Must[T any](value T, err error) T {
	stopOn(err)
	return value
}

// Must2 is Must for two values.
//
//	p, q := nb.Must2(metrics.ParallelLines{Theta: 0.5}.Discretise(100))
func Must2[S, T any](s S, t T, err error) (S, T) {
	stopOn(err)
	return s, t
}

// stopOn ends the cell with the error alone: it says what was wrong with which
// number, and a stack of calls would not.
func stopOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
