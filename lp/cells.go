package lp

import (
	"cmp"
	"slices"
)

// The greedy plan is good except for the mass that it ships last, which goes far. Pivots
// repair this, but a pivot in a large tree takes long. So the plan is first made cheaper cell
// by cell (domain decomposition: Benamou 1994; Bonafini and Schmitzer 2021). A cell is a group
// of neighbouring sources with the sinks to which they ship. Its own transport problem is
// solved to the optimum, which takes a few microseconds per source. The next pass makes cells
// of neighbouring sinks with the sources that ship to them. Two more passes do the same with
// the borders of the cells elsewhere.
//
// Cells are made for large problems of points if the plan is a matching, as with equal
// weights: then each source and each sink belongs to exactly one cell. They are made only if
// the coarser problem took many pivots. If it took few, as between similar clouds, cells take
// more time than they save.

const (
	cellSize            = 128  // sources of a cell, and sinks
	passesOverCells     = 4    // two over cells of sources, two over cells of sinks
	arcsPerSourceOfCell = 5    // candidates in the problem of a cell
	fewestForCells      = 8192 // sources; in a smaller problem pivots are cheap
)

// improvePlan makes the plan cheaper cell by cell, if that saves time. It returns an error if
// the context of the watch is done.
func (s *starter) improvePlan(net *network) error {
	if !net.coarserTookManyPivots() || len(s.plan) < fewestForCells || !s.isMatching(net) {
		return nil
	}
	for pass := range passesOverCells {
		// Neighbours in space are near each other in the order of sources, and in that of sinks.
		slices.SortFunc(s.plan, func(a, b shipment) int {
			if pass%2 == 0 {
				return cmp.Compare(a.source, b.source)
			}
			return cmp.Compare(a.sink, b.sink)
		})
		cells := cellsOf(s.plan, pass/2*cellSize/2)
		inParallelGroups(len(cells), 1, func(from, to int) struct{} {
			c := cellSolver{parent: net, guess: s.guess.V, watch: watch{ctx: net.watch.ctx}}
			for _, cell := range cells[from:to] {
				c.improve(cell)
			}
			return struct{}{}
		})
		if err := net.watch.err(); err != nil {
			return err
		}
	}
	return nil
}

// isMatching reports whether each source ships all its mass to one sink, each sink receives
// from one source, and all these masses are equal. It is enough to check that there are as
// many shipments as sources and as sinks, and that all are equal: if a source had two of them,
// another source would have none.
func (s *starter) isMatching(net *network) bool {
	if len(s.plan) != len(net.sources) || len(s.plan) != len(net.sinks) {
		return false
	}
	for _, e := range s.plan {
		if e.flow != s.plan[0].flow {
			return false
		}
	}
	return true
}

// cellsOf cuts the plan into cells of cellSize shipments. If first is not 0, it is the number
// of shipments of the first cell.
func cellsOf(plan []shipment, first int) (cells [][]shipment) {
	if first > 0 {
		cells = append(cells, plan[:first])
	}
	return slices.AppendSeq(cells, slices.Chunk(plan[first:], cellSize))
}

// cellSolver solves the problems of cells, one after the other, and keeps its memory.
type cellSolver struct {
	parent *network
	guess  []float64 // the guessed potentials of the sinks of the parent
	watch  watch     // reports no progress, unlike that of the parent

	net     network
	tree    tree
	starter starter
}

// improve changes the sinks of a cell's shipments, which have equal masses, so that the cell is
// optimal among the few best arcs of each source. The simplex method starts from the shipments
// as they are. If the context of the watch is done, improve changes nothing.
func (c *cellSolver) improve(cell []shipment) {
	net, s := &c.net, &c.starter
	*net = network{sources: net.sources[:0], sinks: net.sinks[:0], watch: &c.watch, tree: &c.tree, toleranceScale: 1}
	s.guess.resize(len(cell), len(cell))
	s.plan = s.plan[:0]
	for k, e := range cell {
		net.sources = append(net.sources, c.parent.sources[e.source])
		net.sinks = append(net.sinks, c.parent.sinks[e.sink])
		s.guess.V[k] = c.guess[e.sink]
		s.plan = append(s.plan, shipment{arc{int32(k), int32(k), e.cost}, e.flow})
	}
	net.search = newSearch(c.parent.cost, net.sources, net.sinks)
	net.tree.reset(len(cell), len(cell))
	if s.chooseCandidates(net, arcsPerSourceOfCell) != nil || s.connect(net) != nil {
		return
	}
	net.computePotentials()
	net.arcs, net.search = s.candidates.arcs, nil // without a search, pivotRound goes on to the optimum
	if _, err := net.pivotRound(); err != nil {
		return
	}
	before := slices.Clone(cell)
	for v, node := range net.tree.nodes {
		if !node.flow.isZero() {
			i, j := net.tree.arc(int32(v))
			cell[i].sink, cell[i].cost = before[j].sink, node.cost
		}
	}
}
