// Controls. Each changes the field of the state with its name, and is { element, set(value) }.
// hide= and lock= in the address hide and lock controls by name.
import { element, button } from './dom.js';

// bind hides or locks a control if the address says so.
function bind(app, name, node, inputs) {
  node.dataset.control = name;
  if (app.hidden(name)) node.hidden = true;
  if (app.locked(name)) for (const input of inputs) input.disabled = true;
}

// slider changes a number. On a logarithmic scale equal distances are equal ratios.
export function slider(app, name, label, { min, max, step, log = false, format = String, hint } = {}) {
  const field = app.fields[name];
  const low = min ?? field.min;
  const high = max ?? field.max;
  const steps = 1000;
  const toPlace = (value) => (log ? (steps * Math.log10(value / low)) / Math.log10(high / low) : value);
  const toValue = (place) => (log ? Number((low * 10 ** ((place / steps) * Math.log10(high / low))).toPrecision(3)) : place);
  const range = element('input', {
    type: 'range', id: `control-${name}`,
    min: log ? 0 : low, max: log ? steps : high, step: log ? 1 : step ?? (high - low) / 200,
    oninput: () => change(toValue(range.valueAsNumber)),
  });
  const box = element('input', {
    type: 'number', 'aria-label': `${label}, as a number`, min: field.min, max: field.max, step: 'any',
    onchange: () => {
      const value = field.read(box.value);
      if (value === undefined) {
        app.say(`${label}: ${field.whole ? 'a whole number' : 'a number'} from ${field.min} to ${field.max}.`);
        box.value = app.state[name];
      } else change(value);
    },
  });
  const change = (value) => {
    const whole = field.read(String(value)) === undefined ? Math.round(value) : value;
    app.change({ [name]: whole }, { gesture: name });
  };
  const node = element('div', { class: 'control', title: hint }, element('label', { for: range.id }, label), range, box);
  bind(app, name, node, [range, box]);
  let shown;
  return {
    element: node,
    set(value) {
      if (value === shown) return;
      shown = value;
      range.value = toPlace(value);
      range.setAttribute('aria-valuetext', format(value));
      if (document.activeElement !== box || Number(box.value) !== value) box.value = Number(value.toPrecision(6));
    },
  };
}

// select chooses one of a few names; options are [value, label] or names. It changes the field
// with its name, or does what choice(value) does.
export function select(app, name, label, options, choice = (value) => app.change({ [name]: value })) {
  const choose = element('select', { id: `control-${name}`, onchange: () => choice(choose.value) },
    ...options.map((option) => {
      const [value, text] = Array.isArray(option) ? option : [option, option];
      return element('option', { value }, text);
    }));
  const node = element('div', { class: 'control' }, element('label', { for: choose.id }, label), choose);
  bind(app, name, node, [choose]);
  return { element: node, set(value) { choose.value = value; } };
}

// check changes a field that is true or false.
export function check(app, name, label) {
  const box = element('input', { type: 'checkbox', onchange: () => app.change({ [name]: box.checked }) });
  const node = element('label', { class: 'check' }, box, label);
  bind(app, name, node, [box]);
  return { element: node, set(value) { box.checked = value; } };
}

// action is a button. It changes no field, and has a name so that the address can hide it. If
// run fails, the page says why.
export function action(app, name, label, run) {
  const node = button(label, async () => {
    try { await run(); } catch (error) { app.say(error.message); }
  });
  bind(app, name, node, [node]);
  return { element: node, set() {} };
}

// group puts controls under a heading.
export function group(title, ...controls) {
  return element('fieldset', {}, element('legend', {}, title), ...controls.map((control) => control.element ?? control));
}
