// Package page holds the page of the explorer as it is written: HTML, CSS and
// ES modules, with no build step. main.js is where to begin.
package page

import "embed"

// Files are the files of the page. index.html asks for one more, page.js: Joined.
//
//go:embed *.html *.css *.js *.svg
var Files embed.FS

// SecurityPolicy is the Content-Security-Policy of the page: nothing from
// elsewhere, nothing inline. index.html has the same, for static hosts.
const SecurityPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; " +
	"img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'"
