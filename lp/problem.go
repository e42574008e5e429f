package lp

// Problem is a balanced transport problem: n sources that hold Supply, m sinks
// that want Demand, and what a unit of mass costs on the way between them.
//
//	minimise    Σᵢⱼ cᵢⱼ xᵢⱼ
//	subject to  Σⱼ xᵢⱼ = Supplyᵢ   for each source i
//	            Σᵢ xᵢⱼ = Demandⱼ   for each sink j
//	            xᵢⱼ ≥ 0
//
// With Supply and Demand two probability vectors, x runs over the couplings of
// the two, and the minimum is the EM distance, equation (1) of Wasserstein GAN.
type Problem struct {
	// Supply (n) and Demand (m): finite, non-negative, of equal total. They
	// need not sum to 1, and integers stay exact. Totals that differ by no more
	// than TotalsTolerance count as equal; the solvers then add the difference to
	// the largest entry of the smaller side.
	Supply, Demand []float64
	// Cost is n×m, each entry finite and at most 1e300 in size, so that
	// potentials, which are sums of costs, do not overflow. It may be negative.
	Cost GroundCost
}
