//go:build goexperiment.simd && amd64

package gan

import "simd/archsimd"

// multiplyFast sets c (m×n) to ab + βc with vector instructions, and reports
// whether it did: it leaves what is narrower than a vector, and processors that
// lack AVX2, to gonum. a is m×k and its entry (i, l) stands at
// i·byRow + l·byColumn, so that a matrix and its transpose are one case; b is
// k×n.
//
// A tile of c is kept in registers while l runs from 0 to k: a step reads a row
// of b as wide as the tile and an entry of a for each of its rows, and adds their
// products. These are summed in another order than gonum's, and rounded together
// with their sum: results agree with gonum's to rounding.
func multiplyFast(m, n, k int, a []float64, byRow, byColumn int, b []float64, beta float64, c []float64) bool {
	if n < 8 || !archsimd.X86.AVX2() || !archsimd.X86.FMA() {
		return false
	}
	left := factor{a, byRow, byColumn, k}
	j := 0
	if archsimd.X86.AVX512() {
		j = left.panels(m, n, b, beta, c)
	}
	for ; j+8 <= n; j += 8 {
		for i := 0; i+4 <= m; i += 4 {
			left.tile8(i, b[j:], n, beta, c[i*n+j:])
		}
	}
	for i := m &^ 3; i < m; i++ {
		for j := 0; j+8 <= n; j += 8 {
			left.row8(i, b[j:], n, beta, c[i*n+j:])
		}
	}
	// Without this every instruction on single numbers that follows would wait
	// for the upper part of the registers.
	archsimd.ClearAVXUpperBits()
	for i := range m {
		for j := n &^ 7; j < n; j++ {
			sum := beta * c[i*n+j]
			for l := range k {
				sum += a[i*byRow+l*byColumn] * b[l*n+j]
			}
			c[i*n+j] = sum
		}
	}
	return true
}

// factor is the left factor of a product, m×k.
type factor struct {
	entries         []float64
	byRow, byColumn int
	k               int
}

// panels makes the columns of c, in fours of rows, that are in whole panels of 16
// columns, with AVX-512, and returns how many those are. A panel of b is copied so
// that its rows follow each other, for what is at a distance of n, a power of two
// more often than not, does not stay in the cache.
func (f factor) panels(m, n int, b []float64, beta float64, c []float64) (columns int) {
	const deep = 128 // rows of a panel: half of the nearest cache
	var panel [deep][16]float64
	for ; columns+16 <= n; columns += 16 {
		scale := beta
		for l := 0; l < f.k; l += deep {
			rows := panel[:min(deep, f.k-l)]
			for r := range rows {
				row := (*[16]float64)(b[(l+r)*n+columns:])
				low(row).Store((*[8]float64)(rows[r][:8]))
				high(row).Store((*[8]float64)(rows[r][8:]))
			}
			part := f.entries[l*f.byColumn:]
			for i := 0; i+4 <= m; i += 4 {
				if f.byColumn == 1 {
					tileNN(part[i*f.byRow:], f.byRow, rows, n, scale, c[i*n+columns:])
				} else {
					tileTN(part[i*f.byRow:], f.byColumn, rows, n, scale, c[i*n+columns:])
				}
			}
			scale = 1
		}
	}
	return columns
}

// low and high return the halves of a row.
func low(row *[16]float64) archsimd.Float64x8  { return archsimd.LoadFloat64x8((*[8]float64)(row[:8])) }
func high(row *[16]float64) archsimd.Float64x8 { return archsimd.LoadFloat64x8((*[8]float64)(row[8:])) }

// tileNN makes four rows of c, 16 columns wide, from rows of a at a distance of
// stride and a panel of b. c begins at the first of the columns, and has rows of n.
func tileNN(a []float64, stride int, rows [][16]float64, n int, beta float64, c []float64) {
	var c00, c01, c10, c11, c20, c21, c30, c31 archsimd.Float64x8
	c0, c1, c2, c3 := (*[16]float64)(c), (*[16]float64)(c[n:]), (*[16]float64)(c[2*n:]), (*[16]float64)(c[3*n:])
	if beta != 0 {
		c00, c01, c10, c11 = low(c0), high(c0), low(c1), high(c1)
		c20, c21, c30, c31 = low(c2), high(c2), low(c3), high(c3)
	}
	a0, a1, a2, a3 := a[:len(rows)], a[stride:][:len(rows)], a[2*stride:][:len(rows)], a[3*stride:][:len(rows)]
	for l := range rows {
		b0, b1 := low(&rows[l]), high(&rows[l])
		x := archsimd.BroadcastFloat64x8(a0[l])
		c00, c01 = x.MulAdd(b0, c00), x.MulAdd(b1, c01)
		x = archsimd.BroadcastFloat64x8(a1[l])
		c10, c11 = x.MulAdd(b0, c10), x.MulAdd(b1, c11)
		x = archsimd.BroadcastFloat64x8(a2[l])
		c20, c21 = x.MulAdd(b0, c20), x.MulAdd(b1, c21)
		x = archsimd.BroadcastFloat64x8(a3[l])
		c30, c31 = x.MulAdd(b0, c30), x.MulAdd(b1, c31)
	}
	c00.Store((*[8]float64)(c0[:8]))
	c01.Store((*[8]float64)(c0[8:]))
	c10.Store((*[8]float64)(c1[:8]))
	c11.Store((*[8]float64)(c1[8:]))
	c20.Store((*[8]float64)(c2[:8]))
	c21.Store((*[8]float64)(c2[8:]))
	c30.Store((*[8]float64)(c3[:8]))
	c31.Store((*[8]float64)(c3[8:]))
}

// tileTN is tileNN for four columns of a, whose rows are at a distance of stride.
func tileTN(a []float64, stride int, rows [][16]float64, n int, beta float64, c []float64) {
	var c00, c01, c10, c11, c20, c21, c30, c31 archsimd.Float64x8
	c0, c1, c2, c3 := (*[16]float64)(c), (*[16]float64)(c[n:]), (*[16]float64)(c[2*n:]), (*[16]float64)(c[3*n:])
	if beta != 0 {
		c00, c01, c10, c11 = low(c0), high(c0), low(c1), high(c1)
		c20, c21, c30, c31 = low(c2), high(c2), low(c3), high(c3)
	}
	at := 0
	for l := range rows {
		of := (*[4]float64)(a[at:])
		at += stride
		b0, b1 := low(&rows[l]), high(&rows[l])
		x := archsimd.BroadcastFloat64x8(of[0])
		c00, c01 = x.MulAdd(b0, c00), x.MulAdd(b1, c01)
		x = archsimd.BroadcastFloat64x8(of[1])
		c10, c11 = x.MulAdd(b0, c10), x.MulAdd(b1, c11)
		x = archsimd.BroadcastFloat64x8(of[2])
		c20, c21 = x.MulAdd(b0, c20), x.MulAdd(b1, c21)
		x = archsimd.BroadcastFloat64x8(of[3])
		c30, c31 = x.MulAdd(b0, c30), x.MulAdd(b1, c31)
	}
	c00.Store((*[8]float64)(c0[:8]))
	c01.Store((*[8]float64)(c0[8:]))
	c10.Store((*[8]float64)(c1[:8]))
	c11.Store((*[8]float64)(c1[8:]))
	c20.Store((*[8]float64)(c2[:8]))
	c21.Store((*[8]float64)(c2[8:]))
	c30.Store((*[8]float64)(c3[:8]))
	c31.Store((*[8]float64)(c3[8:]))
}

// tile8 makes rows i to i+3 of c, 8 columns wide, with AVX2. b and c begin at the
// first of the columns, and have rows of n.
func (f factor) tile8(i int, b []float64, n int, beta float64, c []float64) {
	var c00, c01, c10, c11, c20, c21, c30, c31 archsimd.Float64x4
	c0, c1, c2, c3 := c[:8], c[n:n+8], c[2*n:2*n+8], c[3*n:3*n+8]
	if beta != 0 {
		c00, c01, c10, c11 = archsimd.LoadFloat64x4Slice(c0), archsimd.LoadFloat64x4Slice(c0[4:]), archsimd.LoadFloat64x4Slice(c1), archsimd.LoadFloat64x4Slice(c1[4:])
		c20, c21, c30, c31 = archsimd.LoadFloat64x4Slice(c2), archsimd.LoadFloat64x4Slice(c2[4:]), archsimd.LoadFloat64x4Slice(c3), archsimd.LoadFloat64x4Slice(c3[4:])
	}
	a0 := f.entries[i*f.byRow:]
	a1, a2, a3 := a0[f.byRow:], a0[2*f.byRow:], a0[3*f.byRow:]
	at, from := 0, 0
	for range f.k {
		row := b[from : from+8 : from+8]
		b0, b1 := archsimd.LoadFloat64x4Slice(row), archsimd.LoadFloat64x4Slice(row[4:])
		x := archsimd.BroadcastFloat64x4(a0[at])
		c00, c01 = x.MulAdd(b0, c00), x.MulAdd(b1, c01)
		x = archsimd.BroadcastFloat64x4(a1[at])
		c10, c11 = x.MulAdd(b0, c10), x.MulAdd(b1, c11)
		x = archsimd.BroadcastFloat64x4(a2[at])
		c20, c21 = x.MulAdd(b0, c20), x.MulAdd(b1, c21)
		x = archsimd.BroadcastFloat64x4(a3[at])
		c30, c31 = x.MulAdd(b0, c30), x.MulAdd(b1, c31)
		at += f.byColumn
		from += n
	}
	c00.StoreSlice(c0)
	c01.StoreSlice(c0[4:])
	c10.StoreSlice(c1)
	c11.StoreSlice(c1[4:])
	c20.StoreSlice(c2)
	c21.StoreSlice(c2[4:])
	c30.StoreSlice(c3)
	c31.StoreSlice(c3[4:])
}

// row8 makes 8 columns of row i alone.
func (f factor) row8(i int, b []float64, n int, beta float64, c []float64) {
	var c0, c1 archsimd.Float64x4
	if beta != 0 {
		c0, c1 = archsimd.LoadFloat64x4Slice(c), archsimd.LoadFloat64x4Slice(c[4:8])
	}
	at, from := i*f.byRow, 0
	for range f.k {
		row := b[from : from+8 : from+8]
		x := archsimd.BroadcastFloat64x4(f.entries[at])
		c0, c1 = x.MulAdd(archsimd.LoadFloat64x4Slice(row), c0), x.MulAdd(archsimd.LoadFloat64x4Slice(row[4:]), c1)
		at += f.byColumn
		from += n
	}
	c0.StoreSlice(c)
	c1.StoreSlice(c[4:])
}
