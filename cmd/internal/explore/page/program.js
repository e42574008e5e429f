// The view of the linear program: the steps of the simplex method of package lp, forwards and
// backwards.
import { number, choice, points } from './state.js';
import { element, layout, button } from './dom.js';
import { slider, select, action, group } from './controls.js';
import { Picture } from './picture.js';
import { Table, digits } from './table.js';
import { drawTree } from './picture_tree.js';
import { drawCurve } from './picture_curve.js';
import { CostTable } from './program_table.js';
import { grounds } from './distances_presets.js';
import { saveFiles } from './save.js';

const mostHeaps = 12; // engine.MaxHeaps

export const fields = {
  preset: choice('random', ['heaps', 'random', 'own']),
  sources: number(4, 1, mostHeaps, { whole: true }),
  sinks: number(5, 1, mostHeaps, { whole: true }),
  seed: number(1, 0, 2 ** 31, { whole: true }),
  ground: choice('euclidean', grounds.map(([name]) => name)),
  step: number(0, 0, 1000, { whole: true }),
  p: points(mostHeaps, [3]),
  q: points(mostHeaps, [3]),
};

export const question = (state) => (state.preset === 'own' ? state : { ...state, p: [], q: [] });

export function mount(root, app) {
  const { stage, numbers, controls } = layout(root);
  let frame = null;
  let box = null;
  let pointed = null;
  let dragged = null; // a point that is dragged
  let chosen = null; // a point chosen by key
  let playing = 0;

  const picture = new Picture({
    name: 'tree',
    label: 'The tree of the simplex method',
    help: 'Keys: right and left go one step forward and back, Home and End to the first and the last step. P plays. N chooses a point; W, S, D and E move it up, down, left and right.',
    draw: (pen, size) => {
      if (!frame) return undefined;
      const scales = drawTree(pen, size, { frame, box, pointed });
      if (chosen) pen.circle(...scales.place(chosen.side, chosen.i), 24, { stroke: size.colours.em, width: 2.5 });
      return scales;
    },
    keys,
  });
  const words = element('p', { class: 'lead steps-words', 'aria-live': 'polite' });
  const where = element('output', { class: 'where' });
  const buttons = {
    first: button('First', () => go(0)),
    back: button('Back', () => go(asked() - 1)),
    next: button('Next', () => go(asked() + 1)),
    last: button('Last', () => go(frame.payload.steps - 1)),
    play: button('Play', () => (playing ? pause() : play()), { 'aria-pressed': 'false' }),
  };
  stage.append(words, element('div', { class: 'row stepper' }, buttons.first, buttons.back, buttons.next, buttons.play, buttons.last, where), picture.element);

  const costs = new CostTable((pair) => {
    pointed = pair && frame && pair.i < frame.supply.length && pair.j < frame.demand.length ? pair : null;
    picture.redraw();
  });
  const table = new Table('The plan', [
    { key: 'em', label: 'cost' },
    { key: 'optimum', label: 'optimum' },
    { key: 'pivots', label: 'pivots' },
  ]);
  const curve = new Picture({
    name: 'cost', label: 'The cost over the pivots', plain: true,
    draw: (pen, size) => {
      if (!frame) return;
      const xs = frame.history.map((_, k) => k);
      const low = frame.payload.optimum;
      drawCurve(pen, size, { xs: xs.length > 1 ? xs : [0, 1], ys: frame.history.length > 1 ? frame.history.map((c) => c - low) : [0, 0], at: frame.payload.pivot, value: frame.payload.cost - low, colour: size.colours.em });
    },
  });
  numbers.append(table.element, element('div', { class: 'short' }, element('p', { class: 'about' }, 'Cost above the optimum, after each pivot'), curve.element), costs.element);

  const parts = {
    preset: select(app, 'preset', 'example', [['random', 'Random heaps and holes'], ['heaps', 'Three heaps on a line (lesson 3)'], ['own', 'Points of your own']], choosePreset),
    sources: slider(app, 'sources', 'sources', { step: 1 }),
    sinks: slider(app, 'sinks', 'sinks', { step: 1 }),
    seed: slider(app, 'seed', 'seed', { min: 0, max: 50, step: 1 }),
    ground: select(app, 'ground', 'ground cost', grounds),
  };
  function choosePreset(preset) {
    if (preset !== 'own') app.change({ preset, step: 0 });
    else if (frame) copyToOwn({});
    else parts.preset.set(app.state.preset); // there is nothing yet to make one's own
  }

  controls.append(
    group('Problem', ...Object.values(parts)),
    element('p', { class: 'about' }, 'Discs are sources and diamonds are sinks. Drag them. The width of an arrow shows its flow. A dotted line is an arc of the tree without flow.'),
    element('div', { class: 'row' },
      action(app, 'save', 'Save CSV', async () => saveFiles((await app.ask('csv', question(app.state))).payload)).element,
      action(app, 'reset', 'Start over', () => app.reset()).element),
  );

  // The step that was asked for last, whose frame may not have come yet.
  const asked = () => (frame ? Math.min(app.state.step, frame.payload.steps - 1) : 0);

  function go(step) {
    if (!frame) return;
    pause();
    app.change({ step: Math.max(0, Math.min(step, frame.payload.steps - 1)) }, { gesture: 'step' });
  }

  function play() {
    if (!frame) return;
    const from = frame.payload.step === frame.payload.steps - 1 ? 0 : frame.payload.step + 1;
    app.change({ step: from }, { gesture: 'step' });
    playing = setInterval(() => {
      if (frame.payload.step >= frame.payload.steps - 1) { pause(); return; }
      app.change({ step: frame.payload.step + 1 }, { gesture: 'step' });
    }, 1800);
    refresh();
  }

  function pause() {
    clearInterval(playing);
    playing = 0;
    refresh();
  }

  function refresh() {
    if (!frame) return;
    const { step, steps, pivot, pivots, stage: part } = frame.payload;
    const focused = document.activeElement;
    buttons.first.disabled = buttons.back.disabled = step === 0;
    buttons.next.disabled = buttons.last.disabled = step === steps - 1;
    if (focused.disabled) (step === 0 ? buttons.next : buttons.back).focus(); // the keyboard stays here
    buttons.play.textContent = playing ? 'Pause' : 'Play';
    buttons.play.setAttribute('aria-pressed', String(Boolean(playing)));
    where.textContent = part === 'basis' ? `after ${pivot} of ${pivots} pivots` : `pivot ${pivot + 1} of ${pivots}: ${part === 'enter' ? 'entering arc' : 'leaving arc'}`;
  }

  function copyToOwn(patch, options) {
    const rows = (side, weights) => Array.from(weights, (weight, i) => [frame[side][2 * i], frame[side][2 * i + 1], weight]);
    app.change({ preset: 'own', step: 0, p: rows('p', frame.supply), q: rows('q', frame.demand), ...patch }, options);
  }

  function moveTo(side, i, [x, y], gesture) {
    if (app.state.preset !== 'own') copyToOwn({}, { gesture });
    const row = app.state[side][i];
    if (!row) return; // the point is gone, and the frame without it has not come yet
    app.change({ [side]: app.state[side].with(i, [Number(x.toPrecision(4)), Number(y.toPrecision(4)), row[2]]), step: 0 }, { gesture });
  }

  const { canvas } = picture;
  canvas.addEventListener('pointerdown', (event) => {
    if (!picture.scales || app.locked('tools')) return;
    const at = picture.at(event);
    for (const [side, weights] of [['p', frame.supply], ['q', frame.demand]]) {
      for (let i = 0; i < weights.length; i++) {
        const [x, y] = picture.scales.place(side, i);
        if (Math.hypot(x - at[0], y - at[1]) < 20) dragged = { side, i, gesture: `drag ${event.timeStamp}` };
      }
    }
    if (dragged) canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!dragged) return;
    const [px, py] = picture.at(event);
    const { x, y } = picture.scales;
    moveTo(dragged.side, dragged.i, [x.invert(px), y.invert(py)], dragged.gesture);
  });
  for (const kind of ['pointerup', 'pointercancel']) canvas.addEventListener(kind, () => { dragged = null; chooseBox(); picture.redraw(); });

  function keys(event) {
    if (!frame) return false;
    const step = { ArrowRight: asked() + 1, ArrowLeft: asked() - 1, Home: 0, End: frame.payload.steps - 1 }[event.key];
    if (step !== undefined) { go(step); return true; }
    const key = event.key.toLowerCase();
    if (key === 'p') { if (playing) pause(); else play(); return true; }
    if (key === 'n') {
      const [n, m] = [frame.supply.length, frame.demand.length];
      const k = chosen ? ((chosen.side === 'p' ? chosen.i : n + chosen.i) + 1) % (n + m) : 0;
      chosen = k < n ? { side: 'p', i: k } : { side: 'q', i: k - n };
      app.say(`${chosen.side === 'p' ? `source ${String.fromCharCode(65 + k)}` : `sink ${k - n + 1}`}`);
      picture.redraw();
      return true;
    }
    const by = { w: [0, 1], s: [0, -1], d: [-1, 0], e: [1, 0] }[key];
    if (!by || !chosen || app.locked('tools') || !picture.scales) return false;
    const [from, to] = picture.scales.x.domain;
    const unit = (to - from) / 100;
    const { side, i } = chosen;
    // One's own points are where the state has them: the frame of the key before may not have come yet.
    const [x, y] = app.state.preset === 'own' ? app.state[side][i] ?? [] : frame[side].subarray(2 * i);
    moveTo(side, i, [x + unit * by[0], y + unit * by[1]], `key ${side} ${i}`);
    return true;
  }

  function chooseBox() {
    if (!frame || dragged) return;
    const reach = (k) => {
      const all = [...frame.p, ...frame.q].filter((_, i) => i % 2 === k);
      const [low, high] = [Math.min(...all), Math.max(...all)];
      return [low - 0.5, high + 0.5];
    };
    box = [...reach(0), ...reach(1)];
  }

  async function show(state) {
    for (const [name, part] of Object.entries(parts)) part.set(state[name]);
    for (const name of ['sources', 'sinks', 'seed']) parts[name].element.hidden = app.hidden(name) || state.preset !== 'random';
    try {
      const answer = await app.latest('show', question(state));
      if (!answer) return;
      frame = answer;
      app.accept(state);
      if (chosen && chosen.i >= frame[chosen.side].length / 2) chosen = null;
      chooseBox();
      const { payload } = frame;
      words.textContent = payload.words;
      picture.words = payload.words;
      table.set('em', payload.cost);
      table.set('optimum', payload.optimum);
      table.set('pivots', payload.pivots);
      curve.words = `The cost over the pivots: ${[...frame.history].map((c) => digits(c, 4)).join(', ')}.`;
      costs.fill(frame);
      refresh();
      picture.redraw();
      curve.redraw();
    } catch (error) {
      app.refuse(error, state);
    }
  }

  return { show, leave() { pause(); picture.leave(); curve.leave(); } };
}
