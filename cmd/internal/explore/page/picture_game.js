// A game: real and generated samples, and the surface of the critic around them. This module
// computes only positions in the picture.
import { linear, square, ticks, tickLabel } from './scale.js';
import { contours } from './contours.js';
import { addArrow, rgb } from './pen.js';

// colourOf returns the colour of a critic, or of a discriminator.
export const colourOf = (game, colours) => (game.critic ? colours.em : colours.js);

// drawGame draws game k of what = { frame, setting, real, k, layers, arrows, moment, hover }
// and returns its scales. layers are the flags of the state; arrows is the
// length, in pixels, of a gradient of 1.
export function drawGame(pen, size, what) {
  return what.setting.dim === 1 ? drawLine(pen, size, what) : drawPlane(pen, size, what);
}

const places = (points, x, y) => {
  const all = [];
  for (let i = 0; i < points.length; i += 2) all.push([x(points[i]), y(points[i + 1])]);
  return all;
};

function drawPlane(pen, { width, height, colours }, what) {
  const { frame, setting, k, layers, moment } = what;
  const { x, y } = square(setting.box, 1, 1, width - 2, height - 2);
  const colour = colourOf(frame.payload.games[k], colours);
  const of = (name) => what.array(name, k);
  pen.rect(0, 0, width, height, { fill: colours.paper });
  pen.clip(0, 0, width, height, () => {
    const surface = of('surface');
    if (surface && (layers.surface || layers.contours)) drawSurface(pen, surface, { x, y, setting, colours, colour, layers, critic: frame.payload.games[k].critic });
    if (layers.fold && frame[`fold${k}`]) drawFold(pen, frame[`fold${k}`], { x, y, setting, colours });
    if (layers.real) pen.dots(places(what.real, x, y), 2, { fill: colours.real, opacity: moment ? 0.15 : 0.75 });
    const samples = of('samples');
    if (layers.generated) pen.dots(places(samples, x, y), 2.4, { fill: colours.generated, stroke: colours.paper, width: 0.6, opacity: moment && moment.line < 11 ? 0.2 : 1 });
    if (layers.arrows && frame[`pulls${k}`] && !moment) drawArrows(pen, frame[`samples${k}`], frame[`pulls${k}`], what.arrows, { x, y, colours, skip: Math.ceil(samples.length / 2 / 64) });
    if (moment) drawMinibatch(pen, what, { x, y, colours });
    if (what.hover >= 0) {
      const i = what.hover;
      pen.circle(x(samples[2 * i]), y(samples[2 * i + 1]), 6, { stroke: colours.ink, width: 2 });
    }
    if (layers.arrows && what.arrows) drawArrowScale(pen, what.arrows, { width, height, colours });
    if (surface && layers.surface) drawShades(pen, frame.payload.games[k].critic ? ['f low', 'high'] : ['D = 0', '1'], { height, colours, colour });
  });
  pen.rect(0.5, 0.5, width - 1, height - 1, { stroke: colours.grid });
  return { x, y };
}

// drawMinibatch marks the samples that a line of Algorithm 1 uses.
function drawMinibatch(pen, what, { x, y, colours }) {
  const { moment, k } = what;
  const of = (name) => moment.arrays[`${name}${k}`];
  if (of('real')) pen.dots(places(of('real'), x, y), 3.4, { fill: colours.real, stroke: colours.paper, width: 1 });
  if (of('generated') && moment.line < 11) pen.dots(places(of('generated'), x, y), 3.6, { fill: colours.generated, stroke: colours.paper, width: 1 });
  if (of('pulls') && moment.line === 10) drawArrows(pen, of('generated'), of('pulls'), what.arrows, { x, y, colours, skip: 1 });
}

function range(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const v of values) { low = Math.min(low, v); high = Math.max(high, v); }
  return [low, high];
}

// drawShades draws the legend of the shades, from the lowest to the highest.
function drawShades(pen, [low, high], { height, colours, colour }) {
  const y = height - 13;
  const [begin, w] = [9 + 6 * low.length, 5];
  pen.rect(4, y - 9, begin + 8 * w + 4 + 6 * high.length, 18, { fill: colours.paper, opacity: 0.85 });
  pen.text(7, y, low, { fill: colours.ink, size: 11 });
  pen.rect(begin, y - 5, 8 * w, 10, { fill: colours.paper, stroke: colours.grid });
  for (let i = 0; i < 8; i++) pen.rect(begin + i * w, y - 5, w, 10, { fill: colour, opacity: Math.max(0.01, (fullShade * i) / 7) });
  pen.text(begin + 8 * w + 4, y, high, { fill: colours.ink, size: 11 });
}

const fullShade = 0.62; // how much of its colour the highest place of a surface has

// drawSurface shades D from 0 to 1, and f from its least to its greatest value.
export function drawSurface(pen, surface, { x, y, setting, colours, colour, layers, critic }) {
  const { box, cells } = setting;
  const [low, high] = critic ? range(surface) : [0, 1];
  const [from, to] = [rgb(colours.paper), rgb(colour)];
  const [left, right, bottom, top] = [x(box[0]), x(box[1]), y(box[2]), y(box[3])];
  if (layers.surface) {
    const full = from.map((c, k) => c + fullShade * (to[k] - c));
    pen.cells(left, top, right - left, bottom - top, cells, cells, { heights: surface, low, high, from, to: full });
  }
  if (!layers.contours || !(high > low)) return;
  const levels = critic ? Array.from({ length: 8 }, (_, i) => low + ((i + 0.5) / 8) * (high - low)) : [0.1, 0.3, 0.5, 0.7, 0.9];
  const lines = [];
  for (const level of levels) {
    for (const line of contours(surface, cells, cells, level)) {
      for (const [c, r] of line) lines.push([left + ((c + 0.5) / cells) * (right - left), bottom + ((r + 0.5) / cells) * (top - bottom)]);
      lines.push(null);
    }
  }
  pen.path(lines, { stroke: colour, width: 0.8, opacity: 0.7 });
}

// drawFold draws the image of the grid over the noise under the generator.
export function drawFold(pen, fold, { x, y, setting, colours }) {
  const n = setting.fold;
  const at = (k) => [x(fold[2 * k]), y(fold[2 * k + 1])];
  const lines = [];
  if (fold.length === 2 * n) {
    for (let k = 0; k < n; k++) lines.push(at(k));
    pen.path(lines, { stroke: colours.generated, width: 2 });
    return;
  }
  for (let r = 0; r < n; r++) { for (let c = 0; c < n; c++) lines.push(at(r * n + c)); lines.push(null); }
  for (let c = 0; c < n; c++) { for (let r = 0; r < n; r++) lines.push(at(r * n + c)); lines.push(null); }
  pen.path(lines, { stroke: colours.generated, width: 0.8, opacity: 0.75 });
}

// drawArrows draws minus the gradient of the generator's loss at every skip-th sample.
function drawArrows(pen, samples, pulls, length, { x, y, colours, skip }) {
  const lines = [];
  for (let i = 0; i < samples.length / 2; i += skip) addArrow(lines, x(samples[2 * i]), y(samples[2 * i + 1]), length * pulls[2 * i], -length * pulls[2 * i + 1]);
  pen.path(lines, { stroke: colours.ink, width: 1, opacity: 0.8 });
}

// arrowLength returns how many pixels a gradient of 1 is long, so that long ones
// reach 26 pixels: a round gradient is 26 pixels long.
export function arrowLength(lists) {
  const sizes = [];
  for (const { pulls, dim } of lists) for (let i = 0; i < pulls.length; i += dim) sizes.push(Math.hypot(...pulls.subarray(i, i + dim)));
  sizes.sort((a, b) => a - b);
  const typical = sizes[Math.floor(0.9 * (sizes.length - 1))];
  if (!(typical > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(typical));
  return 26 / (power * [1, 2, 5, 10].find((k) => k * power >= typical * (1 - 1e-9)));
}

function drawArrowScale(pen, length, { width, height, colours }) {
  const text = tickLabel(26 / length).replace(/e−?-?(\d+)/, (m) => m);
  const w = 26 + 12 + 7 * text.length;
  pen.rect(width - w - 8, height - 23, w + 4, 19, { fill: colours.paper, opacity: 0.85 });
  const lines = [];
  addArrow(lines, width - w - 2, height - 13, 26, 0);
  pen.path(lines, { stroke: colours.ink, width: 1.2 });
  pen.text(width - 8, height - 13, text, { fill: colours.ink, align: 'right', size: 12 });
}

// drawLine draws histograms of real and generated samples, one upwards and one
// downwards, and the curve of D or f across them.
function drawLine(pen, { width, height, colours }, what) {
  const { frame, setting, k, layers, moment } = what;
  const { box } = setting;
  const game = frame.payload.games[k];
  const colour = colourOf(game, colours);
  const x = linear(box[0], box[1], 6, width - 6);
  const base = height - 20;
  const middle = 0.52 * base;
  pen.rect(0, 0, width, height, { fill: colours.paper });
  const most = Math.max(...what.realBars, 1e-9);
  const bar = (density) => Math.min(0.44 * base, (density / most) * 0.38 * base);
  const drawBars = (bars, up, style) => {
    const w = (x(box[1]) - x(box[0])) / bars.length;
    bars.forEach((density, i) => {
      if (density > 0) pen.rect(x(box[0]) + i * w + 0.5, up ? middle - bar(density) : middle, w - 1, bar(density), style);
    });
  };
  pen.clip(0, 0, width, base, () => {
    if (layers.real) drawBars(what.realBars, true, { fill: colours.real, opacity: moment ? 0.25 : 0.55 });
    if (layers.generated && frame[`bars${k}`]) drawBars(frame[`bars${k}`], false, { fill: colours.generated, opacity: moment ? 0.35 : 0.85 });
    const samples = what.array('samples', k);
    if (layers.fold && frame[`fold${k}`]?.length === setting.fold) {
      const fold = frame[`fold${k}`];
      pen.path([...fold].map((v, i) => [x(v), base - 2 - (i / (fold.length - 1)) * (base - 6)]), { stroke: colours.generated, width: 2 });
    }
    if (moment) {
      const ticksOf = (points, up) => points && pen.path([...points].flatMap((v) => [[x(v), middle], [x(v), middle + (up ? -14 : 14)], null]), { stroke: up ? colours.real : colours.generated, width: 1.5 });
      ticksOf(moment.arrays[`real${k}`], true);
      ticksOf(moment.arrays[`generated${k}`], false);
    }
    const pulls = moment?.line === 10 ? moment.arrays[`pulls${k}`] : frame[`pulls${k}`];
    const at = moment?.line === 10 ? moment.arrays[`generated${k}`] : samples;
    if (layers.arrows && pulls && (!moment || moment.line === 10)) {
      const lines = [];
      const skip = Math.ceil(at.length / 40);
      for (let i = 0; i < at.length; i += skip) addArrow(lines, x(at[i]), middle + 8 + 3 * ((i / skip) % 12), what.arrows * pulls[i], 0);
      pen.path(lines, { stroke: colours.ink, width: 1 });
    }
    const surface = what.array('surface', k);
    if (surface && layers.surface) {
      const [low, high] = game.critic ? range(surface) : [0, 1];
      const up = linear(low, high > low ? high : low + 1, base - 8, 14);
      pen.path([...surface].map((v, i) => [x(box[0] + ((box[1] - box[0]) * (i + 0.5)) / surface.length), up(v)]), { stroke: colour, width: 2.5 });
      pen.text(6, 11, game.critic ? 'f' : 'D = 1', { fill: colour, size: 12, weight: 600 });
      if (!game.critic) pen.text(6, base - 8, 'D = 0', { fill: colour, size: 12, weight: 600 });
    }
    if (layers.arrows && what.arrows) drawArrowScale(pen, what.arrows, { width, height: base, colours });
  });
  pen.line(0, middle, width, middle, { stroke: colours.quiet, width: 0.6 });
  pen.line(0, base, width, base, { stroke: colours.grid });
  for (const at of ticks(box[0], box[1], width / 60)) {
    if (x(at) > 10 && x(at) < width - 10) pen.text(x(at), base + 11, tickLabel(at), { fill: colours.quiet, align: 'center', size: 12 });
  }
  pen.rect(0.5, 0.5, width - 1, height - 1, { stroke: colours.grid });
  return { x, y: null };
}
