// The panel "as command" and "as Go": what gives the same numbers without the
// page.
import { element, button } from './dom.js';
import { copyText } from './save.js';

export class Panel {
  constructor(root) {
    this.root = root;
    this.open = ''; // or 'command' or 'go'
    this.title = element('h2');
    this.code = element('code');
    this.copied = button('Copy', async () => {
      this.copied.textContent = (await copyText(this.code.textContent)) ? 'Copied' : 'Select and copy by hand';
      setTimeout(() => { this.copied.textContent = 'Copy'; }, 2000);
    });
    root.append(element('div', { class: 'panel-head' }, this.title, this.copied, button('Close', () => this.toggle(this.open))),
      element('pre', { tabindex: '0' }, this.code));
    root.setAttribute('aria-label', 'The same as code');
  }

  toggle(which) {
    this.open = this.open === which ? '' : which;
    this.root.hidden = !this.open;
    this.title.textContent = this.open === 'go' ? 'The same numbers in Go' : 'The same numbers on the command line';
  }

  fill({ command, go }) { this.code.textContent = this.open === 'go' ? go : command; }
}
