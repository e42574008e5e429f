// The presets of pairState in engine/distances_pair.go: which controls each has, what the
// user can drag, and what there is to see.

export const presets = {
  lines: {
    label: 'Two lines, θ apart (Example 1)',
    controls: ['theta', 'points'],
    drags: 'theta',
    box: [-1.3, 1.3, -0.15, 1.15],
    about: 'P is a line at 0, and Q is the same line at θ. Drag Q: EM is |θ|. TV, JS and KL only tell whether the two lines coincide.',
    notes: { em: 'slope ±1', tv: 'jumps at 0', js: 'jumps at 0', kl: '+∞ except at 0', klReverse: '+∞ except at 0' },
    parameter: 'θ',
  },
  gaussians: {
    label: 'Shifted Gaussians',
    controls: ['mean', 'spread', 'points'],
    drags: 'mean',
    box: [-8, 8, 0, 1],
    about: 'P is N(0, 1) and Q is N(μ, s²), on one grid of the line. If P and Q overlap, all distances change with μ. If they are far apart, TV and JS stay the same, and EM still grows.',
    notes: { em: 'grows far out', tv: 'flat far out', js: 'flat far out', kl: 'grows as μ²', klReverse: 'grows as μ²' },
    parameter: 'μ',
  },
  noise: {
    label: 'Lines with noise (σ)',
    controls: ['sigma', 'theta', 'points', 'seed'],
    drags: 'theta',
    box: [-1.8, 1.8, -0.8, 1.8],
    about: 'Noise on all samples makes KL finite, and blurs the data. EM is measured on the samples. TV, KL and JS are those of the two laws with noise.',
    notes: { em: 'of the samples', tv: 'of the laws', js: 'of the laws', kl: 'θ²/2σ²', klReverse: 'θ²/2σ²' },
    parameter: 'σ',
  },
  sequence: {
    label: 'Four sequences (Theorem 2)',
    controls: ['sequence', 'n'],
    about: 'Theorem 2: if KL → 0, then TV → 0 and JS → 0; and if these → 0, then EM → 0, on a bounded space. No converse holds. Each sequence is an example or a counterexample.',
    notes: {},
    parameter: 'n',
  },
  clouds: {
    label: 'Two clouds',
    controls: ['points', 'seed'],
    box: [-3.2, 3.2, -2.4, 2.4],
    about: 'Samples of two Gaussians in the plane. They share no point, so TV, KL and JS are the same whether the clouds are near or far. Drag any point.',
    notes: {},
  },
  images: {
    label: 'Two images',
    controls: ['images'],
    box: [0, 1, 0, 1],
    about: 'Each image is a distribution of ink over pixels. EM moves ink; TV, KL and JS compare the two images pixel by pixel.',
    notes: {},
  },
  own: {
    label: 'Points of your own',
    controls: ['dim'],
    about: 'Drag, add, remove and draw points, or change their weights. You can also drop files on the picture: CSV, or small images.',
    notes: {},
  },
};

export const grounds = [
  ['euclidean', 'Euclidean, ‖x−y‖₂'],
  ['sqeuclidean', 'squared, ‖x−y‖₂²'],
  ['cityblock', 'city block, ‖x−y‖₁'],
  ['chebyshev', 'Chebyshev, ‖x−y‖∞'],
];
