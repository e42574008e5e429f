package figures

import (
	"bytes"
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/renameio/v2/maybe"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"monge/lp"
)

var (
	measure    = flag.Bool("measure", false, "make growth.csv again, on this machine; it takes minutes")
	measureOne = flag.String("measure-one", "", "weights and n, such as equal,4000: solve this problem and print its time and memory; -measure runs it as a process")
)

// TestGrowth checks the recording: more points take more time and memory.
// With -measure it makes a new recording. It does not check that one, because the program
// was compiled with the old one.
func TestGrowth(t *testing.T) {
	switch {
	case *measureOne != "":
		solveOne(t, *measureOne)
		return
	case *measure:
		record(t)
		return
	}
	rows, err := parseGrowth(growthFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range growthLines(rows) {
		for k, now := range line.rows[1:] {
			before := line.rows[k]
			if now.seconds <= before.seconds || now.megabytes <= before.megabytes {
				t.Errorf("%s, %s weights: from %d to %d points time goes from %v to %v s and memory from %v to %v MB",
					line.solver, line.weights, before.n, now.n, before.seconds, now.seconds, before.megabytes, now.megabytes)
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
		"solver,weights,n,megabytes,seconds\nmonge,equal,1,1,1\n": "no rows below a header",
		header + "monge,equal,1,1\n":                              "line 2: wrong number of fields",
		header + "monge,equal,1,1,x\n":                            `growth.csv:2: strconv.ParseFloat: parsing "x"`,
		header + "gonum,equal,1,1,1\n":                            `growth.csv:2: unknown solver "gonum"`,
		header + "POT,even,1,1,1\n":                               `growth.csv:2: unknown weights "even"`,
		header + "POT,equal,1,0,1\n":                              "growth.csv:2: 1 points, 0 s, 1 MB",
		header + "POT,equal,1,1,NaN\n":                            "growth.csv:2: 1 points, 1 s, NaN MB",
		header + "POT,equal,1,+Inf,1\n":                           "growth.csv:2: 1 points, +Inf s, 1 MB",
		header + "POT,equal,0,1,1\n":                              "growth.csv:2: 0 points",
		header + "POT,equal,2,1,1\nPOT,equal,2,1,1\n":             "growth.csv:3: 2 points come after 2",
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
		"without POT": header + "monge,equal,1000,0.02,20\nmonge,equal,2000,0.1,30\nmonge,random,1000,0.03,20\nmonge,random,4000,1,50\n",
		"one row":     header + "POT,random,1000,0.1,100\n",
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

// record measures everything and writes growth.csv. If it fails it writes nothing.
func record(t *testing.T) {
	ctx := t.Context()
	if deadline, ok := t.Deadline(); ok { // end all processes before the test is stopped
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-5*time.Second))
		defer cancel()
	}
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	records := [][]string{growthColumns}
	add := func(solver, weights string, n int, command *exec.Cmd) {
		command.Stderr = os.Stderr
		out, err := command.Output()
		if err != nil {
			t.Fatalf("%s, %s weights, n = %d: %v\n%s", solver, weights, n, err, out)
		}
		var seconds, megabytes float64
		if _, err := fmt.Sscanf(string(out), "%g %g", &seconds, &megabytes); err != nil {
			t.Fatalf("%s, %s weights, n = %d: %v in %q", solver, weights, n, err, out)
		}
		fmt.Fprintf(os.Stderr, "%-5s %-6s n = %-5d %8.3f s %8.1f MB\n", solver, weights, n, seconds, megabytes)
		records = append(records, []string{solver, weights, strconv.Itoa(n),
			strconv.FormatFloat(seconds, 'g', 4, 64), strconv.FormatFloat(megabytes, 'g', 4, 64)})
	}
	for _, weights := range []string{"equal", "random"} {
		for _, n := range []int{1000, 2000, 4000, 8000, 16000, 32000, 64000} {
			if n <= 32000 || weights == "equal" {
				add("monge", weights, n, exec.CommandContext(ctx, binary,
					"-test.run=^TestGrowth$", fmt.Sprintf("-measure-one=%s,%d", weights, n)))
			}
		}
	}
	const python = "/usr/bin/python3"
	if err := exec.CommandContext(ctx, python, "-c", "import ot").Run(); err != nil {
		t.Logf("POT is not measured: %s -c 'import ot': %v", python, err)
	} else {
		for _, weights := range []string{"equal", "random"} {
			for _, n := range []int{1000, 2000, 4000, 8000} {
				command := exec.CommandContext(ctx, python, "-c", solveWithPOT, weights, strconv.Itoa(n))
				command.Env = append(os.Environ(), "OPENBLAS_NUM_THREADS=1")
				add("POT", weights, n, command)
			}
		}
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(records); err != nil {
		t.Fatal(err)
	}
	if _, err := parseGrowth(b.String()); err != nil {
		t.Fatal(err)
	}
	if err := maybe.WriteFile("gallery/growth.csv", b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// solveOne solves one problem. It writes the seconds that it took, and the largest memory
// of this process in megabytes.
func solveOne(t *testing.T, which string) {
	weights, count, _ := strings.Cut(which, ",")
	n, err := strconv.Atoi(count)
	if err != nil || n < 1 || weights != "equal" && weights != "random" {
		t.Fatalf("-measure-one %s: want equal,n or random,n", which)
	}
	random := rand.New(rand.NewPCG(1, uint64(n)))
	side := func() (*mat.Dense, []float64) {
		points, shares := mat.NewDense(n, 2, nil), make([]float64, n)
		for i := range n {
			points.SetRow(i, []float64{random.Float64(), random.Float64()})
			shares[i] = 1
			if weights == "random" {
				shares[i] = random.Float64()
			}
		}
		floats.Scale(1/floats.Sum(shares), shares)
		return points, shares
	}
	x, supply := side()
	y, demand := side()
	start := time.Now()
	if _, err := lp.Solve(lp.Problem{Supply: supply, Demand: demand, Cost: lp.Points{X: x, Y: y, Ground: lp.Euclidean}}); err != nil {
		t.Fatal(err)
	}
	seconds := time.Since(start).Seconds()
	megabytes, err := peakMemory()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%g %g\n", seconds, megabytes)
}

// peakMemory returns the largest memory of this process so far, in units of 10⁶ bytes. It
// reads it from /proc, which only Linux has.
func peakMemory() (float64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	var kibibytes float64
	if _, err := fmt.Sscanf(after, "%g kB", &kibibytes); err != nil {
		return 0, fmt.Errorf("VmHWM in /proc/self/status: %w", err)
	}
	return kibibytes * 1024 / 1e6, nil
}

// solveWithPOT does the same as solveOne with POT. The time is that of ot.emd alone. The
// memory is that of the process, which holds the matrix of distances. The limit of
// iterations is raised: with its default ot.emd stops early for thousands of points.
const solveWithPOT = `
import resource, sys, time
import numpy, ot
weights, n = sys.argv[1], int(sys.argv[2])
random = numpy.random.default_rng(1)
def side():
    points, shares = random.random((n, 2)), numpy.ones(n)
    if weights == "random":
        shares = random.random(n)
    return points, shares / shares.sum()
x, a = side()
y, b = side()
distances = ot.dist(x, y, metric="euclidean")
start = time.perf_counter()
_, log = ot.emd(a, b, distances, numItermax=10**9, log=True)
seconds = time.perf_counter() - start
if log["warning"] is not None:
    sys.exit(log["warning"])
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)
`
