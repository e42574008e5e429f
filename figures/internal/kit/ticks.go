package kit

import (
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
)

// plainTicks returns gonum's labelled ticks, without zeros at the end of decimals: 0.5
// for 0.50. A label of gonum may have 300 digits, or be equal to that of the tick before. Such
// a label gets ten digits.
func plainTicks(low, high float64) []plot.Tick {
	var ticks []plot.Tick
	before := ""
	for _, tick := range (plot.DefaultTicks{}).Ticks(low, high) {
		if tick.IsMinor() {
			continue
		}
		given := tick.Label
		if len(given) > 12 || given == before {
			tick.Label = strconv.FormatFloat(tick.Value, 'g', 10, 64)
		}
		before = given
		if strings.Contains(tick.Label, ".") && !strings.Contains(tick.Label, "e") {
			tick.Label = strings.TrimRight(strings.TrimRight(tick.Label, "0"), ".")
		}
		tick.Label = typographic(tick.Label)
		ticks = append(ticks, tick)
	}
	return ticks
}

// TicksBelow returns a ticker with the tick top and plain ticks that are far enough
// below it.
func TicksBelow(top plot.Tick) plot.Ticker {
	return plot.TickerFunc(func(low, high float64) []plot.Tick {
		ticks := []plot.Tick{top}
		for _, tick := range plainTicks(low, high) {
			if tick.Value < top.Value-0.1*(high-low) {
				ticks = append(ticks, tick)
			}
		}
		return ticks
	})
}

// LogScale makes an axis logarithmic. Its range must be positive.
func LogScale(axis *plot.Axis) {
	axis.Scale = plot.LogScale{}
	axis.Tick.Marker = plot.TickerFunc(PowersOfTen)
}

// PowersOfTen returns at most seven ticks for a logarithmic axis.
func PowersOfTen(low, high float64) []plot.Tick {
	first, last := int(math.Ceil(math.Log10(low))), int(math.Floor(math.Log10(high)))
	step := (last-first)/6 + 1
	var ticks []plot.Tick
	for power := last - last%step; power >= first; power -= step {
		value := math.Pow10(power)
		label := "1e" + strconv.Itoa(power)
		if -3 <= power && power <= 3 {
			label = strconv.FormatFloat(value, 'g', -1, 64)
		}
		ticks = append(ticks, plot.Tick{Value: value, Label: typographic(label)})
	}
	return ticks
}

// GroupedPowersOfTen returns a tick for each power of ten from 1 on, written out.
func GroupedPowersOfTen(low, high float64) (ticks []plot.Tick) {
	for power := max(0, int(math.Ceil(math.Log10(low)))); math.Pow10(power) <= high; power++ {
		ticks = append(ticks, plot.Tick{Value: math.Pow10(power), Label: Grouped(int(math.Pow10(power)))})
	}
	return ticks
}

// Decades returns a range for a logarithmic axis that contains all points of curves and
// ends a little outside a power of ten. The label of such an axis should be short: gonum
// centres it at the top of the panel when it computes the margin.
func Decades(curves ...plotter.XYs) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, points := range curves {
		for _, point := range points {
			low, high = min(low, math.Log10(point.Y)), max(high, math.Log10(point.Y))
		}
	}
	return math.Pow(10, math.Floor(low)-0.2), math.Pow(10, math.Ceil(high)+0.2)
}
