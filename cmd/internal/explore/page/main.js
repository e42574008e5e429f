// The page shows one view with one state. Only App.change changes the state; it then updates
// the address, the history of undo, and the view.
import { Engine } from './engine.js';
import { views } from './views.js';
import { readAddress, writeAddress, initial } from './state.js';
import { History } from './history.js';
import { Panel } from './recipe.js';
import { element, button } from './dom.js';
import { startTheme, themeButton } from './theme.js';
import { share } from './share.js';
import { lessons } from './lessons.js';
import { lessonStrip, lessonMenu } from './lesson.js';

const root = document.getElementById('view');
const engine = new Engine();
const panel = new Panel(document.getElementById('panel'));
const modules = new Map();
let current = null; // the app of the view that is shown
let address = ''; // the fragment that the page has read or written last
const histories = new Map(); // of undo, by the name of the view

// say shows a notice at the bottom of the page for some seconds. A screen reader reads it out.
let noticeTimer = 0;
export function say(text) {
  const notice = document.getElementById('notice');
  notice.textContent = text;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => { notice.textContent = ''; }, 8000);
}

// App is the page as a view sees it: the state, and messages to the engine.
class App {
  constructor(view, module, state, extras) {
    this.view = view;
    this.fields = module.fields;
    this.question = module.question; // returns the part of a state that the engine needs
    this.state = state;
    this.extras = extras; // of the address: hide, lock and lesson; fresh says that it has no state
    this.lastShown = null; // the last state that the engine has shown
    this.history = histories.get(view.name);
    if (!this.history) histories.set(view.name, this.history = new History(state));
    else {
      extras.fresh = false; // a view that was open before does not begin with motion
      this.remember();
    }
  }

  // remember makes the state a step of undo, unless it is the last step already.
  remember() {
    const text = (state) => writeAddress('', this.fields, state);
    if (text(this.state) !== text(this.history.state)) this.history.push(this.state, '');
  }

  // amend changes some fields of the state, and adds no step of undo.
  amend(patch) {
    this.state = { ...this.state, ...patch };
    this.history.amend(this.state);
    this.stateChanged();
  }

  // accept remembers a state that the engine has shown. refuse says why the engine could not
  // show the asked state, and goes back to the last one that it has shown, or to the initial
  // state. An error of the connection does not concern the state, which then stays.
  accept(state) { this.lastShown = state; }

  refuse(error, asked) {
    if (current !== this) return;
    if (!error.refused || asked !== this.state) { say(error.message); return; }
    const begin = initial(this.fields);
    if (!this.lastShown && writeAddress('', this.fields, asked) === writeAddress('', this.fields, begin)) { say(error.message); return; }
    say(`${error.message.replace(/\.$/, '')}. ${this.lastShown ? 'Nothing was changed.' : 'The view shows its initial state.'}`);
    this.state = this.lastShown ?? begin;
    this.history.amend(this.state);
    this.stateChanged();
  }

  // change changes some fields of the state. All changes of one gesture, such as dragging a
  // slider, are one step of undo.
  change(patch, { gesture = '' } = {}) {
    this.state = { ...this.state, ...patch };
    this.history.push(this.state, gesture);
    this.stateChanged();
  }

  // reset sets the state to the initial one, or to the given one.
  reset(state = initial(this.fields)) { this.change({ ...initial(this.fields), ...state }); }

  undo() { this.restore(this.history.back()); }
  redo() { this.restore(this.history.forward()); }

  restore(state) {
    if (!state) return;
    this.state = state;
    this.stateChanged();
  }

  stateChanged() {
    this.updateAddress();
    refreshTools();
    this.instance.show(this.state);
    if (panel.open) this.refreshPanel();
  }

  // updateAddress writes the state into the address, no more often than browsers allow.
  updateAddress() {
    clearTimeout(this.addressTimer);
    this.addressTimer = setTimeout(() => {
      if (current !== this || location.hash !== address) return; // or another one is on its way
      history.replaceState(null, '', this.updateLink());
      address = location.hash;
    }, 250);
  }

  // updateLink makes the link of the view's tab lead to the present state. It returns the
  // address of that state.
  updateLink() {
    const address = writeAddress(this.view.name, this.fields, this.state, this.extras);
    document.querySelector(`#views a[data-view=${this.view.name}]`).href = address;
    return address;
  }

  // leave keeps the state and its history, for when the view is opened again.
  leave() {
    this.instance.leave();
    this.remember();
    this.updateLink();
  }

  // closeLesson leaves the lesson of the address. The state stays.
  closeLesson() {
    this.extras.lesson = '';
    this.updateAddress();
  }

  // ask sends a message to this view of the engine and returns a promise of the frame. It
  // rejects with an Error whose message is for the user.
  ask(kind, payload) { return engine.ask(this.view.name, kind, payload); }

  // latest is ask for messages that replace each other, such as those of a drag. The engine
  // gets one message of a kind at a time. While it computes the answer, each new message
  // replaces the one that waits; the promise of the replaced message resolves to null.
  latest(kind, payload) { return engine.latest(this.view.name, kind, payload); }

  hidden(name) { return this.extras.hide.includes(name); }
  locked(name) { return this.extras.lock.includes(name); }
  get reducedMotion() { return matchMedia('(prefers-reduced-motion: reduce)').matches; }
  say(text) { say(text); }

  refreshPanel() {
    clearTimeout(this.refreshing);
    if (panel.open === 'share') { share(panel, this); return; }
    this.refreshing = setTimeout(async () => {
      try {
        const { payload } = await this.ask('recipe', this.question(this.state));
        if (panel.open in payload) panel.recipe(payload[panel.open]);
      } catch (error) {
        panel.fill(error.message);
      }
    }, 200);
  }
}

// route shows the view and the state of the address. If they cannot be read, it shows the
// initial state and a notice.
let routes = 0;
async function route() {
  const turn = ++routes;
  address = location.hash;
  const { view, params, notice } = readAddress(address, views, lessons);
  if (!modules.has(view.name)) modules.set(view.name, await view.load());
  const module = modules.get(view.name);
  const { state, extras, broken } = params(module.fields);
  const early = extras.fresh && view === views[0]; // index.html holds its first frame
  if (!early) await engine.ready(); // so that the engine computes the first answer while the view is built
  if (turn !== routes) return; // the address has changed since
  if (current) current.leave();
  const app = new App(view, module, state, extras);
  current = app;
  root.replaceChildren(element('h1', { class: 'unseen' }, view.title));
  root.className = `view-${view.name}`;
  for (const link of document.querySelectorAll('#views a')) {
    if (link.dataset.view === view.name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = `monge: ${view.title}`;
  const { lesson } = extras;
  if (lesson !== '') {
    const restart = () => {
      const begin = `#lesson${lesson}`;
      if (location.hash === begin) route(); else location.hash = begin;
    };
    const strip = lessonStrip(Number(lesson), restart, () => {
      strip.remove();
      app.closeLesson();
      root.focus();
    });
    root.append(strip);
  }
  const place = document.createElement('div');
  root.append(place);
  app.instance = module.mount(place, app);
  app.instance.show(state);
  refreshTools();
  if (panel.open) app.refreshPanel();
  if (notice) say(notice);
  else if (broken.length > 0) say(`These parts of the link cannot be read: ${broken.join(', ')}. They have their initial values.`);
}

const tools = {};

function buildBar() {
  const nav = document.getElementById('views');
  for (const view of views) {
    nav.append(element('a', { href: `#${view.name}`, 'data-view': view.name }, view.title));
  }
  nav.after(lessonMenu(views));
  tools.undo = button('Undo', () => current.undo(), { class: 'step-back' });
  tools.redo = button('Redo', () => current.redo(), { class: 'step-back' });
  tools.command = button('As command', () => openPanel('command'), { 'aria-expanded': 'false' });
  tools.go = button('As Go', () => openPanel('go'), { 'aria-expanded': 'false' });
  tools.share = button('Share', () => openPanel('share'), { 'aria-expanded': 'false' });
  for (const tool of Object.values(tools)) tool.disabled = true; // until there is a view
  document.getElementById('tools').append(tools.undo, tools.redo, tools.share, tools.command, tools.go, themeButton(() => current && current.instance.show(current.state)));
}

function refreshTools() {
  const focused = document.activeElement;
  tools.undo.disabled = !current.history.canBack;
  tools.redo.disabled = !current.history.canForward;
  if (focused === tools.undo && focused.disabled) tools.redo.focus(); // the keyboard stays here
  if (focused === tools.redo && focused.disabled) tools.undo.focus();
  tools.command.disabled = tools.go.disabled = tools.share.disabled = false;
  tools.command.setAttribute('aria-expanded', String(panel.open === 'command'));
  tools.go.setAttribute('aria-expanded', String(panel.open === 'go'));
  tools.share.setAttribute('aria-expanded', String(panel.open === 'share'));
}

function openPanel(which) {
  panel.toggle(which);
  refreshTools();
  if (panel.open) current.refreshPanel();
}

addEventListener('hashchange', route);
addEventListener('keydown', (event) => {
  const typing = event.target.matches?.('input[type=text], input[type=number], textarea');
  if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
  event.preventDefault();
  if (event.shiftKey) current?.redo(); else current?.undo();
});

// A new session of the engine has no state: the view asks again for everything.
engine.onreopen = () => current && current.instance.show(current.state);
engine.onnotice = say;

panel.onclose = refreshTools;
startTheme();
buildBar();
route();
