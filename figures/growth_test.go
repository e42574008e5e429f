package figures

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestGrowth checks the recording: more points take more time and memory.
// With -measure it makes a new recording. It does not check that one, because the program
// was compiled with the old one.
func TestGrowth(t *testing.T) {
	switch {
	case *measureOne != "":
		solveOne(t, *measureOne)
		return
	case *measure != "":
		record(t, *measure)
		return
	}
	rows, err := parseGrowth(growthFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range growthSizes {
		measured := rows.selected(line.solver, line.problem)
		if len(measured) != len(line.sizes) {
			t.Errorf("%s, %s: %d sizes in the recording, want %d", line.solver, line.problem, len(measured), len(line.sizes))
			continue
		}
		for k, now := range measured[1:] {
			before := measured[k]
			if now.seconds <= before.seconds {
				t.Errorf("%s, %s: from %d to %d points time goes from %v to %v s", line.solver, line.problem, before.n, now.n, before.seconds, now.seconds)
			}
			// Problems of 8192 points and more drop arcs. So memory may fall once, by less than four times as many points take.
			if before := measured[max(k-1, 0)]; now.megabytes <= before.megabytes {
				t.Errorf("%s, %s: from %d to %d points memory goes from %v to %v MB", line.solver, line.problem, before.n, now.n, before.megabytes, now.megabytes)
			}
		}
	}
}

func TestGrowthErrorsNameTheLine(t *testing.T) {
	header := strings.Join(growthColumns, ",") + "\n"
	for recording, want := range map[string]string{
		"":                 "no rows",
		header:             "no rows",
		"n,seconds\n1,2\n": "wrong number of fields",
		"solver,problem,n,megabytes,seconds\nmonge,square,1,1,1\n": "no rows below a header",
		header + "monge,square,1,1\n":                              "line 2: wrong number of fields",
		header + "monge,square,1,1,x\n":                            `growth.csv:2: strconv.ParseFloat: parsing "x"`,
		header + "monge,square,1,,1\n":                             `growth.csv:2: strconv.ParseFloat: parsing ""`,
		header + "monge,square,1.5,1,1\n":                          `growth.csv:2: strconv.Atoi: parsing "1.5"`,
		header + "gonum,square,1,1,1\n":                            `growth.csv:2: unknown solver "gonum" (want monge, POT, POT 0.9.7, POT 0.9.7 lazy)`,
		header + "POT,cube,1,1,1\n":                                `growth.csv:2: unknown problem "cube" (want square, `,
		header + "POT,square,1,0,1\n":                              "growth.csv:2: seconds is 0; want a positive number",
		header + "POT,square,1,1,-1\n":                             "growth.csv:2: megabytes is -1; want a positive number",
		header + "POT,square,1,1,NaN\n":                            "growth.csv:2: megabytes is NaN; want a positive number",
		header + "POT,square,1,+Inf,1\n":                           "growth.csv:2: seconds is +Inf; want a positive number",
		header + "POT,square,0,1,1\n":                              "growth.csv:2: 0 points; want at least 1",
		header + "POT,square,2,1,1\nPOT,square,2,1,1\n":            "growth.csv:3: 2 points come after 2",
	} {
		if _, err := growth(recording); err == nil || !strings.HasPrefix(err.Error(), "figures: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("recording %q: error %v, want …%s…", recording, err, want)
		}
	}
}

// The figure can be drawn without POT, and from a single row.
func TestGrowthDrawsIncompleteRecordings(t *testing.T) {
	header := strings.Join(growthColumns, ",") + "\n"
	for name, recording := range map[string]string{
		"without POT": header + "monge,square,1000,0.02,20\nmonge,square,2000,0.1,30\nmonge,moved,1000,0.03,20\nmonge,moved,4000,1,50\n",
		"one row":     header + "POT,square-random,1000,0.1,100\n",
		"two solvers": header + "monge,square,1000,0.02,20\nPOT 0.9.7,square,1000,0.127,\nPOT 0.9.7,square,2000,0.56,\n",
	} {
		t.Run(name, func(t *testing.T) {
			f, err := growth(recording)
			if err != nil {
				t.Fatal(err)
			}
			checkText(t, f)
			encode(t, f, "png")
		})
	}
}

// The README says of this figure what the recording has.
func TestTextsQuoteTheRecordingOfGrowth(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	readme := strings.Join(strings.Fields(string(text)), " ")
	rows, err := parseGrowth(growthFile)
	if err != nil {
		t.Fatal(err)
	}
	ratio := func(problem string, n int) float64 {
		theirs, ours, ok := rows.largestComparison(problem, seconds)
		if !ok || ours.n != n {
			t.Fatalf("%s is compared at n = %d, want %d", problem, ours.n, n)
		}
		return theirs.seconds / ours.seconds
	}
	exponent := func(solver, problem string) float64 { // of n, from the first point to the last
		line := rows.selected(solver, problem)
		first, last := line[0], line[len(line)-1]
		return math.Log(last.seconds/first.seconds) / math.Log(float64(last.n)/float64(first.n))
	}
	last := func(problem string) measurement {
		line := rows.selected(monge, problem)
		return line[len(line)-1]
	}
	for _, sentence := range []string{
		fmt.Sprintf("POT 0.8.2 takes %.0f times as long for one square at n = 8000, with random weights %.0f times, %.0f times if one cloud is moved, and %.0f times from the half moon to the S-curve (n = 8192)",
			ratio(square, 8000), ratio(squareWeights, 8000), ratio(moved, 8000), ratio(moonAndS, 8192)),
		fmt.Sprintf("monge’s time grows like n^%.1f for one square, with random weights like n^%.1f, like n^%.1f if one cloud is moved, and like n^%.1f from the half moon to the S-curve; POT’s grows like n^%.1f",
			exponent(monge, square), exponent(monge, squareWeights), exponent(monge, moved), exponent(monge, moonAndS), exponent(pot, square)),
		fmt.Sprintf("A million points against a million take %.0f s and %.1f GB", last(square).seconds, last(square).megabytes/1000),
		fmt.Sprintf("two images of 512×512 pixels of noise %.0f s and %.1f GB", last(noiseImages).seconds, last(noiseImages).megabytes/1000),
		fmt.Sprintf("grows like n^%.1f for clouds that are alike and like n^%.1f for others, and like n^%.1f for smooth images", exponent(monge, square), exponent(monge, moonAndS), exponent(monge, smoothImages)),
	} {
		if !strings.Contains(readme, sentence) {
			t.Errorf("the README lacks %q", sentence)
		}
	}
}
