package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"monge/figures"
)

// longLines are the parameters of a figure that this test adds: the plan between
// two lines of many atoms. A new figure is such a type in a file of its own in
// package figures, with Flags and Draw, ...
type longLines struct{ distance float64 }

func (p *longLines) Flags(flags *pflag.FlagSet) {
	flags.Float64Var(&p.distance, "distance", p.distance, "distance of the lines")
}

func (p *longLines) Draw(ctx context.Context, progress figures.Progress) (*figures.Figure, error) {
	return (&figures.CouplingParams{Theta: p.distance, Atoms: 30}).Draw(ctx, progress)
}

// ... and one line of the catalogue, and of the README, as TestEveryFigureIsInTheReadme
// requires. monge plot then has the figure's flags, its help and its file.
func TestAFigureIsATypeAndALineOfTheCatalogue(t *testing.T) {
	entry := figures.Entry{Name: "long-lines", Description: "The plan between two lines of 30 atoms.", Formats: []string{"png", "svg"}, New: func() figures.Params { return &longLines{distance: 2} }}

	inFolder(t, nil)
	plot := func(args ...string) (string, error) {
		var out bytes.Buffer
		root := rootCommand(streams{strings.NewReader(""), &out, new(bytes.Buffer)})
		command, _, err := root.Find([]string{"plot"})
		if err != nil {
			t.Fatal(err)
		}
		command.AddCommand(plotFigure(entry))
		root.SetArgs(append([]string{"plot", entry.Name}, args...))
		err = root.ExecuteContext(t.Context())
		return out.String(), err
	}
	help, err := plot("--help")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{entry.Description, "monge plot long-lines -o long-lines.svg", "--distance float", "distance of the lines (default 2)"} {
		if !strings.Contains(help, want) {
			t.Errorf("the help has no %q:\n%s", want, help)
		}
	}
	if out, err := plot(); err != nil || out != "long-lines.png\n" || left(t) != "long-lines.png" {
		t.Errorf("%q, %v, left %s", out, err, left(t))
	}
	if out, err := plot("--distance", "3", "-o", "far.svg"); err != nil || out != "far.svg\n" {
		t.Errorf("%q, %v", out, err)
	}
	svg, err := os.ReadFile("far.svg")
	if err != nil || !strings.Contains(string(svg), "EM = 3") {
		t.Errorf("%v, or the flag does not reach the picture", err)
	}
}

// stuck are the parameters of a figure that never ends and does not check its context.
type stuck struct{}

func (stuck) Flags(*pflag.FlagSet) {}

func (stuck) Draw(context.Context, figures.Progress) (*figures.Figure, error) { select {} }

func TestAFigureThatDoesNotCheckItsContextIsStopped(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := drawOne(ctx, figures.Entry{Name: "stuck"}, stuck{}, io.Discard); err != context.DeadlineExceeded {
		t.Errorf("error %v", err)
	}
}

func TestPlotDrawsOnePanelWithoutABackground(t *testing.T) {
	inFolder(t, nil)
	if r := monge(t, "", "plot", "four-distances", "--panel", "4", "--dark", "--transparent", "-o", "js.svg"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	svg, err := os.ReadFile("js.svg")
	if err != nil || !bytes.Contains(svg, []byte(`aria-label="JS`)) || bytes.Contains(svg, []byte(`aria-label="EM`)) {
		t.Errorf("%v, or panel 4, JS, is not alone", err)
	}
	if background := []byte("M0,0L450,0L"); bytes.Contains(svg, background) {
		t.Error("there is a background")
	}
}

func TestLooksThatDoNotExistAreRefused(t *testing.T) {
	inFolder(t, nil)
	for args, want := range map[string]string{
		"coupling --panel 3":      "no panel 3 (there are 1 to 2)",
		"coupling --panel -1":     "panels count from 1",
		"coupling --panel 0":      "panels count from 1",
		"animation --transparent": "a .gif keeps its background",
		"training x --panel -1":   "panels count from 1",
		"sweep x.csv --panel -1":  "panels count from 1",
	} {
		if r := monge(t, "", append([]string{"plot"}, strings.Fields(args)...)...); r.code != exitUsage || !strings.Contains(r.err, want) {
			t.Errorf("%s: %+v, want %s", args, r, want)
		}
	}
	if name := left(t); name != "" {
		t.Errorf("%s was written", name)
	}
}

// A figure with all settings of a run refuses those without effect, as monge train does.
func TestAFigureRefusesFlagsWithoutEffect(t *testing.T) {
	r := monge(t, "", strings.Fields("plot modes --loss minimax --clip 0.1 --eval-every 10 -o m.svg")...)
	if want := "monge plot modes: --clip and --eval-every have no effect with the other settings\n"; r.code != exitUsage || r.err != want {
		t.Errorf("%+v, want %q", r, want)
	}
}
