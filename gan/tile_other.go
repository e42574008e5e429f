//go:build !amd64 || purego

package gan

// tilesHere returns nothing: what is in tile_amd64.h is for other processors, and a build
// with -tags purego does without it.
func tilesHere() []*tile { return nil }
