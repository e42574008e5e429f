// The Web Worker that runs the engine (wasm/main.go). It receives messages as text and
// posts frames as ArrayBuffers. monge.wasm.gz is a compressed file, which any static host
// can serve.
importScripts('wasm_exec.js');

const slice = 24; // milliseconds of training for each message: in a shorter slice messages take most of the time

const ready = new Promise((resolve) => { self.mongeReady = resolve; });

async function start() {
  const packed = await fetch('monge.wasm.gz');
  const stream = packed.body.pipeThrough(new DecompressionStream('gzip'));
  const response = new Response(stream, { headers: { 'Content-Type': 'application/wasm' } });
  const go = new Go();
  const { instance } = await WebAssembly.instantiateStreaming(response, go.importObject);
  go.run(instance);
  await ready;
}

const started = start();

self.onmessage = async (event) => {
  await started;
  const frame = self.mongeHandle(event.data, slice);
  self.postMessage(frame.buffer, [frame.buffer]);
};
