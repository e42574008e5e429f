package main

import (
	"slices"

	"monge/metrics"
)

// earthMover is the name of EM for --metric. It is none of measures: it depends
// on a ground cost, and comes with a plan and a proof.
const earthMover = "em"

// measure is a distance that compares two distributions point by point.
type measure struct {
	metric string // its name for --metric; several measures may share one
	key    string // in JSON
	label  string // for people
	unit   string // "" if it has none
	// of returns the distance from the probabilities on a common support.
	of func(p, q []float64) (float64, error)
}

// measures are the distances that dist knows besides EM, in the order in which it
// prints them. A new distance is a new line.
var measures = []measure{
	{"tv", "tv", "TV", "", metrics.TotalVariation},
	{"kl", "kl", "KL(P‖Q)", "nats", metrics.KullbackLeibler},
	{"kl", "kl_reverse", "KL(Q‖P)", "nats", func(p, q []float64) (float64, error) { return metrics.KullbackLeibler(q, p) }},
	{"js", "js", "JS", "nats", metrics.JensenShannon},
}

// metricNames returns the values of --metric.
func metricNames() []string {
	names := []string{earthMover}
	for _, m := range measures {
		if !slices.Contains(names, m.metric) {
			names = append(names, m.metric)
		}
	}
	return names
}
