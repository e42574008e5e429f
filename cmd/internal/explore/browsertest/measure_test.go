package browsertest

import (
	"fmt"
	"os"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"monge/cmd/internal/explore/static"
)

// TestMeasure prints how fast the page is, if MONGE_MEASURE is set; served, and
// with MONGE_MEASURE=static as WebAssembly from a plain file server.
func TestMeasure(t *testing.T) {
	needed(t)
	var url string
	switch os.Getenv("MONGE_MEASURE") {
	case "":
		t.Skip("MONGE_MEASURE is not set")
	case "static":
		dir := t.TempDir()
		if err := static.Write(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
		url = fileServer(t, dir)
	default:
		url = server(t)
	}
	b := open(t, url)
	b.prefer(t, "prefers-reduced-motion", "reduce")

	const watch = `addEventListener('DOMContentLoaded', () => {
		const look = () => {
			if (document.querySelector('.row-em .value')?.textContent) requestAnimationFrame(() => { window.firstPicture = performance.now(); });
			else requestAnimationFrame(look);
		};
		look();
	})`
	if _, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch}); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		b.visit(t, "")
		b.until(t, `window.firstPicture`)
		t.Logf("first picture after %.0f ms", eval[float64](t, b, `window.firstPicture`))
	}

	for _, n := range []int{50, 250, 1000} {
		b.visit(t, fmt.Sprintf("#distances?preset=clouds&points=%d&potential=1", n))
		b.until(t, `document.querySelector('.row-em .value')?.textContent`)
		times := eval[[]float64](t, b, `(async () => {
			const canvas = document.querySelector('.picture canvas');
			canvas.setPointerCapture = () => {};
			const { left, top, width, height } = canvas.getBoundingClientRect();
			const value = document.querySelector('.row-em .value');
			const send = (kind, x, y) => canvas.dispatchEvent(new PointerEvent(kind, { clientX: left + x * width, clientY: top + y * height, bubbles: true, pointerId: 1 }));
			const times = [];
			send('pointerdown', 0.38, 0.53);
			for (let k = 0; k < 90; k++) {
				const before = value.textContent;
				const begin = performance.now();
				send('pointermove', 0.38 + 0.1 * Math.sin(k / 7), 0.3 + 0.1 * Math.cos(k / 5));
				while (value.textContent === before && performance.now() < begin + 5000) await new Promise((done) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); });
				await new Promise(requestAnimationFrame);
				times.push(performance.now() - begin);
			}
			send('pointerup', 0.4, 0.4);
			return times.slice(10).sort((a, b) => a - b);
		})()`)
		t.Logf("a point of %d + %d is dragged: from event to frame median %.1f ms, 95 %% %.1f ms", n, n, times[len(times)/2], times[len(times)*95/100])
	}
}
