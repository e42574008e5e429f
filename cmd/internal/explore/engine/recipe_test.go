package engine

import (
	"encoding/json"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"monge/gan"
)

// states are one of each preset, and of each way to compare.
var states = map[string]string{
	"lines":     `{"preset":"lines","theta":0.3,"points":7,"ground":"euclidean"}`,
	"squared":   `{"preset":"lines","theta":-0.7,"points":7,"ground":"sqeuclidean"}`,
	"gaussians": `{"preset":"gaussians","mean":1.3,"spread":0.7,"points":61,"ground":"euclidean"}`,
	"noise":     `{"preset":"noise","theta":0.5,"sigma":0.2,"seed":3,"points":20,"ground":"euclidean"}`,
	"sequence":  `{"preset":"sequence","sequence":2,"n":7,"points":1,"ground":"cityblock"}`,
	"clouds":    `{"preset":"clouds","seed":5,"points":30,"ground":"chebyshev","bins":4}`,
	"images":    `{"preset":"images","images":"1 and 7","points":1,"ground":"euclidean"}`,
	"own":       `{"preset":"own","dim":2,"points":1,"p":[[0.1,0.2,1],[0.4,-0.5,0.3]],"q":[[1,1,2],[0.1,0.2,0.7],[-1,0,0]],"ground":"euclidean"}`,
	"own line":  `{"preset":"own","dim":1,"points":1,"p":[[0.1,1],[0.4,0.3]],"q":[[-1,2]],"ground":"euclidean"}`,
	"own many":  `{"preset":"own","dim":2,"points":1,"p":[[0,0,1],[0,1,1],[0,2,1],[0,3,1],[0,4,1],[0,5,1],[0,6,1],[0,7,1],[0,8,2]],"q":[[1,0,1],[1,1,1],[1,2,1],[1,3,1],[1,4,1],[1,5,1],[1,6,1],[1,7,1],[1,8,3]],"ground":"euclidean"}`,
}

// TestProgramsAreAsGofmtWritesThem asks for "as Go" of each preset, of the other views, and
// of all kinds of training.
func TestProgramsAreAsGofmtWritesThem(t *testing.T) {
	check := func(view, state string) {
		recipe := ask(t, NewSession(Options{}), view, "recipe", state)
		text, _ := recipe.Payload["go"].(string)
		if formatted, err := format.Source([]byte(text)); err != nil || text == "" || string(formatted) != text {
			t.Errorf("%s: not as gofmt writes it (%v):\n%s%v", state, err, text, recipe.Payload["message"])
		}
	}
	for _, state := range states {
		check("distances", state)
	}
	check("duality", `{"preset":"spread","k":0.5}`)
	check("program", `{"preset":"random","sources":12,"sinks":12,"seed":1,"ground":"euclidean","step":0}`)
	games := smallState()
	games.Script = "2~c3~g1~optimizer:adam~1"
	check("training", string(must(json.Marshal(games))(t)))
	games.Config.Data = "own"
	for k := range 60 {
		games.Points = append(games.Points, []float64{float64(k), 1})
	}
	check("training", string(must(json.Marshal(games))(t)))
}

// TestTheCommandHasNoFlagWithoutEffect: monge train refuses one.
func TestTheCommandHasNoFlagWithoutEffect(t *testing.T) {
	games := smallState()
	games.Script, games.Config.Losses, games.Config.Beta1 = "2", []gan.Loss{gan.Minimax}, 0.9
	command := ask(t, NewSession(Options{}), "training", "recipe", string(must(json.Marshal(games))(t))).Payload["command"].(string)
	if !strings.Contains(command, "--loss minimax") || strings.Contains(command, "--clip") || strings.Contains(command, "--beta1") {
		t.Errorf("the command is %s", command)
	}
}

// number reads a Number of a payload, or what Go or monge print.
func number(t *testing.T, value any) float64 {
	t.Helper()
	if x, ok := value.(float64); ok {
		return x
	}
	x, err := strconv.ParseFloat(value.(string), 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestRecipesGiveTheSameNumbers runs "as command" and "as Go" of each preset,
// and wants what the page shows, to the last digit.
func TestRecipesGiveTheSameNumbers(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a program for each preset")
	}
	bin := t.TempDir()
	run(t, "", nil, "go", "build", "-o", filepath.Join(bin, "monge"), "monge/cmd/monge")
	for name, state := range states {
		t.Run(name, func(t *testing.T) {
			session := NewSession(Options{})
			shown := ask(t, session, "distances", "show", state).Payload["distances"].(map[string]any)
			recipe := ask(t, session, "distances", "recipe", state)
			if recipe.Kind != "recipe" {
				t.Fatalf("%v", recipe.Payload)
			}
			dir := t.TempDir()

			text := recipe.Payload["go"].(string)
			source := filepath.Join(dir, "main.go")
			if err := os.WriteFile(source, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			labels := map[string]string{"EM": "em", "TV": "tv", "JS": "js", "KL(P‖Q)": "kl", "KL(Q‖P)": "klReverse"}
			lines := strings.Split(strings.TrimSpace(run(t, "", nil, "go", "run", source)), "\n")
			if len(lines) != len(labels) {
				t.Fatalf("the program prints %q", lines)
			}
			for _, line := range lines {
				label, value, _ := strings.Cut(line, " ")
				if got, want := number(t, value), number(t, shown[labels[label]]); got != want {
					t.Errorf("as Go, %s is %v; the page shows %v", label, got, want)
				}
			}

			command := recipe.Payload["command"].(string)
			var printed map[string]any
			out := run(t, dir, []string{"PATH=" + bin + ":" + os.Getenv("PATH")}, "sh", "-ec", command)
			if err := json.Unmarshal([]byte(out), &printed); err != nil {
				t.Fatalf("%s: %v", out, err)
			}
			for key, ours := range map[string]string{"em": "em", "tv": "tv", "kl": "kl", "kl_reverse": "klReverse", "js": "js"} {
				value, ok := printed[key]
				if !ok && name == "noise" && key != "em" {
					continue // those are of the laws: the command says so
				}
				if !ok {
					t.Errorf("the command does not print %s: %s", key, out)
				} else if got, want := number(t, value), number(t, shown[ours]); got != want {
					t.Errorf("as command, %s is %v; the page shows %v", key, got, want)
				}
			}
		})
	}
}

// TestProgramsOfTheOtherViews runs "as Go" of the linear program and of duality.
func TestProgramsOfTheOtherViews(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles programs")
	}
	for _, test := range []struct{ view, state, label, key string }{
		{"program", `{"preset":"random","sources":4,"sinks":5,"seed":1,"ground":"euclidean","step":0}`, "optimum", "optimum"},
		{"duality", `{"preset":"lesson","k":1}`, "EM", "em"},
		{"duality", `{"preset":"spread","k":0.5,"f":[` + strings.TrimSuffix(strings.Repeat("1,0.9,", knots/2)+"0.3,", ",") + `]}`, "difference", "difference"},
	} {
		session := NewSession(Options{})
		want := number(t, ask(t, session, test.view, "show", test.state).Payload[test.key])
		recipe := ask(t, session, test.view, "recipe", test.state)
		text := recipe.Payload["go"].(string)
		if formatted, err := format.Source([]byte(text)); err != nil || string(formatted) != text {
			t.Errorf("%s: not as gofmt writes it (%v):\n%s", test.view, err, text)
		}
		source := filepath.Join(t.TempDir(), "main.go")
		if err := os.WriteFile(source, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		out := run(t, "", nil, "go", "run", source)
		_, after, found := strings.Cut(out, test.label+" ")
		if !found {
			t.Fatalf("%s prints %s", test.view, out)
		}
		line, _, _ := strings.Cut(after, "\n")
		if got := number(t, line); got != want {
			t.Errorf("%s: as Go, %s is %v; the page shows %v", test.view, test.label, got, want)
		}
	}
}

// run runs a program in a directory and returns what it prints.
func run(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	command := exec.Command(name, args...)
	command.Dir = dir
	command.Env = append(os.Environ(), env...)
	var complaints strings.Builder
	command.Stderr = &complaints
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, complaints.String())
	}
	return string(out)
}
