package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"monge/cmd/internal/fault"
)

// View answers the messages of one view of a page, one at a time. It may keep results that take
// long to compute, such as trained networks. It does not keep the state of the page's controls,
// which comes with each message.
type View interface {
	Answer(ctx context.Context, r Request) (Frame, error)
}

// Request is a message to a view.
type Request struct {
	Kind    string
	Payload json.RawMessage
	// Slice is the time after which a view should answer, if its work can stop at any time as
	// training can. It is shorter if more pages share the machine.
	Slice time.Duration
}

// Into decodes the payload into state, a pointer. It returns an error if a field is unknown
// or of another type.
func (r Request) Into(state any) error {
	decoder := json.NewDecoder(bytes.NewReader(r.Payload))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(state); err != nil {
		var syntax *json.UnmarshalTypeError
		if errors.As(err, &syntax) {
			return fmt.Errorf("%s cannot be %s", syntax.Field, syntax.Value)
		}
		return fmt.Errorf("the state cannot be read: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}

// errKind returns the error for a kind of message that a view does not know.
func (r Request) errKind() error { return fmt.Errorf("there is no message of kind %.40q", r.Kind) }

// Options are what all sessions of an engine share.
type Options struct {
	// Run is the run that the training view can open, or nil.
	Run *TrainedRun
	// Measuring bounds how many rounds of games are measured at once, by all sessions
	// together: it holds one element for each. If it is nil, there is no bound.
	Measuring chan struct{}
}

// Session is the engine of one page. Only one goroutine at a time may call Handle.
type Session struct {
	options Options
	open    map[string]View
}

// NewSession returns the session of a page.
func NewSession(options Options) *Session {
	return &Session{options: options, open: make(map[string]View)}
}

// Handle answers one encoded message with one encoded frame. The answer to a message with an
// error is a frame of kind "error". If a view panics, this session is over and alive is
// false. Other sessions go on.
func (s *Session) Handle(ctx context.Context, data []byte, slice time.Duration) (frame []byte, alive bool) {
	m, err := decodeMessage(data)
	if err != nil {
		return failure(m, err.Error(), false), true
	}
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(os.Stderr, "a session ends: view %q, message %q: %v\n%s\n", m.View, m.Kind, r, debug.Stack())
			frame, alive = failure(m, "This is an error in monge, and not yours. The page starts again.", true), false
		}
	}()
	view, err := s.view(m.View)
	if err != nil {
		return failure(m, err.Error(), false), true
	}
	f, err := view.Answer(ctx, Request{Kind: m.Kind, Payload: m.Payload, Slice: slice})
	if err == nil {
		frame, err = f.encode(m)
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return failure(m, "This takes too long. Try fewer points.", false), true
	case err != nil:
		return failure(m, fault.Message(err), false), true
	}
	return frame, true
}

// view returns the view with the given name. It opens the view at the first call.
func (s *Session) view(name string) (View, error) {
	if v := s.open[name]; v != nil {
		return v, nil
	}
	for _, entry := range views {
		if entry.name == name {
			s.open[name] = entry.open(s.options)
			return s.open[name], nil
		}
	}
	return nil, fmt.Errorf("there is no view %.40q", name)
}

// failure returns an encoded frame of kind "error".
func failure(m Message, message string, ended bool) []byte {
	m.View = fmt.Sprintf("%.40s", m.View)
	frame, err := Frame{Kind: "error", Payload: Failure{message, ended}}.encode(m)
	if err != nil {
		panic(err) // cannot happen: strings and a bool are always JSON
	}
	return frame
}
