package figures

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"

	"monge/figures/internal/kit"
	"monge/metrics"
)

// distance is one of the four distances of section 2 of the paper.
type distance struct {
	name     string    // in flags
	label    string    // on axes
	behaves  string    // title of its panel in Figure 1
	top      plot.Tick // its largest possible value; none for EM
	color    color.NRGBA
	between  func(p, q *metrics.Distribution) (float64, error) // computed from atoms
	parallel func(metrics.ParallelLines) float64               // closed form of Example 1
}

// distances returns the four distances.
func distances() []distance {
	return []distance{
		{
			"em", "EM", "EM: continuous, slope ±1", plot.Tick{}, kit.EMColor,
			metrics.EM, metrics.ParallelLines.EM,
		},
		{
			"tv", "TV", "TV: jumps at 0, flat elsewhere", plot.Tick{Value: 1, Label: "1"}, kit.TVColor,
			metrics.TV, metrics.ParallelLines.TV,
		},
		{
			"kl", "KL (nats)", "KL: infinite unless θ = 0", plot.Tick{Value: math.Inf(1), Label: "+∞"}, kit.KLColor,
			metrics.KL, metrics.ParallelLines.KL,
		},
		{
			"js", "JS (nats)", "JS: jumps at 0, flat elsewhere", plot.Tick{Value: math.Ln2, Label: "log 2"}, kit.JSColor,
			metrics.JS, metrics.ParallelLines.JS,
		},
	}
}

// findDistance returns the distance of that name, or an error that lists the names.
func findDistance(name string) (distance, error) {
	for _, d := range distances() {
		if d.name == name {
			return d, nil
		}
	}
	return distance{}, fmt.Errorf("figures: unknown metric %q (want em, tv, kl or js)", name)
}
