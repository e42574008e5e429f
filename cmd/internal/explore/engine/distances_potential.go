package engine

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"monge/metrics"
)

// Numbers of cells of the potential's grid along one axis: of the plane, of the plane while a
// point is dragged, of a tile of the plane, and of the line.
const (
	surfaceCells = 40
	roughCells   = 20
	tileCells    = 5
	lineCells    = 240
)

// potential returns the optimal potential on a grid over the window, or over a box around
// all points if the window is empty. In the plane the grid has cells×cells places, listed
// row by row from the lower left corner. On the line it has lineCells+1 places.
func (s *solved) potential(window []float64, cells int) (box, heights []float64, err error) {
	f, err := metrics.NewKantorovich(s.p, s.solution, s.ground)
	if err != nil {
		return nil, nil, err
	}
	if box = s.box(); len(window) > 0 {
		box = window
		if len(box) != 4 || !(box[0] < box[1]) || !(box[2] < box[3]) || floats.HasNaN(box) || math.IsInf(box[1]-box[0], 0) || math.IsInf(box[3]-box[2], 0) {
			return nil, nil, fmt.Errorf("%v is not a window", box)
		}
	}
	if s.p.Dim() == 1 {
		x := make([]float64, lineCells+1)
		for k := range x {
			x[k] = box[0] + (box[1]-box[0])*float64(k)/lineCells
		}
		return box, f.AtEach(mat.NewDense(len(x), 1, x)), nil
	}
	order := tiles(cells)
	places := mat.NewDense(len(order), 2, nil)
	for k, cell := range order {
		row, column := cell/cells, cell%cells
		places.Set(k, 0, box[0]+(box[1]-box[0])*(float64(column)+0.5)/float64(cells))
		places.Set(k, 1, box[2]+(box[3]-box[2])*(float64(row)+0.5)/float64(cells))
	}
	heights = make([]float64, len(order))
	for k, height := range f.AtEach(places) {
		heights[order[k]] = height
	}
	return box, heights, nil
}

// tiles lists the cells of the grid tile by tile, because AtEach is faster if neighbouring cells
// follow one another.
func tiles(cells int) []int {
	order := make([]int, 0, cells*cells)
	for down := 0; down < cells; down += tileCells {
		for across := 0; across < cells; across += tileCells {
			for row := down; row < down+tileCells; row++ {
				for column := across; column < across+tileCells; column++ {
					order = append(order, row*cells+column)
				}
			}
		}
	}
	return order
}

// box returns a box around all points with a margin: x from, to, y from, to.
func (s *solved) box() []float64 {
	box := []float64{0, 0, 0, 0}
	for k := range s.p.Dim() {
		low, high := s.p.Point(0)[k], s.p.Point(0)[k]
		for _, side := range []*metrics.Distribution{s.p, s.q} {
			for i := range side.Len() {
				low, high = min(low, side.Point(i)[k]), max(high, side.Point(i)[k])
			}
		}
		margin := 0.6*(high-low) + 0.25
		box[2*k], box[2*k+1] = low-margin, high+margin
	}
	return box
}

// atomPair is a question about atom I of P and atom J of Q.
type atomPair struct {
	I int `json:"i"`
	J int `json:"j"`
}

// atomPairShown is the dual constraint of a pair of atoms, u + v ≤ cost, and the mass that the
// plan moves.
type atomPairShown struct {
	U     Number `json:"u"`
	V     Number `json:"v"`
	Cost  Number `json:"cost"`
	Slack Number `json:"slack"` // cost − u − v
	Mass  Number `json:"mass"`  // that the plan moves
	Words string `json:"words"`
}

// showAtomPair answers a question about a pair of atoms of the plan that is shown.
func (d *distances) showAtomPair(r Request) (Frame, error) {
	var ask atomPair
	if err := r.Into(&ask); err != nil {
		return Frame{}, err
	}
	if d.last == nil {
		return Frame{}, fmt.Errorf("no plan is shown")
	}
	p, q, solution := d.last.p, d.last.q, d.last.solution
	if ask.I < 0 || ask.I >= p.Len() || ask.J < 0 || ask.J >= q.Len() {
		return Frame{}, fmt.Errorf("there is no pair %d, %d", ask.I, ask.J)
	}
	cost := d.last.ground.Between(p.Point(ask.I), q.Point(ask.J))
	u, v := solution.U[ask.I], solution.V[ask.J]
	answer := atomPairShown{U: Number(u), V: Number(v), Cost: Number(cost), Slack: Number(cost - u - v)}
	for _, move := range solution.Plan {
		if move.From == ask.I && move.To == ask.J {
			answer.Mass += Number(move.Mass)
		}
	}
	answer.Words = answer.words(ask)
	return Frame{Kind: "pair", Payload: answer}, nil
}

// words says in text which prices and which cost a pair has.
func (a atomPairShown) words(ask atomPair) string {
	text := fmt.Sprintf("Point %d of P, point %d of Q: the prices are u + v = %s + %s, the cost is %s, so the slack is %s. ",
		ask.I+1, ask.J+1, short(a.U), short(a.V), short(a.Cost), short(a.Slack))
	if a.Mass > 0 {
		return text + fmt.Sprintf("The plan moves %s along this pair, at a cost of %s: the slack of such a pair must be 0.", short(a.Mass), short(a.Mass*a.Cost))
	}
	return text + "The plan moves nothing along this pair."
}
