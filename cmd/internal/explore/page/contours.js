// Contour lines of heights on a grid, by marching squares: pieces of lines
// between [column, row] places. Row 0 is the first in heights.
export function contours(heights, columns, rows, level) {
  const lines = [];
  const at = (c, r) => heights[r * columns + c];
  const cut = (c1, r1, c2, r2) => {
    const [a, b] = [at(c1, r1), at(c2, r2)];
    const t = (level - a) / (b - a);
    return [c1 + t * (c2 - c1), r1 + t * (r2 - r1)];
  };
  for (let r = 0; r + 1 < rows; r++) {
    for (let c = 0; c + 1 < columns; c++) {
      const k = r * columns + c;
      const below = heights[k] < level;
      if (below === heights[k + 1] < level && below === heights[k + columns] < level && below === heights[k + columns + 1] < level) continue;
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
