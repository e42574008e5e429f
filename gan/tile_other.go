//go:build !amd64 || purego

package gan

// tileOf and tilesHere return nothing: what is in tile_amd64.h is for other
// processors, and a build with -tags purego does without it.
func tileOf(n int) *tile { return nil }
func tilesHere() []*tile { return nil }
