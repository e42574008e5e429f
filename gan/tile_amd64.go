//go:build !purego

package gan

import "golang.org/x/sys/cpu"

// tilesHere returns what makes tiles on this processor, the fastest first.
func tilesHere() []*tile {
	switch {
	case cpu.X86.HasAVX512F:
		return tiles[:]
	case cpu.X86.HasAVX2 && cpu.X86.HasFMA:
		return tiles[1:]
	}
	return nil
}

var tiles = [...]*tile{{8, 1024 / Bits, tile512, copy512, turn512}, {4, 512 / Bits, tile256, copy256, turn256}}

//go:noescape
func tile512(k int, a *float, byRow, byColumn int, b, c *float, width int, add bool)

//go:noescape
func tile256(k int, a *float, byRow, byColumn int, b, c *float, width int, add bool)

//go:noescape
func copy512(rows int, b *float, distance int, panel *float)

//go:noescape
func copy256(rows int, b *float, distance int, panel *float)

//go:noescape
func turn512(rows int, b *float, distance int, panel *float)

//go:noescape
func turn256(rows int, b *float, distance int, panel *float)
