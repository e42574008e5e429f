// Frames of the engine: see Frame.encode in engine/message.go.
const text = new TextDecoder();

// decodeFrame returns { id, view, kind, payload, ...arrays by name }. The arrays are
// Float64Arrays of the buffer, without a copy.
export function decodeFrame(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(text.decode(new Uint8Array(buffer, 8, length)));
  const frame = { id: header.id, view: header.view, kind: header.kind, payload: header.payload };
  let offset = 8 + length;
  for (const { name, length } of header.arrays) {
    frame[name] = new Float64Array(buffer, offset, length);
    offset += 8 * length;
  }
  return frame;
}

// firstFrame returns the frame of the initial state of distances, which index.html holds: a
// page shows it before the engine can be reached.
export function firstFrame() {
  const text = atob(document.querySelector('meta[name=first-frame]').content);
  return decodeFrame(Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer);
}

// parseNumber reads a Number of the engine, in which infinity is a string.
export function parseNumber(x) {
  if (typeof x === 'number') return x;
  return { '+Inf': Infinity, '-Inf': -Infinity }[x] ?? NaN;
}
