// Package pointfile reads and writes files of points: a row is a point, columns
// are coordinates, and one column may hold weights.
//
// Read returns the Points of a file. Options.ReadTable returns any table of numbers,
// such as a cost matrix, and Options.ReadWeights a list of weights. Write writes points
// so that they are read back to the bit. Errors name the file, the line and the value,
// and quote no more than 40 characters.
//
// What a file holds is told from its first bytes:
//
//	text          separated by commas, semicolons, tabs or spaces, with decimal
//	              points or commas; a first line of names; # begins a comment
//	.npy          an array of NumPy, of floats
//	PNG, PGM      a picture: a point a pixel, whose weight is its grey value
//	gzip          any of these, compressed
//
// Options override what is detected, and choose columns by name.
package pointfile
