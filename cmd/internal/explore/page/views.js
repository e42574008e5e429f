// The table of views; engine/views.go has the same names. Each module exports fields, the
// fields of its state in the address; question(state), the part of a state that the engine
// needs; and mount(root, app), which builds the view and returns { show(state), leave() }.
export const views = [
  { name: 'distances', title: 'Distances', load: () => import('./distances.js') },
  { name: 'program', title: 'Linear program', load: () => import('./program.js') },
  { name: 'duality', title: 'Duality', load: () => import('./duality.js') },
  { name: 'training', title: 'Training', load: () => import('./training.js') },
];
