// A link that opens the page with a state. For a class it may hide controls, or lock them.
import { element } from './dom.js';
import { writeAddress } from './state.js';

const onlyHere = 'This link works only on your machine. On another machine, run monge explore, and append everything from # on to the address that it prints. ' +
  'Or let others in your network reach this page: monge explore --addr 0.0.0.0:8080.';

// alone reports whether a host name can only mean the machine that asks.
export const alone = (host) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);

const longest = 60_000; // characters: longer links may not work in browsers or mails

// share fills the panel with the link of an app's state. What is hidden or locked
// in the link stays as it is on this page.
export function share(panel, app) {
  const chosen = { hide: [...app.extras.hide], lock: [...app.extras.lock] };
  const controls = new Map();
  for (const node of document.querySelectorAll('#view [data-control]')) {
    if (!node.offsetParent && !chosen.hide.includes(node.dataset.control)) continue; // of another preset
    const label = (node.getAttribute('role') === 'group' && node.getAttribute('aria-label')) || node.querySelector('label, legend')?.textContent || node.textContent;
    if (!controls.has(node.dataset.control)) controls.set(node.dataset.control, label.trim());
  }
  const refresh = () => {
    const { href } = new URL(writeAddress(app.view.name, app.fields, app.state, { ...chosen, lesson: app.extras.lesson }), location.href);
    panel.code.textContent = href.length > longest ? 'There are too many points for a link; save them as CSV instead.' : href;
  };
  const box = (kind, name, label) => {
    const input = element('input', {
      type: 'checkbox', 'aria-label': `${kind} ${label}`,
      onchange: () => {
        chosen[kind] = chosen[kind].filter((other) => other !== name);
        if (input.checked) chosen[kind].push(name);
        refresh();
      },
    });
    input.checked = chosen[kind].includes(name);
    return element('td', {}, input);
  };
  const rows = [...controls].map(([name, label]) => element('tr', {}, element('th', { scope: 'row' }, label), box('hide', name, label), box('lock', name, label)));
  const head = element('tr', {}, ...['control', 'hide', 'lock'].map((text) => element('th', { scope: 'col' }, text)));
  panel.fill('', ...(alone(location.hostname) ? [element('p', { class: 'hint' }, onlyHere)] : []), element('details', { class: 'class' }, element('summary', {}, 'For a class: hide controls, or lock them'),
    element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows))));
  refresh();
}
