// Package figures draws what the paper claims, from numbers that packages
// metrics and lp computed. Each figure has a file with its parameters, their
// defaults and the function that draws it, and beside the file the picture
// under the same name, as a PNG for the README and an SVG for papers:
//
//	go run ./cmd/monge figures            # draws them all again
//	go run ./cmd/monge plot coupling      # one of them, with your own parameters
//
// In reading order, with the claim that each one shows:
//
//   - figure1: the parallel lines of Example 1. EM is |θ|; JS is log 2 for every
//     θ but 0, so that it says nothing about which way to go (2.6).
//   - four-distances: the same with TV, which is 1, and KL, which is infinite.
//   - coupling: why EM is |θ|. The plan is diagonal: each point moves straight
//     across, and no other plan is as cheap (2.5).
//   - matching: the same for two clouds in the plane, which no formula matches.
//     No two ways cross, and the solver proves that no plan is cheaper (2.3).
//   - likelihood: maximum likelihood finds the θ of least KL (1.1), and with KL
//     inherits that it is infinite off the support.
//   - noise: the usual remedy. Noise makes KL finite; the samples pay (1.3).
//   - hierarchy: Theorem 2, a sequence for each gap. The weaker a distance, the
//     easier it is to converge in it, and EM is the weakest (2.8).
//   - duality: Kantorovich–Rubinstein. What a plan must pay is what a 1-Lipschitz
//     function can gain, and mass moves only where that function is steepest:
//     this is why a critic can be trained instead of a plan (3.1).
//   - discriminator-critic: Figure 2 without training. The better the
//     discriminator, the less a generator learns from it; the critic's gradient
//     is 1 wherever the sample is (3.4, 3.6).
//   - growth: what an exact EM takes. Time and memory against the number of
//     points, from a recording: growth.csv, which growth_test.go makes.
//
// All share one look, in style.go: a colour means the same distance, or the
// same role, everywhere. The title of a panel says what to see in it. Random
// figures show the spread over seeds. Infinite values and jumps are drawn as
// such, see jumps.go.
package figures
