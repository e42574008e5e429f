// Carries messages to the engine as WebAssembly in a Web Worker.
export async function open({ onframe, onlost }) {
  const worker = new Worker('worker.js');
  worker.onmessage = (event) => onframe(event.data);
  worker.onerror = () => onlost('The engine could not be started in this browser.');
  return { send: (message) => worker.postMessage(message) };
}
