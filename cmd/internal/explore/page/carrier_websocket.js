// Carries messages over a WebSocket to monge explore, and opens another when it
// breaks.
export async function open({ onframe, onlost, onreopen, onword }) {
  const address = new URL('engine', location.href.split('#')[0]);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  let socket = null;
  let pause = 250; // milliseconds until the next try
  let queue = []; // until the socket is open
  let opened = false;

  function connect() {
    socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      pause = 250;
      for (const message of queue) socket.send(message);
      queue = [];
      if (opened) { onword('The engine is back.'); onreopen(); }
      opened = true;
    };
    socket.onmessage = (event) => onframe(event.data);
    socket.onclose = (event) => {
      queue = [];
      onlost(event.reason || 'The engine is gone.');
      if (event.reason) onword(event.reason);
      else if (pause > 250) onword('The engine does not answer. Is monge explore still running? The page tries again.');
      setTimeout(connect, pause);
      pause = Math.min(2 * pause, 5000);
    };
  }
  connect();
  return {
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(message);
      else queue.push(message);
    },
  };
}
