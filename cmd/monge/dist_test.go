package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"monge/cmd/internal/memory"
	"monge/lp"
	"monge/metrics"
)

// parsed reads one JSON object.
func parsed(t *testing.T, r result) map[string]any {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(r.out), &object); err != nil || r.code != exitOK || r.err != "" {
		t.Fatalf("%v in %+v", err, r)
	}
	return object
}

func TestDistPrintsDistancesAndExplainsDisjointClouds(t *testing.T) {
	inFolder(t, good)
	r := monge(t, "", "dist", "p.csv", "q.csv")
	for _, want := range []string{
		"P  p.csv  2 points in R^2\n", "EM       3  euclidean\n", "TV       1\n", "KL(P‖Q)  +Inf      nats\n",
		"KL(Q‖P)  +Inf      nats\n", "JS       0.693147  nats\n", "EM is optimal: relative gap 0.0e+00",
		"P and Q share no point.", "--bins N",
	} {
		if !strings.Contains(r.out, want) {
			t.Errorf("no %q in\n%s", want, r.out)
		}
	}
}

func TestDistVerifiesEveryPairWhenAsked(t *testing.T) {
	inFolder(t, good)
	if r := monge(t, "", "dist", "p.csv", "q.csv", "--verify"); !strings.Contains(r.out, "over all pairs, one by one, ") {
		t.Errorf("it does not say so:\n%s", r.out)
	}
	if object := parsed(t, monge(t, "", "dist", "p.csv", "q.csv", "--verify", "--json")); object["verified"] != true {
		t.Errorf("verified is %v", object["verified"])
	}
}

// A violation larger than rounding is a failure. Equal clouds far from 0, whose EM is 0, have
// one that is only rounding.
func TestVerifyAcceptsRoundingAndRefusesLargerViolations(t *testing.T) {
	s := &lp.Solution{Potentials: lp.Potentials{U: []float64{1}, V: []float64{-1}}}
	for violation, want := range map[float64]bool{0: true, 1e-15: true, 1e-3: false} {
		p := new(proof)
		if err := p.verify(s, lp.Certificate{Primal: 1e-6, MaxViolation: violation}); (err == nil) != want || p.verified != want {
			t.Errorf("violation %v: %v", violation, err)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	var cloud strings.Builder
	for range 200 {
		cloud.WriteString(strconv.FormatFloat(1e6+random.NormFloat64(), 'g', -1, 64) + "," + strconv.FormatFloat(random.NormFloat64(), 'g', -1, 64) + "\n")
	}
	inFolder(t, map[string]string{"p.csv": cloud.String()})
	if d := parsed(t, monge(t, "", "dist", "p.csv", "p.csv", "--verify", "--json")); d["em"] != 0.0 || d["verified"] != true {
		t.Errorf("%v", d)
	}
}

// Ctrl-C is a context that is done.
func TestDistAndTransportStopWhenInterrupted(t *testing.T) {
	inFolder(t, good)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, line := range []string{"dist p.csv q.csv", "transport --cost p.csv"} {
		var stderr strings.Builder
		args := strings.Fields(line)
		code := run(ctx, args, streams{strings.NewReader(""), io.Discard, &stderr})
		if want := "monge " + args[0] + ": interrupted\n"; code != exitFailed || stderr.String() != want {
			t.Errorf("%s: exit %d, %q, want %q", line, code, stderr.String(), want)
		}
	}
}

// The check of all pairs may take longer than the solver.
func TestVerifyStopsWhenInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := new(distances).verify(ctx, new(metrics.WassersteinSolution)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestProgressWithoutATerminalIsALineEveryTenSeconds(t *testing.T) {
	var b strings.Builder
	show := newProgress(&b, -1)
	start := show.lastLine
	say := solverProgress(show)
	for seconds := range 25 {
		show.now = func() time.Time { return start.Add(time.Duration(seconds) * time.Second) }
		say(lp.Progress{Elapsed: time.Duration(seconds) * time.Second, Sources: 3, Sinks: 4, Round: 2, Pivots: seconds})
	}
	show.end()
	want := "solving 3×4: round 2, 10 pivots, 10 s\nsolving 3×4: round 2, 20 pivots, 20 s\n"
	if b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}

func TestDistJSONHasTheMetricsOfTheFlag(t *testing.T) {
	inFolder(t, map[string]string{"p.csv": "0\n1\n", "q.csv": "1\n2\n"})
	binned := parsed(t, monge(t, "", "dist", "p.csv", "q.csv", "--json", "--ground", "cityblock", "--bins", "4"))
	if binned["ground"] != "cityblock" || binned["bins"] != 4. {
		t.Errorf("%v does not say what was computed", binned)
	}
	for metrics, keys := range map[string]string{
		"em,tv,kl,js": "em tv kl kl_reverse js n m dim ground gap max_violation seconds",
		"em":          "em n m dim ground gap max_violation seconds",
		"tv,js":       "tv js n m dim",
		"kl":          "kl kl_reverse n m dim",
	} {
		object := parsed(t, monge(t, "", "dist", "p.csv", "q.csv", "--json", "--metric", metrics))
		for _, key := range strings.Fields(keys) {
			if _, ok := object[key]; !ok {
				t.Errorf("--metric %s: no key %s in %v", metrics, key, object)
			}
		}
		if len(object) != len(strings.Fields(keys)) {
			t.Errorf("--metric %s: %v, want the keys %s", metrics, object, keys)
		}
		if kl, ok := object["kl"]; ok && kl != "+Inf" {
			t.Errorf("KL is %v, want +Inf", kl)
		}
		if em, ok := object["em"]; ok && em != 1.0 {
			t.Errorf("EM is %v, want 1", em)
		}
	}
}

// The files of Example 1 give |θ|, 1, +Inf and log 2, with weights or without,
// with a header or without, from a file or from standard input.
func TestDistOfParallelLines(t *testing.T) {
	lines := func(theta float64, n int, row func(x, z float64) string) string {
		var b strings.Builder
		for k := range n {
			b.WriteString(row(theta, (float64(k)+0.5)/float64(n)) + "\n")
		}
		return b.String()
	}
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	plain := func(x, z float64) string { return number(x) + "," + number(z) }
	weighted := func(x, z float64) string { return "7, " + number(x) + " ," + number(z) }
	for _, theta := range []float64{-3, -1e-9, 0.1, 1e6} {
		for _, n := range []int{1, 7, 64} {
			inFolder(t, map[string]string{
				"p.csv": "\ufeffx,z\r\n" + strings.ReplaceAll(lines(0, n, plain), "\n", "\r\n"),
				"w.csv": "Weight,x,z\n" + lines(theta, n, weighted),
			})
			for _, r := range []result{
				monge(t, lines(theta, n, plain), "dist", "p.csv", "-", "--json"),
				monge(t, "", "dist", "p.csv", "w.csv", "--json"),
			} {
				d := parsed(t, r)
				if em := d["em"].(float64); math.Abs(em-math.Abs(theta)) > 1e-12*math.Abs(theta) || d["gap"].(float64) > 1e-12 {
					t.Errorf("θ = %v, n = %d: EM %v, gap %v", theta, n, em, d["gap"])
				}
				if d["tv"] != 1.0 || d["kl"] != "+Inf" || d["kl_reverse"] != "+Inf" || d["js"] != math.Ln2 {
					t.Errorf("θ = %v, n = %d: %v", theta, n, d)
				}
			}
		}
	}
}

func TestGroundCostsDiffer(t *testing.T) {
	inFolder(t, map[string]string{"p.csv": "0,0\n", "q.csv": "3,4\n"})
	for ground, want := range map[string]float64{"euclidean": 5, "sqeuclidean": 25, "cityblock": 7, "chebyshev": 4} {
		if d := parsed(t, monge(t, "", "dist", "p.csv", "q.csv", "--json", "--ground", ground)); d["em"] != want {
			t.Errorf("%s: %v, want %v", ground, d["em"], want)
		}
	}
}

func TestBinsCompareHistograms(t *testing.T) {
	inFolder(t, map[string]string{"p.csv": "0\n0.1\n0.2\n1\n", "q.csv": "0.05\n0.15\n0.9\n0.95\n"})
	d := parsed(t, monge(t, "", "dist", "p.csv", "q.csv", "--json", "--bins", "2"))
	if d["tv"] != 0.25 || d["kl"].(float64) <= 0 || math.Abs(d["em"].(float64)-0.2125) > 1e-15 {
		t.Errorf("%v", d)
	}
	if r := monge(t, "", "dist", "p.csv", "q.csv", "--bins", "2"); strings.Contains(r.out, "share no") || !strings.Contains(r.out, "2 bins along each axis") {
		t.Errorf("%s", r.out)
	}
}

// The plan on disk has the masses of the files as marginals, and the cost that dist prints.
func TestThePlanOnDiskMeetsTheMarginals(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	var p, q strings.Builder
	p.WriteString("x,y,weight\n")
	const n, m = 30, 20
	var x, y [n + m][2]float64
	var held [n]float64
	var total float64
	format := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	for i := range n {
		x[i], held[i] = [2]float64{random.Float64(), random.Float64()}, random.Float64()
		total += held[i]
		p.WriteString(format(x[i][0]) + "," + format(x[i][1]) + "," + format(held[i]) + "\n")
	}
	for j := range m {
		y[j] = [2]float64{random.Float64(), random.Float64()}
		q.WriteString(format(y[j][0]) + "," + format(y[j][1]) + "\n")
	}
	inFolder(t, map[string]string{"p.csv": p.String(), "q.csv": q.String()})
	d := parsed(t, monge(t, "", "dist", "p.csv", "q.csv", "--json", "--plan", "plan.csv"))
	content, err := os.ReadFile("plan.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(string(content)), "\n")
	if rows[0] != "from,to,mass" || len(rows) > n+m {
		t.Fatalf("%d rows under %s", len(rows)-1, rows[0])
	}
	var from [n]float64
	var to [m]float64
	var cost float64
	for _, row := range rows[1:] {
		fields := strings.Split(row, ",")
		i, _ := strconv.Atoi(fields[0])
		j, _ := strconv.Atoi(fields[1])
		mass, err := strconv.ParseFloat(fields[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		from[i] += mass
		to[j] += mass
		cost += mass * math.Hypot(x[i][0]-y[j][0], x[i][1]-y[j][1])
	}
	for i := range n {
		if math.Abs(from[i]-held[i]/total) > 1e-15 {
			t.Errorf("row %d of p.csv holds %v, the plan takes %v", i, held[i]/total, from[i])
		}
	}
	for j := range m {
		if math.Abs(to[j]-1.0/m) > 1e-15 {
			t.Errorf("row %d of q.csv gets %v", j, to[j])
		}
	}
	if math.Abs(cost-d["em"].(float64)) > 1e-14 {
		t.Errorf("the plan costs %v, dist says %v", cost, d["em"])
	}
}

func TestTransportSolvesAMatrixOfYourOwn(t *testing.T) {
	inFolder(t, map[string]string{
		"c.csv":    "to A,to B,to C\n3,1,2\n1,4,1\n",
		"a.csv":    "supply\n3\n2\n",
		"b.csv":    "1,2,2\n",
		"tall.csv": "0,2\n1,1\n2,0\n",
	})
	d := parsed(t, monge(t, "", "transport", "--cost", "c.csv", "--supply", "a.csv", "--demand", "b.csv", "--json", "--plan", "plan.csv"))
	if d["cost"] != 6.0 || d["n"] != 2.0 || d["m"] != 3.0 || d["gap"] != 0.0 || d["max_violation"] != 0.0 || len(d) != 6 {
		t.Errorf("%v", d)
	}
	if plan, err := os.ReadFile("plan.csv"); err != nil || string(plan) != "from,to,mass\n0,1,2\n0,2,1\n1,0,1\n1,2,1\n" {
		t.Errorf("plan %q, %v", plan, err)
	}
	// Equal weights, a total of 1; and the total of the side that is given.
	if d := parsed(t, monge(t, "", "transport", "--cost", "tall.csv", "--json")); math.Abs(d["cost"].(float64)-1./3) > 1e-16 {
		t.Errorf("%v", d)
	}
	if d := parsed(t, monge(t, "3\n3\n", "transport", "--cost", "tall.csv", "--demand", "-", "--json")); d["cost"] != 2.0 {
		t.Errorf("%v", d)
	}
	if r := monge(t, "", "transport", "--cost", "c.csv", "--supply", "a.csv"); r.code != exitOK || !strings.HasPrefix(r.out, "cost 6.33333, 4 moves from 2 sources to 3 sinks") {
		t.Errorf("%+v", r)
	}
}

// W₂ is the root of the mean squared distance. For a translation the distance of every order
// is the length of the translation.
func TestTheOrderOfTheDistance(t *testing.T) {
	inFolder(t, map[string]string{"p.csv": "0,0.5\n1,0\n", "q.csv": "3,4.5\n4,4\n"})
	for order, key := range map[string]string{"1": "em", "1.5": "w1.5", "2": "w2", "3": "w3"} {
		d := parsed(t, monge(t, "", "dist", "p.csv", "q.csv", "--metric", "em", "--json", "--verify", "--p", order))
		if w, ok := d[key].(float64); !ok || math.Abs(w-5) > 1e-14 {
			t.Errorf("--p %s: %v", order, d)
		}
	}
	if r := monge(t, "", "dist", "p.csv", "q.csv", "--p", "2"); !strings.Contains(r.out, "\nW₂ ") || !strings.Contains(r.out, "W₂ is optimal") {
		t.Errorf("%+v", r)
	}
}

// Squares of 1e-170 and 1e170 are beyond float64. W₂ is not, and a note says in which unit
// the potentials are.
func TestW2NeedsNoSquaresThatFit(t *testing.T) {
	for _, scale := range []string{"e-170", "e170", "e300", "e-320"} {
		inFolder(t, map[string]string{"p.csv": "0,0\n1" + scale + ",0\n", "q.csv": "3" + scale + ",4" + scale + "\n4" + scale + ",4" + scale + "\n"})
		want, err := strconv.ParseFloat("5"+scale, 64)
		if err != nil {
			t.Fatal(err)
		}
		args := strings.Fields("dist p.csv q.csv --metric em --json --verify --p 2")
		if w, ok := parsed(t, monge(t, "", args...))["w2"].(float64); !ok || math.Abs(w-want) > 1e-14*want+1e-323 {
			t.Errorf("%s: %v, want %v", scale, w, want)
		}
		r := monge(t, "", append(args, "--potentials", "uv.csv")...)
		if r.code != exitOK || !strings.HasPrefix(r.err, "monge dist: uv.csv: here u + v ≤ (distance / ") || strings.Count(r.err, "\n") != 1 {
			t.Errorf("%s: %+v", scale, r)
		}
	}
	const want = "monge dist: the mean of the distances to the power of 2 is below 1e-290, so that it has lost digits\n"
	if r := monge(t, "", "dist", "p.csv", "q.csv", "--ground", "sqeuclidean"); r.code != exitFailed || r.err != want {
		t.Errorf("%+v, want %s", r, want)
	}
}

// Other orders than 1 and 2 need a matrix: one that does not fit is refused, and not begun.
func TestPowersThatDoNotFitIntoMemoryAreRefused(t *testing.T) {
	if math.IsInf(memory.Available(), 1) {
		t.Skip("this system does not say what is free")
	}
	side := int(math.Sqrt(memory.Available()/8)) + 10000
	inFolder(t, map[string]string{"p.csv": strings.Repeat("1\n2\n", side/2)})
	want := fmt.Sprintf("monge dist: --p 3 with euclidean distances: a matrix of %d×%d powers takes ", side/2*2, side/2*2)
	if r := monge(t, "", "dist", "p.csv", "p.csv", "--metric", "em", "--p", "3"); r.code != exitFailed || !strings.HasPrefix(r.err, want) {
		t.Errorf("%+v, want %s", r, want)
	}
}
