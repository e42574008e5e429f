package lp

import (
	"runtime"
	"sync"
	"sync/atomic"

	"monge/lp/panics"
)

// inParallel splits 0 … n−1 into pieces [from, to), calls do for all pieces at the
// same time, and returns the results in order. Pieces consist of whole groups of
// groupSize, but for the last. The result of do for an index may depend only on the
// group of that index. Then it does not depend on the number of processors.
func inParallel[T any](n int, do func(from, to int) T) []T {
	pieces := make([]T, max(min(runtime.GOMAXPROCS(0), n/groupSize), 1))
	begin := func(k int) int { return k * (n / groupSize) / len(pieces) * groupSize }
	var others crew
	defer others.wait()
	for k := range pieces[1:] {
		others.call(func() { pieces[k] = do(begin(k), begin(k+1)) })
	}
	last := len(pieces) - 1
	pieces[last] = do(begin(last), n)
	return pieces
}

// parallelPair calls two functions at the same time, and returns after both.
func parallelPair(f, g func()) {
	var other crew
	defer other.wait()
	other.call(f)
	g()
}

// crew is goroutines that one goroutine starts and waits for.
type crew struct {
	calls    sync.WaitGroup
	panicked atomic.Value // of string
}

// call calls a function in a goroutine of its own.
func (c *crew) call(f func()) {
	c.calls.Go(func() {
		if fault := panics.Catch(f); fault != nil {
			c.panicked.Store(fault)
		}
	})
}

// wait waits until all calls are over. A panic of a call becomes a panic of wait, with
// the stack of the call, so that whoever calls Solve can recover.
func (c *crew) wait() {
	c.calls.Wait()
	if fault := c.panicked.Load(); fault != nil {
		panic(fault)
	}
}

// minima returns the smallest value at each index, in the memory of the first
// piece.
func minima(pieces [][]float64) []float64 {
	for _, piece := range pieces[1:] {
		for j, x := range piece {
			pieces[0][j] = min(pieces[0][j], x)
		}
	}
	return pieces[0]
}
