// The charts of training: one column for each game, under its picture, and one row for each
// quantity, with one cursor through all of them. All charts of a row have the same scale,
// so that games can be compared. The estimate of a critic has its own scale, because it
// estimates K·EM for an unknown K.
import { linear, logarithmic, ticks, tickLabel } from './scale.js';
import { colourOf } from './picture_game.js';

// charts are the rows. A line is { of(record), colour, dash, own }. A line with own: true has a
// scale of its own, on the right.
export const charts = [
  {
    name: 'em', title: 'Exact EM', short: 'EM', own: 'claim', from: 0,
    lines: [{ of: (r) => r.em, colour: 'em' }, { of: (r) => r.em_estimate, colour: 'em', dash: [5, 4], own: true }],
    floor: (floor) => floor.em,
  },
  {
    name: 'js', title: 'JS of histograms', from: 0, most: Math.LN2 * 1.08, level: [Math.LN2, 'log 2'], also: 'by D',
    lines: [{ of: (r) => r.js, colour: 'js' }, { of: (r) => r.js_estimate, colour: 'js', dash: [5, 4] }],
    floor: (floor) => floor.js,
  },
  { name: 'gradient', title: 'Gradient at samples', log: true, lines: [{ of: (r) => r.grad_norm, colour: 'ink' }] },
  {
    name: 'losses', title: 'Critic’s loss', each: true,
    lines: [{ of: (r) => r.critic_loss, colour: 'second' }, { of: (r) => r.generator_loss, colour: 'generated', own: true }], own: 'generator’s, own scale',
  },
  { name: 'modes', title: 'Modes covered', from: 0, modes: true, step: true, lines: [{ of: (r) => r.modes, colour: 'ink' }] },
];

const gap = 16; // between columns; .games of page.css has the same
const head = 18;

// drawCharts draws what = { rows, before, games, setting, floor, cursor, end, columns, shown }
// where rows[i][k] is the record of game k, columns the games to draw, and shown
// the names of charts. before is null, or { rows, columnOf } of the previous run: game k has
// column columnOf[k] there, or is missing if that is −1. It returns the x scale of each column.
export function drawCharts(pen, { width, height, colours }, what) {
  const { rows, columns } = what;
  const shown = charts.filter((chart) => what.shown.includes(chart.name));
  const wide = (width - gap * (columns.length - 1)) / columns.length;
  const tall = (height - 20) / shown.length;
  const scales = [];
  const last = Math.max(what.end, what.before?.rows.at(-1)[0].round ?? 0, 1);
  columns.forEach((k, column) => {
    const left = column * (wide + gap);
    const x = linear(0, last, left + 34, left + wide - 6);
    scales.push(x);
    shown.forEach((chart, i) => drawChart(pen, { chart, rows, k, what, x, left, wide, colours, top: i * tall, bottom: (i + 1) * tall - 8 }));
    pen.text(left + wide - 6, height - 10, what.along, { fill: colours.quiet, align: 'right', size: 11 });
    for (const at of ticks(0, last, wide / 70)) {
      if (x(at) < left + wide - 66) pen.text(x(at), height - 10, tickLabel(at), { fill: colours.quiet, align: 'center', size: 11 });
    }
    drawChanges(pen, what.changes, { x, top: head, bottom: height - 20, right: left + wide, colours });
    if (what.at < what.end) pen.line(x(what.at), 2, x(what.at), height - 20, { stroke: colours.ink, width: 1 }); // that the pictures show
    if (what.cursor !== null) {
      const at = rows[what.cursor]?.[k];
      if (at) pen.line(x(at.round), 2, x(at.round), height - 20, { stroke: colours.ink, width: 1, dash: [2, 3] });
    }
  });
  return scales;
}

// drawChanges marks where a setting was changed. A text that has no room is left out.
function drawChanges(pen, changes, { x, top, bottom, right, colours }) {
  let free = -Infinity;
  for (const { round, text } of changes) {
    const at = x(round);
    pen.line(at, top, at, bottom, { stroke: colours.quiet, width: 1, dash: [6, 3] });
    const long = 6 * text.length + 4;
    const from = Math.min(at + 4, right - long);
    if (from < free) continue;
    free = from + long;
    pen.rect(from - 2, bottom - 13, long, 13, { fill: colours.paper, opacity: 0.85 });
    pen.text(from, bottom - 6, text, { fill: colours.ink, size: 11 });
  }
}

// scaleOf returns the vertical scale of some lines, for the games that share it. The scale also
// covers the previous run, except for lines with a scale of their own.
function scaleOf(chart, lines, rows, games, top, bottom, what) {
  let [low, high] = [Infinity, -Infinity];
  const reach = (records, columns) => {
    for (const row of records) {
      for (const k of columns) {
        for (const line of lines) {
          const v = line.of(row[k]);
          if (typeof v === 'number' && (!chart.log || v > 0)) { low = Math.min(low, v); high = Math.max(high, v); }
        }
      }
    }
  };
  reach(rows, games);
  if (what.before && !lines[0]?.own) reach(what.before.rows, games.map((k) => what.before.columnOf[k]).filter((k) => k >= 0));
  if (!(high >= low)) [low, high] = chart.log ? [0.1, 1] : [0, 1];
  if (chart.log) return logarithmic(Math.max(10 ** Math.floor(Math.log10(low)), 1e-12), 10 ** Math.ceil(Math.log10(high) + 1e-9), bottom, top);
  if (chart.modes) [low, high] = [0, Math.max(what.setting.modes, 1) * 1.06];
  if (chart.most) high = Math.max(chart.most, high);
  const own = lines[0]?.own;
  if (chart.from === 0) low = own ? Math.min(0, low) : 0;
  if (high === low) high = low + 1;
  const room = chart.most || chart.modes ? 0 : 0.06 * (high - low);
  return linear(chart.from === 0 && low === 0 ? 0 : low - room, high + room, bottom, top);
}

function drawChart(pen, { chart, rows, k, what, x, left, wide, colours, top, bottom }) {
  const game = what.games[k];
  const main = chart.lines.filter((line) => !line.own);
  const own = chart.lines.filter((line) => line.own && rows.some((row) => typeof line.of(row[k]) === 'number'));
  const body = top + head;
  const y = scaleOf(chart, main, rows, chart.each ? [k] : what.games.map((_, i) => i), body, bottom, what);
  const yOwn = own.length > 0 ? scaleOf(chart, own, rows, [k], body, bottom, what) : null;
  const colour = (line) => (line.colour === 'second' ? colourOf(game, colours) : colours[line.colour]);
  const [from, to] = y.domain;
  const marks = chart.log ? decades(from, to) : ticks(from, to, 2.5).filter((v) => v >= from && v <= to);
  for (const v of marks) {
    pen.line(left + 34, y(v), left + wide - 6, y(v), { stroke: colours.grid });
    pen.text(left + 30, y(v), chart.log ? power(v) : tickLabel(v), { fill: colours.quiet, align: 'right', size: 11 });
  }
  pen.text(left + 34, top + 9, chart.each && !game.critic ? 'D’s loss' : wide < 220 ? chart.short ?? chart.title : chart.title, { fill: colour(main[0]), size: 12, weight: 600 });
  const second = chart.own && yOwn ? chart.own : chart.also && typeof rows[0]?.[k].js_estimate === 'number' ? chart.also : '';
  const peak = yOwn ? `${wide < 220 ? ' to' : ', 0 to'} ${tickLabel(Number(yOwn.domain[1].toPrecision(2)))}` : '';
  if (second) pen.text(left + wide - 6, top + 9, `${chart.lines[1].dash ? '- - ' : ''}${second}${chart.each ? '' : peak}`, { fill: colour(chart.lines[1]), size: 12, align: 'right' });
  pen.clip(left + 30, body - 3, wide - 30, bottom - body + 6, () => {
    const floor = what.floor && chart.floor?.(what.floor);
    const levels = [chart.level ?? [], [floor, 'real against real']].filter(([at]) => typeof at === 'number');
    for (const [at] of levels) pen.line(left + 34, y(at), left + wide - 6, y(at), { stroke: colours.quiet, dash: [1, 3] });
    const paths = [];
    const pathOf = (line, scale, records, column) => {
      const path = [];
      let last = null;
      for (const row of records) {
        const v = line.of(row[column]);
        if (typeof v !== 'number' || (chart.log && !(v > 0))) { path.push(null); last = null; continue; }
        const at = [x(row[column].round), scale(v)];
        if (chart.step && last) path.push([at[0], last[1]]);
        path.push(at);
        last = at;
      }
      return path;
    };
    const column = what.before?.columnOf[k] ?? -1;
    for (const line of column >= 0 ? main : []) {
      const path = pathOf(line, y, what.before.rows, column);
      pen.path(path, { stroke: colour(line), width: 1.2, opacity: 0.45, dash: line.dash });
      paths.push(path);
    }
    for (const line of chart.lines) {
      const scale = line.own ? yOwn : y;
      if (!scale) continue;
      const path = pathOf(line, scale, rows, k);
      pen.path(path, { stroke: colour(line), width: line.dash ? 1.6 : 2, dash: line.dash });
      paths.push(path);
      const at = rows[what.cursor ?? rows.length - 1]?.[k];
      const v = at && line.of(at);
      if (typeof v === 'number' && (!chart.log || v > 0)) pen.circle(x(at.round), scale(v), line.dash ? 3.2 : 3, line.dash ? { fill: colours.paper, stroke: colour(line), width: 1.5 } : { fill: colour(line), stroke: colours.paper, width: 1 });
    }
    for (const [at, name] of levels) {
      const place = freePlace(paths, { left: left + 34, right: left + wide - 6, top: body, bottom, level: y(at), long: 6 * name.length });
      if (place) pen.text(place.x, place.y, name, { fill: colours.quiet, size: 11 });
    }
  });
}

// freePlace returns a place for the name of a level, long pixels wide, where it covers no path:
// above or below the level, as far to the right as possible. It returns null if there is none.
export function freePlace(paths, { left, right, top, bottom, level, long }) {
  const half = 7; // of the height of a name
  const near = 4; // of the dot at the end of a path
  for (let x = right - long; x >= left; x -= 8) {
    for (const y of [level - half, level + half + 1]) {
      if (y - half < top - 3 || y + half > bottom + 3) continue;
      const box = { left: x - near, right: x + long + near, top: y - half, bottom: y + half };
      if (!paths.some((path) => path.some((to, k) => to && crosses(path[k - 1] ?? to, to, box)))) return { x, y };
    }
  }
  return null;
}

// crosses reports whether a part of the line between two places is inside a box.
function crosses([x1, y1], [x2, y2], box) {
  let [from, to] = [0, 1]; // of the line, as far as it is in the box
  for (const [start, way, low, high] of [[x1, x2 - x1, box.left, box.right], [y1, y2 - y1, box.top, box.bottom]]) {
    if (way === 0) {
      if (start < low || start > high) return false;
      continue;
    }
    const [a, b] = [(low - start) / way, (high - start) / way];
    [from, to] = [Math.max(from, Math.min(a, b)), Math.min(to, Math.max(a, b))];
  }
  return from <= to;
}

function decades(from, to) {
  const all = [];
  const [a, b] = [Math.round(Math.log10(from)), Math.round(Math.log10(to))];
  const step = Math.max(1, Math.ceil((b - a) / 3));
  for (let k = a; k <= b; k += step) all.push(10 ** k);
  return all;
}

const superscript = (n) => String(n).replace(/./g, (c) => ({ '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' })[c]);
const power = (v) => { const k = Math.round(Math.log10(v)); return k >= -2 && k <= 3 ? String(Number(v.toPrecision(3))) : `10${superscript(k)}`; };
