// Package pointfile reads and writes files of points: a row is a point, columns
// are coordinates, and one column may hold weights.
//
// Read returns the Points of a file. Options.ReadTable returns any table of numbers,
// such as a cost matrix, and Options.ReadWeights a list of weights. Write writes points
// so that Read returns the same bits. Errors name the file, the line and the value,
// and quote at most 40 characters.
//
// The first bytes of a file tell its format:
//
//	text          separated by commas, semicolons, tabs or spaces, with decimal
//	              points or commas; a first line of names; # begins a comment
//	.npy          an array of NumPy, of floats
//	PNG, PGM      a picture: each pixel is a point, its grey value the weight
//	gzip          any of these, compressed
//
// Options override what is detected, and choose columns by name.
package pointfile
