package figures

import (
	"context"
	"fmt"
	"strings"
)

// Entry is a figure of the catalogue.
type Entry struct {
	Name    string   // names the picture files, too
	Says    string   // what to see, in one sentence
	Formats []string // of the pictures: "png", "svg", "gif"
	Trained bool     // networks are trained for it, which takes seconds

	// Draw draws it with default parameters. If it trains, ctx can stop it, and
	// it says how far it is.
	Draw func(ctx context.Context, progress Progress) (*Figure, error)
}

// Progress is told how much of a figure's work is done, by one goroutine at a
// time. It may be nil.
type Progress func(done, total int)

// still are the formats of a figure that does not move: a PNG for the README
// and an SVG for papers.
var still = []string{"png", "svg"}

// computed makes the entry of a figure for which nothing is trained.
func computed(name, says string, draw func() (*Figure, error)) Entry {
	return Entry{name, says, still, false, func(context.Context, Progress) (*Figure, error) { return draw() }}
}

// Catalog returns every figure, always in the same order: cheap ones first, and
// last the one that was measured.
func Catalog() []Entry {
	return []Entry{
		computed("discriminator-critic",
			"Between two Gaussians the optimal discriminator saturates and its gradient vanishes; the optimal critic is a straight line.",
			func() (*Figure, error) { return DiscriminatorCritic(DefaultDiscriminatorCritic()) }),
		computed("coupling",
			"The optimal plan between two parallel lines moves each point straight across: its cost is |θ|.",
			func() (*Figure, error) { return Coupling(DefaultCoupling()) }),
		computed("matching",
			"The optimal plan between two clouds of points: each goes to one other, no two ways cross, and no plan is cheaper.",
			func() (*Figure, error) { return Matching(DefaultMatching()) }),
		computed("hierarchy",
			"Theorem 2: KL → 0 ⇒ TV → 0 ⇔ JS → 0 ⇒ EM → 0 on bounded sets, and neither ⇒ points back.",
			func() (*Figure, error) { return Hierarchy(DefaultHierarchy()) }),
		computed("likelihood",
			"Maximum likelihood minimises KL: the same θ is the top of one curve and the bottom of the other.",
			func() (*Figure, error) { return Likelihood(DefaultLikelihood()) }),
		computed("duality",
			"The cheapest plan costs what the best 1-Lipschitz potential gains: mass moves only where the potential is as steep as allowed.",
			func() (*Figure, error) { return Duality(DefaultDuality()) }),
		computed("figure1",
			"Figure 1 of the paper: EM knows how far apart two parallel lines are, JS only whether they coincide.",
			func() (*Figure, error) { return Distances(DefaultDistances()) }),
		computed("four-distances",
			"Figure 1 with all four distances: TV, KL and JS jump at θ = 0 and are flat elsewhere.",
			func() (*Figure, error) { return Distances(DefaultFourDistances()) }),
		computed("noise",
			"Noise makes KL finite, and moves the samples away from the data by about as much as it is wide.",
			func() (*Figure, error) { return Noise(DefaultNoise()) }),
		computed("growth",
			"Time and memory of exact EM against the number of points, as recorded: it never builds the matrix of distances.",
			Growth),
	}
}

// Find returns the entry of that name, or an error that lists the names there are.
func Find(name string) (Entry, error) {
	var names []string
	for _, entry := range Catalog() {
		if entry.Name == name {
			return entry, nil
		}
		names = append(names, entry.Name)
	}
	return Entry{}, fmt.Errorf("figures: no figure %q (there are %s)", name, strings.Join(names, ", "))
}

// Files returns the names of the entry's pictures, one a format.
func (e Entry) Files() []string {
	var files []string
	for _, format := range e.Formats {
		files = append(files, e.Name+"."+format)
	}
	return files
}
