// The graph of one game: noise goes through the generator, samples of it and of
// the data through the critic, and the loss back. In slow motion the parts that
// a line of Algorithm 1 is about stand out.
import { square, linear } from './scale.js';
import { arrow } from './pen.js';
import { drawSurface, drawFold, colourOf } from './picture_game.js';
import { digits } from './table.js';

// active lists the parts of the graph that each line of Algorithm 1 uses.
const active = {
  3: ['data'], 4: ['noise', 'generator', 'samples'], 5: ['data', 'samples', 'critic', 'loss'], 6: ['critic'], 7: ['critic'], 8: ['critic'],
  9: ['noise', 'generator', 'samples'], 10: ['loss', 'critic', 'samples', 'generator'], 11: ['generator', 'samples'],
};

export function drawGraph(pen, { width, height, colours }, what) {
  const { frame, setting, k, moment } = what;
  const game = frame.payload.games[k];
  const colour = colourOf(game, colours);
  const side = Math.min(height - 24, (width - 4 * 26) / 5.4);
  const gap = (width - 5 * side) / 4.6;
  const top = 20;
  const [y0, y1] = [top, top + side];
  const at = (i) => i * (side + gap);
  const on = (part) => !moment || active[moment.line]?.includes(part);
  const dim = setting.dim;
  const box = (x) => square(dim === 2 ? setting.box : [setting.box[0], setting.box[1], -1, 1], x + 2, y0 + 2, side - 4, side - 4);
  const frameOf = (x, name, part, stroke, under = '') => {
    pen.rect(x, y0, side, side, { stroke: on(part) ? stroke : colours.grid, width: moment && on(part) ? 3 : 1.5 });
    pen.text(x, 9, name, { fill: on(part) ? stroke : colours.quiet, size: 13, weight: 600 });
    if (under && 8 * name.length + 7 * under.length < side) pen.text(x + side, 9, under, { fill: colours.quiet, size: 12, align: 'right' });
  };
  const inside = (x, draw) => pen.clip(x, y0, side, side, draw);
  const back = moment?.line === 10;
  const join = (x, part, label = '') => {
    const style = { stroke: back ? colours.generated : on(part) ? colours.ink : colours.grid, width: on(part) ? 2 : 1.2 };
    const [a, b] = [x + side + 4, x + side + gap - 4];
    if (back && on(part)) arrow(pen, b, (y0 + y1) / 2, a, (y0 + y1) / 2, style); else arrow(pen, a, (y0 + y1) / 2, b, (y0 + y1) / 2, style);
    if (label) pen.text((a + b) / 2, (y0 + y1) / 2 - 12, label, { fill: colours.quiet, size: 12, align: 'center' });
  };

  // noise
  frameOf(at(0), 'noise z', 'noise', colours.ink, `${setting.noise}-D ${setting.prior === 'uniform' ? 'uniform' : 'Gaussian'}`);
  inside(at(0), () => {
    const n = setting.noise;
    const uniform = setting.prior === 'uniform';
    const sx = linear(uniform ? -0.1 : -3, uniform ? 1.1 : 3, at(0), at(0) + side);
    const sy = linear(uniform ? -0.1 : -3, uniform ? 1.1 : 3, y1, y0);
    const noise = moment?.arrays[`noise${k}`] ?? what.noise;
    const dots = [];
    for (let i = 0; i < noise.length; i += n) dots.push([sx(noise[i]), n > 1 ? sy(noise[i + 1]) : (y0 + y1) / 2 + 10 * Math.sin(i * 2.4)]);
    pen.dots(dots, 1.4, { fill: colours.quiet });
    if (what.hover >= 0 && !moment) pen.circle(...dots[what.hover], 4, { stroke: colours.ink, width: 2 });
  });
  join(at(0), 'generator');
  // generator
  frameOf(at(1), 'generator g', 'generator', colours.generated, `${setting.parameters[0]} weights`);
  inside(at(1), () => {
    const fold = frame[`fold${k}`];
    const { x, y } = box(at(1));
    if (fold && dim === 2) drawFold(pen, fold, { x, y, setting, colours });
    else if (fold) pen.path([...fold.subarray(0, setting.fold)].map((v, i) => [x(v), y1 - 3 - (i / (setting.fold - 1)) * (side - 6)]), { stroke: colours.generated, width: 1.5 });
  });
  join(at(1), 'samples', 'g(z)');
  // samples and data
  frameOf(at(2), 'samples', 'samples', colours.generated, 'and data');
  inside(at(2), () => {
    const { x, y } = box(at(2));
    const places = (points) => {
      const all = [];
      for (let i = 0; i < points.length; i += dim) all.push([x(points[i]), dim === 2 ? y(points[i + 1]) : (y0 + y1) / 2 + ((i * 37) % 50) - 25]);
      return all;
    };
    pen.dots(places(what.real), 1.3, { fill: colours.real, opacity: on('data') ? 0.8 : 0.2 });
    const samples = what.array('samples', k);
    pen.dots(places(samples), 1.6, { fill: colours.generated, opacity: on('samples') ? 1 : 0.25 });
    if (what.hover >= 0 && what.hover < samples.length / dim && !moment) pen.circle(...places(samples)[what.hover], 4, { stroke: colours.ink, width: 2 });
  });
  join(at(2), 'critic', 'x');
  // critic
  frameOf(at(3), game.critic ? 'critic f' : 'discriminator D', 'critic', colour, `${setting.parameters[1]} weights`);
  inside(at(3), () => {
    const surface = what.array('surface', k);
    const { x, y } = box(at(3));
    if (surface && dim === 2) drawSurface(pen, surface, { x, y, setting, colours, colour, layers: { surface: true, contours: true }, critic: game.critic });
    else if (surface) {
      let [low, high] = [Infinity, -Infinity];
      for (const v of surface) { low = Math.min(low, v); high = Math.max(high, v); }
      const up = game.critic ? linear(low, high > low ? high : low + 1, y1 - 6, y0 + 6) : linear(0, 1, y1 - 6, y0 + 6);
      pen.path([...surface].map((v, i) => [x(setting.box[0] + ((setting.box[1] - setting.box[0]) * (i + 0.5)) / surface.length), up(v)]), { stroke: colour, width: 2 });
    }
  });
  join(at(3), 'loss', game.critic ? 'f(x)' : 'D(x)');
  // losses, as bars from their middle
  const left = at(4);
  const w = width - left;
  pen.text(left, 9, 'losses', { fill: on('loss') ? colours.ink : colours.quiet, size: 13, weight: 600 });
  const bars = [[game.critic ? 'critic' : 'discriminator', what.values.critic_loss, colour], ['generator', what.values.generator_loss, colours.generated]];
  const most = Math.max(...bars.map(([, v]) => Math.abs(v)), 1e-12);
  const middle = left + w / 2;
  bars.forEach(([name, v, fill], i) => {
    const y = y0 + 14 + i * (side / 2);
    pen.text(left, y, name, { fill: colours.quiet, size: 12 });
    pen.text(width, y, digits(v, 3), { fill, size: 13, align: 'right', weight: 600 });
    const length = (Math.abs(v) / most) * (w / 2);
    pen.rect(v < 0 ? middle - length : middle, y + 10, length, 9, { fill });
  });
  pen.line(middle, y0 + 10, middle, y1 - 8, { stroke: colours.quiet });
}
