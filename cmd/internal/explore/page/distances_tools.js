// Mouse, touch and keys on the picture of two distributions. They drag, add, remove, draw and
// choose points, and choose pairs whose prices are shown.
import { element } from './dom.js';
import { group } from './controls.js';
import { presets } from './distances_presets.js';

const modes = [
  ['move', 'Drag'],
  ['addP', 'Add to P'],
  ['addQ', 'Add to Q'],
  ['drawP', 'Draw P'],
  ['drawQ', 'Draw Q'],
  ['remove', 'Remove'],
];
const reach = 22; // pixels
const mostPoints = 1000; // engine.MaxPoints

export class PairTools {
  constructor(what) {
    Object.assign(this, what);
    this.mode = 'move';
    this.busy = false; // whether something is dragged
    this.pinned = null; // the atom of P of the pair that the user is choosing
    const radios = modes.map(([value, label]) => {
      const input = element('input', { type: 'radio', name: 'mode', value, onchange: () => { this.mode = value; } });
      input.checked = value === this.mode;
      return element('label', { class: 'check' }, input, label);
    });
    this.weight = element('input', { type: 'range', min: 0, max: 4, step: 0.05, id: 'control-weight', oninput: () => this.setWeight(this.weight.valueAsNumber) });
    this.weightBox = element('output', {});
    this.weightRow = element('div', { class: 'control' }, element('label', { for: 'control-weight' }, 'weight'), this.weight, this.weightBox);
    this.element = group('What the mouse does', element('div', { class: 'row modes', role: 'radiogroup', 'aria-label': 'What the mouse does' }, ...radios), this.weightRow);
    this.element.dataset.control = 'tools';
    if (this.app.hidden('tools')) this.element.hidden = true;
    if (this.app.locked('tools')) this.element.disabled = true;
    this.locked = this.app.locked('tools');
    const canvas = this.picture.canvas;
    canvas.addEventListener('pointerdown', (event) => this.down(event));
    canvas.addEventListener('pointermove', (event) => this.move(event));
    for (const kind of ['pointerup', 'pointercancel']) canvas.addEventListener(kind, () => this.up());
    canvas.addEventListener('pointerleave', () => { if (!this.busy && !this.pinned) this.onpair(null); });
    canvas.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
  }

  // show shows the weight of the chosen point.
  show(state) {
    const selected = this.selectedRow();
    // The row is never hidden, so that the controls below it do not move under the mouse.
    const weight = selected ? selected[selected.length - 1] : 1;
    this.weight.disabled = !selected || this.locked;
    this.weight.value = weight;
    this.weightBox.textContent = selected ? Number(weight.toPrecision(3)) : '–';
    this.weightRow.title = selected ? '' : 'Choose one of your own points';
    this.element.disabled = this.locked || state.predict;
  }

  // check drops chosen points that no longer exist, and a pair that is not drawn.
  check() {
    const { selected, pair } = this.view;
    const frame = this.frame();
    if (selected && selected.i >= this.count(selected.side)) this.view.selected = null;
    if (this.pinned >= this.count('p')) this.pinned = null;
    if (pair && !(pair.i < frame.pMass.length && pair.j < frame.qMass.length)) this.onpair(null);
  }

  // count returns the number of points of a side.
  count(side) {
    const { preset, [side]: rows } = this.app.state;
    return preset === 'own' ? rows.length : this.frame()[`${side}Mass`].length;
  }

  scales() { return this.picture.scales; }

  // ready reports whether the picture has scales for the points of the state: after the frame
  // has come that shows another space, and before it is drawn, they are those of the space before.
  ready() {
    const fits = () => this.scales()?.dim === this.dimension();
    if (!fits()) this.picture.paint();
    return fits();
  }

  selectedRow() {
    const { selected } = this.view;
    return selected && this.app.state.preset === 'own' ? this.app.state[selected.side][selected.i] : null;
  }

  // nearest finds the atom nearest to a place in pixels, of one side or both.
  nearest([px, py], sides = ['p', 'q'], within = reach) {
    const scales = this.scales();
    let best = null;
    for (const side of sides) {
      for (const [i, row] of this.rowsOf(side).entries()) {
        const [x, y] = scales.at(side, row);
        const distance = scales.dim === 2 ? Math.hypot(x - px, y - py) : Math.abs(x - px) + (side === 'p' === py < (scales.upper + scales.lower) / 2 ? 0 : 60);
        if (distance < within && (!best || distance < best.distance)) best = { side, i, distance };
      }
    }
    return best;
  }

  // coordinates returns the coordinates of a place in pixels.
  coordinates([px, py]) {
    const { x, y } = this.scales();
    const round = (value) => Number(value.toPrecision(4));
    return this.dimension() === 1 ? [round(x.invert(px))] : [round(x.invert(px)), round(y.invert(py))];
  }

  // changeRows replaces the points of one side.
  changeRows(side, rows, gesture) {
    if (rows.length === 0) { this.app.say(`${side.toUpperCase()} needs at least one point.`); return; }
    if (rows.length > mostPoints) { this.app.say(`P and Q can have at most ${mostPoints} points each.`); return; }
    this.app.change({ [side]: rows }, { gesture });
  }

  // ensureOwn makes the points those of the user if they are still those of a preset.
  ensureOwn(gesture) { if (this.app.state.preset !== 'own') this.copyToOwn({}, { gesture }); }

  down(event) {
    if (!this.ready() || event.button !== 0) return;
    this.check();
    const at = this.picture.at(event);
    this.picture.canvas.focus({ preventScroll: true });
    this.picture.canvas.setPointerCapture(event.pointerId);
    this.start = at;
    this.gesture = `drag ${event.timeStamp}`;
    if (this.predicting()) { this.guess(this.nearest(at)); return; }
    if (this.locked) return;
    const { preset } = this.app.state;
    if (this.mode === 'move') {
      const hit = this.nearest(at);
      const parameter = presets[preset].drags;
      if (parameter && !this.app.locked(parameter) && (!hit || hit.side === 'q')) {
        this.busy = true;
        this.dragged = { parameter, from: this.app.state[parameter], x: this.scales().x.invert(at[0]) };
      } else if (hit) {
        this.busy = true;
        this.dragged = { side: hit.side, i: hit.i };
        if (this.pinned === null) this.ask(null); // the plan will change
        this.view.selected = { side: hit.side, i: hit.i };
        this.show(this.app.state);
        this.picture.redraw();
      } else {
        this.deselect();
        this.ask(this.moveUnder(at));
      }
      return;
    }
    this.ensureOwn(this.gesture);
    this.busy = true;
    this.dragged = { paint: this.mode };
    this.paint(at);
  }

  move(event) {
    if (!this.ready()) return;
    const at = this.picture.at(event);
    if (!this.busy) { this.hover(at, event); return; }
    const { parameter, side, i, paint } = this.dragged;
    if (!paint && !this.dragged.moved && Math.hypot(at[0] - this.start[0], at[1] - this.start[1]) < 2) return;
    this.dragged.moved = true;
    if (parameter) {
      const field = this.app.fields[parameter];
      const value = this.dragged.from + this.scales().x.invert(at[0]) - this.dragged.x;
      this.app.change({ [parameter]: Math.min(field.max, Math.max(field.min, Number(value.toFixed(3)))) }, { gesture: this.gesture });
    } else if (side) {
      this.ensureOwn(this.gesture);
      const rows = this.app.state[side].slice();
      if (i >= rows.length) return; // it is gone since it was taken hold of
      rows[i] = [...this.coordinates(at), rows[i][rows[i].length - 1]];
      this.changeRows(side, rows, this.gesture);
    } else if (paint.startsWith('draw') || paint === 'remove') {
      const step = Math.hypot(at[0] - this.painted[0], at[1] - this.painted[1]);
      if (step > 14 || paint === 'remove') this.paint(at);
    }
  }

  up() {
    const { side, paint, moved } = this.dragged ?? {};
    const clicked = this.busy && !paint && !moved;
    this.busy = false;
    this.dragged = null;
    if (clicked && side) this.pin(this.view.selected);
    else if (clicked) this.ask(this.moveUnder(this.start)); // a touch screen has no hover
    else if (moved) this.onrest();
  }

  paint(at) {
    this.painted = at;
    if (this.mode === 'remove') {
      const hit = this.nearest(at);
      if (hit) this.changeRows(hit.side, this.app.state[hit.side].filter((_, i) => i !== hit.i), this.gesture);
      return;
    }
    const side = this.mode.endsWith('P') ? 'p' : 'q';
    const rows = this.app.state[side];
    const weight = rows.length ? rows.reduce((sum, row) => sum + row[row.length - 1], 0) / rows.length : 1;
    this.changeRows(side, [...rows, [...this.coordinates(at), Number(weight.toPrecision(6)) || 1]], this.gesture);
  }

  // hover shows the pair under the pointer: the ends of an arrow, or the chosen atom of P with
  // the atom of Q under the pointer.
  hover(at, event) {
    const hit = this.nearest(at);
    const movable = presets[this.app.state.preset].drags ? hit?.side === 'q' : hit;
    this.picture.canvas.style.cursor = this.mode !== 'move' ? 'crosshair' : movable || hit ? 'grab' : 'default';
    if (this.predicting() || event.pointerType === 'touch') return;
    if (this.pinned !== null) {
      const to = this.nearest(at, ['q']);
      if (to) this.ask({ i: this.pinned, j: to.i });
      return;
    }
    this.ask(this.moveUnder(at));
  }

  ask(pair) {
    const now = this.view.pair;
    if (pair?.i === now?.i && pair?.j === now?.j) return;
    this.onpair(pair);
  }

  moveUnder([px, py]) {
    const { plan } = this.frame();
    const { place } = this.scales();
    let best = null;
    if (this.app.state.plan) {
      for (let k = 0; k < plan.length; k += 3) {
        const [x1, y1] = place('p', plan[k]);
        const [x2, y2] = place('q', plan[k + 1]);
        const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
        const t = length > 0 ? Math.min(1, Math.max(0, ((px - x1) * (x2 - x1) + (py - y1) * (y2 - y1)) / length)) : 0;
        const distance = Math.hypot(px - x1 - t * (x2 - x1), py - y1 - t * (y2 - y1));
        if (distance < 7 && (!best || distance < best.distance)) best = { i: plan[k], j: plan[k + 1], distance };
      }
    }
    return best && { i: best.i, j: best.j };
  }

  // pin chooses an atom of P. Given an atom of Q, it asks about its pair with the chosen atom of
  // P, or with an atom of P from which it receives mass.
  pin(atom) {
    if (!atom) return;
    if (atom.side === 'p') {
      this.pinned = atom.i;
      this.app.say('Now point at a point of Q to see the prices of the pair.');
    } else if (this.pinned !== null) {
      this.ask({ i: this.pinned, j: atom.i });
    } else {
      const { plan } = this.frame();
      for (let k = 0; k < plan.length; k += 3) if (plan[k + 1] === atom.i) { this.ask({ i: plan[k], j: atom.i }); break; }
    }
  }

  deselect() {
    this.pinned = null;
    this.guessing = null;
    this.view.selected = null;
    this.onpair(null);
    this.show(this.app.state);
  }

  // guess pairs two atoms of a prediction, one of P and one of Q, which come in either order.
  guess(hit) {
    if (!hit) return;
    if (!this.guessing || this.guessing.side === hit.side) {
      this.guessing = hit;
      this.view.selected = { side: hit.side, i: hit.i };
      this.picture.redraw();
      return;
    }
    const [i, j] = hit.side === 'q' ? [this.guessing.i, hit.i] : [hit.i, this.guessing.i];
    this.guessing = null;
    this.view.selected = null;
    this.app.change({ guess: [...this.app.state.guess.filter(([a, b]) => a !== i && b !== j), [i, j]] });
  }

  wheel(event) {
    if (!this.selectedRow() || this.locked) return;
    event.preventDefault();
    this.setWeight(Number(this.weight.value) * (event.deltaY < 0 ? 1.1 : 1 / 1.1));
  }

  setWeight(weight) {
    if (!this.selectedRow()) return;
    const { selected } = this.view;
    const rows = this.app.state[selected.side].slice();
    const row = rows[selected.i];
    rows[selected.i] = [...row.slice(0, -1), Number(Math.max(0, weight).toPrecision(4))];
    if (rows.every((r) => r[r.length - 1] === 0)) { this.app.say('Not all weights can be zero.'); return; }
    this.changeRows(selected.side, rows, `weight ${selected.side} ${selected.i}`);
  }

  // key does by keyboard what the mouse does. It reports whether the key has a meaning.
  key(event) {
    if (!this.frame()) return false;
    this.check();
    const { app, view } = this;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === 'n' || key === 'b') { this.next(key === 'n' ? 1 : -1); return true; }
    if (key === 'Escape') { this.deselect(); this.picture.redraw(); return true; }
    if (key === 'Enter' || key === ' ') {
      if (this.predicting()) this.guess(view.selected); else this.pin(view.selected);
      return true;
    }
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    const parameter = presets[app.state.preset].drags;
    if (this.locked) return false;
    if (arrow && !view.selected && parameter && arrow[0] && !app.locked(parameter)) {
      const field = app.fields[parameter];
      const step = (event.shiftKey ? 0.1 : 0.01) * (parameter === 'mean' ? 5 : 1);
      const value = app.state[parameter] + arrow[0] * step;
      app.change({ [parameter]: Math.min(field.max, Math.max(field.min, Number(value.toFixed(3)))) }, { gesture: `key ${parameter}` });
      return true;
    }
    if (!view.selected || this.predicting() || !this.ready()) return false;
    const { side, i } = view.selected;
    const selected = () => app.state[side][i];
    if (arrow) {
      this.ensureOwn(`key ${side} ${i}`);
      const [from, to] = this.scales().x.domain;
      const step = ((to - from) / 200) * (event.shiftKey ? 10 : 1);
      const row = selected();
      const moved = row.map((x, k) => (k < row.length - 1 ? Number((x + step * arrow[k]).toPrecision(6)) : x));
      this.changeRows(side, app.state[side].with(i, moved), `key ${side} ${i}`);
      return true;
    }
    switch (key) {
      case '+': case '=': case '-': case '−':
        this.ensureOwn('');
        this.setWeight(selected()[selected().length - 1] * (key === '-' || key === '−' ? 1 / 1.1 : 1.1));
        return true;
      case 'a': {
        this.ensureOwn('');
        const row = selected();
        const [from, to] = this.scales().x.domain;
        this.changeRows(side, [...app.state[side], row.map((x, k) => (k === 0 ? x + (to - from) / 50 : x))], '');
        view.selected = { side, i: app.state[side].length - 1 };
        return true;
      }
      case 'Delete': case 'Backspace':
        this.ensureOwn('');
        this.changeRows(side, app.state[side].filter((_, k) => k !== i), '');
        return true;
    }
    return false;
  }

  // next chooses the next atom, P before Q.
  next(by) {
    const [n, m] = [this.count('p'), this.count('q')];
    const { selected } = this.view;
    const at = selected ? (selected.side === 'p' ? selected.i : n + selected.i) + by : by > 0 ? 0 : n + m - 1;
    const k = (at + n + m) % (n + m);
    this.view.selected = k < n ? { side: 'p', i: k } : { side: 'q', i: k - n };
    const { side, i } = this.view.selected;
    this.app.say(`${side.toUpperCase()}, point ${i + 1} of ${side === 'p' ? n : m}`);
    if (this.pinned !== null && side === 'q' && !this.predicting()) this.ask({ i: this.pinned, j: i });
    this.show(this.app.state);
    this.picture.redraw();
  }
}
