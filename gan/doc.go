// Package gan trains generators, against a critic as in Wasserstein GAN
// (Arjovsky, Chintala, Bottou 2017) or against a discriminator as in a plain
// GAN, from scratch and side by side: from the same weights, on the same samples
// and the same noise. Whatever differs between two curves is the loss.
//
// # Learning without a density
//
// A generator gθ turns noise Z into samples gθ(Z). Their law Pθ often has no
// density, so that no likelihood can be computed; but one can draw from it, and
// train a second network to tell its samples x from real ones. What that network
// computes, a score s(x), is all that the generator learns from:
//
//	              the second network maximises          so that in the end it knows
//	plain GAN     E log D(x) + E log(1 − D(gθ(z)))      2 JS − 2 log 2,  D = 1/(1 + e^−s)
//	WGAN          E f(x) − E f(gθ(z)), f Lipschitz      at most K·EM, by duality;  f = s
//
// No logarithm, no sigmoid, and weights in [−c, c]: to the network that is the
// whole difference (Algorithm 1).
//
//	game, err := config.Game(gan.Wasserstein, data, seed)
//	err = game.Iterate() // n_critic steps of the critic, one of the generator
//
// # Nothing is judged by eye
//
// How good samples are is said by their exact EM distance from real samples that
// training did not see, which package lp computes. Whether a critic's estimate,
// or a discriminator's, says the same is then a question with an answer:
//
//	comparison, err := gan.NewComparison(config, data) // every loss, every seed
//	records, err := comparison.Advance(ctx, 1000, nil)
//
// # How to read the code
//
//	network.go  activation.go       a layer, forward and backward
//	loss.go                         five losses, on scores: one table
//	lipschitz.go                    clipping, and the gradient penalty
//	optimizer.go                    RMSProp, Adam, SGD
//	algorithm1.go                   the game, line by line as in the paper
//	moment.go                       what Game.Watch receives
//	data.go  prior.go               what to learn, and from what noise
//	example1_line.go                a generator with one parameter, θ
//	config.go  preset.go            everything a run depends on
//	comparison.go                   several losses from one start, in parallel
//	change.go                       other settings, while games are played
//	record.go                       what is measured on the way
//	checkpoint.go                   saved and restored to the bit
//	internal/dense                  matrix products and sweeps, where the time goes
//
// Lesson 0 of the course, five minutes, and lessons 7 to 10 are tests of this package:
//
//	go test -v -run Lesson ./gan
//
// # Determinism
//
// Everything depends on the seed: weights, samples, noise and what is held out
// have a stream each. Games run in parallel and know nothing of each other, so
// that results do not depend on the number of processors. They do depend on Bits
// and on the kind of processor. With AVX2 a product and a sum are rounded once,
// without it twice. The last bit differs, and training amplifies the difference.
package gan
