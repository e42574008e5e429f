//go:build !purego

package gan

import "golang.org/x/sys/cpu"

// The twins are in sweep_amd64.s.

func rectifyFast(x, bias []float64) int {
	n := fours(len(x))
	if n > 0 {
		_ = bias[n-1]
		rectifyAVX(n, &x[0], &bias[0])
	}
	return n
}

func maskFast(grad, h []float64) int {
	n := fours(len(grad))
	if n > 0 {
		_ = h[n-1]
		maskAVX(n, &grad[0], &h[0])
	}
	return n
}

func addFast(sum, x []float64) int {
	n := fours(len(sum))
	if n > 0 {
		_ = x[n-1]
		addAVX(n, &sum[0], &x[0])
	}
	return n
}

func clipFast(x []float64, c float64) int {
	n := fours(len(x))
	if n > 0 {
		clipAVX(n, &x[0], -c, c)
	}
	return n
}

func (o *RMSProp) stepFast(w, g, v []float64) int {
	n := fours(len(w))
	if n > 0 {
		_, _ = g[n-1], v[n-1]
		rmspropAVX(n, &w[0], &g[0], &v[0], o.Rate, o.Decay, 1-o.Decay, o.Epsilon)
	}
	return n
}

// fours returns how many of n entries are in whole fours, if this processor can
// take four at a time.
func fours(n int) int {
	if !cpu.X86.HasAVX2 {
		return 0
	}
	return n &^ 3
}

//go:noescape
func rectifyAVX(n int, x, bias *float64)

//go:noescape
func maskAVX(n int, grad, h *float64)

//go:noescape
func addAVX(n int, sum, x *float64)

//go:noescape
func clipAVX(n int, x *float64, low, high float64)

//go:noescape
func rmspropAVX(n int, w, grad, v *float64, rate, decay, rest, epsilon float64)
