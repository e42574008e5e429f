package engine

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"monge/gan"
)

// decoded is a frame as a page reads it.
type decoded struct {
	ID      uint64
	View    string
	Kind    string
	Payload map[string]any
	arrays  map[string][]float64
}

// decode reads a frame.
func decode(t *testing.T, frame []byte) decoded {
	t.Helper()
	length := binary.LittleEndian.Uint32(frame)
	if length%8 != 0 {
		t.Fatalf("a header of %d bytes does not leave the arrays on a multiple of 8", length)
	}
	var h struct {
		decoded
		Payload json.RawMessage
		Arrays  []arrayHeader
	}
	if err := json.Unmarshal(frame[8:8+length], &h); err != nil {
		t.Fatal(err)
	}
	json.Unmarshal(h.Payload, &h.decoded.Payload) // some payloads are lists
	rest := bytes.NewReader(frame[8+length:])
	h.arrays = make(map[string][]float64)
	for _, a := range h.Arrays {
		h.arrays[a.Name] = make([]float64, a.Length)
		if err := binary.Read(rest, binary.LittleEndian, h.arrays[a.Name]); err != nil {
			t.Fatal(err)
		}
	}
	if rest.Len() != 0 {
		t.Fatalf("%d bytes after the arrays", rest.Len())
	}
	return h.decoded
}

// ask sends a message to a session.
func ask(t *testing.T, s *Session, view, kind, payload string) decoded {
	t.Helper()
	frame, alive := s.Handle(context.Background(), fmt.Appendf(nil, `{"id":7,"view":%q,"kind":%q,"payload":%s}`, view, kind, payload), time.Millisecond)
	if !alive {
		t.Fatalf("%s %s ended the session", view, kind)
	}
	return decode(t, frame)
}

// linesState is the first picture.
const linesState = `{"preset":"lines","theta":0.25,"points":12,"ground":"euclidean"}`

func TestFirstPicture(t *testing.T) {
	f := ask(t, NewSession(Options{}), "distances", "show", linesState)
	if f.Kind != "show" || f.ID != 7 || f.View != "distances" {
		t.Fatalf("frame %v", f)
	}
	distances := f.Payload["distances"].(map[string]any)
	for name, want := range map[string]any{"em": 0.25, "tv": 1.0, "kl": "+Inf", "klReverse": "+Inf", "js": math.Ln2} {
		if distances[name] != want {
			t.Errorf("%s is %v, want %v", name, distances[name], want)
		}
	}
	if len(f.arrays["p"]) != 24 || len(f.arrays["plan"]) != 36 {
		t.Errorf("%d coordinates and %d numbers of the plan", len(f.arrays["p"]), len(f.arrays["plan"]))
	}
}

func TestWhatIsRefused(t *testing.T) {
	for _, test := range []struct{ view, kind, payload, want string }{
		{"nowhere", "show", "{}", `no view "nowhere"`},
		{"distances", "nothing", linesState, `no message of kind "nothing"`},
		{"distances", "show", `{"preset":"lines","points":1e9,"ground":"euclidean"}`, "points"},
		{"distances", "show", `{"preset":"lines","points":2000,"ground":"euclidean"}`, "from 1 to 1000"},
		{"distances", "show", `{"preset":"lines","points":12,"ground":"manhattan"}`, "manhattan"},
		{"distances", "show", `{"colour":"red"}`, "unknown field"},
		{"distances", "show", `{"preset":"own","points":1,"dim":3,"ground":"euclidean"}`, "3 coordinates"},
		{"distances", "show", `{"preset":"own","points":1,"dim":1,"ground":"euclidean","p":[[0,1]],"q":[[1,-1]]}`, "Q: weights[0] = -1 is negative"},
		{"distances", "show", `[]`, "array"},
		{"distances", "pair", `{"i":0,"j":0}`, "no plan"},
	} {
		f := ask(t, NewSession(Options{}), test.view, test.kind, test.payload)
		message, _ := f.Payload["message"].(string)
		if f.Kind != "error" || !strings.Contains(message, test.want) {
			t.Errorf("%s %s %s: %q, want %q in it", test.view, test.kind, test.payload, message, test.want)
		}
	}
}

// FuzzHandle holds that no messages, one a line, end a session.
func FuzzHandle(f *testing.F) {
	for _, kind := range []string{"show", "curves", "recipe", "csv", "pair", "predict"} {
		f.Add(fmt.Appendf(nil, `{"id":1,"view":"distances","kind":%q,"payload":%s}`, kind, linesState))
	}
	for _, kind := range []string{"show", "shape", "recipe", "csv"} {
		f.Add(fmt.Appendf(nil, `{"id":1,"view":"duality","kind":%q,"payload":{"preset":"own","k":1,"p":[[1,1]],"q":[[2,1]]}}`, kind))
		f.Add(fmt.Appendf(nil, `{"id":1,"view":"program","kind":%q,"payload":{"preset":"random","sources":3,"sinks":4,"ground":"euclidean"}}`, kind))
	}
	f.Add([]byte(`{"id":1,"view":"distances","kind":"show","payload":` + linesState + "}\n" + `{"id":2,"view":"distances","kind":"pair","payload":{"i":1,"j":2}}`))
	affine := smallState()
	affine.Losses, affine.Depth, affine.CriticDepth, affine.Script = gan.AllLosses(), 0, -1, "1"
	for _, kind := range []string{"show", "recipe", "csv"} {
		f.Add(fmt.Appendf(nil, `{"id":1,"view":"training","kind":%q,"payload":%s}`, kind, must(json.Marshal(affine))(f)))
	}
	f.Fuzz(func(t *testing.T, messages []byte) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		session := NewSession(Options{})
		for message := range bytes.Lines(messages) {
			frame, alive := session.Handle(ctx, message, time.Millisecond)
			if !alive {
				t.Fatalf("%s", message)
			}
			decode(t, frame)
		}
	})
}

// TestMovingStatesCostTheSame drags a point: a solution that starts from the one
// before costs what one from nothing does, and its certificate holds.
func TestMovingStatesCostTheSame(t *testing.T) {
	dragging := NewSession(Options{})
	for k := range 20 {
		state := fmt.Sprintf(`{"preset":"own","dim":2,"points":1,"ground":"euclidean","p":[[%v,0.3,1],[1,0.7,1],[0.2,-1,1]],"q":[[2,%v,1],[1.5,0.1,2]],"moving":`, 0.1*float64(k), 0.05*float64(k))
		near := ask(t, dragging, "distances", "show", state+"true}").Payload
		cold := ask(t, NewSession(Options{}), "distances", "show", state+"false}").Payload
		em := func(payload map[string]any) float64 { return number(t, payload["distances"].(map[string]any)["em"]) }
		if math.Abs(em(near)-em(cold)) > 1e-14 {
			t.Errorf("step %d: %v, from nothing %v", k, em(near), em(cold))
		}
		if gap := number(t, near["certificate"].(map[string]any)["gap"]); gap > 1e-12 {
			t.Errorf("step %d: gap %v", k, gap)
		}
	}
}

func TestWindowsOfThePotential(t *testing.T) {
	for window, want := range map[string]string{"[]": "show", "[-1,2,-3,4]": "show", "[1,1,0,1]": "error", "[0,1]": "error", "[-1e308,1e308,0,1]": "error"} {
		f := ask(t, NewSession(Options{}), "distances", "show", linesState[:len(linesState)-1]+`,"potential":true,"window":`+window+`}`)
		if f.Kind != want {
			t.Errorf("window %s: %v", window, f.Payload)
		}
	}
}

// A panic in a goroutine of a session, here of a game without a critic, ends that
// session alone.
func TestAPanicOfAGameEndsItsSessionAlone(t *testing.T) {
	session := NewSession(Options{})
	ask := func(kind, more string) (frame string, alive bool) {
		state := string(must(json.Marshal(smallState()))(t))
		text := fmt.Sprintf(`{"id":1,"view":"training","kind":%q,"payload":%s,"at":-1%s}}`, kind, strings.TrimSuffix(state, "}"), more)
		answer, alive := session.Handle(t.Context(), []byte(text), time.Second)
		return string(answer), alive
	}
	if frame, alive := ask("show", ""); !alive || strings.Contains(frame, `"kind":"error"`) {
		t.Fatalf("the games do not begin: %s", frame)
	}
	games := session.open["training"].(*training).games
	games.settle()
	games.comparison.Runs[1].Critic = nil
	for _, kind := range []string{"show", "play"} {
		if frame, alive := ask(kind, `,"play":"both","rounds":3`); alive || !strings.Contains(frame, `"ended":true`) {
			t.Errorf("%s: a game without a critic answers %s", kind, frame)
		}
	}
}
