// Package page holds the page of the explorer as it is written: HTML, CSS and
// ES modules, with no build step. main.js is where to begin.
package page

import (
	"embed"
	"encoding/base64"
	"strings"
)

// Files are the files of the page as they are written. A browser gets index.html as Index
// returns it, and one more, page.js: Joined.
//
//go:embed *.html *.css *.js *.svg
var Files embed.FS

// SecurityPolicy is the Content-Security-Policy of the page: nothing from
// elsewhere, nothing inline. index.html has the same, for static hosts.
const SecurityPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; " +
	"img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'"

// Index returns index.html with a frame of the engine in it, that of the initial state.
func Index(firstFrame []byte) (string, error) {
	html, err := Files.ReadFile("index.html")
	text := base64.StdEncoding.EncodeToString(firstFrame)
	return strings.Replace(string(html), `name="first-frame" content=""`, `name="first-frame" content="`+text+`"`, 1), err
}
