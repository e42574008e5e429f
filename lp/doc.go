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
// Read the files in this order. The problem and its solution:
//
//	problem.go, solution.go          what goes in and what comes out
//	ground.go, points.go             ground costs
//	potentials.go, certificate.go    the dual problem, and the proof of optimality
//	violation.go                     the largest violation of the dual constraints
//	textbook.go                      the shortest solver
//	validate.go                      checks the problem that a caller gives
//	solver.go                        calls one of the three solvers below
//
// The network simplex method. A small problem needs nothing else:
//
//	simplex.go                       pivots to the optimum of a restricted problem
//	start.go                         builds the first basis in two steps:
//	  greedy.go, warm.go               a plan, by a greedy rule or from a similar problem
//	  connect.go                       a spanning tree that contains the plan
//	tree.go                          a basis: a spanning tree with flows and potentials
//	pivot.go                         exchanges one arc of the tree for another
//	regions.go                       changes the potentials of large subtrees
//	extract.go                       reads the solution off the optimal basis
//	step.go                          shows each basis and each pivot to an observer
//
// Large problems. The restricted problem has a few arcs of each source. A search prices all
// pairs, and arcs with negative reduced cost are added (column generation):
//
//	large.go                         adds arcs to the restricted problem
//	drop.go                          drops arcs of large reduced cost
//	search.go                        the interface of a search
//	best.go                          keeps the best arcs of a source
//	matrix_search.go                 searches the rows of any ground cost
//	points_search.go                 searches Points block by block (internal/scan)
//	neighbours.go                    puts neighbouring points into the same block
//	table.go                         makes a matrix of the costs of Points if that saves time
//	coarse.go, coarse_matrix.go      potentials to start from, by solving a coarser problem
//	cells.go                         makes the first plan cheaper, cell by cell
//
// Points on a line. They need no pivots:
//
//	line.go                          the method, and the certificate
//	line_side.go, radix.go           sort the points
//	staircase.go                     builds the plan by the north-west corner rule
//	line_violation.go                computes the largest violation by a sweep
//	line_solution.go                 writes the solution in the order of the input
//
// What all solvers use:
//
//	mass.go                          exact flows
//	compensated.go                   sums with twice the digits of a float64
//	ceiling.go                       lowers huge costs, beside which small ones lose digits
//	proof.go                         returns an error for a solution that is not proven optimal
//	parallel.go                      splits loops between processors (with package panics)
//	progress.go                      reports progress, and stops when a context is done
package lp
