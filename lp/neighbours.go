package lp

import (
	"slices"

	"gonum.org/v1/gonum/mat"

	"monge/lp/internal/scan"
)

// neighbours returns the given rows of points in the order of the leaves of a k-d tree (Bentley
// 1975). In this order neighbours in space are near each other, and each block of scan.Size
// rows consists of neighbours.
func neighbours(points *mat.Dense, rows []int) []int {
	rows = slices.Clone(rows)
	_, d := points.Dims()
	low, high := make([]float64, d), make([]float64, d)
	var split func(rows []int)
	split = func(rows []int) {
		if len(rows) <= clusterSize {
			return
		}
		copy(low, points.RawRowView(rows[0]))
		copy(high, low)
		for _, row := range rows[1:] {
			for axis, x := range points.RawRowView(row) {
				low[axis], high[axis] = min(low[axis], x), max(high[axis], x)
			}
		}
		longest := 0
		for axis := range d {
			if high[axis]-low[axis] > high[longest]-low[longest] {
				longest = axis
			}
		}
		half := firstHalf(len(rows))
		selectNth(rows, half, func(row int) float64 { return points.At(row, longest) })
		split(rows[:half])
		split(rows[half:])
	}
	split(rows)
	return rows
}

// firstHalf returns how many of n rows a split puts into the first half. If the rows are more
// than one block, the first half consists of whole blocks.
func firstHalf(n int) int {
	if n > scan.Size {
		return (n/2 + scan.Size - 1) / scan.Size * scan.Size
	}
	return n / 2
}

// clusters splits n rows that are in the order of neighbours into groups of at most
// clusterSize: the leaves of the k-d tree.
func clusters(n int) (groups ranges) {
	var split func(from, to int)
	split = func(from, to int) {
		if to-from <= clusterSize {
			groups = append(groups, [2]int{from, to})
			return
		}
		half := from + firstHalf(to-from)
		split(from, half)
		split(half, to)
	}
	split(0, n)
	return groups
}

// ranges are ranges [from, to) of rows.
type ranges [][2]int

// pick returns one of the rows of the k-th range: the next one for each turn, cyclically.
func (r ranges) pick(k, turn int, rows []int) int {
	return rows[r[k][0]+turn%(r[k][1]-r[k][0])]
}

// selectNth reorders rows so that none before the n-th has a larger value, and none
// after it has a smaller one. It is Hoare's quickselect.
func selectNth(rows []int, n int, value func(int) float64) {
	for low, high := 0, len(rows)-1; low < high; {
		pivot := value(rows[(low+high)/2])
		i, j := low, high
		for i <= j {
			for value(rows[i]) < pivot {
				i++
			}
			for value(rows[j]) > pivot {
				j--
			}
			if i <= j {
				rows[i], rows[j] = rows[j], rows[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n <= j:
			high = j
		case n >= i:
			low = i
		default:
			return
		}
	}
}
