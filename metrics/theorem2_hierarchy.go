package metrics

import "fmt"

// Sequence is a limit P and a distribution Pₙ on the line for each n = 1, 2, …. Each
// sequence is an example for one implication of Theorem 2, or a counterexample to the
// reverse of one. On a compact space
//
//	KL → 0  ⇒  TV → 0  ⇔  JS → 0  ⇒  W → 0  ⇔  Pₙ → P in law.
//
// For the first ⇒ one of KL(P ‖ Pₙ) → 0 and KL(Pₙ ‖ P) → 0 suffices. Neither ⇒ can
// be reversed.
type Sequence struct {
	Name  string // P and Pₙ, as a formula
	Shows string // what happens as n grows, with Q for Pₙ
	// At returns P and Pₙ, or an error if n < 1.
	At func(n int) (p, pn *Distribution, err error)
}

// Hierarchy returns one sequence for each statement of Theorem 2, from the
// strongest topology to the weakest:
//
//  1. All distances go to 0: KL = O(1/n²) and W = TV = 1/4n.
//  2. TV = W = 1/n and JS = log 2 / n go to 0, but KL is +Inf in both directions:
//     TV → 0 does not imply KL → 0. P = U[0, 1] and Pₙ = U[1/n, 1+1/n] each have
//     mass where the other has none. At represents both by n atoms, the midpoints
//     of cells of length 1/n; all five distances are those of the uniform
//     distributions. (If P has finitely many atoms, TV → 0 implies KL(P ‖ Pₙ) → 0.)
//  3. W = 1/n goes to 0 while TV = 1, JS = log 2 and KL = +Inf: the atoms
//     approach each other and never meet.
//  4. The space has to be bounded: TV = 1/2n, JS and even KL(P ‖ Pₙ) go to 0 and
//     Pₙ converges to P in law, but W = 1 for every n.
func Hierarchy() []Sequence {
	return []Sequence{
		{
			Name:  "½δ₀ + ½δ₁ and (½+1/4n)δ₀ + (½−1/4n)δ₁",
			Shows: "all go to 0",
			At: fromEachTerm(func(n int) (p, pn []atom) {
				x := 0.25 / float64(n)
				return []atom{{0, 0.5}, {1, 0.5}}, []atom{{0, 0.5 + x}, {1, 0.5 - x}}
			}),
		},
		{
			Name:  "U[0, 1] and U[1/n, 1+1/n]",
			Shows: "TV, JS and EM go to 0, KL stays +Inf",
			At: fromEachTerm(func(n int) (p, pn []atom) {
				for k := range n + 1 {
					cell := atom{(float64(k) + 0.5) / float64(n), 1}
					if k < n {
						p = append(p, cell)
					}
					if k > 0 {
						pn = append(pn, cell)
					}
				}
				return p, pn
			}),
		},
		{
			Name:  "δ₀ and δ₁/ₙ",
			Shows: "EM goes to 0, TV, JS and KL stay",
			At: fromEachTerm(func(n int) (p, pn []atom) {
				return []atom{{0, 1}}, []atom{{1 / float64(n), 1}}
			}),
		},
		{
			Name:  "δ₀ and (1−1/2n)δ₀ + 1/2n δ₂ₙ, on no bounded set",
			Shows: "TV, JS, KL(P‖Q) go to 0, EM, KL(Q‖P) stay",
			At: fromEachTerm(func(n int) (p, pn []atom) {
				x := 0.5 / float64(n)
				return []atom{{0, 1}}, []atom{{0, 1 - x}, {2 * float64(n), x}}
			}),
		},
	}
}

// atom is a point of the line and its weight.
type atom struct{ x, weight float64 }

// fromEachTerm returns the At of a Sequence whose term n has the atoms that atomsOf returns.
func fromEachTerm(atomsOf func(n int) (p, pn []atom)) func(n int) (*Distribution, *Distribution, error) {
	return func(n int) (*Distribution, *Distribution, error) {
		if n < 1 {
			return nil, nil, fmt.Errorf("metrics: a sequence has no term %d; it starts at 1", n)
		}
		atomsP, atomsPn := atomsOf(n)
		p, err := fromAtoms(atomsP)
		if err != nil {
			return nil, nil, err
		}
		pn, err := fromAtoms(atomsPn)
		return p, pn, err
	}
}

// fromAtoms returns the distribution with the given atoms.
func fromAtoms(atoms []atom) (*Distribution, error) {
	x, weights := make([]float64, len(atoms)), make([]float64, len(atoms))
	for k, a := range atoms {
		x[k], weights[k] = a.x, a.weight
	}
	return OnLine(x, weights)
}
