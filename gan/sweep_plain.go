//go:build !goexperiment.simd || !amd64

package gan

// The twins are for builds with GOEXPERIMENT=simd: see sweep_simd.go.

func rectifyFast(x []float64) int { return 0 }

func maskFast(grad, h []float64) int { return 0 }

func clipFast(x []float64, c float64) int { return 0 }

func addFast(sum, x []float64) int { return 0 }

func (o *RMSProp) stepFast(w, g, v []float64) int { return 0 }
