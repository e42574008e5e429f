package dense

// kernel is a micro-kernel: the code that computes one tile of c. A tile is a block of
// rows×columns entries that fit the registers of the processor. The code goes through k
// and adds to the tile the product of a column of a and a row of b.
type kernel struct {
	rows, columns int

	// multiply sets a tile to ab, or adds ab to it. a has k entries in each row; b is a
	// panel. width is the distance between rows of c.
	multiply func(k int, a *Float, byRow, byColumn int, panel, c *Float, width int, add bool)

	// pack copies rows of b, each as wide as a tile, into a panel. packTransposed does so
	// for half the columns of a panel where b is transposed: each column lies in one
	// piece. rows must be a multiple of that half. distance is from row to row, or from
	// column to column, of b.
	pack, packTransposed func(rows int, b *Float, distance int, panel *Float)
}

// kernelFor returns the micro-kernel for a product of n columns on this processor: that
// with the widest tile of at most n columns or, if all are wider, that with the narrowest.
// It returns nil if the processor has no micro-kernel.
func kernelFor(n int) *kernel {
	var narrowest *kernel
	for _, kernel := range kernels() {
		if narrowest = kernel; n >= kernel.columns {
			break
		}
	}
	return narrowest
}

// depth is the largest number of rows of a panel. A panel is then at most 16 KB: half of
// a first-level cache or less.
const depth = 128

// blocked is multiply with a micro-kernel. It packs the columns of b below a tile into a
// panel, where rows follow each other. In b their distance is often a power of two; rows
// would then drive each other from the cache.
func (s *scratch) blocked(t *kernel, c, a, b *Matrix, add bool) {
	s.panel = grown(s.panel, depth*t.columns)
	m, n, width := c.Rows, c.Columns, c.byRow
	byRow, byColumn := a.byRow, a.byColumn
	for j := 0; j < n; j += t.columns {
		add, columns := add, min(t.columns, n-j)
		for l := 0; l < a.Columns; l += depth {
			k := min(depth, a.Columns-l)
			t.packPanel(s.panel, b.block(l, j, k, columns))
			for i := 0; i < m; i += t.rows {
				rows := min(t.rows, m-i)
				if rows < t.rows || columns < t.columns {
					s.edge(t, c.block(i, j, rows, columns), a.block(i, l, rows, k), add)
					continue
				}
				left, tile := a.entries[i*byRow+l*byColumn:], c.entries[i*width+j:]
				_ = left[(rows-1)*byRow+(k-1)*byColumn] // the kernel looks no further
				_ = tile[(rows-1)*width+columns-1]
				t.multiply(k, &left[0], byRow, byColumn, &s.panel[0], &tile[0], width, add)
			}
			add = true
		}
	}
}

// edge computes a tile c that is smaller than t's, at an edge of the product. It computes a
// whole tile in s.corner and copies the part that is in c. The other entries are computed
// from old values in the buffers, and are not used.
func (s *scratch) edge(t *kernel, c, a Matrix, add bool) {
	s.corner = grown(s.corner, t.rows*t.columns)
	if c.Rows < t.rows {
		s.left = grown(s.left, depth*t.rows)
		for i := range a.Rows {
			for l := range a.Columns {
				s.left[l*t.rows+i] = a.entries[i*a.byRow+l*a.byColumn]
			}
		}
		a = Matrix{t.rows, a.Columns, s.left, 1, t.rows}
	}
	t.multiply(a.Columns, &a.entries[0], a.byRow, a.byColumn, &s.panel[0], &s.corner[0], t.columns, false)
	for i := range c.Rows {
		made := s.corner[i*t.columns:][:c.Columns]
		if add {
			for j, v := range made {
				c.entries[i*c.byRow+j] += v
			}
		} else {
			copy(c.entries[i*c.byRow:], made)
		}
	}
}

// packPanel copies b into a panel as wide as a tile. b may be narrower.
func (t *kernel) packPanel(panel []Float, b Matrix) {
	if b.byColumn == 1 {
		if b.Columns == t.columns {
			t.pack(b.Rows, &b.entries[0], b.byRow, &panel[0])
			return
		}
		for l := range b.Rows {
			copy(panel[l*t.columns:], b.entries[l*b.byRow:][:b.Columns])
		}
		return
	}
	half := t.columns / 2
	for j := 0; j < b.Columns; j += half {
		packed := 0 // rows
		if j+half <= b.Columns {
			packed = b.Rows / half * half
		}
		if packed > 0 {
			t.packTransposed(packed, &b.entries[j*b.byColumn], b.byColumn, &panel[j])
		}
		for i := j; i < min(j+half, b.Columns); i++ {
			for l := packed; l < b.Rows; l++ {
				panel[l*t.columns+i] = b.entries[i*b.byColumn+l]
			}
		}
	}
}
