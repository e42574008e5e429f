package figures

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot"

	"monge/figures/internal/kit"
	"monge/metrics"
)

// distance is a measure with the style in which Figure 1 draws it.
type distance struct {
	metrics.Measure
	title    string    // of its panel
	top      plot.Tick // its largest possible value; none for EM
	color    color.NRGBA
	parallel func(metrics.ParallelLines) float64 // closed form of Example 1; nil if there is none
}

// distances returns all measures of package metrics. Figure 1 draws a measure that is not
// listed here in black and without a closed form.
func distances() []distance {
	drawn := map[string]distance{
		"em": {
			title: "EM: continuous, slope ±1", color: kit.EMColor, parallel: metrics.ParallelLines.EM,
		},
		"tv": {
			title: "TV: jumps at 0, flat elsewhere", top: plot.Tick{Value: 1, Label: "1"},
			color: kit.TVColor, parallel: metrics.ParallelLines.TV,
		},
		"kl": {
			title: "KL: infinite unless θ = 0", top: plot.Tick{Value: math.Inf(1), Label: "+∞"},
			color: kit.KLColor, parallel: metrics.ParallelLines.KL,
		},
		"js": {
			title: "JS: jumps at 0, flat elsewhere", top: plot.Tick{Value: math.Ln2, Label: "log 2"},
			color: kit.JSColor, parallel: metrics.ParallelLines.JS,
		},
	}
	var all []distance
	for _, m := range metrics.Measures() {
		d, listed := drawn[m.Name]
		if !listed {
			d = distance{title: m.Label, color: kit.InkColor}
		}
		d.Measure = m
		all = append(all, d)
	}
	return all
}

// axis returns the label of an axis for the distance, with its unit.
func (d distance) axis() string {
	if d.Unit == "" {
		return d.Label
	}
	return fmt.Sprintf("%s (%s)", d.Label, d.Unit)
}

// distanceNames lists the names of all distances, separated by commas.
func distanceNames() string {
	var names []string
	for _, d := range distances() {
		names = append(names, d.Name)
	}
	return strings.Join(names, ", ")
}

// findDistance returns the distance of that name, or an error that lists the names.
func findDistance(name string) (distance, error) {
	for _, d := range distances() {
		if d.Name == name {
			return d, nil
		}
	}
	return distance{}, fmt.Errorf("figures: unknown metric %q (want %s)", name, distanceNames())
}
