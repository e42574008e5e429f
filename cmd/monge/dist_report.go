package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"

	"monge/cmd/internal/fault"
)

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
