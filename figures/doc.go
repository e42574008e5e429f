// Package figures draws what the paper claims, from numbers that packages
// metrics and lp computed, and that gan trained. Each figure has a file with its parameters, their
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
//   - bounds: the inequalities behind it, on random pairs (2.9).
//   - duality: Kantorovich–Rubinstein. What a plan must pay is what a 1-Lipschitz
//     function can gain, and mass moves only where that function is steepest:
//     this is why a critic can be trained instead of a plan (3.1).
//   - theorem3: what such a function tells a generator is the slope of EM (3.3).
//   - discriminator-critic: Figure 2 without training. The better the
//     discriminator, the less a generator learns from it; the critic's gradient
//     is 1 wherever the sample is (3.4, 3.6).
//   - continuity: Theorem 1. A network in place of θ; EM is continuous in its
//     weights and JS is not (2.7).
//
// Those for which networks are trained, with a median and a range over seeds:
//
//   - figure2: Figure 2 with a discriminator and a critic that were trained (3.6).
//   - vanishing: the better the discriminator, the less of log(1 − D)'s gradient
//     is left, and the more of −log D's there is (3.7).
//   - theta: Example 1, trained. What a critic says leads to 0.
//   - clipping: what c does to the critic's gradient at any depth, and what a
//     gradient penalty does instead (3.8, 4.5).
//   - figure3: Figure 3. The critic's estimate against exact EM over training (4.1).
//   - figure4: Figure 4. The same of the discriminator's estimate of JS (4.2).
//   - animation: the run of those two as it goes, a GIF.
//   - critic-steps: who profits from more steps of the critic, and who suffers (4.3).
//   - modes: who finds all modes, with critics and gradients (1.5, 4.4).
//   - momentum: RMSProp, and Adam with more and more momentum (3.10).
//
// And one that was measured:
//
//   - growth: what an exact EM takes. Time and memory against the number of
//     points, from a recording: growth.csv, which growth_test.go makes.
//
// All share one look, in style.go: a colour means the same distance, or the
// same role, everywhere. The title of a panel says what to see in it. Random
// figures show the spread over seeds. Infinite values and jumps are drawn as
// such, see jumps.go.
package figures
