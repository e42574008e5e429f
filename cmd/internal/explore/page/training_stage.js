// The pictures of training: one column for each game, the graph of one game, and the charts.
import { element, button } from './dom.js';
import { Picture } from './picture.js';
import { drawGame, arrowLength, colourOf } from './picture_game.js';
import { drawGraph } from './picture_graph.js';
import { drawCharts } from './picture_charts.js';
import { digits } from './table.js';
import { changesOf, unitOf } from './training_play.js';

export class Stage {
  constructor(app, view, root) {
    this.app = app;
    this.view = view;
    this.columns = [];
    this.bar = element('div', { class: 'play', role: 'group', 'aria-label': 'Play' });
    this.games = element('div', { class: 'games' });
    this.lead = element('p', { class: 'about' });
    this.graph = new Picture({ name: 'graph', label: 'From noise to loss', draw: (pen, size) => this.view.frame && drawGraph(pen, size, this.what(this.chosen())), plain: true });
    this.charts = new Picture({
      name: 'charts', label: 'What is measured, over training',
      help: 'Keys: left and right move the cursor through the measurements, Home and End go to the first and the last, Escape removes the cursor, Enter goes back to that round.',
      draw: (pen, size) => this.drawCharts(pen, size), sheet: () => this.sheet(),
      keys: (event) => this.key(event),
    });
    this.reading = element('div', { class: 'reading' });
    this.earlier = element('p', { class: 'hint earlier' });
    this.charts.canvas.addEventListener('pointermove', (event) => this.point(this.charts.at(event)[0]));
    this.charts.canvas.addEventListener('pointerleave', () => this.setCursor(null));
    this.charts.canvas.addEventListener('click', () => this.goBack());
    root.append(this.bar, this.games, this.graph.element, this.charts.element, this.earlier);
    this.graph.canvas.addEventListener('click', () => { if (view.frame) app.change({ game: (this.chosen() + 1) % view.frame.payload.games.length }); });
    this.narrow = matchMedia('(max-width: 820px)');
    this.games.addEventListener('scroll', () => this.swiped(), { passive: true });
    this.narrow.addEventListener('change', this.reach = () => this.letKeysScroll());
    this.reach();
  }

  // letKeysScroll lets keys scroll the graph if it is wider than the screen.
  letKeysScroll() {
    const frame = this.graph.canvas.parentElement;
    if (this.narrow.matches) frame.tabIndex = 0; else frame.removeAttribute('tabindex');
  }

  // chosen is the game of the graph and of slow motion.
  chosen() { return Math.min(this.app.state.game, (this.view.frame?.payload.games.length ?? 1) - 1); }

  // build makes the columns of the games.
  build(games) {
    for (const column of this.columns) column.picture.leave();
    this.columns = games.map((game, k) => {
      const picture = new Picture({
        name: `game-${game.loss}`, label: `${game.label}: real and generated samples`,
        help: 'Keys: N and B choose the next and the previous sample, Escape ends the choice. Point at a generated sample to see the noise that it comes from.',
        draw: (pen, size) => { if (this.view.frame && k < this.view.frame.payload.games.length) this.columns[k].scales = drawGame(pen, size, this.what(k)); },
        keys: (event) => this.pickByKey(event),
      });
      picture.canvas.addEventListener('pointermove', (event) => this.pick(k, picture.at(event)));
      picture.canvas.addEventListener('pointerleave', () => this.setHover(-1));
      const title = button(game.label, () => this.app.change({ game: k }), { class: `title ${game.critic ? 'critic' : 'discriminator'}`, title: 'Show this game in the graph and in slow motion' });
      const values = Object.fromEntries(['em', 'claim', 'gradient', 'modes'].map((name) => [name, element('dd', { class: `of-${name}` })]));
      const [what, about] = game.critic ? ['claims K·EM', 'the critic’s estimate of K·EM, for an unknown K']
        : game.estimates_js ? ['JS by D', 'the discriminator’s estimate of JS'] : ['estimate', 'this loss estimates neither EM nor JS'];
      const claim = element('dt', { title: about }, what);
      const list = element('dl', { class: game.critic ? 'critic' : 'discriminator' },
        element('dt', {}, 'exact EM'), values.em, claim, values.claim,
        element('dt', {}, 'gradient'), values.gradient, element('dt', {}, 'modes'), values.modes);
      const node = element('section', { class: 'game', 'aria-label': game.label }, title, picture.element, list);
      return { picture, title, values, list, node, loss: game.loss, scales: null };
    });
    this.games.replaceChildren(...this.columns.map((column) => column.node));
    this.games.style.setProperty('--games', games.length);
    this.swipe();
  }

  // swipe brings the chosen game into view on a phone.
  swipe() {
    const column = this.columns[this.chosen()];
    if (!this.narrow.matches || !column || this.swiping) return;
    this.games.scrollTo({ left: column.node.offsetLeft - this.games.offsetLeft - 0.07 * this.games.clientWidth });
  }

  // what returns everything from which the picture of game k is drawn. In slow motion the
  // networks are those of the moment.
  what(k) {
    const { view } = this;
    return {
      frame: view.frame, setting: view.setting, real: view.real, noise: view.noise, realBars: view.realBars,
      k, layers: this.app.state, moment: view.moment, hover: view.hover ?? -1, arrows: this.arrowScale(k),
      array: (name, game) => view.moment?.networks?.[`${name}${game}`] ?? view.frame[`${name}${game}`],
      values: this.live(k),
    };
  }

  // live returns the numbers of game k, or in slow motion those of the moment.
  live(k) {
    const { moment, frame } = this.view;
    const { now } = frame.payload.games[k];
    if (!moment || !moment.games[k].has) return now;
    if (moment.line >= 10) return { ...now, generator_loss: moment.games[k].loss };
    return moment.line >= 5 && moment.line < 9 ? { ...now, critic_loss: moment.games[k].loss } : now;
  }

  arrowScale(k) {
    const { view } = this;
    const { dim } = view.setting;
    const source = view.moment?.line === 10 ? view.moment.arrays : view.frame;
    const list = (game) => ({ pulls: source[`pulls${game}`], dim });
    const all = view.frame.payload.games.map((_, game) => list(game)).filter((of) => of.pulls);
    if (all.length === 0) return 0;
    return arrowLength(this.app.state.common ? all : [list(k)].filter((of) => of.pulls));
  }

  // take draws the games of a frame.
  take() {
    const { view } = this;
    const { games } = view.frame.payload;
    if (games.map((game) => game.loss).join() !== this.columns.map((column) => column.loss).join()) this.build(games);
    this.fill();
    this.draw(view.frame.payload.drawn);
  }

  // draw draws some games, or all. During training, the charts are drawn ten times a second
  // and when there are new records.
  draw(games = this.columns.map((_, k) => k)) {
    for (const k of games) this.columns[k].picture.redraw();
    if (this.app.state.graph && games.includes(this.chosen())) this.graph.redraw();
    const { frame, rows } = this.view;
    const now = performance.now();
    if (frame.kind === 'play' && rows.length === this.charted?.rows && now < this.charted.at + 100) return;
    this.charted = { rows: rows.length, at: now };
    this.charts.redraw();
  }

  // fill writes the numbers at the cursor, or the last ones if there is no cursor.
  fill() {
    const { view } = this;
    const { payload } = view.frame;
    const at = view.cursor === null ? null : view.rows[view.cursor];
    const last = at ?? view.rows.findLast((row) => row[0].round <= payload.at);
    this.columns.forEach((column, k) => {
      const now = at ? at[k] : payload.games[k].now;
      const fresh = last && last[k].round === payload.at;
      column.values.em.textContent = last ? digits(last[k].em, 3) : '…';
      column.values.em.previousSibling.textContent = last && !fresh ? `EM at ${last[k].round}` : 'exact EM'; // it is not measured at each iteration
      column.values.claim.textContent = payload.games[k].critic || payload.games[k].estimates_js ? digits(now.em_estimate ?? now.js_estimate ?? NaN, 3) : 'none';
      column.values.gradient.textContent = digits(now.grad_norm, 2);
      column.values.modes.textContent = view.setting.modes > 0 ? `${now.modes} of ${view.setting.modes}` : '–';
      column.title.setAttribute('aria-pressed', String(k === this.chosen()));
      column.picture.words = this.hoverWords(k) || this.sentence(k, last);
    });
    this.earlier.textContent = this.aboutEarlier();
    const changes = changesOf(payload.script).map(({ round, text }) => ` ${text} from ${unitOf(payload.script)} ${round} on.`).join('');
    this.charts.words = (at ? this.cursorWords(at) : payload.words) + changes;
    this.graph.words = `Noise goes through the generator, and samples of it and of the data through the ${payload.games[this.chosen()].critic ? 'critic' : 'discriminator'}. ${payload.words}`;
    const lead = `${view.setting.description[0].toUpperCase()}${view.setting.description.slice(1)}. ${view.setting.samples} real samples that training does not see (dark), and as many generated ones (orange). The stronger the colour, the higher is the critic’s f or the discriminator’s D. All games begin with the same weights and see the same samples. They differ only in the loss, with its clipping or penalty.`;
    if (this.lead.textContent !== lead) this.lead.textContent = lead;
  }

  sentence(k, last) {
    const game = this.view.frame.payload.games[k];
    const em = last ? `exact EM ${digits(last[k].em, 3)}, ` : '';
    const claim = game.critic ? `the critic claims ${digits(game.now.em_estimate, 3)}`
      : game.estimates_js ? `the discriminator estimates a JS of ${digits(game.now.js_estimate, 3)}` : 'no estimate';
    const modes = this.view.setting.modes > 0 ? `, ${game.now.modes} of ${this.view.setting.modes} modes covered` : '';
    return `${game.label}: ${em}${claim}, mean gradient at samples ${digits(game.now.grad_norm, 2)}${modes}.`;
  }

  // hoverWords returns a text that says from which noise the sample under the pointer comes.
  hoverWords(k) {
    const { view } = this;
    const i = view.hover ?? -1;
    if (i < 0 || i >= view.frame[`scores${k}`].length) return '';
    const { dim, noise } = view.setting;
    const vector = (list, n) => `(${Array.from(list.subarray(n * i, n * i + n), (v) => digits(v, 3)).join(', ')})`;
    const game = view.frame.payload.games[k];
    const pull = view.frame[`pulls${k}`];
    return `Sample ${i + 1}: z = ${vector(view.noise, noise)} becomes x = ${vector(view.frame[`samples${k}`], dim)}, ` +
      `${game.critic ? 'f' : 'D'} = ${digits(view.frame[`scores${k}`][i], 3)}${pull ? `, pulled by ${digits(Math.hypot(...pull.subarray(dim * i, dim * i + dim)), 3)}` : ''}.`;
  }

  pick(k, [px, py]) {
    const { view } = this;
    const { scales } = this.columns[k];
    if (!scales || !view.frame) return;
    const { dim } = view.setting;
    const samples = view.frame[`samples${k}`];
    let [best, least] = [-1, 14 ** 2];
    for (let i = 0; i < samples.length / dim; i++) {
      const dx = scales.x(samples[dim * i]) - px;
      const dy = dim === 2 && scales.y ? scales.y(samples[2 * i + 1]) - py : 0;
      if (dx * dx + dy * dy < least) [best, least] = [i, dx * dx + dy * dy];
    }
    this.setHover(best);
  }

  pickByKey(event) {
    const n = this.view.setting?.samples ?? 0;
    const key = event.key.toLowerCase();
    if (key === 'escape') this.setHover(-1);
    else if (key === 'n') this.setHover(((this.view.hover ?? -1) + 1) % n);
    else if (key === 'b') this.setHover(((this.view.hover ?? 0) - 1 + n) % n);
    else return false;
    return true;
  }

  setHover(i) {
    if (i === this.view.hover) return;
    this.view.hover = i;
    if (!this.view.frame) return;
    this.hovered?.(i < 0 ? '' : this.columns.map((_, k) => this.hoverWords(k)));
    for (const [k, column] of this.columns.entries()) { column.picture.words = this.hoverWords(k) || column.picture.words; column.picture.redraw(); }
    this.graph.redraw();
  }

  drawCharts(pen, size) {
    const { view } = this;
    if (!view.frame || view.rows.length === 0) return;
    const { games } = view.frame.payload;
    this.scales = drawCharts(pen, size, this.toChart(this.narrow.matches ? [this.chosen()] : games.map((_, k) => k)));
  }

  // aboutEarlier returns a text with the settings of the previous run, whose lines are faint in
  // the charts, or '' if that run is not shown.
  aboutEarlier() {
    const settings = this.view.before?.settings;
    return !settings || this.app.state.charts.length === 0 ? '' : `Faint lines: the previous run, with ${settings}.`;
  }

  // toChart returns everything from which the charts of some games are drawn.
  toChart(columns) {
    const { rows, setting, cursor, before, frame: { payload } } = this.view;
    return {
      rows, games: payload.games, at: payload.at, setting, floor: payload.floor, cursor, end: Math.max(payload.end, rows.at(-1)[0].round), columns,
      before: this.aboutEarlier() === '' ? null : { rows: before.rows, columnOf: payload.games.map((game) => before.losses.indexOf(game.loss)) },
      changes: changesOf(payload.script), along: unitOf(payload.script),
      shown: this.app.state.charts.filter((name) => name !== 'modes' || setting.modes > 0),
    };
  }

  // sheet returns the pictures and the charts of all games on one sheet, for a file.
  sheet() {
    const { view } = this;
    if (!view.frame) return undefined; // there is nothing yet
    const { games } = view.frame.payload;
    const all = games.map((_, k) => k);
    const gap = 16; // as between the charts
    const side = this.narrow.matches ? 300 : Math.max(220, this.columns[0].node.clientWidth);
    const width = games.length * side + (games.length - 1) * gap;
    const [top, below] = [46, side + 100];
    const tall = this.app.state.charts.length * 100 + 20;
    return {
      name: 'training', width: width + 2 * gap, height: top + below + (this.charts.element.hidden ? 0 : tall) + 30,
      draw: (pen, size) => pen.shift(gap, 0, () => {
        const { colours } = size;
        const line = (x, y, text, style) => pen.text(x, y, text, { fill: colours.ink, size: 13, ...style });
        line(0, 16, `${view.setting.description}; ${this.where()}${this.aboutEarlier().replace(/^F/, '. F')}`, { size: 15 });
        for (const k of all) {
          const x = k * (side + gap);
          line(x, top, games[k].label, { size: 16, weight: 600, fill: colourOf(games[k], colours) });
          pen.shift(x, top + 14, () => drawGame(pen, { width: side, height: side, colours }, this.what(k)));
          this.columns[k].list.querySelectorAll('dt').forEach((name, i) => line(x, top + side + 32 + 17 * i, `${name.textContent} ${name.nextSibling.textContent}`));
        }
        if (!this.charts.element.hidden && view.rows.length > 0) pen.shift(0, top + below + 10, () => drawCharts(pen, { ...size, width, height: tall }, this.toChart(all)));
        line(0, size.height - 12, 'Real samples are dark, generated ones orange. f or D is high where its colour is strong.', { fill: colours.quiet, size: 12 });
      }),
    };
  }

  // where says at which iteration the games are.
  where() { return `seed ${this.app.state.seed}, iteration ${this.view.frame.payload.step}`; }

  // point puts the cursor at the measurement nearest to a pixel of any column.
  point(px) {
    const { rows } = this.view;
    if (!this.scales || rows.length === 0) return;
    const scale = this.scales.find((x) => px <= x(x.domain[1]) + 20) ?? this.scales.at(-1);
    const round = scale.invert(px);
    let best = 0;
    rows.forEach((row, i) => { if (Math.abs(row[0].round - round) < Math.abs(rows[best][0].round - round)) best = i; });
    this.setCursor(best);
  }

  setCursor(at) {
    if (this.view.cursor === at) return;
    this.view.cursor = at;
    if (!this.view.frame) return;
    this.charts.redraw();
    this.fill();
  }

  // cursorWords returns the measurements at the cursor as text, one record for each game.
  cursorWords(row) {
    return `Round ${row[0].round}. ` + row.map((r, k) => `${this.view.frame.payload.games[k].label}: EM ${digits(r.em, 3)}, ` +
      `${r.em_estimate !== null ? `claimed ${digits(r.em_estimate, 3)}` : r.js_estimate !== null ? `JS estimate ${digits(r.js_estimate, 3)}` : 'no estimate'}, JS of histograms ${digits(r.js, 3)}, gradient ${digits(r.grad_norm, 2)}, modes ${r.modes}`).join('. ');
  }

  key(event) {
    const { rows } = this.view;
    if (rows.length === 0) return false;
    const at = this.view.cursor ?? rows.length - 1;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) this.setCursor(Math.min(rows.length - 1, Math.max(0, to)));
    else if (event.key === 'Escape') this.setCursor(null);
    else if (event.key === 'Enter') this.goBack();
    else return false;
    return true;
  }

  // goBack brings the games back to the round of the cursor.
  goBack() {
    const { cursor, rows } = this.view;
    if (cursor === null) return;
    this.onseek?.(rows[cursor][0].round);
  }

  // swiped chooses the game that the user of a phone has swiped to.
  swiped() {
    if (!this.narrow.matches) return;
    clearTimeout(this.swiping);
    this.swiping = setTimeout(() => {
      this.swiping = 0;
      const { left, right } = this.columns[this.chosen()].node.getBoundingClientRect();
      if (left >= -1 && right <= innerWidth + 1) return; // it is in sight
      const k = Math.round(this.games.scrollLeft / (this.games.scrollWidth / this.columns.length));
      if (k !== this.chosen()) this.app.change({ game: k }, { gesture: 'swipe' });
    }, 120);
  }

  show(state) {
    this.graph.element.hidden = !state.graph;
    this.charts.element.style.setProperty('--charts', state.charts.length);
    this.charts.element.hidden = this.earlier.hidden = state.charts.length === 0;
    if (this.view.frame) { this.swipe(); this.fill(); this.draw(); }
  }

  leave() {
    for (const column of this.columns) column.picture.leave();
    this.graph.leave();
    this.charts.leave();
    this.narrow.removeEventListener('change', this.reach);
  }
}
