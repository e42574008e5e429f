// The view of duality on the line: the user shapes a function f of Lipschitz constant K, and
// the view compares E_P f − E_Q f with K·EM.
import { number, choice, flag, points } from './state.js';
import { element, layout } from './dom.js';
import { slider, select, check, action, group } from './controls.js';
import { Picture } from './picture.js';
import { Table } from './table.js';
import { drawDuality, drawGauge } from './picture_duality.js';
import { saveFiles } from './save.js';
import { parseNumber } from './frame.js';

const presets = [
  ['lesson', 'Three points each (lesson 4)'],
  ['points', 'One point each'],
  ['shifted', 'Two Gaussians, one shifted'],
  ['spread', 'Two Gaussians, one wider'],
  ['own', 'Points of your own'],
];
const knots = 41; // as in engine/duality.go
const mostPoints = 60;

// values are heights of f at the knots.
const values = {
  initial: Array.from({ length: knots }, (_, k) => 2.5 - k / 8), // half as steep as K allows: something to improve
  read(text) {
    const all = text === '' ? [] : text.split(',').map((x) => (x.trim() === '' ? NaN : Number(x)));
    return (all.length === 0 || all.length === knots) && all.every((x) => Math.abs(x) <= 1e6) ? all : undefined;
  },
  write: (all) => all.map((x) => Number(x.toPrecision(17))).join(','),
};

export const fields = {
  preset: choice('lesson', presets.map(([name]) => name)),
  k: number(1, 0, 10),
  f: values,
  optimum: flag(false),
  p: points(mostPoints, [2]),
  q: points(mostPoints, [2]),
};

export const question = (state) => (state.preset === 'own' ? state : { ...state, p: [], q: [] });

// mean returns the text of the mean of f under a distribution.
const mean = (of) => element('span', {}, 'E', element('sub', {}, of), ' f');

export function mount(root, app) {
  const { stage, numbers, controls } = layout(root);
  let frame = null;
  let knot = null; // the knot that is dragged, or chosen by key
  let dragged = null;

  const picture = new Picture({
    name: 'duality',
    label: 'A function f over two distributions on the line',
    help: 'Keys: left and right choose a place, up and down move f there, in larger steps with Shift. O shows the optimum, Home makes f flat.',
    draw: (pen, size) => (frame ? drawDuality(pen, size, { frame, k: app.state.k, knot }) : undefined),
    keys,
  });
  stage.append(picture.element);

  const gauge = new Picture({
    name: 'gauge', label: 'E_P f − E_Q f against K·EM', plain: true,
    draw: (pen, size) => {
      if (frame) drawGauge(pen, size, { difference: parseNumber(frame.payload.difference), bound: parseNumber(frame.payload.bound) });
    },
  });
  const table = new Table('How large can the difference be?', [
    { key: 'ep', label: mean('P') },
    { key: 'eq', label: mean('Q') },
    { key: 'em', label: 'difference' },
    { key: 'bound', label: 'K·EM' },
    { key: 'share', label: 'share' },
  ]);
  numbers.append(
    element('p', { class: 'lead' }, 'Drag f up over P and down over Q. Its slope stays at most K: where a drag would make f steeper, the rest of f moves, too. The difference of the two means never exceeds K·EM. If it equals K·EM, f is an optimal critic.'),
    table.element, element('div', { class: 'short' }, gauge.element));

  const parts = {
    preset: select(app, 'preset', 'example', presets, choosePreset),
    k: slider(app, 'k', 'K', { min: 0, max: 4, step: 0.05 }),
    optimum: check(app, 'optimum', 'show the optimum'),
  };
  function choosePreset(preset) {
    if (preset !== 'own') app.change({ preset });
    else if (frame) copyToOwn({});
    else parts.preset.set(app.state.preset); // there is nothing yet to make one's own
  }

  controls.append(
    group('Two distributions', parts.preset),
    group('The function', parts.k, parts.optimum),
    element('p', { class: 'about' }, 'If there are at most 12 bars on each side, they can be dragged, too.'),
    element('div', { class: 'row' },
      action(app, 'flat', 'Make f flat', () => app.change({ f: [] })).element,
      action(app, 'save', 'Save CSV', async () => saveFiles((await app.ask('csv', question(app.state))).payload)).element,
      action(app, 'reset', 'Start over', () => app.reset()).element),
  );

  // hold moves f at some knots to given heights, one after the other. The engine moves the
  // other knots so that f stays K-Lipschitz. New moves start from the f of the engine's answer,
  // so those that come earlier wait for it.
  let waiting = [];
  let holding = false;
  let lifted = null; // where keys have moved f last, until a frame shows it
  async function hold(moves, gesture) {
    waiting.push(...moves);
    if (holding) return;
    holding = true;
    try {
      while (waiting.length > 0) {
        const sent = waiting;
        waiting = [];
        const { f } = app.state;
        const answer = await app.ask('shape', { ...question(app.state), moves: sent });
        if (app.state.f !== f) break; // it was made flat, or undone, in the meantime
        app.change({ f: answer.payload }, { gesture });
      }
    } catch (error) {
      app.say(error.message);
    } finally {
      waiting = [];
      holding = false;
    }
  }

  function copyToOwn(patch, options) {
    const rows = (side) => Array.from(frame[side], (x, i) => [x, frame[`${side}Weight`][i]]).slice(0, mostPoints);
    app.change({ preset: 'own', p: rows('p'), q: rows('q'), ...patch }, options);
  }

  const { canvas } = picture;
  const knotAt = (px) => (picture.scales.x.invert(px) / frame.x[knots - 1]) * (knots - 1); // not rounded
  const nearest = (k) => Math.max(0, Math.min(knots - 1, Math.round(k)));

  const inPicture = (height) => Math.max(picture.scales.y.domain[0], Math.min(picture.scales.y.domain[1], height));
  const heightAt = (py) => inPicture(picture.scales.y.invert(py));

  // along returns the moves of a pointer that is dragged from one place in pixels to another.
  // f gets the height of that line at each knot that it passes, and at the knot nearest to its
  // end. Where the line is steeper than f may be, that knot gets the height of the pointer.
  function along(from, to) {
    const [start, end] = [knotAt(from[0]), knotAt(to[0])];
    const [low, high] = [heightAt(from[1]), heightAt(to[1])];
    const slope = start === end ? Infinity : (high - low) / (end - start); // of a knot
    const moves = [];
    const way = Math.sign(end - start);
    for (let k = way > 0 ? Math.ceil(start) : Math.floor(start); way !== 0 && way * k <= way * end; k += way) {
      if (k >= 0 && k < knots) moves.push({ knot: k, height: low + slope * (k - start) });
    }
    const last = nearest(end);
    const steep = Math.abs(slope) > (app.state.k * frame.x[knots - 1]) / (knots - 1);
    moves.push({ knot: last, height: steep ? high : high + slope * (last - end) });
    return moves;
  }

  canvas.addEventListener('pointerdown', (event) => {
    if (!picture.scales || event.button !== 0) return;
    const at = picture.at(event);
    canvas.setPointerCapture(event.pointerId);
    const gesture = `drag ${event.timeStamp}`;
    if (at[1] < picture.scales.foot) {
      if (app.locked('f')) return;
      knot = nearest(knotAt(at[0]));
      dragged = { at, gesture };
      hold(along(at, at), gesture);
      return;
    }
    if (frame.p.length > 12 || app.locked('tools')) return;
    for (const side of ['p', 'q']) {
      frame[side].forEach((x, i) => { if (Math.abs(picture.scales.x(x) - at[0]) < 12) dragged = { side, i, gesture }; });
    }
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!dragged) {
      if (picture.scales) canvas.style.cursor = picture.at(event)[1] < picture.scales.foot ? 'ns-resize' : 'default';
      return;
    }
    const at = picture.at(event);
    if (dragged.side) {
      if (app.state.preset !== 'own') copyToOwn({}, { gesture: dragged.gesture });
      const x = Math.max(0, Math.min(frame.x[knots - 1], Number(picture.scales.x.invert(at[0]).toFixed(2))));
      const rows = app.state[dragged.side];
      app.change({ [dragged.side]: rows.with(dragged.i, [x, rows[dragged.i][1]]) }, { gesture: dragged.gesture });
      return;
    }
    knot = nearest(knotAt(at[0]));
    hold(along(dragged.at, at), dragged.gesture);
    dragged.at = at;
  });
  for (const kind of ['pointerup', 'pointercancel']) {
    canvas.addEventListener(kind, () => { dragged = null; knot = null; picture.redraw(); });
  }

  function keys(event) {
    if (!frame) return false;
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const by = event.key === 'ArrowLeft' ? -1 : 1;
      knot = knot === null ? Math.floor(knots / 2) : Math.max(0, Math.min(knots - 1, knot + by));
      app.say(`f at ${frame.x[knot].toFixed(2)}`);
      picture.redraw();
      return true;
    }
    if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && !app.locked('f')) {
      if (!picture.scales) return false;
      knot ??= Math.floor(knots / 2);
      const step = (event.shiftKey ? 1 : 0.1) * (event.key === 'ArrowUp' ? 1 : -1);
      const from = lifted?.knot === knot ? lifted.height : frame.f[knot];
      lifted = { knot, height: inPicture(from + step) };
      hold([lifted], `key ${knot}`);
      return true;
    }
    if (event.key === 'Home') { app.change({ f: [] }); return true; }
    if (event.key.toLowerCase() === 'o') { app.change({ optimum: !app.state.optimum }); return true; }
    return false;
  }

  async function show(state) {
    for (const [name, part] of Object.entries(parts)) part.set(state[name]);
    try {
      const answer = await app.latest('show', question(state));
      if (!answer) return;
      frame = answer;
      if (!holding) lifted = null;
      app.accept(state);
      const { payload } = frame;
      table.set('ep', parseNumber(payload.ep), 'mean height of f over P');
      table.set('eq', parseNumber(payload.eq), 'mean height of f over Q');
      table.set('em', parseNumber(payload.difference), 'of the two means');
      table.set('bound', parseNumber(payload.bound), 'the upper bound');
      table.set('share', `${(100 * parseNumber(payload.share)).toFixed(1).replace('-', '−')} %`, 'of the bound');
      picture.words = payload.words;
      gauge.words = payload.words;
      picture.redraw();
      gauge.redraw();
    } catch (error) {
      app.refuse(error, state);
    }
  }

  return { show, leave() { picture.leave(); gauge.leave(); } };
}
