//go:build !amd64 || purego

package scan

// kernelHere returns nil: the kernels are for another processor, and a build with -tags
// purego does without them.
func kernelHere(Norm) kernel { return nil }

// tileKernelHere returns nil, too.
func tileKernelHere(Norm) tileKernel { return nil }
