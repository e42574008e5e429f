package page

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
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

// TestModulesOfTheFirstView wants all modules of the first view to be named in
// index.html, so that a browser asks for them at once and not one after another.
func TestModulesOfTheFirstView(t *testing.T) {
	html, err := Files.ReadFile("index.html")
	if err != nil {
		t.Fatal(err)
	}
	imported := regexp.MustCompile(`(?m)^(?:import|export) .*?from '\./(\w+\.js)';`)
	seen := map[string]bool{}
	var walk func(name string)
	walk = func(name string) {
		if seen[name] {
			return
		}
		seen[name] = true
		text, err := Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range imported.FindAllSubmatch(text, -1) {
			walk(string(match[1]))
		}
	}
	walk("main.js")
	walk("distances.js")
	for name := range seen {
		if name != "main.js" && !strings.Contains(string(html), `<link rel="modulepreload" href="`+name+`">`) {
			t.Errorf("index.html does not name %s", name)
		}
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
