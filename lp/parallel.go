package lp

import (
	"runtime"
	"sync"
	"sync/atomic"

	"monge/lp/panics"
)

// inParallel is inParallelGroups for the groups of a search, of groupSize indices.
func inParallel[T any](n int, do func(from, to int) T) []T { return inParallelGroups(n, groupSize, do) }

// inParallelGroups splits the indices 0 … n−1 into pieces [from, to), calls do for all
// pieces at the same time, and returns the results in the order of the pieces. There are at
// most as many pieces as processors. Each piece but the last consists of whole groups of size
// indices. So if the result of do for an index depends only on the group of the index, all
// results together do not depend on the number of processors.
func inParallelGroups[T any](n, size int, do func(from, to int) T) []T {
	pieces := make([]T, max(min(runtime.GOMAXPROCS(0), n/size), 1))
	begin := func(k int) int { return k * (n / size) / len(pieces) * size }
	var others tasks
	defer others.wait()
	for k := range pieces[1:] {
		others.start(func() { pieces[k] = do(begin(k), begin(k+1)) })
	}
	last := len(pieces) - 1
	pieces[last] = do(begin(last), n)
	return pieces
}

// parallelPair calls two functions at the same time, and returns after both.
func parallelPair(f, g func()) {
	var other tasks
	defer other.wait()
	other.start(f)
	g()
}

// tasks are the goroutines that one goroutine starts and waits for.
type tasks struct {
	running  sync.WaitGroup
	panicked atomic.Value // of string
}

// start calls a function in a goroutine of its own.
func (t *tasks) start(f func()) {
	t.running.Go(func() {
		if fault := panics.Catch(f); fault != nil {
			t.panicked.Store(fault)
		}
	})
}

// wait waits until all functions have returned. If one of them panicked, wait panics with its
// message and its stack, so that the caller of Solve can recover the panic.
func (t *tasks) wait() {
	t.running.Wait()
	if fault := t.panicked.Load(); fault != nil {
		panic(fault)
	}
}

// minima returns the smallest value at each index of pieces of equal length. It overwrites
// the first piece with them.
func minima(pieces [][]float64) []float64 {
	for _, piece := range pieces[1:] {
		for j, x := range piece {
			pieces[0][j] = min(pieces[0][j], x)
		}
	}
	return pieces[0]
}
