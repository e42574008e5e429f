// The state of the training view: its fields, in groups, and the part that the engine needs.
import { number, choice, flag, several, points } from './state.js';

export const losses = ['wgan', 'minimax', 'nonsaturating', 'wgan-gp', 'leastsquares'];
const usual = losses.slice(0, 4); // gan.Losses; the fifth loss is off at first
export const catalogue = ['gaussian', '2gaussians', '5gaussians', '8gaussians', '25gaussians', 'far', 'swissroll', 'lines'];
export const mostPoints = 1000; // engine.MaxPoints

// script is all training since the start, as engine/training_script.go writes it.
const script = { initial: '', read: (text) => (/^[\w.:~+-]{0,60000}$/.test(text) ? text : undefined), write: String };

export const fields = {
  // Of the start. Numbers are those of engine.TrainingSetup, which says why.
  data: choice('8gaussians', [...catalogue, 'own']),
  points: points(mostPoints, [1, 2]),
  loss: several(usual, losses),
  start: choice('', ['', 'trained']),
  seed: number(1, 0, 2 ** 31, { whole: true }),
  width: number(16, 1, 128, { whole: true }),
  depth: number(3, 0, 6, { whole: true }),
  critic_width: number(0, 0, 128, { whole: true }),
  critic_depth: number(0, -1, 6, { whole: true }),
  activation: choice('leaky-relu', ['relu', 'leaky-relu', 'tanh', 'linear']),
  noise: number(2, 1, 16, { whole: true }),
  prior: choice('normal', ['normal', 'uniform']),
  eval_every: number(50, 1, 10000, { whole: true }),
  eval_samples: number(256, 16, 512, { whole: true }),
  warmup: number(0, 0, 1000, { whole: true }),
  warmup_steps: number(100, 1, 200, { whole: true }),
  // Settings that can change during training.
  lr: number(3e-4, 1e-7, 1),
  critic_lr: number(1e-3, 1e-7, 1),
  clip: number(0.1, 1e-4, 10),
  penalty: number(0.1, 1e-4, 100),
  critic_steps: number(5, 1, 50, { whole: true }),
  generator_steps: number(1, 1, 50, { whole: true }),
  batch: number(64, 4, 1024, { whole: true }),
  optimizer: choice('rmsprop', ['rmsprop', 'adam', 'sgd']),
  beta1: number(0.5, 0, 0.99),
  // The script, and the round of it that is shown; -1 is its end.
  script,
  at: number(-1, -1, 2 ** 22, { whole: true }),
  play: choice('both', ['both', 'critic', 'generator']),
  speed: number(5, 1, 200, { whole: true }),
  // What the page shows.
  real: flag(true),
  generated: flag(true),
  surface: flag(true),
  contours: flag(true),
  arrows: flag(false),
  common: flag(false),
  fold: flag(false),
  graph: flag(true),
  game: number(0, 0, 4, { whole: true }),
  charts: several(['em', 'gradient', 'modes'], ['em', 'js', 'gradient', 'losses', 'modes']),
  run: flag(false),
};

const ofPage = ['at', 'play', 'speed', 'real', 'generated', 'contours', 'common', 'graph', 'game', 'charts', 'run'];
export const changeable = ['lr', 'critic_lr', 'clip', 'penalty', 'critic_steps', 'generator_steps', 'batch', 'optimizer', 'beta1'];
export const ofStart = ['data', 'points', 'loss', 'start', 'seed', 'width', 'depth', 'critic_width', 'critic_depth', 'activation', 'noise', 'prior', 'eval_every', 'eval_samples', 'warmup', 'warmup_steps'];

// question returns the part of a state that the engine needs.
export function question(state) {
  const asked = { ...state, iters: 2000, seeds: 1, at: state.at };
  for (const name of ofPage) if (name !== 'at') delete asked[name];
  if (state.data !== 'own') asked.points = [];
  asked.surface = state.surface || state.contours || state.graph;
  asked.fold = state.fold || state.graph;
  return asked;
}
