// One's own data: drawn with the pointer, or dropped as a CSV file. It never
// leaves the machine.
import { readFile } from './save.js';
import { element, button } from './dom.js';
import { action } from './controls.js';
import { Picture } from './picture.js';
import { square } from './scale.js';
import { mostPoints } from './training_fields.js';

const box = [-3, 3, -3, 3];

export class DrawnData {
  constructor(app, play) {
    this.app = app;
    this.play = play;
    this.rows = [];
    this.drawing = false;
    this.picture = new Picture({
      name: 'drawn', label: 'Draw the data to learn', plain: true,
      draw: (pen, { width, height, colours }) => {
        const scales = square(box, 0, 0, width, height);
        pen.rect(0.5, 0.5, width - 1, height - 1, { stroke: colours.grid });
        pen.dots(this.rows.map(([x, y]) => [scales.x(x), scales.y(y ?? 0)]), 2, { fill: colours.real });
        if (this.rows.length === 0) pen.text(width / 2, height / 2, 'Draw here', { fill: colours.quiet, align: 'center' });
        return scales;
      },
      keys: (event) => this.key(event),
    });
    const { canvas } = this.picture;
    canvas.addEventListener('pointerdown', (event) => { canvas.setPointerCapture(event.pointerId); this.drawing = true; this.last = null; this.brush(this.picture.at(event)); });
    canvas.addEventListener('pointermove', (event) => { if (this.drawing) this.brush(this.picture.at(event)); });
    for (const kind of ['pointerup', 'pointercancel']) canvas.addEventListener(kind, () => { this.drawing = false; });
    this.chooser = element('input', { type: 'file', accept: '.csv,text/csv', class: 'unseen', 'aria-label': 'A CSV file of points', onchange: () => this.open([...this.chooser.files]) });
    this.note = element('p', { class: 'hint' });
    this.learn = button('Learn these', () => this.use());
    this.editor = element('div', { class: 'drawn' }, this.picture.element, this.note,
      element('div', { class: 'row' }, this.learn, button('Clear', () => { this.rows = []; this.fill(); })));
    this.element = element('div', { class: 'own' },
      element('div', { class: 'row' },
        action(app, 'draw', 'Draw data', () => { if (this.editor.hidden) this.begin(); else this.editor.hidden = true; }).element,
        action(app, 'open', 'Open CSV', () => this.chooser.click()).element, this.chooser),
      this.editor);
    this.editor.hidden = true;
    for (const kind of ['dragover', 'drop']) {
      document.getElementById('view').addEventListener(kind, (event) => {
        if (!document.contains(this.element)) return;
        event.preventDefault();
        if (kind === 'drop') this.open([...event.dataTransfer.files]);
      });
    }
  }

  // begin opens the box to draw in.
  begin() {
    this.editor.hidden = false;
    this.fill();
    this.picture.canvas.focus();
  }

  // brush adds points along the path of the pointer, some to each side of it.
  brush([px, py]) {
    const { x: across, y: up } = this.picture.scales;
    const at = [across.invert(px), up.invert(py)];
    const from = this.last ?? at;
    const steps = Math.max(1, Math.ceil(Math.hypot(at[0] - from[0], at[1] - from[1]) / 0.05));
    for (let k = 1; k <= steps && this.rows.length < mostPoints; k++) {
      const t = k / steps;
      const [x, y] = [from[0] + t * (at[0] - from[0]), from[1] + t * (at[1] - from[1])];
      for (let side = 0; side < 3 && this.rows.length < mostPoints; side++) {
        const n = this.rows.length; // offsets look random, but are the same for the same strokes
        const [r, angle] = [0.09 * Math.sqrt((n * 0.618034) % 1), n * 2.399963];
        this.rows.push([Number((x + r * Math.cos(angle)).toFixed(3)), Number((y + r * Math.sin(angle)).toFixed(3))]);
      }
    }
    this.last = at;
    this.fill();
  }

  // key draws with the keyboard: arrows move a pen, the space bar puts points.
  key(event) {
    this.penAt ??= [0, 0];
    const by = { ArrowLeft: [-0.2, 0], ArrowRight: [0.2, 0], ArrowUp: [0, 0.2], ArrowDown: [0, -0.2] }[event.key];
    if (by) this.penAt = [this.penAt[0] + by[0], this.penAt[1] + by[1]];
    else if (event.key !== ' ') return false;
    const { x, y } = this.picture.scales;
    if (event.key === ' ' || event.shiftKey) { this.last = null; for (let k = 0; k < 4; k++) this.brush([x(this.penAt[0]), y(this.penAt[1])]); }
    this.picture.words = `The pen is at ${this.penAt.map((v) => v.toFixed(1)).join(', ')}; ${this.rows.length} points.`;
    return true;
  }

  fill() {
    const need = Math.ceil((this.app.state.batch * 5) / 4);
    const short = this.rows.length < need;
    this.note.textContent = this.rows.length === 0 ? 'Draw with the pointer, or with the arrow keys and the space bar.' : `${this.rows.length} points${short ? `; batches of ${this.app.state.batch} need ${need}` : ''}. A fifth of the points is held out for measurements.`;
    this.learn.disabled = short;
    this.picture.redraw();
  }

  use() {
    this.editor.hidden = true;
    this.play.restart({ data: 'own', points: this.rows, start: '' });
  }

  async open(files) {
    if (files.length === 0) return;
    try {
      const { payload } = await this.app.ask('open', [await readFile(files[0])]);
      const rows = payload[0].rows.map((row) => row.slice(0, payload[0].dim));
      const most = Math.floor((rows.length * 4) / 5);
      this.play.restart({ data: 'own', points: rows, start: '', ...(this.app.state.batch > most ? { batch: Math.max(4, most) } : {}) });
      this.app.say(`The generators now learn ${files[0].name}. The file stays on this machine.`);
    } catch (error) { this.app.say(error.message); }
    this.chooser.value = '';
  }

  show(state) {
    if (state.data === 'own' && state.points.length > 0 && this.rows.length === 0) this.rows = state.points;
    this.fill();
  }
}
