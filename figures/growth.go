package figures

import (
	"context"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
)

// growthFile is a recording of measured times and memory, because a figure must be the same
// each time it is drawn. To measure on your machine and draw the figure:
//
//	go test ./figures -run TestGrowth -measure -timeout 30m
//	go run ./cmd/monge figures growth
//
//go:embed gallery/growth.csv
var growthFile string

// growthColumns are the columns of growth.csv.
var growthColumns = []string{"solver", "weights", "n", "seconds", "megabytes"}

// measurement is a row of growth.csv: one problem between n and n points of the unit
// square, solved in a process of its own.
type measurement struct {
	solver    string  // "monge" or "POT"
	weights   string  // "equal" or "random"
	n         int     // points on each side
	seconds   float64 // wall-clock time of the solution alone
	megabytes float64 // largest resident memory of the process, in 10⁶ bytes
}

// GrowthParams has no parameters: figure growth draws a recording.
type GrowthParams struct{}

// Flags defines no flag.
func (*GrowthParams) Flags(*pflag.FlagSet) {}

// Draw draws time and peak memory of exact EM between n and n points of the plane
// against n, on logarithmic axes, from gallery/growth.csv. The solvers are this
// module's, on all cores and with its certificate, and POT's ot.emd, on one core. POT's
// time leaves out the matrix of distances that it needs. Memory is that of the whole
// process. Draw returns an error that names a line of the recording that cannot be read.
func (*GrowthParams) Draw(context.Context, Progress) (*Figure, error) { return growth(growthFile) }

// growth draws a recording.
func growth(recording string) (*Figure, error) {
	rows, err := parseGrowth(recording)
	if err != nil {
		return nil, err
	}
	seconds := func(m measurement) float64 { return m.seconds }
	megabytes := func(m measurement) float64 { return m.megabytes }
	time := growthPanel(rows, "Time to solve", "takes POT %s times as long", "seconds", seconds)
	memory := growthPanel(rows, "Peak memory", "takes POT %s times the memory", "MB", megabytes)
	legend := []kit.Key{
		kit.LineKey("monge, all cores", kit.Solid(growthColor("monge"), kit.LineWidth)), kit.LineKey("POT’s ot.emd, one core", kit.Solid(growthColor("POT"), kit.LineWidth)),
		kit.LineKey("equal weights", kit.Solid(kit.InkColor, kit.LineWidth)), kit.LineKey("random weights", kit.Dashed(kit.InkColor, kit.LineWidth)),
	}
	return panels(310, legend, []*plot.Plot{time, memory})
}

// parseGrowth reads a recording. All numbers must be positive, and n must rise within
// each line of the figure.
func parseGrowth(recording string) ([]measurement, error) {
	reader := csv.NewReader(strings.NewReader(recording))
	reader.FieldsPerRecord = len(growthColumns)
	records, err := reader.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("figures: growth.csv: %w", err)
	}
	if len(records) < 2 || strings.Join(records[0], ",") != strings.Join(growthColumns, ",") {
		return nil, errors.New("figures: growth.csv has no rows below a header " + strings.Join(growthColumns, ","))
	}
	var rows []measurement
	last := map[[2]string]int{}
	for k, record := range records[1:] {
		m := measurement{solver: record[0], weights: record[1]}
		var failed [3]error
		m.n, failed[0] = strconv.Atoi(record[2])
		m.seconds, failed[1] = strconv.ParseFloat(record[3], 64)
		m.megabytes, failed[2] = strconv.ParseFloat(record[4], 64)
		err := errors.Join(failed[:]...)
		switch line := [2]string{m.solver, m.weights}; {
		case err != nil:
		case m.solver != "monge" && m.solver != "POT":
			err = fmt.Errorf("unknown solver %q (want monge, POT)", m.solver)
		case m.weights != "equal" && m.weights != "random":
			err = fmt.Errorf("unknown weights %q (want equal, random)", m.weights)
		case m.n < 1 || !positive(m.seconds) || !positive(m.megabytes):
			err = fmt.Errorf("%d points, %v s, %v MB; all have to be positive", m.n, m.seconds, m.megabytes)
		case m.n <= last[line]:
			err = fmt.Errorf("%d points come after %d", m.n, last[line])
		default:
			last[line] = m.n
		}
		if err != nil {
			return nil, fmt.Errorf("figures: growth.csv:%d: %w", k+2, err)
		}
		rows = append(rows, m)
	}
	return rows, nil
}

// positive reports whether x is finite and above 0.
func positive(x float64) bool { return x > 0 && !math.IsInf(x, 1) }

// growthLine is the measurements of one solver and one kind of weights, by rising n.
type growthLine struct {
	solver, weights string
	rows            []measurement
}

// growthLines returns the lines that have measurements, in a fixed order.
func growthLines(rows []measurement) []growthLine {
	var lines []growthLine
	for _, solver := range []string{"monge", "POT"} {
		for _, weights := range []string{"equal", "random"} {
			line := growthLine{solver: solver, weights: weights}
			for _, m := range rows {
				if m.solver == solver && m.weights == weights {
					line.rows = append(line.rows, m)
				}
			}
			if len(line.rows) > 0 {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// growthColor returns the colour of a solver.
func growthColor(solver string) color.NRGBA {
	if solver == "monge" {
		return kit.EMColor
	}
	return kit.OtherSolverColor
}

// style returns a solid line for equal weights and a dashed one for random weights.
func (l growthLine) style() draw.LineStyle {
	if l.weights == "equal" {
		return kit.Solid(growthColor(l.solver), kit.LineWidth)
	}
	return kit.Dashed(growthColor(l.solver), kit.LineWidth)
}

// growthPanel draws one quantity against n. Its title compares the solvers at the
// largest n that both were measured at, if there is one.
func growthPanel(rows []measurement, what, compared, unit string, of func(measurement) float64) *plot.Plot {
	if n, ratio, ok := largestComparison(rows, of); ok {
		what = fmt.Sprintf("n = %d "+compared, n, kit.Number(ratio, 2))
	}
	p := kit.NewPanel(what, "n, points on each side", unit)
	p.Add(kit.HorizontalGrid())
	least, most := rows[0].n, rows[0].n
	low, high := of(rows[0]), of(rows[0])
	for _, line := range growthLines(rows) {
		var points plotter.XYs
		for _, m := range line.rows {
			points = append(points, plotter.XY{X: float64(m.n), Y: of(m)})
			least, most = min(least, m.n), max(most, m.n)
			low, high = min(low, of(m)), max(high, of(m))
		}
		p.Add(kit.Line(points, line.style()), kit.Dots(points, kit.Disk(growthColor(line.solver), 2.5)))
	}
	p.X.Min, p.X.Max = float64(least)/1.2, float64(most)*1.2
	p.Y.Min, p.Y.Max = low/1.5, high*1.5
	kit.LogScale(&p.X)
	kit.LogScale(&p.Y)
	p.X.Tick.Marker = kit.PowersOfFour(float64(least))
	return p
}

// largestComparison returns the largest n that both solvers were measured at with equal
// weights, and POT's quantity there divided by monge's.
func largestComparison(rows []measurement, of func(measurement) float64) (n int, ratio float64, ok bool) {
	for _, ours := range rows {
		for _, theirs := range rows {
			if ours.solver == "monge" && theirs.solver == "POT" && ours.weights == "equal" && theirs.weights == "equal" &&
				ours.n == theirs.n && ours.n > n {
				n, ratio, ok = ours.n, of(theirs)/of(ours), true
			}
		}
	}
	return n, ratio, ok
}
