//go:build !amd64 || purego

package gan

// The twins are for other processors: see sweep_amd64.s.

func rectifyFast(x, bias []float64) int { return 0 }

func maskFast(grad, h []float64) int { return 0 }

func addFast(sum, x []float64) int { return 0 }

func clipFast(x []float64, c float64) int { return 0 }

func (o *RMSProp) stepFast(w, g, v []float64) int { return 0 }
