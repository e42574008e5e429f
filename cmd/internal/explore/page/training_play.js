// Playing: the page sends one message in each frame of the screen, and draws the answer in the
// next frame. The engine trains for a part of that time, so that the page does not wait. Exact
// EM comes with a later answer. If the engine takes longer than a frame, it gets the next
// message as soon as it has answered.
import { element, button } from './dom.js';
import { slider, select } from './controls.js';
import { question, changeable, ofStart } from './training_fields.js';

export class Play {
  constructor(app, view, stage) {
    this.app = app;
    this.view = view;
    this.stage = stage;
    this.playing = false;
    this.asking = false;
    this.gone = false;
    this.turn = Promise.resolve(); // until the last message is answered
    this.known = { scene: 0, epoch: 0, have: 0 };
    this.ontake = () => {};
    this.toggle = button('Play', () => this.setPlaying(!this.playing), { class: 'main', 'data-control': 'playpause', 'aria-pressed': 'false' });
    const step = (kind, label) => button(label, () => this.step(kind), { 'data-control': `step-${kind}` });
    this.speed = slider(app, 'speed', 'speed', { min: 1, max: 100, log: true, hint: 'The number of iterations between two pictures' });
    this.what = select(app, 'play', 'play', [['both', 'critic and generator'], ['critic', 'the critic alone'], ['generator', 'the generator alone']]);
    this.timeline = element('input', {
      type: 'range', min: 0, max: 0, step: 1, value: 0, 'aria-label': 'Round: drag to go back and forth', 'data-control': 'timeline',
      oninput: () => this.seek(this.timeline.valueAsNumber),
    });
    this.to = element('input', { type: 'number', min: 0, max: farthest, step: 1, id: 'control-to', disabled: app.locked('to'), onchange: () => this.goTo(this.to.valueAsNumber) });
    this.toName = element('label', { for: 'control-to' }, 'go to iteration');
    this.where = element('output', { class: 'where' });
    for (const name of ['playpause', 'timeline', 'step-critic']) if (app.locked(name)) this.toggle.disabled = true;
    this.elements = [
      element('div', { class: 'row' },
        button('Restart', () => { app.say(''); this.restart(); }, { 'data-control': 'restart' }), this.toggle,
        element('span', { class: 'steps', role: 'group', 'aria-label': 'One step' }, 'One step of ', step('critic', 'the critic'), step('generator', 'the generator'), step('both', 'both')),
        button('Slow motion', () => this.slow.toggle(), { 'data-control': 'slow' }),
        element('span', { class: 'steps', 'data-control': 'to', title: 'Trains up to this iteration, or goes back to it' }, this.toName, this.to)),
      element('div', { class: 'row timeline' }, this.timeline, this.where),
    ];
    for (const node of this.elements.flatMap((row) => [...row.querySelectorAll('[data-control]')])) {
      if (app.hidden(node.dataset.control)) node.hidden = true;
      if (app.locked(node.dataset.control)) node.disabled = true;
    }
  }

  // show brings the games to a state, unless they have it already.
  show(state) {
    this.speed.set(state.speed);
    this.what.set(state.play);
    if (state.run && !this.runAsked) { this.openRun(); return null; }
    if (state.data === 'own' && state.points.length === 0) {
      this.app.say('The link has no points, so this is the ring of eight Gaussians.');
      this.app.change({ data: this.app.fields.data.initial });
      return null;
    }
    if (this.playing) return null; // the next message has the state
    return this.settle();
  }

  // openRun asks for the run with which the explorer was started.
  async openRun() {
    this.runAsked = true;
    try {
      const { payload } = await this.app.ask('run', null);
      const { config, points, last } = payload;
      const patch = { run: false, start: '', points, script: last > 0 ? String(last) : '', at: -1 };
      for (const name of [...changeable, ...ofStart]) if (name in config) patch[name] = config[name];
      if (points?.length > 0) patch.data = 'own'; else patch.points = [];
      patch.generator_steps = config.generator_steps ?? 1;
      this.app.change(patch);
      this.app.say(`This is the run in ${payload.name}. Drag the timeline to go through it.`);
    } catch (error) {
      this.app.say(error.message);
      this.app.change({ run: false });
    }
  }

  // settle asks for the state until the games have reached it and are measured.
  async settle() {
    if (this.settling) { this.again = true; return; }
    this.settling = true;
    let fault = null;
    try {
      for (let tries = 0; !this.gone && !this.playing; tries++) {
        this.again = false;
        const frame = await this.ask('show', {});
        if (!frame || this.playing) continue;
        const { at, target, measured, failed } = frame.payload;
        if (this.again) { tries = 0; continue; }
        if (failed || (at === target && measured)) break;
        if (at === target) await new Promise((resolve) => { setTimeout(resolve, Math.min(30 * (tries + 1), 300)); });
      }
    } catch (error) { fault = error; }
    this.settling = false;
    if (fault) this.app.refuse(fault, fault.asked); // which may show another state, and settle there
  }

  // ask sends the state, with more fields, and shows the answer. Messages are sent one after the
  // other, because each continues from the state that the last answer has set. ask returns null
  // if the state has changed since.
  ask(kind, more) {
    const turn = this.turn.then(() => this.exchange(kind, more));
    this.turn = turn.catch(() => {});
    return turn;
  }

  async exchange(kind, more) {
    if (this.gone) return null;
    const asked = this.app.state;
    const frame = await this.app.ask(kind, { ...question(asked), ...this.known, ...more }).catch((error) => { throw Object.assign(error, { asked }); });
    if (this.gone) return null;
    const now = this.app.state;
    const same = [...ofStart, ...changeable, 'script'].every((name) => now[name] === asked[name]);
    this.take(frame, asked);
    if (!same) return null;
    if (kind !== 'show') this.app.state = { ...now, script: frame.payload.script, at: -1 };
    this.app.accept(this.app.state);
    return frame;
  }

  // act sends "play" or "slow" until it is done: the games may be on their way to the round that
  // is asked for, or wait to be measured.
  async act(kind, more) {
    for (;;) {
      const frame = await this.ask(kind, more);
      if (!frame || frame.payload.failed || frame.payload.done) return frame;
    }
  }

  // take keeps a frame, with its scene and its records, and the state that was asked for. A
  // new scene means new games: the records of those that were played remain, as the run before.
  take(frame, asked) {
    const { view } = this;
    const { payload } = frame;
    if (payload.setting) {
      if (view.rows.length > 1) view.before = { rows: view.rows.slice(), losses: view.frame.payload.games.map((game) => game.loss), start: view.start, script: view.frame.payload.script, end: view.frame.payload.end };
      view.start = startOf(asked);
      if (view.before) view.before.settings = differences(view.before, view.start);
    }
    if (!payload.setting) keepOthers(frame, view.frame);
    view.frame = frame;
    if (payload.setting) {
      Object.assign(view, { setting: payload.setting, real: frame.real.slice(), noise: frame.noise.slice(), realBars: frame.realBars?.slice() ?? null, hover: -1, cursor: null });
    }
    view.rows.length = payload.from;
    view.rows.push(...payload.records);
    if (view.cursor >= view.rows.length) view.cursor = null; // its row was deleted
    this.known = { scene: payload.scene, epoch: payload.epoch, have: view.rows.length };
    this.timeline.max = payload.end;
    this.timeline.value = payload.at;
    this.toName.textContent = `go to ${unitOf(payload.script)}`;
    this.timeline.setAttribute('aria-valuetext', `round ${payload.at} of ${payload.end}`);
    const late = payload.at < payload.target && !this.playing ? `, on the way to ${payload.target}` : '';
    this.where.textContent = `iteration ${payload.step}${payload.at === payload.step ? '' : `, round ${payload.at}`}${payload.at < payload.end ? ` of ${payload.end}` : ''}${late}`;
    if (payload.failed && this.failed !== payload.failed) this.app.say(`Training cannot go on: ${payload.failed}. Go back, or start over.`);
    this.failed = payload.failed;
    if (payload.failed && this.playing) this.setPlaying(false);
    if (this.playUntil !== undefined && (payload.at >= this.playUntil || !this.playing)) {
      if (this.playing && this.playUntil > 0) this.setPlaying(false);
      this.playUntil = undefined;
    }
    this.ontake();
  }

  setPlaying(playing) {
    if (playing === this.playing) return;
    this.slow?.stop();
    this.playing = playing;
    this.toggle.textContent = playing ? 'Pause' : 'Play';
    this.toggle.setAttribute('aria-pressed', String(playing));
    if (playing) { this.view.moment = null; this.frame(); } else this.turn.then(() => this.rest());
  }

  // begin plays some iterations on a page that was just opened, until the user touches the page.
  // So the page shows at once that generators learn.
  begin(root) {
    const { app } = this;
    if (app.reducedMotion || app.extras.lesson || !app.extras.fresh) return;
    const stop = () => { this.playUntil = 0; };
    for (const kind of ['pointerdown', 'keydown', 'wheel']) root.addEventListener(kind, stop, { capture: true, once: true });
    this.playUntil = 400;
    this.setPlaying(true);
  }

  // rest makes all that was played one step of undo, and asks for its measurements.
  rest() {
    if (this.gone) return;
    this.app.change({ script: this.app.state.script, at: this.app.state.at });
  }

  // frame plays one frame, and then the next.
  frame() {
    if (!this.playing || this.gone) return;
    requestAnimationFrame(() => this.frame());
    if (this.asking) this.late = true; else this.askNext();
  }

  askNext() {
    this.asking = true;
    this.late = false;
    this.ask('play', { play: this.app.state.play, rounds: this.playUntil ? 2 : this.app.state.speed })
      .catch((error) => { this.app.say(error.message); this.setPlaying(false); })
      .finally(() => {
        this.asking = false;
        if (this.late && this.playing && !this.gone) this.askNext();
      });
  }

  async step(kind) {
    this.setPlaying(false);
    this.slow.stop();
    try {
      await this.act('play', { play: kind, rounds: 1 });
      this.rest();
    } catch (error) { this.app.say(error.message); }
  }

  seek(at) {
    this.setPlaying(false);
    this.slow.stop();
    this.app.change({ at: at >= Number(this.timeline.max) ? -1 : at }, { gesture: 'timeline' });
  }

  // goTo goes back to a round, or trains on to it.
  goTo(round) {
    if (!Number.isInteger(round) || round < 0 || round > farthest) { this.app.say(`Enter a whole number from 0 to ${farthest}.`); return; }
    const end = Number(this.timeline.max);
    if (round <= end) { this.seek(round); return; }
    this.setPlaying(false);
    this.slow.stop();
    const moves = this.app.state.script === '' ? [] : this.app.state.script.split('~');
    const before = /^\d+$/.test(moves.at(-1)) ? Number(moves.pop()) : 0; // iterations in a row are one move
    this.app.change({ script: [...moves, before + round - end].join('~'), at: -1 });
  }

  // change changes a setting while the games are played, or at their start.
  async change(name, value) {
    const { app } = this;
    if (app.state.script === '') { app.change({ [name]: value, at: -1 }, { gesture: name }); return; }
    try {
      await this.act('play', { change: `${name}:${value}`, rounds: 0 });
      const now = `${nameOf[name]} = ${value}`;
      app.say(`${now} from iteration ${this.view.frame.payload.step} on. Restart trains from the start with ${now}.`);
      if (this.playing) app.history.push(app.state, name); else app.change({ script: app.state.script, at: -1 }, { gesture: name });
    } catch (error) { app.say(error.message); }
  }

  // current returns the present settings.
  current() {
    const now = this.view.frame?.payload.now;
    if (!now) return {};
    const patch = Object.fromEntries(changeable.filter((name) => name in now).map((name) => [name, now[name]]));
    patch.generator_steps = Math.max(1, now.generator_steps ?? 1);
    return patch;
  }

  // restart starts over with the same seed, the present settings, and the changes of a patch.
  restart(patch = {}, options = {}) {
    this.slow.stop();
    this.view.moment = null;
    this.app.change({ ...this.current(), ...patch, script: '', at: -1 }, options);
  }

  leave() { this.gone = true; this.playing = false; }
}

const farthest = 20000; // the largest round to which goTo trains

// nameOf are the short names of the settings that can change during training.
const nameOf = { lr: 'the generator’s α', critic_lr: 'the critic’s α', clip: 'c', penalty: 'λ', critic_steps: 'critic steps', generator_steps: 'generator steps', batch: 'm', optimizer: 'optimizer', beta1: 'β₁' };

// nameOfStart are the names of the settings at the start, as the controls show them.
const nameOfStart = {
  start: 'weights', seed: 'seed', width: 'neurons a layer', depth: 'hidden layers', critic_width: 'neurons, critic', critic_depth: 'layers, critic',
  activation: 'activation', noise: 'noise dimension', prior: 'noise', eval_every: 'measure every', eval_samples: 'samples for measurements',
  warmup: 'warm-up', warmup_steps: 'steps of the warm-up',
};

// unitOf returns the unit of a script's numbers: rounds, if there are steps of the critic or the
// generator alone, which are no iterations.
export const unitOf = (script) => (/(^|~)[cg]\d/.test(script) ? 'round' : 'iteration');

// changesOf returns the changes of settings in a script, as text, and the round of each.
export function changesOf(script) {
  const changes = [];
  let round = 0;
  for (const move of script === '' ? [] : script.split('~')) {
    const [name, value] = move.split(':');
    if (value === undefined) round += Number(move.replace(/^[cg]/, ''));
    else changes.push({ round, text: `${nameOf[name]} = ${value}` });
  }
  return changes;
}

const startOf = (state) => Object.fromEntries([...ofStart, ...changeable].map((name) => [name, state[name]]));

// differences returns the settings of the previous run that differ from those of the present
// games, as text. It returns '' if there are none, or if the data differ, because then the two
// runs cannot be compared.
function differences({ start, script, end }, now) {
  const same = (name) => JSON.stringify(start[name]) === JSON.stringify(now[name]);
  if (!same('data') || !same('points')) return '';
  const others = [...ofStart, ...changeable].filter((name) => name !== 'loss' && !same(name));
  const settings = others.map((name) => `${nameOf[name] ?? nameOfStart[name]} = ${start[name] === '' ? 'random' : start[name]}`);
  return [...settings, ...changesOf(script).filter(({ round }) => round < end).map(({ round, text }) => `${text} from ${unitOf(script)} ${round} on`)].join(', ');
}

// keepOthers adds to a frame the last arrays of those games that the frame does not contain.
function keepOthers(frame, before) {
  frame.payload.games.forEach((game, k) => {
    if (!before || frame.payload.drawn.includes(k)) return;
    for (const name of ofGame) if (before[name + k]) frame[name + k] = before[name + k];
  });
}

const ofGame = ['samples', 'scores', 'pulls', 'surface', 'fold', 'bars']; // as in engine/training_frame.go
