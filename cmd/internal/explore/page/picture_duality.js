// Duality on the line: the function f that the user shapes, the two distributions below it,
// and a bar that compares E_P f − E_Q f with its bound.
import { linear, ticks, tickLabel } from './scale.js';
import { arrow } from './pen.js';

// drawDuality draws what = { frame, k, knot } and returns its scales.
export function drawDuality(pen, { width, height, colours }, { frame, k, knot }) {
  const end = frame.x[frame.x.length - 1];
  const x = linear(0, end, 34, width - 16);
  const ground = height - 34; // the line
  const foot = ground - 0.3 * (height - 34); // above it the bars end
  const reach = 0.55 * end * Math.max(k, 0.5);
  // Adding a constant to f does not change E_P f − E_Q f. If f leaves the picture, the picture follows it.
  const [least, most] = [Math.min(...frame.f), Math.max(...frame.f)];
  const middle = least < -reach || most > reach ? (least + most) / 2 : 0;
  const y = linear(middle - reach, middle + reach, foot - 10, 14);

  for (const at of ticks(middle - reach, middle + reach, 5)) {
    pen.line(x(0), y(at), width, y(at), { stroke: colours.grid, width: at === 0 ? 1.5 : 0.75 });
    pen.text(x(0) - 5, y(at), tickLabel(at), { fill: colours.quiet, align: 'end' });
  }
  pen.line(0, ground, width, ground, { stroke: colours.grid });
  for (const at of ticks(0, end, 10)) pen.text(x(at), ground + 14, tickLabel(at), { fill: colours.quiet, align: 'center' });
  drawMasses(pen, colours, frame, x, ground, foot);
  drawSlope(pen, colours, k, x, y, end, middle + 0.72 * reach);

  pen.clip(0, 0, width, foot, () => {
    if (knot !== null) {
      const [at, value] = [frame.x[knot], frame.f[knot]];
      const cone = (sign) => [[x(0), y(value - sign * k * at)], [x(at), y(value)], [x(end), y(value + sign * k * (end - at))]];
      for (const sign of [1, -1]) pen.path(cone(sign), { stroke: colours.quiet, width: 1, dash: [4, 4] });
    }
    if (frame.best) pen.path(Array.from(frame.best, (value, i) => [x(frame.bestX[i]), y(value)]), { stroke: colours.em, width: 2, dash: [7, 5] });
    pen.path(Array.from(frame.f, (value, i) => [x(frame.x[i]), y(value)]), { stroke: colours.em, width: 3.5 });
    if (knot !== null) pen.circle(x(frame.x[knot]), y(frame.f[knot]), 6, { fill: colours.em, stroke: colours.paper, width: 2 });
  });
  pen.text(x(end) - 4, 16, frame.best ? 'f, and the optimum (dashed)' : 'f: drag it', { fill: colours.em, align: 'end', weight: 600, size: 16 });
  return { x, y, foot, ground };
}

function drawMasses(pen, colours, frame, x, ground, foot) {
  let most = 0;
  for (const side of ['pMass', 'qMass']) for (const mass of frame[side]) most = Math.max(most, mass);
  const many = frame.p.length > 30;
  const bar = many ? Math.max(2, (0.42 * (x(10) - x(0))) / frame.p.length) : 9;
  const shift = { p: many ? -bar / 2 : 0, q: many ? bar / 2 : 0 };
  for (const [side, colour] of [['p', colours.real], ['q', colours.generated]]) {
    frame[`${side}Mass`].forEach((mass, i) => {
      const tall = (0.85 * (ground - foot) * mass) / most;
      if (tall > 0.3) pen.rect(x(frame[side][i]) - bar / 2 + shift[side], ground - tall, bar, tall, { fill: colour });
    });
  }
  pen.text(6, ground - 34, 'P', { fill: colours.real, weight: 600, size: 16 });
  pen.text(6, ground - 14, 'Q', { fill: colours.generated, weight: 600, size: 16 });
}

// drawSlope shows the steepest slope that f may have.
function drawSlope(pen, colours, k, x, y, end, base) {
  const [left, run] = [0.02 * end, 0.08 * end];
  for (const sign of [1, -1]) arrow(pen, x(left), y(base), x(left + run), y(base + sign * k * run), { stroke: colours.quiet, width: 1.25 });
  pen.text(x(left + run) + 6, y(base), `slope at most ${tickLabel(k)}`, { fill: colours.quiet });
}

// drawGauge shows the difference as a bar that grows towards the bound.
export function drawGauge(pen, { width, height, colours }, { difference, bound }) {
  const room = Math.max(Math.abs(difference), bound) || 1;
  const x = linear(difference < 0 ? -room : 0, 1.06 * room, 4, width - 4);
  const [top, tall] = [8, height - 16];
  pen.rect(Math.min(x(0), x(difference)), top, Math.abs(x(difference) - x(0)), tall, { fill: colours.em });
  pen.line(x(0), top - 4, x(0), top + tall + 4, { stroke: colours.quiet });
  pen.line(x(bound), top - 6, x(bound), top + tall + 6, { stroke: colours.ink, width: 2 });
}
