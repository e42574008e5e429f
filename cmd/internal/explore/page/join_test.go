package page

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestJoined wants the script to hold each module that main.js needs, after all that it
// imports itself, and index.html to name no other module of the page: the browser asks
// for one file, and not for one after another.
func TestJoined(t *testing.T) {
	script, err := Joined()
	if err != nil {
		t.Fatal(err)
	}
	files, err := Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	html, err := Files.ReadFile("index.html")
	if err != nil {
		t.Fatal(err)
	}
	alone := map[string]bool{"carrier_websocket": true, "carrier_worker": true, "worker": true}
	for _, file := range files {
		name, module := strings.CutSuffix(file.Name(), ".js")
		if !module || alone[name] {
			continue
		}
		if n := strings.Count(string(script), "\nconst $"+name+" = "); n != 1 {
			t.Errorf("%s.js is %d times in the script", name, n)
		}
		if strings.Contains(string(html), name+".js") {
			t.Errorf("index.html asks for %s.js, which the script holds", name)
		}
	}
	if !strings.HasPrefix(string(script), "//# allFunctionsCalledOnLoad\n") {
		t.Error("the script does not begin with the line that Chromium looks for")
	}
	if !strings.Contains(string(html), `<script type="module" src="page.js"`) {
		t.Error("index.html does not ask for the script")
	}
}

// TestJoin joins small modules, and modules that cannot be joined.
func TestJoin(t *testing.T) {
	for _, test := range []struct {
		about string
		files map[string]string
		want  string // part of the script, or of the error
		fails bool
	}{
		{"an import and exports", map[string]string{
			"a.js": "import { f, B } from './b.js';\nf(B);\n",
			"b.js": "export function f() {}\nexport class B {}\n",
		}, "// b.js\nconst $b = once(() => {\nfunction f() {}\nclass B {}\nreturn { f, B };\n});\n\n// a.js\nconst $a = once(() => {\nconst { f, B } = $b();\nf(B);\n", false},
		{"what is handed on", map[string]string{
			"a.js": "export { f } from './b.js';\n",
			"b.js": "export const f = 1;\n",
		}, "const { f } = $b();\nreturn { f };", false},
		{"a module for later, which needs this one", map[string]string{
			"a.js": "export const f = () => import('./b.js');\n",
			"b.js": "import { f } from './a.js';\n",
		}, "const f = () => Promise.resolve().then($b);\n", false},
		{"a circle", map[string]string{
			"a.js": "import { f } from './b.js';\n",
			"b.js": "import { f } from './a.js';\n",
		}, "a, b, a", true},
		{"no module", map[string]string{"a.js": "import { f } from './b.js';\n"}, "b.js", true},
		{"a name of its own", map[string]string{"a.js": "import * as b from './b.js';\n", "b.js": ""}, "import * as b", true},
		{"a default", map[string]string{"a.js": "export default 1;\n"}, "export default", true},
		{"a wait", map[string]string{"a.js": "await 1;\n"}, "await 1", true},
	} {
		files := fstest.MapFS{}
		for name, text := range test.files {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
		script, err := join(files, "a")
		got := string(script)
		if err != nil {
			got = err.Error()
		}
		if (err != nil) != test.fails || !strings.Contains(got, test.want) {
			t.Errorf("%s gives %s", test.about, got)
		}
	}
}
