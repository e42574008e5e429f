// Scales map numbers to pixels, and back.

export function linear(from, to, start, end) {
  const scale = (x) => start + ((x - from) / (to - from)) * (end - start);
  scale.invert = (pixel) => from + ((pixel - start) / (end - start)) * (to - from);
  scale.domain = [from, to];
  return scale;
}

// logarithmic has powers of ten at equal distances. Numbers below from are drawn at from.
export function logarithmic(from, to, start, end) {
  const decades = Math.log10(to / from);
  const scale = (x) => start + (Math.log10(Math.max(x, from) / from) / decades) * (end - start);
  scale.invert = (pixel) => from * 10 ** (((pixel - start) / (end - start)) * decades);
  scale.domain = [from, to];
  return scale;
}

// square returns scales for x and y with the same unit, so that box = [x from, to,
// y from, to] fits into the rectangle.
export function square(box, left, top, width, height) {
  const unit = Math.min(width / (box[1] - box[0]), height / (box[3] - box[2]));
  const [cx, cy] = [(box[0] + box[1]) / 2, (box[2] + box[3]) / 2];
  const [w, h] = [width / unit / 2, height / unit / 2];
  return { x: linear(cx - w, cx + w, left, left + width), y: linear(cy - h, cy + h, top + height, top), unit };
}

// ticks returns round numbers from low to high; about is roughly how many.
export function ticks(low, high, about = 5) {
  if (!(high > low)) return [low];
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((k) => k * power >= rough);
  const all = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high * (1 + 1e-12) + step * 1e-9; k++) all.push(Number((k * step).toPrecision(12)));
  return all;
}

// tickLabel returns the text of a tick, with the sign − for minus.
export const tickLabel = (x) => String(Number(x.toPrecision(6))).replace('-', '−');
