// The controls of training. Those of the first group change the games during training. Those
// of the second group restart the games with the same seed.
import { element } from './dom.js';
import { slider, select, check, action, group } from './controls.js';
import { saveFiles } from './save.js';
import { DrawnData } from './training_data.js';
import { losses, catalogue, changeable, ofStart, question } from './training_fields.js';

const labels = { wgan: 'WGAN', minimax: 'GAN, log(1 − D)', nonsaturating: 'GAN, −log D', 'wgan-gp': 'WGAN with penalty', leastsquares: 'GAN, least squares' };
export const nameOf = (loss) => labels[loss];

const dataNames = {
  gaussian: 'one Gaussian, line', '2gaussians': 'two Gaussians, line', '5gaussians': 'five Gaussians, line',
  '8gaussians': 'ring of eight Gaussians', '25gaussians': 'grid of 25 Gaussians', far: 'a Gaussian far off', swissroll: 'spiral', lines: 'Example 1: a line', own: 'my own points',
};

export class Controls {
  constructor(app, view, play, root) {
    this.app = app;
    this.view = view;
    this.play = play;
    this.presets = [];
    // Controls take an app; these two take a change to the games, or to their start.
    const through = (change) => ({
      fields: app.fields, hidden: (name) => app.hidden(name), locked: (name) => app.locked(name), say: (text) => app.say(text),
      change, get state() { return app.state; }, get reducedMotion() { return app.reducedMotion; },
    });
    const live = through((patch) => { for (const [name, value] of Object.entries(patch)) play.change(name, value); });
    const anew = through((patch, options) => {
      if (patch.data === 'own' && app.state.points.length === 0) { this.data.begin(); this.start.data.set(app.state.data); return; }
      play.restart(patch, options);
    });
    this.live = {
      lr: slider(live, 'lr', 'α, generator', { min: 1e-5, max: 0.1, log: true }),
      critic_lr: slider(live, 'critic_lr', 'α, critic or D', { min: 1e-5, max: 0.1, log: true }),
      clip: slider(live, 'clip', 'c, clipping', { min: 1e-3, max: 1, log: true, hint: 'The weights of a WGAN’s critic stay in [−c, c]: line 7 of Algorithm 1, and lesson 7' }),
      penalty: slider(live, 'penalty', 'λ, penalty', { min: 1e-3, max: 10, log: true, hint: 'The weight of the gradient penalty' }),
      critic_steps: slider(live, 'critic_steps', 'critic steps', { min: 1, max: 50, step: 1, hint: 'Steps of the critic or discriminator in each iteration: n critic in Algorithm 1' }),
      generator_steps: slider(live, 'generator_steps', 'generator steps', { min: 1, max: 10, step: 1, hint: 'Steps of the generator in each iteration; Algorithm 1 has one' }),
      batch: slider(live, 'batch', 'batch m', { min: 4, max: 512, log: true }),
      optimizer: select(live, 'optimizer', 'optimizer', [['rmsprop', 'RMSProp'], ['adam', 'Adam'], ['sgd', 'SGD']]),
      beta1: slider(live, 'beta1', 'momentum β₁', { min: 0, max: 0.99, step: 0.01, hint: 'The momentum of Adam' }),
    };
    this.start = {
      data: select(anew, 'data', 'data', catalogue.concat('own').map((name) => [name, dataNames[name]])),
      start: select(anew, 'start', 'weights', [['', 'random'], ['trained', 'ready-trained']]),
      seed: slider(anew, 'seed', 'seed', { min: 0, max: 50, step: 1 }),
      width: slider(anew, 'width', 'neurons a layer', { min: 1, max: 128, log: true }),
      depth: slider(anew, 'depth', 'hidden layers', { min: 0, max: 6, step: 1, hint: '0: an affine map' }),
      critic_width: slider(anew, 'critic_width', 'neurons, critic', { min: 0, max: 128, step: 1, hint: '0: as many as the generator' }),
      critic_depth: slider(anew, 'critic_depth', 'layers, critic', { min: -1, max: 6, step: 1, hint: '0: as many as the generator; −1: none, an affine map' }),
      activation: select(anew, 'activation', 'activation', [['relu', 'ReLU'], ['leaky-relu', 'leaky ReLU'], ['tanh', 'tanh'], ['linear', 'none: linear']]),
      noise: slider(anew, 'noise', 'noise dimension', { min: 1, max: 8, step: 1 }),
      prior: select(anew, 'prior', 'noise', [['normal', 'Gaussian'], ['uniform', 'uniform']]),
      eval_every: slider(anew, 'eval_every', 'measure every', { min: 5, max: 500, log: true }),
      eval_samples: slider(anew, 'eval_samples', 'samples for it', { min: 16, max: 512, log: true }),
    };
    this.warmup = {
      warmup: slider(anew, 'warmup', 'warm-up', { min: 0, max: 200, step: 1, hint: 'Iterations at the start with more steps of the critic' }),
      warmup_steps: slider(anew, 'warmup_steps', 'steps in it', { min: 1, max: 200, step: 1, hint: 'Steps of the critic in each iteration of the warm-up' }),
    };
    this.shown = Object.fromEntries([
      ['real', 'real'], ['generated', 'generated'], ['surface', 'D or f'], ['contours', 'contours'],
      ['arrows', 'gradient arrows'], ['common', 'arrows on one scale'], ['fold', 'generator’s grid'], ['graph', 'graph'],
    ].map(([name, label]) => [name, check(app, name, label)]));
    this.losses = this.checks('loss', losses.map((loss) => [loss, nameOf(loss)]), 'Losses', (list) => { if (list.length > 0) play.restart({ loss: list }); return list.length > 0; });
    this.chartChoice = this.checks('charts', [['em', 'EM and claim'], ['js', 'JS'], ['gradient', 'gradient'], ['losses', 'losses'], ['modes', 'modes']], 'Charts', (list) => { app.change({ charts: list }); return true; });
    this.preset = element('select', { id: 'control-preset', onchange: () => this.choosePreset(this.preset.value) }, element('option', { value: '' }, 'choose settings'));
    this.presetLine = element('div', { class: 'control', 'data-control': 'preset' }, element('label', { for: 'control-preset' }, 'preset'), this.preset);
    if (app.hidden('preset')) this.presetLine.hidden = true;
    this.data = new DrawnData(app, play);
    const more = element('details', { class: 'more' }, element('summary', {}, 'Networks, noise and measurement'),
      element('fieldset', {}, ...['width', 'depth', 'critic_width', 'critic_depth', 'activation', 'noise', 'prior', 'eval_every', 'eval_samples'].map((name) => this.start[name].element), ...Object.values(this.warmup).map((part) => part.element)));
    root.append(
      group('Settings during training', play.speed, play.what, ...Object.values(this.live)),
      group('What to show', element('div', { class: 'row checks' }, element('span', { class: 'hint' }, 'Pictures:'), ...Object.values(this.shown).map((part) => part.element)), this.chartChoice.element),
      group('Settings that restart training', this.presetLine, this.start.data, this.data.element, this.losses.element, this.start.start, this.start.seed, more),
      element('div', { class: 'row' },
        action(app, 'save', 'Save CSV', () => this.save()).element,
        action(app, 'reset', 'Start over', () => { play.setPlaying(false); app.reset(); }).element),
    );
    app.ask('catalogue', null).then((frame) => this.fillPresets(frame.payload.presets)).catch(() => {});
  }

  // checks is a row of boxes that together are a list of the state; accept may
  // refuse a list.
  checks(name, options, label, accept) {
    const boxes = new Map();
    const node = element('div', { class: 'row checks', role: 'group', 'aria-label': label, 'data-control': name }, element('span', { class: 'hint' }, `${label}:`));
    for (const [value, text] of options) {
      const box = element('input', {
        type: 'checkbox', disabled: this.app.locked(name),
        onchange: () => {
          const list = options.map(([v]) => v).filter((v) => boxes.get(v).checked);
          if (!accept(list)) box.checked = true;
        },
      });
      boxes.set(value, box);
      node.append(element('label', { class: 'check' }, box, text));
    }
    if (this.app.hidden(name)) node.hidden = true;
    return { element: node, set(list) { for (const [value, box] of boxes) box.checked = list.includes(value); } };
  }

  fillPresets(presets) {
    this.presets = presets;
    for (const preset of presets) this.preset.append(element('option', { value: preset.name }, `${preset.name}: ${preset.description}`));
  }

  choosePreset(name) {
    const preset = this.presets.find((one) => one.name === name);
    if (!preset) return;
    const patch = { points: [], start: '' };
    for (const key of [...changeable, ...ofStart]) if (key in preset.config) patch[key] = preset.config[key];
    patch.eval_every = Math.max(patch.eval_every, 5);
    patch.eval_samples = Math.min(patch.eval_samples, 256);
    patch.generator_steps = preset.config.generator_steps ?? 1;
    this.play.restart(patch);
    this.app.say(`${preset.name}: ${preset.description}.`);
    this.preset.value = '';
  }

  async save() {
    try {
      saveFiles((await this.app.ask('csv', question(this.app.state))).payload);
    } catch (error) { this.app.say(error.message); }
  }

  show(state) {
    const current = state.script === '' ? {} : this.play.current();
    for (const [name, part] of Object.entries(this.live)) part.set(current[name] ?? state[name]);
    for (const [name, part] of Object.entries({ ...this.start, ...this.warmup, ...this.shown })) part.set(state[name]);
    this.hideIdle(current.optimizer ?? state.optimizer);
    this.losses.set(state.loss);
    this.chartChoice.set(state.charts);
    this.data.show(state);
  }

  // hideIdle hides controls that would change nothing: the settings of losses without a game,
  // and of optimizers that are not used.
  hideIdle(optimizer) {
    const { app } = this;
    const works = {
      clip: app.state.loss.includes('wgan'), penalty: app.state.loss.includes('wgan-gp'), beta1: optimizer === 'adam',
      warmup_steps: app.state.warmup > 0,
    };
    for (const [name, part] of Object.entries({ ...this.live, ...this.warmup })) if (name in works) part.element.hidden = app.hidden(name) || !works[name];
  }

  // take shows the present settings.
  take() {
    const current = this.play.current();
    const key = JSON.stringify(current);
    if (key === this.last) return;
    this.last = key;
    this.hideIdle(current.optimizer ?? this.app.state.optimizer);
    for (const [name, part] of Object.entries(this.live)) part.set(current[name] ?? this.app.state[name]);
  }
}
