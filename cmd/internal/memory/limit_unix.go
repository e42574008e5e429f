//go:build unix

package memory

import (
	"math"

	"golang.org/x/sys/unix"
)

// addressSpace returns the limit on the address space of this process.
func addressSpace() float64 {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_AS, &limit); err != nil || uint64(limit.Cur) >= math.MaxInt64 {
		return math.Inf(1)
	}
	return float64(limit.Cur)
}
