package figures

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/pflag"
)

// Params are the parameters of a figure. They draw the figure.
type Params interface {
	// Flags defines a flag for each parameter. The flag's default is the parameter's
	// value at the time of the call, and parsing the flag sets the parameter.
	Flags(flags *pflag.FlagSet)

	// Draw computes and draws the figure. It returns an error that names the value if a
	// parameter is out of range. A figure that trains networks calls progress, and
	// returns ctx.Err() if ctx is done before the figure is; others use neither.
	Draw(ctx context.Context, progress Progress) (*Figure, error)
}

// Progress is a function that a figure calls while it trains networks: done of total
// tasks are finished. The calls come one at a time, perhaps from several goroutines. A
// Progress may be nil.
type Progress func(done, total int)

// Entry is a figure of the catalogue.
type Entry struct {
	Name        string        // of the figure and of its picture files
	Description string        // one sentence: what the figure shows
	Formats     []string      // of the pictures in gallery/: "png", "svg", "gif"
	Trained     bool          // whether drawing trains networks, which takes seconds
	New         func() Params // returns the default parameters, a new copy each time
}

// stillFormats are the formats of a figure that is not animated: a PNG for the README and an
// SVG for papers.
var stillFormats = []string{"png", "svg"}

// Draw draws the figure with params, with a title and a description for screen readers.
// Its errors are those of params.Draw.
func (e Entry) Draw(ctx context.Context, params Params, progress Progress) (*Figure, error) {
	figure, err := params.Draw(ctx, progress)
	if err != nil {
		return nil, err
	}
	figure.Title, figure.Description = e.Name, e.Description
	return figure, nil
}

// Catalog returns all figures, in the order in which monge figures draws them.
func Catalog() []Entry {
	return []Entry{
		{"discriminator-critic", "Between two Gaussians the optimal discriminator saturates and its gradient vanishes; the optimal critic is a straight line.",
			stillFormats, false, func() Params { return DefaultDiscriminatorCritic() }},
		{"coupling", "The optimal plan between two parallel lines moves each point straight across: its cost is |θ|.",
			stillFormats, false, func() Params { return DefaultCoupling() }},
		{"matching", "The optimal plan between two clouds of points: each goes to one other, no two ways cross, and no plan is cheaper.",
			stillFormats, false, func() Params { return DefaultMatching() }},
		{"hierarchy", "Theorem 2: KL → 0 ⇒ TV → 0 ⇔ JS → 0 ⇒ EM → 0 on bounded sets, and neither ⇒ points back.",
			stillFormats, false, func() Params { return DefaultHierarchy() }},
		{"bounds", "Between random pairs of distributions: TV ≤ √(KL/2), ½ TV² ≤ JS ≤ log 2 · TV and EM ≤ diameter · TV.",
			stillFormats, false, func() Params { return DefaultBounds() }},
		{"likelihood", "Maximum likelihood minimises KL: the same θ is the top of one curve and the bottom of the other.",
			stillFormats, false, func() Params { return DefaultLikelihood() }},
		{"duality", "The cheapest plan costs what the best 1-Lipschitz potential gains: mass moves only where the potential is as steep as allowed.",
			stillFormats, false, func() Params { return DefaultDuality() }},
		{"theorem3", "Theorem 3: the potential at one θ gives the slope of exact EM there, as a critic is to give it to a generator.",
			stillFormats, false, func() Params { return DefaultTheorem3() }},
		{"figure1", "Figure 1 of the paper: EM knows how far apart two parallel lines are, JS only whether they coincide.",
			stillFormats, false, func() Params { return DefaultDistances() }},
		{"four-distances", "Figure 1 with all four distances: TV, KL and JS jump at θ = 0; elsewhere TV and JS are flat and KL is infinite.",
			stillFormats, false, func() Params { return DefaultFourDistances() }},
		{"noise", "Noise on data and model makes KL finite, and moves the samples away from the data by about as much as it is wide.",
			stillFormats, false, func() Params { return DefaultNoise() }},
		{"continuity", "Theorem 1: as the weights of a generator of curves move, EM is continuous, with a slope almost everywhere; JS jumps.",
			stillFormats, false, func() Params { return DefaultContinuity() }},
		{"figure2", "Figure 2 of the paper, trained: the discriminator is certain and its gradient is gone; the critic is near a line and sends one everywhere.",
			stillFormats, true, func() Params { return DefaultFigure2() }},
		{"vanishing", "From some 50 steps on, the better the discriminator, the smaller the gradient of log(1 − D), and the larger that of −log D; the critic's settles.",
			stillFormats, true, func() Params { return DefaultVanishing() }},
		{"clipping", "A small c makes the critic's gradient vanish with depth, a large one makes it explode; with a gradient penalty it does neither.",
			stillFormats, true, func() Params { return DefaultClipping() }},
		{"clip-depth", "EM after training against c, by the depth of the critic, over a hundred seeds: the deeper the critic, the larger the least c that trains.",
			stillFormats, false, func() Params { return new(ClipDepthParams) }},
		{"figure3", "Figure 3 of the paper: the critic's estimate falls as exact EM does, with a penalty closely, with clipping loosely.",
			stillFormats, true, func() Params { return DefaultFigure3() }},
		{"figure4", "Figure 4 of the paper: the discriminator's estimate of JS says little about how good samples are.",
			stillFormats, true, func() Params { return DefaultFigure4() }},
		{"animation", "Four losses learn side by side, from the same weights, data and noise.",
			[]string{"gif"}, true, func() Params { return DefaultAnimation() }},
		{"theta", "Example 1, trained: a critic leads θ to 0; against a good discriminator the minimax generator stops on its way.",
			stillFormats, true, func() Params { return DefaultTheta() }},
		{"critic-steps", "EM after training against the steps of critic or discriminator: from 5 to 25 a critic's generator gains and a discriminator's loses.",
			stillFormats, true, func() Params { return DefaultCriticSteps() }},
		{"momentum", "Momentum on the ring: EM after training by RMSProp, and by Adam against its β₁.",
			stillFormats, true, func() Params { return DefaultMomentum() }},
		{"modes", "Against a strong discriminator GANs lose modes; a clipped WGAN spreads over more, blurred; with a penalty it finds all on these seeds; a GAN that is tuned finds most.",
			stillFormats, true, func() Params { return DefaultModes() }},
		{"growth", "Processor time and memory of exact EM against the number of points, for clouds that are alike, for others and for images, as recorded: it never builds the matrix of distances.",
			stillFormats, false, func() Params { return new(GrowthParams) }},
	}
}

// Find returns the entry of that name. It returns an error that lists all names if there
// is none.
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

// Files returns the names of the entry's pictures, one for each format.
func (e Entry) Files() []string {
	var files []string
	for _, format := range e.Formats {
		files = append(files, e.Name+"."+format)
	}
	return files
}
