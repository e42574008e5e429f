// Package pointfile reads and writes files of points: a row is a point, columns
// are coordinates, and one column may hold weights.
//
// Read returns the Points of a file, ReadTable any table of numbers, such as a
// cost matrix, and ReadWeights a list of weights. Write writes points so that
// they are read back to the bit. Errors name the file, the line and the value.
package pointfile
