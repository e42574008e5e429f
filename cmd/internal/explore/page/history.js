// Undo and redo of states.
const mostStates = 100;

export class History {
  constructor(state) {
    this.states = [state];
    this.index = 0;
    this.gesture = '';
  }

  // push adds a state. It replaces the last one if both are of the same gesture.
  push(state, gesture) {
    const same = gesture !== '' && gesture === this.gesture && this.index > 0;
    this.states.length = same ? this.index : this.index + 1;
    this.states.push(state);
    if (this.states.length > mostStates) this.states.shift();
    this.index = this.states.length - 1;
    this.gesture = gesture;
  }

  // amend replaces the present state without a step of its own. If that makes it equal to the
  // state before, the two become one step.
  amend(state) {
    if (this.index > 0 && this.states[this.index - 1] === state) this.states.splice(this.index--, 1);
    else this.states[this.index] = state;
    this.gesture = '';
  }

  get state() { return this.states[this.index]; }
  get canBack() { return this.index > 0; }
  get canForward() { return this.index < this.states.length - 1; }

  back() { this.gesture = ''; return this.canBack ? this.states[--this.index] : null; }
  forward() { this.gesture = ''; return this.canForward ? this.states[++this.index] : null; }
}
