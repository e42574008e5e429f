//go:build !amd64 || purego

package gan

// The twins are for other processors: see sweep_amd64.h.

func rectifyFast(x, bias []float) int { return 0 }

func maskFast(grad, h []float) int { return 0 }

func addRowsFast(rows int, sum, x []float, width int) int { return 0 }

func clipFast(x []float64, c float64) int { return 0 }

func rmspropsHere() []rmsprop { return nil }
