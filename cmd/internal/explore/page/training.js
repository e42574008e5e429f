// The view of training: games of generators against critics and against discriminators, side
// by side and from one seed.
import { layout } from './dom.js';
import { Stage } from './training_stage.js';
import { Controls } from './training_controls.js';
import { Play } from './training_play.js';
import { SlowMotion } from './training_slow.js';
export { fields, question } from './training_fields.js';

export function mount(root, app) {
  const parts = layout(root);
  root.firstElementChild.classList.add('training');
  const view = { frame: null, setting: null, real: null, noise: null, realBars: null, rows: [], start: null, before: null, moment: null, cursor: null };
  const stage = new Stage(app, view, parts.stage);
  const play = new Play(app, view, stage);
  const slow = new SlowMotion(app, view, stage, play);
  const controls = new Controls(app, view, play, parts.controls);
  parts.numbers.append(stage.lead, slow.element);
  stage.bar.append(...play.elements);
  play.ontake = () => { stage.take(); slow.take(); controls.take(); };
  play.slow = slow;
  stage.onseek = (round) => play.seek(round);
  play.begin(root);

  return {
    show(state) {
      controls.show(state);
      stage.show(state);
      slow.show();
      return play.show(state);
    },
    leave() { play.leave(); slow.leave(); stage.leave(); },
  };
}
