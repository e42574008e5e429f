package figures

import (
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
)

// plainTicks are gonum's ticks without those that have no number, and without
// zeros at the end: 0.5 and 1 for 0.50 and 1.00.
func plainTicks(low, high float64) []plot.Tick {
	var ticks []plot.Tick
	for _, tick := range (plot.DefaultTicks{}).Ticks(low, high) {
		if tick.IsMinor() {
			continue
		}
		if strings.Contains(tick.Label, ".") && !strings.Contains(tick.Label, "e") {
			tick.Label = strings.TrimRight(strings.TrimRight(tick.Label, "0"), ".")
		}
		tick.Label = byHand(tick.Label)
		ticks = append(ticks, tick)
	}
	return ticks
}

// byHand writes a number of Go's as one would by hand: −2e−8 for -2e-08.
func byHand(number string) string {
	return strings.NewReplacer("e-0", "e−", "e+0", "e", "e+", "e", "-", "−").Replace(number)
}

// number writes x with at most four digits.
func number(x float64) string { return byHand(strconv.FormatFloat(x, 'g', 4, 64)) }

// ticksBelow returns plain ticks that leave room for one more, top.
func ticksBelow(top plot.Tick) plot.Ticker {
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

// logScale makes an axis logarithmic; its range must be set, and positive.
func logScale(axis *plot.Axis) {
	axis.Scale = plot.LogScale{}
	axis.Tick.Marker = plot.TickerFunc(powersOfTen)
}

// powersOfTen are the ticks of a logarithmic axis, six at most.
func powersOfTen(low, high float64) []plot.Tick {
	first, last := int(math.Ceil(math.Log10(low))), int(math.Floor(math.Log10(high)))
	step := (last-first)/6 + 1
	var ticks []plot.Tick
	for power := last - last%step; power >= first; power -= step {
		value := math.Pow10(power)
		label := "1e" + strconv.Itoa(power)
		if -3 <= power && power <= 3 {
			label = strconv.FormatFloat(value, 'g', -1, 64)
		}
		ticks = append(ticks, plot.Tick{Value: value, Label: byHand(label)})
	}
	return ticks
}
