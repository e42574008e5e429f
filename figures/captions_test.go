package figures

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The captions of the README have the numbers of the committed pictures. The command monge
// figures --check tests that the code draws these pictures.
func TestCaptionsOfTheReadmeHaveTheNumbersOfThePictures(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	contains := func(caption string) {
		if !strings.Contains(string(readme), caption) {
			t.Errorf("the README lacks %q", caption)
		}
	}
	estimate := labels(t, "figure2", `estimate / K is (\S+)–(\S+) where EM is (\d+)`)[0]
	contains(fmt.Sprintf("its estimate, divided by its Lipschitz constant, is %s to %s where EM is %s", estimate[1], estimate[2], estimate[3]))
	gradient := labels(t, "figure2", `log\(1 − D\) (\S+), −log D`)[0]
	contains(fmt.Sprintf("The gradient of log(1 − D) at the samples is %s for the median seed", gradient[1]))

	arrives := labels(t, "figure3", `reached at (\d+)`)
	if len(arrives) != 2 {
		t.Fatalf("figure3: %d losses come to within twice of real against real, want 2", len(arrives))
	}
	contains(fmt.Sprintf("EM of a clipped WGAN comes to within twice that of real samples to real ones after %s iterations, that of one with a penalty after %s", arrives[0][1], arrives[1][1]))
	correlations := labels(t, "figure3", `rank correlation (\S+) \((\S+) to (\S+)\)`) // clipped, penalised
	clipped, penalised := correlations[0], correlations[1]
	contains(fmt.Sprintf("their rank correlation is %s in the median of three seeds. For the clipped critic it is %s (%s to %s)", penalised[1], clipped[1], clipped[2], clipped[3]))

	ofJS := labels(t, "figure4", `rank correlation (\S+) \(`) // then −log D
	contains(fmt.Sprintf("in the median of five seeds its rank correlation with EM is %s for log(1 − D) and %s for −log D", ofJS[0][1], ofJS[1][1]))

	if n := DefaultFigure3().Iterations; n != 3500 {
		t.Errorf("figure3 has %d iterations; lesson 9.4 says 3500", n)
	}
	modes := labels(t, "modes", `modes (\d+)(?:–(\d+))? of (\d+)`) // in the order of the panels
	if len(modes) != 5 {
		t.Fatalf("modes: %d panels, want 5", len(modes))
	}
	contains(fmt.Sprintf("a WGAN with a penalty finds %s, a tuned GAN %s", fromTo(modes[3][1:]), fromTo(modes[4][1:])))

	contains(fmt.Sprintf("of %d random pairs of distributions none crosses one", DefaultBounds().Pairs))

	thin := labels(t, "vanishing", `d="M[\d.]+,([\d.]+)L[^"]*,([\d.]+)" style="fill:none;stroke:#009E73" />`)
	arrive := 0 // of the thin curves, those that end below half of their beginning
	for _, curve := range thin {
		var first, last float64
		if _, err := fmt.Sscan(curve[1], &first); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Sscan(curve[2], &last); err != nil {
			t.Fatal(err)
		}
		if last < first/2 {
			arrive++
		}
	}
	names := []string{"none", "one", "two", "three", "four", "five"}
	contains(fmt.Sprintf("when its rate is doubled %s of %s seeds arrive", names[arrive], names[len(thin)-1])) // one is in the legend

	contains(fmt.Sprintf("noise has the mean and range of %s, likelihood draws %s seeds", map[int]string{10: "ten"}[DefaultNoise().Seeds], map[int]string{20: "twenty"}[DefaultLikelihood().Seeds]))
}

// labels returns the matches of a pattern in the text of a picture of the gallery, each
// with its groups.
func labels(t *testing.T, figure, pattern string) [][]string {
	t.Helper()
	svg, err := os.ReadFile(filepath.Join("gallery", figure+".svg"))
	if err != nil {
		t.Fatal(err)
	}
	matches := regexp.MustCompile(pattern).FindAllStringSubmatch(string(svg), -1)
	if len(matches) == 0 {
		t.Fatalf("%s: no text like %s", figure, pattern)
	}
	return matches
}

// fromTo formats the numbers of modes found: the least, the most ("" if equal to the least)
// and the number of modes of the data.
func fromTo(modes []string) string {
	if modes[1] == "" {
		return modes[0] + " of " + modes[2]
	}
	return modes[0] + " to " + modes[1] + " of " + modes[2]
}
