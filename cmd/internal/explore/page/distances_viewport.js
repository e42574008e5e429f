// The part of space that the picture of two distributions shows.
import { visibleBox } from './picture_pair.js';

export class Viewport {
  constructor() {
    this.box = null; // x from, to, y from, to
    this.dim = 0; // the dimension of the space
  }

  // choose sets the box for a frame. If the preset has a fixed box, it is that one. Otherwise
  // the box stays the same while something is dragged, and as long as all points are inside it
  // and fill a part of it.
  choose(frame, dim, { fixed, size, dragged }) {
    const same = this.dim === dim;
    this.dim = dim;
    if (fixed) this.box = fixed;
    if (fixed || (dragged && same)) return;
    const axes = Array.from({ length: dim }, (_, k) => reach(frame, dim, k));
    const seen = same ? visibleBox(size, dim, this.box) : [];
    const inside = axes.every(([low, high], k) => low >= seen[2 * k] && high <= seen[2 * k + 1]);
    const filled = axes.some(([low, high], k) => high - low > 0.1 * (seen[2 * k + 1] - seen[2 * k]));
    if (inside && filled) return;
    this.box = axes.flatMap(([low, high]) => [low - 0.12 * (high - low) - 0.15, high + 0.12 * (high - low) + 0.15]);
    if (dim === 1) this.box.push(0, 1);
  }

  // visible returns the part of space that a picture of the given size shows: x from, to, y from,
  // to; or an empty list before the first frame.
  visible(size) {
    return this.box && size.width > 40 && size.height > 40 ? visibleBox(size, this.dim, this.box) : [];
  }
}

// reach returns the least and the greatest coordinate k of all points.
function reach(frame, dim, k) {
  let [low, high] = [Infinity, -Infinity];
  for (const side of ['p', 'q']) {
    for (let i = k; i < frame[side].length; i += dim) { low = Math.min(low, frame[side][i]); high = Math.max(high, frame[side][i]); }
  }
  return [low, high];
}
