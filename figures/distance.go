package figures

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"

	"monge/figures/internal/kit"
	"monge/metrics"
)

// distance is one of the four distances of section 2, as figures know it.
type distance struct {
	name     string    // as parameters spell it
	label    string    // as axes do
	behaves  string    // what Figure 1 shows of it
	top      plot.Tick // the largest value it can take; EM has none
	color    color.NRGBA
	between  func(p, q *metrics.Distribution) (float64, error) // by the general code
	parallel func(metrics.ParallelLines) float64               // in closed form, Example 1
}

// distances returns the four.
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

// findDistance returns the distance of that name.
func findDistance(name string) (distance, error) {
	for _, d := range distances() {
		if d.name == name {
			return d, nil
		}
	}
	return distance{}, fmt.Errorf("figures: unknown metric %q (want em, tv, kl or js)", name)
}
