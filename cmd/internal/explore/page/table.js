// A table of numbers that does not jump: tabular figures, fixed width.
import { element } from './dom.js';

// digits writes a number with so many significant figures, infinity as +∞.
export function digits(x, figures = 6) {
  if (x === Infinity) return '+∞';
  if (x === -Infinity) return '−∞';
  if (x === null || Number.isNaN(x)) return '–';
  if (x === 0) return '0';
  const size = Math.abs(x);
  const text = size >= 1e6 || size < 1e-4 ? x.toExponential(Math.max(0, figures - 3)) : String(Number(x.toPrecision(figures)));
  return text.replace('-', '−').replace('e+', 'e');
}

// Table has rows of a name, a number and a word; the name's class gives its
// colour.
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
