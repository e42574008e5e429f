// Package browsertest opens the page in a browser and uses it. It runs where
// MONGE_BROWSER names one, such as chromium:
//
//	MONGE_BROWSER=chromium go test ./cmd/internal/explore/browsertest
package browsertest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"monge/cmd/internal/explore/engine"
	"monge/cmd/internal/explore/serve"
)

// browser is a tab, and what it complained of.
type browser struct {
	*testing.T
	ctx context.Context
	url string // of the page

	mutex    sync.Mutex
	messages []string // of the console
}

// needed skips a test where there is no browser.
func needed(t *testing.T) string {
	t.Helper()
	path := os.Getenv("MONGE_BROWSER")
	if path == "" {
		t.Skip("MONGE_BROWSER names no browser")
	}
	return path
}

// server serves the explorer until the test ends.
func server(t *testing.T) string {
	t.Helper()
	s, err := serve.Listen("127.0.0.1:0", engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	go s.Serve(ctx)
	return s.URL()
}

// open opens a browser for the page at a URL.
func open(t *testing.T, url string) *browser {
	t.Helper()
	path := needed(t)
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	if deadline, ok := t.Deadline(); ok { // of go test -timeout: after it nobody would end the browser
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-10*time.Second))
		t.Cleanup(cancel)
	}
	// As root, as in a container, Chromium has no sandbox.
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
	allocated, cancel := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	tab, cancel := chromedp.NewContext(allocated)
	t.Cleanup(cancel)
	b := &browser{T: t, ctx: tab, url: url}
	if _, err := chromedp.Call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: noticesStay}); err != nil {
		t.Fatal(err)
	}
	messages := chromedp.Console(tab)
	go func() {
		for message, err := range messages {
			if err != nil {
				return
			}
			b.mutex.Lock()
			b.messages = append(b.messages, message.String())
			b.mutex.Unlock()
		}
	}()
	return b
}

// noticesStay keeps each notice of the page until the next one. It would go after 8 s, in which a
// busy machine may have no time to look.
const noticesStay = `(() => { const set = setTimeout; window.setTimeout = (run, wait, ...more) => (wait === 8000 ? 0 : set(run, wait, ...more)); })()`

// prefer sets what the browser says its user prefers, such as
// prefers-color-scheme: dark.
func (b *browser) prefer(t *testing.T, name, value string) {
	t.Helper()
	features := []*emulation.MediaFeature{{Name: name, Value: value}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		t.Fatal(err)
	}
}

// visit opens the page at a fragment, from nothing, with the mouse in a corner: where a drag
// left it, it could be over a picture, which tells of what is under it.
func (b *browser) visit(t *testing.T, fragment string) {
	t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate("about:blank"), chromedp.MouseEvent(chromedp.MouseMoved, 0, 0), chromedp.Navigate(b.url+fragment)); err != nil {
		t.Fatalf("%s: %v", fragment, err)
	}
}

// shown waits until the view has numbers of the engine, and its pictures are laid out and drawn.
func (b *browser) shown(t *testing.T) {
	t.Helper()
	b.until(t, `document.querySelector('#view .value, #view .of-em')?.textContent`)
	b.run(t, twoFrames)
	b.until(t, `[...document.querySelectorAll('#view canvas')].every((e) => e.clientWidth === 0 || Math.abs(e.width - devicePixelRatio * e.clientWidth) <= 1)`)
}

// twoFrames waits for two frames of the screen: what is there is drawn then.
const twoFrames = `await new Promise(requestAnimationFrame); await new Promise(requestAnimationFrame)`

// eval returns what an expression of JavaScript gives.
func eval[T any](t *testing.T, b *browser, expression string) T {
	t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// until waits for a condition in JavaScript: for so many looks that they take half a minute on
// a machine at rest. On a busy machine each look takes longer, as all that the page does.
func (b *browser) until(t *testing.T, condition string) {
	t.Helper()
	for range 1200 {
		if eval[bool](t, b, "Boolean("+condition+")") {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("never: %s; the page is at %s, and says %q", condition, eval[string](t, b, "location.hash"), eval[string](t, b, "document.querySelector('#notice').textContent"))
}

// quiet fails if the console had something to say.
func (b *browser) quiet(t *testing.T) {
	t.Helper()
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if len(b.messages) > 0 {
		t.Errorf("the console says: %s", strings.Join(b.messages, "\n"))
	}
	b.messages = nil
}

// box is a rectangle of the page.
type box struct{ X, Y, Width, Height float64 }

// drag presses the mouse at one place of an element, given in parts of its
// width and height, and lets go at another.
func (b *browser) drag(t *testing.T, selector string, fromX, fromY, toX, toY float64) {
	t.Helper()
	r := eval[box](t, b, `(async () => { `+twoFrames+`;
		const e = document.querySelector('`+selector+`'); e.scrollIntoView({ block: 'center' });
		const { x, y, width, height } = e.getBoundingClientRect(); return { x, y, width, height }; })()`)
	err := chromedp.Do(b.ctx, chromedp.DragAndDropXY(r.X+fromX*r.Width, r.Y+fromY*r.Height, r.X+toX*r.Width, r.Y+toY*r.Height, 8))
	if err != nil {
		t.Fatal(err)
	}
}

// press types keys into what has the focus.
func (b *browser) press(t *testing.T, keys ...string) {
	t.Helper()
	for _, key := range keys {
		if err := chromedp.Do(b.ctx, chromedp.KeyEvent(key)); err != nil {
			t.Fatal(err)
		}
	}
}

// run runs statements of JavaScript.
func (b *browser) run(t *testing.T, statements string) {
	t.Helper()
	eval[bool](t, b, "(async () => { "+statements+"; return true; })()")
}

// click clicks the button of the view, or of the bar, with that text, as soon as it can be used.
func (b *browser) click(t *testing.T, text string) {
	t.Helper()
	b.until(t, `(() => {
		const button = [...document.querySelectorAll('button')].find((e) => e.textContent === '`+text+`' && !e.disabled);
		button?.click();
		return button;
	})()`)
}

// value waits until a number of the page's table is what the engine's packages
// say it is, with as many digits as the page shows.
func (b *browser) value(t *testing.T, row string, want float64) {
	t.Helper()
	b.until(t, fmt.Sprintf(`(() => {
		const text = document.querySelector('.row-%s .value')?.textContent ?? '';
		const shown = text === '+∞' ? Infinity : Number(text.replace('−', '-'));
		const want = %s;
		return shown === want || Math.abs(shown - want) <= 1e-5 * Math.abs(want);
	})()`, row, strings.Replace(fmt.Sprint(want), "+Inf", "Infinity", 1)))
}
