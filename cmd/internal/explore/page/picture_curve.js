// A distance over a parameter, as in Figure 1, with a dot at the present value. Infinite
// values are a dotted line at the top.
import { linear } from './scale.js';

// drawCurve draws what = { xs, ys, at, value, colour }.
export function drawCurve(pen, { width, height, colours }, { xs, ys, at, value, colour }) {
  const [left, right, top, bottom] = [8, width - 8, 8, height - 6];
  pen.line(left, bottom, right, bottom, { stroke: colours.grid });
  if (!xs || xs.length === 0) return;
  const x = linear(xs[0], xs[xs.length - 1], left, right);
  let most = 0;
  for (const y of ys) if (Number.isFinite(y)) most = Math.max(most, y);
  if (Number.isFinite(value)) most = Math.max(most, value);
  const infinite = ys.some((y) => y === Infinity) || value === Infinity;
  const y = linear(0, most || 1, bottom, infinite && most > 0 ? top + 8 : top + 2);
  if (xs[0] < 0) pen.line(x(0), top, x(0), bottom, { stroke: colours.grid });
  const places = [];
  const isolated = [];
  const infinitePlaces = [];
  for (let k = 0; k < xs.length; k++) {
    const fine = Number.isFinite(ys[k]);
    // Between two neighbours that differ by most of the height, the curve jumps.
    const jump = k > 0 && fine && Math.abs(ys[k] - ys[k - 1]) > 0.9 * most;
    if (jump || !fine) places.push(null);
    if (fine) places.push([x(xs[k]), y(ys[k])]);
    else infinitePlaces.push([x(xs[k]), top]);
    const alone = fine && (k === 0 || jump || !Number.isFinite(ys[k - 1])) &&
      (k + 1 === xs.length || !Number.isFinite(ys[k + 1]) || Math.abs(ys[k + 1] - ys[k]) > 0.9 * most);
    if (alone) isolated.push([x(xs[k]), y(ys[k])]);
  }
  pen.path(places, { stroke: colour, width: 2 });
  for (const place of isolated) pen.circle(...place, 2, { fill: colour });
  for (const place of infinitePlaces) pen.circle(...place, 1, { fill: colour });
  if (at >= xs[0] - 1e-9 && at <= xs[xs.length - 1] + 1e-9) {
    const dotY = value === Infinity ? top : y(value);
    pen.circle(x(at), dotY, 5.5, { fill: colour, stroke: colours.paper, width: 2 });
  }
}
