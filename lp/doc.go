// Package lp solves the transport problem exactly. Its optimal cost between two
// probability distributions is the Earth-Mover distance.
//
// # The problem
//
// There are n sources with mass aᵢ, m sinks that need mass bⱼ, and a ground cost cᵢⱼ
// for moving one unit of mass from source i to sink j. A plan x says how much mass xᵢⱼ
// goes from source i to sink j. The transport problem asks for the cheapest plan:
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
//     matrix, [Points], or any type with Dims and At ([GroundCost]). For Points in few
//     dimensions it never builds the matrix of distances.
//   - [Solver] solves one problem after another with the same working memory, reports
//     its progress, and stops when a context is done. [Solver.SolveInto] also reuses the
//     memory of a solution. Its field Observe shows each pivot, as a [Step].
//   - [SolveTextbook] writes the problem in the standard form of a textbook and calls
//     gonum's simplex. It is slow, but short and easy to check. The tests compare Solve
//     with it.
//   - [Verify] computes the certificate of any plan and potentials, wherever they come
//     from. [VerifyAllPairs] does so by brute force.
//   - [TotalWeight] and [CheckPoints] check weights and points as Solve does.
//
// PERFORMANCE.md says how fast Solve is, and why.
//
// # How to read the code
//
// Start with the problem and its solution: problem.go, ground.go, points.go, potentials.go,
// solution.go, certificate.go (with violation.go), and textbook.go, the shortest solver.
// validate.go checks the problem that a caller gives. solver.go calls one of three solvers:
// for small problems, for points on a line, and for large problems.
//
// The network simplex method:
//
//	simplex.go   pivots to the optimum of a restricted problem
//	start.go     builds the first basis: a plan (greedy.go, cells.go) and a tree that contains it (connect.go)
//	warm.go      takes the first plan from the solution of a similar problem
//	tree.go      stores a basis, a spanning tree, and its potentials
//	pivot.go     exchanges one arc of the tree for another
//	regions.go   changes the potentials of large subtrees at little cost
//	extract.go   reads the plan and the potentials off the optimal basis
//	step.go      shows each basis and pivot to an observer
//
// Small problems need no more. For a large problem (large.go), the restricted problem has
// a few arcs of each source. A search prices all pairs and adds arcs with negative reduced
// cost (column generation):
//
//	search.go          defines the search, an interface
//	matrix_search.go   searches rows of any ground cost
//	points_search.go   searches Points, block by block (neighbours.go, internal/scan)
//	table.go           makes a matrix of the costs of Points, where that saves time
//	best.go            keeps the best few arcs of a source
//	drop.go            drops arcs of large reduced cost
//	coarse.go          guesses potentials from a coarser problem (coarse_matrix.go for a matrix)
//
// Points on a line need no simplex. line.go sorts them (line_side.go, radix.go), builds
// the plan by the north-west corner rule (staircase.go), computes the largest violation by
// a sweep (line_violation.go), and writes the solution (line_solution.go).
//
// proof.go returns an error for a solution whose gap or largest violation is larger than
// rounding explains. Three files are about rounding: mass.go makes flows exact,
// compensated.go adds with twice the digits, and ceiling.go lowers huge costs, beside
// which small ones would lose their digits. parallel.go splits loops between processors
// (with package panics), and progress.go reports progress and stops with the context.
package lp
