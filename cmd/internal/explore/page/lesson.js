// A lesson, above the view that it uses: question first, answer on request.
import { element, button } from './dom.js';
import { lessons } from './lessons.js';

// lessonStrip returns the strip of a lesson, given its number, and functions that restart its
// state, and that close the lesson.
export function lessonStrip(number, restart, close) {
  const lesson = lessons[number];
  const answer = element('p', { class: 'answer', hidden: true }, lesson.answer, ' ', element('span', { class: 'code' }, `In the code: ${lesson.code}`));
  const show = button('Show the answer', () => {
    answer.hidden = !answer.hidden;
    show.setAttribute('aria-expanded', String(!answer.hidden));
  }, { 'aria-expanded': 'false' });
  return element('section', { class: 'lesson', 'aria-label': `Lesson ${number}` },
    element('h2', {}, `Lesson ${number}. ${lesson.title}`),
    element('p', { class: 'ask' }, lesson.question),
    element('p', { class: 'task' }, lesson.task),
    answer,
    element('div', { class: 'row' },
      show,
      button('Restart lesson', restart),
      number > 0 ? element('a', { href: `#lesson${number - 1}` }, 'Previous lesson') : null,
      number < lessons.length - 1 ? element('a', { href: `#lesson${number + 1}` }, 'Next lesson') : null,
      button('Close', close, { 'aria-label': 'Close the lesson; the picture stays as it is' })));
}

// lessonMenu returns the menu of the lessons whose views exist.
export function lessonMenu(views) {
  const menu = element('details', { class: 'menu' }, element('summary', {}, 'Lessons'));
  menu.append(element('ol', {}, ...lessons.map((lesson, k) => {
    const there = views.some((view) => lesson.address.startsWith(`#${view.name}`));
    return element('li', { hidden: !there }, element('a', { href: `#lesson${k}`, onclick: () => { menu.open = false; } }, `${k}. ${lesson.title}`));
  })));
  addEventListener('click', (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener('keydown', (event) => { if (event.key === 'Escape') { menu.open = false; menu.firstChild.focus(); } });
  return menu;
}
