package metrics_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"monge/metrics"
)

// The tests of this name are a course on the paper, in order:
//
//	go test -v -run Lesson ./metrics ./gan
//
//	0  the whole game in five minutes            package gan
//	1  learning as maximum likelihood            lesson01_learning_test.go
//	2  four distances on two lines               lesson02_distances_test.go
//	3  EM as a linear program                    lesson03_linear_program_test.go
//	4  duality and Lipschitz functions           lesson04_duality_test.go
//	5  which distance is weaker, and why it pays lesson05_topology_test.go
//	6  from duality to a critic                  lesson06_critic_test.go
//	7  clipping and what it costs                package gan, and so are
//	8  Algorithm 1, 9 the experiments and 10 where the claims are weak
//
// A lesson opens with what you can do after it, what you have to know, how long it
// takes, and the definitions it uses. Each of its parts prints a question, the
// code a student would write, the numbers that the code gives, what they say, and
// where to look further. holds checks each printed fact beside the printing. A
// lesson ends with some exercises and five questions. Their answers are tests, too:
//
//	go test -v -run Answer ./metrics
//
// The symbols are those of the table of notation: go doc monge/metrics.

// say writes to the log of the test without file and line, so that it reads as
// text.
func say(t *testing.T, format string, arguments ...any) {
	t.Helper()
	fmt.Fprintf(t.Output(), format+"\n", arguments...)
}

// holds fails the test unless the fact does.
func holds(t *testing.T, fact string, does bool) {
	t.Helper()
	if !does {
		t.Errorf("it does not hold that %s", fact)
	}
}

// fivePiles returns the example that the lessons carry along. The data P are three
// piles of earth on the line, the model Q are two:
//
//	x        0    1    2    3    4    5
//	P  ●     ½              ¼         ¼
//	Q  ○          ¼              ¾
//
// In lesson 1 they show where KL ends, in lesson 3 they get prices, in lesson 4
// the prices become cones, and in lesson 6 the cones are a critic for a generator.
func fivePiles(t testing.TB) (p, q *metrics.Distribution) {
	t.Helper()
	p = must(metrics.OnLine([]float64{0, 3, 5}, []float64{2, 1, 1}))(t)
	q = must(metrics.OnLine([]float64{1, 4}, []float64{1, 3}))(t)
	return p, q
}

// picturePiles is fivePiles as lessons print them.
const picturePiles = `
        x      0    1    2    3    4    5
        P  ●   ½              ¼         ¼
        Q  ○        ¼              ¾`

// about reports whether a is b to nine digits.
func about(a, b float64) bool { return a == b || math.Abs(a-b) <= 1e-9*math.Abs(b) }

// bar draws a value as a bar that is width characters long for full.
func bar(value, full float64, width int) string {
	eighths := int(math.Round(8 * float64(width) * value / full))
	return strings.Repeat("█", eighths/8) + strings.TrimSpace(string([]rune(" ▏▎▍▌▋▊▉")[eighths%8]))
}

// spark draws values as a row of columns, from nothing at low to full at high.
func spark(values []float64, low, high float64) string {
	levels := []rune(" ▁▂▃▄▅▆▇█")
	var row strings.Builder
	for _, v := range values {
		row.WriteRune(levels[int(math.Round(8*min(max((v-low)/(high-low), 0), 1)))])
	}
	return row.String()
}

// chart draws values as columns of that many rows, the top one first.
func chart(values []float64, low, high float64, rows int) []string {
	lines := make([]string, rows)
	step := (high - low) / float64(rows)
	for k := range lines {
		bottom := high - float64(k+1)*step
		lines[k] = spark(values, bottom, bottom+step)
	}
	return lines
}
