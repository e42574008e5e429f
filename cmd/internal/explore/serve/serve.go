// Package serve serves the explorer over HTTP: the page as files, and messages and frames
// over one WebSocket for each page.
//
// It is meant for one person on one machine, or for a class in one network. It answers only
// requests that name the address it listens on and come from its own page: see guard.go.
// Pages take turns on the processors: see turns.go.
package serve

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"runtime"
	"strings"
	"time"

	"monge/cmd/internal/explore/engine"
	"monge/cmd/internal/explore/page"
)

// Server serves the explorer.
type Server struct {
	listener net.Listener
	guard    guard
	options  engine.Options
	turns    *turns
	sessions chan struct{} // holds one element for each open page
	index    string        // index.html
	script   []byte        // page.js
}

// Listen returns a server that listens on an address such as 127.0.0.1:0. Port 0 means any
// free port.
func Listen(addr string, options engine.Options) (*Server, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("address %q is not of the form host:port", addr)
	}
	index, err := page.Index(engine.FirstFrame())
	if err != nil {
		return nil, err
	}
	script, err := page.Joined()
	if err != nil {
		return nil, err
	}
	// Measurements run beside the turns of pages, and may take half of the processors.
	options.Measuring = make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", addr, cause(err))
	}
	s := &Server{
		listener: listener,
		index:    index,
		script:   script,
		options:  options,
		guard:    guard{name: host},
		turns:    newTurns(),
		sessions: make(chan struct{}, MaxSessions),
	}
	if !s.Loopback() {
		s.guard.token = rand.Text()
	}
	return s, nil
}

// cause returns the reason of a network error without the operation and the address, which
// the caller's message names.
func cause(err error) error {
	var operation *net.OpError
	if errors.As(err, &operation) {
		return operation.Err
	}
	return err
}

// Loopback reports whether the server can be reached from this machine alone.
func (s *Server) Loopback() bool { return s.listener.Addr().(*net.TCPAddr).IP.IsLoopback() }

// URL returns the address of the page. If other machines can reach the server, it contains a
// random token.
func (s *Server) URL() string {
	at := s.listener.Addr().(*net.TCPAddr)
	host := s.guard.name
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = outward()
	}
	return fmt.Sprintf("http://%s%s", net.JoinHostPort(host, fmt.Sprint(at.Port)), s.guard.root())
}

// outward returns the address under which other machines most likely reach this one.
func outward() string {
	addresses, err := net.InterfaceAddrs()
	if err == nil {
		for _, a := range addresses {
			if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && n.IP.To4() != nil {
				return n.IP.String()
			}
		}
	}
	return "127.0.0.1"
}

// Serve serves until ctx is done.
func (s *Server) Serve(ctx context.Context) error {
	server := &http.Server{
		Handler:           s.Handler(ctx),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second, // of files; a WebSocket has deadlines of its own
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          log.New(discard{}, "", 0),
	}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(s.listener); ctx.Err() == nil {
		return err
	}
	return nil
}

// discard drops what net/http logs about clients that send bad requests.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// Handler returns the handler of all requests. Sessions end when ctx is done.
func (s *Server) Handler(ctx context.Context) http.Handler {
	files := http.NewServeMux()
	files.Handle("GET /", http.FileServerFS(page.Files))
	files.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "index.html", time.Time{}, strings.NewReader(s.index))
	})
	files.HandleFunc("GET /page.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "page.js", time.Time{}, bytes.NewReader(s.script))
	})
	files.HandleFunc("GET /engine", func(w http.ResponseWriter, r *http.Request) { s.session(ctx, w, r) })
	return s.guard.admit(files)
}
