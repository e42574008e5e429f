//go:build !unix

package memory

import "math"

// addressSpace returns +Inf: there is no such limit.
func addressSpace() float64 { return math.Inf(1) }
