package figures

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/renameio/v2/maybe"

	"monge/lp"
)

var (
	measure    = flag.String("measure", "", "measure the rows of growth.csv that match a regular expression, such as ^monge,square, on this machine; . is all rows and takes an hour")
	measureOne = flag.String("measure-one", "", "problem and n, such as square,4000: solve it and print what it took; -measure runs it as a process")
)

// growthSizes are the problems to measure, and for how many points.
var growthSizes = []struct {
	solver, problem string
	sizes           []int
}{
	{monge, square, []int{1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 125_000, 250_000, 500_000, 1_000_000}},
	{monge, squareWeights, []int{1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 125_000, 250_000}},
	{monge, noiseImages, []int{32 * 32, 64 * 64, 128 * 128, 256 * 256, 512 * 512}},
	{monge, moved, []int{1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 100_000}},
	{monge, moonAndS, []int{1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15, 1 << 16, 1 << 17}},
	{monge, smoothImages, []int{32 * 32, 64 * 64, 128 * 128, 256 * 256}},
	{pot, square, []int{1000, 2000, 4000, 8000}},
	{pot, squareWeights, []int{1000, 2000, 4000, 8000}},
	{pot, moved, []int{1000, 2000, 4000, 8000}},
	{pot, noiseImages, []int{32 * 32, 64 * 64}},
	{pot, smoothImages, []int{32 * 32, 64 * 64}},
	{pot, moonAndS, []int{1 << 10, 1 << 11, 1 << 12, 1 << 13}},
}

// record measures the rows that match a pattern, and writes growth.csv after each of them. It
// keeps the other rows.
func record(t *testing.T, pattern string) {
	matches, err := regexp.Compile(pattern)
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	if deadline, ok := t.Deadline(); ok { // end all processes before the test is stopped
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-5*time.Second))
		defer cancel()
	}
	path := filepath.Join("gallery", "growth.csv")
	text, err := os.ReadFile(path) // and not growthFile: the program may be older
	if err != nil {
		t.Fatal(err)
	}
	rows, err := parseGrowth(string(text))
	if err != nil {
		t.Fatal(err)
	}
	havePOT := exec.CommandContext(ctx, python, "-c", "import ot").Run() == nil
	if !havePOT {
		t.Logf("POT is not measured: %s cannot import ot", python)
	}
	for _, line := range growthSizes {
		for _, n := range line.sizes {
			if !matches.MatchString(fmt.Sprintf("%s,%s,%d", line.solver, line.problem, n)) || line.solver == pot && !havePOT {
				continue
			}
			m, err := measureRow(ctx, line.solver, line.problem, n)
			if err != nil {
				t.Fatalf("%s, %s, n = %d: %v", line.solver, line.problem, n, err)
			}
			rows = rows.with(m)
			if err := maybe.WriteFile(path, rows.csv(t), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// with returns the rows with m in its place, in the order of growthSizes and by n. Rows that
// cannot be measured here stay at the end.
func (r recording) with(m measurement) recording {
	rows := append(slices.DeleteFunc(slices.Clone(r), func(other measurement) bool {
		return other.solver == m.solver && other.problem == m.problem && other.n == m.n
	}), m)
	slices.SortStableFunc(rows, func(a, b measurement) int {
		place := func(m measurement) int {
			for k, line := range growthSizes {
				if line.solver == m.solver && line.problem == m.problem {
					return k
				}
			}
			return len(growthSizes)
		}
		if d := place(a) - place(b); d != 0 || place(a) == len(growthSizes) {
			return d
		}
		return a.n - b.n
	})
	return rows
}

// csv writes a recording as parseGrowth reads it.
func (r recording) csv(t *testing.T) []byte {
	number := func(x float64) string {
		if x == 0 {
			return ""
		}
		return strconv.FormatFloat(x, 'g', 4, 64)
	}
	records := [][]string{growthColumns}
	for _, m := range r {
		records = append(records, []string{m.solver, m.problem, strconv.Itoa(m.n), number(m.seconds), number(m.megabytes)})
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(records); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const python = "/usr/bin/python3"

// measureRow solves a problem in a process of its own. If it takes less than ten seconds, two
// more processes do the same, and the one of least time counts. POT has to find the same EM as monge.
func measureRow(ctx context.Context, solver, problem string, n int) (best measurement, err error) {
	p, err := growthProblem(problem, n)
	if err != nil {
		return best, err
	}
	binary, err := os.Executable()
	if err != nil {
		return best, err
	}
	for run := 0; run < 3 && best.seconds < 10; run++ {
		command := exec.CommandContext(ctx, binary, "-test.run=^TestGrowth$", fmt.Sprintf("-measure-one=%s,%d", problem, n))
		if solver == pot {
			command = exec.CommandContext(ctx, python, "-c", solveWithPOT, strconv.Itoa(n))
			command.Env = append(os.Environ(), "OPENBLAS_NUM_THREADS=1")
			command.Stdin = problemBytes(p)
		}
		command.Stderr = os.Stderr
		out, err := command.Output()
		if err != nil {
			return best, fmt.Errorf("%w\n%s", err, out)
		}
		m := measurement{solver: solver, problem: problem, n: n}
		var wall, em float64
		if _, err := fmt.Sscanf(string(out), "%g %g %g %g", &wall, &m.seconds, &m.megabytes, &em); err != nil {
			return best, fmt.Errorf("%w in %q", err, out)
		}
		fmt.Fprintf(os.Stderr, "%-5s %-13s n = %-7d %8.3f s of processor time in %8.3f s, %8.1f MB\n",
			solver, problem, n, m.seconds, wall, m.megabytes)
		if run == 0 || m.seconds < best.seconds {
			best = m
		}
		if solver == pot && run == 0 {
			solution, err := lp.Solve(p)
			if err != nil {
				return best, err
			}
			if math.Abs(em-solution.Cost) > 1e-9*solution.Cost {
				return best, fmt.Errorf("EM is %v, and %v by monge", em, solution.Cost)
			}
		}
	}
	return best, nil
}

// problemBytes returns weights and points of p as solveWithPOT reads them.
func problemBytes(p lp.Problem) io.Reader {
	var b bytes.Buffer
	points := p.Cost.(lp.Points)
	for _, numbers := range [][]float64{p.Supply, p.Demand, points.X.RawMatrix().Data, points.Y.RawMatrix().Data} {
		if err := binary.Write(&b, binary.NativeEndian, numbers); err != nil {
			panic(err) // a buffer takes all
		}
	}
	return &b
}

// solveOne solves one problem. It writes the seconds that it took, those of all cores
// together, the largest memory of this process in megabytes, and EM.
func solveOne(t *testing.T, which string) {
	problem, count, _ := strings.Cut(which, ",")
	n, err := strconv.Atoi(count)
	if err != nil || n < 1 {
		t.Fatalf("-measure-one %s: want a problem, a comma and n", which)
	}
	p, err := growthProblem(problem, n)
	if err != nil {
		t.Fatal(err)
	}
	before, err := processorTime()
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	solution, err := lp.Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	seconds := time.Since(start).Seconds()
	after, err := processorTime()
	if err != nil {
		t.Fatal(err)
	}
	megabytes, err := peakMemory()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%g %g %g %.17g\n", seconds, after-before, megabytes, solution.Cost)
}

// processorTime returns the seconds that the threads of this process have run. It reads them
// from /proc, which only Linux has.
func processorTime() (total float64, err error) {
	files, err := filepath.Glob("/proc/self/task/*/schedstat")
	if err != nil || len(files) == 0 {
		return 0, errors.Join(err, errors.New("no /proc/self/task/*/schedstat"))
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return 0, err
		}
		var nanoseconds float64
		if _, err := fmt.Sscan(string(text), &nanoseconds); err != nil {
			return 0, fmt.Errorf("%s: %w", file, err)
		}
		total += nanoseconds / 1e9
	}
	return total, nil
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

// solveWithPOT does the same as solveOne with POT, for a problem that it reads. The time is
// that of ot.emd alone. The memory is that of the process, which holds the matrix of
// distances. The limit of iterations is raised: with its default ot.emd stops early for
// thousands of points.
const solveWithPOT = `
import resource, sys, time
import numpy, ot
from scipy.spatial.distance import cdist
n = int(sys.argv[1])
numbers = numpy.frombuffer(sys.stdin.buffer.read())
a, b, x, y = numbers[:n], numbers[n:2*n], numbers[2*n:4*n].reshape(n, 2), numbers[4*n:].reshape(n, 2)
distances = cdist(x, y)
processor, start = time.process_time(), time.perf_counter()
_, log = ot.emd(a, b, distances, numItermax=10**9, log=True)
seconds, processor = time.perf_counter() - start, time.process_time() - processor
if log["warning"] is not None:
    sys.exit(log["warning"])
print(seconds, processor, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6, log["cost"])
`
