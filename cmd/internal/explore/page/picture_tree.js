// A basis of the simplex method: sources and sinks, the spanning tree between them with its
// flows, the potentials beside the nodes, and the next pivot.
import { arrow } from './pen.js';
import { square } from './scale.js';
import { digits } from './table.js';
import { drawSource, drawSink } from './marks.js';

// drawTree draws what = { frame, box, pointed } and returns its scales and
// place(side, i).
export function drawTree(pen, { width, height, colours }, { frame, box, pointed }) {
  const small = Math.min(1, Math.max(0.6, Math.min(width, height) / 420)); // of marks
  const { x, y } = square(box, 40 * small, 36 * small, width - 80 * small, height - 72 * small);
  const place = (side, i) => [x(frame[side][2 * i]), y(frame[side][2 * i + 1])];
  const { basis, cycle, stage, leaving } = frame.payload;
  const most = Math.max(...basis.map((arc) => arc.flow), 1e-300);
  const key = (arc) => `${arc.from} ${arc.to}`;
  const onCycle = new Map(cycle.map((arc, k) => [key(arc), k]));

  for (const arc of basis) {
    const ends = [...place('p', arc.from), ...place('q', arc.to)];
    const quiet = stage !== 'basis' && !onCycle.has(key(arc));
    if (arc.flow > 0) drawFlow(pen, ends, arc.flow, most, colours, quiet ? 0.3 : 0.85, small);
    else pen.path([ends.slice(0, 2), ends.slice(2)], { stroke: colours.em, width: 1.5, dash: [2, 4], opacity: quiet ? 0.4 : 1 });
  }
  cycle.forEach((arc, k) => {
    const ends = [...place('p', arc.from), ...place('q', arc.to)];
    const leaves = leaving && arc.from === leaving.from && arc.to === leaving.to;
    if (k === 0) pen.path([ends.slice(0, 2), ends.slice(2)], { stroke: colours.ink, width: 3, dash: [8, 5] });
    else pen.path([ends.slice(0, 2), ends.slice(2)], { stroke: colours.ink, width: leaves ? 3 : 1.5, dash: leaves ? [2, 5] : [] });
    if (stage === 'cycle') label(pen, ends, `${k % 2 ? '−' : '+'} ${digits(frame.payload.theta, 4)}${leaves ? ', leaves' : ''}`, colours, true);
    else label(pen, ends, 'enters', colours, true);
  });
  if (stage === 'basis') {
    for (const arc of basis) if (arc.flow > 0) label(pen, [...place('p', arc.from), ...place('q', arc.to)], digits(arc.flow, 4), colours, false);
  }
  if (pointed) pen.path([place('p', pointed.i), place('q', pointed.j)], { stroke: colours.ink, width: 1.5, dash: [2, 3] });

  const biggest = Math.max(...frame.supply, ...frame.demand);
  frame.supply.forEach((mass, i) => drawSource(pen, ...place('p', i), small * (9 + 9 * Math.sqrt(mass / biggest)), String.fromCharCode(65 + i), colours));
  frame.demand.forEach((mass, j) => drawSink(pen, ...place('q', j), small * (9 + 9 * Math.sqrt(mass / biggest)), String(j + 1), colours));
  return { x, y, place };
}

function drawFlow(pen, [x1, y1, x2, y2], flow, most, colours, opacity, small) {
  // The arrow ends before the mark of the sink.
  const length = Math.hypot(x2 - x1, y2 - y1);
  const end = Math.max(0.5, 1 - (16 * small) / Math.max(length, 1));
  arrow(pen, x1, y1, x1 + end * (x2 - x1), y1 + end * (y2 - y1), { stroke: colours.em, width: 1.5 + (5 * small * flow) / most, opacity, head: 12 * small });
}

function label(pen, [x1, y1, x2, y2], text, colours, strong) {
  const [x, y] = [0.5 * x1 + 0.5 * x2, 0.5 * y1 + 0.5 * y2];
  const half = 4 + 3.6 * text.length;
  pen.rect(x - half, y - 10, 2 * half, 20, { fill: colours.paper, opacity: 0.85 });
  pen.text(x, y, text, { fill: strong ? colours.ink : colours.em, align: 'center', weight: strong ? 600 : 400 });
}
