package browsertest

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"monge/cmd/internal/explore/engine"
	"monge/cmd/internal/explore/serve"
	"monge/gan"
)

// trainingConfig are the settings that the view of training begins with.
func trainingConfig() gan.Config {
	c := gan.DefaultConfig()
	c.Width, c.Activation, c.Rate, c.CriticRate, c.Clip = 16, gan.LeakyReLU, 3e-4, 1e-3, 0.1
	c.EvalEvery, c.EvalSamples = 50, 256
	return c
}

// emOf waits until the page shows, with three digits, the exact EM of each
// record.
func (b *browser) emOf(t *testing.T, records []gan.Record) {
	t.Helper()
	for k, record := range records {
		b.until(t, fmt.Sprintf(`(() => {
			const text = document.querySelectorAll('.game .of-em')[%d]?.textContent;
			return Math.abs(Number(text) - %v) <= 0.006 * %[2]v;
		})()`, k, record.EM))
	}
}

// reached waits until the page says that it is at an iteration.
func (b *browser) reached(t *testing.T, where string) {
	t.Helper()
	b.until(t, `document.querySelector('.training .where')?.textContent === '`+where+`'`)
}

// measured waits until exact EM is that of the iteration that is shown. The floor is known then.
func (b *browser) measured(t *testing.T) {
	t.Helper()
	b.until(t, `document.querySelector('.game dt')?.textContent === 'exact EM'`)
}

func training(t *testing.T, b *browser) {
	c, err := gan.NewComparison(trainingConfig(), ring(t))
	if err != nil {
		t.Fatal(err)
	}
	records, err := c.Advance(context.Background(), 60, nil)
	if err != nil {
		t.Fatal(err)
	}
	// A link replays what was done, and shows what package gan computes.
	b.visit(t, "#training?script=60")
	b.reached(t, "iteration 60")
	if native := eval[bool](t, b, `document.getElementById('carrier').src.endsWith('websocket.js')`); native {
		b.emOf(t, records) // WebAssembly rounds otherwise, and training makes much of it
	}

	// One goes back, forth, and undoes.
	b.run(t, `const s = document.querySelector('[data-control=timeline]'); s.value = 20; s.dispatchEvent(new Event('input'))`)
	b.reached(t, "iteration 20 of 60")
	b.measured(t)
	b.click(t, "Undo")
	b.reached(t, "iteration 60")

	// One sends the games to a round, back or on.
	b.run(t, `window.to = (round) => { const s = document.querySelector('#control-to'); s.value = round; s.dispatchEvent(new Event('change')); }; to(65)`)
	b.reached(t, "iteration 65")
	b.until(t, `location.hash === '#training?script=65'`)
	b.run(t, `to(40)`)
	b.reached(t, "iteration 40 of 65")
	b.click(t, "Undo")
	b.click(t, "Undo")
	b.reached(t, "iteration 60")

	// Single steps, of each kind, are part of the link.
	b.click(t, "the critic")
	b.reached(t, "iteration 60, round 61")
	b.click(t, "the generator")
	b.reached(t, "iteration 61, round 62")
	b.click(t, "both")
	b.reached(t, "iteration 62, round 63")
	b.until(t, `location.hash === '#training?script=60~c1~g1~1'`)

	// A setting that changes is too, and the command says what it cannot.
	b.run(t, `const s = document.querySelector('#control-optimizer'); s.value = 'adam'; s.dispatchEvent(new Event('change'))`)
	b.until(t, `location.hash === '#training?script=60~c1~g1~1~optimizer:adam'`)
	b.until(t, `document.querySelector('#notice').textContent === 'optimizer = adam from iteration 62 on. Restart trains from the start with optimizer = adam.'`)
	b.until(t, `document.querySelector('#words-charts').textContent.endsWith('optimizer = adam from round 63 on.')`)

	b.measured(t)

	// The file of the pictures names the games, and what the lines are.
	b.run(t, `window.files = []; const make = URL.createObjectURL; URL.createObjectURL = (blob) => { files.push(blob); return make(blob); }; HTMLAnchorElement.prototype.click = () => {};
		for (const kind of ['PNG', 'SVG']) document.querySelector('[aria-label="Save pictures and charts as ' + kind + '"]').click()`)
	b.until(t, `files.length === 2`)
	svg := eval[string](t, b, `files.find((e) => e.type === 'image/svg+xml').text()`)
	for _, text := range []string{"WGAN<", "GAN, log(1 − D)<", "real against real<", "round<", "optimizer = adam<", "iteration 62<", "f low<", "<image "} {
		if !strings.Contains(svg, text) {
			t.Errorf("the saved picture has no %s", text)
		}
	}
	b.click(t, "As Go")
	b.until(t, `document.querySelector('#panel code').textContent.includes('config.Optimizer = gan.KindAdam')`)
	b.click(t, "As command")
	b.until(t, `document.querySelector('#panel code').textContent.includes('monge train --loss wgan,minimax,nonsaturating,wgan-gp --width 16') || document.querySelector('#panel code').textContent.includes('monge train --width 16')`)
	b.click(t, "Close")

	// Playing goes on until it is paused, and then is measured.
	b.click(t, "Restart")
	b.reached(t, "iteration 0")

	// What was played before stays in the charts, faint, and is named, as long as the data do.
	b.until(t, `document.querySelector('.earlier').textContent === 'Faint lines: the previous run, with optimizer = rmsprop.'`)
	data := func(name string) {
		b.run(t, `const s = document.querySelector('#control-data'); s.value = '`+name+`'; s.dispatchEvent(new Event('change'))`)
	}
	data("swissroll")
	b.until(t, `document.querySelector('.earlier').textContent === ''`)
	data("8gaussians")
	b.until(t, `document.querySelector('.earlier').textContent.startsWith('Faint lines')`)
	b.click(t, "Play")
	b.until(t, `Number(document.querySelector('.training .where').textContent.match(/\d+/)[0]) > 20 && /^EM at \d+$/.test(document.querySelector('.game dt').textContent)`) // which is measured every 50 iterations
	b.click(t, "Pause")
	b.until(t, `/script=\d+&optimizer=adam|optimizer=adam&script=\d+/.test(location.hash)`)

	slowMotion(t, b)
	diverged(t, b)
	vanished(t, b)
	ownData(t, b)
	layersAndCharts(t, b)
	idle(t, b)
}

// idle wants no control in sight that would change nothing.
func idle(t *testing.T, b *browser) {
	seen := func(want ...string) {
		t.Helper()
		b.until(t, fmt.Sprintf(`['clip', 'penalty', 'beta1', 'warmup_steps'].filter((name) => !document.querySelector('[data-control=' + name + ']').hidden).join() === '%s'`, strings.Join(want, ",")))
	}
	choose := func(optimizer string) {
		b.run(t, `const s = document.querySelector('#control-optimizer'); s.value = '`+optimizer+`'; s.dispatchEvent(new Event('change'))`)
	}
	b.visit(t, "#training?loss=wgan")
	b.reached(t, "iteration 0")
	seen("clip")
	choose("adam")
	seen("clip", "beta1")
	b.click(t, "both")
	b.reached(t, "iteration 1")
	choose("sgd")
	seen("clip")
	b.click(t, "Undo")
	seen("clip", "beta1")
	b.visit(t, "#training?loss=minimax,wgan-gp&warmup=3&hide=penalty")
	b.reached(t, "iteration 0")
	seen("warmup_steps")
	b.until(t, `[...document.querySelectorAll('#control-preset option')].some((e) => e.textContent.startsWith('vanishing: a far Gaussian'))`)
}

func ring(t *testing.T) gan.Data {
	t.Helper()
	data, err := gan.FindData("8gaussians")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// slowMotion goes through an iteration line by line.
func slowMotion(t *testing.T, b *browser) {
	b.prefer(t, "prefers-reduced-motion", "reduce") // then lines wait for a button
	defer b.prefer(t, "prefers-reduced-motion", "no-preference")
	b.visit(t, "#training?script=30")
	b.reached(t, "iteration 30")
	b.click(t, "Slow motion")
	place := `(() => { const at = (e) => e.getBoundingClientRect().top; return at(document.querySelector('.slow button')) + ' ' + at(document.querySelector('.controls')); })()`
	var places string
	for _, line := range []int{3, 4, 5, 6, 7, 8, 9, 10, 11, 3} {
		b.until(t, fmt.Sprintf(`document.querySelector('.algorithm .current')?.value === %d && document.querySelector('.algorithm .current .says').textContent.length > 20`, line))
		if now := eval[string](t, b, place); places != "" && now != places {
			t.Errorf("at line %d the buttons are at %s, and before at %s", line, now, places)
		} else {
			places = now
		}
		b.click(t, "Next line")
	}
	b.click(t, "GAN, log(1 − D)") // which clips nothing
	b.until(t, `/discriminator/.test(document.querySelector('.algorithm .part').textContent) && document.querySelector('.algorithm li[value="7"]').hidden && !/critic/.test(document.querySelector('.algorithm').innerText)`)
	b.click(t, "End")
	b.until(t, `document.querySelector('.slow').hidden`)
	b.until(t, `location.hash === '#training?script=30~c5~g1~c1&game=1'`)
}

// diverged sees games whose numbers are no longer finite come to an end with a notice.
func diverged(t *testing.T, b *browser) {
	b.visit(t, "#training?loss=nonsaturating&optimizer=sgd&arrows=1&script=20~critic_lr:1e300~50")
	b.until(t, `document.querySelector('#notice').textContent.startsWith('Training cannot go on')`)
	b.run(t, `document.querySelector('.game canvas').focus()`)
	b.press(t, "n") // there is no sample to point at
	b.visit(t, "#training?loss=nonsaturating&optimizer=sgd&script=20")
	b.reached(t, "iteration 20")
	b.quiet(t)
}

// vanished sees a gradient that is next to nothing.
func vanished(t *testing.T, b *browser) {
	b.visit(t, "#training?loss=wgan&clip=0.0001&script=5")
	b.reached(t, "iteration 5")
	b.until(t, `/^\de−?-?\d+$/.test(document.querySelector('.game .of-gradient').textContent) && /\d/.test(document.querySelector('.game .of-em').textContent)`)
	b.quiet(t)
}

// ownData draws what is to be learnt, and drops a file of it.
func ownData(t *testing.T, b *browser) {
	b.visit(t, "#training?script=1")
	b.reached(t, "iteration 1")
	b.click(t, "Draw data")
	b.drag(t, ".picture-drawn canvas", 0.2, 0.2, 0.8, 0.7)
	b.drag(t, ".picture-drawn canvas", 0.2, 0.7, 0.8, 0.3)
	b.click(t, "Learn these")
	b.until(t, `location.hash.includes('data=own&points=') && document.querySelector('.lead, .numbers .about').textContent.startsWith('A sample')`)

	random := rand.New(rand.NewPCG(1, 2))
	var csv strings.Builder
	csv.WriteString("x,y\\n")
	for range 120 {
		fmt.Fprintf(&csv, "%.3f,%.3f\\n", 5+random.NormFloat64(), random.NormFloat64())
	}
	b.run(t, `
		const transfer = new DataTransfer();
		transfer.items.add(new File(['`+csv.String()+`'], 'cloud.csv', { type: 'text/csv' }));
		document.querySelector('.training').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
	`)
	b.until(t, `document.querySelector('#notice').textContent.startsWith('The generators now learn cloud.csv')`)
	b.until(t, `location.hash.includes('data=own&points=5')`)
	b.visit(t, "#training?data=own")
	b.until(t, `document.querySelector('#notice').textContent.includes('no points')`)
}

// layersAndCharts switches all of them, with the mouse and with keys.
func layersAndCharts(t *testing.T, b *browser) {
	for _, data := range []string{"8gaussians", "2gaussians"} {
		b.visit(t, "#training?data="+data+"&start=trained&arrows=1&fold=1&common=1&charts=em,js,gradient,losses,modes&script=3")
		b.reached(t, "iteration 3")
		b.until(t, `document.querySelectorAll('.game').length === 4 && document.querySelector('.game .of-em').textContent !== '…'`)
		b.run(t, `document.querySelector('.picture-charts canvas').focus()`)
		b.press(t, kb.ArrowLeft)
		b.until(t, `document.querySelector('#words-charts').textContent.startsWith('Round ')`)
		b.click(t, "both")
		b.reached(t, "iteration 4") // the cursor stays where it is
		b.until(t, `document.querySelector('#words-charts').textContent.startsWith('Round ')`)
		b.run(t, `document.querySelector('.game canvas').focus()`)
		b.press(t, "n")
		b.until(t, `document.querySelector('.game .picture p').textContent.startsWith('Sample 1: z = (')`)
		b.press(t, "b", "b")
		b.until(t, `document.querySelector('.game .picture p').textContent.startsWith('Sample 255: ')`)
	}
	b.run(t, `document.querySelectorAll('[data-control=loss] input')[1].click(); document.querySelectorAll('[data-control=loss] input')[2].click()`)
	b.until(t, `document.querySelectorAll('.game').length === 2`)
	b.until(t, `location.hash.includes('loss=wgan,wgan-gp')`)
}

// TestRun opens a run of monge train, and goes through it.
func TestRun(t *testing.T) {
	needed(t)
	config := trainingConfig()
	config.Iterations, config.Losses = 40, []gan.Loss{gan.Wasserstein, gan.Minimax}
	c, err := gan.NewComparison(config, ring(t))
	if err != nil {
		t.Fatal(err)
	}
	records, err := c.Advance(t.Context(), 40, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := serve.Listen("127.0.0.1:0", engine.Options{Run: &engine.TrainedRun{Name: "run-1", Config: config, Dim: 2, Records: records}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	go s.Serve(ctx)
	b := open(t, s.URL())
	b.visit(t, "#training?run=1")
	b.reached(t, "iteration 40")
	b.emOf(t, records)
	if math.Abs(records[0].EM-records[1].EM) < 1e-3 {
		t.Error("both games are the same")
	}
	b.run(t, `const s = document.querySelector('[data-control=timeline]'); s.value = 10; s.dispatchEvent(new Event('input'))`)
	b.reached(t, "iteration 10 of 40")
	b.quiet(t)
}
