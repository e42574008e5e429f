package browsertest

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"gonum.org/v1/gonum/mat"

	"monge/lp"
	"monge/metrics"
)

// fileServer serves a directory until the test ends, as any static host does.
func fileServer(t *testing.T, dir string) string {
	s := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(s.Close)
	return s.URL + "/"
}

// same holds the page's table against package metrics.
func same(t *testing.T, b *browser, p, q *metrics.Distribution, ground lp.Ground) {
	t.Helper()
	solution, err := metrics.EarthMover(p, q, ground)
	if err != nil {
		t.Fatal(err)
	}
	b.value(t, "em", solution.Cost)
	for row, between := range map[string]func(p, q *metrics.Distribution) (float64, error){
		"tv": metrics.TV, "js": metrics.JS, "kl": metrics.KL,
		"klReverse": func(p, q *metrics.Distribution) (float64, error) { return metrics.KL(q, p) },
	} {
		want, err := between(p, q)
		if err != nil {
			t.Fatal(err)
		}
		b.value(t, row, want)
	}
}

// points makes a distribution of the plane.
func points(t *testing.T, xy ...float64) *metrics.Distribution {
	t.Helper()
	p, err := metrics.NewDistribution(mat.NewDense(len(xy)/2, 2, xy), nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func presetsOfDistances(t *testing.T, b *browser) {
	b.visit(t, "#distances?theta=-0.4&points=9&ground=cityblock")
	p, q, err := metrics.ParallelLines{Theta: -0.4}.Discretise(9)
	if err != nil {
		t.Fatal(err)
	}
	same(t, b, p, q, lp.CityBlock)

	for k, sequence := range metrics.Hierarchy() {
		b.visit(t, fmt.Sprintf("#distances?preset=sequence&sequence=%d&n=5", k+1))
		p, q, err := sequence.At(5)
		if err != nil {
			t.Fatal(err)
		}
		same(t, b, p, q, lp.Euclidean)
	}

	b.visit(t, "#distances?preset=own&p=0,0,1;1,0,1&q=0,1,1;2,2,1;0,0,2&ground=chebyshev")
	weighted, err := metrics.NewDistribution(mat.NewDense(3, 2, []float64{0, 1, 2, 2, 0, 0}), []float64{1, 1, 2})
	if err != nil {
		t.Fatal(err)
	}
	same(t, b, points(t, 0, 0, 1, 0), weighted, lp.Chebyshev)

	for _, preset := range []string{"gaussians", "noise", "clouds", "images"} {
		b.visit(t, "#distances?potential=1&preset="+preset)
		b.until(t, `Number(document.querySelector('.row-em .value')?.textContent) > 0`)
		b.until(t, `document.querySelector('.picture details p').textContent.includes('EM is')`)
	}

	// To choose points of one's own, or the line, changes the state once and without a notice.
	b.visit(t, "#distances?preset=clouds&points=5")
	b.until(t, `Number(document.querySelector('.row-em .value')?.textContent) > 0`)
	choose := func(control, value string) {
		b.run(t, fmt.Sprintf(`const s = document.querySelector('#control-%s'); s.value = '%s'; s.dispatchEvent(new Event('change'))`, control, value))
	}
	choose("preset", "own")
	b.until(t, `location.hash.includes('preset=own') && Number(document.querySelector('.row-em .value').textContent) > 0`)
	choose("dim", "1")
	b.until(t, `location.hash.includes('dim=1')`)
	b.click(t, "Undo")
	b.click(t, "Undo")
	b.until(t, `location.hash === '#distances?preset=clouds&points=5' && [...document.querySelectorAll('button')].find((e) => e.textContent === 'Undo').disabled`)
	if notice := eval[string](t, b, `document.querySelector('#notice').textContent`); notice != "" {
		t.Errorf("to choose one's own points and undo it says %q", notice)
	}
}

func mouseOnDistances(t *testing.T, b *browser) {
	b.visit(t, "#distances?theta=0.5")
	b.value(t, "em", 0.5)
	b.drag(t, ".picture canvas", 0.7, 0.5, 0.5, 0.5) // anywhere but on P moves Q
	b.until(t, `Number(document.querySelector('#control-theta').value) < 0.1`)

	b.visit(t, "#distances?preset=own&p=0,0,1&q=1,0,1")
	b.value(t, "em", 1)
	b.run(t, `document.querySelector('input[value=addQ]').click()`)
	b.drag(t, ".picture canvas", 0.2, 0.2, 0.2, 0.2)
	b.until(t, `location.hash.split('q=')[1].split(';').length === 2`)
	b.run(t, `document.querySelector('input[value=drawP]').click()`)
	b.drag(t, ".picture canvas", 0.2, 0.8, 0.8, 0.8)
	b.until(t, `location.hash.split('p=')[1].split('&')[0].split(';').length > 4`)
	b.run(t, `document.querySelector('input[value=remove]').click()`)
	b.drag(t, ".picture canvas", 0.2, 0.8, 0.8, 0.8)
	b.until(t, `location.hash.split('p=')[1].split('&')[0].split(';').length < 4`)
}

func keysOnDistances(t *testing.T, b *browser) {
	b.visit(t, "#distances?theta=0.5")
	b.value(t, "em", 0.5)
	b.run(t, `document.querySelector('.picture canvas').focus()`)
	b.press(t, kb.ArrowRight, kb.ArrowRight)
	b.value(t, "em", 0.52)

	b.visit(t, "#distances?preset=own&dim=1&p=0,1;1,1&q=2,1")
	b.value(t, "em", 1.5)
	b.run(t, `document.querySelector('.picture canvas').focus()`)
	b.press(t, "n", "a") // the first point of P, and another beside it
	b.until(t, `location.hash.includes('p=0,1;1,1;')`)
	b.press(t, kb.Delete)
	b.until(t, `location.hash.includes('p=0,1;1,1&')`)
	b.press(t, "b", "n") // Q and around to P
	b.press(t, "n", "+", "+")
	b.until(t, `!location.hash.includes('p=0,1;1,1&')`)
	b.press(t, kb.ArrowLeft)
	b.press(t, kb.Escape)
}

// files drops two CSV files on the picture, and one that is none.
func files(t *testing.T, b *browser) {
	b.visit(t, "#distances?theta=0.5")
	b.value(t, "em", 0.5)
	drop := func(contents ...string) {
		files := ""
		for k, text := range contents {
			files += fmt.Sprintf("data.items.add(new File([%q], 'f%d.csv'));", text, k)
		}
		b.run(t, `const data = new DataTransfer(); `+files+`
			document.querySelector('.picture').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))`)
	}
	drop("x,y,weight\n0,0,1\n1,0,3\n", "x,y\n0,1\n1,1\n")
	p, err := metrics.NewDistribution(mat.NewDense(2, 2, []float64{0, 0, 1, 0}), []float64{1, 3})
	if err != nil {
		t.Fatal(err)
	}
	same(t, b, p, points(t, 0, 1, 1, 1), lp.Euclidean)
	b.until(t, `location.hash.includes('preset=own')`)
	good := eval[string](t, b, `location.hash`)
	drop("1,2\n3,spoon\n")
	b.until(t, `document.querySelector('#notice').textContent.includes('f0.csv:2: "spoon" is not a number') && document.querySelector('#notice').textContent.includes('columns x, y and weight')`)
	drop("1e308,0\n-1e308,0\n", "1e308,1e308\n") // are no further apart than a number can say
	b.until(t, `document.querySelector('#notice').textContent.endsWith('Nothing was changed.')`)
	b.until(t, `location.hash === '`+good+`'`)
	drop("x\n1\n2\n") // points of the line beside points of the plane
	b.until(t, `document.querySelector('#notice').textContent.startsWith('f0.csv is P and Q now')`)
	b.value(t, "em", 0)
	b.click(t, "Undo")
	b.until(t, `location.hash === '`+good+`'`)

	// One file is Q, or P if P was asked for.
	drop("x,y\n5,0\n5,1\n")
	same(t, b, p, points(t, 5, 0, 5, 1), lp.Euclidean)
	b.run(t, `const input = document.querySelector('#view input[type=file]');
		input.click = () => {
			const data = new DataTransfer();
			data.items.add(new File(['x,y\n6,0\n6,1\n'], 'mine.csv'));
			input.files = data.files;
			input.dispatchEvent(new Event('change'));
		}`)
	b.click(t, "Open P")
	b.until(t, `document.querySelector('#notice').textContent.startsWith('mine.csv is P now')`)
	same(t, b, points(t, 6, 0, 6, 1), points(t, 5, 0, 5, 1), lp.Euclidean)

	// What is saved is what monge dist reads.
	b.run(t, `window.saved = []; HTMLAnchorElement.prototype.click = function () { saved.push(this.download); }`)
	b.click(t, "Save CSV")
	b.until(t, `saved.join() === 'P.csv,Q.csv'`)
	b.click(t, "PNG")
	b.click(t, "SVG")
	b.until(t, `saved.includes('distances.png') && saved.includes('distances.svg')`)
}

func prediction(t *testing.T, b *browser) {
	b.visit(t, "#distances?preset=own&p=0,0,1;1,0,1&q=0,1,1;1,1,1")
	b.value(t, "em", 1)
	b.click(t, "Predict first")
	b.until(t, `document.querySelector('.row-em .value').textContent === '?'`)
	b.run(t, `document.querySelector('.picture canvas').focus()`)
	b.press(t, "n", kb.Enter, "n", "n", "n", kb.Enter) // the first of P with the second of Q
	b.until(t, `location.hash.includes('guess=0,1')`)
	b.click(t, "Reveal")
	b.until(t, `document.querySelector('#notice').textContent.includes('1 of 2 points are paired')`)
	b.press(t, "n", "n", kb.Enter, "n", kb.Enter) // and the second with the first
	b.until(t, `location.hash.includes('guess=0,1;1,0')`)
	b.click(t, "Reveal")
	b.until(t, `document.querySelector('.predict').textContent.includes('Your pairs cost 1.414. The optimum is 1: yours cost 0.4142 more, 41 %')`)
	b.value(t, "em", 1)
	b.run(t, `document.querySelector('[data-control=potential] input').click()`)
	b.until(t, `location.hash.includes('potential=')`)
	b.until(t, `document.querySelector('.predict').textContent.includes('Your pairs cost 1.414.')`) // also in the next state
	b.click(t, "Stop")
	b.until(t, `document.querySelector('.predict').hidden`)

	// Points that cannot be paired make room for others, and come back.
	b.visit(t, "#distances?preset=own&p=0,0,1;1,0,1;0,1,1&q=0,2,1;1,2,2")
	b.until(t, `Number(document.querySelector('.row-em .value')?.textContent) > 0`)
	mine := eval[string](t, b, `location.hash`)
	b.click(t, "Predict first")
	b.until(t, `document.querySelector('#notice').textContent.includes('P has 3 points and Q 2') && document.querySelector('[data-control=tools]').disabled`)
	b.click(t, "New points")
	b.until(t, `location.hash.includes('seed=2')`)
	b.click(t, "Stop")
	b.until(t, `location.hash === '`+mine+`' && document.querySelector('#notice').textContent === ''`)
}

func pair(t *testing.T, b *browser) {
	b.visit(t, "#distances?preset=own&dim=1&p=0,1;1,1&q=2,1;4,1")
	b.value(t, "em", 2.5)
	b.run(t, `document.querySelector('.picture canvas').focus()`)
	const controls = `document.querySelector('.controls').getBoundingClientRect().top`
	top := eval[float64](t, b, controls)
	b.press(t, "n", kb.Enter, "n", "n")
	b.until(t, `/Point 1 of P, point 1 of Q: the prices are u \+ v = .*, the cost is 2, so the slack is/.test(document.querySelector('.pair-line').textContent)`)
	if now := eval[float64](t, b, controls); now != top {
		t.Errorf("the words about a pair move the controls by %v pixels", now-top)
	}
	b.press(t, kb.Escape)
	b.until(t, `document.querySelector('.pair-line').textContent === ''`)
}

func linearProgram(t *testing.T, b *browser) {
	b.visit(t, "#program")
	b.until(t, `document.querySelector('.where')?.textContent.startsWith('after 0 of')`)
	optimum := eval[string](t, b, `document.querySelector('.row-optimum .value').textContent`)
	for range 2 {
		b.click(t, "Next")
	}
	b.until(t, `document.querySelector('.where')?.textContent.includes('leaving arc') && document.querySelector('td.leaves') && document.querySelector('td.enters')`)
	b.click(t, "Back")
	b.until(t, `document.querySelector('.where')?.textContent.includes('entering arc')`)
	b.run(t, `[...document.querySelectorAll('button')].find((e) => e.textContent === 'Last').focus()`)
	b.click(t, "Last")
	b.until(t, `document.activeElement.textContent === 'Back'`) // Last has no use now: the keyboard stays near
	b.until(t, `document.querySelector('.row-em .value').textContent === '`+optimum+`' && document.querySelector('.steps-words').textContent.includes('optimal')`)
	b.until(t, `document.querySelector('td.overpaid') === null`)
	b.run(t, `document.querySelector('.picture canvas').focus()`)
	b.press(t, kb.Home)
	b.until(t, `document.querySelector('.where')?.textContent.startsWith('after 0 of')`)
	b.press(t, kb.ArrowRight)
	b.until(t, `document.querySelector('.where')?.textContent.includes('entering arc')`)
	b.press(t, "?")
	b.until(t, `document.querySelector('.picture-tree details').open && document.querySelector('.picture-tree .help').offsetHeight > 0`)
	b.press(t, "n", "e", "w")
	b.until(t, `location.hash.includes('preset=own')`)
	b.click(t, "Play")
	b.until(t, `document.querySelector('.stepper').textContent.includes('Pause')`)
	b.click(t, "Pause")
	b.click(t, "As Go")
	b.until(t, `document.querySelector('#panel code').textContent.includes('Observe: func(s lp.Step)')`)
}

const knots = 41 // of f, as in engine/duality.go

func duality(t *testing.T, b *browser) {
	b.visit(t, "#duality")
	b.value(t, "bound", 8./3)
	b.until(t, `document.querySelector('.row-share .value')?.textContent === '50.0 %'`)
	b.drag(t, ".picture canvas", 0.12, 0.05, 0.95, 0.68)
	b.until(t, `parseFloat(document.querySelector('.row-share .value').textContent) > 60`)

	// What is drawn stays: f follows the pointer at each knot that it passes, and a second
	// stroke that is not in reach of the first leaves it as it was.
	b.visit(t, "#duality?f=")
	b.until(t, `document.querySelector('.row-em .value')?.textContent === '0'`) // no text would count as 0
	stroke := func(from, to float64) string {
		b.drag(t, ".picture canvas", from, 0.35, to, 0.25) // in a few long steps
		// The engine takes one step after the other. When it has taken the last one, f is straight
		// and not level between all knots of the stroke.
		heights := `(location.hash.match(/f=([^&]*)/)?.[1] ?? '').split(',').map(Number)`
		b.until(t, fmt.Sprintf(`(() => {
			const f = %s;
			for (let k = %d; k < %d; k++) if (!(Math.abs(f[k + 1] - 2 * f[k] + f[k - 1]) <= 0.01 && f[k + 1] > f[k])) return false;
			return true;
		})()`, heights, int(math.Ceil(from*float64(knots)))+2, int(to*float64(knots))-3))
		return fmt.Sprint(eval[[]float64](t, b, heights)[:knots/3])
	}
	if first, second := stroke(0.1, 0.4), stroke(0.6, 0.9); first != second {
		t.Errorf("a second stroke changes the first one: %s, before %s", second, first)
	}

	// f cannot be dragged out of the picture, which shows 5.5 to each side of 0.
	b.drag(t, ".picture canvas", 0.7, 0.4, 0.7, 0.99)
	b.until(t, `(() => { const low = Math.min(...location.hash.match(/f=([^&]*)/)[1].split(',')); return low < -5 && low >= -5.5; })()`)
	b.click(t, "Make f flat")
	b.value(t, "em", 0)
	b.run(t, `document.querySelector('.picture canvas').focus()`)
	b.press(t, kb.ArrowRight, kb.ArrowUp, kb.ArrowUp)
	b.until(t, `Number(document.querySelector('.row-em .value').textContent.replace('−', '-')) !== 0`)
	b.press(t, "o")
	b.until(t, `location.hash.includes('optimum=1')`)
	b.run(t, `const s = document.querySelector('#control-k'); s.value = 2; s.dispatchEvent(new Event('input'))`)
	b.value(t, "bound", 16./3)
	b.press(t, kb.Home)
	b.value(t, "em", 0)
}

// lessons opens each lesson that is listed.
func lessons(t *testing.T, b *browser) {
	b.visit(t, "")
	b.until(t, `document.querySelector('.menu')`)
	all := eval[[]string](t, b, `[...document.querySelectorAll('.menu li:not([hidden]) a')].map((a) => a.getAttribute('href'))`)
	if len(all) != 11 {
		t.Fatalf("lessons %v", all)
	}
	for _, lesson := range all {
		b.visit(t, lesson)
		b.until(t, `document.querySelector('.lesson h2')?.textContent.startsWith('Lesson `+lesson[len("#lesson"):]+`.')`)
		b.shown(t)
		b.click(t, "Show the answer")
		b.until(t, `!document.querySelector('.answer').hidden`)
		if notice := eval[string](t, b, `document.querySelector('#notice').textContent`); notice != "" {
			t.Errorf("%s: %s", lesson, notice)
		}
	}
	b.visit(t, "#lesson2")
	b.value(t, "em", 0.7)
	b.run(t, `const s = document.querySelector('#control-theta'); s.value = -0.3; s.dispatchEvent(new Event('input'))`)
	b.until(t, `location.hash === '#distances?theta=-0.3&lesson=2'`)
	b.click(t, "Restart lesson")
	b.value(t, "em", 0.7)
	b.run(t, `const s = document.querySelector('#control-theta'); s.value = 0.2; s.dispatchEvent(new Event('input'))`)
	b.click(t, "Close") // the lesson goes, and what was done stays
	b.until(t, `location.hash === '#distances?theta=0.2' && !document.querySelector('.lesson')`)
	b.value(t, "em", 0.2)
}

// namesOfLevels holds that the name of a level in a chart lies on no line of the chart.
func namesOfLevels(t *testing.T, b *browser) {
	b.visit(t, "")
	for _, test := range []struct {
		name, paths string
		x, y        float64 // where the middle of the name's left end is; none if x is −1
	}{
		{"without lines it is above the level, at the right", `[]`, 140, 73},
		{"a line along it above: below the level", `[[[0, 75], [200, 73]]]`, 140, 88},
		{"a line that ends there on both sides of the level: left of it", `[[[150, 60], [150, 100]]]`, 84, 73},
		{"a line that crosses, without a point there: below it", `[[[140, 60], [210, 100], null, [0, 0], [1, 0]]]`, 108, 88},
		{"a thicket has no place for it", `[Array.from({ length: 100 }, (_, k) => [2 * k, 60 + 40 * (k % 2)])]`, -1, 0},
	} {
		place := eval[struct{ X, Y float64 }](t, b, `import('./picture_charts.js').then(({ freePlace }) =>
			freePlace(`+test.paths+`, { left: 0, right: 200, top: 50, bottom: 100, level: 80, long: 60 }) ?? { x: -1, y: 0 })`)
		if place.X != test.x || place.Y != test.y {
			t.Errorf("%s: %v, want %v, %v", test.name, place, test.x, test.y)
		}
	}
}

// contours holds the contour of a slope: it goes from one edge of the picture to the
// other, and stays at its level.
func contours(t *testing.T, b *browser) {
	b.visit(t, "")
	lines := eval[[][2][2]float64](t, b, `(async () => {
		const { contours } = await import('./contours.js');
		const heights = Array.from({ length: 12 }, (_, k) => 10 * Math.floor(k / 4) + (k % 4)); // 3 rows of 4
		return contours(heights, 4, 3, 11.5);
	})()`)
	left, right := math.Inf(1), math.Inf(-1)
	for _, line := range lines {
		for _, place := range line {
			left, right = min(left, place[0]), max(right, place[0])
			if math.Abs(10*place[1]+place[0]-11.5) > 1e-9 {
				t.Errorf("the contour at %v is not at its level", place)
			}
		}
	}
	if left != -0.5 || right != 3.5 {
		t.Errorf("the contour goes from %v to %v, the picture from −0.5 to 3.5", left, right)
	}
}
