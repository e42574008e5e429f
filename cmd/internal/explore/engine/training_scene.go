package engine

import (
	"math"

	gonum "gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distuv"

	"monge/gan"
)

// Sizes of pictures.
const (
	planeCells = 40  // of a surface, along each axis
	curveCells = 160 // of a curve
	lineBars   = 48
	foldNodes  = 21  // of the grid over noise of the plane, along each axis
	foldCurve  = 129 // over noise of the line
)

// scene is the part of the pictures that does not change during training.
type scene struct {
	Data        string     `json:"data"`
	Description string     `json:"description"`
	Dim         int        `json:"dim"`
	Box         [4]float64 `json:"box"` // x from, to, y from, to; of the line only x
	Modes       int        `json:"modes"`
	Noise       int        `json:"noise"` // dimension
	Prior       gan.Prior  `json:"prior"`
	Samples     int        `json:"samples"`
	Bins        int        `json:"bins"` // of JS, along each axis
	Cells       int        `json:"cells"`
	Fold        int        `json:"fold"` // nodes along each axis
	Parameters  [2]int     `json:"parameters"`

	real, noise []float64
}

// newScene returns the scene of games that have not begun.
func newScene(c *gan.Comparison) (scene, error) {
	run := c.Runs[0]
	s := scene{
		Data: c.Data.Name, Description: c.Data.Description, Dim: c.Data.Dim,
		Modes: len(c.Data.Modes), Noise: run.Generator.In(), Prior: run.Prior,
		Samples: len(run.HeldOut) / c.Data.Dim, Bins: 12, Cells: planeCells, Fold: foldNodes,
		Parameters: [2]int{len(run.Generator.Parameters), len(run.Critic.Parameters)},
		real:       run.HeldOut, noise: run.Noise,
	}
	if s.Dim == 1 {
		s.Bins, s.Cells = 24, curveCells
	}
	if s.Noise == 1 {
		s.Fold = foldCurve
	}
	s.Box = around(s.Dim, run.HeldOut, run.Samples(run.Game))
	return s, nil
}

// around returns a box around samples, with a margin. In the plane it is a square.
func around(dim int, of ...[]float64) (box [4]float64) {
	var centre, half [2]float64
	for k := range dim {
		low, high := math.Inf(1), math.Inf(-1)
		for _, x := range of {
			for i := k; i < len(x); i += dim {
				low, high = min(low, x[i]), max(high, x[i])
			}
		}
		centre[k], half[k] = (low+high)/2, (high-low)/2
	}
	if dim == 2 {
		half[0] = max(half[0], half[1])
		half[1] = half[0]
	}
	for k := range dim {
		reach := 1.2*half[k] + 0.1
		box[2*k], box[2*k+1] = centre[k]-reach, centre[k]+reach
	}
	return box
}

// layers says which pictures of each game a page shows.
type layers struct {
	Surface bool `json:"surface"` // of D or f, and contours; on the line the curve
	Arrows  bool `json:"arrows"`  // minus the gradient of the generator's loss at its samples
	Fold    bool `json:"fold"`    // the image under the generator of a grid over the noise
}

// renderer computes the pictures of one game. It keeps its memory.
type renderer struct {
	run           *gan.Run
	critic, folds *gan.Pass
	grid, nodes   []float64
	before        []float64 // the parameters before a step of slow
	drawn         picture   // the last one
}

func newRenderer(run *gan.Run) renderer { return renderer{run: run} }

const blockRows = 400 // of a surface, at a time

// surface returns D or f at the centres of cells over a box, from the lower
// left corner, row by row.
func (r *renderer) surface(s *scene) []float64 {
	if r.critic == nil {
		r.critic = r.run.Critic.NewPass(blockRows)
		r.grid = gridOf(s)
	}
	out := make([]float64, 0, len(r.grid)/s.Dim)
	for from := 0; from < len(r.grid); from += blockRows * s.Dim {
		block := r.grid[from:min(from+blockRows*s.Dim, len(r.grid))]
		for _, score := range r.critic.Forward(block) {
			out = append(out, r.run.Loss.Output(score))
		}
	}
	return out
}

// gridOf returns the centres of the cells of a scene.
func gridOf(s *scene) []float64 {
	n := s.Cells
	centre := func(k, cell int) float64 {
		return s.Box[2*k] + (s.Box[2*k+1]-s.Box[2*k])*(float64(cell)+0.5)/float64(n)
	}
	var grid []float64
	if s.Dim == 1 {
		for column := range n {
			grid = append(grid, centre(0, column))
		}
		return grid
	}
	for row := range n {
		for column := range n {
			grid = append(grid, centre(0, column), centre(1, row))
		}
	}
	return grid
}

// fold returns the image under the generator of a grid over the noise whose cells all have
// the same probability. Further dimensions of the noise than the first two are at their
// median.
func (r *renderer) fold(s *scene) []float64 {
	if r.folds == nil {
		r.nodes = nodesOf(s)
		r.folds = r.run.Generator.NewPass(len(r.nodes) / s.Noise)
	}
	return append([]float64(nil), r.folds.Forward(r.nodes)...)
}

// nodesOf returns the nodes of a scene's grid over the noise, one after the other.
func nodesOf(s *scene) []float64 {
	axis := make([]float64, s.Fold)
	for k := range axis {
		axis[k] = float64(k) / float64(s.Fold-1)
		if s.Prior == gan.Normal { // the first and the last would be ±∞; they are the 1 % and 99 % quantiles
			axis[k] = distuv.UnitNormal.Quantile(min(max(axis[k], 0.01), 0.99))
		}
	}
	median := 0.0
	if s.Prior == gan.Uniform {
		median = 0.5
	}
	var nodes []float64
	if s.Noise == 1 {
		return axis
	}
	for _, y := range axis {
		for _, x := range axis {
			nodes = append(nodes, x, y)
			for range s.Noise - 2 {
				nodes = append(nodes, median)
			}
		}
	}
	return nodes
}

// bars returns the histogram of samples of the line over the scene's box, as a density.
func (s *scene) bars(x []float64) []float64 {
	out := make([]float64, lineBars)
	width := (s.Box[1] - s.Box[0]) / lineBars
	for _, v := range x {
		if k := int(math.Floor((v - s.Box[0]) / width)); k >= 0 && k < lineBars {
			out[k] += 1 / (width * float64(len(x)))
		}
	}
	return out
}

// pulls returns for each of n samples minus the gradient of its own loss, which is minus n times
// the gradient of the mean loss.
func pulls(gradients []float64, n int) []float64 {
	out := append([]float64(nil), gradients...)
	gonum.Scale(-float64(n), out)
	return out
}

// outputs returns D or f of scores.
func outputs(loss gan.Loss, scores []float64) []float64 {
	out := make([]float64, len(scores))
	for k, s := range scores {
		out[k] = loss.Output(s)
	}
	return out
}
