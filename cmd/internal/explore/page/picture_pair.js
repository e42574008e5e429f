// Two distributions, the plan between them as arrows as thick as their mass,
// and the potential. Scales are kept, so that the pointer can be mapped back.
import { arrow, addArrow, rgb } from './pen.js';
import { linear, square, ticks, tickLabel } from './scale.js';
import { contours } from './contours.js';

// drawPair draws what = { frame, dim, box, plan, guess, selected, pair, lines,
// pixels } and returns the scales it used: { x, y, place }, where
// place(side, i) is the position of atom i of 'p' or 'q' in pixels; and { dim, at }, where
// at(side, row) is the position of a point that has the coordinates with which row begins.
export function drawPair(pen, size, what) {
  return what.dim === 1 ? drawLine(pen, size, what) : drawPlane(pen, size, what);
}

const scalesOf = (box, width, height) => square(box, 8, 8, width - 16, height - 34);

// visibleBox returns the part of space that a picture of the given size shows: x from, to, y
// from, to.
export function visibleBox({ width, height }, dimension, box) {
  if (dimension === 1) return [box[0], box[1], 0, 1];
  const { x, y } = scalesOf(box, width, height);
  return [x.invert(0), x.invert(width), y.invert(height - 26), y.invert(0)];
}

function drawPlane(pen, { width, height, colours }, what) {
  const { frame, box } = what;
  const { x, y } = scalesOf(box, width, height);
  const place = (side, i) => [x(frame[side][2 * i]), y(frame[side][2 * i + 1])];
  if (frame.potential) drawSurface(pen, { x, y, width, height, colours }, frame);
  drawAxis(pen, x, height, width, colours);
  if (what.lines) for (const at of [0, what.lines.theta]) pen.line(x(at), y(0), x(at), y(1), { stroke: colours.grid, width: 8 });
  if (what.pixels) drawPixels(pen, colours, frame, x, y);
  drawMoves(pen, colours, what, place);
  if (!what.pixels) {
    for (const side of ['p', 'q']) {
      const mass = frame[`${side}Mass`];
      const n = mass.length;
      if (frame.equal && n > 50) drawAtoms(pen, colours, side, Array.from(mass, (_, i) => place(side, i)), radius(mass[0], n, width));
      else for (let i = 0; i < n; i++) drawAtom(pen, colours, side, ...place(side, i), radius(mass[i], n, width), mass[i] === 0);
    }
  }
  if (what.lines) drawTheta(pen, colours, what.lines, x, y);
  drawLegend(pen, colours, what);
  drawSelection(pen, colours, what, place, (side, i) => radius(frame[`${side}Mass`][i], frame[`${side}Mass`].length, width));
  return { x, y, dim: 2, place, at: (side, row) => [x(row[0]), y(row[1])] };
}

// drawPixels draws the ink of two images, that of Q in smaller squares.
function drawPixels(pen, colours, frame, x, y) {
  const side = (x(1) - x(0)) / 12;
  for (const [of, colour, part] of [['p', colours.real, 0.94], ['q', colours.generated, 0.62]]) {
    const size = part * side;
    for (let i = 0; i < frame[of].length; i += 2) pen.rect(x(frame[of][i]) - size / 2, y(frame[of][i + 1]) - size / 2, size, size, { fill: colour, opacity: 0.85 });
  }
}

// drawTheta marks how far the second line of Example 1 is from the first.
function drawTheta(pen, colours, { theta, dragMe }, x, y) {
  const top = Math.max(26, y(1) - 22); // in a low picture, too, the names fit above it
  const [from, to] = x.domain;
  const fits = x(theta) < x(to) - 100 && x(theta) > x(from) + 100;
  pen.text(x(0), top - 16, 'P', { fill: colours.real, align: theta > 0 ? 'end' : 'start', weight: 600, size: 16 });
  pen.text(x(theta), top - 16, dragMe && fits ? 'Q, drag me' : 'Q', { fill: colours.generated, align: theta > 0 ? 'start' : 'end', weight: 600, size: 16 });
  if (Math.abs(x(theta) - x(0)) < 24) return;
  arrow(pen, x(0), top, x(theta), top, { stroke: colours.quiet, width: 1.25 });
  const text = `θ = ${tickLabel(theta)}`;
  const between = Math.abs(x(theta) - x(0)) > 8 * text.length + 16; // or else below the arrow
  pen.text(x(theta / 2), between ? top - 14 : top + 11, text, { fill: colours.quiet, align: 'center', size: 14 });
}

// drawLegend draws the marks of P and Q with their names.
function drawLegend(pen, colours, what) {
  if (what.lines) return;
  if (what.pixels) {
    pen.rect(10, 9, 12, 12, { fill: colours.real });
    pen.rect(50, 11, 8, 8, { fill: colours.generated });
  } else {
    drawAtom(pen, colours, 'p', 16, 15, 5);
    drawAtom(pen, colours, 'q', 54, 15, 5);
  }
  pen.text(27, 15, 'P', { fill: colours.real, weight: 600 });
  pen.text(65, 15, 'Q', { fill: colours.generated, weight: 600 });
  if (what.frame.potential) pen.text(90, 15, 'the potential f: the bluer, the higher', { fill: colours.em });
}

// radius gives an atom an area in proportion to its mass.
function radius(mass, n, width) {
  const mean = Math.min(1, Math.max(0.6, width / 800)) * Math.min(7, Math.max(2.2, 40 / Math.sqrt(n)));
  return Math.min(28, Math.max(1.5, mean * Math.sqrt(mass * n)));
}

function drawAtom(pen, colours, side, x, y, r, empty) {
  const colour = side === 'p' ? colours.real : colours.generated;
  const style = empty ? { stroke: colour, width: 1.5 } : { fill: colour, stroke: colours.paper, width: 1 };
  if (side === 'p') pen.circle(x, y, r, style);
  else pen.path([[x, y - 1.25 * r], [x + 1.25 * r, y], [x, y + 1.25 * r], [x - 1.25 * r, y]], style, true);
}

// drawAtoms draws many atoms of one size at once, which is faster.
function drawAtoms(pen, colours, side, places, r) {
  const outlined = places.length < 200;
  if (side === 'p') { pen.dots(places, r, { fill: colours.real, stroke: outlined ? colours.paper : null, width: 1 }); return; }
  const layers = outlined ? [[1.25 * r + 0.7, colours.paper], [1.25 * r - 0.7, colours.generated]] : [[1.25 * r, colours.generated]];
  for (const [size, fill] of layers) {
    pen.path(places.flatMap(([x, y]) => [[x, y - size], [x + size, y], [x, y + size], [x - size, y], null]), { fill });
  }
}

function drawMoves(pen, colours, what, place) {
  const { plan } = what.frame;
  if (what.plan) {
    const moves = plan.length / 3;
    let most = 0;
    for (let k = 0; k < moves; k++) most = Math.max(most, plan[3 * k + 2]);
    const many = moves > 80; // then arrows are thin, and those of one width are one path
    const thickest = many ? 1 : Math.min(6, Math.max(1.6, 80 / moves));
    const thin = new Map(); // width → path
    for (let k = 0; k < moves; k++) {
      const exact = (thickest * plan[3 * k + 2]) / most;
      if (exact < 0.02) continue; // nobody could see it
      const width = Math.max(0.5, exact);
      const [from, to] = [place('p', plan[3 * k]), place('q', plan[3 * k + 1])];
      if (!many) { arrow(pen, ...from, ...to, { stroke: colours.em, width, opacity: 0.75 }); continue; }
      const of = width.toFixed(1);
      if (!thin.has(of)) thin.set(of, []);
      addArrow(thin.get(of), ...from, to[0] - from[0], to[1] - from[1]);
    }
    for (const [width, path] of thin) pen.path(path, { stroke: colours.em, width: Number(width), opacity: 0.75 });
  }
  for (const [i, j] of what.guess ?? []) {
    if (i < what.frame.pMass.length && j < what.frame.qMass.length) pen.path([place('p', i), place('q', j)], { stroke: colours.ink, width: 2, dash: [5, 4] });
  }
}

function drawSelection(pen, colours, { selected, pair }, place, size) {
  if (pair) {
    pen.path([place('p', pair.i), place('q', pair.j)], { stroke: colours.ink, width: 1.5, dash: [3, 3] });
    for (const [side, i, name] of [['p', pair.i, 'u'], ['q', pair.j, 'v']]) {
      const [x, y] = place(side, i);
      pen.circle(x, y, size(side, i) + 5, { stroke: colours.ink, width: 2 });
      pen.text(x, y - size(side, i) - 14, name, { fill: colours.ink, align: 'center', weight: 600, size: 16 });
    }
  }
  if (selected) {
    const [x, y] = place(selected.side, selected.i);
    pen.circle(x, y, size(selected.side, selected.i) + 5, { stroke: colours.em, width: 2.5 });
  }
}

function drawSurface(pen, { x, y, width, height, colours }, frame) {
  const { box } = frame.payload;
  const cells = Math.round(Math.sqrt(frame.potential.length));
  let [low, high] = [Infinity, -Infinity];
  for (const f of frame.potential) { low = Math.min(low, f); high = Math.max(high, f); }
  const [left, right, bottom, top] = [x(box[0]), x(box[1]), y(box[2]), y(box[3])];
  pen.clip(0, 0, width, height - 26, () => {
    pen.cells(left, top, right - left, bottom - top, cells, cells, { heights: frame.potential, low, high, from: rgb(colours.low), to: rgb(colours.high) });
    const lines = [];
    for (const level of ticks(low, high, 9)) {
      for (const line of contours(frame.potential, cells, cells, level)) {
        for (const [c, r] of line) lines.push([left + ((c + 0.5) / cells) * (right - left), bottom + ((r + 0.5) / cells) * (top - bottom)]);
        lines.push(null);
      }
    }
    pen.path(lines, { stroke: colours.em, width: 0.8, opacity: 0.55 });
  });
}

function drawAxis(pen, x, height, width, colours) {
  const base = height - 24;
  pen.line(0, base, width, base, { stroke: colours.grid });
  for (const at of ticks(...x.domain, Math.min(8, width / 70))) {
    if (x(at) < 12 || x(at) > width - 12) continue;
    pen.line(x(at), base, x(at), base + 4, { stroke: colours.quiet });
    pen.text(x(at), base + 13, tickLabel(at), { fill: colours.quiet, align: 'center' });
  }
}

// drawLine draws distributions on the line: bars of P upwards, of Q downwards,
// the moves between their feet, and the potential above.
function drawLine(pen, { width, height, colours }, what) {
  const { frame, box } = what;
  const x = linear(box[0], box[1], 16, width - 16);
  const f = frame.potential;
  const strip = f ? 0.32 * (height - 30) : 0; // of the potential
  const room = height - 30 - strip;
  const [upper, lower] = [strip + 0.4 * room, strip + 0.62 * room];
  let most = 0;
  for (const side of ['pMass', 'qMass']) for (const mass of frame[side]) most = Math.max(most, mass);
  const unit = (0.36 * room) / most;
  const bar = Math.max(2, Math.min(10, (0.6 * width) / Math.max(frame.p.length, frame.q.length)));
  const place = (side, i) => [x(frame[side][i]), side === 'p' ? upper : lower];
  drawAxis(pen, x, height, width, colours);
  pen.line(0, upper, width, upper, { stroke: colours.grid });
  pen.line(0, lower, width, lower, { stroke: colours.grid });
  drawMoves(pen, colours, what, place);
  for (const [side, sign, colour] of [['p', -1, colours.real], ['q', 1, colours.generated]]) {
    frame[`${side}Mass`].forEach((mass, i) => {
      const [at, foot] = place(side, i);
      const tall = unit * mass;
      pen.rect(at - bar / 2, sign < 0 ? foot - tall : foot, bar, Math.max(tall, mass > 0 ? 0.75 : 0), { fill: colour });
    });
  }
  pen.text(4, upper - 12, 'P', { fill: colours.real, weight: 600 });
  pen.text(4, lower + 12, 'Q', { fill: colours.generated, weight: 600 });
  if (f) {
    const [from, to] = frame.payload.box;
    let [low, high] = [Infinity, -Infinity];
    f.forEach((value, k) => {
      const at = from + ((to - from) * k) / (f.length - 1);
      if (at >= box[0] && at <= box[1]) { low = Math.min(low, value); high = Math.max(high, value); }
    });
    const y = linear(low, high > low ? high : low + 1, strip - 8, 14);
    pen.clip(0, 0, width, strip, () => pen.path([...f].map((value, k) => [x(from + ((to - from) * k) / (f.length - 1)), y(value)]), { stroke: colours.em, width: 2 }));
    pen.text(width - 6, strip - 4, 'the potential f', { fill: colours.em, align: 'end' });
  }
  drawSelection(pen, colours, what, place, () => 5);
  return { x, y: null, dim: 1, place, at: (side, row) => [x(row[0]), side === 'p' ? upper : lower], upper, lower };
}
