//go:build !purego

package gan

import "golang.org/x/sys/cpu"

// tileOf returns what makes tiles on this processor, or nil.
func tileOf() *tile {
	if here := tilesHere(); len(here) > 0 {
		return here[0]
	}
	return nil
}

// tilesHere returns all that could, the fastest first.
func tilesHere() []*tile {
	switch {
	case cpu.X86.HasAVX512F:
		return tiles[:]
	case cpu.X86.HasAVX2 && cpu.X86.HasFMA:
		return tiles[1:]
	}
	return nil
}

var tiles = [...]*tile{{8, 16, tile8x16, copy16, turn8}, {4, 8, tile4x8, copy8, turn4}}

//go:noescape
func tile8x16(k int, a *float64, byRow, byColumn int, b, c *float64, width int, add bool)

//go:noescape
func tile4x8(k int, a *float64, byRow, byColumn int, b, c *float64, width int, add bool)

//go:noescape
func copy16(rows int, b *float64, distance int, panel *float64)

//go:noescape
func copy8(rows int, b *float64, distance int, panel *float64)

//go:noescape
func turn8(rows int, b *float64, distance int, panel *float64)

//go:noescape
func turn4(rows int, b *float64, distance int, panel *float64)
