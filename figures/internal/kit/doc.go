// Package kit has what all figures are made of: one look, the marks that gonum/plot
// does not have, and numbers written in one way.
//
//   - color.go: colours. A colour means one thing everywhere.
//   - style.go: sizes, lines and letters.
//   - panels.go, square.go, window.go: panels, and how they share a figure.
//   - legend.go, ticks.go, numbers.go: what is written beside the data.
//   - marks.go, arrows.go, jumps.go, histogram.go: what is drawn of the data.
//   - bands.go, points.go: curves over seeds, and what is computed from curves.
//   - heat.go, raster.go, gif.go: pictures of pixels.
//
// It knows nothing of distances, of losses or of networks.
package kit
