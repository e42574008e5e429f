//go:build !amd64 || purego

package scan

// kernelHere returns nil: the kernels are for another processor, and a build with -tags
// purego does without them.
func kernelHere(Norm) kernel { return nil }

// tileKernelHere returns nil, too.
func tileKernelHere(Norm) tileKernel { return nil }

// pairsKernelsHere returns none.
func pairsKernelsHere(Norm) []pairsKernel[float64] { return nil }

// wholeKernelHere returns nil.
func wholeKernelHere(Norm) pairsKernel[int16] { return nil }

// rowKernels is false: the kernels of row.go are never called.
const rowKernels = false

func below256(_, _ *float64, _ int, _ float64) int            { return 0 }
func minima256(_, _, _ *float64, _ int)                       {}
func lower256(_, _ *float64, _ int)                           {}
func lowerToMean256(_, _, _, _, _ *float64, _ int, _ float64) {}
func within256(_ *float64, _ int, _ float64) bool             { return false }
