package page

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// Joined returns the modules of the page as one script, which index.html names page.js. A
// browser takes milliseconds for each file that it asks for, on this machine too, and the
// first view alone has thirty modules. Each becomes a function of its name,
//
//	const $dom = once(() => { ...; return { element, button, layout }; });
//
// and an import a call of it, so that a module is run when it is first needed. Joined
// returns an error if a module imports or exports in a way that is not supported, or if
// modules import each other in a circle.
//
// The first line asks Chromium to compile all functions beside the main thread, and not
// one after another on it when each is first called.
func Joined() ([]byte, error) { return join(Files, "main") }

// join joins a module and all modules that it imports, directly or not.
func join(files fs.FS, first string) ([]byte, error) {
	j := joiner{files: files, seen: map[string]bool{}}
	j.out.WriteString("//# allFunctionsCalledOnLoad\n// The modules of the page in one file. They lie beside it as they are written.\n" +
		"const once = (run) => { let made; return () => (made ??= run()); };\n")
	if err := j.add(first); err != nil {
		return nil, err
	}
	fmt.Fprintf(&j.out, "\n$%s();\n", first)
	return []byte(j.out.String()), nil
}

// joiner is the script so far, and the modules that it holds.
type joiner struct {
	files fs.FS
	out   strings.Builder
	seen  map[string]bool
}

// The ways in which modules of the page import and export.
var (
	imports        = regexp.MustCompile(`(?m)^import \{ ([\w, ]+) \} from '\./(\w+)\.js';$`)
	dynamicImports = regexp.MustCompile(`\bimport\('\./(\w+)\.js'\)`)
	reexports      = regexp.MustCompile(`(?m)^export \{ ([\w, ]+) \} from '\./(\w+)\.js';$`)
	exports        = regexp.MustCompile(`(?m)^export ((?:async function|function|class|const) (\w+))`)
	unsupported    = regexp.MustCompile(`(?m)^(?:import|export|await)\b.*|\bimport\.meta\b`)
)

// add adds the module of that name and all modules that it imports, unless the script has
// them. within names the modules whose imports led to it.
func (j *joiner) add(name string, within ...string) error {
	if slices.Contains(within, name) {
		return fmt.Errorf("modules import each other in a circle: %s, %s", strings.Join(within, ", "), name)
	}
	if j.seen[name] {
		return nil
	}
	j.seen[name] = true
	file, err := fs.ReadFile(j.files, name+".js")
	if err != nil {
		return err
	}
	text := string(file)
	var exported []string
	for _, match := range append(imports.FindAllStringSubmatch(text, -1), reexports.FindAllStringSubmatch(text, -1)...) {
		if err := j.add(match[2], append(within, name)...); err != nil {
			return err
		}
	}
	for _, match := range dynamicImports.FindAllStringSubmatch(text, -1) {
		if err := j.add(match[1]); err != nil {
			return err
		}
	}
	for _, match := range reexports.FindAllStringSubmatch(text, -1) {
		exported = append(exported, match[1])
	}
	for _, match := range exports.FindAllStringSubmatch(text, -1) {
		exported = append(exported, match[2])
	}
	text = imports.ReplaceAllString(text, "const { $1 } = $$$2();")
	text = reexports.ReplaceAllString(text, "const { $1 } = $$$2();")
	text = exports.ReplaceAllString(text, "$1")
	text = dynamicImports.ReplaceAllString(text, "Promise.resolve().then($$$1)")
	if line := unsupported.FindString(text); line != "" {
		return fmt.Errorf("%s.js cannot be joined to the others: %s", name, line)
	}
	fmt.Fprintf(&j.out, "\n// %s.js\nconst $%s = once(() => {\n%sreturn { %s };\n});\n", name, name, text, strings.Join(exported, ", "))
	return nil
}
