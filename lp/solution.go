package lp

// Move is one entry of a transport plan: Mass goes From a source To a sink.
type Move struct {
	From, To int
	Mass     float64
}

// Solution is an optimal plan of a Problem, with potentials and a certificate that prove
// it optimal.
type Solution struct {
	// Cost is Σ cᵢⱼ xᵢⱼ over the plan, in units of cost × mass.
	Cost float64
	// Plan lists the moves with positive mass, at most n+m−1, sorted by source and then
	// by sink.
	Plan []Move
	// Potentials are optimal for the dual: Uᵢ + Vⱼ ≤ cᵢⱼ for every pair, with
	// equality where the plan moves mass, so that
	// Σ Supplyᵢ Uᵢ + Σ Demandⱼ Vⱼ = Cost.
	Potentials
	// Certificate is what Verify computes for the plan and the potentials.
	Certificate Certificate
}

// Rescale multiplies all masses, and the cost, by factor > 0. This gives the solution of
// the problem whose supply and demand are multiplied by factor. Potentials stay the same,
// because they are costs per unit of mass.
func (s *Solution) Rescale(factor float64) {
	s.Cost *= factor
	s.Certificate.Primal *= factor
	s.Certificate.Dual *= factor
	for k := range s.Plan {
		s.Plan[k].Mass *= factor
	}
}
