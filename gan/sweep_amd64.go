//go:build !purego

package gan

import "golang.org/x/sys/cpu"

// The twins are in sweep_amd64.h, and those for doubles in sweep_amd64.s.

func rectifyFast(x, bias []float) int {
	n := vectors(len(bias), Bits)
	if n > 0 && len(x) > 0 {
		rectify256(len(x)/len(bias), n, &x[0], len(bias), &bias[0])
	}
	return n
}

func maskFast(grad, h []float) int {
	n := vectors(len(grad), Bits)
	if n > 0 {
		_ = h[n-1]
		mask256(n, &grad[0], &h[0])
	}
	return n
}

func addRowsFast(rows int, sum, x []float, width int) int {
	n := vectors(len(sum), Bits)
	if n > 0 && rows > 0 {
		_ = x[(rows-1)*width+n-1]
		addRows256(rows, n, &sum[0], &x[0], width)
	}
	return n
}

func clipFast(x []float64, c float64) int {
	n := vectors(len(x), 64)
	if n > 0 {
		clip256(n, &x[0], -c, c)
	}
	return n
}

var rmsprops = [...]rmsprop{{8, rmsprop512}, {4, rmsprop256}}

// rmspropsHere returns what does steps on this processor, the fastest first.
func rmspropsHere() []rmsprop {
	switch {
	case cpu.X86.HasAVX512F:
		return rmsprops[:]
	case cpu.X86.HasAVX2:
		return rmsprops[1:]
	}
	return nil
}

// vectors returns how many of n numbers of that many bits are in whole vectors of 256
// bits, if this processor has them.
func vectors(n, bits int) int {
	if !cpu.X86.HasAVX2 {
		return 0
	}
	return n &^ (256/bits - 1)
}

//go:noescape
func rectify256(rows, n int, x *float, width int, bias *float)

//go:noescape
func mask256(n int, grad, h *float)

//go:noescape
func addRows256(rows, n int, sum, x *float, width int)

//go:noescape
func clip256(n int, x *float64, low, high float64)

//go:noescape
func rmsprop256(n int, w, grad, v *float64, rate, decay, rest, epsilon float64)

//go:noescape
func rmsprop512(n int, w, grad, v *float64, rate, decay, rest, epsilon float64)
