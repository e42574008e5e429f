package sweep

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"monge/cmd/internal/fault"
	"monge/gan"
)

// named returns settings of the form "clip=0.1,0.2".
func named(settings ...string) Grid {
	var g Grid
	for _, s := range settings {
		name, values, _ := strings.Cut(s, "=")
		g = append(g, Setting{Name: name, Values: strings.Split(values, ",")})
	}
	return g
}

// list returns what differs between the jobs of grids: "loss clip depth seed".
func list(t *testing.T, grids ...Grid) []string {
	t.Helper()
	jobs, err := listJobs(grids, newDataFiles(nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for k, job := range jobs {
		if job.Index != k {
			t.Errorf("job %d has index %d", k, job.Index)
		}
		c := job.Config
		all = append(all, fmt.Sprint(c.Losses[0], " ", c.Clip, " ", c.Depth, " ", c.Seed))
	}
	return all
}

func TestAGridIsEveryCombinationWithTheSeedFastest(t *testing.T) {
	got := list(t, named("seeds=1..2", "depth=2,3", "loss=wgan", "clip=0.1,0.2"))
	want := "wgan 0.1 2 1; wgan 0.1 2 2; wgan 0.2 2 1; wgan 0.2 2 2; wgan 0.1 3 1; wgan 0.1 3 2; wgan 0.2 3 1; wgan 0.2 3 2"
	if strings.Join(got, "; ") != want {
		t.Errorf("%s, want %s", strings.Join(got, "; "), want)
	}
}

func TestSeedsAreANumberOrAList(t *testing.T) {
	for settings, want := range map[string]string{
		"seeds=2":        "1 2",
		"seeds=2 seed=7": "7 8",
		"seeds=1..1":     "1",
		"seeds=4,9":      "4 9",
		"seeds=8..9,3":   "8 9 3",
		"seed=5..6":      "5 6",
		"seeds=0..1":     "0 1",
		"seeds=18446744073709551614..18446744073709551615": "18446744073709551614 18446744073709551615",
		"preset=algorithm1": "1",
	} {
		var got []string
		for _, line := range list(t, append(named(strings.Fields(settings)...), named("loss=wgan")...)) {
			got = append(got, line[strings.LastIndex(line, " ")+1:])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: seeds %v, want %s", settings, got, want)
		}
	}
}

// What differs in a setting without effect, or is written otherwise, is one run.
func TestJobsThatDoTheSameAreOneJob(t *testing.T) {
	for name, test := range map[string]struct {
		grids []Grid
		want  int
	}{
		"clip of a GAN":          {[]Grid{named("loss=minimax", "clip=0.1,0.2,0.3")}, 1},
		"clip of a WGAN":         {[]Grid{named("loss=wgan", "clip=0.1,0.2,0.3")}, 3},
		"penalty of a WGAN":      {[]Grid{named("loss=wgan", "penalty=1,10")}, 1},
		"penalty of a WGAN-GP":   {[]Grid{named("loss=wgan-gp", "penalty=1,10")}, 2},
		"beta1 of RMSProp":       {[]Grid{named("loss=wgan", "beta1=0,0.5")}, 1},
		"beta1 of Adam":          {[]Grid{named("loss=wgan", "optimizer=adam", "beta1=0,0.5")}, 2},
		"warm-up of no length":   {[]Grid{named("loss=wgan", "warmup-steps=10,20")}, 1},
		"a warm-up to the end":   {[]Grid{named("loss=wgan", "iters=9", "warmup=9", "critic-steps=1,2")}, 1},
		"almost to the end":      {[]Grid{named("loss=wgan", "iters=9", "warmup=8", "critic-steps=1,2")}, 2},
		"0 for the same width":   {[]Grid{named("loss=wgan", "width=8", "critic-width=0,8,9")}, 2},
		"0 for the same depth":   {[]Grid{named("loss=wgan", "depth=2", "critic-depth=0,2")}, 1},
		"no hidden layer":        {[]Grid{named("loss=wgan", "depth=0", "critic-depth=-1,0", "width=4,8", "activation=relu,tanh")}, 1},
		"no layer of a critic":   {[]Grid{named("loss=wgan", "depth=2", "critic-depth=-1", "critic-width=4,8")}, 1},
		"affine generators":      {[]Grid{named("loss=wgan", "depth=0", "critic-depth=2", "width=4", "critic-width=4,8")}, 2},
		"0 for one step":         {[]Grid{named("loss=wgan", "generator-steps=0,1")}, 1},
		"a number written twice": {[]Grid{named("loss=wgan", "clip=0.1,0.10,1e-1")}, 1},
		"grids that overlap":     {[]Grid{named("loss=wgan", "seeds=1..3"), named("loss=wgan", "seeds=2..5")}, 5},
		"losses of a preset":     {[]Grid{named("preset=algorithm1"), named("loss=wgan,minimax")}, len(gan.Losses())},
	} {
		if got := len(list(t, test.grids...)); got != test.want {
			t.Errorf("%s: %d jobs, want %d", name, got, test.want)
		}
	}
}

// The names of files of results hang on it: a change makes all sweeps strangers.
func TestANameDependsOnTheContentAlone(t *testing.T) {
	config := gan.DefaultConfig()
	config.Losses = config.Losses[:1]
	a, err := newJob(config, "", false)
	if err != nil {
		t.Fatal(err)
	}
	if want := "72d093abf55c6a8a"; a.Name != want {
		t.Errorf("the default run is called %s, want %s", a.Name, want)
	}
	config.Clip *= 2
	if b, _ := newJob(config, "", false); b.Name == a.Name {
		t.Error("another clip has the same name")
	}
	b, _ := newJob(config, "0123-2.csv", false)
	if b.Name == a.Name {
		t.Error("other points have the same name")
	}
	if want := "e8907572afcea762"; b.Name != want {
		t.Errorf("a run of points is called %s, want %s", b.Name, want)
	}
	if c, _ := newJob(config, "0123-2.csv", true); c.Name == b.Name {
		t.Error("standardized points have the same name")
	}
	config.Clip /= 2
	if c, _ := newJob(config, "", true); c.Name != a.Name {
		t.Error("a toy, which is never standardized, has another name")
	}
	config.Data = "lines" // which takes noise of its own
	a, _ = newJob(config, "", false)
	config.Noise, config.Prior = 5, gan.Uniform
	if b, _ := newJob(config, "", false); b.Name != a.Name {
		t.Error("a setting without effect makes another name")
	}
}

func TestLrIsTheRateOfBothUnlessCriticLrSays(t *testing.T) {
	for settings, want := range map[string][2]float64{
		"lr=0.1":                            {0.1, 0.1},
		"critic-lr=0.2 lr=0.1":              {0.1, 0.2},
		"critic-lr=0.2":                     {5e-5, 0.2},
		"preset=experiments":                {3e-4, 1e-3},
		"depth=2 lr=0.1 preset=experiments": {0.1, 0.1},
		"critic-lr=0.2 preset=experiments":  {3e-4, 0.2},
	} {
		g := named(strings.Fields(settings)...)
		var values []string
		for _, s := range g {
			values = append(values, s.Values[0])
		}
		c, err := g.configure(values)
		if err != nil || c.Rate != want[0] || c.CriticRate != want[1] {
			t.Errorf("%s: rates %v and %v, want %v; %v", settings, c.Rate, c.CriticRate, want, err)
		}
	}
}

func TestAGridIsReadFromYAML(t *testing.T) {
	grids, err := ReadGrids("g.yaml", strings.NewReader(`
# two grids
- loss: wgan
  clip: [0.01, 0.1]   # c
  critic_steps: 5
  seeds: 1..2
- {loss: minimax, seeds: [3, 7]}
`))
	if err != nil {
		t.Fatal(err)
	}
	first := grids[0]
	want := "wgan 0.01 3 1; wgan 0.01 3 2; wgan 0.1 3 1; wgan 0.1 3 2; minimax 0.01 3 3; minimax 0.01 3 7"
	if got := strings.Join(list(t, grids...), "; "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if grids, err = ReadGrids("g.yaml", strings.NewReader("clip: &a [0.2, &b 0.3]\nlr: *b\ncritic-lr: *a\nloss: wgan\nseed: 010\n")); err != nil {
		t.Fatal(err)
	}
	want = "wgan 0.2 3 10; wgan 0.2 3 10; wgan 0.3 3 10; wgan 0.3 3 10"
	if got := strings.Join(list(t, grids...), "; "); got != want {
		t.Errorf("with aliases: %s, want %s", got, want)
	}
	with := first.With(named("seeds=5,6", "depth=2"))
	if got := strings.Join(list(t, with), "; "); got != "wgan 0.01 2 5; wgan 0.01 2 6; wgan 0.1 2 5; wgan 0.1 2 6" {
		t.Errorf("flags over the file: %s", got)
	}
}

func TestABadGridIsNamedWithItsPlace(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, path := range []string{"rows.csv", "../rows.csv"} {
		if err := os.WriteFile(path, []byte(strings.Repeat("1\n2\n", 5)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for text, want := range map[string]string{
		"":                                      "g.yaml: no grid",
		"[]":                                    "g.yaml: no grid",
		"clip: 0.1\n---\nclip: 0.2\n":           "g.yaml:2: a second document; write several grids as a list",
		"clip: 0.1\n---\n[":                     "g.yaml: line ",
		"clip: [0.1":                            "g.yaml: line 1: did not find expected ',' or ']'",
		"7":                                     "g.yaml:1: a grid has settings such as depth: [2, 4]",
		"clip: 0.1\ndpeth: 2":                   `g.yaml:2: no setting "dpeth" (monge sweep plan --help lists them)`,
		"clip: 0.1\ncritic-lr: 1\ncritic_lr: 2": "g.yaml:3: critic-lr is given twice",
		"clip: []":                              "g.yaml:1: clip has no value",
		"clip:":                                 "g.yaml:1: clip has no value",
		"clip: {a: 1}":                          "g.yaml:1: clip has no value",
		"depth: 2\nclip: wide":                  `g.yaml:2: invalid argument "wide" for "--clip" flag`,
		"depth: 2..x":                           `g.yaml:1: depth "2..x" is not a range of whole numbers such as 1..100`,
		"depth: 3..2":                           `g.yaml:1: depth "3..2" is not a range`,
		"seeds: 1..2\nseed: 4":                  "g.yaml:1: seeds 1..2 lists the seeds, so seed cannot be given",
		"preset: best":                          `g.yaml:1: unknown preset "best"`,
		"loss: wgan\nclip: [0.1, -1]":           "g.yaml:2: clip is -1, but must be above 0",
		"seeds: 1..2,x":                         `g.yaml:1: seeds "1..2,x" is not a range`,
		"seeds: [1, x]":                         `g.yaml:1: seeds "x" is not a whole number`,
		"seeds: [1..2, 3.5]":                    `g.yaml:1: seeds "3.5" is not a whole number`,
		"seeds: 0":                              "g.yaml:1: seeds is 0, but must be from 1",
		"seeds: 1..9999999999":                  "g.yaml:1: seeds 1..9999999999 has more than 1048576 numbers",
		"seeds: 1..99999\nwidth: 1..99999":      "g.yaml:2: width makes more than 1048576 runs",
		"data: nowhere.csv":                     "nowhere.csv: no such file or directory",
		"data: 9gaussians":                      `g.yaml:1: unknown data "9gaussians"`,
		"seeds: 2\nseed: 18446744073709551615":  "g.yaml:2: 2 seeds from seed 18446744073709551615 on exceed the largest seed, 18446744073709551615",
		"width: 4\ncritic_steps: 0\nclip: 0.1":  "g.yaml:2: critic steps is 0, but must be from 1",
		"batch: 70\ndata: rows.csv":             "g.yaml:1: batch 70 is larger than the data set, which has 8 points to train on",
		"width: 16384\nloss: wgan\ndepth: 200":  "g.yaml:3: width 16384 and depth 200 make networks",
		"data: ../rows.csv\nclip: 0":            "g.yaml:2: clip is 0, but must be above 0",
	} {
		grids, err := ReadGrids("g.yaml", strings.NewReader(text))
		if err == nil {
			_, err = listJobs(grids, newDataFiles(nil, nil))
		}
		if err == nil || !strings.HasPrefix(fault.Message(err), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
