package lp

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"unsafe"

	"gonum.org/v1/gonum/mat"
)

// radixSort sorts the n numbers of a column. It sets coords (n) to the numbers in increasing
// order, and rows (n) to their rows. Equal numbers are in the order of their rows. If the
// context of w is done, the order is undefined. from (n) and to (n) are working memory; from
// may be the memory of coords.
//
// It is a radix sort, least significant digit first: it sorts by one digit after the other,
// from the last to the first, and keeps the order of numbers with equal digits. The key of a
// number is its sortKey, less the smallest sortKey, shifted left by the leading zeros that all
// keys share. The radix sort uses only the first 33 bits of a key, which fit into one word
// with the row. Sorting waits for memory, so half the words take half the time. Of a million
// random numbers, one or two neighbours in a thousand are then in the wrong order. An
// insertion sort corrects them.
func radixSort(column *mat.Dense, coords []float64, rows []int32, from, to []uint64, w *watch) {
	raw := column.RawMatrix()
	lowest, highest := uint64(math.MaxUint64), uint64(0)
	for i := range from {
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
			next := &count[digit(key, d)]
			to[*next] = key
			*next++
		}
		from, to = to, from
	}
	for k, key := range from {
		i := key & (1<<rowBits - 1)
		coords[k], rows[k] = raw.Data[int(i)*raw.Stride], int32(i)
	}
	insertionSort(coords, rows)
}

// A word holds the first digits of a key, and below them the row.
const (
	digitBits = 11
	digits    = 3 // odd, so that the sorted words are in the memory of to: coords may be from
	rowBits   = 64 - digits*digitBits
)

// words returns the memory of numbers as 64-bit words. Writing a word destroys a number.
func words(numbers []float64) []uint64 {
	return unsafe.Slice((*uint64)(unsafe.Pointer(unsafe.SliceData(numbers))), len(numbers))
}

// digit returns digit d of a key. Digit 0 is the least significant of the 33 bits.
func digit(key uint64, d int) uint64 { return key >> (rowBits + d*digitBits) & (1<<digitBits - 1) }

// insertionSort sorts numbers that are almost in order, and their rows. If that takes more
// than 8 moves per number, it calls sortByComparing instead. This happens if one number is
// far from all others, because then the first 33 bits of the others are equal.
func insertionSort(coords []float64, rows []int32) {
	movesLeft := 8 * len(coords)
	for k := 1; k < len(coords); k++ {
		x, row, key := coords[k], rows[k], sortKey(coords[k])
		to := k
		for ; to > 0 && sortKey(coords[to-1]) > key; to-- {
			coords[to], rows[to] = coords[to-1], rows[to-1]
		}
		coords[to], rows[to] = x, row
		if movesLeft -= k - to; movesLeft < 0 {
			sortByComparing(coords, rows)
			return
		}
	}
}

// sortByComparing sorts numbers, and their rows. Equal numbers are sorted by row.
func sortByComparing(coords []float64, rows []int32) {
	type number struct {
		key uint64
		row int32
	}
	numbers := make([]number, len(coords))
	for k := range coords {
		numbers[k] = number{sortKey(coords[k]), rows[k]}
	}
	slices.SortFunc(numbers, func(a, b number) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.row, b.row))
	})
	for k, e := range numbers {
		coords[k], rows[k] = fromSortKey(e.key), e.row
	}
}

// sortKey returns an integer for x, in an order-preserving way: it flips all bits of a negative
// number, and the sign bit of the others. It does not branch, because a processor cannot
// predict the signs of random numbers.
func sortKey(x float64) uint64 {
	bits := math.Float64bits(x)
	return bits ^ (uint64(int64(bits)>>63) | 1<<63)
}

// fromSortKey returns the number with the given sortKey.
func fromSortKey(key uint64) float64 {
	return math.Float64frombits(key ^ (uint64(int64(^key)>>63) | 1<<63))
}
