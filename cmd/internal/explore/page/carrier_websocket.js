// Carries messages over a WebSocket to monge explore. If the connection breaks, it opens a new
// one.
const address = new URL('engine', location.href.split('#')[0]);
address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';

// dial opens a socket; opened and closed are promises of its events.
function dial() {
  const socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  const event = (name) => new Promise((done) => { socket.addEventListener(name, done); });
  return { socket, opened: event('open'), closed: event('close') };
}

const start = dial(); // at once, while the browser still loads the rest of the page

export async function open({ onframe, onlost, onreopen, onnotice }) {
  let socket = null;
  let pause = 250; // milliseconds until the next try
  let queue = []; // until the socket is open
  let again = false;

  function connect() {
    const line = socket ? dial() : start;
    socket = line.socket;
    socket.onmessage = (event) => onframe(event.data);
    line.opened.then(() => {
      pause = 250;
      for (const message of queue) line.socket.send(message);
      queue = [];
      if (again) { onnotice('The engine is back.'); onreopen(); }
      again = true;
    });
    line.closed.then((event) => {
      queue = [];
      onlost(event.reason || 'The engine is gone.');
      if (event.reason) onnotice(event.reason);
      else if (pause > 250) onnotice('The engine does not answer. Is monge explore still running? The page tries again.');
      setTimeout(connect, pause);
      pause = Math.min(2 * pause, 5000);
    });
  }
  connect();
  return {
    ready: Promise.race([start.opened, start.closed]),
    send(message) {
      if (socket.readyState === WebSocket.OPEN && queue.length === 0) socket.send(message);
      else queue.push(message);
    },
  };
}
