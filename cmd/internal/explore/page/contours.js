// Contour lines of heights on a grid, by marching squares: pieces of lines
// between [column, row] places. Row 0 is the first in heights, which are those of the
// middles of cells. Lines go straight on to the outer edges of the grid, half a cell
// further. A grid has at least two columns and two rows.
export function contours(heights, columns, rows, level) {
  const lines = [];
  const wide = widened(heights, columns, rows);
  const width = columns + 2;
  const place = (k, n) => Math.min(Math.max(k - 1, -0.5), n - 0.5);
  const at = (c, r) => wide[r * width + c];
  const cut = (c1, r1, c2, r2) => {
    const [a, b] = [at(c1, r1), at(c2, r2)];
    const t = (level - a) / (b - a);
    const between = (k1, k2, n) => place(k1, n) + t * (place(k2, n) - place(k1, n));
    return [between(c1, c2, columns), between(r1, r2, rows)];
  };
  for (let r = 0; r <= rows; r++) {
    for (let c = 0; c <= columns; c++) {
      const k = r * width + c;
      const below = wide[k] < level;
      if (below === wide[k + 1] < level && below === wide[k + width] < level && below === wide[k + width + 1] < level) continue;
      const corners = [[c, r], [c + 1, r], [c + 1, r + 1], [c, r + 1]];
      const crossings = [];
      for (let k = 0; k < 4; k++) {
        const [a, b] = [corners[k], corners[(k + 1) % 4]];
        if (at(...a) < level !== at(...b) < level) crossings.push(cut(...a, ...b));
      }
      for (let k = 0; k + 1 < crossings.length; k += 2) lines.push([crossings[k], crossings[k + 1]]);
    }
  }
  return lines;
}

// widened puts around a grid the heights half a cell further, on the lines through the
// two that are next.
function widened(heights, columns, rows) {
  const width = columns + 2;
  const wide = new Float64Array(width * (rows + 2));
  const extend = (k, step) => { wide[k] = 1.5 * wide[k + step] - 0.5 * wide[k + 2 * step]; };
  for (let r = 0; r < rows; r++) {
    const first = (r + 1) * width;
    for (let c = 0; c < columns; c++) wide[first + 1 + c] = heights[r * columns + c];
    extend(first, 1);
    extend(first + width - 1, -1);
  }
  for (let c = 0; c < width; c++) {
    extend(c, width);
    extend((rows + 1) * width + c, -width);
  }
  return wide;
}
