package metrics

import "fmt"

// Sequence is a pair of distributions on the line for each n = 1, 2, …, made to
// show one arrow, or one missing arrow, of Theorem 2: on a compact space
//
//	KL → 0  ⇒  TV → 0  ⇔  JS → 0  ⇒  W → 0  ⇔  convergence in law,
//
// where KL → 0 either way round will do, and neither ⇒ can be turned back.
type Sequence struct {
	Name  string // the pair, as a formula
	Shows string // what happens as n grows
	// At returns the pair for n, or an error if n < 1.
	At func(n int) (p, q *Distribution, err error)
}

// Hierarchy returns one sequence for each thing that Theorem 2 says, strongest
// topology first:
//
//  1. All distances go to 0, KL = O(1/n²) and W = TV = 1/4n.
//  2. TV = 1/2n, JS and W = 1/n go to 0, but KL is +Inf both ways: TV → 0 does
//     not bring KL along. On this bounded set it does bring W, for
//     W ≤ diam · TV with a diameter of 2.
//  3. W = 1/n goes to 0 while TV = 1, JS = log 2 and KL = +Inf: the atoms
//     approach each other and never meet.
//  4. Why the space has to be bounded: TV = 1/2n, JS and even KL(p ‖ q) go to
//     0 and q converges in law to p, but W = 1 for every n.
func Hierarchy() []Sequence {
	return []Sequence{
		{
			Name:  "½δ₀ + ½δ₁ and (½+1/4n)δ₀ + (½−1/4n)δ₁",
			Shows: "all go to 0",
			At: terms(func(n float64) (p, q []atom) {
				return []atom{{0, 0.5}, {1, 0.5}}, []atom{{0, 0.5 + 0.25/n}, {1, 0.5 - 0.25/n}}
			}),
		},
		{
			Name:  "(1−1/2n)δ₀ + 1/2n δ₁ and (1−1/2n)δ₀ + 1/2n δ₋₁",
			Shows: "TV, JS and EM go to 0, KL stays +Inf",
			At: terms(func(n float64) (p, q []atom) {
				return []atom{{0, 1 - 0.5/n}, {1, 0.5 / n}}, []atom{{0, 1 - 0.5/n}, {-1, 0.5 / n}}
			}),
		},
		{
			Name:  "δ₀ and δ₁/ₙ",
			Shows: "EM goes to 0, TV, JS and KL stay",
			At: terms(func(n float64) (p, q []atom) {
				return []atom{{0, 1}}, []atom{{1 / n, 1}}
			}),
		},
		{
			Name:  "δ₀ and (1−1/2n)δ₀ + 1/2n δ₂ₙ, on no bounded set",
			Shows: "TV, JS, KL(P‖Q) go to 0, EM, KL(Q‖P) stay",
			At: terms(func(n float64) (p, q []atom) {
				return []atom{{0, 1}}, []atom{{0, 1 - 0.5/n}, {2 * n, 0.5 / n}}
			}),
		},
	}
}

// atom is a point of the line and its probability.
type atom struct{ x, probability float64 }

// terms makes At of a Sequence from the atoms of p and q for each n.
func terms(pair func(n float64) (p, q []atom)) func(n int) (*Distribution, *Distribution, error) {
	return func(n int) (*Distribution, *Distribution, error) {
		if n < 1 {
			return nil, nil, fmt.Errorf("metrics: term %d of a sequence that starts at 1", n)
		}
		atomsP, atomsQ := pair(float64(n))
		p, err := fromAtoms(atomsP)
		if err != nil {
			return nil, nil, err
		}
		q, err := fromAtoms(atomsQ)
		return p, q, err
	}
}

// fromAtoms returns the distribution of these atoms.
func fromAtoms(atoms []atom) (*Distribution, error) {
	x, weights := make([]float64, len(atoms)), make([]float64, len(atoms))
	for k, a := range atoms {
		x[k], weights[k] = a.x, a.probability
	}
	return OnLine(x, weights)
}
