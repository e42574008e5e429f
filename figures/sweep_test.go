package figures

import (
	"fmt"
	"strings"
	"testing"
)

// sweepTable returns a table with rows below a header.
func sweepTable(t *testing.T, rows ...string) *SweepTable {
	t.Helper()
	table, err := ReadSweep("r.csv", strings.NewReader(byteOrderMark+"run,loss,clip,depth,step,em,error\n"+strings.Join(rows, "\n")+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestPointsAreTheLastRowsOfRuns(t *testing.T) {
	var table *SweepTable
	for _, rows := range [][]string{
		{"a,wgan,0.1,2,10,1,", "b,wgan,0.2,2,10,2,", "a,wgan,0.1,2,0,9,", "b,wgan,0.2,2,0,9,"}, // as sorted by em
		{"a,wgan,0.1,2,0,9,", "a,wgan,0.1,2,10,1,", "b,wgan,0.2,2,0,9,", "b,wgan,0.2,2,10,2,"},
	} {
		table = sweepTable(t, rows...)
		points, without, err := table.points("clip", "em", "depth")
		if want := "[{0.1 1 2} {0.2 2 2}]"; err != nil || without != 0 || fmt.Sprint(points) != want {
			t.Errorf("%v, %d, %v; want %s", points, without, err, want)
		}
	}
	if points, _, err := table.points("step", "em", ""); err != nil || len(points) != 4 {
		t.Errorf("against step: %v, %v", points, err)
	}
}

// The legend counts runs that failed or are missing, and rows without a value.
func TestTheLegendCountsRunsThatAreNotDrawn(t *testing.T) {
	table := sweepTable(t, "a,wgan,0.1,2,0,9,", "a,wgan,0.1,2,10,1,", "b,wgan,0.2,2,0,9,", "b,wgan,0.2,2,,,overflow", "c,wgan,0.2,2,,,not run yet", "d,minimax,,2,10,3,")
	f, err := SweepPlot{X: "clip", Y: "em", By: "depth"}.Draw(table)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, w := range texts(f) {
		all = append(all, w.text)
	}
	for _, want := range []string{"2 of 4 runs failed or are missing", "rows without clip or em: 1", "depth = 2"} {
		if !strings.Contains(strings.Join(all, "\n"), want) {
			t.Errorf("no %q in %q", want, all)
		}
	}
	checkText(t, f)
}

func TestErrorsOfBadTablesNameTheFault(t *testing.T) {
	for name, test := range map[string]struct {
		text, want string
		plot       SweepPlot
	}{
		"no column":      {"run,step,em,error\na,0,1,\n", `no column "clip"`, SweepPlot{X: "clip", Y: "em"}},
		"a word":         {"run,loss,step,em,error\na,wgan,0,1,\n", `run a: its loss is "wgan"`, SweepPlot{X: "loss", Y: "em"}},
		"infinite":       {"run,step,em,error\na,0,+Inf,\n", `its em is "+Inf"`, SweepPlot{X: "step", Y: "em"}},
		"no such table":  {"x,y\n1,2\n", `no column "run"`, SweepPlot{X: "step", Y: "em"}},
		"no rows":        {"run,step,em,error\n", "no rows", SweepPlot{X: "step", Y: "em"}},
		"all failed":     {"run,step,em,error\na,,,overflow\n", "no run has both step and em", SweepPlot{X: "step", Y: "em"}},
		"no step":        {"run,step,em,lr,error\na,x,1,1,\n", `run a: its step is "x"`, SweepPlot{X: "lr", Y: "em"}},
		"JSON":           {"{\"run\":1}\n", "r.csv:1: bare", SweepPlot{X: "step", Y: "em"}},
		"a column twice": {"run,step,em,error\na,0,1,\n", "a column is named twice", SweepPlot{X: "step", Y: "em", By: "step"}},
		"ragged":         {"run,step,em,error\na,0\n", "r.csv:2: wrong number of fields", SweepPlot{X: "step", Y: "em"}},
		"25 panels":      {"run,step,em,seed,error\n" + rows25(), "seed has 25 values", SweepPlot{X: "step", Y: "em", By: "seed"}},
	} {
		table, err := ReadSweep("r.csv", strings.NewReader(test.text))
		if err == nil {
			_, err = test.plot.Draw(table)
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
}

func rows25() string {
	var b strings.Builder
	for k := range 25 {
		fmt.Fprintf(&b, "r%d,0,1,%d,\n", k, k)
	}
	return b.String()
}

func TestPanelsAreOrderedByNumber(t *testing.T) {
	table := sweepTable(t, "a,wgan,0.1,16,10,1,", "b,wgan,0.1,2,10,1,", "c,wgan,0.1,8,10,1,", "d,wgan,0.1,4,10,1,")
	f, err := SweepPlot{X: "clip", Y: "em", By: "depth"}.Draw(table)
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, w := range texts(f) {
		if strings.HasPrefix(w.text, "depth") {
			titles = append(titles, w.text)
		}
	}
	if got := strings.Join(titles, ", "); got != "depth = 2, depth = 4, depth = 8, depth = 16" {
		t.Error(got)
	}
}
