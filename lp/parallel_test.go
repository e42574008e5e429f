package lp

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// A panic of inParallel or parallelPair can be recovered by the goroutine that called them,
// whichever piece or function panics.
func TestAPanicOfAnyGoroutineReachesTheCaller(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	fault := func(call func()) (fault any) {
		defer func() { fault = recover() }()
		call()
		return nil
	}
	const n = 4 * groupSize
	for at := 0; at < n; at += groupSize {
		got := fault(func() {
			inParallel(n, func(from, to int) int {
				if from <= at && at < to {
					panic("of one piece")
				}
				return from
			})
		})
		if !strings.HasPrefix(fmt.Sprint(got), "of one piece") {
			t.Errorf("the piece at %d panics, the caller recovers %v", at, got)
		}
	}
	got := fault(func() { parallelPair(func() { panic("of the first") }, func() {}) })
	if !strings.HasPrefix(fmt.Sprint(got), "of the first") {
		t.Errorf("the first of two panics, the caller recovers %v", got)
	}
}
