package browsertest

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"monge/cmd/internal/explore/engine"
	"monge/cmd/internal/explore/serve"
	"monge/cmd/internal/explore/static"
)

// TestServed uses the page that monge explore serves.
func TestServed(t *testing.T) {
	needed(t)
	everything(t, open(t, server(t)))
}

// TestStatic uses the page that monge explore --export writes, from a plain
// file server.
func TestStatic(t *testing.T) {
	needed(t)
	dir := t.TempDir()
	if err := static.Write(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	file, err := os.Stat(filepath.Join(dir, "monge.wasm.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if size := file.Size(); size > 1_500_000 {
		t.Errorf("the engine has %d bytes compressed: what has come into it? See go list -deps, with GOOS=js GOARCH=wasm", size)
	}
	everything(t, open(t, fileServer(t, dir)))
}

// everything is all that one can do on the page.
func everything(t *testing.T, b *browser) {
	for _, part := range []struct {
		name string
		test func(*testing.T, *browser)
	}{
		{"first picture", firstPicture},
		{"first picture without engine", firstPictureWithoutEngine},
		{"calm", calm},
		{"dark", dark},
		{"links", links},
		{"hide and lock", hideAndLock},
		{"undo", undo},
		{"panel", panel},
		{"presets", presetsOfDistances},
		{"contours", contours},
		{"mouse on distances", mouseOnDistances},
		{"keys on distances", keysOnDistances},
		{"files", files},
		{"prediction", prediction},
		{"a pair", pair},
		{"linear program", linearProgram},
		{"duality", duality},
		{"training", training},
		{"lessons", lessons},
		{"names of levels", namesOfLevels},
		{"controls", controls},
		{"monkey", monkey},
		{"small screens", smallScreens},
		{"a phone", phone},
		{"a phone held sideways", sideways},
		{"a large screen", largeScreen},
		{"a link for a friend", linkForAFriend},
		{"accessibility", accessibility},
		{"nothing from elsewhere", nothingFromElsewhere},
	} {
		t.Run(part.name, func(t *testing.T) {
			part.test(t, b)
			b.quiet(t)
		})
	}
}

// views are the names of the views there are.
func views(t *testing.T, b *browser) []string {
	b.visit(t, "")
	b.until(t, `document.querySelector('#views a')`)
	return eval[[]string](t, b, `[...document.querySelectorAll('#views a')].map((a) => a.dataset.view)`)
}

func firstPicture(t *testing.T, b *browser) {
	b.visit(t, "")
	b.value(t, "tv", 1)
	// θ moves, from 0.5, and stays where someone takes hold: in the picture, in the controls and
	// in the address
	b.until(t, `(() => {
		const away = Math.abs(document.querySelector('.row-em .value').textContent - 0.5) > 0.01;
		if (away) document.querySelector('canvas').dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true }));
		return away;
	})()`)
	b.until(t, `location.hash.includes('theta=')`)
	theta := eval[float64](t, b, `Number(location.hash.split('theta=')[1])`)
	b.value(t, "em", math.Abs(theta))
	b.until(t, fmt.Sprintf(`Math.round(1000 * Math.abs(document.querySelector('#control-theta').value - %v)) <= 5`, theta)) // half a step of the slider
	b.until(t, `[...document.querySelectorAll('#tools button')].find((e) => e.textContent === 'Undo').disabled`)
}

// firstPictureWithoutEngine opens the page with an engine that never answers. It wants the
// numbers and the words of the first picture, and the same ones once the engine answers.
func firstPictureWithoutEngine(t *testing.T, b *browser) {
	b.prefer(t, "prefers-reduced-motion", "reduce")
	defer b.prefer(t, "prefers-reduced-motion", "no-preference")
	const silent = `WebSocket = class extends EventTarget { send() {} }; Worker = class { postMessage() {} };`
	script, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: silent})
	if err != nil {
		t.Fatal(err)
	}
	const shown = `JSON.stringify([...document.querySelectorAll('.distances .value, .distances + p, #words-distances')].map((e) => e.textContent))`
	b.visit(t, "")
	b.value(t, "em", 0.5)
	want := eval[string](t, b, shown)
	if _, err := chromedp.Call(b.ctx, page.RemoveScriptToEvaluateOnNewDocument, page.RemoveScriptToEvaluateOnNewDocumentParams(script)); err != nil {
		t.Fatal(err)
	}
	b.visit(t, "")
	b.until(t, `document.querySelector('.row-em .picture')?.hidden === false`) // the curves come after the answer
	if got := eval[string](t, b, shown); got != want {
		t.Errorf("the page comes with %s, the engine says %s", want, got)
	}
}

func calm(t *testing.T, b *browser) {
	b.prefer(t, "prefers-reduced-motion", "reduce")
	defer b.prefer(t, "prefers-reduced-motion", "no-preference")
	b.visit(t, "")
	b.value(t, "em", 0.5)
	b.run(t, `await new Promise((done) => setTimeout(done, 300))`)
	b.value(t, "em", 0.5)
}

func dark(t *testing.T, b *browser) {
	b.prefer(t, "prefers-color-scheme", "dark")
	defer b.prefer(t, "prefers-color-scheme", "light")
	b.visit(t, "")
	b.until(t, `getComputedStyle(document.body).backgroundColor === 'rgb(21, 24, 27)'`)
	b.click(t, "Light")
	b.until(t, `getComputedStyle(document.body).backgroundColor === 'rgb(255, 255, 255)'`)
	b.run(t, `localStorage.clear()`)
}

// links opens states that are good, broken and hostile.
func links(t *testing.T, b *browser) {
	b.visit(t, "#distances?preset=own&dim=1&p=0,1;1,3&q=0.5,1")
	b.value(t, "em", 0.5)
	b.run(t, `document.querySelector('#control-ground').value = 'sqeuclidean'; document.querySelector('#control-ground').dispatchEvent(new Event('change'))`)
	b.value(t, "em", 0.25)
	b.until(t, `location.hash === '#distances?preset=own&dim=1&p=0,1;1,3&q=0.5,1&ground=sqeuclidean'`)
	for _, broken := range []string{
		"#distances?theta=1e999", "#distances?preset=nothing", "#distances?points=-1", "#distances?p=<script>", "#distances?constructor=1",
		"#distances?seed=0.5", "#nowhere", "#%%%", "#distances?&&&==", "#distances?plan=yes", "#distances?guess=1",
		"#distances?preset=own&p=1,2,NaN&q=1,1,1", "#distances?preset=own&dim=1&p=1,1,1&q=1,1", // which only the engine refuses
	} {
		b.visit(t, broken)
		t.Log(broken)
		b.until(t, `document.querySelector('#notice').textContent !== ''`)
		b.value(t, "tv", 1)
	}
	for _, broken := range []string{"#training?script=99999999999", "#program?preset=own", "#duality?preset=own&p=1,1"} {
		b.visit(t, broken)
		view, _, _ := strings.Cut(broken, "?")
		b.until(t, `document.querySelector('#notice').textContent.endsWith('The view shows its initial state.') && location.hash === '`+view+`'`)
		b.shown(t)
	}
	b.visit(t, "#distances?theta=0.75")
	b.value(t, "em", 0.75)
	b.run(t, `location.hash = '#distances?theta=0.25'`)
	b.value(t, "em", 0.25)
}

func hideAndLock(t *testing.T, b *browser) {
	b.visit(t, "#distances?theta=0.5&hide=ground,tools&lock=theta")
	b.value(t, "em", 0.5)
	b.until(t, `document.querySelector('[data-control=ground]').hidden && document.querySelector('[data-control=tools]').hidden`)
	b.until(t, `document.querySelector('#control-theta').disabled`)
	b.drag(t, ".picture canvas", 0.7, 0.5, 0.9, 0.5)
	b.press(t, "\u2190") // no key that means anything
	b.value(t, "em", 0.5)
	b.until(t, `!document.querySelector('#control-points').disabled`)
	b.run(t, `const s = document.querySelector('#control-points'); s.value = 900; s.dispatchEvent(new Event('input'))`)
	b.until(t, `location.hash.includes('hide=ground,tools') && location.hash.includes('lock=theta') && location.hash.includes('points')`)
}

func undo(t *testing.T, b *browser) {
	b.visit(t, "#distances?theta=0.2")
	b.value(t, "em", 0.2)
	set := func(theta string) {
		b.run(t, `const s = document.querySelector('#control-theta'); s.value = `+theta+`; s.dispatchEvent(new Event('input'))`)
	}
	set("0.3")
	set("0.4") // of the same gesture
	b.value(t, "em", 0.4)
	b.click(t, "Undo")
	b.value(t, "em", 0.2)
	b.click(t, "Redo")
	b.value(t, "em", 0.4)
	b.run(t, `dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true }))`)
	b.value(t, "em", 0.2)
	set("0.6")

	// Each view has its state, and its steps of undo, when one comes back by the tab.
	b.prefer(t, "prefers-reduced-motion", "reduce") // training does not begin by itself
	defer b.prefer(t, "prefers-reduced-motion", "no-preference")
	tab := func(view string) { b.run(t, `document.querySelector('#views a[data-view=`+view+`]').click()`) }
	tab("training")
	b.click(t, "both")
	b.until(t, `location.hash === '#training?script=1'`)
	tab("distances")
	b.value(t, "em", 0.6)
	b.click(t, "Undo")
	b.value(t, "em", 0.2)
	tab("training")
	b.reached(t, "iteration 1")
	b.click(t, "Undo")
	b.reached(t, "iteration 0")
}

func panel(t *testing.T, b *browser) {
	b.visit(t, "#distances?theta=0.25")
	b.click(t, "As command")
	b.until(t, `document.querySelector('#panel code').textContent.includes('monge dist P.csv Q.csv')`)
	b.click(t, "As Go")
	b.until(t, `document.querySelector('#panel code').textContent.includes('metrics.ParallelLines{Theta: 0.25}.Discretise(12)') && document.querySelector('#panel .hint').textContent.includes('go run ./try')`)
	b.click(t, "Share")
	b.until(t, `document.querySelector('#panel code').textContent === location.origin + location.pathname + '#distances?theta=0.25'`)
	b.run(t, `document.querySelector('[aria-label="hide ground cost"]').click(); document.querySelector('[aria-label="lock θ"]').click()`)
	b.until(t, `document.querySelector('#panel code').textContent.endsWith('#distances?theta=0.25&hide=ground&lock=theta')`)
	b.click(t, "Close")
	b.until(t, `document.querySelector('#panel').hidden`)
}

// controls uses every control of every view, and wants no error.
func controls(t *testing.T, b *browser) {
	for _, view := range views(t, b) {
		b.visit(t, "#"+view)
		b.until(t, `document.querySelector('#view .controls select, #view .controls input')`)
		b.run(t, `
			const pause = () => new Promise((done) => setTimeout(done, 30));
			const changed = (e, kind) => e.dispatchEvent(new Event(kind, { bubbles: true }));
			const seen = () => [...document.querySelectorAll('#view select, #view input')].filter((e) => !e.disabled && e.offsetParent);
			for (const select of seen().filter((e) => e.tagName === 'SELECT')) {
				for (const option of [...select.options]) {
					select.value = option.value; changed(select, 'change'); await pause();
					for (const range of seen().filter((e) => e.type === 'range')) {
						for (const part of [0, 0.5, 1]) {
							range.value = Number(range.min) + part * (range.max - range.min); changed(range, 'input'); await pause();
						}
						range.value = Number(range.min) + 0.2 * (range.max - range.min); changed(range, 'input');
					}
				}
				select.selectedIndex = 0; changed(select, 'change'); await pause();
			}
			for (const box of seen().filter((e) => e.type === 'checkbox' || e.type === 'radio')) { box.click(); await pause(); }
			for (const box of seen().filter((e) => e.type === 'number')) { box.value = '1e9'; changed(box, 'change'); box.value = box.min; changed(box, 'change'); await pause(); }
		`)
		b.shown(t)
	}
}

// smallScreens wants no view wider than its screen.
func smallScreens(t *testing.T, b *browser) {
	defer chromedp.Do(b.ctx, chromedp.EmulateViewport(1440, 900))
	for _, view := range views(t, b) {
		for _, width := range []int64{320, 390, 820, 1440, 2560} {
			if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, 800)); err != nil {
				t.Fatal(err)
			}
			b.visit(t, "#"+view)
			b.shown(t) // each picture has as many pixels as it takes on the screen, and is not stretched
			if wide := eval[int64](t, b, `document.documentElement.scrollWidth`); wide > width {
				t.Errorf("%s is %d pixels wide on a screen of %d", view, wide, width)
			}
		}
	}
}

// sideways wants phones that are held sideways to show games that can be seen, as wide as
// their place, with no gap beside them.
func sideways(t *testing.T, b *browser) {
	defer chromedp.Do(b.ctx, chromedp.EmulateViewport(1440, 900))
	for _, size := range [][2]int64{{740, 360}, {844, 390}, {932, 430}} {
		if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(size[0], size[1])); err != nil {
			t.Fatal(err)
		}
		b.visit(t, "#training")
		b.until(t, `document.querySelector('.game canvas')?.clientWidth > 150`)
		game := eval[[2]float64](t, b, `(() => { const game = document.querySelector('.game'); return [game.clientWidth, game.querySelector('canvas').clientWidth]; })()`)
		if game[1] < game[0]-1 {
			t.Errorf("on a screen of %d×%d a picture has %v of the %v pixels of its game", size[0], size[1], game[1], game[0])
		}
	}
}

// inSight is JavaScript that tells whether all of an element is on the screen.
const inSight = `const inSight = (e) => { const r = e.getBoundingClientRect(); return r.width > 0 && r.left >= 0 && r.top >= -1 && r.right <= innerWidth + 1 && r.bottom <= innerHeight + 1; };`

// phone wants in sight what one needs, and beside each other what belongs together.
func phone(t *testing.T, b *browser) {
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(390, 844)); err != nil {
		t.Fatal(err)
	}
	defer chromedp.Do(b.ctx, chromedp.EmulateViewport(1440, 900))
	b.prefer(t, "prefers-reduced-motion", "reduce")
	defer b.prefer(t, "prefers-reduced-motion", "no-preference")
	together := func(condition string) { b.until(t, `(() => { `+inSight+` return `+condition+`; })()`) }

	b.visit(t, "")
	b.shown(t)
	b.until(t, `document.querySelector('.row-em .picture')?.hidden === false`) // nothing changes its place any more
	together(`[...document.querySelectorAll('#tools button')].every(inSight)`)
	b.run(t, `document.querySelector('.menu').open = true`)
	together(`[...document.querySelectorAll('.menu li a')].every((a) => a.getBoundingClientRect().right <= innerWidth && a.scrollWidth <= a.clientWidth)`)
	b.run(t, `document.querySelector('.menu').open = false; document.querySelector('#control-bins').focus()`)
	together(`inSight(document.activeElement) && inSight(document.querySelector('.picture canvas'))`)
	b.click(t, "Predict first")
	together(`inSight(document.querySelector('.predict')) && inSight(document.querySelector('.picture canvas'))`)

	for _, place := range []string{"#program", "#lesson3", "#duality", "#lesson4"} {
		b.visit(t, place)
		b.shown(t)
		b.until(t, `document.querySelector('.stage .frame').offsetHeight < 0.5 * innerHeight`)
		b.run(t, `const all = document.querySelectorAll('#view .controls input, #view .controls button'); all[all.length - 1].focus()`)
		together(`inSight(document.activeElement) && inSight(document.querySelector('.stage canvas'))`)
	}

	b.visit(t, "#training")
	b.shown(t)
	b.run(t, `document.querySelector('#control-clip').focus()`)
	together(`inSight(document.activeElement) && inSight(document.querySelector('.game canvas'))`)
	b.run(t, `document.querySelector('.picture-graph .frame').focus()`) // which one scrolls with the arrow keys
	b.until(t, `document.activeElement === document.querySelector('.picture-graph .frame')`)
	b.run(t, `scrollTo(0, 0)`)
	b.click(t, "Slow motion")
	b.until(t, `document.querySelector('.algorithm .current')`)
	together(`inSight(document.querySelector('.algorithm .current')) && inSight(document.querySelector('.game canvas'))`)

	// On a screen that is wide and low, or at 200 %, two games have room.
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(683, 425)); err != nil {
		t.Fatal(err)
	}
	b.visit(t, "#training?script=1")
	b.shown(t)
	b.until(t, `[...document.querySelectorAll('.game')].slice(0, 2).every((e) => e.getBoundingClientRect().right <= innerWidth)`)
}

// largeScreen wants the picture to take the height that there is.
func largeScreen(t *testing.T, b *browser) {
	for _, view := range []string{"#distances", "#program", "#duality"} {
		b.visit(t, view)
		b.shown(t)
		b.until(t, `(() => { const { bottom } = document.querySelector('.stage').lastElementChild.getBoundingClientRect(); return bottom > 0.93 * innerHeight && bottom <= innerHeight; })()`)
	}
	b.visit(t, "#lesson7") // whose strip makes no picture of training higher or lower than it is without
	b.shown(t)
	b.until(t, `(() => { const { width, height } = document.querySelector('.game .frame').getBoundingClientRect(); return Math.abs(width - height) < 2; })()`)
	b.until(t, `document.querySelector('.picture-graph .frame').offsetHeight === 184`)
	b.visit(t, "#lesson2")
	b.shown(t)
	b.until(t, `document.querySelector('.picture-distances').getBoundingClientRect().bottom <= innerHeight && document.querySelector('td.curve .frame').offsetHeight === 44`)
	b.visit(t, "#training")
	b.shown(t)
	names := eval[[]string](t, b, `[...document.querySelectorAll('.training .checks label')].map((e) => e.textContent)`)
	for k, name := range names {
		for _, other := range names[:k] {
			if strings.TrimSuffix(name, "s") == strings.TrimSuffix(other, "s") {
				t.Errorf("two boxes are called %q and %q", name, other)
			}
		}
	}
}

// linkForAFriend: the address of this machine is of no use on another, and Share says so.
func linkForAFriend(t *testing.T, b *browser) {
	b.visit(t, "#training")
	b.click(t, "Share")
	b.until(t, `/only on your machine.*monge explore/.test(document.querySelector('#panel').textContent)`)
	b.until(t, `[...document.querySelectorAll('#panel th')].some((e) => e.textContent === 'Losses')`)
	b.click(t, "Close")
	for host, alone := range map[string]bool{"127.0.0.1": true, "localhost": true, "[::1]": true, "127.example.org": false, "192.168.0.7": false, "example.org": false} {
		if got := eval[bool](t, b, `import('./share.js').then(({ alone }) => alone('`+host+`'))`); got != alone {
			t.Errorf("%s means this machine alone: %v", host, got)
		}
	}
}

// accessibility asks axe-core, in light and dark, and on a phone. MONGE_AXE names its axe.min.js.
func accessibility(t *testing.T, b *browser) {
	path := os.Getenv("MONGE_AXE")
	if path == "" {
		t.Skip("MONGE_AXE names no axe.min.js")
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	places := []string{"#lesson2", "#lesson4"}
	for _, view := range views(t, b) {
		places = append(places, "#"+view)
	}
	defer b.prefer(t, "prefers-color-scheme", "light")
	defer chromedp.Do(b.ctx, chromedp.EmulateViewport(1440, 900))
	for _, screen := range []struct {
		scheme string
		width  int64
	}{{"light", 1440}, {"dark", 1440}, {"light", 390}} {
		scheme := fmt.Sprint(screen.scheme, " ", screen.width)
		b.prefer(t, "prefers-color-scheme", screen.scheme)
		if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(screen.width, 900)); err != nil {
			t.Fatal(err)
		}
		for _, place := range places {
			b.visit(t, place)
			b.shown(t)
			if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[any](string(axe)+";0")); err != nil {
				t.Fatal(err)
			}
			findings := eval[[]string](t, b, `axe.run().then(({ violations }) => violations.map((v) => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map((n) => n.html).join(' ')))`)
			if len(findings) > 0 {
				t.Errorf("%s, %s:\n%s", place, scheme, strings.Join(findings, "\n"))
			}
		}
	}
}

// nothingFromElsewhere lists what the page has asked for.
func nothingFromElsewhere(t *testing.T, b *browser) {
	b.visit(t, "")
	b.value(t, "tv", 1)
	for _, asked := range eval[[]string](t, b, `performance.getEntriesByType('resource').map((e) => e.name)`) {
		if !strings.HasPrefix(asked, b.url) {
			t.Errorf("the page asks for %s", asked)
		}
	}
}

// TestThePageComesBack ends the server and starts it again: the page says so,
// and goes on with its state.
func TestThePageComesBack(t *testing.T) {
	needed(t)
	ctx, stop := context.WithCancel(t.Context())
	first, err := serve.Listen("127.0.0.1:0", engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() { ended <- first.Serve(ctx) }()
	b := open(t, first.URL())
	b.visit(t, "#distances?theta=0.25")
	b.value(t, "em", 0.25)
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	b.until(t, `document.querySelector('#notice').textContent.includes('does not answer')`)
	second, err := serve.Listen(strings.Trim(strings.TrimPrefix(first.URL(), "http:"), "/"), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	go second.Serve(t.Context())
	b.until(t, `document.querySelector('#notice').textContent.includes('is back')`)
	b.run(t, `const s = document.querySelector('#control-theta'); s.value = 0.75; s.dispatchEvent(new Event('input'))`)
	b.value(t, "em", 0.75)
}
