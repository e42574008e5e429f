// The panel below the page: "as command" and "as Go" give the same numbers without the page,
// and "share" is a link that opens the page with this state.
import { element, button } from './dom.js';
import { copyText } from './save.js';

const titles = { command: 'The same on the command line', go: 'The same in Go', share: 'A link to this state' };
const hints = {
  command: 'This writes files to the current directory.',
  go: 'Save the program in the project, for example as try/main.go, and run it: go run ./try.',
};

export class Panel {
  constructor(root) {
    this.root = root;
    this.open = ''; // or a name of titles
    this.title = element('h2');
    this.code = element('code');
    this.below = element('div');
    this.copied = button('Copy', async () => {
      this.copied.textContent = (await copyText(this.code.textContent)) ? 'Copied' : 'Select and copy by hand';
      setTimeout(() => { this.copied.textContent = 'Copy'; }, 2000);
    });
    this.onclose = () => {};
    root.append(element('div', { class: 'panel-head' }, this.title, this.copied, button('Close', () => { this.toggle(this.open); this.onclose(); })),
      element('pre', { tabindex: '0' }, this.code), this.below);
    root.setAttribute('aria-label', 'The same as code, or as a link');
  }

  toggle(which) {
    this.open = this.open === which ? '' : which;
    this.root.hidden = !this.open;
    this.root.className = this.open;
    this.title.textContent = titles[this.open] ?? '';
    this.code.textContent = '';
    this.below.replaceChildren();
  }

  // recipe shows a text, and what to do with it.
  recipe(text) { this.fill(text, element('p', { class: 'hint' }, hints[this.open])); }

  // fill shows a text, and below it what one can choose.
  fill(text, ...below) {
    this.code.textContent = text;
    this.below.replaceChildren(...below);
  }
}
