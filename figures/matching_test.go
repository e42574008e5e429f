package figures

import (
	"testing"

	"gonum.org/v1/plot/plotter"
)

// The title and the doc comment of figure matching are true for five seeds.
func TestMatchingIsOneToOneAndNoLinesCross(t *testing.T) {
	params := DefaultMatching()
	for params.Seed = range uint64(5) {
		sources, targets := params.clouds()
		solution, err := match(sources, targets)
		if err != nil {
			t.Fatal(err)
		}
		if c := solution.Certificate; c.Gap > 1e-12 || c.MaxViolation > 1e-12 || c.MarginalError > 1e-12 {
			t.Errorf("seed %d: the certificate is %+v", params.Seed, c)
		}
		if len(solution.Plan) != params.Points {
			t.Fatalf("seed %d: %d moves between %d points", params.Seed, len(solution.Plan), params.Points)
		}
		for k, move := range solution.Plan {
			for _, other := range solution.Plan[:k] {
				if cross(sources[move.From], targets[move.To], sources[other.From], targets[other.To]) {
					t.Errorf("seed %d: %v crosses %v", params.Seed, move, other)
				}
			}
		}
	}
}

// cross reports whether the line from a to b crosses the one from c to d.
func cross(a, b, c, d plotter.XY) bool {
	left := func(p, q, r plotter.XY) bool { return (q.X-p.X)*(r.Y-p.Y) > (q.Y-p.Y)*(r.X-p.X) }
	return left(a, b, c) != left(a, b, d) && left(c, d, a) != left(c, d, b)
}
