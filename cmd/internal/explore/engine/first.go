package engine

import (
	"context"
	"fmt"
)

// first asks for the initial state of the view of distances.
const first = `{"id":0,"view":"distances","kind":"show","payload":{"preset":"lines","theta":0.5,"points":12,"ground":"euclidean"}}`

// FirstFrame returns the encoded frame of the initial state of the page. index.html holds it, so
// that the page can draw it before the engine can be reached.
func FirstFrame() []byte {
	frame, alive := NewSession(Options{}).Handle(context.Background(), []byte(first), 0)
	if !alive {
		panic(fmt.Sprintf("the first message ends a session: %s", first))
	}
	return frame
}
