// Package gan trains generators, against a critic as in Wasserstein GAN
// (Arjovsky, Chintala, Bottou 2017) or against a discriminator as in a plain
// GAN. Games that are compared start from the same weights and see the same samples
// and the same noise: they differ in the loss, and in the clipping or penalty that goes
// with it.
//
// # Learning without a density
//
// A generator gθ turns noise Z into samples gθ(Z). Their distribution Pθ often has no
// density, and then no likelihood can be computed. But one can draw samples from Pθ, and
// train a second network to tell them from real ones. It gives each sample x a score s(x),
// and the generator learns from these scores alone:
//
//	              the second network maximises          the maximum is
//	plain GAN     E log D(x) + E log(1 − D(gθ(z)))      2 JS − 2 log 2,  D = 1/(1 + e^−s)
//	WGAN          E f(x) − E f(gθ(z)), f Lipschitz      at most K·EM, by duality;  f = s
//
// A critic has no logarithm and no sigmoid, and its weights stay in [−c, c]. The networks
// and the two turns are the same. Algorithm 1 also sets n_critic and the optimiser, RMSProp;
// here each game can have them.
//
//	game, err := config.Game(gan.Wasserstein, data, seed)
//	err = game.Iterate() // n_critic steps of the critic, one of the generator
//
// # How samples are measured
//
// The measure of quality is the exact EM distance of generated samples from real samples
// that training did not see. Package lp computes it. A record holds it next to the estimate
// of the critic or discriminator, so that one can see whether they agree:
//
//	comparison, err := gan.NewComparison(config, data) // every loss, every seed
//	records, err := comparison.Advance(ctx, 1000, nil)
//
// # How to read the code
//
//	network.go  activation.go       networks, forward and backward
//	loss.go                         five losses of scores, in one table; least squares is in no lesson
//	lipschitz.go                    clipping, and the gradient penalty
//	optimizer.go                    RMSProp, Adam, SGD
//	algorithm1.go                   the game, line by line as in the paper
//	after_line.go                   the game's state after a line, for a caller's function
//	data.go  prior.go               the distributions of real samples and of noise
//	example1_line.go                Example 1's generator, with one parameter θ
//	gaussians.go                    two Gaussians like those of Figure 2
//	config.go  preset.go            the settings of a run
//	comparison.go                   several losses from one start, in parallel
//	change.go                       new settings for games that have begun
//	record.go                       measurements of a game
//	state.go  checkpoint.go         the state of games, in memory and in a file
//	internal/dense                  matrix products and elementwise functions
//
// Lesson 0 of the course takes five minutes. It and lessons 7 to 10 are tests of this
// package:
//
//	go test -v -run Lesson ./gan
//
// # Determinism
//
// The seed determines everything: weights, training samples, noise and held-out samples
// have a random stream each. Games run in parallel and share nothing, so results do not
// depend on the number of processors. They do depend on Bits and on the kind of processor:
// with AVX2 a product and a sum are rounded once, without it twice. The last bit differs,
// and training amplifies the difference.
package gan
