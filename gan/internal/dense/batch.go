package dense

import (
	"fmt"
	"runtime"
	"sync/atomic"

	"monge/lp/panics"
)

// Batch runs a list of steps on the rows of a batch. Multiply, Rectify and the other methods
// append a step to the list; Run runs all steps in order.
//
// If there is workForTwo work, Run divides the rows into two shards for two processors. Each
// runs all steps on its shard. A step whose result is a sum over rows is different: it waits
// for all rows, and the processors divide the rows of its result. One processor computes
// each number, in the same way whether one or two are at work: results do not depend on it.
//
// A Batch serves one goroutine at a time. It allocates nothing after it has run its longest
// list.
type Batch struct {
	work      int // multiplications for each row
	rows      int // of the present batch
	twoShards bool
	steps     []step // the list

	scratch [2]scratch // one for each shard
	phase   []step     // the steps that run now
	second  func()     // runs the phase on the second shard
	fault   any        // the panic of the second shard; nil if there is none
	done    atomic.Bool
}

// step is an operation on rows. A shard does rows from … to.
type step struct {
	do      func(s *step, from, to int, memory *scratch)
	rows    int  // the number of rows that shards divide
	sums    bool // the result is a sum over rows of the batch
	c, a, b Matrix
	each    func(x, y []Float)
	total   []float64
}

// NewBatch returns a batch without rows. work is about the number of multiplications for
// each row, in all steps together. Begin decides from it whether two processors are faster.
func NewBatch(work int) *Batch { return &Batch{work: work} }

// workForTwo is the number of multiplications from which two processors are faster than
// one. To wake a goroutine on another processor can take a tenth of a millisecond, and the
// other processor has to fetch the weights.
const workForTwo = 1 << 24

// Begin sets the number of rows of the batch, for the steps that follow. These use the
// first rows of matrices, which may have more.
func (b *Batch) Begin(rows int) {
	b.rows = rows
	b.twoShards = rows >= 16 && rows*b.work >= workForTwo && runtime.GOMAXPROCS(0) >= 2
}

// Processors returns how many processors Run uses for the batch: 1 or 2.
func (b *Batch) Processors() int {
	if b.twoShards {
		return 2
	}
	return 1
}

// Rows returns the number of rows of the batch.
func (b *Batch) Rows() int { return b.rows }

// append appends a step. Its other fields keep the values of an earlier list.
func (b *Batch) append(do func(s *step, from, to int, memory *scratch), rows int, sums bool) *step {
	if len(b.steps) == cap(b.steps) {
		b.steps = append(b.steps, step{})
	} else {
		b.steps = b.steps[:len(b.steps)+1]
	}
	s := &b.steps[len(b.steps)-1]
	s.do, s.rows, s.sums = do, rows, sums
	return s
}

// Multiply appends c = aw, where c and a have a row for each row of the batch.
func (b *Batch) Multiply(c, a, w Matrix) {
	if c.Columns != w.Columns || a.Columns != w.Rows || c.byColumn != 1 || a.byColumn != 1 {
		panic(fmt.Sprintf("dense: a product of %d×%d and %d×%d in %d×%d", a.Rows, a.Columns, w.Rows, w.Columns, c.Rows, c.Columns))
	}
	s := b.append((*step).multiply, b.rows, false)
	s.c, s.a, s.b = c, a, w
	s.c.Rows, s.a.Rows = b.rows, b.rows
}

func (s *step) multiply(from, to int, memory *scratch) {
	if from == 0 && to == s.c.Rows {
		memory.multiply(&s.c, &s.a, &s.b, false)
		return
	}
	c, a := s.c.between(from, to), s.a.between(from, to)
	memory.multiply(&c, &a, &s.b, false)
}

// Rectify appends x ← max(x + bias, 0), row by row.
func (b *Batch) Rectify(x Matrix, bias []Float) {
	s := b.append((*step).rectify, b.rows, false)
	s.c, s.b = x, row(bias)
}

func (s *step) rectify(from, to int, _ *scratch) { rectify(s.c.rows(from, to), s.b.entries) }

// AddBias appends x ← x + bias, row by row.
func (b *Batch) AddBias(x Matrix, bias []Float) {
	s := b.append((*step).addBias, b.rows, false)
	s.c, s.b = x, row(bias)
}

func (s *step) addBias(from, to int, _ *scratch) { addBias(s.c.rows(from, to), s.b.entries) }

// Mask appends: set each entry of grad to 0 if the entry of h at its place is not positive.
func (b *Batch) Mask(grad, h Matrix) { b.Each(grad, h, mask) }

// Add appends c ← c + x.
func (b *Batch) Add(c, x Matrix) { b.Each(c, x, add) }

func add(c, x []Float) { addRows(1, c, x, len(c)) }

// Each appends: call do with the rows of each shard of x and the same rows of y. do changes
// x, each entry independently of the others. Two goroutines may call it at once.
func (b *Batch) Each(x, y Matrix, do func(x, y []Float)) {
	s := b.append((*step).callEach, b.rows, false)
	s.c, s.a, s.each = x, y, do
}

func (s *step) callEach(from, to int, _ *scratch) { s.each(s.c.rows(from, to), s.a.rows(from, to)) }

// AddTransposeProduct appends total ← total + xᵀy, the sum over rows of the batch of the
// outer product of that row of x and that row of y. total is a matrix, row by row, with a
// row for each column of x and a column for each column of y.
func (b *Batch) AddTransposeProduct(total []float64, x, y Matrix) {
	if len(total) != x.Columns*y.Columns {
		panic(fmt.Sprintf("dense: a product of %d×%d and %d×%d in %d numbers", x.Columns, b.rows, b.rows, y.Columns, len(total)))
	}
	x.Rows, y.Rows = b.rows, b.rows
	s := b.append((*step).addTransposeProduct, x.Columns, true)
	s.a, s.b, s.total = x.T(), y, total
}

func (s *step) addTransposeProduct(from, to int, memory *scratch) {
	total := s.total[from*s.b.Columns : to*s.b.Columns]
	result, add := memory.sums.destination(total)
	c, a := View(result, to-from, s.b.Columns), s.a.between(from, to)
	memory.multiply(&c, &a, &s.b, add)
	addTo(total, result)
}

// AddRows appends total ← total + the sum of all rows of x.
func (b *Batch) AddRows(total []float64, x Matrix) {
	if len(total) != x.Columns {
		panic(fmt.Sprintf("dense: a sum of %d columns in %d numbers", x.Columns, len(total)))
	}
	x.Rows = b.rows
	s := b.append((*step).addRows, x.Columns, true)
	s.a, s.total = x, total
}

func (s *step) addRows(from, to int, memory *scratch) {
	total := s.total[from:to]
	result, add := memory.sums.destination(total)
	if !add {
		clear(result)
	}
	addRows(s.a.Rows, result, s.a.entries[from:], s.a.byRow)
	addTo(total, result)
}

// Run runs all steps and empties the list.
func (b *Batch) Run() {
	for steps := b.steps; len(steps) > 0; {
		n := 1
		for n < len(steps) && steps[n].sums == steps[0].sums {
			n++
		}
		b.run(steps[:n])
		steps = steps[n:]
	}
	b.steps = b.steps[:0]
}

// run runs the steps of one phase. Within a phase shards do not wait for each other.
func (b *Batch) run(phase []step) {
	if !b.twoShards {
		for k := range phase {
			phase[k].do(&phase[k], 0, phase[k].rows, &b.scratch[0])
		}
		return
	}
	if b.second == nil { // making it for each phase would allocate memory
		second := func() { b.runShard(1) }
		b.second = func() {
			b.fault = panics.Catch(second)
			b.done.Store(true)
		}
	}
	b.phase = phase
	b.done.Store(false)
	defer b.wait()
	go b.second()
	b.runShard(0)
}

// wait waits for the second shard. A panic there becomes a panic here, with its stack, so
// that the caller of Run can recover.
func (b *Batch) wait() {
	for !b.done.Load() { // the wait is short: to sleep and be woken would take longer
		runtime.Gosched()
	}
	if b.fault != nil {
		panic(b.fault)
	}
}

// runShard runs the phase on one of the two shards.
func (b *Batch) runShard(shard int) {
	for k := range b.phase {
		s := &b.phase[k]
		middle := s.rows / 2 &^ 7 // a multiple of 8: tiles end there, and gonum takes rows by fours
		from, to := 0, middle
		if shard == 1 {
			from, to = middle, s.rows
		}
		s.do(s, from, to, &b.scratch[shard])
	}
}

// row returns the matrix of one row.
func row(entries []Float) Matrix { return View(entries, 1, len(entries)) }
