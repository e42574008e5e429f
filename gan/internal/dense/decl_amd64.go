//go:build !purego

package dense

import "golang.org/x/sys/cpu"

// The micro-kernels are in kernel_amd64.h and pack_amd64.h, the elementwise functions of
// Floats in elementwise_amd64.h, those of parameters in elementwise_amd64.s. decl_pure.go is
// for builds without assembly.

var allKernels = [...]*kernel{
	{8, 1024 / Bits, kernel512, pack512, packTransposed512}, // AVX-512
	{4, 512 / Bits, kernel256, pack256, packTransposed256},  // AVX2 and FMA
}

// kernels returns the micro-kernels of this processor, the one with the widest tile
// first.
func kernels() []*kernel {
	switch {
	case cpu.X86.HasAVX512F:
		return allKernels[:]
	case cpu.X86.HasAVX2 && cpu.X86.HasFMA:
		return allKernels[1:]
	}
	return nil
}

// Each of the following functions does the first entries, as many as fill whole vectors, and
// returns their number. Those that go over rows do the first columns of all rows.

func rectifyVectors(x, bias []Float) int {
	n := wholeVectors(len(bias), Bits)
	if n > 0 && len(x) > 0 {
		rectify256(len(x)/len(bias), n, &x[0], len(bias), &bias[0])
	}
	return n
}

func maskVectors(grad, h []Float) int {
	n := wholeVectors(len(grad), Bits)
	if n > 0 {
		_ = h[n-1]
		mask256(n, &grad[0], &h[0])
	}
	return n
}

func addRowsVectors(rows int, sum, x []Float, width int) int {
	n := wholeVectors(len(sum), Bits)
	if n > 0 && rows > 0 {
		_ = x[(rows-1)*width+n-1]
		addRows256(rows, n, &sum[0], &x[0], width)
	}
	return n
}

func clampVectors(x []float64, c float64) int {
	n := wholeVectors(len(x), 64)
	if n > 0 {
		clamp256(n, &x[0], -c, c)
	}
	return n
}

var allRMSProps = [...]rmspropVectors{{8, rmsprop512}, {4, rmsprop256}}

// rmsprops returns the vector versions of RMSProp.Step on this processor, the fastest first.
func rmsprops() []rmspropVectors {
	switch {
	case cpu.X86.HasAVX512F:
		return allRMSProps[:]
	case cpu.X86.HasAVX2:
		return allRMSProps[1:]
	}
	return nil
}

// wholeVectors returns how many of n numbers of that many bits fill whole vectors of 256
// bits. It returns 0 if the processor has no such vectors.
func wholeVectors(n, bits int) int {
	if !cpu.X86.HasAVX2 {
		return 0
	}
	return n &^ (256/bits - 1)
}

//go:noescape
func kernel512(k int, a *Float, byRow, byColumn int, panel, c *Float, width int, add bool)

//go:noescape
func kernel256(k int, a *Float, byRow, byColumn int, panel, c *Float, width int, add bool)

//go:noescape
func pack512(rows int, b *Float, distance int, panel *Float)

//go:noescape
func pack256(rows int, b *Float, distance int, panel *Float)

//go:noescape
func packTransposed512(rows int, b *Float, distance int, panel *Float)

//go:noescape
func packTransposed256(rows int, b *Float, distance int, panel *Float)

//go:noescape
func rectify256(rows, n int, x *Float, width int, bias *Float)

//go:noescape
func mask256(n int, grad, h *Float)

//go:noescape
func addRows256(rows, n int, sum, x *Float, width int)

//go:noescape
func clamp256(n int, x *float64, low, high float64)

//go:noescape
func rmsprop256(n int, w, grad, v *float64, rate, decay, rest, epsilon float64)

//go:noescape
func rmsprop512(n int, w, grad, v *float64, rate, decay, rest, epsilon float64)
