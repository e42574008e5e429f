package main

import (
	"slices"
	"strings"
	"testing"

	"monge/figures"
	"monge/gan"
	"monge/lp"
)

// completions returns the words that a shell offers after a command line: those of monge's
// completions that begin with the last word.
func completions(t *testing.T, words ...string) []string {
	t.Helper()
	r := monge(t, "", append([]string{"__complete"}, words...)...)
	typed := words[len(words)-1]
	if _, value, ok := strings.Cut(typed, "="); ok {
		typed = value
	}
	var offered []string
	for line := range strings.Lines(r.out) {
		if word, _, _ := strings.Cut(strings.TrimSpace(line), "\t"); !strings.HasPrefix(word, ":") && strings.HasPrefix(word, typed) {
			offered = append(offered, word)
		}
	}
	return offered
}

func TestAShellCompletesCommandsFiguresAndTheValuesOfFlags(t *testing.T) {
	for line, want := range map[string]string{
		"tr":                              "transport train",
		"plot figure":                     "figure1 figure2 figure3 figure4",
		"figures figure1 figure":          "figure2 figure3 figure4",
		"help plot thet":                  "theta",
		"train --data 8":                  "8gaussians",
		"train --preset mod":              "modes",
		"train --loss wgan":               "wgan wgan-gp",
		"train --loss wgan,min":           "wgan,minimax",
		"train --loss=wgan,w":             "wgan,wgan-gp",
		"train --critic-st":               "--critic-steps",
		"plot theta --loss n":             "nonsaturating",
		"dist p.csv q.csv --ground c":     "cityblock chebyshev",
		"dist p.csv q.csv --metric em,k":  "em,kl",
		"train --optimizer s":             "sgd",
		"train --activation lea":          "leaky-relu",
		"dist p.csv q.csv --metric em,em": "",
	} {
		if got := strings.Join(completions(t, strings.Split(line, " ")...), " "); got != want {
			t.Errorf("monge %s: %q, want %q", line, got, want)
		}
	}
}

// A new figure, loss, data set, preset or ground cost is completed without further code.
func TestCompletionsHaveAllNames(t *testing.T) {
	var names []string
	for _, entry := range figures.Catalog() {
		names = append(names, entry.Name)
	}
	offered := completions(t, "plot", "")
	for _, name := range names {
		if !slices.Contains(offered, name) {
			t.Errorf("no figure %s in %v", name, offered)
		}
	}
	if got := completions(t, "train", "--data", ""); len(got) != len(gan.Catalog()) {
		t.Errorf("data: %v", got)
	}
	if got := completions(t, "train", "--preset", ""); len(got) != len(gan.Presets()) {
		t.Errorf("presets: %v", got)
	}
	if got := completions(t, "train", "--loss", ""); len(got) != len(gan.AllLosses()) {
		t.Errorf("losses: %v", got)
	}
	if got := completions(t, "dist", "--ground", ""); len(got) != len(lp.Grounds()) {
		t.Errorf("ground costs: %v", got)
	}
}

func TestCompletionScriptsExistForFourShells(t *testing.T) {
	for shell, want := range map[string]string{"bash": "__start_monge", "zsh": "#compdef monge", "fish": "complete -c monge"} {
		if r := monge(t, "", "completion", shell); r.code != exitOK || r.err != "" || !strings.Contains(r.out, want) {
			t.Errorf("%s: exit code %d, %q, %d bytes", shell, r.code, r.err, len(r.out))
		}
	}
}

func TestMisspeltWordsGetASuggestion(t *testing.T) {
	inFolder(t, good)
	for line, want := range map[string]string{
		"dits p.csv q.csv":                 "monge: unknown command \"dits\" (want dist, transport, train, sample, sweep, plot, figures, explore); did you mean dist?\n",
		"transprot":                        "did you mean transport?\n",
		"plot figur1":                      "did you mean figure1?\n",
		"plot trainign run":                "did you mean training?\n",
		"figures figur1":                   "did you mean figure1?\n",
		"help plot figur1":                 "monge help: monge plot has no \"figur1\"; did you mean figure1?\n",
		"dist p.csv q.csv --metrc em":      "monge dist: unknown flag: --metrc; did you mean --metric?\n",
		"dist p.csv q.csv --metric en":     "did you mean em?\n",
		"train --loss wgan,minmax":         "did you mean minimax?\n",
		"train --preset mods":              "did you mean modes?\n",
		"train --data 8gaussian":           "did you mean 8gaussians?\n",
		"dist p.csv q.csv --ground euclid": "did you mean euclidean?\n",
		"train --n-critic 5":               "monge train: unknown flag: --n-critic; did you mean --critic-steps?\n",
		"train --batch-size 5":             "did you mean --batch?\n",
		"plot theta --critc-steps 3":       "did you mean --critic-steps?\n",
		"dist p.csv q.csv --temperature":   "monge dist: unknown flag: --temperature\n",
		"zzzzzz":                           "monge: unknown command \"zzzzzz\" (want dist, transport, train, sample, sweep, plot, figures, explore)\n",
	} {
		r := monge(t, "", strings.Fields(line)...)
		if r.code != exitUsage || !strings.HasSuffix(r.err, want) || strings.Count(r.err, "\n") != 1 {
			t.Errorf("monge %s: exit code %d, %q, want %q", line, r.code, r.err, want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	for pair, want := range map[[2]string]int{
		{"", ""}: 0, {"", "abc"}: 3, {"figur1", "figure1"}: 1, {"kitten", "sitting"}: 3, {"θ", "θ₁"}: 1, {"EM", "em"}: 0,
	} {
		if got := editDistance(pair[0], pair[1]); got != want {
			t.Errorf("%q to %q: %d, want %d", pair[0], pair[1], got, want)
		}
		if got := editDistance(pair[1], pair[0]); got != want {
			t.Errorf("%q to %q: %d, want %d", pair[1], pair[0], got, want)
		}
	}
}

func TestHelpListsTheCommandsInGroups(t *testing.T) {
	r := monge(t, "", "--help")
	at := 0
	for _, part := range []string{"Distances:", "monge dist", "monge transport", "Training:", "monge train", "Figures:", "monge plot", "monge figures", "About monge:", "monge version", "monge completion", "monge help"} {
		next := strings.Index(r.out[at:], part)
		if next < 0 {
			t.Fatalf("no %q, or not in its place, in\n%s", part, r.out)
		}
		at += next
	}
}

func TestVersionSaysWhatTheGoToolRecorded(t *testing.T) {
	short, long := monge(t, "", "--version"), monge(t, "", "version")
	if long.code != exitOK || !strings.HasPrefix(long.out, short.out) || !strings.Contains(long.out, "go1.") {
		t.Errorf("%+v, %+v", short, long)
	}
}
