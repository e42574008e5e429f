//go:build (!amd64 || purego) && float32

package dense

func roundVectors(to []Float, from []float64) int { return 0 }

func addVectors(sum []float64, x []Float) int { return 0 }
