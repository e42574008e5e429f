package lp

// Problem is a balanced transport problem: n sources with mass Supply, m sinks that need
// mass Demand, and the cost of moving one unit of mass from each source to each sink.
//
//	minimise    Σᵢⱼ cᵢⱼ xᵢⱼ
//	subject to  Σⱼ xᵢⱼ = Supplyᵢ   for each source i
//	            Σᵢ xᵢⱼ = Demandⱼ   for each sink j
//	            xᵢⱼ ≥ 0
//
// If Supply and Demand are probability vectors, then x is a coupling of the two, and the
// minimum is the EM distance, equation (1) of Wasserstein GAN.
type Problem struct {
	// Supply (n) and Demand (m) are finite, non-negative, and have equal totals. They
	// need not sum to 1, and integers stay exact. Totals that differ by no more than
	// TotalsTolerance count as equal; the solvers then add the difference to the largest
	// entry of the side with the smaller total.
	Supply, Demand []float64
	// Cost is n×m. Each entry is between −1e300 and 1e300, so that potentials, which are
	// sums of costs, do not overflow.
	Cost GroundCost
}
