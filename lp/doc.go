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
//   - [Solve] is the network simplex: exact, and fast. 4000 against 4000 points
//     take about half a second, in memory for the points and not for the 16
//     million distances between them. Give it a matrix or [Points].
//   - [SolveTextbook] writes the problem in the standard form of a textbook and
//     hands it to gonum's simplex. It is slow and obvious, the reference that
//     the tests hold the other against.
//   - [Verify] believes neither, and recomputes the certificate from the plan
//     and the potentials alone.
//
// # How to read the code
//
// problem.go, solution.go and certificate.go say what is asked and what is
// answered; textbook.go is the short way from one to the other.
//
// Then the fast way. tree.go holds a basis and its pivot, pricing.go chooses
// what enters it, start.go makes the first one (a plan in greedy.go, a tree of
// it in connect.go), and network.go runs the three.
// They see costs only through search.go, which finds the arcs of a source that
// matter: in a row of a matrix, or for points (points.go) in a k-d tree
// (kdtree.go), with a first guess from a coarser cloud (multiscale.go).
//
// Last, two files about numbers: mass.go keeps flows exact, and ceiling.go
// keeps huge costs from drowning small ones. ground.go knows distances.
package lp
