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

// trainedFor makes the entry of a figure for which networks are trained.
func trainedFor(name, says string, draw func(context.Context, Progress) (*Figure, error)) Entry {
	return Entry{name, says, still, true, draw}
}

// with returns what draws a figure with those parameters.
func with[P any](draw func(context.Context, P, Progress) (*Figure, error), params P) func(context.Context, Progress) (*Figure, error) {
	return func(ctx context.Context, progress Progress) (*Figure, error) { return draw(ctx, params, progress) }
}

// Catalog returns every figure, always in the same order: cheap ones first, and
// last the one that was measured.
func Catalog() []Entry {
	trainOnce := once(func(ctx context.Context, progress Progress) (*experiment, error) {
		return trainExperiment(ctx, DefaultExperiment(), progress)
	})
	shared := func(draw func(*experiment) (*Figure, error)) func(context.Context, Progress) (*Figure, error) {
		return func(ctx context.Context, progress Progress) (*Figure, error) {
			e, err := trainOnce(ctx, progress)
			if err != nil {
				return nil, err
			}
			return draw(e)
		}
	}
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
		computed("bounds",
			"Between random pairs of distributions: TV ≤ √(KL/2), ½ TV² ≤ JS ≤ log 2 · TV and EM ≤ diameter · TV.",
			func() (*Figure, error) { return Bounds(DefaultBounds()) }),
		computed("likelihood",
			"Maximum likelihood minimises KL: the same θ is the top of one curve and the bottom of the other.",
			func() (*Figure, error) { return Likelihood(DefaultLikelihood()) }),
		computed("duality",
			"The cheapest plan costs what the best 1-Lipschitz potential gains: mass moves only where the potential is as steep as allowed.",
			func() (*Figure, error) { return Duality(DefaultDuality()) }),
		computed("theorem3",
			"Theorem 3: the potential at one θ gives the slope of exact EM there, as a critic is to give it to a generator.",
			func() (*Figure, error) { return Theorem3(DefaultTheorem3()) }),
		computed("figure1",
			"Figure 1 of the paper: EM knows how far apart two parallel lines are, JS only whether they coincide.",
			func() (*Figure, error) { return Distances(DefaultDistances()) }),
		computed("four-distances",
			"Figure 1 with all four distances: TV, KL and JS jump at θ = 0 and are flat elsewhere.",
			func() (*Figure, error) { return Distances(DefaultFourDistances()) }),
		computed("noise",
			"Noise makes KL finite, and moves the samples away from the data by about as much as it is wide.",
			func() (*Figure, error) { return Noise(DefaultNoise()) }),
		{"continuity",
			"Theorem 1: as a generator's weights move, EM is continuous and has a slope; JS jumps.",
			still, false,
			with(Continuity, DefaultContinuity())},
		trainedFor("figure2",
			"Figure 2 of the paper, trained: the discriminator is certain and its gradient is gone; the critic is near a line and sends one everywhere.",
			with(Figure2, DefaultFigure2())),
		trainedFor("vanishing",
			"The better the discriminator, the smaller the gradient of log(1 − D), and the larger that of −log D; the critic's settles.",
			with(Vanishing, DefaultVanishing())),
		trainedFor("clipping",
			"A small c makes the critic's gradient vanish with depth, a large one makes it explode; with a gradient penalty it is between 1 and 2 at any depth.",
			with(Clipping, DefaultClipping())),
		trainedFor("figure3",
			"Figure 3 of the paper: as samples get better the critic's estimate falls, and so does exact EM.",
			shared((*experiment).figure3)),
		trainedFor("figure4",
			"Figure 4 of the paper: the discriminator's estimate of JS says little about how good samples are.",
			shared((*experiment).figure4)),
		{"animation",
			"Four losses learn side by side, from the same weights, data and noise.",
			[]string{"gif"}, true,
			shared((*experiment).animation)},
		trainedFor("theta",
			"Example 1, trained: a critic leads θ to 0; against a good discriminator the minimax generator stays where it is.",
			with(Theta, DefaultTheta())),
		trainedFor("critic-steps",
			"EM after training against the steps of critic or discriminator: from 5 to 25 a critic's generator gains and a GAN's loses.",
			with(CriticSteps, DefaultCriticSteps())),
		trainedFor("momentum",
			"Momentum on the ring: EM after training by RMSProp, and by Adam against its β₁.",
			with(Momentum, DefaultMomentum())),
		trainedFor("modes",
			"Against a strong discriminator GANs lose modes; a clipped WGAN spreads over more, blurred; with a penalty it finds all, and so does, mostly, a GAN that is tuned.",
			with(Modes, DefaultModes())),
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
