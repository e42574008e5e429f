package gan

import (
	"runtime"
	"sync/atomic"
)

// halves is what lets two processors take a batch through a wide network. Each
// does half of the rows; or, for the gradient with respect to parameters, to which
// all rows contribute, half of these. Every number is computed by one of
// them in the same way whether there are two or not.
type halves struct {
	both   [2]half
	task   func(p *Pass, of half) // that is being done
	second func()                 // does it for the second half
	done   atomic.Bool            // it has been
}

// half is a part of the work, and the memory to do it in.
type half struct {
	*product
	index, count int // index of count: 0 of 1, if it is everything
}

// span returns which of n rows are in this half. They are cut where a tile ends; and
// gonum sums up a row in an order that depends on its place in its four.
func (h half) span(n int) (from, to int) {
	from = n * h.index / h.count &^ 7
	if h.index+1 == h.count {
		return from, n
	}
	return from, n * (h.index + 1) / h.count &^ 7
}

// enough is how many multiplications, of all rows with all weights, make two
// processors faster than one: to wake a goroutine on another processor can take a
// tenth of a millisecond, and it has to fetch the weights.
const enough = 1 << 24

// share does a task for the present batch.
func (p *Pass) share(task func(p *Pass, of half)) {
	if p.rows < 16 || p.rows*len(p.network.Parameters) < enough || runtime.GOMAXPROCS(0) < 2 {
		task(p, half{p.both[0].product, 0, 1})
		return
	}
	if p.second == nil { // made once, for it would be allocated each time
		p.second = func() {
			p.task(p, p.both[1])
			p.done.Store(true)
		}
	}
	p.task = task
	p.done.Store(false)
	go p.second()
	task(p, p.both[0])
	for !p.done.Load() { // soon: to sleep and be woken would take longer
		runtime.Gosched()
	}
}
