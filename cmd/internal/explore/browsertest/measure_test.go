package browsertest

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"monge/cmd/internal/explore/static"
)

// TestMeasure prints how fast the page is, if MONGE_MEASURE is set; served, and
// with MONGE_MEASURE=static as WebAssembly from a plain file server:
//
//	MONGE_BROWSER=chromium MONGE_MEASURE=served go test -v -run TestMeasure ./cmd/internal/explore/browsertest
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
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(1440, 900)); err != nil {
		t.Fatal(err)
	}
	t.Run("first picture", func(t *testing.T) { measureFirstPicture(t, b) })
	t.Run("training", func(t *testing.T) { measureTraining(t, b) })
	t.Run("drag", func(t *testing.T) { measureDrag(t, b) })
	t.Run("memory", func(t *testing.T) { measureMemory(t, b) })
}

func measureFirstPicture(t *testing.T, b *browser) {
	const watch = `addEventListener('DOMContentLoaded', () => {
		const look = () => {
			if (document.querySelector('.row-em .value')?.textContent) requestAnimationFrame(() => { filled = performance.now(); });
			else requestAnimationFrame(look);
		};
		look();
	});
	let filled = 0;
	Object.defineProperty(window, 'firstPicture', { get() {
		const [painted] = performance.getEntriesByName('first-contentful-paint');
		return filled && painted ? Math.max(filled, painted.startTime) : 0;
	} })`
	if _, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch}); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		b.visit(t, "")
		b.until(t, `window.firstPicture`)
		t.Logf("first picture after %.0f ms", eval[float64](t, b, `window.firstPicture`))
	}
}

// measureTraining plays as fast as it goes, with networks and batches such as those of
// peers: three hidden layers of ReLUs, 64 samples, five steps of the critic.
func measureTraining(t *testing.T, b *browser) {
	for _, width := range []int{16, 64} {
		for _, losses := range []string{"wgan", "wgan,minimax,nonsaturating,wgan-gp"} {
			b.visit(t, fmt.Sprintf("#training?loss=%s&width=%d&activation=relu&speed=200", losses, width))
			b.reached(t, "iteration 0")
			rate := eval[[]float64](t, b, `(async () => {
				const where = document.querySelector('.training .where');
				const at = () => Number(where.textContent.match(/\d+/)[0]);
				const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
				let frames = 0;
				new MutationObserver(() => { frames++; }).observe(where, { childList: true });
				document.querySelector('[data-control=playpause]').click();
				await wait(2000);
				const [first, framesBefore, begin] = [at(), frames, performance.now()];
				await wait(5000);
				const seconds = (performance.now() - begin) / 1000;
				const rate = [(at() - first) / seconds, (frames - framesBefore) / seconds];
				document.querySelector('[data-control=playpause]').click();
				return rate;
			})()`)
			games := float64(strings.Count(losses, ",") + 1)
			t.Logf("games of width %d: %.0f, and %.0f iterations a second of all of them together, in %.0f frames a second", width, games, games*rate[0], rate[1])
		}
	}
}

// measureDrag drags a point at the beginning of each frame of the screen, as a browser
// hands out the moves of a mouse, and waits for the new EM and the picture of it. It
// prints when the answer of the engine was there, and when the picture had been painted;
// the first frame that can show an answer begins 16.7 ms after the move, or later if the
// machine has no time for frames: how far apart they are at rest is printed first.
func measureDrag(t *testing.T, b *browser) {
	b.visit(t, "#program")
	b.shown(t)
	rest := eval[[]float64](t, b, `(async () => {
		const times = [];
		let before = await new Promise(requestAnimationFrame);
		for (let k = 0; k < 120; k++) {
			const now = await new Promise(requestAnimationFrame);
			times.push(now - before);
			before = now;
		}
		return times.sort((a, b) => a - b);
	})()`)
	t.Logf("the page at rest: from frame to frame median %.1f ms, 95 %% %.1f ms", rest[len(rest)/2], rest[len(rest)*95/100])
	for _, n := range []int{50, 250, 1000} {
		b.visit(t, fmt.Sprintf("#distances?preset=clouds&points=%d&potential=1", n))
		b.until(t, `document.querySelector('.row-em .value')?.textContent`)
		times := eval[[3][]float64](t, b, `(async () => {
			const canvas = document.querySelector('.picture canvas');
			canvas.setPointerCapture = () => {};
			const { left, top, width, height } = canvas.getBoundingClientRect();
			const value = document.querySelector('.row-em .value');
			const send = (kind, x, y) => canvas.dispatchEvent(new PointerEvent(kind, { clientX: left + x * width, clientY: top + y * height, bubbles: true, pointerId: 1 }));
			const frame = () => new Promise(requestAnimationFrame);
			const painted = () => new Promise((done) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); }); // after all that the frame does
			const changed = () => new Promise((done) => {
				const watch = new MutationObserver(() => { watch.disconnect(); done(); });
				watch.observe(value, { childList: true, characterData: true, subtree: true });
				setTimeout(done, 500);
			});
			const times = [[], [], []];
			await frame(); await frame(); // the points are drawn
			let [x, y] = [0.3, 0.3]; // of a point that can be taken hold of
			do { x += 0.002; if (x > 0.7) { x = 0.3; y += 0.01; } send('pointermove', x, y); } while (canvas.style.cursor !== 'grab' && y < 0.7);
			send('pointerdown', x, y);
			await frame();
			for (let k = 0; k < 90; k++) {
				const begin = performance.now();
				const answer = changed();
				send('pointermove', 0.38 + 0.1 * Math.sin(k / 7), 0.3 + 0.1 * Math.cos(k / 5));
				const done = [];
				for (const wait of [() => answer, frame, painted]) { await wait(); done.push(performance.now() - begin); }
				if (k >= 10) done.forEach((time, stage) => times[stage].push(time));
				await frame();
			}
			send('pointerup', 0.4, 0.4);
			return times.map((all) => all.sort((a, b) => a - b));
		})()`)
		for stage, name := range []string{"the answer", "its frame", "painted"} {
			all := times[stage]
			t.Logf("a point of %d + %d is dragged: from the move to %s median %.1f ms, 95 %% %.1f ms", n, n, name, all[len(all)/2], all[len(all)*95/100])
		}
	}
}

// measureMemory is a long play in short: what is left of the memory of thousands of frames.
func measureMemory(t *testing.T, b *browser) {
	for _, view := range []string{"#distances?preset=clouds&points=30&potential=1", "#duality?optimum=1", "#program", "#training"} {
		b.visit(t, view)
		b.shown(t)
		play := func(frames int) {
			eval[bool](t, b, fmt.Sprintf(`(async () => {
				for (let k = 0; k < %d; k++) {
					for (const range of document.querySelectorAll('#view .controls input[type=range]')) {
						if (!range.offsetParent || !/theta|seed|k|step|lr/.test(range.id)) continue;
						range.value = Number(range.min) + (0.3 + 0.2 * Math.sin(k)) * (range.max - range.min);
						range.dispatchEvent(new Event('input'));
					}
					await new Promise(requestAnimationFrame);
				}
				return true;
			})()`, frames))
		}
		play(200)
		page, server := heaps(t, b)
		play(1500)
		pageAfter, serverAfter := heaps(t, b)
		t.Logf("%s: 1500 frames take the page from %.1f to %.1f MB, the server from %.1f to %.1f MB", view, page, pageAfter, server, serverAfter)
	}
}

// heaps returns the heaps of the page and of the server in MB, without garbage.
func heaps(t *testing.T, b *browser) (page, server float64) {
	t.Helper()
	if _, err := chromedp.Call(b.ctx, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return eval[float64](t, b, `performance.memory.usedJSHeapSize`) / 1e6, float64(m.HeapAlloc) / 1e6
}

// TestMeasurePlay plays all games at full speed for as long as MONGE_PLAY says, such
// as 5m, and prints ten times how far they are and how large the heaps of page and
// server. It fails if the console has something to say:
//
//	MONGE_BROWSER=chromium MONGE_PLAY=5m go test -v -run TestMeasurePlay ./cmd/internal/explore/browsertest
func TestMeasurePlay(t *testing.T) {
	needed(t)
	if os.Getenv("MONGE_PLAY") == "" {
		t.Skip("MONGE_PLAY is not set")
	}
	length, err := time.ParseDuration(os.Getenv("MONGE_PLAY"))
	if err != nil {
		t.Fatal(err)
	}
	b := open(t, server(t))
	b.visit(t, "#training?speed=200")
	b.reached(t, "iteration 0")
	b.run(t, `document.querySelector('[data-control=playpause]').click()`)
	for range 10 {
		time.Sleep(length / 10)
		page, server := heaps(t, b)
		t.Logf("%s: the page has %.2f MB, the server %.2f MB", eval[string](t, b, `document.querySelector('.training .where').textContent`), page, server)
	}
	b.quiet(t)
}
