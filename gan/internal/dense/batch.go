package dense

import (
	"fmt"
	"runtime"
	"sync/atomic"

	"monge/lp/panics"
)

// Batch takes the rows of a batch through a list of steps. Multiply, Rectify and the
// other methods append a step to the list; Run takes all steps, in their order.
//
// If there is enough to do, Run cuts the rows into two shards and gives them to two
// processors, each of which takes its rows through all steps. A step whose result is a
// sum over rows is cut by rows of its result instead, and waits for all rows. Each number
// is computed by one processor, in the same way whether there are one or two: results do
// not depend on it.
//
// A Batch serves one goroutine at a time. It allocates nothing once it has seen its
// longest list.
type Batch struct {
	work  int // multiplications a row
	rows  int // of the present batch
	two   bool
	steps []step // to be taken

	scratch [2]scratch // one a shard
	phase   []step     // being taken
	second  func()     // takes the phase for the second shard
	fault   any        // of the second shard; nil if it did not panic
	done    atomic.Bool
}

// step is something to do for rows from … to of a number of rows.
type step struct {
	do      func(s *step, from, to int, memory *scratch)
	rows    int  // that shards divide
	sums    bool // over rows of the batch
	c, a, b Matrix
	each    func(x, y []Float)
	total   []float64
}

// NewBatch returns a batch without rows. work is about how many multiplications a row
// takes, in all steps together: it says whether two processors are worth it.
func NewBatch(work int) *Batch { return &Batch{work: work} }

// enough is the number of multiplications from which two processors are faster than one.
// To wake a goroutine on another processor can take a tenth of a millisecond, and the
// other processor has to fetch the weights.
const enough = 1 << 24

// Begin sets the number of rows of the batch, for the steps that follow. These use the
// first rows of matrices, which may have more.
func (b *Batch) Begin(rows int) {
	b.rows = rows
	b.two = rows >= 16 && rows*b.work >= enough && runtime.GOMAXPROCS(0) >= 2
}

// Processors returns how many processors Run uses for the batch: 1 or 2.
func (b *Batch) Processors() int {
	if b.two {
		return 2
	}
	return 1
}

// Rows returns the number of rows of the batch.
func (b *Batch) Rows() int { return b.rows }

// append appends a step. The other fields of it are those of an earlier list.
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

// Mask appends: set those entries of grad to 0 whose entry of h is not positive.
func (b *Batch) Mask(grad, h Matrix) { b.Each(grad, h, mask) }

// Add appends c ← c + x.
func (b *Batch) Add(c, x Matrix) { b.Each(c, x, add) }

func add(c, x []Float) { addRows(1, c, x, len(c)) }

// Each appends: call do with some rows of x and the same rows of y, and so for all rows.
// do changes x and treats each entry by itself. It may be called by two goroutines at
// once.
func (b *Batch) Each(x, y Matrix, do func(x, y []Float)) {
	s := b.append((*step).callEach, b.rows, false)
	s.c, s.a, s.each = x, y, do
}

func (s *step) callEach(from, to int, _ *scratch) { s.each(s.c.rows(from, to), s.a.rows(from, to)) }

// AddTransposeProduct appends total ← total + xᵀy, the sum over rows of the batch of
// each row of x times that row of y. total has a number for each column of x and of y.
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
	result, add := memory.sums.of(total)
	c, a := View(result, to-from, s.b.Columns), s.a.between(from, to)
	memory.multiply(&c, &a, &s.b, add)
	addTo(total, result)
}

// AddRows appends total ← total + the sum over rows of the batch of x.
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
	result, add := memory.sums.of(total)
	if !add {
		clear(result)
	}
	addRows(s.a.Rows, result, s.a.entries[from:], s.a.byRow)
	addTo(total, result)
}

// Run takes all steps and empties the list.
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

// run takes the steps of one phase, through which shards go without waiting for each
// other.
func (b *Batch) run(phase []step) {
	if !b.two {
		for k := range phase {
			phase[k].do(&phase[k], 0, phase[k].rows, &b.scratch[0])
		}
		return
	}
	if b.second == nil { // made once: each time would be an allocation
		second := func() { b.takeShard(1) }
		b.second = func() {
			b.fault = panics.Catch(second)
			b.done.Store(true)
		}
	}
	b.phase = phase
	b.done.Store(false)
	defer b.wait()
	go b.second()
	b.takeShard(0)
}

// wait waits for the second shard. A panic there becomes one here, with its stack, so
// that whoever calls Run can recover.
func (b *Batch) wait() {
	for !b.done.Load() { // soon: sleeping and being woken would take longer
		runtime.Gosched()
	}
	if b.fault != nil {
		panic(b.fault)
	}
}

// takeShard takes one of the two shards through the phase.
func (b *Batch) takeShard(shard int) {
	for k := range b.phase {
		s := &b.phase[k]
		middle := s.rows / 2 &^ 7 // where tiles end; and gonum adds up a row in fours
		from, to := 0, middle
		if shard == 1 {
			from, to = middle, s.rows
		}
		s.do(s, from, to, &b.scratch[shard])
	}
}

// row returns the matrix of one row.
func row(entries []Float) Matrix { return View(entries, 1, len(entries)) }
