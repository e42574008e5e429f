// Slow motion: one step of the critic or of the generator, line by line of Algorithm 1. The
// numbers are those of the real step, recorded while the engine took it.
import { element, button } from './dom.js';
import { digits } from './table.js';

const beat = 2500; // milliseconds for each line

// lines are the lines of Algorithm 1, numbered as in the paper. text(c) is the name of a line for
// the chosen game, and says(m, c) explains what it does: m are the numbers of the moment, and c
// the settings of the game. c.critic is false for a discriminator.
const lines = [
  { line: 3, text: () => 'sample real data x', says: (m, c) => `A minibatch of ${c.batch} real samples is drawn (dark).` },
  { line: 4, text: () => 'sample noise z', says: (m, c) => `As many samples of noise go through the generator (orange). The generator does not change while the ${c.name} learns.` },
  {
    line: 5, text: (c) => `gradient of the ${c.name}’s weights w${c.penalised ? ', with the penalty' : ''}`,
    says: (m, c) => (c.critic
      ? `f is ${digits(m.onReal, 3)} on real and ${digits(m.onFake, 3)} on generated samples, on average. The difference, ${digits(m.onReal - m.onFake, 3)}, is what the critic claims; it should grow. Its gradient has length ${digits(m.gradient, 3)}.`
      : `D is ${digits(m.onReal, 3)} on real samples, where it should be 1, and ${digits(m.onFake, 3)} on generated ones, where it should be 0. The loss is ${digits(m.loss, 3)}; its gradient has length ${digits(m.gradient, 3)}.`),
  },
  { line: 6, text: () => 'step of w', says: (m, c) => `The ${c.optimizer} step moves the weights by ${digits(m.moved, 3)} in all. The surface changes.` },
  { line: 7, text: () => 'clip w to [−c, c]', says: (m, c) => `Every weight beyond ±${digits(c.clip, 3)} is set to ±${digits(c.clip, 3)}, so that f stays Lipschitz. ${digits(100 * m.saturation, 3)} % of the weights are at ±${digits(c.clip, 3)} now.` },
  {
    line: 8, text: (c) => `${c.turns - 1} more steps of the ${c.name}`,
    says: (m, c) => `Each iteration has ${c.turns} steps of the ${c.name}. The page repeats the lines above ${c.turns - 1} more times, and does not show them.`,
  },
  { line: 9, text: () => 'sample noise z', says: (m, c) => `Now the ${c.name} does not change. New noise becomes ${c.batch} samples (orange).` },
  { line: 10, text: () => 'gradient of the generator’s weights θ', says: (m, c) => `The slope of the ${c.name} shows in which direction each sample should move (arrows). It gives the gradient of the generator’s weights, which has length ${digits(m.gradient, 3)}. The generator’s loss is ${digits(m.loss, 3)}.` },
  { line: 11, text: () => 'step of θ', says: (m, c) => `The ${c.optimizer} step moves the generator’s weights by ${digits(m.moved, 3)}. All samples move.` },
];

const titles = { wgan: 'Algorithm 1, slowly', 'wgan-gp': 'Algorithm 1 with a penalty, slowly' };

export class SlowMotion {
  constructor(app, view, stage, play) {
    Object.assign(this, { app, view, stage, play });
    this.moments = [];
    this.at = 0;
    this.kind = 'critic';
    this.items = new Map();
    const list = element('ol', { class: 'algorithm' });
    const part = (title, from, to) => {
      list.append(title);
      for (const { line } of lines.filter(({ line }) => line >= from && line <= to)) {
        const [text, says] = [element('span'), element('p', { class: 'says' })];
        const item = element('li', { value: line }, text, says);
        this.items.set(line, { item, text, says });
        list.append(item);
      }
    };
    this.title = element('h2');
    this.critic = element('li', { class: 'part' });
    part(this.critic, 3, 8);
    part(element('li', { class: 'part' }, 'The generator, once'), 9, 11);
    this.next = button('Next line', () => { this.pause(); this.go(); });
    this.auto = button('Pause', () => (this.timer ? this.pause() : this.run()));
    this.element = element('div', { class: 'slow', hidden: true },
      this.title, element('div', { class: 'row' }, this.next, this.auto, button('End', () => this.stop())), list,
      element('p', { class: 'hint' }, 'Each single step counts as one round, and so does each whole iteration.'));
    this.live = element('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
    this.element.append(this.live);
  }

  get open() { return !this.element.hidden; }

  toggle() { if (this.open) this.stop(); else this.begin(); }

  async begin() {
    this.play.setPlaying(false);
    const { narrow, games, lead } = this.stage;
    (narrow.matches ? games : lead).after(this.element); // beside the samples, also on a phone
    this.element.hidden = false;
    this.element.scrollIntoView({ block: 'nearest' });
    this.kind = 'critic';
    await this.step();
    if (this.app.reducedMotion) this.pause(); else this.run();
  }

  // step asks for the moments of the next step, and shows the first one.
  async step() {
    if (this.asking) return;
    this.asking = true;
    try {
      const frame = await this.play.act('slow', { play: this.kind, arrows: true });
      if (!frame || !this.open) return;
      this.moments = (frame.payload.moments ?? []).map((moment, i) => {
        const arrays = {};
        for (const key of Object.keys(frame)) if (key.startsWith(`moment${i}.`)) arrays[key.slice(`moment${i}.`.length)] = frame[key];
        return { ...moment, arrays };
      });
      this.at = 0;
      this.showMoment();
    } catch (error) {
      this.app.say(error.message);
      this.stop();
    } finally {
      this.asking = false;
    }
  }

  // showMoment shows the state after a line. The networks are those before the step, until the
  // line that changes them.
  showMoment() {
    const moment = this.moments[this.at];
    if (!moment) return;
    const networks = { ...this.before };
    for (const done of this.moments.slice(0, this.at + 1)) {
      for (const [name, data] of Object.entries(done.arrays)) if (/^(surface|samples)\d$/.test(name)) networks[name] = data;
    }
    this.view.moment = { ...moment, networks };
    const k = this.stage.chosen();
    const game = this.view.frame.payload.games[k];
    const { now } = this.view.frame.payload;
    const about = {
      critic: game.critic, name: game.critic ? 'critic' : 'discriminator', penalised: game.loss === 'wgan-gp', batch: now.batch, clip: now.clip, turns: now.critic_steps,
      optimizer: { rmsprop: 'RMSProp', adam: 'Adam', sgd: 'gradient' }[now.optimizer],
    };
    this.title.textContent = titles[game.loss] ?? `${game.label}, in the lines of Algorithm 1`;
    this.critic.textContent = `The ${about.name}, ${about.turns === 1 ? 'once' : `${about.turns} times`}`;
    for (const { line, text, says: sentence } of lines) {
      const { item, text: name, says } = this.items.get(line);
      const current = line === moment.line;
      item.classList.toggle('current', current);
      if (current) item.setAttribute('aria-current', 'step'); else item.removeAttribute('aria-current');
      item.hidden = !current && ((line === 7 && game.loss !== 'wgan') || (line === 8 && about.turns === 1));
      name.textContent = text(about);
      says.textContent = !current ? '' : line === 8 || moment.games[k].has ? sentence(moment.games[k], about) : 'This loss does not have this line: its weights are not clipped.';
      if (current) this.live.textContent = `Line ${line}, ${name.textContent}. ${says.textContent}`;
    }
    this.stage.draw();
  }

  // show shows the moment of the game that is chosen now.
  show() { if (this.open) this.showMoment(); }

  go() { this.advance().catch((error) => this.app.say(error.message)); }

  // advance goes to the next line that the chosen game has.
  async advance() {
    if (this.asking) return;
    const k = this.stage.chosen();
    const next = this.moments.findIndex((moment, i) => i > this.at && moment.games[k].has);
    if (next >= 0) { this.at = next; this.showMoment(); return; }
    if (this.kind === 'critic' && this.moments[this.at]?.line !== 8 && this.view.frame.payload.now.critic_steps > 1) { await this.takeOtherTurns(); return; }
    this.kind = this.kind === 'critic' ? 'generator' : 'critic';
    await this.step();
  }

  // takeOtherTurns takes the other critic steps of the iteration, after the one in slow motion.
  async takeOtherTurns() {
    this.asking = true;
    try {
      // A slow engine answers before it has taken all these steps, and is asked again.
      let rest = this.view.frame.payload.now.critic_steps - 1;
      while (rest > 0) {
        const before = this.view.frame.payload.at;
        const frame = await this.play.ask('play', { play: 'critic', rounds: rest });
        if (!frame || frame.payload.at === before) break;
        rest -= frame.payload.at - before;
      }
    } finally {
      this.asking = false;
    }
    if (!this.open) return;
    this.moments = [{ line: 8, arrays: {}, games: this.view.frame.payload.games.map(() => ({ has: false })) }];
    this.at = 0;
    this.showMoment();
  }

  run() {
    this.pause();
    this.timer = setInterval(() => this.go(), beat);
    this.auto.textContent = 'Pause';
  }

  pause() {
    clearInterval(this.timer);
    this.timer = 0;
    this.auto.textContent = 'Go on';
  }

  stop() {
    if (!this.open) return;
    this.pause();
    this.element.hidden = true;
    this.view.moment = null;
    this.moments = [];
    this.stage.draw();
    this.play.rest();
  }

  // take remembers the networks that the next step starts from.
  take() {
    const { frame } = this.view;
    if (frame.payload.moments?.length > 0) return;
    this.before = {};
    for (const key of Object.keys(frame)) if (/^(surface|samples)\d$/.test(key)) this.before[key] = frame[key];
  }

  leave() { clearInterval(this.timer); }
}
