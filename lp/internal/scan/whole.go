package scan

import "math"

// Whole computes the costs of all pairs of two clouds whose coordinates are whole numbers, such
// as the grey values of images. In 16 bits sixteen of them fit into a vector, and not four.
// Sums of whole numbers are exact, so that each cost is equal to that of [Columns] to the bit.
type Whole struct {
	pairs[int16] // of y; per block: the first two coordinates of each point, the next two, …
	rows         []int16
}

// NewWhole returns the costs of n points x and m points y in R^d; x(k) and y(k) are the k-th. It
// returns nil if a coordinate is not whole, if coordinates or sums need more bits than there
// are, or if there is no kernel for this processor.
func NewWhole(norm Norm, n, m, d int, x, y func(k int) []float64) *Whole {
	kernel := wholeKernelHere(norm)
	if kernel == nil {
		return nil
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, side := range []struct {
		count int
		point func(k int) []float64
	}{{n, x}, {m, y}} {
		for k := range side.count {
			for _, a := range side.point(k) {
				if !(math.Abs(a) <= math.MaxInt16) || a != float64(int16(a)) {
					return nil
				}
				low, high = min(low, a), max(high, a)
			}
		}
	}
	if width := high - low; width > math.MaxInt16 || width*width*float64(d+1) > math.MaxInt32 {
		return nil
	}
	even := d + d%2 // a number of pairs; the last coordinate of all points may be 0
	w := &Whole{newPairs[int16](m, even), make([]int16, n*even)}
	w.kernel = kernel
	for k := range n {
		for axis, a := range x(k) {
			w.rows[k*even+axis] = int16(a)
		}
	}
	for k := range m {
		block := w.block(k / pairsPoints)
		for axis, a := range y(k) {
			block[axis/2*2*pairsPoints+k%pairsPoints*2+axis%2] = int16(a)
		}
	}
	return w
}

// Costs sets costs(k) (m) to the costs between point first+k of x and all points of y, for
// 0 ≤ k < count.
func (w *Whole) Costs(first, count int, costs func(k int) []float64) {
	w.costs(count, func(k int) []int16 { return w.rows[(first+k)*w.d:][:w.d] }, costs)
}
