// The costs of a transport problem as a table: rows are sources, columns sinks.
// A cell has the cost. Below it is the flow, if the pair is in the basis, or else the slack
// c − u − v. The simplex method looks for negative slack. Below the
// names are the supplies and the demands.
import { element } from './dom.js';
import { digits } from './table.js';

export class CostTable {
  // onpoint is called with the pair { i, j } under the pointer, or null.
  constructor(onpoint) {
    this.head = element('thead');
    this.body = element('tbody');
    this.element = element('div', { class: 'costs-scroll', tabindex: '0', role: 'region', 'aria-label': 'Costs, flows and slack' },
      element('table', { class: 'costs' }, element('caption', {}, 'Each cell has the cost c, and below it the flow (blue) or the slack c − u − v. Shaded: the slack is negative. Below each name: its supply or demand.'), this.head, this.body));
    this.body.addEventListener('pointerover', (event) => {
      const cell = event.target.closest('td[data-i]');
      onpoint(cell ? { i: Number(cell.dataset.i), j: Number(cell.dataset.j) } : null);
    });
    this.body.addEventListener('pointerleave', () => onpoint(null));
  }

  fill(frame) {
    const { basis, cycle, stage, leaving } = frame.payload;
    const [n, m] = [frame.supply.length, frame.demand.length];
    const flow = new Map(basis.map((arc) => [`${arc.from} ${arc.to}`, arc.flow]));
    const signs = new Map(stage === 'cycle' ? cycle.map((arc, k) => [`${arc.from} ${arc.to}`, k % 2 ? '−' : '+']) : []);
    const enters = stage === 'basis' ? '' : `${cycle[0].from} ${cycle[0].to}`;
    const leaves = leaving ? `${leaving.from} ${leaving.to}` : '';
    const mass = (weight) => element('span', { class: 'price' }, digits(weight, 3));
    this.head.replaceChildren(
      element('tr', {}, element('td', {}), element('td', {}), ...Array.from(frame.demand, (weight, j) => element('th', { scope: 'col', class: 'sink' }, String(j + 1), mass(weight)))),
      element('tr', {}, element('td', {}), element('th', { scope: 'col', class: 'price' }, 'u \\ v'), ...Array.from(frame.v, (v) => element('td', { class: 'price' }, digits(v, 3)))));
    this.body.replaceChildren(...Array.from(frame.supply, (_, i) => element('tr', {},
      element('th', { scope: 'row', class: 'source' }, String.fromCharCode(65 + i), mass(frame.supply[i])),
      element('th', { scope: 'row', class: 'price' }, digits(frame.u[i], 3)),
      ...Array.from({ length: m }, (_, j) => {
        const key = `${i} ${j}`;
        const slack = frame.slack[i * m + j];
        const inBasis = flow.has(key);
        const kind = key === enters ? 'enters' : key === leaves ? 'leaves' : inBasis ? 'basic' : slack < 0 ? 'overpaid' : '';
        const below = inBasis ? `${digits(flow.get(key), 3)}${signs.has(key) ? ` ${signs.get(key)}` : ''}` : digits(slack, 3) + (key === enters && stage === 'cycle' ? ' +' : '');
        return element('td', { class: kind, 'data-i': i, 'data-j': j },
          element('span', { class: 'cost' }, digits(frame.cost[i * m + j], 3)), element('span', { class: 'below' }, below),
          kind && element('span', { class: 'unseen' }, { enters: 'enters', leaves: 'leaves', basic: 'in the basis', overpaid: 'negative slack' }[kind]));
      }))));
    this.body.dataset.rows = n;
  }
}
