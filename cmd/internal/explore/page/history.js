// Undo and redo of states.
const most = 100;

export class History {
  constructor(state) {
    this.states = [state];
    this.at = 0;
    this.gesture = '';
  }

  // push adds a state. It replaces the last one if both are of the same gesture.
  push(state, gesture) {
    const same = gesture !== '' && gesture === this.gesture && this.at > 0;
    this.states.length = same ? this.at : this.at + 1;
    this.states.push(state);
    if (this.states.length > most) this.states.shift();
    this.at = this.states.length - 1;
    this.gesture = gesture;
  }

  // amend replaces the present state: it is no step of its own. A state that is the one before
  // it is dropped.
  amend(state) {
    if (this.at > 0 && this.states[this.at - 1] === state) this.states.splice(this.at--, 1);
    else this.states[this.at] = state;
    this.gesture = '';
  }

  get state() { return this.states[this.at]; }
  get canBack() { return this.at > 0; }
  get canForward() { return this.at < this.states.length - 1; }

  back() { this.gesture = ''; return this.canBack ? this.states[--this.at] : null; }
  forward() { this.gesture = ''; return this.canForward ? this.states[++this.at] : null; }
}
