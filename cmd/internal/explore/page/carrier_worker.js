// Carries messages to the engine as WebAssembly in a Web Worker, which starts while
// the browser still loads the rest of the page.
const worker = new Worker('worker.js');
let failed = false;
let lost = () => {};
worker.onerror = () => { failed = true; lost(); };

export async function open({ onframe, onlost }) {
  lost = () => onlost('The engine could not be started in this browser.');
  worker.onmessage = (event) => onframe(event.data);
  return { ready: null, send(message) { if (failed) lost(); else worker.postMessage(message); } };
}
