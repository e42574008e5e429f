package browsertest

import (
	"strings"
	"testing"
)

// monkey presses controls, keys and the mouse at random, the same in each run, and wants no
// session to end, no error of the page, and no text without sense. It opens the programs of
// all states that it comes to.
func monkey(t *testing.T, b *browser) {
	for _, view := range views(t, b) {
		b.visit(t, "#"+view)
		b.shown(t)
		b.click(t, "As Go")
		wrong := eval[[]string](t, b, `(async () => {
			const wrong = [];
			addEventListener('error', (event) => wrong.push(event.message));
			addEventListener('unhandledrejection', (event) => wrong.push(String(event.reason)));
			const notice = document.getElementById('notice');
			new MutationObserver(() => { if (/error in monge|engine is/.test(notice.textContent)) wrong.push(notice.textContent); }).observe(notice, { childList: true, characterData: true, subtree: true });
			HTMLAnchorElement.prototype.click = () => {}; // saves no file
			let state = 20261129;
			const random = () => { state = (1103515245 * state + 12345) % 2147483648; return state / 2147483648; };
			const pick = (list) => list[Math.floor(random() * list.length)];
			const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
			const changed = (node, kind) => node.dispatchEvent(new Event(kind, { bubbles: true }));
			const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'n', 'b', 'Enter', 'Escape', '+', '-', 'a', 'Delete', 'Home', 'End', 'o'];
			for (let k = 0; k < 80; k++) {
				const all = [...document.querySelectorAll('#view button, #view select, #view input, #view canvas')].filter((e) => e.offsetParent && !e.disabled && e.type !== 'file' && !e.textContent.startsWith('Open'));
				const node = pick(all);
				if (node.tagName === 'SELECT') { node.value = pick([...node.options]).value; changed(node, 'change'); }
				else if (node.type === 'range') { node.value = Number(node.min) + random() * (node.max - node.min); changed(node, 'input'); }
				else if (node.type === 'number') { node.value = pick(['', '0', '-1', '3', '7.5', '1e9']); changed(node, 'change'); }
				else if (node.tagName === 'CANVAS') {
					node.setPointerCapture = () => {};
					const { left, top, width, height } = node.getBoundingClientRect();
					let [x, y] = [random(), random()];
					for (const kind of ['pointermove', 'pointerdown', 'pointermove', 'pointermove', 'pointerup']) {
						node.dispatchEvent(new PointerEvent(kind, { clientX: left + x * width, clientY: top + y * height, bubbles: true, pointerId: 1 }));
						[x, y] = [x + 0.1 * (random() - 0.5), y + 0.1 * (random() - 0.5)];
					}
					for (let i = 0; i < 3; i++) node.dispatchEvent(new KeyboardEvent('keydown', { key: pick(keys), bubbles: true, cancelable: true }));
				} else node.click();
				await wait(random() < 0.1 ? 250 : 10); // the programs follow after a while
				const text = /.{0,30}\b(NaN|undefined|\[object|null)\b.{0,30}/.exec(document.body.innerText);
				if (text) wrong.push(text[0] + ' after ' + (node.id || node.textContent));
			}
			await wait(500);
			return [...new Set(wrong)];
		})()`)
		if len(wrong) > 0 {
			t.Errorf("%s: %s", view, strings.Join(wrong, "\n"))
		}
	}
}
