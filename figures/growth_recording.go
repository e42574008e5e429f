package figures

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// growthFile is a recording of measured times and memory, because a figure must be the same
// each time it is drawn. Times are processor times, summed over all cores. They hardly depend
// on other programs on the machine. To measure on your machine and draw the figure:
//
//	go test ./figures -run TestGrowth -measure . -timeout 60m
//	go run ./cmd/monge figures growth
//
// The rows of POT 0.9.7 were measured once by hand, by the clock and with one thread, on
// another machine of the same kind. It was slower: POT 0.8.2 took 0.23, 0.83 and 3.7 s there
// for n = 1000, 2000 and 4000.
//
//go:embed gallery/growth.csv
var growthFile string

// growthColumns are the columns of growth.csv.
var growthColumns = []string{"solver", "problem", "n", "seconds", "megabytes"}

// The solvers of a recording, and its problems: n points against n points of the plane, with
// the Euclidean distance.
const (
	monge   = "monge"          // package lp, with its certificate
	pot     = "POT"            // Debian's POT 0.8.2: ot.emd, without the time for the matrix of distances
	newPOT  = "POT 0.9.7"      // ot.emd of a newer version
	lazyPOT = "POT 0.9.7 lazy" // the solver of that version without a matrix of distances

	square        = "square"        // two samples of the unit square, equal weights
	squareWeights = "square-random" // the same with random weights
	noiseImages   = "noise"         // square images of n pixels, weights are random grey values
	moved         = "moved"         // one square moved by half its side, equal weights
	moonAndS      = "moon"          // a half moon and a curve like an S, equal weights
	smoothImages  = "smooth"        // square images of n pixels, weights are grey values of smooth random fields
)

// measurement is a row of growth.csv: one problem, solved in a process of its own.
type measurement struct {
	solver, problem string
	n               int
	seconds         float64 // processor time of the solution alone, all cores together
	megabytes       float64 // largest resident memory of the process, in 10⁶ bytes; 0 if not measured
}

// recording is the rows of growth.csv.
type recording []measurement

// parseGrowth reads a recording. Its numbers must be positive, and megabytes may be
// missing. n must rise for each solver and problem.
func parseGrowth(text string) (recording, error) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = len(growthColumns)
	records, err := reader.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("figures: growth.csv: %w", err)
	}
	if len(records) < 2 || !slices.Equal(records[0], growthColumns) {
		return nil, errors.New("figures: growth.csv has no rows below a header " + strings.Join(growthColumns, ","))
	}
	var rows recording
	for k, record := range records[1:] {
		m, err := parseMeasurement(record)
		if before := rows.selected(m.solver, m.problem); err == nil && len(before) > 0 && m.n <= before[len(before)-1].n {
			err = fmt.Errorf("%d points come after %d", m.n, before[len(before)-1].n)
		}
		if err != nil {
			return nil, fmt.Errorf("figures: growth.csv:%d: %w", k+2, err)
		}
		rows = append(rows, m)
	}
	return rows, nil
}

// parseMeasurement reads a row.
func parseMeasurement(record []string) (m measurement, err error) {
	m.solver, m.problem = record[0], record[1]
	if known := []string{monge, pot, newPOT, lazyPOT}; !slices.Contains(known, m.solver) {
		return m, fmt.Errorf("unknown solver %q (want %s)", m.solver, strings.Join(known, ", "))
	}
	if known := []string{square, squareWeights, noiseImages, moved, moonAndS, smoothImages}; !slices.Contains(known, m.problem) {
		return m, fmt.Errorf("unknown problem %q (want %s)", m.problem, strings.Join(known, ", "))
	}
	if m.n, err = strconv.Atoi(record[2]); err != nil {
		return m, err
	}
	if m.n < 1 {
		return m, fmt.Errorf("%d points; want at least 1", m.n)
	}
	for k, number := range []*float64{&m.seconds, &m.megabytes} {
		name, text := growthColumns[3+k], record[3+k]
		if text == "" && k > 0 {
			continue
		}
		if *number, err = strconv.ParseFloat(text, 64); err != nil {
			return m, err
		}
		if !(*number > 0) || math.IsInf(*number, 1) {
			return m, fmt.Errorf("%s is %v; want a positive number", name, *number)
		}
	}
	return m, nil
}

// selected returns the measurements of one solver and problem, by rising n.
func (r recording) selected(solver, problem string) recording {
	var selected recording
	for _, m := range r {
		if m.solver == solver && m.problem == problem {
			selected = append(selected, m)
		}
	}
	return selected
}

// largestComparison returns the measurements of a problem by POT and by monge at the largest n
// for which both have the value.
func (r recording) largestComparison(problem string, value func(measurement) float64) (theirs, ours measurement, ok bool) {
	for _, m := range r.selected(monge, problem) {
		for _, other := range r.selected(pot, problem) {
			if other.n == m.n && value(m) > 0 && value(other) > 0 {
				theirs, ours, ok = other, m, true
			}
		}
	}
	return theirs, ours, ok
}

// limits returns the interval of a value over all measurements, with a margin for a
// logarithmic axis.
func (r recording) limits(value func(measurement) float64) (low, high float64) {
	low, high = math.Inf(1), 0
	for _, m := range r {
		if value(m) > 0 {
			low, high = min(low, value(m)), max(high, value(m))
		}
	}
	return low / 1.3, high * 1.3
}

// seconds and megabytes are the quantities of a measurement that a panel may draw.
func seconds(m measurement) float64   { return m.seconds }
func megabytes(m measurement) float64 { return m.megabytes }
