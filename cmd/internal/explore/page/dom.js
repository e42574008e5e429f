// Elements of the page.

// element makes an element. Attributes that are functions are listeners. Those that are
// false or undefined are left out.
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name.replace(/^on/, ''), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function button(label, action, attributes = {}) {
  return element('button', { type: 'button', onclick: action, ...attributes }, label);
}

// layout is the frame of a view: the pictures, and beside them the numbers and
// the controls; on a phone one below the other, in this order.
export function layout(root) {
  const stage = element('section', { class: 'stage', 'aria-label': 'Picture' });
  const numbers = element('section', { class: 'numbers', 'aria-label': 'Numbers' });
  const controls = element('section', { class: 'controls', 'aria-label': 'Controls' });
  root.append(element('div', { class: 'layout' }, stage, element('div', { class: 'beside' }, numbers, controls)));
  return { stage, numbers, controls };
}
