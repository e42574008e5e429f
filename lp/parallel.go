package lp

import (
	"runtime"
	"sync"
)

// inParallel splits 0 … n−1 into pieces [from, to), calls do for all pieces at the
// same time, and returns the results in order. Pieces consist of whole groups of
// groupSize, but for the last. The result of do for an index may depend only on the
// group of that index. Then it does not depend on the number of processors.
func inParallel[T any](n int, do func(from, to int) T) []T {
	pieces := make([]T, max(min(runtime.GOMAXPROCS(0), n/groupSize), 1))
	begin := func(k int) int { return k * (n / groupSize) / len(pieces) * groupSize }
	var wait sync.WaitGroup
	for k := range pieces[1:] {
		wait.Go(func() { pieces[k] = do(begin(k), begin(k+1)) })
	}
	last := len(pieces) - 1
	pieces[last] = do(begin(last), n)
	wait.Wait()
	return pieces
}

// parallelPair calls two functions at the same time, and returns after both.
func parallelPair(f, g func()) {
	var wait sync.WaitGroup
	wait.Go(f)
	g()
	wait.Wait()
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
