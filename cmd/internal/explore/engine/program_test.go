package engine

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// TestStepsOfTheSimplexMethod goes through all steps of some problems: the cost
// falls by what each step says, and at the end nothing pays more than it costs.
func TestStepsOfTheSimplexMethod(t *testing.T) {
	for seed := range 20 {
		session := NewSession(Options{})
		at := func(step int) decoded {
			f := ask(t, session, "program", "show", fmt.Sprintf(`{"preset":"random","sources":4,"sinks":6,"seed":%d,"ground":"cityblock","step":%d}`, seed, step))
			if f.Kind != "show" {
				t.Fatalf("seed %d, step %d: %v", seed, step, f.Payload)
			}
			return f
		}
		steps := int(at(0).Payload["steps"].(float64))
		var falls float64 // what the cycle says the cost will fall by
		for step := range steps {
			f := at(step)
			stage, cost := f.Payload["stage"].(string), number(t, f.Payload["cost"])
			if want := []string{"basis", "enter", "cycle"}[step%3]; stage != want {
				t.Fatalf("seed %d, step %d is %s, want %s", seed, step, stage, want)
			}
			switch history := f.arrays["history"]; stage {
			case "basis":
				k := step / 3
				if cost != history[k] || k > 0 && math.Abs(history[k-1]-cost-falls) > 1e-9 {
					t.Errorf("seed %d, step %d: cost %v after %v, where the cycle saves %v", seed, step, cost, history, falls)
				}
			case "cycle":
				cycle := f.Payload["cycle"].([]any)
				entering := cycle[0].(map[string]any)
				m := len(f.arrays["demand"])
				slack := f.arrays["slack"][int(entering["from"].(float64))*m+int(entering["to"].(float64))]
				if !(slack < 0) {
					t.Errorf("seed %d, step %d: what enters has %v left", seed, step, slack)
				}
				falls = -slack * number(t, f.Payload["theta"])
				said := strings.Contains(at(step - 1).Payload["words"].(string), "no other pair saves more")
				if most := slack == slices.Min(f.arrays["slack"]); said != most {
					t.Errorf("seed %d, step %d: no other pair saves more: %v, and it is said: %v", seed, step, most, said)
				}
			}
		}
		last := at(steps + 100) // as far as there are
		if last.Payload["cost"] != last.Payload["optimum"] || !strings.Contains(last.Payload["words"].(string), "optimal") {
			t.Errorf("seed %d ends with %v", seed, last.Payload)
		}
		for k, slack := range last.arrays["slack"] {
			if slack < -1e-9 {
				t.Errorf("seed %d: at the end pair %d has %v left", seed, k, slack)
			}
		}
	}
}

func TestDualityBound(t *testing.T) {
	session := NewSession(Options{})
	for _, preset := range []string{"lesson", "points", "shifted", "spread"} {
		for _, k := range []float64{0, 0.5, 1, 3} {
			f := make([]string, knots)
			for i := range f {
				f[i] = fmt.Sprint(10 * math.Sin(float64(i*i))) // far too steep
			}
			state := fmt.Sprintf(`{"preset":%q,"k":%v,"f":[%s],"optimum":true}`, preset, k, strings.Join(f, ","))
			shown := ask(t, session, "duality", "show", state)
			difference, bound := number(t, shown.Payload["difference"]), number(t, shown.Payload["bound"])
			if math.Abs(difference) > bound+1e-12 {
				t.Errorf("%s: a function of slope %v reaches %v, beyond %v", preset, k, difference, bound)
			}
			if steepest := number(t, shown.Payload["steepest"]); steepest > k+1e-9 {
				t.Errorf("%s: f has slope %v, where %v is allowed", preset, steepest, k)
			}
		}
	}
}

// TestShapeKeepsTheSlope moves knots of f at random.
func TestShapeKeepsTheSlope(t *testing.T) {
	const k = 0.7
	g := shapeRequest{dualityState: dualityState{Preset: "lesson", K: k}}
	for i := range 500 {
		move := knotMove{i * i % knots, 5 * math.Sin(float64(i))}
		g.Moves = []knotMove{move}
		frame, err := g.shape()
		if err != nil {
			t.Fatal(err)
		}
		g.F = frame.Payload.([]float64)
		if g.F[move.Knot] != move.Height {
			t.Fatalf("knot %d is at %v, and was moved to %v", move.Knot, g.F[move.Knot], move.Height)
		}
		for j := 1; j < knots; j++ {
			if rise := math.Abs(g.F[j] - g.F[j-1]); rise > k*lineEnd/(knots-1)*(1+1e-12) {
				t.Fatalf("after %d moves f rises by %v between knots", i, rise)
			}
		}
	}
}

// TestOptimalCriticReachesTheBound gives the page's dashed line back as f.
func TestOptimalCriticReachesTheBound(t *testing.T) {
	s := dualityState{Preset: "lesson", K: 1, Optimum: true}
	for range 2 {
		frame, err := new(duality).show(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.F) > 0 {
			if shown := frame.Payload.(dualityShown); math.Abs(float64(shown.Share)-1) > 1e-12 {
				t.Errorf("the optimum reaches %v of the bound", shown.Share)
			}
			return
		}
		for k := range knots {
			best := frame.Arrays[len(frame.Arrays)-1].Data
			s.F = append(s.F, best[k*(len(best)-1)/(knots-1)])
		}
	}
}
