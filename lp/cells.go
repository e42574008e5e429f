package lp

import (
	"cmp"
	"slices"
)

// The greedy plan is good in most places and bad in a few: what is left at its end is sent
// far. Pivots repair this, but in a large tree each of them takes long. So the plan is first
// made cheaper piece by piece. A cell is some sources that are neighbours and the sinks to
// which they send; its own transport problem is solved to the optimum, which takes few
// microseconds per source. Then cells are made of neighbouring sinks and the sources that
// send to them. Then both are done again, with the borders of the cells elsewhere (domain
// decomposition: Benamou 1994; Bonafini and Schmitzer 2021).
//
// This is done for large problems of points if the plan is a matching, as with equal weights:
// then each source and each sink belongs to exactly one cell. It is done if the coarser
// problem took many pivots. Those of clouds that are alike take few, and cells save less
// there than they cost.

const (
	cellSize            = 128 // sources, and sinks, of a cell
	passesOverCells     = 4
	arcsPerSourceOfCell = 5
	fewestForCells      = 8192 // sources; in a smaller problem pivots are cheap
	manyPivotsPerNode   = 4    // of the coarser problem
)

// improvePlan makes the plan cheaper if that is worth its time. It returns an error if the
// context of the watch is done.
func (s *starter) improvePlan(net *network) error {
	points, ok := net.search.(*pointsSearch)
	if !ok || points.pivotsPerNode < manyPivotsPerNode || len(s.plan) < fewestForCells || !s.isMatching(net) {
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

// isMatching reports whether each source sends all its mass to one sink, each sink receives
// from one source, and all these masses are equal. It suffices that there are as many equal
// shipments as sources and as sinks: a source with two of them would leave none to another.
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
	guess  []float64 // the potentials of all sinks of the parent
	watch  watch     // its own, since the parent's reports progress

	net     network
	tree    tree
	starter starter
}

// improve changes the sinks of the shipments of a cell, of equal mass, so that the cell is
// optimal among the few best arcs of each source. It begins with the cell as it is. If the
// context of the watch is done, it changes nothing.
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
	net.arcs, net.search = s.candidates.arcs, nil // these arcs only, up to their optimum
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
