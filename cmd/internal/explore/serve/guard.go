package serve

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"strings"

	"monge/cmd/internal/explore/page"
)

// guard decides which requests are answered.
//
// A page of another site can make a browser send requests to this server. Such a request
// has another Origin. If the site points a host name of its own at this machine (DNS
// rebinding), the request has another Host. So Origin and Host have to be those of this
// server. If other machines can reach the server, paths also have to begin with a token.
type guard struct {
	name  string // the host that the server was told to listen on
	token string // "" if only this machine can reach the server
}

// root is the path of the page.
func (g guard) root() string {
	if g.token == "" {
		return "/"
	}
	return "/" + g.token + "/"
}

// admit passes requests that are allowed to next, with the path below root. It sets the
// security headers of all answers.
//
// Cross-Origin-Opener-Policy is not among them. For it a browser starts another process
// before it reads the page, which takes 50 ms. A site that opens the page in a window may
// then navigate that window, and can neither read it nor make it do anything: the page
// listens to no messages of other windows.
func (g guard) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", page.SecurityPolicy+"; frame-ancestors 'self'")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Cache-Control", "no-cache")
		if !g.knows(r.Host) {
			http.Error(w, "This server does not go by that name.", http.StatusForbidden)
			return
		}
		if origin := r.Header.Get("Origin"); origin != "" && !sameOrigin(origin, r.Host) {
			http.Error(w, "This server answers its own page alone.", http.StatusForbidden)
			return
		}
		rest, ok := g.under(r.URL.Path)
		if !ok {
			http.Error(w, "The address of the page has a token: it stands where monge explore was started.", http.StatusForbidden)
			return
		}
		inner := r.Clone(r.Context())
		inner.URL.Path, inner.URL.RawPath = rest, ""
		next.ServeHTTP(w, inner)
	})
}

// knows reports whether a Host is one of this server: an IP address, which no other site can
// have as its name, localhost, or the name that the server was told to listen on. Without a
// token the IP address has to be a loopback address.
func (g guard) knows(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = strings.Trim(hostport, "[]")
	}
	if ip := net.ParseIP(host); ip != nil {
		return g.token != "" || ip.IsLoopback()
	}
	return strings.EqualFold(host, "localhost") || g.name != "" && strings.EqualFold(host, g.name)
}

// sameOrigin reports whether an Origin is http://host.
func sameOrigin(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Scheme == "http" && strings.EqualFold(u.Host, host)
}

// under returns what follows root in a path, with a slash before it.
func (g guard) under(path string) (rest string, ok bool) {
	if g.token == "" {
		return path, true
	}
	first, rest, ok := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return "/" + rest, ok && subtle.ConstantTimeCompare([]byte(first), []byte(g.token)) == 1
}
