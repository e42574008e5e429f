package gan

// A product is made from tiles: a few rows and columns of c that fit the
// registers of a processor, into which one step adds the product of a column of a
// and a row of b. How that is written for a processor is in tile_amd64.h; here is
// what brings the numbers to it.

// tile is what makes tiles of that many rows and columns.
type tile struct {
	rows, columns int

	// fill sets a tile of c, which has rows of that width, to ab, or adds ab to it:
	// a are k entries of each row, b is k rows that follow each other.
	fill func(k int, a *float, byRow, byColumn int, b, c *float, width int, add bool)

	// copy brings rows of b that lie at a distance into a panel. turn brings there
	// half a panel's columns of b, which each lie in one piece, at a distance; how
	// many rows is a multiple of that.
	copy, turn func(rows int, b *float, distance int, panel *float)
}

// tileOf returns what makes tiles of a product of n columns on this processor, or nil:
// the widest of which one is filled, if there is.
func tileOf(n int) *tile {
	var narrowest *tile
	for _, tile := range tilesHere() {
		if narrowest = tile; n >= tile.columns {
			break
		}
	}
	return narrowest
}

// deep is how many rows of b are taken at a time: a panel of so many, as wide as a
// tile, is at most 16 KB, half of the nearest cache or less.
const deep = 128

// tiles is multiply with tiles. The columns of b under a tile are copied into a
// panel first, so that they follow each other: at a distance that is a power of
// two, as it often is, they would drive each other from the cache.
func (p *product) tiles(t *tile, m, n, k int, a, b matrix, add bool, c []float) {
	p.panel = atLeast(p.panel, deep*t.columns)
	for j := 0; j < n; j += t.columns {
		add := add
		for l := 0; l < k; l += deep {
			depth := min(deep, k-l)
			t.pack(p.panel, matrix{b.entries[l*b.byRow+j*b.byColumn:], b.byRow, b.byColumn}, depth, min(t.columns, n-j))
			for i := 0; i < m; i += t.rows {
				part := matrix{a.entries[i*a.byRow+l*a.byColumn:], a.byRow, a.byColumn}
				rows, columns := min(t.rows, m-i), min(t.columns, n-j)
				_ = part.entries[(rows-1)*a.byRow+(depth-1)*a.byColumn] // fill looks no further
				_ = c[(i+rows-1)*n+j+columns-1]
				if rows < t.rows || columns < t.columns {
					p.edge(t, rows, columns, depth, part, add, c[i*n+j:], n)
					continue
				}
				t.fill(depth, &part.entries[0], a.byRow, a.byColumn, &p.panel[0], &c[i*n+j], n, add)
			}
			add = true
		}
	}
}

// edge makes a tile of which only the first rows and columns are in c, beside c. What
// is computed of others, from whatever memory held, goes nowhere.
func (p *product) edge(t *tile, rows, columns, k int, a matrix, add bool, c []float, width int) {
	p.corner = atLeast(p.corner, t.rows*t.columns)
	if rows < t.rows {
		p.left = atLeast(p.left, deep*t.rows)
		for i := range rows {
			for l := range k {
				p.left[l*t.rows+i] = a.entries[i*a.byRow+l*a.byColumn]
			}
		}
		a = matrix{p.left, 1, t.rows}
	}
	t.fill(k, &a.entries[0], a.byRow, a.byColumn, &p.panel[0], &p.corner[0], t.columns, false)
	for i := range rows {
		made := p.corner[i*t.columns:][:columns]
		if add {
			for j, v := range made {
				c[i*width+j] += v
			}
		} else {
			copy(c[i*width:], made)
		}
	}
}

// pack copies b (rows×columns) into a panel as wide as the tile, or wider.
func (t *tile) pack(panel []float, b matrix, rows, columns int) {
	if b.byColumn == 1 {
		if columns == t.columns {
			_ = b.entries[(rows-1)*b.byRow+columns-1] // copy looks no further
			t.copy(rows, &b.entries[0], b.byRow, &panel[0])
			return
		}
		for l := range rows {
			copy(panel[l*t.columns:], b.entries[l*b.byRow:][:columns])
		}
		return
	}
	square := t.columns / 2
	for j := 0; j < columns; j += square {
		turned := 0
		if j+square <= columns {
			turned = rows / square * square
		}
		if turned > 0 {
			_ = b.entries[(j+square-1)*b.byColumn+turned-1] // turn looks no further
			t.turn(turned, &b.entries[j*b.byColumn], b.byColumn, &panel[j])
		}
		for i := j; i < min(j+square, columns); i++ {
			for l := turned; l < rows; l++ {
				panel[l*t.columns+i] = b.entries[i*b.byColumn+l]
			}
		}
	}
}
