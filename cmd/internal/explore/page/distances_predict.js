// Predict first: the user pairs the points by hand, and then sees the optimal plan and how much
// less it costs.
import { element, button } from './dom.js';

export class Prediction {
  constructor(app, question, changed) {
    this.app = app;
    this.question = question;
    this.changed = changed;
    this.revealed = false;
    this.text = element('p', {});
    this.reveal = button('Reveal', () => this.answer());
    this.element = element('div', { class: 'predict', hidden: true },
      element('p', {}, 'Pair each point of P with a point of Q so that the total distance is smallest. Click one point, then the other. (Keys: N and Enter.)'),
      this.text,
      element('div', { class: 'row' }, this.reveal,
        button('Guess again', () => { this.start(); app.change({ guess: [] }); }),
        button('New points', () => { this.start(); app.say(''); app.change({ preset: 'clouds', points: 6, seed: app.state.preset === 'clouds' ? app.state.seed + 1 : 1, guess: [] }); }),
        button('Stop', () => { this.start(); app.say(''); app.change({ ...this.before, predict: false, guess: [] }); })));
  }

  // begin remembers the points of a state, so that they can come back.
  begin({ preset, points, seed }) {
    this.before = { preset, points, seed };
    this.start();
  }

  start() { this.revealed = false; this.verdict = ''; }

  show(state) {
    this.element.hidden = !state.predict;
    if (!state.predict) { this.begin(state); return; }
    this.text.textContent = this.verdict || (state.guess.length === 1 ? '1 pair so far.' : `${state.guess.length} pairs so far.`);
  }

  async answer() {
    try {
      const { payload } = await this.app.ask('predict', { ...this.question(), guess: this.app.state.guess });
      this.revealed = true;
      this.verdict = payload.words;
      this.text.textContent = this.verdict;
      this.changed();
    } catch (error) {
      this.app.say(error.message);
    }
  }
}
