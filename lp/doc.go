// Package lp computes the EM distance exactly, as what it is: a linear program.
//
// # The problem
//
// There are n sources that hold mass aᵢ, m sinks that want mass bⱼ, and a
// ground cost cᵢⱼ for moving one unit from source i to sink j. A plan says how
// much goes where. The transport problem asks for the cheapest plan:
//
//	minimise Σ cᵢⱼ xᵢⱼ  subject to  Σⱼ xᵢⱼ = aᵢ,  Σᵢ xᵢⱼ = bⱼ,  xᵢⱼ ≥ 0.
//
// If a and b are probabilities and c is a distance, plans are couplings and the
// minimum is the Earth-Mover distance, equation (1) of Wasserstein GAN.
//
// # Two by two, by hand
//
// Two sources at 0 and 1 hold ½ each; two sinks at 1 and 3 want ½ each:
//
//	        to 1   to 3
//	from 0    1      3
//	from 1    0      2
//
// Straight (0→1, 1→3) costs ½·1 + ½·2 = 1.5. Crossed (0→3, 1→1) costs
// ½·3 + ½·0 = 1.5. So does any mixture: on the line, mass may overtake mass
// that goes the same way. Why can nothing be cheaper? Pay uᵢ for each unit
// taken from a source and vⱼ for each unit brought to a sink, with
// u = (1, 0) and v = (0, 2). No pair pays more than the way costs, uᵢ + vⱼ ≤ cᵢⱼ,
// so that any plan costs at least what is paid, and all plans are paid the
// same: ½(1+0) + ½(0+2) = 1.5. Such prices are called dual potentials, and
// this argument is the Certificate that comes with every Solution.
//
// # Which solver to call
//
//   - [Solve] is exact, and fast: it is a network simplex. Give it a matrix, or
//     [Points], and it works in memory for the points and not for the distances
//     between them; 4000 against 4000 points take a tenth of a second if the
//     clouds are alike, and up to a second or two if they are not. Any type with
//     Dims and At is a [GroundCost], too. Points of a line it sorts, and sweeps.
//   - A [Solver] does the same for one problem after another, tells how far it is,
//     and stops when a context is done; [Solver.SolveInto] uses a solution's memory
//     again.
//   - [SolveTextbook] writes the problem in the standard form of a textbook and
//     hands it to gonum's simplex. It is slow and obvious, the reference that
//     the tests hold the others against.
//   - [Verify] believes none of them, and recomputes the certificate from the plan
//     and the potentials alone; [VerifyAllPairs] does so by brute force.
//
// # How to read the code
//
// problem.go, solution.go and certificate.go say what is asked and what is
// answered; textbook.go is the short way from one to the other.
//
// Then the simplex on a tree. tree.go holds a basis and its pivot, regions.go keeps
// the pivots of large trees cheap, pricing.go chooses what enters, and small.go runs
// them on all pairs of a small problem, from a first basis that it looks for among
// all of them.
//
// Large problems are network.go. Only a few arcs of each source are in the
// restricted problem at first, start.go makes the first basis of them (a plan in
// greedy.go, a tree of it in connect.go), and all pairs are priced to find those
// that are missing. Costs are seen only through search.go, which finds the arcs
// of a source that matter: in a row of a matrix, or for points (points.go) in a
// k-d tree (kdtree.go), with a first guess from a coarser problem
// (multiscale.go).
//
// line.go needs no simplex: it sorts (radix.go), climbs a staircase, and shows by
// two sweeps (sweep.go) that nothing is better. solver.go chooses between the three,
// and watch.go looks at the clock for them.
//
// Last, two files about numbers: mass.go keeps flows exact, and ceiling.go
// keeps huge costs from drowning small ones. ground.go knows distances.
package lp
