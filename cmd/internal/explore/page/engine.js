// The connection of the page to the engine: it sends messages and receives frames, over one
// of two carriers. index.html names the carrier and starts it.
import { decodeFrame } from './frame.js';

export class Engine {
  constructor() {
    this.waiting = new Map(); // id → { resolve, reject }
    this.slots = new Map(); // view and kind of each message of latest that the engine has → { next }, the message that waits
    this.id = 0;
    this.carrier = null; // until it is loaded
    this.onreopen = () => {};
    this.onnotice = () => {};
    this.opening = import(document.getElementById('carrier').src)
      .then((module) => module.open({
        onframe: (buffer) => this.receive(buffer),
        onlost: (reason) => this.lose(reason),
        onreopen: () => this.onreopen(),
        onnotice: (text) => this.onnotice(text),
      }))
      .then((carrier) => { this.carrier = carrier; });
  }

  // ready returns a promise that resolves when messages can be sent, or when the first attempt
  // to connect has failed.
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

  // latest is ask, but while the engine computes the answer to a message of a kind, only the
  // newest of further messages of that kind waits. The promises of those that it replaced
  // resolve to null.
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

  // proceed sends the message that waits, if there is one.
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
    // An error of the engine has refused, and an error of the connection does not.
    if (frame.kind === 'error') waiter.reject(Object.assign(new Error(frame.payload.message), { refused: true }));
    else waiter.resolve(frame);
  }

  // lose rejects all promises that wait for a frame.
  lose(reason) {
    for (const waiter of this.waiting.values()) waiter.reject(new Error(reason));
    this.waiting.clear();
  }
}
