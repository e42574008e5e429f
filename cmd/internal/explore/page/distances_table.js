// The table of the distances. Each has a curve over the preset's parameter, with a dot at the
// present value.
import { element } from './dom.js';
import { Picture } from './picture.js';
import { drawCurve } from './picture_curve.js';
import { digits } from './table.js';
import { parseNumber } from './frame.js';

const rows = [
  { key: 'em', label: 'EM', colour: 'em', title: 'Earth-Mover distance: the least work that turns P into Q' },
  { key: 'tv', label: 'TV', colour: 'tv', title: 'total variation: the most that P and Q differ on an event' },
  { key: 'js', label: 'JS', colour: 'js', title: 'Jensen–Shannon divergence, in nats; log 2 = 0.693 at most' },
  { key: 'kl', label: 'KL(P‖Q)', colour: 'kl', title: 'Kullback–Leibler divergence, in nats' },
  { key: 'klReverse', label: 'KL(Q‖P)', colour: 'kl', title: 'Kullback–Leibler divergence the other way round, in nats' },
];

export class DistanceTable {
  constructor() {
    this.curves = null;
    this.rows = rows.map((row) => {
      const value = element('span', { class: 'value' });
      const note = element('span', { class: 'note' });
      const now = { value: NaN, at: 0 };
      const curve = new Picture({
        name: `curve-${row.key}`, label: `${row.label} over the parameter`, plain: true,
        draw: (pen, size) => drawCurve(pen, size, { xs: this.curves?.x, ys: this.curves?.[row.key], ...now, colour: size.colours[row.colour] }),
      });
      return { ...row, value, note, now, curve, node: element('tr', { class: `row-${row.key}`, title: row.title }, element('th', { scope: 'row' }, row.label), element('td', {}, value, note), element('td', { class: 'curve' }, curve.element)) };
    });
    this.axis = element('td', { class: 'note axis' });
    this.element = element('table', { class: 'distances' }, element('caption', {}, 'Four distances, KL both ways'),
      element('tbody', {}, ...this.rows.map((row) => row.node), element('tr', {}, element('td', { colspan: '2' }), this.axis)));
  }

  // fill shows the payload of a frame. It hides the numbers that a user has to predict first.
  fill(payload, { preset, secret }) {
    for (const row of this.rows) {
      const value = parseNumber(payload.distances[row.key]);
      row.now.value = value;
      row.now.at = payload.value;
      row.note.textContent = preset.notes[row.key] ?? '';
      row.value.textContent = secret && row.key === 'em' ? '?' : digits(value);
      row.curve.words = `${row.label} is ${digits(value)}. ${row.note.textContent}`;
      row.curve.element.hidden = !this.curves || secret;
      if (!row.curve.element.hidden) row.curve.redraw();
    }
    const xs = this.curves?.x;
    this.axis.replaceChildren(...(xs && !secret ? [digits(xs[0]), preset.parameter, digits(xs[xs.length - 1])] : []).map((text) => element('span', {}, text)));
  }

  leave() { for (const row of this.rows) row.curve.leave(); }
}
