package figures

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"monge/gan"
)

// encode returns the bytes of a figure.
func encode(t *testing.T, f *Figure, format string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Encode(&b, format); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// untrained returns the figures that train no networks. The command monge figures --check
// checks the others as well.
func untrained() []Entry {
	return slices.DeleteFunc(Catalog(), func(e Entry) bool { return e.Trained })
}

// The golden test. After a deliberate change of a picture run
//
//	go run ./cmd/monge figures
//
// A processor that fuses a product and a sum (arm64) rounds once where others round
// twice. The shade of a pixel at the edge of a line may then differ a little.
func TestPicturesAreWhatTheCodeDraws(t *testing.T) {
	const limit = 200_000 // bytes
	for _, entry := range untrained() {
		if entry.Name == "continuity" && gan.Bits != 64 {
			continue // it has a network in it
		}
		f, err := entry.Draw(t.Context(), entry.New(), nil)
		if err != nil {
			t.Errorf("%s: %v", entry.Name, err)
			continue
		}
		for _, name := range entry.Files() {
			committed, err := os.ReadFile(filepath.Join("gallery", name))
			if err != nil {
				t.Errorf("%v: run go run ./cmd/monge figures", err)
				continue
			}
			format := strings.TrimPrefix(filepath.Ext(name), ".")
			drawn := encode(t, f, format)
			same, err := Same(format, drawn, committed)
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if !same {
				t.Errorf("%s is not what the code draws: look at the difference, then run go run ./cmd/monge figures", name)
			}
			if len(drawn) > limit {
				t.Errorf("%s has %d bytes, more than %d", name, len(drawn), limit)
			}
		}
	}
}

// Each figure has the same bytes when it is drawn a second time, and when it is drawn on one
// processor.
func TestFiguresAreDeterministic(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var before [][]byte
	for run, processors := range []int{runtime.NumCPU(), 1} {
		runtime.GOMAXPROCS(processors)
		for k, entry := range untrained() {
			f, err := entry.Draw(t.Context(), entry.New(), nil)
			if err != nil {
				t.Fatal(err)
			}
			for i, format := range []string{"png", "svg"} {
				now := encode(t, f, format)
				if run == 0 {
					before = append(before, now)
				} else if !bytes.Equal(now, before[2*k+i]) {
					t.Errorf("%s.%s comes out differently the second time", entry.Name, format)
				}
			}
		}
	}
}

func TestCatalogNamesAreUnique(t *testing.T) {
	var names []string
	for _, entry := range Catalog() {
		if slices.Contains(names, entry.Name) {
			t.Errorf("%q is there twice", entry.Name)
		}
		names = append(names, entry.Name)
		if found, err := Find(entry.Name); err != nil || found.Description != entry.Description {
			t.Errorf("Find(%q) = %q, %v", entry.Name, found.Description, err)
		}
	}
	if _, err := Find("figure5"); err == nil || !strings.Contains(err.Error(), `"figure5"`) || !strings.Contains(err.Error(), "figure1") {
		t.Errorf("error %v does not name the figure and those there are", err)
	}
}

func TestBadParametersAreNamed(t *testing.T) {
	lines := func(change func(p *DistancesParams)) func() (*Figure, error) {
		p := DefaultDistances()
		change(p)
		return func() (*Figure, error) { return p.Draw(t.Context(), nil) }
	}
	likelihood := func(change func(p *LikelihoodParams)) func() (*Figure, error) {
		p := DefaultLikelihood()
		change(p)
		return func() (*Figure, error) { return p.Draw(t.Context(), nil) }
	}
	matching := func(change func(p *MatchingParams)) func() (*Figure, error) {
		p := DefaultMatching()
		change(p)
		return func() (*Figure, error) { return p.Draw(t.Context(), nil) }
	}
	for _, test := range []struct {
		want string
		draw func() (*Figure, error)
	}{
		{"1 steps", lines(func(p *DistancesParams) { p.Steps = 1 })},
		{"from 1 to 1 is an empty range", lines(func(p *DistancesParams) { p.ThetaMin = 1 })},
		{"from 2 to -2 is an empty range", lines(func(p *DistancesParams) { p.ThetaMin, p.ThetaMax = 2, -2 })},
		{"from NaN to 1", lines(func(p *DistancesParams) { p.ThetaMin = math.NaN() })},
		{"from -1 to +Inf", lines(func(p *DistancesParams) { p.ThetaMax = math.Inf(1) })},
		{"too wide", lines(func(p *DistancesParams) { p.ThetaMin, p.ThetaMax = -1e308, 1e308 })},
		{"-3 atoms", lines(func(p *DistancesParams) { p.Atoms = -3 })},
		{`unknown metric "w2"`, lines(func(p *DistancesParams) { p.Metrics = []string{"em", "w2"} })},
		{`"em" is given twice`, lines(func(p *DistancesParams) { p.Metrics = []string{"em", "js", "em"} })},
		{"no metric", lines(func(p *DistancesParams) { p.Metrics = nil })},
		{"0 atoms", func() (*Figure, error) { return (&CouplingParams{Theta: 1}).Draw(t.Context(), nil) }},
		{"NaN", func() (*Figure, error) { return (&CouplingParams{Theta: math.NaN(), Atoms: 2}).Draw(t.Context(), nil) }},
		{"mean 0 and σ -1", func() (*Figure, error) { return (&DiscriminatorCriticParams{0, -1, 1, 1}).Draw(t.Context(), nil) }},
		{"more than 1e+12 times the smaller σ", func() (*Figure, error) {
			return (&DiscriminatorCriticParams{1e300, 1, 0, 1}).Draw(t.Context(), nil)
		}},
		{"mean NaN", func() (*Figure, error) {
			return (&DiscriminatorCriticParams{0, 1, math.NaN(), 1}).Draw(t.Context(), nil)
		}},
		{"0 samples", likelihood(func(p *LikelihoodParams) { p.Samples = 0 })},
		{"-1 seeds", likelihood(func(p *LikelihoodParams) { p.Seeds = -1 })},
		{"σ 0", likelihood(func(p *LikelihoodParams) { p.RealSigma = 0 })},
		{"mean +Inf", likelihood(func(p *LikelihoodParams) { p.RealMean = math.Inf(1) })},
		{"θ = 0", func() (*Figure, error) { return (&NoiseParams{Theta: 0, Atoms: 3, Seeds: 1}).Draw(t.Context(), nil) }},
		{"θ = 1e+200", func() (*Figure, error) {
			return (&NoiseParams{Theta: 1e200, Atoms: 3, Seeds: 1}).Draw(t.Context(), nil)
		}},
		{"0 atoms", func() (*Figure, error) { return (&NoiseParams{Theta: 1, Atoms: 0, Seeds: 1}).Draw(t.Context(), nil) }},
		{"0 seeds", func() (*Figure, error) { return (&NoiseParams{Theta: 1, Atoms: 3, Seeds: 0}).Draw(t.Context(), nil) }},
		{"1 terms", func() (*Figure, error) { return (&HierarchyParams{Terms: 1}).Draw(t.Context(), nil) }},
		{"0 pairs", func() (*Figure, error) { return (&BoundsParams{Pairs: 0, Atoms: 2}).Draw(t.Context(), nil) }},
		{"1 atoms", func() (*Figure, error) { return (&BoundsParams{Pairs: 1, Atoms: 1}).Draw(t.Context(), nil) }},
		{"0 points", func() (*Figure, error) { return (&Theorem3Params{ThetaMin: 0, ThetaMax: 1}).Draw(t.Context(), nil) }},
		{"from 1 to 1", func() (*Figure, error) {
			return (&Theorem3Params{ThetaMin: 1, ThetaMax: 1, Points: 1}).Draw(t.Context(), nil)
		}},
		{"from 0 to 1e-09 is too narrow", func() (*Figure, error) {
			return (&Theorem3Params{ThetaMin: 0, ThetaMax: 1e-9, Points: 1}).Draw(t.Context(), nil)
		}},
		{"from 1e+12 to 1.000000000001e+12 is too narrow", func() (*Figure, error) {
			return (&Theorem3Params{ThetaMin: 1e12, ThetaMax: 1e12 + 1, Points: 1}).Draw(t.Context(), nil)
		}},
		{"0 sources", func() (*Figure, error) { return (&DualityParams{Sources: 0, Sinks: 1}).Draw(t.Context(), nil) }},
		{"0 points", matching(func(p *MatchingParams) { p.Points = 0 })},
		{"10001 points", matching(func(p *MatchingParams) { p.Points = 10001 })},
		{"blob -1", matching(func(p *MatchingParams) { p.Blob = -1 })},
		{"radius NaN", matching(func(p *MatchingParams) { p.Radius = math.NaN() })},
		{"sigma 0", matching(func(p *MatchingParams) { p.Sigma = 0 })},
		{"sigma +Inf", matching(func(p *MatchingParams) { p.Sigma = math.Inf(1) })},
		{"blob 1e+308", matching(func(p *MatchingParams) { p.Blob = 1e308 })},
		{"-2 sinks", func() (*Figure, error) { return (&DualityParams{Sources: 1, Sinks: -2}).Draw(t.Context(), nil) }},
	} {
		if _, err := test.draw(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v, want …%s…", err, test.want)
		}
	}
}

// A figure with any accepted parameters can be drawn, and its text is readable.
func TestUnusualParametersCanBeDrawn(t *testing.T) {
	lines := func(low, high float64, metrics ...string) func() (*Figure, error) {
		return func() (*Figure, error) { return (&DistancesParams{low, high, 4, 3, metrics}).Draw(t.Context(), nil) }
	}
	coupling := func(theta float64, atoms int) func() (*Figure, error) {
		return func() (*Figure, error) { return (&CouplingParams{theta, atoms}).Draw(t.Context(), nil) }
	}
	normals := func(p ...float64) func() (*Figure, error) {
		return func() (*Figure, error) {
			return (&DiscriminatorCriticParams{p[0], p[1], p[2], p[3]}).Draw(t.Context(), nil)
		}
	}
	for name, figure := range map[string]func() (*Figure, error){
		"one panel":              lines(-1, 1, "kl"),
		"three panels":           lines(-1, 1, "tv", "js", "em"),
		"from 0":                 lines(0, 1, "em", "js"),
		"up to 0":                lines(-1, 0, "kl", "js"),
		"0 left out":             lines(0.5, 1, "em", "tv", "kl", "js"),
		"tiny range":             lines(-1e-9, 1e-9, "em", "js"),
		"huge range":             lines(-1e100, 1e100, "em", "kl"),
		"same line":              coupling(0, 5),
		"one atom":               coupling(-0.5, 1),
		"many atoms, far away":   coupling(1e6, 150),
		"same normals":           normals(1, 2, 1, 2),
		"same means":             normals(0, 1, 0, 3),
		"narrow beside wide":     normals(0, 1e-6, 1, 1),
		"far apart":              normals(-100, 1, 100, 1),
		"many seeds":             func() (*Figure, error) { return (&LikelihoodParams{0, 1, 100, 1000, 1}).Draw(t.Context(), nil) },
		"one sample":             func() (*Figure, error) { return (&LikelihoodParams{5, 0.1, 1, 1, 1}).Draw(t.Context(), nil) },
		"one atom with noise":    func() (*Figure, error) { return (&NoiseParams{-3, 1, 1, 1}).Draw(t.Context(), nil) },
		"two terms":              func() (*Figure, error) { return (&HierarchyParams{2}).Draw(t.Context(), nil) },
		"a million terms":        func() (*Figure, error) { return (&HierarchyParams{1e6}).Draw(t.Context(), nil) },
		"one pair":               func() (*Figure, error) { return (&BoundsParams{1, 2, 1}).Draw(t.Context(), nil) },
		"pairs of many atoms":    func() (*Figure, error) { return (&BoundsParams{100, 60, 2}).Draw(t.Context(), nil) },
		"one point, scaled":      func() (*Figure, error) { return (&Theorem3Params{0.5, 1, 1, 1}).Draw(t.Context(), nil) },
		"far from 0":             func() (*Figure, error) { return (&Theorem3Params{100, 101, 10, 1}).Draw(t.Context(), nil) },
		"one source, one sink":   func() (*Figure, error) { return (&DualityParams{1, 1, 1}).Draw(t.Context(), nil) },
		"one pair of points":     func() (*Figure, error) { return (&MatchingParams{1, 0.4, 2, 0.15, 1}).Draw(t.Context(), nil) },
		"many points":            func() (*Figure, error) { return (&MatchingParams{3000, 0.4, 2, 0.15, 1}).Draw(t.Context(), nil) },
		"clouds that overlap":    func() (*Figure, error) { return (&MatchingParams{50, 3, 2, 1, 1}).Draw(t.Context(), nil) },
		"tiny clouds":            func() (*Figure, error) { return (&MatchingParams{20, 1e-3, 1e-3, 1e-3, 1}).Draw(t.Context(), nil) },
		"huge clouds":            func() (*Figure, error) { return (&MatchingParams{10, 1e3, 1e3, 1e3, 1}).Draw(t.Context(), nil) },
		"many sources, one sink": func() (*Figure, error) { return (&DualityParams{40, 1, 1}).Draw(t.Context(), nil) },
	} {
		t.Run(name, func(t *testing.T) {
			f, err := figure()
			if err != nil {
				t.Fatal(err)
			}
			for _, at := range drawnPoints(f) {
				if x, y := float64(at.X), float64(at.Y); math.IsNaN(x+y) || math.IsInf(x, 0) || math.IsInf(y, 0) {
					t.Fatalf("a line goes through %v", at)
				}
			}
			checkText(t, f)
			encode(t, f, "png")
		})
	}
}

// Each parameter has a flag, so that the command line can set it.
func TestEveryParameterHasAFlag(t *testing.T) {
	var count func(of reflect.Type) int
	count = func(of reflect.Type) (fields int) {
		for k := range of.NumField() {
			switch field := of.Field(k); {
			case field.Anonymous:
				fields += count(field.Type)
			case field.IsExported():
				fields++
			}
		}
		return fields
	}
	for _, entry := range Catalog() {
		params := entry.New()
		flags := pflag.NewFlagSet(entry.Name, pflag.ContinueOnError)
		params.Flags(flags)
		defined := 0
		flags.VisitAll(func(f *pflag.Flag) {
			defined++
			if len(f.Usage) < 5 {
				t.Errorf("%s: --%s is explained as %q", entry.Name, f.Name, f.Usage)
			}
		})
		if fields := count(reflect.TypeOf(params).Elem()); defined != fields {
			t.Errorf("%s has %d parameters and %d flags", entry.Name, fields, defined)
		}
	}
}
