package lp

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"unsafe"

	"gonum.org/v1/gonum/mat"
)

// radixSort sorts the numbers in a column: it sets coords to them in increasing order, and
// rows to their rows. Equal numbers are in the order of their rows. If w says stop, the
// order is undefined. from and to are working memory, as long as coords; from may be the
// memory of coords.
//
// It is a radix sort, least significant digit first. It sorts by one digit after the
// other, from the last to the first, and keeps the order of numbers with equal digits.
// A key is the number as an integer, less the smallest one. Only the first 33 bits of
// the key are sorted by, so that these and the row fit into one word: sorting waits for
// memory, and half the words take half the time. Among a million random numbers one or
// two neighbours in a thousand are then in the wrong order, which an insertion sort
// corrects.
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
	digits    = 3 // odd: the words end in the memory to
	rowBits   = 64 - digits*digitBits
)

// words returns the memory of numbers that are not needed any more, as words.
func words(numbers []float64) []uint64 {
	return unsafe.Slice((*uint64)(unsafe.Pointer(unsafe.SliceData(numbers))), len(numbers))
}

// digit returns digit d of a key. Digit 0 is the last.
func digit(key uint64, d int) uint64 { return key >> (rowBits + d*digitBits) & (1<<digitBits - 1) }

// insertionSort sorts numbers that are almost in order, and their rows. If they turn
// out not to be, it calls sortByComparing. That happens if one number is far from all
// others, which then have the same first digits.
func insertionSort(coords []float64, rows []int32) {
	patience := 8 * len(coords)
	for k := 1; k < len(coords); k++ {
		x, row, key := coords[k], rows[k], sortKey(coords[k])
		to := k
		for ; to > 0 && sortKey(coords[to-1]) > key; to-- {
			coords[to], rows[to] = coords[to-1], rows[to-1]
		}
		coords[to], rows[to] = x, row
		if patience -= k - to; patience < 0 {
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

// sortKey returns an integer for x, in the order of the numbers: it flips all bits of
// a negative number, and the sign of the others. It does not branch, as a processor
// cannot predict the signs of random numbers.
func sortKey(x float64) uint64 {
	bits := math.Float64bits(x)
	return bits ^ (uint64(int64(bits)>>63) | 1<<63)
}

// fromSortKey returns the number whose key is given.
func fromSortKey(key uint64) float64 {
	return math.Float64frombits(key ^ (uint64(int64(^key)>>63) | 1<<63))
}
