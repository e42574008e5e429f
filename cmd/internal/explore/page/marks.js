// The marks of sources and sinks: P is round, Q a diamond.

export function drawSource(pen, x, y, r, name, colours) {
  pen.circle(x, y, r, { fill: colours.real, stroke: colours.paper, width: 1.5 });
  pen.text(x, y, name, { fill: colours.paper, align: 'center', weight: 600 });
}

export function drawSink(pen, x, y, r, name, colours) {
  pen.path([[x, y - 1.2 * r], [x + 1.2 * r, y], [x, y + 1.2 * r], [x - 1.2 * r, y]], { fill: colours.generated, stroke: colours.paper, width: 1.5 }, true);
  pen.text(x, y, name, { fill: colours.paper, align: 'center', weight: 600 });
}
