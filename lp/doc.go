// Package lp solves the transport problem exactly. Its optimal cost between two
// probability distributions is the Earth-Mover distance.
//
// # The problem
//
// There are n sources with mass aᵢ, m sinks that need mass bⱼ, and a ground cost cᵢⱼ
// for moving one unit of mass from source i to sink j. A plan xᵢⱼ says how much goes
// from where to where. The transport problem asks for the cheapest plan:
//
//	minimise Σ cᵢⱼ xᵢⱼ  subject to  Σⱼ xᵢⱼ = aᵢ,  Σᵢ xᵢⱼ = bⱼ,  xᵢⱼ ≥ 0.
//
// It is a linear program. If a and b are probabilities and c is a distance, then plans
// are couplings and the minimum is the Earth-Mover distance, equation (1) of
// Wasserstein GAN.
//
// # Two by two, by hand
//
// Two sources at 0 and 1 have mass ½ each. Two sinks at 1 and 3 need ½ each. The costs
// are distances:
//
//	        to 1   to 3
//	from 0    1      3
//	from 1    0      2
//
// The plan 0→1, 1→3 costs ½·1 + ½·2 = 1.5. The plan 0→3, 1→1 costs ½·3 + ½·0 = 1.5,
// too. Can any plan cost less? Choose a price uᵢ for each unit that leaves source i and
// a price vⱼ for each unit that reaches sink j, such that no pair's prices exceed its
// cost, uᵢ + vⱼ ≤ cᵢⱼ. Then every plan costs at least the sum of its prices, and that sum
// is the same for all plans: Σ aᵢuᵢ + Σ bⱼvⱼ. With u = (1, 0) and v = (0, 2) it is
// ½(1+0) + ½(0+2) = 1.5, so no plan costs less than 1.5. Such prices are called
// [Potentials], and this argument is the [Certificate] that comes with each [Solution].
//
// # Which function to call
//
//   - [Solve] solves a [Problem] by the network simplex method. The ground cost is a
//     matrix, [Points], or any type with Dims and At ([GroundCost]). For Points it never
//     builds the matrix of distances.
//   - [Solver] solves one problem after another with the same working memory, reports
//     its progress, and stops when a context is done. [Solver.SolveInto] also reuses the
//     memory of a solution. Its field Observe shows each pivot, as a [Step].
//   - [SolveTextbook] writes the problem in the standard form of a textbook and calls
//     gonum's simplex. It is slow and obvious. The tests compare the others with it.
//   - [Verify] computes the certificate of any plan and potentials, wherever they come
//     from. [VerifyAllPairs] does so by brute force.
//   - [TotalWeight] and [CheckPoints] check weights and points as Solve does.
//
// PERFORMANCE.md says how fast Solve is, and why.
//
// # How to read the code
//
// Start with the problem and its answer: problem.go, ground.go, points.go, potentials.go,
// solution.go, certificate.go (with violation.go) and textbook.go, the shortest way from
// one to the other. validate.go checks what a caller gives. solver.go chooses one of
// three solvers.
//
// The network simplex method:
//
//	simplex.go   pivots to the optimum of a restricted problem
//	start.go     builds the first basis: a plan (greedy.go) and a tree that contains it (connect.go)
//	warm.go      takes the plan from the solution of a near problem
//	tree.go      stores a basis, a spanning tree, and its potentials
//	pivot.go     exchanges one arc of the tree for another
//	regions.go   makes pivots of large trees cheap
//	extract.go   reads the solution off the optimal basis
//	step.go      shows each basis and pivot to an observer
//
// Small problems need no more. In large ones (large.go) most arcs are missing from the
// restricted problem, and a search finds those that matter:
//
//	search.go          says what a search has to answer
//	matrix_search.go   scans rows
//	points_search.go   scans blocks of neighbours (neighbours.go) with vectors (internal/scan)
//	best.go            keeps the best few arcs of a source
//	coarse.go          guesses potentials from a coarser problem (coarse_matrix.go for a matrix)
//
// Points on a line need no simplex. line.go sorts them (line_side.go, radix.go), builds
// the plan with the north-west corner rule (staircase.go), proves it optimal
// (line_violation.go), and writes it to a solution (line_solution.go).
//
// proof.go refuses a solution whose certificate leaves open more than rounding explains.
// Numbers: mass.go makes flows exact, compensated.go sums without loss, and ceiling.go
// keeps huge costs from hiding small ones. parallel.go splits work between processors
// (with panics), and progress.go watches the clock.
package lp
