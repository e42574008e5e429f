// A table of numbers whose columns do not move when numbers change: all digits have the same
// width.
import { element } from './dom.js';

// digits returns a number with the given count of significant digits, and infinity as +∞.
export function digits(x, figures = 6) {
  if (x === Infinity) return '+∞';
  if (x === -Infinity) return '−∞';
  if (x === null || Number.isNaN(x)) return '–';
  if (x === 0) return '0';
  const size = Math.abs(x);
  const text = size >= 1e6 || size < 1e-4 ? x.toExponential(Math.max(0, figures - 3)) : String(Number(x.toPrecision(figures)));
  return text.replace('-', '−').replace('e+', 'e');
}

// Table has rows of a name, a number and a text. The class of a name gives its colour.
export class Table {
  constructor(caption, rows) {
    this.cells = new Map();
    const body = element('tbody');
    for (const { key, label, title } of rows) {
      const value = element('td', { class: 'value' });
      const note = element('td', { class: 'note' });
      body.append(element('tr', { class: `row-${key}`, title }, element('th', { scope: 'row' }, label), value, note));
      this.cells.set(key, { value, note });
    }
    this.element = element('table', {}, element('caption', {}, caption), body);
  }

  set(key, number, note = '') {
    const cell = this.cells.get(key);
    cell.value.textContent = typeof number === 'string' ? number : digits(number);
    cell.note.textContent = note;
  }
}
