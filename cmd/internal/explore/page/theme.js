// Light and dark, and the colours of pictures: those of page.css.
import { button } from './dom.js';

const key = 'monge-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

function chosen() {
  try { return localStorage.getItem(key); } catch { return null; }
}

function dark() { return (document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark'; }

export function startTheme() {
  const theme = chosen();
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
}

// themeButton switches; redraw draws the pictures in the new colours.
export function themeButton(redraw) {
  const label = () => (dark() ? 'Light' : 'Dark');
  const node = button(label(), () => {
    document.documentElement.dataset.theme = dark() ? 'light' : 'dark';
    try { localStorage.setItem(key, document.documentElement.dataset.theme); } catch { /* it holds for now */ }
    node.textContent = label();
    redraw();
  });
  system.addEventListener('change', () => { node.textContent = label(); redraw(); });
  return node;
}

const names = ['paper', 'ink', 'quiet', 'grid', 'real', 'generated', 'em', 'js', 'tv', 'kl', 'low', 'high'];

const palettes = new Map(); // by whether it is dark: to read one takes as long as to draw a curve

// colours returns the colours of the theme by name.
export function colours() {
  if (!palettes.has(dark())) {
    const style = getComputedStyle(document.documentElement);
    palettes.set(dark(), Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])));
  }
  return palettes.get(dark());
}
