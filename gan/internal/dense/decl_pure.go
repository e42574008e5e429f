//go:build !amd64 || purego

package dense

// Without assembly there is no micro-kernel, and no entry fills a vector: gonum or plain.go
// makes the products, and the plain loops sweep over everything.

func kernels() []*kernel { return nil }

func rectifyVectors(x, bias []Float) int { return 0 }

func maskVectors(grad, h []Float) int { return 0 }

func addRowsVectors(rows int, sum, x []Float, width int) int { return 0 }

func clampVectors(x []float64, c float64) int { return 0 }

func rmsprops() []rmspropVectors { return nil }
