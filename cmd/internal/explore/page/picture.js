// A picture: a canvas, which is drawn again when its numbers, its size or the colours change;
// a text that describes it; and buttons that save it.
import { element, button } from './dom.js';
import { CanvasPen, SVGPen } from './pen.js';
import { colours } from './theme.js';
import { saveFile } from './save.js';

export class Picture {
  // draw(pen, { width, height, colours }) draws on either pen and returns its scales. With keys the
  // picture can be focused; help says what they do.
  // sheet returns what files hold instead of the picture: { name, width, height, draw }.
  // sized() is called when the picture has another size.
  constructor({ name, label, draw, keys, help = '', plain = false, sheet, sized }) {
    this.name = name;
    this.toSave = () => sheet?.() ?? { name, width: this.width, height: this.height, draw };
    this.label = label;
    this.drawing = draw;
    this.canvas = element('canvas', { role: keys ? 'application' : 'img', 'aria-label': label, tabindex: keys ? '0' : false });
    if (keys) {
      this.canvas.addEventListener('keydown', (event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        if (event.key === '?') this.tools.firstChild.open = true;
        else if (keys(event)) event.preventDefault();
      });
    }
    this.wordsElement = element('p');
    const id = `words-${name}`;
    this.wordsElement.id = id;
    this.canvas.setAttribute('aria-describedby', id);
    const frame = element('div', { class: 'frame' }, this.canvas);
    this.tools = element('div', { class: 'picture-tools' },
      element('details', {}, element('summary', {}, help ? 'In words, and keys (?)' : 'In words'), this.wordsElement, help ? element('p', { class: 'help' }, help) : null),
      button('PNG', () => this.savePNG(), { 'aria-label': `Save ${sheet ? 'pictures and charts' : label} as PNG` }),
      button('SVG', () => this.saveSVG(), { 'aria-label': `Save ${sheet ? 'pictures and charts' : label} as SVG` }));
    if (sheet) this.tools.lastChild.previousSibling.before(element('span', { class: 'hint' }, 'pictures and charts:'));
    this.element = element('figure', { class: `picture picture-${name}` }, frame, plain ? null : this.tools);
    if (plain) this.element.append(element('div', { class: 'unseen' }, this.wordsElement));
    this.width = this.height = 0; // in CSS pixels, before it is laid out
    this.size = new ResizeObserver(([{ contentRect }]) => {
      this.width = Math.round(contentRect.width);
      this.height = Math.round(contentRect.height);
      this.paint();
      sized?.();
    });
    this.size.observe(this.canvas);
  }

  get words() { return this.wordsElement.textContent; }
  set words(text) { if (this.wordsElement.textContent !== text) this.wordsElement.textContent = text; }

  // redraw draws the picture once before the next frame of the screen, however often it is
  // called.
  redraw() {
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => this.paint());
  }

  paint() {
    cancelAnimationFrame(this.pending);
    this.pending = 0;
    if (this.width === 0) [this.width, this.height] = [this.canvas.clientWidth, this.canvas.clientHeight]; // the observer has not come yet
    const { width, height } = this;
    if (width === 0 || height === 0) return;
    const scale = devicePixelRatio || 1;
    const [columns, rows] = [Math.round(scale * width), Math.round(scale * height)];
    if (this.canvas.width !== columns || this.canvas.height !== rows) {
      this.canvas.width = columns;
      this.canvas.height = rows;
    }
    const context = this.canvas.getContext('2d');
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    this.kept = this.drawing(new CanvasPen(context), { width, height, colours: colours() }) ?? this.kept;
  }

  // scales are those of the picture as it was drawn last. Mouse and keys may come before the
  // first frame of the screen: then it is drawn now. They are undefined as long as there is
  // nothing to draw.
  get scales() {
    if (!this.kept) this.paint();
    return this.kept;
  }

  // at returns where in the picture, in CSS pixels, an event was.
  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  savePNG() {
    const { name, width, height, draw } = this.toSave();
    const big = element('canvas');
    big.width = 2 * width;
    big.height = 2 * height;
    const context = big.getContext('2d');
    const palette = colours();
    context.scale(2, 2);
    context.fillStyle = palette.paper;
    context.fillRect(0, 0, width, height);
    draw(new CanvasPen(context), { width, height, colours: palette });
    big.toBlob((blob) => saveFile(`${name}.png`, blob), 'image/png');
  }

  saveSVG() {
    const { name, width, height, draw } = this.toSave();
    const palette = colours();
    const pen = new SVGPen(width, height);
    pen.rect(0, 0, width, height, { fill: palette.paper });
    draw(pen, { width, height, colours: palette });
    saveFile(`${name}.svg`, pen.svg(this.label, this.words), 'image/svg+xml');
  }

  // leave removes the observers of the picture.
  leave() {
    this.size.disconnect();
    cancelAnimationFrame(this.pending);
  }
}
