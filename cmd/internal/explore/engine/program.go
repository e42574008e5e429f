package engine

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"monge/lp"
)

// linearProgram is the view of the network simplex method of package lp. It shows each step
// on a small problem.
type linearProgram struct{}

// MaxHeaps bounds the sources, and the sinks, of a problem whose steps are
// shown.
const MaxHeaps = 12

// programState says which problem the page shows, and which step.
type programState struct {
	Preset  string `json:"preset"` // "heaps", "random" or "own"
	Sources int    `json:"sources"`
	Sinks   int    `json:"sinks"`
	Seed    uint64 `json:"seed"`
	Ground  string `json:"ground"`
	Step    int    `json:"step"` // from 0: see stage
	P       atoms  `json:"p"`    // the user's sources: two coordinates and a supply each
	Q       atoms  `json:"q"`
}

// Answer implements View.
func (*linearProgram) Answer(ctx context.Context, r Request) (Frame, error) {
	var s programState
	if err := r.Into(&s); err != nil {
		return Frame{}, err
	}
	p, err := s.problem()
	if err != nil {
		return Frame{}, err
	}
	switch r.Kind {
	case "show":
		return s.show(ctx, p)
	case "recipe":
		return Frame{Kind: "recipe", Payload: p.recipe(s.Ground)}, nil
	case "csv":
		return Frame{Kind: "csv", Payload: p.files()}, nil
	}
	return Frame{}, r.errKind()
}

// smallProblem is a transport problem between points of the plane.
type smallProblem struct {
	x, y           *mat.Dense // n×2 and m×2
	supply, demand []float64
	ground         lp.Ground
}

// lp returns the problem for the solver.
func (p *smallProblem) lp() lp.Problem {
	return lp.Problem{Supply: p.supply, Demand: p.demand, Cost: lp.Points{X: p.x, Y: p.y, Ground: p.ground}}
}

// problem returns the problem of a state.
func (s programState) problem() (*smallProblem, error) {
	ground, err := lp.ParseGround(s.Ground)
	if err != nil {
		return nil, err
	}
	switch s.Preset {
	case "heaps":
		// Lesson 3: heaps at 0, 3 and 5 on a line, holes at 1, 2 and 4.
		return &smallProblem{
			x: mat.NewDense(3, 2, []float64{0, 0, 3, 0, 5, 0}), supply: []float64{0.5, 0.25, 0.25},
			y: mat.NewDense(3, 2, []float64{1, 0, 2, 0, 4, 0}), demand: []float64{0.25, 0.25, 0.5}, ground: ground,
		}, nil
	case "random":
		if s.Sources < 1 || s.Sources > MaxHeaps || s.Sinks < 1 || s.Sinks > MaxHeaps {
			return nil, fmt.Errorf("%d sources and %d sinks; from 1 to %d of each can be shown", s.Sources, s.Sinks, MaxHeaps)
		}
		random := rand.New(rand.NewPCG(s.Seed, 0))
		total := 4 * max(s.Sources, s.Sinks)
		p := &smallProblem{ground: ground}
		p.x, p.supply = places(s.Sources, random), shares(s.Sources, total, random)
		p.y, p.demand = places(s.Sinks, random), shares(s.Sinks, total, random)
		return p, nil
	case "own":
		p := &smallProblem{ground: ground}
		if p.x, p.supply, err = s.P.heaps("P"); err != nil {
			return nil, err
		}
		p.y, p.demand, err = s.Q.heaps("Q")
		return p, err
	}
	return nil, fmt.Errorf("there is no preset %.40q", s.Preset)
}

// places returns n random points on a grid of 20×14.
func places(n int, random *rand.Rand) *mat.Dense {
	points := mat.NewDense(n, 2, nil)
	for i := range n {
		points.SetRow(i, []float64{float64(random.IntN(20)), float64(random.IntN(14))})
	}
	return points
}

// shares divides a total into n whole numbers, none of them 0.
func shares(n, total int, random *rand.Rand) []float64 {
	all := make([]float64, n)
	for i := range all {
		all[i] = 1
	}
	for range total - n {
		all[random.IntN(n)]++
	}
	return all
}

// heaps returns atoms of the plane as points and weights.
func (a atoms) heaps(name string) (*mat.Dense, []float64, error) {
	if len(a) > MaxHeaps {
		return nil, nil, fmt.Errorf("%s has %d points; at most %d can be shown", name, len(a), MaxHeaps)
	}
	p, weights, err := a.distribution(name, 2)
	if err != nil {
		return nil, nil, err
	}
	return p.Points(), weights, nil
}

// solve returns the steps of the simplex method.
func (p *smallProblem) solve(ctx context.Context) (steps []lp.Step, err error) {
	solver := lp.Solver{Observe: func(s lp.Step) { steps = append(steps, s) }}
	_, err = solver.Solve(ctx, p.lp())
	return steps, err
}

// programShown is the payload of "show".
type programShown struct {
	Steps   int        `json:"steps"` // the number of steps
	Step    int        `json:"step"`  // the step that is shown, from 0
	Stage   stage      `json:"stage"`
	Pivot   int        `json:"pivot"`  // the number of pivots so far
	Pivots  int        `json:"pivots"` // the number of pivots to the optimum
	Cost    Number     `json:"cost"`   // of the plan that is shown
	Optimum Number     `json:"optimum"`
	Basis   []basisArc `json:"basis"`
	Cycle   []basisArc `json:"cycle"` // of the next pivot; empty at stage "basis"
	Theta   Number     `json:"theta"`
	Leaving *basisArc  `json:"leaving"`
	Words   string     `json:"words"`
}

// stage is a part of an iteration of the simplex method. A page goes through
// three for each pivot: step 3k shows the basis after k pivots, 3k+1 the arc
// that enters, and 3k+2 the cycle and the arc that leaves.
type stage string

const (
	stageBasis stage = "basis"
	stageEnter stage = "enter"
	stageCycle stage = "cycle"
)

// basisArc is lp.BasisArc for a page.
type basisArc struct {
	From int    `json:"from"`
	To   int    `json:"to"`
	Flow Number `json:"flow"`
}

func newBasisArc(a lp.BasisArc) basisArc { return basisArc{a.From, a.To, Number(a.Flow)} }

// show returns one step.
func (s programState) show(ctx context.Context, p *smallProblem) (Frame, error) {
	steps, err := p.solve(ctx)
	if err != nil {
		return Frame{}, err
	}
	count := 3*len(steps) - 2
	at := max(0, min(s.Step, count-1))
	k := at / 3
	now := steps[k]
	var pivot *lp.Pivot // the next one
	if k+1 < len(steps) {
		pivot = steps[k+1].Pivot
	}
	shown := programShown{
		Steps: count, Step: at, Stage: []stage{stageBasis, stageEnter, stageCycle}[at%3],
		Pivot: k, Pivots: len(steps) - 1,
		Cost: Number(now.Cost), Optimum: Number(steps[len(steps)-1].Cost),
		Cycle: []basisArc{},
	}
	for _, a := range now.Basis {
		shown.Basis = append(shown.Basis, newBasisArc(a))
	}
	n, m := len(p.supply), len(p.demand)
	cost := p.lp().Cost
	costs, slack := make([]float64, 0, n*m), make([]float64, 0, n*m)
	negative := 0
	for i := range n {
		for j := range m {
			c := cost.At(i, j)
			costs = append(costs, c)
			left := now.Slack(i, j, c)
			if onBasis(now, i, j) {
				left = 0 // up to rounding
			}
			slack = append(slack, left)
			if left < 0 {
				negative++
			}
		}
	}
	switch shown.Stage {
	case stageBasis:
		shown.Words = basisWords(steps, k, negative)
	case stageEnter:
		shown.Cycle = []basisArc{newBasisArc(pivot.Entering)}
		shown.Words = enterWords(now, pivot, slack[pivot.Entering.From*m+pivot.Entering.To] == slices.Min(slack))
	case stageCycle:
		for _, a := range pivot.Cycle {
			shown.Cycle = append(shown.Cycle, newBasisArc(a))
		}
		shown.Theta = Number(pivot.Theta)
		leaving := newBasisArc(pivot.Leaving)
		shown.Leaving = &leaving
		shown.Words = cycleWords(pivot)
	}
	history := make([]float64, len(steps))
	for k := range steps {
		history[k] = steps[k].Cost
	}
	return Frame{Kind: "show", Payload: shown, Arrays: []Array{
		{"p", p.x.RawMatrix().Data}, {"q", p.y.RawMatrix().Data}, {"supply", p.supply}, {"demand", p.demand},
		{"u", now.U}, {"v", now.V}, {"cost", costs}, {"slack", slack}, {"history", history},
	}}, nil
}

// onBasis reports whether an arc is in the basis of a step.
func onBasis(s lp.Step, i, j int) bool {
	for _, a := range s.Basis {
		if a.From == i && a.To == j {
			return true
		}
	}
	return false
}

// way returns the name of an arc on the page: sources have letters, and sinks numbers.
func way(from, to int) string { return fmt.Sprintf("%c→%d", 'A'+from, to+1) }

func basisWords(steps []lp.Step, k, negative int) string {
	now := steps[k]
	var b strings.Builder
	if k == 0 {
		fmt.Fprintf(&b, "This first plan comes from a greedy rule. It costs %s. ", short(Number(now.Cost)))
	} else {
		fmt.Fprintf(&b, "After pivot %d the plan costs %s, which is %s less. ", k, short(Number(now.Cost)), short(Number(steps[k-1].Cost-now.Cost)))
	}
	b.WriteString("The arcs form a tree, and on each of them the prices add up to the cost: u + v = c. ")
	switch {
	case k == len(steps)-1:
		b.WriteString("No other pair has prices above its cost: u + v ≤ c. So no plan can cost less, and this one is optimal.")
	case negative == 1:
		b.WriteString("One other pair has prices above its cost, so the plan can be improved.")
	default:
		fmt.Fprintf(&b, "%d other pairs have prices above their cost, so the plan can be improved.", negative)
	}
	return b.String()
}

// enterWords says why an arc enters; most tells whether no other saves more.
func enterWords(now lp.Step, pivot *lp.Pivot, most bool) string {
	e := pivot.Entering
	u, v := now.U[e.From], now.V[e.To]
	text := fmt.Sprintf("%s enters. Its prices are u + v = %s + %s = %s, and its cost is %s. Each unit of mass on it saves %s",
		way(e.From, e.To), short(Number(u)), short(Number(v)), short(Number(u+v)), short(Number(e.Cost)), short(Number(-pivot.ReducedCost)))
	if most {
		return text + ", and no other pair saves more."
	}
	return text + "."
}

func cycleWords(pivot *lp.Pivot) string {
	leaving := way(pivot.Leaving.From, pivot.Leaving.To)
	text := "With the new arc the tree has one cycle. Every second arc of the cycle gains mass, and the others lose as much. "
	if pivot.Theta == 0 {
		return text + fmt.Sprintf("%s has no flow to lose, so no mass moves. It leaves, and only the tree changes (a degenerate pivot).", leaving)
	}
	return text + fmt.Sprintf("The flow of %s falls to 0 first, after %s, so it leaves. The cost falls by %s × %s = %s.", leaving,
		short(Number(pivot.Theta)), short(Number(pivot.Theta)), short(Number(-pivot.ReducedCost)), short(Number(-pivot.Theta*pivot.ReducedCost)))
}
