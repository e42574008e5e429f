// Distances: two distributions, and all that lies between them.
import { number, choice, flag, points } from './state.js';
import { element, layout } from './dom.js';
import { slider, select, check, action, group } from './controls.js';
import { Picture } from './picture.js';
import { drawPair, windowOf } from './picture_pair.js';
import { DistanceTable } from './distances_table.js';
import { presets, grounds } from './distances_presets.js';
import { PairTools } from './distances_tools.js';
import { Prediction } from './distances_predict.js';
import { saveFiles, readFile } from './save.js';

const most = 1000; // engine.MaxPoints

export const fields = {
  preset: choice('lines', Object.keys(presets)),
  theta: number(0.5, -2, 2),
  mean: number(2, -8, 8),
  spread: number(1, 0.1, 4),
  sigma: number(0.2, 0, 1),
  sequence: number(1, 1, 4, { whole: true }),
  n: number(1, 1, 1000, { whole: true }),
  images: choice('disc and ring', ['disc and ring', '1 and 7', 'T and L']),
  points: number(12, 1, most, { whole: true }),
  seed: number(1, 0, 2 ** 31, { whole: true }),
  dim: number(2, 1, 2, { whole: true }),
  p: points(most, [2, 3]),
  q: points(most, [2, 3]),
  ground: choice('euclidean', grounds.map(([name]) => name)),
  bins: number(0, 0, 200, { whole: true }),
  plan: flag(true),
  potential: flag(false),
  predict: flag(false),
  guess: points(most, [2]),
};

// question is what the engine has to know of a state.
export function question(state) {
  const { plan, predict, guess, ...rest } = state;
  return state.preset === 'own' ? rest : { ...rest, p: [], q: [] };
}

// pointsOf are the points that a preset begins with.
const pointsOf = { lines: 12, gaussians: 61, noise: 30, clouds: 60 };

export function mount(root, app) {
  const { stage, numbers, controls } = layout(root);
  let frame = null; // the last one of the engine
  let scales = null; // of the last picture
  let box = null;
  let boxDim = 0; // of the space that box is of
  const view = { pair: null, selected: null };

  const picture = new Picture({
    name: 'distances',
    label: 'Two distributions and the plan between them',
    help: 'Keys: left and right move what can be moved; N and B choose the next point and the one before; arrows move a chosen point, ' +
      'with Shift further; + and − change its weight, A adds one beside it, Delete removes it, Escape lets go; ' +
      'Enter keeps a point of P, and with a point of Q chosen then shows what the pair pays.',
    draw: (pen, size) => {
      if (!frame) return;
      scales = drawPair(pen, size, {
        frame, dim: dimension(), box, ...view,
        plan: app.state.plan && !(app.state.predict && !prediction.revealed),
        guess: app.state.predict ? app.state.guess : null,
        lines: app.state.preset === 'lines' ? { theta: frame.payload.value, hint: moving } : null,
        pixels: app.state.preset === 'images',
      });
    },
    keys: (event) => tools.key(event),
  });
  stage.append(picture.element);

  const table = new DistanceTable();
  const certificate = element('p', { class: 'about' });
  const pairLine = element('p', { class: 'about pair-line' });
  const about = element('p', { class: 'lead' });
  const prediction = new Prediction(app, () => question(app.state), () => { picture.redraw(); fill(); });
  numbers.append(about, table.element, certificate, pairLine, prediction.element);

  const dimension = () => (frame && frame.p.length === frame.pMass.length ? 1 : 2);
  const tools = new PairTools({
    app, picture, view,
    frame: () => frame,
    scales: () => scales,
    dimension,
    predicting: () => app.state.predict && !prediction.revealed,
    onpair: askPair,
    onrest: () => ask(app.state),
    toOwn,
  });

  const parts = {
    preset: select(app, 'preset', 'What', Object.entries(presets).map(([value, { label }]) => [value, label])),
    theta: slider(app, 'theta', 'θ', { min: -1, max: 1, step: 0.01 }),
    mean: slider(app, 'mean', 'μ of Q', { min: -4, max: 4, step: 0.05 }),
    spread: slider(app, 'spread', 's of Q', { step: 0.05 }),
    sigma: slider(app, 'sigma', 'σ of the noise', { step: 0.01 }),
    sequence: slider(app, 'sequence', 'sequence', { step: 1 }),
    n: slider(app, 'n', 'n', { log: true }),
    images: select(app, 'images', 'images', fields.images.options),
    points: slider(app, 'points', 'points', { log: true }),
    seed: slider(app, 'seed', 'seed', { min: 0, max: 50, step: 1 }),
    dim: select(app, 'dim', 'space', [['2', 'plane'], ['1', 'line']]),
    ground: select(app, 'ground', 'ground cost', grounds),
    bins: slider(app, 'bins', 'bins, 0: none', { min: 0, max: 40, step: 1, hint: 'TV, KL and JS compare histograms with so many bins along each axis' }),
    plan: check(app, 'plan', 'plan'),
    potential: check(app, 'potential', 'potential'),
  };
  parts.preset.element.querySelector('select').onchange = (event) => choosePreset(event.target.value);
  parts.dim.element.querySelector('select').onchange = (event) => changeDimension(Number(event.target.value));
  const chooser = element('input', { type: 'file', accept: '.csv,.txt,.tsv,.npy,.png,.pgm,.gz', multiple: true, class: 'unseen', tabindex: '-1', 'aria-label': 'Files of points, or pictures', onchange: () => openFiles([...chooser.files]) });
  controls.append(
    group('Two distributions', parts.preset, parts.theta, parts.mean, parts.spread, parts.sigma, parts.sequence, parts.n, parts.images, parts.points, parts.seed, parts.dim),
    tools.element,
    group('What to compare and show', parts.ground, parts.bins, element('div', { class: 'row' }, parts.plan.element, parts.potential.element)),
    element('div', { class: 'row' },
      action(app, 'predict', 'Predict first', startPrediction).element,
      action(app, 'open', 'Open files', () => chooser.click()).element,
      action(app, 'save', 'Save CSV', async () => saveFiles((await app.ask('csv', question(app.state))).payload)).element,
      action(app, 'reset', 'Start over', () => app.reset()).element, chooser),
  );

  function choosePreset(preset) {
    view.pair = view.selected = null;
    const patch = { preset, predict: false, guess: [], points: pointsOf[preset] ?? app.state.points };
    if (preset !== 'own') app.change(patch);
    else if (frame) toOwn(patch);
    else parts.preset.set(app.state.preset); // there is nothing yet to make one's own
  }

  // rowsOf writes a side of the frame as rows of one's own, at first in its own
  // dimension.
  function rowsOf(side) {
    const d = dimension();
    return [...frame[`${side}Weight`]].map((weight, i) => [...frame[side].slice(d * i, d * (i + 1)), weight]);
  }

  // toOwn makes what is shown one's own, so that its points can be changed.
  function toOwn(patch = {}, options = {}) {
    app.change({ preset: 'own', dim: dimension(), p: rowsOf('p'), q: rowsOf('q'), ...patch }, options);
  }

  function changeDimension(dim) {
    if (!frame || dim === dimension()) return;
    const turn = (rows, y) => rows.map((row) => (dim === 1 ? [row[0], row[2]] : [row[0], y, row[1]]));
    app.change({ dim, p: turn(app.state.p, 0.25), q: turn(app.state.q, -0.25) });
  }

  function startPrediction() {
    const n = frame ? frame.pMass.length : 0;
    const fits = frame && n === frame.qMass.length && n <= 12 && frame.equal;
    app.change({ predict: true, guess: [], ...(fits ? {} : { preset: 'clouds', points: 6 }) });
    prediction.start();
    picture.canvas.focus();
  }

  async function openFiles(files) {
    try {
      const opened = await Promise.all(files.slice(0, 2).map(readFile));
      const { payload } = await app.ask('open', opened);
      const one = payload.length === 1;
      const dim = payload[0].dim;
      const keep = one && frame && dimension() === dim;
      app.change({ preset: 'own', dim, p: keep ? rowsOf('p') : payload[0].rows, q: one ? payload[0].rows : payload[1].rows });
      app.say(one ? `${opened[0].name} is Q now. Two files at once are P and Q.` : `${opened[0].name} is P, ${opened[1].name} is Q. They stay on this machine.`);
    } catch (error) {
      app.say(error.message);
    }
    chooser.value = '';
  }
  for (const kind of ['dragover', 'drop']) {
    picture.element.addEventListener(kind, (event) => {
      event.preventDefault();
      if (kind === 'drop') openFiles([...event.dataTransfer.files]);
    });
  }

  // askPair asks what atoms i of P and j of Q pay; null asks nothing.
  async function askPair(pair) {
    view.pair = pair;
    picture.redraw();
    if (!pair) { pairLine.textContent = ''; return; }
    try {
      const answer = await app.latest('pair', pair);
      if (!answer || view.pair !== pair) return;
      pairLine.textContent = answer.payload.words;
    } catch { pairLine.textContent = ''; }
  }

  // The curves are asked for when what they depend on has changed.
  let curvesOf = '';
  async function askCurves(state) {
    const { theta, mean, sigma, n, p, q, potential, ...rest } = question(state);
    const other = state.preset === 'noise' ? theta : 0;
    const key = JSON.stringify([rest, other]);
    if (key === curvesOf) return;
    curvesOf = key;
    const curves = await app.latest('curves', question(state));
    if (curves) { table.curves = curves.payload.parameter ? curves : null; fill(); }
  }

  // chooseBox chooses the part of the space that is shown. It stays as it is while
  // something is dragged, and as long as all points are in it and fill some of it.
  function chooseBox(state) {
    const dim = dimension();
    const preset = presets[state.preset];
    if (preset.box || (tools.busy && boxDim === dim)) {
      box = preset.box ?? box;
      boxDim = dim;
      return;
    }
    const reach = (k) => {
      let [low, high] = [Infinity, -Infinity];
      for (const side of ['p', 'q']) for (let i = k; i < frame[side].length; i += dim) { low = Math.min(low, frame[side][i]); high = Math.max(high, frame[side][i]); }
      return [low, high];
    };
    const { width, height } = picture;
    const seen = boxDim === dim ? windowOf({ width, height }, dim, box) : [];
    const axes = Array.from({ length: dim }, (_, k) => reach(k));
    const inside = axes.every(([low, high], k) => low >= seen[2 * k] && high <= seen[2 * k + 1]);
    const filled = axes.some(([low, high], k) => high - low > 0.1 * (seen[2 * k + 1] - seen[2 * k]));
    if (!inside || !filled) {
      box = axes.flatMap(([low, high]) => [low - 0.12 * (high - low) - 0.15, high + 0.12 * (high - low) + 0.15]);
      if (dim === 1) box.push(0, 1);
    }
    boxDim = dim;
  }

  function fill() {
    if (!frame) return;
    const { payload } = frame;
    const secret = app.state.predict && !prediction.revealed;
    table.fill(payload, { preset: presets[app.state.preset], secret });
    certificate.textContent = secret ? '' : payload.proof;
    about.textContent = presets[app.state.preset].about;
    picture.words = secret ? 'The plan is hidden until you reveal it.' : payload.words;
  }

  // shownWindow is where the engine is to compute the potential.
  function shownWindow(state) {
    const { width, height } = picture;
    return frame && state.potential && width > 40 && height > 40 ? windowOf({ width, height }, dimension(), box) : [];
  }

  async function ask(state) {
    try {
      const near = tools.busy || moving; // the next picture will not differ much
      const seen = shownWindow(state);
      const answer = await app.latest('show', { ...question(state), near, window: seen });
      if (!answer) return;
      frame = answer;
      frame.equal = allEqual(frame.pMass) && allEqual(frame.qMass);
      chooseBox(app.state);
      tools.check();
      fill();
      picture.redraw();
      if (view.pair) askPair({ ...view.pair });
      if (!tools.busy && String(shownWindow(state)) !== String(seen)) ask(app.state); // the picture shows another place now
    } catch (error) {
      app.say(error.message);
    }
  }

  function show(state) {
    for (const [name, part] of Object.entries(parts)) part.set(state[name]);
    for (const name of ['theta', 'mean', 'spread', 'sigma', 'sequence', 'n', 'images', 'points', 'seed', 'dim']) {
      parts[name].element.hidden = app.hidden(name) || !presets[state.preset].controls.includes(name);
    }
    prediction.show(state);
    tools.show(state);
    const shown = ask(state); // before the curves, which take longer
    askCurves(state).catch((error) => app.say(error.message));
    return shown;
  }

  // Until someone takes hold of it, θ of the first page moves by itself.
  let moving = app.extras.fresh && !app.calm;
  const still = () => { moving = false; };
  for (const kind of ['pointerdown', 'keydown', 'wheel', 'input']) root.addEventListener(kind, still, { capture: true });
  const began = performance.now();
  function sway(now) {
    if (!moving) { if (frame) ask(app.state); return; }
    const theta = Number((0.8 * Math.cos(((now - began) / 9000) * 2 * Math.PI - 0.9)).toFixed(3));
    parts.theta.set(theta);
    ask({ ...app.state, theta }).then(() => requestAnimationFrame(sway));
  }
  if (moving) requestAnimationFrame(sway);

  return {
    show,
    leave() { moving = false; picture.leave(); table.leave(); tools.leave(); },
  };
}

function allEqual(masses) { return masses.every((mass) => Math.abs(mass - masses[0]) < 1e-12); }
