package dense

// plain is multiply in plain Go, for processors on which neither this package nor gonum
// has assembly. It computes tiles of 4×2 entries, which the compiler keeps in registers,
// from packed copies of a's rows and b's columns.
func (s *scratch) plain(c, a, b *Matrix, add bool) {
	const rows, columns = 4, 2
	depth := a.Columns
	s.left, s.panel = grown(s.left, rows*depth), grown(s.panel, depth*(b.Columns+columns))
	for j := 0; j < b.Columns; j += columns {
		pack(s.panel[depth*j:], b.T().block(j, 0, min(columns, b.Columns-j), depth), columns)
	}
	left := s.left[:rows*depth]
	for i := 0; i < c.Rows; i += rows {
		height := min(rows, c.Rows-i)
		pack(left, a.block(i, 0, height, depth), rows)
		for j := 0; j < c.Columns; j += columns {
			tile := plainTile(left, s.panel[depth*j:][:columns*depth])
			width := min(columns, c.Columns-j)
			for r := range height {
				row := c.entries[(i+r)*c.byRow+j:][:width]
				for k := range row {
					if add {
						row[k] += tile[r][k]
					} else {
						row[k] = tile[r][k]
					}
				}
			}
		}
	}
}

// plainTile returns the product of four rows, packed, and two columns, packed.
func plainTile(left, panel []Float) (tile [4][2]Float) {
	var c00, c01, c10, c11, c20, c21, c30, c31 Float
	for len(left) >= 4 && len(panel) >= 2 {
		b0, b1 := panel[0], panel[1]
		a0, a1, a2, a3 := left[0], left[1], left[2], left[3]
		c00 += a0 * b0
		c01 += a0 * b1
		c10 += a1 * b0
		c11 += a1 * b1
		c20 += a2 * b0
		c21 += a2 * b1
		c30 += a3 * b0
		c31 += a3 * b1
		left, panel = left[4:], panel[2:]
	}
	return [4][2]Float{{c00, c01}, {c10, c11}, {c20, c21}, {c30, c31}}
}

// pack writes x to packed column by column, with height numbers for each column. If x has
// fewer rows, the other numbers are zero.
func pack(packed []Float, x Matrix, height int) {
	for r := range height {
		if r >= x.Rows {
			for l := range x.Columns {
				packed[l*height+r] = 0
			}
			continue
		}
		row := x.entries[r*x.byRow:]
		for l := range x.Columns {
			packed[l*height+r] = row[l*x.byColumn]
		}
	}
}
