package lp

// Potentials are the variables of the dual linear program: a price Uᵢ for each
// unit of mass that leaves source i, and a price Vⱼ for each unit that reaches
// sink j.
//
//	maximise Σ aᵢ Uᵢ + Σ bⱼ Vⱼ  subject to  Uᵢ + Vⱼ ≤ cᵢⱼ for every pair.
//
// The maximum is the cost of the cheapest plan (strong duality). Adding a
// constant to all of U and subtracting it from all of V changes nothing.
type Potentials struct {
	U []float64 // n, in units of cost
	V []float64 // m, in units of cost
}

// Slack returns cost − Uᵢ − Vⱼ, where cost is the ground cost of the pair (i, j). It is the
// reduced cost of the pair: the change of the plan's cost for each unit of mass that is sent
// along the pair. If the potentials are optimal, the slack of no pair is negative, and that
// of pairs with mass is 0, both up to rounding.
func (p Potentials) Slack(i, j int, cost float64) float64 { return cost - p.U[i] - p.V[j] }

// violation returns how far Uᵢ + Vⱼ exceeds the cost of the pair (i, j): the
// negated slack, rounded as VerifyAllPairs rounds it.
func (p Potentials) violation(i, j int, cost float64) float64 { return p.U[i] + p.V[j] - cost }

// resize sets U to n zeros and V to m zeros. It reuses their memory if that is large enough.
func (p *Potentials) resize(n, m int) { p.U, p.V = grow(p.U, n), grow(p.V, m) }
