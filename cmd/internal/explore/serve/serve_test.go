package serve

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"monge/cmd/internal/explore/engine"
)

// start serves until the test ends.
func start(t *testing.T, addr string) *Server {
	t.Helper()
	s, err := Listen(addr, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- s.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return s
}

// get asks for a URL under a Host and an Origin of one's own.
func get(t *testing.T, url, host, origin string) (status int, body string, header http.Header) {
	t.Helper()
	r, err := http.NewRequest("GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if host != "" {
		r.Host = host
	}
	if origin != "" {
		r.Header.Set("Origin", origin)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text), response.Header
}

func TestWhoIsAnswered(t *testing.T) {
	s := start(t, "127.0.0.1:0")
	port := strings.TrimSuffix(s.URL()[strings.LastIndex(s.URL(), ":")+1:], "/")
	for _, test := range []struct {
		name, path, host, origin string
		want                     int
	}{
		{"the page", "", "", "", 200},
		{"localhost", "", "localhost:" + port, "", 200},
		{"its own origin", "page.js", "", strings.TrimSuffix(s.URL(), "/"), 200},
		{"a name that was pointed here", "", "rebound.example:" + port, "", 403},
		{"another address", "", "192.0.2.1:" + port, "", 403},
		{"another site", "", "", "http://elsewhere.example", 403},
		{"another port", "", "", "http://127.0.0.1:1", 403},
		{"a page from a file", "", "", "null", 403},
		{"a socket without origin", "engine", "", "", 403},
		{"no such file", "secrets", "", "", 404},
		{"a way up", "..%2f..%2fgo.mod", "", "", 404},
	} {
		status, body, header := get(t, s.URL()+test.path, test.host, test.origin)
		if status != test.want {
			t.Errorf("%s: status %d, want %d", test.name, status, test.want)
		}
		if status == 200 && !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: no policy", test.name)
		}
		if strings.Contains(body, "/home") || strings.Contains(body, "/root") {
			t.Errorf("%s: a path of the machine in %q", test.name, body)
		}
	}
}

func TestTokenWhereOthersCanReachIt(t *testing.T) {
	s := start(t, "0.0.0.0:0")
	if s.Loopback() {
		t.Fatal("0.0.0.0 is no loopback address")
	}
	slash := strings.LastIndex(strings.TrimSuffix(s.URL(), "/"), "/")
	if token := strings.Trim(s.URL()[slash:], "/"); len(token) < 20 {
		t.Errorf("token %q", token)
	}
	for url, want := range map[string]int{s.URL(): 200, s.URL() + "main.js": 200, s.URL()[:slash] + "/": 403, s.URL()[:slash] + "/main.js": 403} {
		if status, _, _ := get(t, url, "", ""); status != want {
			t.Errorf("%s: status %d, want %d", url, status, want)
		}
	}
}

// dial opens a session as a page does.
func dial(t *testing.T, s *Server) *websocket.Conn {
	t.Helper()
	conn, _, err := websocket.Dial(context.Background(), s.URL()+"engine", &websocket.DialOptions{
		HTTPHeader: http.Header{"Origin": {strings.TrimSuffix(s.URL(), "/")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.CloseNow() })
	conn.SetReadLimit(1 << 20)
	return conn
}

const firstPicture = `{"id":1,"view":"distances","kind":"show","payload":{"preset":"lines","theta":0.5,"points":12,"ground":"euclidean"}}`

// answer sends a message and returns the frame.
func answer(t *testing.T, conn *websocket.Conn, message string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := conn.Write(ctx, websocket.MessageText, []byte(message)); err != nil {
		t.Fatal(err)
	}
	_, frame, err := conn.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return string(frame)
}

func TestMessagesAndFrames(t *testing.T) {
	conn := dial(t, start(t, "127.0.0.1:0"))
	for range 3 {
		if frame := answer(t, conn, firstPicture); !strings.Contains(frame, `"em":0.5`) {
			t.Errorf("frame %.200s", frame)
		}
	}
}

func TestSessionsAreBounded(t *testing.T) {
	s := start(t, "127.0.0.1:0")
	for range MaxSessions {
		conn := dial(t, s)
		answer(t, conn, firstPicture) // so that it has its place
		conn.CloseRead(t.Context())   // and answers pings, or it loses its place after a while
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_, _, err := dial(t, s).Read(ctx)
	if websocket.CloseStatus(err) != websocket.StatusTryAgainLater || !strings.Contains(err.Error(), "Too many pages") {
		t.Errorf("one page too many gets %v", err)
	}
}

// TestAPlaceIsFreeAgain closes a page of a full house.
func TestAPlaceIsFreeAgain(t *testing.T) {
	s := start(t, "127.0.0.1:0")
	var first *websocket.Conn
	for k := range MaxSessions {
		conn := dial(t, s)
		answer(t, conn, firstPicture)
		if k == 0 {
			first = conn
		}
	}
	first.CloseNow()
	for len(s.sessions) == MaxSessions { // the server notices at once; the test's deadline is the limit
		time.Sleep(time.Millisecond)
	}
	answer(t, dial(t, s), firstPicture)
}

// TestAMessageThatIsTooLongEndsItsPageAlone sends more than is read.
func TestAMessageThatIsTooLongEndsItsPageAlone(t *testing.T) {
	s := start(t, "127.0.0.1:0")
	other, conn := dial(t, s), dial(t, s)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	conn.Write(ctx, websocket.MessageText, make([]byte, engine.MaxMessage+1)) // it may fail before all is sent
	if _, _, err := conn.Read(ctx); err == nil {
		t.Error("an answer to a message that is too long")
	}
	answer(t, other, firstPicture)
}
