package engine

import (
	"context"
	"fmt"
)

// first asks for the initial state of the view of distances.
const first = `{"id":0,"view":"distances","kind":"show","payload":{"preset":"lines","theta":0.5,"points":12,"ground":"euclidean"}}`

// FirstFrame returns the encoded frame of what a page shows when nothing was asked for. The
// page comes with it, and draws it before the engine can be reached.
func FirstFrame() []byte {
	frame, alive := NewSession(Options{}).Handle(context.Background(), []byte(first), 0)
	if !alive {
		panic(fmt.Sprintf("the first message ends a session: %s", first))
	}
	return frame
}
