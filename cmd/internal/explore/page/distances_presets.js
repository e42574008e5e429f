// The presets of pairState in engine/distances_pair.go: which controls each has, what the
// user can drag, and what there is to see.

export const presets = {
  lines: {
    label: 'Two lines, θ apart (Example 1)',
    controls: ['theta', 'points'],
    drags: 'theta',
    box: [-1.3, 1.3, -0.15, 1.15],
    about: 'P is a line at 0, Q the same line at θ. Drag Q: EM follows, |θ|. The others only tell whether the lines are the same.',
    notes: { em: 'slope ±1', tv: 'jumps at 0', js: 'jumps at 0', kl: '+∞ except at 0', klReverse: '+∞ except at 0' },
    parameter: 'θ',
  },
  gaussians: {
    label: 'Shifted Gaussians',
    controls: ['mean', 'spread', 'points'],
    drags: 'mean',
    box: [-8, 8, 0, 1],
    about: 'P is N(0, 1), Q is N(μ, s²), on one grid of the line. Where they overlap all distances have a slope; far out TV and JS go flat, and EM does not.',
    notes: { em: 'slope far out', tv: 'flat far out', js: 'flat far out', kl: 'grows as μ²', klReverse: 'grows as μ²' },
    parameter: 'μ',
  },
  noise: {
    label: 'Lines with noise (σ)',
    controls: ['sigma', 'theta', 'points', 'seed'],
    drags: 'theta',
    box: [-1.8, 1.8, -0.8, 1.8],
    about: 'Noise on all samples makes KL finite, and blurs what is to be learnt. EM is that of the samples; TV, KL and JS are those of the two laws with noise.',
    notes: { em: 'of the samples', tv: 'of the laws', js: 'of the laws', kl: 'θ²/2σ²', klReverse: 'θ²/2σ²' },
    parameter: 'σ',
  },
  sequence: {
    label: 'Four sequences (Theorem 2)',
    controls: ['sequence', 'n'],
    about: 'KL → 0 brings TV and JS along, these bring EM, and there is no way back: each sequence shows one arrow, or one that is missing.',
    notes: {},
    parameter: 'n',
  },
  clouds: {
    label: 'Two clouds',
    controls: ['points', 'seed'],
    box: [-3.2, 3.2, -2.4, 2.4],
    about: 'Samples of two Gaussians in the plane. They share no point: TV, KL and JS cannot tell near from far. Drag any point.',
    notes: {},
  },
  images: {
    label: 'Two images',
    controls: ['images'],
    box: [0, 1, 0, 1],
    about: 'Two images as ink over pixels. EM moves the ink; TV, KL and JS compare pixel with pixel.',
    notes: {},
  },
  own: {
    label: 'Points of your own',
    controls: ['dim'],
    about: 'Drag, add, remove and draw points, change their weights, or drop files on the picture: CSV, or small pictures.',
    notes: {},
  },
};

export const grounds = [
  ['euclidean', 'Euclidean, ‖x−y‖₂'],
  ['sqeuclidean', 'squared, ‖x−y‖₂²'],
  ['cityblock', 'city block, ‖x−y‖₁'],
  ['chebyshev', 'Chebyshev, ‖x−y‖∞'],
];
