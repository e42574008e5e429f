package figures

import (
	"maps"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"

	"monge/gan"
)

// exampleRun returns an invented run of two seeds in dim dimensions. The first two dimensions
// have most of the variance.
func exampleRun(dim int, losses ...gan.Loss) Run {
	config := gan.DefaultConfig()
	config.Losses, config.Seeds, config.Iterations = losses, 2, 300
	random := rand.New(rand.NewPCG(1, uint64(dim)))
	samples := func(n int, shift float64) []float64 {
		var points []float64
		for range n {
			for axis := range dim {
				points = append(points, shift+random.NormFloat64()/float64(1+axis*axis*axis))
			}
		}
		return points
	}
	run := Run{Config: config, Dim: dim, Floor: []float64{0.2, 0.3}, Real: samples(200, 0)}
	for step := 0; step <= 300; step += 100 {
		for _, loss := range losses {
			for seed := range uint64(2) {
				value := math.Exp(-float64(step)/200) * (1 + float64(seed)/4)
				r := gan.Record{Loss: loss, Seed: 1 + seed, Step: step, EM: 3 * value, GradNorm: value / 10}
				if loss.IsWasserstein() {
					r.EMEstimate = &value
				} else if loss.EstimatesJS() {
					r.JSEstimate = &value
				}
				run.Records = append(run.Records, r)
			}
			run.Snapshots = append(run.Snapshots, Snapshot{loss, step, samples(200, 3-float64(step)/100)})
		}
	}
	return run
}

func TestTrainingIsReadable(t *testing.T) {
	for name, run := range map[string]Run{
		"one dimension":           exampleRun(1, gan.Wasserstein),
		"two dimensions":          exampleRun(2, gan.AllLosses()...),
		"five dimensions":         exampleRun(5, gan.Minimax),
		"five, critic and others": exampleRun(5, gan.AllLosses()...),
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Training(run)
			if err != nil {
				t.Fatal(err)
			}
			checkText(t, f)
			encode(t, f, "png")
		})
	}
}

func TestTrainingSaysThatItDrawsPrincipalComponents(t *testing.T) {
	f, err := Training(exampleRun(5, gan.Minimax))
	if err != nil {
		t.Fatal(err)
	}
	if svg := string(encode(t, f, "svg")); !strings.Contains(svg, "Samples along two principal components of the real ones") {
		t.Error("nothing says that two principal components are drawn")
	}
}

// The projection onto the first two principal components preserves distances in their plane.
func TestPrincipalComponentsKeepThePlaneOfMostVariance(t *testing.T) {
	run := exampleRun(3, gan.Minimax)
	for row := range slices.Chunk(run.Real, 3) {
		row[2] = 7 // no variance
	}
	projected, share, err := run.onPrincipalComponents()
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(share-1) > 1e-12 {
		t.Errorf("two components have a share of %v of the variance of two dimensions", share)
	}
	for k := range 10 {
		i, j := 3*k, 3*(k+1)
		want := math.Hypot(run.Real[i]-run.Real[j], run.Real[i+1]-run.Real[j+1])
		got := math.Hypot(projected.Real[2*k]-projected.Real[2*k+2], projected.Real[2*k+1]-projected.Real[2*k+3])
		if math.Abs(got-want) > 1e-12 {
			t.Errorf("a distance of %v becomes %v", want, got)
		}
	}
}

// A run with both kinds of losses has four panels of curves, a run with one kind has three,
// and no panel is empty.
func TestTrainingHasNoEmptyPanel(t *testing.T) {
	for _, test := range []struct {
		losses []gan.Loss
		rows   []int
	}{
		{[]gan.Loss{gan.Wasserstein, gan.Minimax}, []int{2, 2}},
		{[]gan.Loss{gan.WassersteinGP}, []int{3}},
		{[]gan.Loss{gan.NonSaturating}, []int{3}},
	} {
		run := exampleRun(2, test.losses...)
		run.Snapshots = nil
		f, err := Training(run)
		if err != nil {
			t.Fatal(err)
		}
		rows := make(map[vg.Length]int) // number of panels by the height of their axis label
		for _, w := range texts(f) {
			if w.text == "iteration" {
				rows[w.box.Min.Y]++
			}
		}
		if got := slices.Sorted(maps.Values(rows)); !slices.Equal(got, test.rows) {
			t.Errorf("%v: rows of %v panels, want %v", test.losses, got, test.rows)
		}
	}
}

// constant returns a change that makes all samples of a run the same point of R^dim.
func constant(dim int, x float64) func(run *Run) {
	return func(run *Run) {
		run.Dim = dim
		points := slices.Repeat([]float64{x}, 20*dim)
		run.Real = points
		for k := range run.Snapshots {
			run.Snapshots[k].Points = points
		}
	}
}

func TestTrainingDrawsIncompleteRuns(t *testing.T) {
	for name, change := range map[string]func(run *Run){
		"no floor":                   func(run *Run) { run.Floor = nil },
		"no snapshots":               func(run *Run) { run.Snapshots, run.Real = nil, nil },
		"one record":                 func(run *Run) { run.Records = run.Records[:1] },
		"a snapshot is missing":      func(run *Run) { run.Snapshots = run.Snapshots[1:] },
		"constant data on the line":  constant(1, 7),
		"constant data in the plane": constant(2, 7),
		"constant data in R^3":       constant(3, 7),
		"constant data of 0":         constant(1, 0),
		"samples that diverged": func(run *Run) {
			for k := range run.Snapshots[3].Points {
				run.Snapshots[3].Points[k] = math.NaN()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			run := exampleRun(2, gan.Wasserstein, gan.Minimax)
			change(&run)
			f, err := Training(run)
			if err != nil {
				t.Fatal(err)
			}
			checkText(t, f)
			drawsFloor := strings.Contains(string(encode(t, f, "svg")), "real against real")
			if drawsFloor != (len(run.Floor) > 0) {
				t.Errorf("%d floors, and a line of them: %v", len(run.Floor), drawsFloor)
			}
		})
	}
}

func TestTrainingErrorsNameTheBadValue(t *testing.T) {
	for want, change := range map[string]func(run *Run){
		"no record":   func(run *Run) { run.Records = nil },
		"loss 9":      func(run *Run) { run.Config.Losses = []gan.Loss{9} },
		"dimension 0": func(run *Run) { run.Dim = 0 },
		"399 coordinates of real samples of dimension 2":               func(run *Run) { run.Real = run.Real[1:] },
		"0 coordinates of real samples":                                func(run *Run) { run.Real = nil },
		"1 coordinates of samples of dimension 2, minimax at step 100": func(run *Run) { run.Snapshots[1].Points = run.Snapshots[1].Points[:1] },
	} {
		run := exampleRun(2, gan.Minimax)
		change(&run)
		if _, err := Training(run); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want …%s…", err, want)
		}
	}
}

// What the picture leaves out it counts: samples outside the panels, and gradients of 0, which a
// logarithmic axis cannot show.
func TestTrainingCountsWhatItLeavesOut(t *testing.T) {
	drawn := func(run Run) string {
		f, err := Training(run)
		if err != nil {
			t.Fatal(err)
		}
		return string(encode(t, f, "svg"))
	}
	for dim := 1; dim <= 3; dim++ {
		run := exampleRun(dim, gan.Minimax)
		before := drawn(run)
		run.Records[1].GradNorm = 0
		points := run.Snapshots[len(run.Snapshots)-1].Points
		for k := range points[:3*dim] {
			points[k] = 1e6
		}
		after := drawn(run)
		outside := regexp.MustCompile(`; (\d+) outside`)
		count := func(svg string) (n int) {
			if found := outside.FindStringSubmatch(svg); found != nil {
				n, _ = strconv.Atoi(found[1])
			}
			return n
		}
		if count(after) < count(before)+2 || count(after) > count(before)+3 { // one of the three may have been outside
			t.Errorf("dimension %d: %d samples are outside, at first %d", dim, count(after), count(before))
		}
		if !strings.Contains(after, "Gradient at a sample; 1 of 8 are 0") || strings.Contains(before, "are 0") {
			t.Errorf("dimension %d: no panel counts the gradient of 0", dim)
		}
	}
}
