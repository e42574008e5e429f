package figures

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"monge/figures/internal/kit"
	"monge/gan"
)

// Captions, doc comments and lesson 10 also give numbers of more seeds than a picture has.
// These tests train them and compare the sentences:
//
//	go test -run Thirty ./gan ./figures

// ofThirty skips a test unless -run asks for thirty seeds.
func ofThirty(t *testing.T) {
	t.Helper()
	if !strings.Contains(flag.Lookup("test.run").Value.String(), "Thirty") {
		t.Skip("it trains thirty seeds: go test -run Thirty ./gan ./figures")
	}
}

// states fails the test if a file lacks a sentence. Where its lines end does not matter, nor
// that they begin as comments, and a backslash of a notebook is one of JSON's two.
func states(t *testing.T, file, sentence string) {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(file))
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.NewReplacer(`\\`, `\`, "\n// ", " ").Replace(string(text))
	if !strings.Contains(strings.Join(strings.Fields(plain), " "), sentence) {
		t.Errorf("%s lacks %q", file, sentence)
	}
}

const (
	readme             = "../README.md"
	lesson10, notebook = "../gan/lesson10_limits_test.go", "../notebooks/10_limits.ipynb"
)

// ends returns a value at the end of training, one a seed.
func ends(t *testing.T, config gan.Config, loss gan.Loss, value func(gan.Record) float64) []float64 {
	t.Helper()
	config.Losses, config.EvalEvery = []gan.Loss{loss}, 0
	run, err := train(t.Context(), config, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return kit.Ends(run.curves(loss, value))
}

func TestThirtySeedsOfMomentum(t *testing.T) {
	ofThirty(t)
	params := DefaultMomentum()
	params.Seeds = 30
	configs, names := params.configs()
	if want := []string{"RMSProp", "β₁ = 0", "β₁ = 0.5", "β₁ = 0.9"}; !slices.Equal(names, want) {
		t.Fatalf("optimizers %q, want %q", names, want)
	}
	var wgan, logD []string
	for _, config := range configs {
		wgan = append(wgan, fmt.Sprintf("%.1f", kit.Median(ends(t, config, gan.Wasserstein, exactEM))))
		logD = append(logD, fmt.Sprintf("%.1f", kit.Median(ends(t, config, gan.NonSaturating, exactEM))))
	}
	states(t, readme, fmt.Sprintf("On thirty seeds the median EM is %s with β₁ = 0.9, %s with RMSProp and %s with β₁ = 0. It is not WGAN’s own: that of −log D is %s, %s and %s (lesson 10).",
		wgan[3], wgan[0], wgan[1], logD[3], logD[0], logD[1]))
	states(t, lesson10, fmt.Sprintf("With the 64 units of momentum.png, not 32, it is %s with RMSProp, and %s, %s and %s:", logD[0], logD[1], logD[2], logD[3]))
	states(t, notebook, fmt.Sprintf("With 64 units, not 32, as in [momentum.png](../figures/gallery/momentum.png), it is %s with RMSProp, and %s, %s and %s:", logD[0], logD[1], logD[2], logD[3]))
	if params.Width != 64 {
		t.Errorf("width %d, want the 64 of these sentences", params.Width)
	}
}

func TestThirtySeedsOfVanishing(t *testing.T) {
	ofThirty(t)
	params := DefaultVanishing()
	params.Seeds = 30
	const began = 4 // EM between the data and a generator that does not move
	arrive := func(config gan.Config) string {
		n := 0
		for _, em := range ends(t, config, gan.Minimax, exactEM) {
			if em < began/2. {
				n++
			}
		}
		return map[int]string{0: "none", 1: "one", 2: "two", 20: "twenty", 21: "twenty-one", 22: "twenty-two"}[n]
	}
	slow, fast := arrive(params.far()), arrive(twiceAsFast(params.far()))
	states(t, "vanishing.go", fmt.Sprintf("of thirty seeds %s reaches the data. At twice this rate, which the figure also draws, %s do", slow, fast))
	states(t, readme, "of thirty seeds "+fast+"; at the first rate "+slow+" of thirty does.")
}
