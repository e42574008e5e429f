// The connection of the page to the engine: it sends messages and receives frames, over one
// of two carriers. index.html names the carrier and starts it.
import { decodeFrame } from './frame.js';

export class Engine {
  constructor() {
    this.waiting = new Map(); // id → { resolve, reject }
    this.slots = new Map(); // the messages of latest that are not answered
    this.id = 0;
    this.carrier = null; // until it is loaded
    this.onreopen = () => {};
    this.onword = () => {};
    this.opening = import(document.getElementById('carrier').src)
      .then((module) => module.open({
        onframe: (buffer) => this.receive(buffer),
        onlost: (reason) => this.lose(reason),
        onreopen: () => this.onreopen(),
        onword: (text) => this.onword(text),
      }))
      .then((carrier) => { this.carrier = carrier; });
  }

  // ready returns a promise. It resolves when messages can be sent at once, or when it is
  // known that this takes longer.
  async ready() {
    await this.opening;
    await this.carrier.ready;
  }

  async ask(view, kind, payload) {
    if (!this.carrier) await this.opening;
    const { carrier } = this;
    return new Promise((resolve, reject) => {
      const id = ++this.id;
      this.waiting.set(id, { resolve, reject });
      carrier.send(JSON.stringify({ id, view, kind, payload }));
    });
  }

  latest(view, kind, payload) {
    const key = `${view} ${kind}`;
    const slot = this.slots.get(key);
    if (!slot) {
      this.slots.set(key, { next: null });
      return this.ask(view, kind, payload).finally(() => this.proceed(key, view, kind));
    }
    slot.next?.resolve(null);
    return new Promise((resolve, reject) => { slot.next = { payload, resolve, reject }; });
  }

  proceed(key, view, kind) {
    const { next } = this.slots.get(key);
    this.slots.delete(key);
    if (next) this.latest(view, kind, next.payload).then(next.resolve, next.reject);
  }

  receive(buffer) {
    const frame = decodeFrame(buffer);
    const waiter = this.waiting.get(frame.id);
    this.waiting.delete(frame.id);
    if (!waiter) return;
    // refused tells an error of the engine from one of the connection.
    if (frame.kind === 'error') waiter.reject(Object.assign(new Error(frame.payload.message), { refused: true }));
    else waiter.resolve(frame);
  }

  // lose rejects all promises that wait for a frame.
  lose(reason) {
    for (const waiter of this.waiting.values()) waiter.reject(new Error(reason));
    this.waiting.clear();
  }
}
