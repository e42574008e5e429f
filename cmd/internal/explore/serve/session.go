package serve

import (
	"context"
	"net/http"
	"time"

	"github.com/coder/websocket"

	"monge/cmd/internal/explore/engine"
)

// MaxSessions bounds the pages that are open at once.
const MaxSessions = 64

// The session of a page ends if the page does not answer a ping within pingWait, or if a
// frame cannot be sent within writeWait.
const (
	pingEvery = 10 * time.Second
	pingWait  = 10 * time.Second
	writeWait = 5 * time.Second
	solveWait = 5 * time.Second // the longest time to compute one frame
)

// session answers the messages of one page until the connection ends or ctx is done.
func (s *Server) session(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Origin") == "" {
		http.Error(w, "A page has an Origin.", http.StatusForbidden)
		return
	}
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return // Accept has answered
	}
	defer conn.CloseNow()
	select {
	case s.sessions <- struct{}{}:
		defer func() { <-s.sessions }()
	default:
		conn.Close(websocket.StatusTryAgainLater, "Too many pages are open here; close one, and load this one anew.")
		return
	}
	conn.SetReadLimit(engine.MaxMessage)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go keepAlive(ctx, cancel, conn)

	session := engine.NewSession(s.options)
	for {
		_, message, err := conn.Read(ctx)
		if err != nil {
			return
		}
		frame, alive := s.answer(ctx, session, message)
		if frame == nil {
			return // ctx is done
		}
		if err := write(ctx, conn, frame); err != nil {
			return
		}
		if !alive {
			conn.Close(websocket.StatusInternalError, "")
			return
		}
	}
}

// answer waits for its turn and answers a message. The frame is nil if ctx is done first.
func (s *Server) answer(ctx context.Context, session *engine.Session, message []byte) (frame []byte, alive bool) {
	slice, done, err := s.turns.take(ctx, session)
	if err != nil {
		return nil, false
	}
	defer done()
	ctx, cancel := context.WithTimeout(ctx, solveWait)
	defer cancel()
	return session.Handle(ctx, message, slice)
}

// write sends a frame. It returns an error after writeWait.
func write(ctx context.Context, conn *websocket.Conn, frame []byte) error {
	ctx, cancel := context.WithTimeout(ctx, writeWait)
	defer cancel()
	return conn.Write(ctx, websocket.MessageBinary, frame)
}

// keepAlive pings the page every pingEvery, and cancels its session if there is no answer.
func keepAlive(ctx context.Context, cancel context.CancelFunc, conn *websocket.Conn) {
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		wait, stop := context.WithTimeout(ctx, pingWait)
		err := conn.Ping(wait)
		stop()
		if err != nil {
			cancel()
			return
		}
	}
}
