// Two pens with the same methods: one draws on a canvas, the other writes SVG. So the same
// code draws the picture on the screen and the picture in a file.
// Styles are { fill, stroke, width, dash, opacity }; sizes are in CSS pixels.

const family = 'system-ui, sans-serif';

// joinOf returns how strokes of a width are joined. Round joins are slower, and not visible in
// thin strokes.
const joinOf = (width) => (width < 1.5 ? 'bevel' : 'round');

export class CanvasPen {
  constructor(context) { this.context = context; }

  #paint({ fill, stroke, width = 1, dash = [], opacity = 1 }) {
    const c = this.context;
    c.globalAlpha = opacity;
    if (fill) { c.fillStyle = fill; c.fill(); }
    if (stroke) {
      c.strokeStyle = stroke; c.lineWidth = width; c.lineJoin = joinOf(width);
      c.setLineDash(dash); c.stroke(); c.setLineDash([]);
    }
    c.globalAlpha = 1;
  }

  // path joins places [x, y]; null lifts the pen.
  path(places, style, closed = false) {
    const c = this.context;
    c.beginPath();
    let down = false;
    for (const place of places) {
      if (place === null) { down = false; continue; }
      if (down) c.lineTo(place[0], place[1]); else c.moveTo(place[0], place[1]);
      down = true;
    }
    if (closed) c.closePath();
    this.#paint(style);
  }

  line(x1, y1, x2, y2, style) { this.path([[x1, y1], [x2, y2]], style); }

  circle(x, y, radius, style) {
    this.context.beginPath();
    this.context.arc(x, y, radius, 0, 2 * Math.PI);
    this.#paint(style);
  }

  // dots draws circles of one radius at places, all at once. Their outlines lie under
  // all of them, so that many that lie together do not look pale.
  dots(places, radius, style) {
    if (style.fill && style.stroke) {
      this.dots(places, radius + style.width / 2, { ...style, fill: style.stroke, stroke: null });
      this.dots(places, radius - style.width / 2, { ...style, stroke: null });
      return;
    }
    const c = this.context;
    c.beginPath();
    for (const [x, y] of places) {
      c.moveTo(x + radius, y);
      c.arc(x, y, radius, 0, 2 * Math.PI);
    }
    this.#paint(style);
  }

  rect(x, y, width, height, style) {
    this.context.beginPath();
    this.context.rect(x, y, width, height);
    this.#paint(style);
  }

  text(x, y, string, { fill, size = 13, align = 'start', baseline = 'middle', weight = 400 }) {
    const c = this.context;
    c.font = `${weight} ${size}px ${family}`;
    c.fillStyle = fill;
    c.textAlign = align;
    c.textBaseline = baseline;
    c.fillText(string, x, y);
  }

  // cells fills a box with columns×rows cells, row 0 at the bottom; those of the
  // least height, low, have the colour from, those of height high the colour to.
  cells(x, y, width, height, columns, rows, shading) {
    const c = this.context;
    const coarse = cellImage(columns, rows, shading);
    const [across, down] = [Math.ceil(width / fineCell), Math.ceil(height / fineCell)];
    if (across < 2 * columns || down < 2 * rows) {
      c.drawImage(coarse, x, y, width, height);
      return;
    }
    // Without a graphics card it takes long to blend each pixel.
    fine ??= document.createElement('canvas');
    fine.width = across;
    fine.height = down;
    fine.getContext('2d').drawImage(coarse, 0, 0, across, down);
    c.imageSmoothingEnabled = false;
    c.drawImage(fine, x, y, width, height);
    c.imageSmoothingEnabled = true;
  }

  // clip calls draw, and shows only the part inside a box.
  clip(x, y, width, height, draw) {
    const c = this.context;
    c.save();
    c.beginPath();
    c.rect(x, y, width, height);
    c.clip();
    draw();
    c.restore();
  }

  // shift calls draw, whose places are moved by (x, y).
  shift(x, y, draw) {
    this.context.save();
    this.context.translate(x, y);
    draw();
    this.context.restore();
  }
}

export class SVGPen {
  constructor(width, height) {
    this.size = [width, height];
    this.out = [];
    this.clips = 0;
  }

  #style({ fill, stroke, width = 1, dash = [], opacity = 1 }) {
    return `fill="${fill ?? 'none'}"${stroke ? ` stroke="${stroke}" stroke-width="${width}" stroke-linejoin="${joinOf(width)}"` : ''}` +
      `${dash.length ? ` stroke-dasharray="${dash.join(' ')}"` : ''}${opacity < 1 ? ` opacity="${opacity}"` : ''}`;
  }

  path(places, style, closed = false) {
    let d = '';
    let down = false;
    for (const place of places) {
      if (place === null) { down = false; continue; }
      d += `${down ? 'L' : 'M'}${short(place[0])} ${short(place[1])}`;
      down = true;
    }
    this.out.push(`<path d="${d}${closed ? 'Z' : ''}" ${this.#style(style)}/>`);
  }

  line(x1, y1, x2, y2, style) { this.path([[x1, y1], [x2, y2]], style); }

  circle(x, y, radius, style) {
    this.out.push(`<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}" ${this.#style(style)}/>`);
  }

  dots(places, radius, style) {
    if (style.fill && style.stroke) {
      this.dots(places, radius + style.width / 2, { ...style, fill: style.stroke, stroke: null });
      this.dots(places, radius - style.width / 2, { ...style, stroke: null });
      return;
    }
    for (const [x, y] of places) this.circle(x, y, radius, style);
  }

  rect(x, y, width, height, style) {
    this.out.push(`<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" ${this.#style(style)}/>`);
  }

  text(x, y, string, { fill, size = 13, align = 'start', baseline = 'middle', weight = 400 }) {
    const anchor = { left: 'start', right: 'end', center: 'middle' }[align] ?? align;
    const shift = { middle: 0.35, top: 0.8, bottom: -0.2, alphabetic: 0 }[baseline] * size;
    this.out.push(`<text x="${short(x)}" y="${short(y + shift)}" fill="${fill}" font-family="${family}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}">${escaped(string)}</text>`);
  }

  cells(x, y, width, height, columns, rows, shading) {
    const data = cellImage(columns, rows, shading).toDataURL('image/png');
    this.out.push(`<image x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" preserveAspectRatio="none" href="${data}"/>`);
  }

  clip(x, y, width, height, draw) {
    const id = `clip${++this.clips}`;
    this.out.push(`<clipPath id="${id}"><rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"/></clipPath><g clip-path="url(#${id})">`);
    draw();
    this.out.push('</g>');
  }

  shift(x, y, draw) {
    this.out.push(`<g transform="translate(${short(x)} ${short(y)})">`);
    draw();
    this.out.push('</g>');
  }

  // svg returns the picture, with a title and a text for those who cannot see it.
  svg(title, words) {
    const [width, height] = this.size;
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">` +
      `<title>${escaped(title)}</title><desc>${escaped(words)}</desc>${this.out.join('')}</svg>\n`;
  }
}

const short = (x) => String(Math.round(100 * x) / 100);
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

let canvas = null;
let fine = null;
const fineCell = 3; // width in pixels of the squares of a surface that have one colour

// shades is the number of steps from one colour to the other.
const shades = 255;

function cellImage(columns, rows, { heights, low, high, from, to }) {
  canvas ??= document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext('2d');
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const palette = new Uint32Array(shades + 1);
  const bytes = new Uint8ClampedArray(palette.buffer);
  for (let s = 0; s <= shades; s++) {
    for (let c = 0; c < 3; c++) bytes[4 * s + c] = from[c] + (s / shades) * (to[c] - from[c]);
    bytes[4 * s + 3] = 255;
  }
  const scale = high > low ? shades / (high - low) : 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const t = Math.round(scale * (heights[row * columns + column] - low));
      pixels[(rows - 1 - row) * columns + column] = palette[Math.min(shades, Math.max(0, t))];
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

// rgb returns red, green and blue of a colour, 0 to 255.
export const rgb = (hex) => [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));

// arrow draws a line that ends in a head of the given size at (x2, y2).
export function arrow(pen, x1, y1, x2, y2, { stroke, width, opacity, head = 4 + 1.6 * width }) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length < 1) return;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const size = Math.min(head, 0.6 * length);
  const [bx, by] = [x2 - size * ux, y2 - size * uy];
  pen.path([[x1, y1], [bx, by]], { stroke, width, opacity });
  pen.path([[x2, y2], [bx - 0.45 * size * uy, by + 0.45 * size * ux], [bx + 0.45 * size * uy, by - 0.45 * size * ux]], { fill: stroke, opacity }, true);
}

// addArrow adds the strokes of a thin arrow from (x, y) by (dx, dy) to a path, so that
// many can be drawn at once.
export function addArrow(lines, x, y, dx, dy) {
  const size = Math.hypot(dx, dy);
  if (!(size > 0.7)) return;
  const head = Math.min(4, 0.5 * size) / size;
  const [ex, ey] = [x + dx, y + dy];
  lines.push([x, y], [ex, ey], null,
    [ex - head * (dx - 0.6 * dy), ey - head * (dy + 0.6 * dx)], [ex, ey], [ex - head * (dx + 0.6 * dy), ey - head * (dy - 0.6 * dx)], null);
}
