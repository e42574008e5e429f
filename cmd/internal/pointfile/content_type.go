//go:build !js

package pointfile

import (
	"net/http"
	"strings"
)

// contentType returns the type of a file that begins like this, such as
// application/pdf; application/octet-stream if it is none of those known.
func contentType(beginning []byte) string {
	what, _, _ := strings.Cut(http.DetectContentType(beginning), ";")
	return what
}
