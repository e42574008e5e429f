// The view of two distributions, the distances between them, and the optimal plan.
import { number, choice, flag, points } from './state.js';
import { element, layout } from './dom.js';
import { firstFrame } from './frame.js';
import { Picture } from './picture.js';
import { drawPair } from './picture_pair.js';
import { DistanceTable } from './distances_table.js';
import { presets, grounds } from './distances_presets.js';
import { PairTools } from './distances_tools.js';
import { Prediction } from './distances_predict.js';
import { Controls } from './distances_controls.js';
import { Viewport } from './distances_viewport.js';

const mostPoints = 1000; // engine.MaxPoints

export const fields = {
  preset: choice('lines', Object.keys(presets)),
  theta: number(0.5, -2, 2),
  mean: number(2, -8, 8),
  spread: number(1, 0.1, 4),
  sigma: number(0.2, 0, 1),
  sequence: number(1, 1, 4, { whole: true }),
  n: number(1, 1, 1000, { whole: true }),
  images: choice('disc and ring', ['disc and ring', '1 and 7', 'T and L']),
  points: number(12, 1, mostPoints, { whole: true }),
  seed: number(1, 0, 2 ** 31, { whole: true }),
  dim: number(2, 1, 2, { whole: true }),
  p: points(mostPoints, [2, 3]),
  q: points(mostPoints, [2, 3]),
  ground: choice('euclidean', grounds.map(([name]) => name)),
  bins: number(0, 0, 200, { whole: true }),
  plan: flag(true),
  potential: flag(false),
  predict: flag(false),
  guess: points(mostPoints, [2]),
};

// question returns the part of a state that the engine needs.
export function question(state) {
  const { plan, predict, guess, ...rest } = state;
  return state.preset === 'own' ? rest : { ...rest, p: [], q: [] };
}

export function mount(root, app) {
  const parts = layout(root);
  let frame = null; // the last one of the engine
  const viewport = new Viewport();
  let first = app.latest('show', { ...question(app.state), moving: false, window: [] }); // before all is built
  const view = { pair: null, selected: null };
  let asked = ''; // the window of the last message
  // The engine answers after a while: the frame may be that of an older state. Its points are
  // drawn; those of the user are changed as they are in the state.
  const own = () => app.state.preset === 'own';
  const drawnDimension = () => (frame && frame.p.length === frame.pMass.length ? 1 : 2);
  const dimension = () => (own() ? app.state.dim : drawnDimension());

  const picture = new Picture({
    name: 'distances',
    label: 'Two distributions and the plan between them',
    help: 'Keys: left and right move Q, if no point is chosen. N and B choose the next and the previous point. Arrows move the chosen point, ' +
      'in larger steps with Shift; + and − change its weight, A adds a point beside it, Delete removes it, Escape ends the choice. ' +
      'Enter marks the chosen point of P; then choose a point of Q to see the prices of the pair.',
    draw: (pen, size) => {
      if (!frame) return undefined;
      return drawPair(pen, size, {
        frame, dim: drawnDimension(), box: viewport.box, ...view,
        plan: app.state.plan && !(app.state.predict && !prediction.revealed),
        guess: app.state.predict ? app.state.guess : null,
        lines: app.state.preset === 'lines' ? { theta: frame.payload.value, dragMe: intro.moving } : null,
        pixels: app.state.preset === 'images',
      });
    },
    keys: (event) => tools.key(event),
    sized: () => { if (!tools.busy && String(windowFor(app.state)) !== asked) ask(app.state); },
  });
  const numbers = new Numbers(app);
  const prediction = new Prediction(app, () => question(app.state), () => { picture.redraw(); fill(); });
  const tools = new PairTools({
    app, picture, view, dimension, rowsOf, copyToOwn,
    frame: () => frame,
    predicting: () => app.state.predict && !prediction.revealed,
    onpair: askPair,
    onrest: () => ask(app.state),
  });
  const controls = new Controls(parts.controls, { app, view, tools, dimension, copyToOwn, rowsOf, question, frame: () => frame, predict: startPrediction });
  const intro = new Intro(app, root, (state) => { controls.parts.theta.set(state.theta); return ask(state); });
  parts.stage.append(picture.element);
  parts.numbers.append(...numbers.elements, prediction.element);
  for (const kind of ['dragover', 'drop']) {
    picture.element.addEventListener(kind, (event) => {
      event.preventDefault();
      if (kind === 'drop') controls.openFiles([...event.dataTransfer.files]);
    });
  }

  // rowsOf returns the points of one side as rows of a state.
  function rowsOf(side) {
    if (own()) return app.state[side];
    const d = drawnDimension();
    return [...frame[`${side}Weight`]].map((weight, i) => [...frame[side].slice(d * i, d * (i + 1)), weight]);
  }

  // copyToOwn changes the state from a preset to points of the user, so that they can be edited.
  function copyToOwn(patch = {}, options = {}) {
    app.change({ preset: 'own', dim: dimension(), p: rowsOf('p'), q: rowsOf('q'), ...patch }, options);
  }

  function startPrediction() {
    if (!frame || app.state.predict) return;
    const [n, m] = [frame.pMass.length, frame.qMass.length];
    const why = n !== m ? `P has ${n} points and Q ${m}` : n > 12 ? `P and Q have ${n} points each, and at most 12 can be paired by hand` : frame.equal ? '' : 'the weights differ';
    prediction.begin(app.state);
    app.change({ predict: true, guess: [], ...(why === '' ? {} : { preset: 'clouds', points: 6 }) });
    if (why !== '') app.say(`These points cannot be paired one to one: ${why}. Here are six other points each. Stop brings yours back.`);
    picture.canvas.focus();
    prediction.element.scrollIntoView({ block: 'nearest' });
  }

  // askPair shows the prices and the cost of a pair, atom i of P and atom j of Q, or nothing if
  // the pair is null.
  async function askPair(pair) {
    view.pair = pair;
    picture.redraw();
    if (!pair) { numbers.pair.textContent = ''; return; }
    try {
      const answer = await app.latest('pair', pair);
      if (!answer || view.pair !== pair) return;
      numbers.pair.textContent = answer.payload.words;
    } catch { numbers.pair.textContent = ''; }
  }

  function fill() {
    if (!frame) return;
    const secret = app.state.predict && !prediction.revealed;
    numbers.fill(frame.payload, secret);
    picture.words = secret ? 'The plan is hidden until you reveal it.' : frame.payload.words;
  }

  // take shows a new frame.
  function take(next) {
    frame = next;
    frame.equal = allEqual(frame.pMass) && allEqual(frame.qMass);
    viewport.choose(frame, drawnDimension(), { fixed: presets[app.state.preset].box, size: picture, dragged: tools.busy });
    tools.check();
    fill();
    picture.redraw();
  }

  // windowFor returns the window in which the engine should compute the potential.
  const windowFor = (state) => (frame && state.potential ? viewport.visible(picture) : []);

  async function ask(state) {
    try {
      const moving = tools.busy || intro.moving; // the state is similar to the last one
      const window = windowFor(state);
      asked = String(window);
      const sent = first ?? app.latest('show', { ...question(state), moving, window });
      first = null;
      const answer = await sent;
      if (!answer) return;
      take(answer);
      app.accept(state);
      if (view.pair) askPair({ ...view.pair });
      if (!tools.busy && String(windowFor(state)) !== String(window)) ask(app.state); // the picture now shows another part of space
    } catch (error) {
      app.refuse(error, state);
    }
  }

  if (app.extras.fresh) take(firstFrame());
  intro.begin();
  return {
    show(state) {
      controls.show(state);
      prediction.show(state);
      tools.show(state);
      const shown = ask(state); // first, because the curves take longer
      numbers.askCurves(state, fill).catch((error) => app.say(error.message));
      return shown;
    },
    leave() { intro.stop(); picture.leave(); numbers.leave(); },
  };
}

function allEqual(masses) { return masses.every((mass) => Math.abs(mass - masses[0]) < 1e-12); }

// Numbers shows the text about a preset, the table with its curves, the certificate, and the
// prices of a pair.
class Numbers {
  constructor(app) {
    this.app = app;
    this.about = element('p', { class: 'lead' });
    this.table = new DistanceTable();
    this.certificate = element('p', { class: 'about' });
    this.pair = element('p', { class: 'about pair-line' });
    this.elements = [this.about, this.table.element, this.certificate, this.pair];
    this.curvesOf = '';
  }

  // fill shows the payload of a frame. It hides the numbers that a user has to predict first.
  fill(payload, secret) {
    const preset = presets[this.app.state.preset];
    this.table.fill(payload, { preset, secret });
    this.certificate.textContent = secret ? '' : payload.proof;
    this.pair.hidden = secret;
    this.about.textContent = this.app.state.predict ? 'Which plan costs least? Guess it. Reveal then shows the optimum.' : preset.about;
  }

  // askCurves asks for the curves if a field on which they depend has changed.
  async askCurves(state, done) {
    const { theta, mean, sigma, n, p, q, potential, ...rest } = question(state);
    const other = state.preset === 'noise' ? theta : 0;
    const key = JSON.stringify([rest, other]);
    if (key === this.curvesOf) return;
    this.curvesOf = key;
    const curves = await this.app.latest('curves', question(state));
    if (curves) { this.table.curves = curves.payload.parameter ? curves : null; done(); }
  }

  leave() { this.table.leave(); }
}

// Intro moves θ on a page that was just opened, until the user touches the page. The last θ
// becomes that of the state.
class Intro {
  constructor(app, root, step) {
    Object.assign(this, { app, step, moving: app.extras.fresh && !app.reducedMotion });
    for (const kind of ['pointerdown', 'keydown', 'wheel', 'input']) root.addEventListener(kind, () => this.stop(), { capture: true });
  }

  begin() {
    const began = performance.now();
    const next = (now) => {
      if (!this.moving) return;
      this.theta = Number((0.8 * Math.cos(((now - began) / 9000) * 2 * Math.PI - 0.9)).toFixed(3));
      this.step({ ...this.app.state, theta: this.theta }).then(() => requestAnimationFrame(next));
    };
    if (this.moving) requestAnimationFrame(next);
  }

  stop() {
    const rests = this.moving && this.theta !== undefined;
    this.moving = false;
    if (rests) this.app.amend({ theta: this.theta });
  }
}
