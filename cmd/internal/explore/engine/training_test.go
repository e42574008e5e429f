package engine

import (
	"encoding/json"
	"fmt"
	"go/format"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"monge/gan"
)

// smallState is a state whose games take no time.
func smallState() trainingState {
	c := gan.DefaultConfig()
	c.Width, c.Depth, c.Batch, c.CriticSteps = 8, 2, 16, 2
	c.Rate, c.CriticRate, c.Clip = 1e-3, 1e-3, 0.1
	c.EvalEvery, c.EvalSamples = 10, 32
	return trainingState{Config: c}
}

// answer asks a view of training, until what was asked for is done.
func answer(t *testing.T, v *training, kind string, q trainingRequest) (trainingShown, map[string][]float64) {
	t.Helper()
	for {
		frame, err := v.Answer(t.Context(), Request{Kind: kind, Payload: must(json.Marshal(q))(t), Slice: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		shown := frame.Payload.(trainingShown)
		if shown.At == shown.Target || shown.Failed != "" {
			arrays := make(map[string][]float64)
			for _, a := range frame.Arrays {
				arrays[a.Name] = a.Data
			}
			return shown, arrays
		}
		q.Script = shown.Script
	}
}

func must[T any](value T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// showScript asks for a script, and everything that can be seen of its end.
func showScript(t *testing.T, v *training, s trainingState, script string) (trainingShown, map[string][]float64) {
	t.Helper()
	s.Script = script
	return answer(t, v, "show", trainingRequest{trainingState: s, At: -1, layers: layers{true, true, true}})
}

// What the page shows is what package gan computes: the same games, played in
// one go, give the same records to the last digit.
func TestTrainingShowsTheNumbersOfGan(t *testing.T) {
	s := smallState()
	v := new(training)
	got, arrays := showScript(t, v, s, "30")
	v.games.settle()
	c := must(gan.NewComparison(s.Config, must(gan.FindData(s.Data))(t)))(t)
	for k := range 4 {
		want := must(c.Advance(t.Context(), 10*k, nil))(t)
		for game, record := range want {
			of := v.games.rows[k].games[game].Record
			if !reflect.DeepEqual(of, record) {
				t.Errorf("iteration %d: record %+v, gan says %+v", 10*k, of, record)
			}
		}
	}
	for k, run := range c.Runs {
		j := must(run.MeasureWithoutEM(run.Game))(t)
		if !slices.Equal(arrays[fmt.Sprint("samples", k)], j.Samples) {
			t.Errorf("%s: other samples than gan's", run.Loss)
		}
		if got.Games[k].Now.GradNorm != j.GradNorm {
			t.Errorf("%s: gradient %v, gan says %v", run.Loss, got.Games[k].Now.GradNorm, j.GradNorm)
		}
		var mean float64
		pulls := arrays[fmt.Sprint("pulls", k)]
		for i := 0; i < len(pulls); i += 2 {
			mean += math.Hypot(pulls[i], pulls[i+1]) / float64(len(pulls)/2)
		}
		if math.Abs(mean-j.GradNorm) > 1e-12*mean {
			t.Errorf("%s: arrows of mean length %v, the record says %v", run.Loss, mean, j.GradNorm)
		}
		// A cell of the surface is the critic at its centre.
		box, cell := v.games.scene.Box, 17*planeCells+5
		at := []float64{box[0] + (box[1]-box[0])*5.5/planeCells, box[2] + (box[3]-box[2])*17.5/planeCells}
		if score := run.Critic.NewPass(1).Forward(at)[0]; math.Abs(arrays[fmt.Sprint("surface", k)][cell]-run.Loss.Output(score)) > 1e-12 {
			t.Errorf("%s: the surface says %v where the critic says %v", run.Loss, arrays[fmt.Sprint("surface", k)][cell], run.Loss.Output(score))
		}
	}
}

// The games go on for as long as the script does, whatever number of iterations a
// configuration has by default.
func TestGamesGoOnBeyondTheIterationsOfAConfiguration(t *testing.T) {
	s := smallState()
	s.Iterations, s.CriticSteps, s.Batch, s.Losses = 20, 1, 2, s.Losses[:1]
	if shown, _ := showScript(t, new(training), s, "25"); shown.Failed != "" || shown.Step != 25 {
		t.Errorf("iteration %d: %s", shown.Step, shown.Failed)
	}
}

// Games that are on their way to the round of a link do not play a step that is asked for in the
// meantime, and say so; then they play it once.
func TestAStepWaitsForTheRoundOfTheLink(t *testing.T) {
	v := new(training)
	q := trainingRequest{trainingState: smallState(), At: -1, Play: "both", Rounds: 1}
	q.Script = "12"
	var steps []int
	for done := false; !done; {
		frame, err := v.Answer(t.Context(), Request{Kind: "play", Payload: must(json.Marshal(q))(t), Slice: time.Nanosecond})
		if err != nil {
			t.Fatal(err)
		}
		shown := frame.Payload.(trainingShown)
		q.Script, done = shown.Script, shown.Done
		if !done && q.Script != "12" {
			t.Fatalf("at round %d of %d the script is %s and not done", shown.At, shown.Target, q.Script)
		}
		steps = append(steps, shown.At)
	}
	if n := len(steps); n < 2 || steps[n-1] != 13 || q.Script != "13" {
		t.Errorf("rounds %v, script %s: want 13 rounds in more than one message", steps, q.Script)
	}
}

// Whatever way one comes to a state, its numbers are the same: played frame by
// frame, opened from a link, gone back to, or after a detour.
func TestTrainingDependsOnItsStateAlone(t *testing.T) {
	s := smallState()
	const script = "70~c3~g2~clip:0.05~20~optimizer:adam~lr:0.002~15~batch:24~critic_steps:3~30"
	want, arrays := showScript(t, new(training), s, script)
	check := func(how string, got trainingShown, of map[string][]float64) {
		t.Helper()
		if got.Script != want.Script || !reflect.DeepEqual(got.Games, want.Games) || !reflect.DeepEqual(of, arrays) {
			t.Errorf("%s: script %s, game 0 %+v, want %s, %+v", how, got.Script, got.Games[0].Now, want.Script, want.Games[0].Now)
		}
	}

	v := new(training)
	for _, m := range must(parseScript(script))(t) {
		s.Script = ""
		if v.games != nil {
			s.Script = v.games.script.String()
		}
		q := trainingRequest{trainingState: s, At: -1, layers: layers{true, true, true}}
		if m.kind == change {
			q.Change = m.name + ":" + m.value
			answer(t, v, "play", q)
			continue
		}
		q.Play = map[moveKind]string{iterations: "both", criticSteps: "critic", generatorSteps: "generator"}[m.kind]
		for left := m.count; left > 0; left -= q.Rounds {
			q.Rounds = min(left, 7)
			got, _ := answer(t, v, "play", q)
			q.Script = got.Script
		}
	}
	got, of := showScript(t, v, s, script)
	check("played", got, of)

	q := trainingRequest{trainingState: s, At: 33, layers: layers{true, true, true}}
	q.Script = script
	if back, _ := answer(t, v, "show", q); back.At != 33 || back.Step != 33 || back.End != want.End {
		t.Errorf("gone back to round 33 of %d: at %d, iteration %d, of %d", want.End, back.At, back.Step, back.End)
	}
	got, of = showScript(t, v, s, script)
	check("gone back and forth", got, of)

	showScript(t, v, s, "70~c3~g2~clip:0.01~500")
	got, of = showScript(t, v, s, script)
	check("after a detour", got, of)
}

// Records are those of rounds that do not depend on time, and a change of the
// past takes away what came after it.
func TestTrainingForgetsWhatIsNoLongerDone(t *testing.T) {
	s, v := smallState(), new(training)
	showScript(t, v, s, "60")
	v.games.settle()
	rounds := func() (all []int) {
		for _, r := range v.games.rows {
			all = append(all, r.round)
		}
		return all
	}
	if want := []int{0, 10, 20, 30, 40, 50, 60}; !slices.Equal(rounds(), want) {
		t.Errorf("rows at %v, want %v", rounds(), want)
	}
	epoch := v.games.epoch
	showScript(t, v, s, "30~clip:0.01~20")
	v.games.settle()
	if want := []int{0, 10, 20, 30, 40, 50}; !slices.Equal(rounds(), want) || v.games.epoch == epoch {
		t.Errorf("rows at %v, want %v; epoch %d, was %d", rounds(), want, v.games.epoch, epoch)
	}
	fresh := new(training)
	showScript(t, fresh, s, "30~clip:0.01~20")
	fresh.games.settle()
	for k := range fresh.games.rows {
		if !reflect.DeepEqual(fresh.games.rows[k].games, v.games.rows[k].games) {
			t.Errorf("row %d differs from that of games without a past", k)
		}
	}
}

// Checkpoints and rows are thinned out, so that an hour of play leaks nothing.
func TestTrainingBoundsItsMemory(t *testing.T) {
	s, v := smallState(), new(training)
	s.Losses, s.Width, s.Batch, s.EvalEvery, s.EvalSamples = s.Losses[:1], 1, 4, 1, 16
	showScript(t, v, s, "3000")
	v.games.settle()
	if n := len(v.games.rows); n > maxRows || v.games.every < 2 {
		t.Errorf("%d rows, every %d", n, v.games.every)
	}
	for _, r := range v.games.rows {
		if r.round%v.games.every != 0 && !r.asked {
			t.Errorf("a row at %d, every %d", r.round, v.games.every)
		}
	}
	s.Width, s.Depth = 64, 6
	g, err := startGames(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	for k := range 100 {
		g.cursor, g.round = cursor{0, k + 1}, k+1
		if err := g.addCheckpoint(); err != nil {
			t.Fatal(err)
		}
		bytes := 0
		for _, c := range g.checkpoints {
			bytes += c.saved.Size()
		}
		if bytes > checkpointBytes+g.checkpoints[0].saved.Size() {
			t.Fatalf("checkpoints of %d bytes", bytes)
		}
	}
	if len(g.checkpoints) > 90 || g.checkpointEvery == 64 {
		t.Errorf("%d checkpoints, one every %d rounds", len(g.checkpoints), g.checkpointEvery)
	}
	g.settle()
}

// While another session measures, a game's round waits to be measured, and the game does not.
func TestMeasurementsOfAllSessionsAreBounded(t *testing.T) {
	measuring := make(chan struct{}, 1)
	measuring <- struct{}{}
	v := &training{options: Options{Measuring: measuring}}
	shown, _ := showScript(t, v, smallState(), "20")
	if shown.Step != 20 || shown.Measured || len(shown.Records) != 0 {
		t.Errorf("iteration %d, %d records, measured: %v", shown.Step, len(shown.Records), shown.Measured)
	}
	<-measuring
	v.games.settle()
	if len(v.games.rows) != 3 || len(measuring) != 0 {
		t.Errorf("%d rows, and %d measurements go on; want those of rounds 0, 10 and 20, and none", len(v.games.rows), len(measuring))
	}
}

// A slow step shows the lines of Algorithm 1, and is the step that it shows.
func TestSlowMotionShowsTheLinesOfAlgorithm1(t *testing.T) {
	s, v := smallState(), new(training)
	showScript(t, v, s, "20")
	s.Script = "20"
	got, arrays := answer(t, v, "slow", trainingRequest{trainingState: s, At: -1, Play: "critic", layers: layers{true, true, true}})
	var lines []int
	for _, m := range got.Moments {
		lines = append(lines, m.Line)
		if m.Games[1].Has != (m.Line != 7) {
			t.Errorf("minimax has line %d: %v", m.Line, m.Games[1].Has)
		}
	}
	if want := []int{3, 4, 5, 6, 7}; !slices.Equal(lines, want) || got.Script != "20~c1" {
		t.Errorf("lines %v, script %s", lines, got.Script)
	}
	if len(arrays["moment0.real0"]) != 2*16 || len(arrays["moment1.generated0"]) != 2*16 || len(arrays["moment3.surface0"]) != planeCells*planeCells {
		t.Errorf("a moment's arrays have other lengths than a minibatch and a surface")
	}
	if !slices.Equal(arrays["moment4.surface0"], arrays["surface0"]) {
		t.Error("the surface after line 7 is not the one that is shown after the step")
	}
	_, plain := showScript(t, new(training), s, "20~c1")
	if !slices.Equal(plain["surface1"], arrays["surface1"]) {
		t.Error("a step that was watched is another one")
	}
	s.Script = got.Script
	got, arrays = answer(t, v, "slow", trainingRequest{trainingState: s, At: -1, Play: "generator"})
	if n := len(got.Moments); n != 3 || got.Step != 21 || !slices.Equal(arrays["moment2.samples0"], arrays["samples0"]) {
		t.Errorf("%d moments of the generator, iteration %d", n, got.Step)
	}
}

// What a page must not ask for gets an answer that says so, and the view goes on.
func TestTrainingRefusesWhatItCannotShow(t *testing.T) {
	session := NewSession(Options{})
	good := must(json.Marshal(smallState()))(t)
	for _, c := range []struct{ change, want string }{
		{`"width":5000`, "width 5000; from 1 to 128 can be shown"},
		{`"batch":1000000000`, "batch 1000000000"},
		{`"width":128,"depth":6,"batch":1024,"critic_steps":50`, "products"},
		{`"loss":[]`, "losses 0"},
		{`"depth":0`, ""},
		{`"depth":2,"critic_depth":-1`, ""},
		{`"depth":-1`, "depth -1; from 0 to 6 can be shown"},
		{`"critic_depth":-2`, "critic's depth -2; from -1 to 6"},
		{`"depth":0,"critic_depth":-1,"width":128,"batch":1024,"critic_steps":50`, "products"},
		{`"loss":["wgan","wgan"]`, "given twice"},
		{`"loss":["hinge"]`, "unknown loss"},
		{`"data":"../../etc/passwd"`, "unknown data"},
		{`"lr":-1`, "learning rate"},
		{`"seed":-1`, "seed"},
		{`"script":"1~2~x"`, "not a move"},
		{`"script":"99999999999"`, "not a move"},
		{`"script":"4000000~4000000"`, "rounds since the start"},
		{`"script":"clip:NaN~3"`, "clip cannot be"},
		{`"script":"seed:3"`, "cannot change"},
		{`"script":"` + strings.Repeat("1~", 3000) + `1"`, "moves"},
		{`"start":"magic"`, "no start"},
		{`"start":"trained"`, "ready-trained"},
		{`"start":"trained","width":16,"depth":3,"loss":["leastsquares"]`, "no ready-trained start for GAN, least squares"},
		{`"loss":["wgan","minimax","nonsaturating","wgan-gp","leastsquares"]`, ""},
		{`"points":[[1,2,3]]`, "dimension 3"},
		{`"points":[[1,2],[3]]`, "point 2 has 1"},
		{`"points":[[1,2]]`, "at least 10"},
		{`"have":-5,"at":-7`, ""},
		{`"unknown":1`, "unknown field"},
	} {
		payload := strings.TrimSuffix(string(good), "}") + "," + c.change + "}"
		got := ask(t, session, "training", "show", payload)
		message, _ := got.Payload["message"].(string)
		if (got.Kind == "error") != (c.want != "") || !strings.Contains(message, c.want) {
			t.Errorf("%.60s: %s %q, want %q", c.change, got.Kind, message, c.want)
		}
	}
	for _, c := range []struct{ kind, change, want string }{
		{"play", `"play":"dice","rounds":3`, "no player"},
		{"play", `"play":"both","rounds":-3`, "rounds"},
		{"play", `"play":"both","rounds":1,"change":"clip:-4"`, "clip"},
		{"play", `"play":"both","rounds":1,"change":"batch:5000"`, "batch"},
		{"play", `"play":"both","rounds":1,"change":"3"`, "not a change"},
		{"slow", `"play":"both"`, "no step"},
		{"fly", ``, "no message of kind"},
		{"run", ``, "no run"},
	} {
		payload := strings.TrimSuffix(string(good), "}")
		if c.change != "" {
			payload += "," + c.change
		}
		got := ask(t, session, "training", c.kind, payload+"}")
		if message, _ := got.Payload["message"].(string); got.Kind != "error" || !strings.Contains(message, c.want) {
			t.Errorf("%s %.60s: %s %q, want %q", c.kind, c.change, got.Kind, message, c.want)
		}
	}
	if got := ask(t, session, "training", "show", string(good)); got.Kind != "show" {
		t.Errorf("after all that: %v", got.Payload)
	}
}

// The program and the command of a state print its records, to the last digit.
func TestTrainingRecipesGiveTheSameNumbers(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles programs")
	}
	bin := t.TempDir()
	run(t, "", nil, "go", "build", "-o", filepath.Join(bin, "monge"), "monge/cmd/monge")
	own := smallState()
	own.Data = "own"
	for k := range 50 {
		own.Points = append(own.Points, []float64{float64(k) / 3, math.Sin(float64(k))})
	}
	odd := smallState()
	odd.Losses, odd.CriticWidth, odd.CriticDepth, odd.Prior, odd.Activation = []gan.Loss{gan.WassersteinGP, gan.NonSaturating, gan.LeastSquares}, 5, 1, gan.Uniform, gan.Tanh
	odd.Optimizer, odd.GeneratorSteps, odd.Seed, odd.Noise, odd.Warmup = gan.KindAdam, 2, 7, 3, 2
	affine, mixed := smallState(), smallState()
	affine.Depth, mixed.CriticDepth = 0, -1
	for name, of := range map[string]struct {
		trainingState
		script  string
		command bool
	}{
		"affine":  {affine, "9", true},
		"mixed":   {mixed, "9", true},
		"plain":   {smallState(), "25", true},
		"own":     {own, "clip:0.05~12", true},
		"odd":     {odd, "beta1:0.9~11", true},
		"changes": {smallState(), "9~c3~g2~clip:0.05~4~optimizer:adam~lr:0.002~3~batch:24~critic_steps:3~5", false},
	} {
		t.Run(name, func(t *testing.T) {
			v := new(training)
			showScript(t, v, of.trainingState, of.script)
			v.games.settle()
			var want []string
			for _, m := range v.games.rows[len(v.games.rows)-1].games {
				want = append(want, string(must(json.Marshal(m.Record))(t)))
			}
			same := func(how, text string) {
				t.Helper()
				lines := strings.Split(strings.TrimSpace(text), "\n")
				for k, line := range lines[max(0, len(lines)-len(want)):] {
					var record gan.Record
					if err := json.Unmarshal([]byte(line), &record); err != nil {
						t.Fatalf("%s prints %q", how, line)
					}
					record.Seconds = 0
					if got := string(must(json.Marshal(record))(t)); got != want[k] {
						t.Errorf("%s: %s, the page shows %s", how, got, want[k])
					}
				}
			}
			of.Script = of.script
			frame, err := v.Answer(t.Context(), Request{Kind: "recipe", Payload: must(json.Marshal(trainingRequest{trainingState: of.trainingState}))(t)})
			if err != nil {
				t.Fatal(err)
			}
			recipe, dir := frame.Payload.(recipe), t.TempDir()
			source := filepath.Join(dir, "main.go")
			if err := os.WriteFile(source, []byte(recipe.Go), 0o644); err != nil {
				t.Fatal(err)
			}
			if formatted := must(format.Source([]byte(recipe.Go)))(t); string(formatted) != recipe.Go {
				t.Errorf("not as gofmt writes it:\n%s", recipe.Go)
			}
			same("as Go", run(t, "", nil, "go", "run", source))
			if !of.command {
				if !strings.Contains(recipe.Command, "As Go") {
					t.Errorf("the command is said to be all of it: %s", recipe.Command)
				}
				return
			}
			run(t, dir, []string{"PATH=" + bin + ":" + os.Getenv("PATH")}, "sh", "-ec", recipe.Command)
			same("as command", string(must(os.ReadFile(filepath.Join(dir, "run-1", "log.jsonl")))(t)))
		})
	}
}

// A number that is no longer finite ends the games, with a word; going back helps.
func TestTrainingThatDivergesCanGoBack(t *testing.T) {
	s, v := smallState(), new(training)
	s.Losses, s.Optimizer = []gan.Loss{gan.NonSaturating}, gan.KindSGD
	got, _ := showScript(t, v, s, "20~critic_lr:1e300~50")
	if !strings.Contains(got.Failed, "GAN") && !strings.Contains(got.Failed, "nonsaturating") {
		t.Fatalf("failed: %q", got.Failed)
	}
	if _, err := json.Marshal(got); err != nil {
		t.Errorf("the page would not be told: %v", err)
	}
	if got, _ = showScript(t, v, s, "20~5"); got.Failed != "" || got.Step != 25 {
		t.Errorf("gone back: %q, iteration %d", got.Failed, got.Step)
	}
}

func FuzzScript(f *testing.F) {
	for _, text := range []string{"", "500~c3~g1~clip:0.1~20", "optimizer:adam~c1", "~", "1~~2", "c0", ":"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := parseScript(text)
		if err != nil {
			return
		}
		again, err := parseScript(s.String())
		if err != nil || !slices.Equal(s, again) {
			t.Errorf("%q reads as %v, that reads as %v, %v", text, s, again, err)
		}
		if s.rounds() > maxRounds || len(s) > maxMoves {
			t.Errorf("%q takes %d rounds", text, s.rounds())
		}
	})
}
