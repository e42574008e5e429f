package lp

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// sorter sorts rows of a column, and holds the memory that it takes.
//
// It sorts by digits, as punched cards were sorted: by the last digit, by the
// one before, and each time those that are equal stay in order. Only the first
// digits count at that, 33 bits of what is left when all numbers are counted from
// the lowest, so that a digit string and the row that it came from fit a word:
// a sort waits for memory, and half the words are half the time. Among a million
// random numbers one or two neighbours in a thousand are then still in the wrong
// order, and a last look at the numbers themselves puts them right.
type sorter struct{ from, to []uint64 }

// The digits of a word, and the bits below them that hold the row.
const (
	digitBits = 11
	digits    = 3
	rowBits   = 64 - digits*digitBits
)

// rows sets at to the numbers in a column from left to right, and rows to their
// rows, equal numbers in order; in any order if w says stop.
func (s *sorter) rows(column *mat.Dense, at []float64, rows []int32, w *watch) {
	raw := column.RawMatrix()
	n := raw.Rows
	s.from, s.to = slices.Grow(s.from[:0], n)[:n], slices.Grow(s.to[:0], n)[:n]
	from, to := s.from, s.to
	lowest, highest := uint64(math.MaxUint64), uint64(0)
	for i := range n {
		key := sortKey(raw.Data[i*raw.Stride])
		lowest, highest = min(lowest, key), max(highest, key)
	}
	shift := bits.LeadingZeros64(highest - lowest)
	var counts [digits][1 << digitBits]int32
	for i := range from {
		key := (sortKey(raw.Data[i*raw.Stride]) - lowest) << shift
		from[i] = key>>rowBits<<rowBits | uint64(i)
		for d := range counts {
			counts[d][digit(key, d)]++
		}
	}
	for d := range counts {
		if w.stopped() {
			break
		}
		count := &counts[d]
		var sum int32
		for k, c := range count {
			count[k], sum = sum, sum+c
		}
		for _, key := range from {
			place := &count[digit(key, d)]
			to[*place] = key
			*place++
		}
		from, to = to, from
	}
	for k, key := range from {
		i := key & (1<<rowBits - 1)
		at[k], rows[k] = raw.Data[int(i)*raw.Stride], int32(i)
	}
	insertionSort(at, rows)
}

// digit returns digit d of a key, the last one for d = 0.
func digit(key uint64, d int) uint64 { return key >> (rowBits + d*digitBits) & (1<<digitBits - 1) }

// insertionSort sorts numbers that are almost in order already, and their rows.
// If they are not, as when one number is far from all others, which then begin with
// the same digits, it sorts them as one sorts anything.
func insertionSort(at []float64, rows []int32) {
	patience := 8 * len(at)
	for k := 1; k < len(at); k++ {
		x, row, key := at[k], rows[k], sortKey(at[k])
		to := k
		for ; to > 0 && sortKey(at[to-1]) > key; to-- {
			at[to], rows[to] = at[to-1], rows[to-1]
		}
		at[to], rows[to] = x, row
		if patience -= k - to; patience < 0 {
			sortByComparing(at, rows)
			return
		}
	}
}

// sortByComparing sorts numbers and their rows, equal ones by row.
func sortByComparing(at []float64, rows []int32) {
	type number struct {
		key uint64
		row int32
	}
	numbers := make([]number, len(at))
	for k := range at {
		numbers[k] = number{sortKey(at[k]), rows[k]}
	}
	slices.SortFunc(numbers, func(a, b number) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.row, b.row))
	})
	for k, e := range numbers {
		at[k], rows[k] = fromSortKey(e.key), e.row
	}
}

// sortKey returns whole numbers in the order of the numbers x: of negative ones
// all bits change, of others the sign. It does not branch, as the signs of random
// numbers are what a processor cannot foresee.
func sortKey(x float64) uint64 {
	bits := math.Float64bits(x)
	return bits ^ (uint64(int64(bits)>>63) | 1<<63)
}

// fromSortKey returns the number of that key.
func fromSortKey(key uint64) float64 {
	return math.Float64frombits(key ^ (uint64(int64(^key)>>63) | 1<<63))
}
