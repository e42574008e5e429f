package page

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"monge/cmd/internal/explore/engine"
	"monge/gan"
)

// TestPolicyOfStaticHosts holds what index.html says against SecurityPolicy.
func TestPolicyOfStaticHosts(t *testing.T) {
	html, err := Files.ReadFile("index.html")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(html), `content="`+SecurityPolicy+`"`) {
		t.Error("index.html does not have SecurityPolicy")
	}
}

// TestNothingFromElsewhere looks for addresses of other hosts, and for the
// arithmetic that belongs to the engine.
func TestNothingFromElsewhere(t *testing.T) {
	elsewhere := regexp.MustCompile(`(?:src|href|from|import|fetch)\W{1,4}https?://`)
	arithmetic := regexp.MustCompile(`Math\.(log|log2|log1p|tanh|expm1)\b`)
	size := 0
	err := fs.WalkDir(Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := Files.ReadFile(name)
		size += len(text)
		if where := elsewhere.Find(text); where != nil {
			t.Errorf("%s fetches from elsewhere: %s", name, where)
		}
		if where := arithmetic.Find(text); where != nil {
			t.Errorf("%s computes: %s", name, where)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if size > 300_000 {
		t.Errorf("the page has %d bytes; it is to stay under 300 kB", size)
	}
}

// TestTrainingIsOfThePresets holds the initial state of training, and those of lessons,
// against the presets of package gan, which the course and the figures train with too, as
// engine.TrainingSetup changes them, and lessons with networks of width 16, which train fast
// enough to be watched and which lesson 8 has too, with its batch.
func TestTrainingIsOfThePresets(t *testing.T) {
	module, err := Files.ReadFile("training_fields.js")
	if err != nil {
		t.Fatal(err)
	}
	lessons, err := Files.ReadFile("lessons.js")
	if err != nil {
		t.Fatal(err)
	}
	initial := map[string]string{}
	for _, field := range regexp.MustCompile(`(?m)^  (\w+): (?:number|choice)\('?([^',]*)'?,`).FindAllStringSubmatch(string(module), -1) {
		initial[field[1]] = field[2]
	}
	address := func(lesson string) url.Values {
		match := regexp.MustCompile(`title: '` + lesson + `',\s+address: '#training\?([^']*)'`).FindStringSubmatch(string(lessons))
		if match == nil {
			t.Fatalf("there is no lesson %s", lesson)
		}
		query, err := url.ParseQuery(match[1])
		if err != nil {
			t.Fatal(err)
		}
		return query
	}
	rates := []string{"data", "width", "depth", "noise", "batch", "optimizer", "beta1", "lr", "critic_lr", "critic_steps", "clip", "penalty"}
	setup := func(c *gan.Config) { *c = engine.TrainingSetup() }
	all := append([]string{"activation", "eval_every", "warmup", "warmup_steps"}, rates...)
	for _, of := range []struct {
		where  string
		state  url.Values
		preset string
		change func(c *gan.Config)
		fields []string
	}{
		{"training", nil, "experiments", setup, append([]string{"eval_samples"}, all...)},
		{"lesson 8", address("Algorithm 1"), "lines", func(c *gan.Config) { c.Batch = 32 }, all},
		{"lesson 9", address("The experiments"), "experiments", func(*gan.Config) {}, all},
	} {
		config, err := gan.FindPreset(of.preset)
		if err != nil {
			t.Fatal(err)
		}
		config.Width = 16
		of.change(&config)
		text, err := json.Marshal(config)
		if err != nil {
			t.Fatal(err)
		}
		var want map[string]any
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatal(err)
		}
		for _, name := range of.fields {
			got := initial[name]
			if of.state.Has(name) {
				got = of.state.Get(name)
			}
			// Numbers are compared as numbers: 3e-4 is 0.0003.
			if number, err := strconv.ParseFloat(got, 64); err == nil {
				got = fmt.Sprint(number)
			}
			if got != fmt.Sprint(want[name]) {
				t.Errorf("%s: %s is %s, that of preset %s is %v", of.where, name, got, of.preset, want[name])
			}
		}
	}
}

// The page offers every loss of package gan, and begins with those of the course.
func TestLossesAreThoseOfGan(t *testing.T) {
	module, err := Files.ReadFile("training_fields.js")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, loss := range gan.AllLosses() {
		names = append(names, "'"+loss.String()+"'")
	}
	for _, want := range []string{
		"export const losses = [" + strings.Join(names, ", ") + "];",
		fmt.Sprintf("const usual = losses.slice(0, %d);", len(gan.Losses())),
		"loss: several(usual, losses),",
	} {
		if !strings.Contains(string(module), want) {
			t.Errorf("training_fields.js has no %q", want)
		}
	}
}
