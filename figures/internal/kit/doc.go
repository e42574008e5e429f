// Package kit has the code that all figures share: styles, marks that gonum/plot does not
// have, and the format of numbers.
//
//   - color.go, dark.go: colours. A colour means the same in all figures.
//   - style.go: sizes, lines and letters.
//   - panels.go, square.go, window.go: the layout of panels.
//   - legend.go, ticks.go, numbers.go: legends, ticks and numbers.
//   - marks.go, arrows.go, jumps.go, histogram.go: marks for data.
//   - bands.go, points.go: curves over seeds, and numbers computed from curves.
//   - heat.go, raster.go: heat maps and other images in a figure.
//   - svg.go, gif.go: files.
//
// Package kit has no code about distances, losses or networks.
package kit
