// Package figures draws the figures that show the claims of the paper.
//
// Each figure is a type of parameters, such as CouplingParams, in a file of its own:
// its defaults (DefaultCoupling), its command-line flags (Flags) and its drawing (Draw).
// Draw computes everything that the figure shows, with packages metrics, lp and gan, and
// returns a Figure, which Encode writes as PNG, SVG, PDF or GIF. Catalog lists all
// figures. The directory gallery has a PNG of each for the README and an SVG for papers:
//
//	go run ./cmd/monge figures            # draws all of them again
//	go run ./cmd/monge plot coupling      # draws one, with your own parameters
//
// In reading order, with the claim that each figure shows:
//
//   - figure1: EM and JS between the parallel lines of Example 1. EM is |θ|. JS is
//     log 2 for every θ except 0, so its slope tells a generator nothing (2.6).
//   - four-distances: the same with TV, which is 1, and KL, which is infinite.
//   - coupling: why EM is |θ|. The optimal plan moves each point straight across (2.5).
//   - matching: the optimal plan between two clouds of points in the plane (2.3).
//   - likelihood: the θ of maximum likelihood is the θ of least KL (1.1).
//   - noise: noise on data and model makes KL finite and moves the samples away from the data (1.3).
//   - hierarchy: Theorem 2, with a sequence for each implication that fails (2.8).
//   - bounds: the inequalities between the distances, on random pairs (2.9).
//   - duality: Kantorovich–Rubinstein duality. The cheapest plan costs as much as the
//     best 1-Lipschitz function gains, so a critic can be trained instead (3.1).
//   - theorem3: the slope of EM that a generator gets from such a function (3.3).
//   - discriminator-critic: Figure 2 of the paper in closed form (3.4, 3.6).
//   - continuity: Theorem 1. EM is continuous in a network's weights. JS need not be:
//     here noise of one dimension makes curves in the plane, and it jumps (2.7).
//
// These train networks, and show a median and a range over seeds:
//
//   - figure2: Figure 2 with a trained discriminator and a trained critic (3.6).
//   - vanishing: the gradients of three losses as the discriminator gets better (3.7).
//   - theta: Example 1, trained. The critic's gradient leads to θ = 0.
//   - clipping: how the clipping constant c changes the critic's gradient with depth,
//     compared with a gradient penalty (3.8, 4.5).
//   - figure3: Figure 3. The critic's estimate and exact EM during training (4.1).
//   - figure4: Figure 4. The discriminator's estimate of JS and exact EM (4.2).
//   - animation: samples during a longer run of all losses, a GIF.
//   - critic-steps: EM after training against the number of critic steps (4.3).
//   - modes: how many modes each loss finds (1.5, 4.4).
//   - momentum: EM after training with RMSProp, and with Adam against its β₁ (3.10).
//
// These draw recorded measurements:
//
//   - clip-depth: EM after training against c and the depth of the critic, over a hundred
//     seeds, from a sweep (3.8).
//   - growth: time and memory of exact EM against the number of points.
//
// SweepPlot draws the results of any sweep.
//
// The title of a panel states its result. A colour means the same in every figure.
// Package kit in internal/kit has the code that figures share. To add a figure, add a
// file and a line in Catalog.
package figures
