//go:build !amd64 || purego

package dense

// Without assembly there are no micro-kernels and no vectors: gonum or plain.go computes the
// products, and the plain loops of elementwise.go do all entries.

func kernels() []*kernel { return nil }

func rectifyVectors(x, bias []Float) int { return 0 }

func maskVectors(grad, h []Float) int { return 0 }

func addRowsVectors(rows int, sum, x []Float, width int) int { return 0 }

func clampVectors(x []float64, c float64) int { return 0 }

func rmsprops() []rmspropVectors { return nil }
