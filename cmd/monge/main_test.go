package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// result is the exit code and the output of a command line.
type result struct {
	code     int
	out, err string
}

// monge runs a command line in the current directory.
func monge(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	var out, err bytes.Buffer
	code := run(t.Context(), args, streams{strings.NewReader(stdin), &out, &err})
	return result{code, out.String(), err.String()}
}

// inFolder makes a temporary folder with those files the current directory.
func inFolder(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// left lists the files in the current directory.
func left(t *testing.T) string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return strings.Join(names, " ")
}

// good is a pair of clouds that share no point.
var good = map[string]string{
	"p.csv": "x,y\n0,0\n0,1\n",
	"q.csv": "x,y,weight\n3,0,1\n3,1,1\n",
}

// Every bad input gives one line that names it and the right exit code, and leaves no files.
func TestBadInputGetsOneLineAndTheRightExitCode(t *testing.T) {
	files := map[string]string{
		"p.csv": good["p.csv"], "q.csv": good["q.csv"],
		"c.csv":          "1,2\n3,4\n",
		"negative.csv":   "x,y,weight\n1,2,1\n\n3,4,-0.2\n",
		"nanweight.csv":  "x,y,weight\n1,2,NaN\n",
		"infweight.csv":  "x,y,weight\n1,2,inf\n",
		"nomass.csv":     "x,y,weight\n1,2,0\n3,4,0\n",
		"empty.csv":      "",
		"blank.csv":      "\n\n",
		"headeronly.csv": "x,y\n",
		"ragged.csv":     "x,y\n1,2\n1,2,3\n",
		"text.csv":       "1,2\n3,four\n",
		"halfheader.csv": "1,two\n3,4\n",
		"nan.csv":        "1,2\n3,nan\n",
		"infinite.csv":   "1,2\n-Inf,4\n",
		"large.csv":      "1,2\n3,1e999\n",
		"weights.csv":    "weight\n1\n2\n",
		"twice.csv":      "x,weight,Weight\n1,2,3\n",
		"quote.csv":      "1,2\n3,\"4\n",
		"line.csv":       "1\n2\n",
		"far.csv":        "1e300,0\n",
		"five.csv":       "5,0\n",
		"badcost.csv":    "1,2\n3,Inf\n",
		"largecost.csv":  "a,b\n1,2\n\n3,1e301\n",
		"two.csv":        "1\n1\n",
		"three.csv":      "1\n1\n1\n",
		"row.csv":        "0.5,0.25\n",
		"block.csv":      "1,2\n3,4\n",
		"minus.csv":      "1\n-1\n",
		"zeros.csv":      "0\n0\n",
		"overflow.csv":   "1e308\n1e308\n",
		"short.csv":      "1,2\n3\n",
	}
	figureNames := func() string { return strings.Join(figureNames(), ", ") }
	usage := func(args, want string) struct{ args, want string } { return struct{ args, want string }{args, want} }
	for code, cases := range map[int][]struct{ args, want string }{
		exitUsage: {
			usage("", "monge: no command (want dist, transport, train, sample, sweep, plot, figures, explore; see monge --help)"),
			usage("distance --help", `monge: unknown command "distance" (want dist, transport, train, sample, sweep, plot, figures, explore)`),
			usage("plot figure7 --help", `monge plot: no figure "figure7" (there are `+figureNames()+")"),
			usage("plot coupling -o x", `monge plot coupling: x has no extension (want .png, .svg or .pdf)`),
			usage("plot figure1 --steps 1000000000", "monge plot figure1: 1000000000 steps of θ; from 2 to 100000 are possible"),
			usage("distance", `monge: unknown command "distance" (want dist, transport, train, sample, sweep, plot, figures, explore)`),
			usage("dist p.csv", "monge dist: 1 file; two are needed"),
			usage("dist p.csv q.csv c.csv", "monge dist: 3 files; two are needed"),
			usage("dist - -", "monge dist: only one of the two can be standard input"),
			usage("dist p.csv q.csv --metric em,wd", `monge dist: unknown metric "wd" (want em, tv, kl, js)`),
			usage("dist p.csv q.csv --ground manhattan", `monge dist: unknown ground cost "manhattan" (want euclidean, sqeuclidean, cityblock, chebyshev)`),
			usage("dist p.csv q.csv --p 0.5", "monge dist: --p 0.5: the order of a Wasserstein distance is a finite number of at least 1"),
			usage("dist p.csv q.csv --p 2 --ground sqeuclidean", "monge dist: --p 2 takes the power of a distance: use it with --ground euclidean"),
			usage("dist p.csv q.csv --bins 0", "monge dist: --bins 0: at least 1 is needed"),
			usage("dist p.csv q.csv --bins x", `monge dist: invalid argument "x" for "--bins" flag: must be an integer`),
			usage("dist p.csv q.csv --speed", "monge dist: unknown flag: --speed"),
			usage("sample run --weights -n 5", "monge sample: --samples is for samples, and --weights writes none"),
			usage("sample run --weights --seed 5", "monge sample: --seed is for samples, and --weights writes none"),
			usage("train --out -", "monge train: --out -: a run is written to a directory"),
			usage("train --resume run --iters 0", "monge train: --iters 0: at least 1 is needed"),
			usage("dist p.csv q.csv --bins 00", "monge dist: --bins 0: at least 1 is needed"),
			usage("plot clipping --clip 0.1,x", `monge plot clipping: invalid argument "0.1,x" for "--clip" flag: "x" is not a number`),
			usage("plot clipping --depths 1,2.5", `monge plot clipping: invalid argument "1,2.5" for "--depths" flag: "2.5" is not a whole number`),
			usage("completion", "monge completion: no shell (want bash, zsh, fish, powershell)"),
			usage("completion bash x", `monge completion bash: "x" is not a flag`),
			usage("completion fish --no-descriptions x y", `monge completion fish: "x" is not a flag`),
			usage("completion csh", `monge completion: no completion for "csh" (want bash, zsh, fish, powershell)`),
			usage("train --columns x", "monge train: --columns is for data from a file; 8gaussians is not from a file"),
			usage("train --decimal comma", "monge train: --decimal is for data from a file; 8gaussians is not from a file"),
			usage("sweep plan --columns x,y", "monge sweep plan: --columns is for data from a file; no data here are from a file"),
			usage("plot animation --separator tab", "monge plot animation: --separator is for data from a file; 8gaussians is not from a file"),
			usage("plot animation run --columns x", "monge plot animation: --columns cannot be given with the directory of a run: the run has its own data"),
			usage("sweep plan -o -", "monge sweep plan: --output -: a sweep is written to a directory"),
			usage("dist p.csv q.csv --metric em --bins 5", "monge dist: --bins is for tv, kl and js, which --metric leaves out"),
			usage("dist p.csv q.csv --metric tv --ground cityblock", "monge dist: --ground is the ground cost of em, which --metric leaves out"),
			usage("dist p.csv q.csv --metric tv --verify", "monge dist: --verify is for em, which --metric leaves out"),
			usage("dist p.csv q.csv --metric tv --plan plan.csv", "monge dist: --plan is for em, which --metric leaves out"),
			usage("dist p.csv q.csv --plan q.csv", "monge dist: --plan q.csv: that would overwrite an input file"),
			usage("dist p.csv q.csv --plan -", "monge dist: --plan -: name a file, since the report goes to standard output"),
			usage("dist p.csv q.csv --metric=", "monge dist: --metric is empty"),
			usage("dist p.csv q.csv --plan=", "monge dist: --plan is empty"),
			usage("transport --cost c.csv --supply=", "monge transport: --supply is empty"),
			usage("transport", "monge transport: --cost is missing"),
			usage("transport c.csv", `monge transport: "c.csv" is not a flag; --cost gives the cost matrix`),
			usage("transport --cost - --supply -", "monge transport: only one file can be standard input"),
			usage("plot", "monge plot: no figure (want "+figureNames()+")"),
			usage("plot figure7", `monge plot: no figure "figure7" (there are `+figureNames()+")"),
			usage("plot coupling -o coupling.bmp", `monge plot coupling: coupling.bmp: unknown extension ".bmp" (want .png, .svg or .pdf)`),
			usage("plot coupling --atoms 0", "monge plot coupling: 0 atoms per line; at least 1 is needed"),
			usage("plot theta --seed 18446744073709551615 --seeds 2", "monge plot theta: 2 seeds from seed 18446744073709551615 on exceed the largest seed, 18446744073709551615"),
			usage("explore --addr 8080", `monge explore: --addr "8080" is not of the form host:port`),
			usage("explore --addr localhost:99999", `monge explore: --addr localhost:99999: there is no port "99999"`),
			usage("plot coupling extra", `monge plot coupling: "extra" is not a flag`),
			usage("figures nosuch", `monge figures: no figure "nosuch" (there are `+figureNames()+")"),
		},
		exitFailed: {
			usage("dist p.csv negative.csv", "monge dist: negative.csv:4: weight -0.2 is negative"),
			usage("dist p.csv nanweight.csv", "monge dist: nanweight.csv:2: NaN is not finite"),
			usage("dist p.csv infweight.csv", "monge dist: infweight.csv:2: inf is not finite"),
			usage("dist nomass.csv q.csv", "monge dist: nomass.csv: the sum of weights is zero"),
			usage("dist p.csv empty.csv", "monge dist: empty.csv: no data"),
			usage("dist p.csv blank.csv", "monge dist: blank.csv: no data"),
			usage("dist p.csv headeronly.csv", "monge dist: headeronly.csv: no row below the header"),
			usage("dist p.csv ragged.csv", "monge dist: ragged.csv:3: 3 fields, but the first line has 2"),
			usage("dist p.csv short.csv", "monge dist: short.csv:2: 1 field, but the first line has 2"),
			usage("dist p.csv text.csv", `monge dist: text.csv:2: "four" is not a number`),
			usage("dist p.csv halfheader.csv", `monge dist: halfheader.csv:1: "two" is not a number`),
			usage("dist p.csv nan.csv", "monge dist: nan.csv:2: nan is not finite"),
			usage("dist p.csv infinite.csv", "monge dist: infinite.csv:2: -Inf is not finite"),
			usage("dist p.csv large.csv", "monge dist: large.csv:2: 1e999 is too large for a number"),
			usage("dist p.csv weights.csv", "monge dist: weights.csv: it has weights, but no coordinates"),
			usage("dist p.csv twice.csv", `monge dist: twice.csv:1: two columns are headed "weight"`),
			usage("dist p.csv quote.csv", `monge dist: quote.csv:2: extraneous or missing " in quoted-field`),
			usage("dist p.csv line.csv", "monge dist: p.csv has 2 coordinates, line.csv has 1 coordinate"),
			usage("dist p.csv far.csv --ground sqeuclidean", "monge dist: the sqeuclidean cost between points as far apart as [0 0] and [1e+300 1] is beyond 1e+300"),
			usage("dist p.csv five.csv --p 1e6", "monge dist: --p 1e+06: the power of the distance from p.csv:2 to five.csv:1 is not finite"),
			usage("dist p.csv five.csv --p 3100", "monge dist: --p 3100: the power of the distance from p.csv:2 to five.csv:1 is beyond ±1e+300"),
			usage("dist p.csv q.csv --p 1e5", "monge dist: the mean of the distances to the power of 100000 is below 1e-290, so that it has lost digits"),
			usage("dist p.csv nofile.csv", "monge dist: nofile.csv: no such file or directory"),
			usage("dist p.csv .", "monge dist: .: is a directory"),
			usage("dist - q.csv", "monge dist: standard input: no data"),
			usage("dist p.csv q.csv --plan c.csv/plan.csv", "monge dist: c.csv/plan.csv: not a directory"),
			usage("dist p.csv q.csv --plan .", "monge dist: .: is a directory"),
			usage("transport --cost badcost.csv", "monge transport: badcost.csv:2: Inf is not finite"),
			usage("transport --cost largecost.csv", "monge transport: largecost.csv:4: cost 1e+301 in column 2 is beyond ±1e+300"),
			usage("transport --cost ragged.csv", "monge transport: ragged.csv:3: 3 fields, but the first line has 2"),
			usage("transport --cost c.csv --supply three.csv", "monge transport: three.csv has 3 weights, but c.csv has 2 rows"),
			usage("transport --cost c.csv --demand three.csv", "monge transport: three.csv has 3 weights, but c.csv has 2 columns"),
			usage("transport --cost c.csv --supply block.csv", "monge transport: block.csv: 2 columns and 2 rows; weights need one column or one row"),
			usage("transport --cost c.csv --supply minus.csv", "monge transport: minus.csv:2: weight -1 is negative"),
			usage("transport --cost c.csv --supply zeros.csv", "monge transport: zeros.csv: the sum of weights is zero"),
			usage("transport --cost c.csv --demand zeros.csv", "monge transport: zeros.csv: the sum of weights is zero"),
			usage("transport --cost c.csv --demand overflow.csv", "monge transport: overflow.csv: the sum of weights overflows"),
			usage("transport --cost c.csv --supply two.csv --demand row.csv", "monge transport: total supply 2 differs from total demand 0.75"),
			usage("dist nofile.csv q.csv --plan c.csv/plan.csv", "monge dist: c.csv/plan.csv: not a directory"),      // before it reads
			usage("plot clipping -o c.csv/clipping.svg", "monge plot clipping: c.csv/clipping.svg: not a directory"), // before it trains, which is one more line
			usage("plot coupling -o c.csv/coupling.svg", "monge plot coupling: c.csv/coupling.svg: not a directory"),
			usage("figures --check --dir no", "monge figures: no: no such file or directory; --check compares with the pictures in figures/gallery of a clone of monge: run it there, or give their directory with --dir"),
			usage("figures --dir c.csv", "monge figures: c.csv is not a directory"),
		},
	} {
		for _, test := range cases {
			t.Run(test.args, func(t *testing.T) {
				inFolder(t, files)
				before := left(t)
				r := monge(t, "", strings.Fields(test.args)...)
				if r.code != code || !strings.HasPrefix(r.err, test.want) || strings.Count(r.err, "\n") != 1 || r.out != "" {
					t.Errorf("exit code %d (want %d), standard output %q, standard error\n  %q, want\n  %q", r.code, code, r.out, r.err, test.want)
				}
				if after := left(t); after != before {
					t.Errorf("left %s", after)
				}
			})
		}
	}
}

// A shell variable that is not set leaves an empty argument. Without an error it would mean
// the current directory.
func TestAnEmptyArgumentIsRefused(t *testing.T) {
	inFolder(t, good)
	for _, args := range [][]string{{"sample", ""}, {"dist", "", "q.csv"}, {"plot", "training", ""}, {"sweep", "run", ""}, {"explore", ""}, {""}} {
		if r := monge(t, "", args...); r.code != exitUsage || !strings.HasSuffix(r.err, ": an argument is empty\n") {
			t.Errorf("%q: %+v", args, r)
		}
	}
}

// Each command has help on standard output, and its example parses.
func TestHelpHasAnExampleThatParses(t *testing.T) {
	inFolder(t, map[string]string{"P.csv": "0\n", "Q.csv": "1\n", "C.csv": "1,2\n", "a.csv": "1\n", "b.csv": "0.5\n0.5\n"})
	if err := os.MkdirAll("figures/gallery", 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range rootCommand(streams{}).Commands() {
		for _, ask := range [][]string{{c.Name(), "--help"}, {c.Name(), "-h"}, {"help", c.Name()}} {
			r := monge(t, "", ask...)
			if r.code != exitOK || r.err != "" || !strings.Contains(r.out, c.Example) || !strings.Contains(r.out, "Usage:") {
				t.Errorf("monge %v: exit code %d, %q, %q", ask, r.code, r.out, r.err)
			}
		}
		if c.Name() == "explore" {
			continue // it goes on until it is stopped: see explore_test.go
		}
		if r := monge(t, "", strings.Fields(c.Example)[1:]...); r.code != exitOK {
			t.Errorf("%s: exit code %d, %s", c.Example, r.code, r.err)
		}
	}
	if r := monge(t, "", "help", "plot", "figure1"); r.code != exitOK || !strings.Contains(r.out, "--theta-min") {
		t.Errorf("monge help plot figure1: %+v", r)
	}
	if r := monge(t, "", "--version"); r.code != exitOK || !strings.HasPrefix(r.out, "monge ") {
		t.Errorf("monge --version: %+v", r)
	}
	if r := monge(t, "", "--help"); r.code != exitOK || !strings.Contains(r.out, "monge dist") {
		t.Errorf("monge --help: exit code %d, %q, %q", r.code, r.out, r.err)
	}
}

// fullDisk is a writer that always fails.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestOutputThatCannotBeWrittenIsAFailure(t *testing.T) {
	inFolder(t, good)
	var stderr bytes.Buffer
	code := run(context.Background(), []string{"dist", "p.csv", "q.csv"}, streams{strings.NewReader(""), fullDisk{}, &stderr})
	if code != exitFailed || !strings.HasPrefix(stderr.String(), "monge dist: standard output: ") {
		t.Errorf("exit code %d, %q", code, stderr.String())
	}
}

func TestFiguresStopBeforeTheNextOneWhenInterrupted(t *testing.T) {
	inFolder(t, nil)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, stderr bytes.Buffer
	code := run(ctx, []string{"figures", "--dir", "."}, streams{strings.NewReader(""), &out, &stderr})
	if code != exitFailed || stderr.String() != "monge figures: interrupted\n" || left(t) != "" {
		t.Errorf("exit code %d, %q, left %q", code, stderr.String(), left(t))
	}
}

func TestFiguresAreDrawnAndChecked(t *testing.T) {
	inFolder(t, nil)
	r := monge(t, "", "figures", "coupling", "--dir", ".")
	if r.code != exitOK || r.out != "coupling.png\ncoupling.svg\n" || left(t) != "coupling.png coupling.svg" {
		t.Fatalf("%+v, left %s", r, left(t))
	}
	if r := monge(t, "", "figures", "coupling", "--dir", ".", "--check"); r.code != exitOK || !strings.Contains(r.out, "2 pictures in . are what the code draws") {
		t.Errorf("%+v", r)
	}
	if err := os.WriteFile("coupling.png", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove("coupling.svg"); err != nil {
		t.Fatal(err)
	}
	r = monge(t, "", "figures", "coupling", "--dir", ".", "--check")
	if r.code != exitFailed || r.out != "coupling.png differs\ncoupling.svg is missing\n" || !strings.HasSuffix(r.err, "monge figures: 2 of 2 pictures in . are not what the code draws\n") || left(t) != "coupling.png" {
		t.Errorf("%+v", r)
	}
}

// Each figure can be drawn with its flags, and in each format.
func TestPlotDrawsEveryFigureFromItsFlags(t *testing.T) {
	inFolder(t, nil)
	list := monge(t, "", "plot", "--list")
	for _, line := range strings.Split(strings.TrimSpace(list.out), "\n") {
		name := strings.Fields(line)[0]
		help := monge(t, "", "plot", name, "--help")
		if help.code != exitOK || !strings.Contains(help.out, "monge plot "+name) {
			t.Errorf("help of %s: %+v", name, help)
		}
	}
	for _, args := range []string{
		"figure1 --theta-min 0 --theta-max 2 --steps 5 --atoms 3 --metric kl -o a.svg",
		"four-distances --steps 3 --atoms 2 -o a.svg",
		"coupling --slide --dark -o a.png",
		"coupling --theta -1 --atoms 3 -o a.pdf",
		"discriminator-critic --real-mean 1 --real-sigma 2 --fake-mean 0 --fake-sigma 1 -o a.png",
		"bounds --pairs 10 --atoms 3 --seed 2 -o a.svg",
		"theorem3 --theta-min 0 --theta-max 1 --points 5 --seed 2 -o a.svg",
		"likelihood --real-mean 1 --real-sigma 2 --samples 100 --seeds 2 --seed 9 -o a.svg",
		"noise --theta 2 --atoms 4 --seeds 2 --seed 9 -o a.svg",
		"hierarchy --terms 10 -o a.svg",
		"duality --sources 2 --sinks 3 --seed 9 -o a.svg",
	} {
		r := monge(t, "", append([]string{"plot"}, strings.Fields(args)...)...)
		path := args[strings.LastIndex(args, " ")+1:]
		if info, err := os.Stat(filepath.Join(".", path)); r.code != exitOK || r.out != path+"\n" || err != nil || info.Size() == 0 {
			t.Errorf("plot %s: %+v, %v", args, r, err)
		}
		os.Remove(path)
	}
}
