// The controls of the view of distances: presets and their parameters, files, and what to
// compare and show.
import { element } from './dom.js';
import { slider, select, check, action, group } from './controls.js';
import { presets, grounds } from './distances_presets.js';
import { saveFiles, readFile } from './save.js';

// pointsOf is the initial number of points of a preset.
const pointsOf = { lines: 12, gaussians: 61, noise: 30, clouds: 60 };

// ofPresets are the controls that belong to some presets only.
const ofPresets = ['theta', 'mean', 'spread', 'sigma', 'sequence', 'n', 'images', 'points', 'seed', 'dim'];

export class Controls {
  // what = { app, view, tools, frame, dimension, copyToOwn, rowsOf, predict, question }
  constructor(root, what) {
    Object.assign(this, what);
    const { app } = what;
    this.parts = {
      preset: select(app, 'preset', 'example', Object.entries(presets).map(([value, { label }]) => [value, label]), (preset) => this.choosePreset(preset)),
      theta: slider(app, 'theta', 'θ', { min: -1, max: 1, step: 0.01 }),
      mean: slider(app, 'mean', 'μ of Q', { min: -4, max: 4, step: 0.05 }),
      spread: slider(app, 'spread', 's of Q', { step: 0.05 }),
      sigma: slider(app, 'sigma', 'σ of the noise', { step: 0.01 }),
      sequence: slider(app, 'sequence', 'sequence', { step: 1 }),
      n: slider(app, 'n', 'n', { log: true }),
      images: select(app, 'images', 'images', app.fields.images.options),
      points: slider(app, 'points', 'points', { log: true }),
      seed: slider(app, 'seed', 'seed', { min: 0, max: 50, step: 1 }),
      dim: select(app, 'dim', 'space', [['2', 'plane'], ['1', 'line']], (dim) => this.changeDimension(Number(dim))),
      ground: select(app, 'ground', 'ground cost', grounds),
      bins: slider(app, 'bins', 'bins', { min: 0, max: 40, step: 1, hint: 'TV, KL and JS compare histograms with this number of bins along each axis. With 0 they compare single points.' }),
      plan: check(app, 'plan', 'plan'),
      potential: check(app, 'potential', 'potential'),
    };
    const { preset, ground, bins, plan, potential } = this.parts;
    this.chooser = element('input', {
      type: 'file', accept: '.csv,.txt,.tsv,.npy,.png,.pgm,.gz', multiple: true, class: 'unseen', tabindex: '-1', 'aria-label': 'Files of points, or pictures',
      onchange: () => this.openFiles([...this.chooser.files], this.side),
    });
    root.append(
      group('Two distributions', preset, ...ofPresets.map((name) => this.parts[name])),
      this.tools.element,
      group('Cost, bins and display', ground, bins, element('div', { class: 'row' }, plan.element, potential.element)),
      element('div', { class: 'row' },
        action(app, 'predict', 'Predict first', this.predict).element,
        action(app, 'open', 'Open P', () => this.choose('p')).element,
        action(app, 'open', 'Open Q', () => this.choose('q')).element,
        action(app, 'save', 'Save CSV', async () => saveFiles((await app.ask('csv', this.question(app.state))).payload)).element,
        action(app, 'reset', 'Start over', () => app.reset()).element, this.chooser),
    );
  }

  show(state) {
    for (const [name, part] of Object.entries(this.parts)) part.set(state[name]);
    for (const name of ofPresets) this.parts[name].element.hidden = this.app.hidden(name) || !presets[state.preset].controls.includes(name);
  }

  choosePreset(preset) {
    const { app, view } = this;
    view.pair = view.selected = null;
    const patch = { preset, predict: false, guess: [], points: pointsOf[preset] ?? app.state.points };
    if (preset !== 'own') app.change(patch);
    else if (this.frame()) this.copyToOwn(patch);
    else this.parts.preset.set(app.state.preset); // there is nothing yet to make one's own
  }

  changeDimension(dim) {
    if (dim === this.app.state.dim) return;
    const turn = (rows, y) => rows.map((row) => (dim === 1 ? [row[0], row[2]] : [row[0], y, row[1]]));
    const { p, q } = this.app.state;
    this.app.change({ dim, p: turn(p, 0.25), q: turn(q, -0.25) });
  }

  // choose opens the browser's list of files, for one side or both.
  choose(side) {
    this.side = side;
    this.chooser.click();
  }

  // openFiles reads one file as the points of a side, or two files as P and Q. If the points of
  // the other side have another dimension, the file becomes both.
  async openFiles(files, side = 'q') {
    const { app } = this;
    try {
      const opened = await Promise.all(files.slice(0, 2).map(readFile));
      const { payload } = await app.ask('open', opened);
      const one = payload.length === 1;
      const dim = payload[0].dim;
      const keep = one && this.frame() && this.dimension() === dim;
      const other = side === 'p' ? 'q' : 'p';
      const [rows, others] = [payload[0].rows, one ? (keep ? this.rowsOf(other) : payload[0].rows) : payload[1].rows];
      app.change({ preset: 'own', dim, ...(one ? { [side]: rows, [other]: others } : { p: rows, q: others }) });
      const [first, second] = opened.map(({ name }) => name);
      if (!one) app.say(`${first} is P, ${second} is Q. They stay on this machine.`);
      else if (keep) app.say(`${first} is ${side.toUpperCase()} now. Open ${other.toUpperCase()} opens a file for ${other.toUpperCase()}. Two files opened at once become P and Q.`);
      else app.say(`${first} is P and Q now, because its points are ${dim === 1 ? 'on the line' : 'in the plane'} and those of ${other.toUpperCase()} were not. Undo brings them back. Two files opened at once become P and Q.`);
    } catch (error) {
      app.say(`${error.message}${/\.(csv|tsv|txt):/.test(error.message) ? '. A file may have the columns x, y and weight; Save CSV writes such files' : ''}`);
    }
    this.chooser.value = '';
  }
}
