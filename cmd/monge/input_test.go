package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// em returns the EM that dist prints.
func em(t *testing.T, args ...string) float64 {
	t.Helper()
	return parsed(t, monge(t, "", append([]string{"dist", "--json", "--metric", "em"}, args...)...))["em"].(float64)
}

func TestColumnsMatchByNameAndAreChosen(t *testing.T) {
	inFolder(t, map[string]string{
		"p.csv": "x,y\n1,5\n2,7\n", "q.csv": "y,x\n5,1\n7,2\n", "u.csv": "u,v\n1,5\n2,7\n",
		"w.csv": "x,y,w\n1,5,1\n2,7,3\n", "weight.csv": "x,y,weight\n1,5,1\n2,7,3\n",
		"pandas.csv": ",x,y\n0,1,5\n1,2,7\n", "text.csv": "name,x,y\ncat,1,5\ndog,2,7\n",
		"semicolons.csv": "x;y\n1,0;5\n2;7,0\n",
	})
	for _, args := range []string{
		"p.csv q.csv", "w.csv w.csv --weight-column w", "pandas.csv p.csv --columns x,y",
		"text.csv p.csv --columns y,x", "semicolons.csv p.csv", "w.csv p.csv --columns x,y",
	} {
		if got := em(t, strings.Fields(args)...); got != 0 {
			t.Errorf("%s: EM %v, want 0", args, got)
		}
	}
	for args, want := range map[string]string{
		"p.csv u.csv":                           "p.csv has the columns x, y, and u.csv has u, v: choose the same with --columns",
		"p.csv w.csv":                           `w.csv: column "w" may hold weights: give --weight-column w, or name the coordinates with --columns`,
		"p.csv pandas.csv":                      "pandas.csv: its first column has no name, like the index of a pandas DataFrame: write the file with index=False, or name the coordinates with --columns",
		"w.csv weight.csv --weight-column w":    `weight.csv: no column "w"; its header is x, y, weight`,
		"p.csv q.csv --separator dot":           `--separator: unknown separator "dot" (want comma, semicolon, tab or space)`,
		"p.csv q.csv --separator , --decimal ,": "a comma cannot be both the separator and the decimal sign",
		"p.csv q.csv --decimal x":               `--decimal: unknown decimal sign "x" (want point or comma)`,
		"p.csv q.csv --columns x,z":             `p.csv: no column "z"; its header is x, y`,
	} {
		r := monge(t, "", append([]string{"dist"}, strings.Fields(args)...)...)
		if r.code == exitOK || r.err != "monge dist: "+want+"\n" || r.out != "" {
			t.Errorf("dist %s: %+v, want %s", args, r, want)
		}
	}
}

func TestVerbosePrintsWhatWasDetectedInFiles(t *testing.T) {
	inFolder(t, map[string]string{"p.csv": "x;y\n1,5;5\n", "q.csv": "x\ty\n1.5\t5\n"})
	r := monge(t, "", "dist", "p.csv", "q.csv", "--verbose", "--metric", "em")
	if r.code != exitOK || r.err != "monge dist: p.csv: fields between semicolons, decimal commas\nmonge dist: q.csv: fields between tabs, decimal points\n" {
		t.Errorf("%+v", r)
	}
}

// The name of a file may have control characters. Messages do not contain them.
func TestMessagesHaveNoControlCharactersFromFileNames(t *testing.T) {
	name := "a\033[2Jb.csv"
	inFolder(t, map[string]string{name: "1\n", "q.csv": "2\n", "bad\033[1m.csv": "x\033[2J\n1\n"})
	for _, args := range [][]string{
		{"dist", name, "q.csv"}, {"dist", name, "bad\033[1m.csv"}, {"dist", "no\033]0;x\a.csv", "q.csv"},
		{"train", "--data", name}, {"train", "--resume", name}, {"plot", "\033[2J"}, {"\033[2J"}, {"plot", "training", name},
		{"dist", name, "q.csv", "--verbose"}, {"transport", "--cost", name}, {"figures", "--dir", name}, {"train", "--out", name},
	} {
		r := monge(t, "", args...)
		if strings.ContainsAny(r.out+r.err, "\033\a") {
			t.Errorf("%q: %q %q", args, r.out, r.err)
		}
		if r.code != exitOK && strings.Count(r.err, "\n") != 1 {
			t.Errorf("%q: %q", args, r.err)
		}
	}
}

func TestAReadThatNeverEndsIsInterrupted(t *testing.T) {
	inFolder(t, good)
	endless, _, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer endless.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, said strings.Builder
	if code := run(ctx, []string{"dist", "p.csv", "-"}, streams{endless, &out, &said}); code != exitFailed || said.String() != "monge dist: interrupted\n" {
		t.Errorf("exit code %d, %q", code, said.String())
	}
}

// The test checks the files of --plan and --potentials as the README tells the reader to,
// without code of package lp.
func TestTheFilesOfPlanAndPotentialsProveOptimality(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 1))
	cloud := func(n int) (text string, points [][2]float64, weights []float64) {
		text = "x,y,weight\n"
		for range n {
			x := [2]float64{random.NormFloat64(), random.NormFloat64()}
			w := float64(1 + random.IntN(9))
			points, weights = append(points, x), append(weights, w)
			text += fmt.Sprintf("%v,%v,%v\n", x[0], x[1], w)
		}
		return text, points, weights
	}
	pText, x, a := cloud(23)
	qText, y, b := cloud(31)
	inFolder(t, map[string]string{"p.csv": pText, "q.csv": qText})
	total := func(w []float64) (sum float64) {
		for _, v := range w {
			sum += v
		}
		return sum
	}
	want := em(t, "p.csv", "q.csv", "--potentials", "new/uv.csv")
	u, v := potentials(t, "new/uv.csv", len(a), len(b))
	var dual float64
	for i := range u {
		dual += u[i] * a[i] / total(a)
		for j := range v {
			if over := u[i] + v[j] - math.Hypot(x[i][0]-y[j][0], x[i][1]-y[j][1]); over > 1e-12 {
				t.Fatalf("u[%d] + v[%d] is %v above the cost", i, j, over)
			}
		}
	}
	for j := range v {
		dual += v[j] * b[j] / total(b)
	}
	if math.Abs(dual-want) > 1e-12 {
		t.Errorf("the potentials are worth %v, EM is %v", dual, want)
	}
}

func TestTransportWritesPotentials(t *testing.T) {
	inFolder(t, map[string]string{"c.csv": "3,1,2\n1,4,1\n", "a.csv": "3\n2\n", "b.csv": "1,2,2\n"})
	d := parsed(t, monge(t, "", "transport", "--cost", "c.csv", "--supply", "a.csv", "--demand", "b.csv", "--json", "--potentials", "uv.csv"))
	u, v := potentials(t, "uv.csv", 2, 3)
	cost := [2][3]float64{{3, 1, 2}, {1, 4, 1}}
	for i := range u {
		for j := range v {
			if u[i]+v[j] > cost[i][j] {
				t.Errorf("u[%d] + v[%d] is above the cost", i, j)
			}
		}
	}
	if worth := 3*u[0] + 2*u[1] + v[0] + 2*v[1] + 2*v[2]; worth != d["cost"] {
		t.Errorf("the potentials are worth %v, the plan costs %v", worth, d["cost"])
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for flags, want := range map[string]string{
		"--potentials " + here + "/x --plan x": "--potentials " + here + "/x: --plan writes that file",
		"--potentials c.csv":                   "--potentials c.csv: that would overwrite an input file",
		"--potentials -":                       "--potentials -: name a file, since the report goes to standard output",
		"--potentials x --plan ./x":            "--potentials x: --plan writes that file",
	} {
		if r := monge(t, "", append([]string{"transport", "--cost", "c.csv"}, strings.Fields(flags)...)...); r.code != exitUsage || r.err != "monge transport: "+want+"\n" {
			t.Errorf("%s: %+v", flags, r)
		}
	}
}

// potentials reads what --potentials wrote.
func potentials(t *testing.T, path string, n, m int) (u, v []float64) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(fileOf(t, path))).ReadAll()
	if err != nil || strings.Join(rows[0], ",") != "side,index,potential" {
		t.Fatalf("%v, %v", rows, err)
	}
	for _, row := range rows[1:] {
		value, err := strconv.ParseFloat(row[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		side := map[string]*[]float64{"u": &u, "v": &v}[row[0]]
		if strconv.Itoa(len(*side)) != row[1] {
			t.Fatalf("row %v, after %d", row, len(*side))
		}
		*side = append(*side, value)
	}
	if len(u) != n || len(v) != m {
		t.Fatalf("%d of %d and %d of %d potentials", len(u), n, len(v), m)
	}
	return u, v
}

// If rounding spoils the certificate, dist does not print the result as optimal, and the exit
// code is 1. The message names the place of the weight.
func TestASolutionThatIsNotProvenIsAFailure(t *testing.T) {
	inFolder(t, map[string]string{"p.csv": "x,y,weight\n0,0,1\n1e49,0,1e-39\n", "q.csv": "x,y\n0,0\n", "tiny.csv": "0\n1e-321\n", "zero.csv": "0\n"})
	for args, want := range map[string]string{
		"p.csv q.csv":        "monge dist: p.csv:3: weight 1e-39 ",
		"q.csv p.csv":        "monge dist: p.csv:3: weight 1e-39 ",
		"p.csv q.csv --json": "monge dist: p.csv:3: weight 1e-39 ",
		"tiny.csv zero.csv":  "monge dist: not proven optimal",
	} {
		r := monge(t, "", append([]string{"dist"}, strings.Fields(args)...)...)
		if r.code != exitFailed || !strings.HasPrefix(r.err, want) || r.out != "" {
			t.Errorf("dist %s: %+v", args, r)
		}
	}
}

func TestOutputsMakeTheirDirectories(t *testing.T) {
	inFolder(t, good)
	for _, args := range []string{
		"dist p.csv q.csv --plan a/b/plan.csv", "plot coupling -o c/d/x.svg", "figures coupling --dir e/f",
	} {
		if r := monge(t, "", strings.Fields(args)...); r.code != exitOK {
			t.Errorf("%s: %+v", args, r)
		}
	}
	for _, path := range []string{"a/b/plan.csv", "c/d/x.svg", "e/f/coupling.png"} {
		if _, err := os.Stat(filepath.FromSlash(path)); err != nil {
			t.Error(err)
		}
	}
}
