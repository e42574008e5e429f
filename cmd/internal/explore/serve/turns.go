package serve

import (
	"context"
	"maps"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"monge/cmd/internal/explore/engine"
)

// turns divides the processors among pages. As many messages are answered at once as there
// are processors, and the others wait in the order in which they came. The more pages send
// messages, the shorter is the slice of each, so that none waits much longer than round.
type turns struct {
	processors int64
	places     *semaphore.Weighted // first come, first served
	beyond     average             // by how much turns outlast their slices: work that cannot stop, such as drawing

	mutex sync.Mutex
	asked map[*engine.Session]time.Time // when each page last asked for a turn
}

// round is the time in which all pages should have had their turn. It is less
// than the 250 ms within which a page wants an answer, because work that cannot stop
// anywhere takes longer than its slice.
const round = 120 * time.Millisecond

// A slice lasts from shortest to longest. The longest one is the time of a frame at 60 frames
// a second, less the time to send and draw it.
const (
	shortest = 2 * time.Millisecond
	longest  = 12 * time.Millisecond
)

// busy is how long ago a page may have asked last that is expected to ask again. Messages do
// not all wait in the queue at once: many are on their way, or not read yet.
const busy = time.Second

func newTurns() *turns {
	n := int64(runtime.GOMAXPROCS(0))
	return &turns{processors: n, places: semaphore.NewWeighted(n), asked: make(map[*engine.Session]time.Time)}
}

// take waits for a turn of a page. It returns how long the turn should last, and a function to
// call at its end. It returns an error if ctx is done first.
func (t *turns) take(ctx context.Context, page *engine.Session) (slice time.Duration, done func(), err error) {
	t.note(page)
	if err := t.places.Acquire(ctx, 1); err != nil {
		return 0, nil, err
	}
	slice = round*time.Duration(t.processors)/time.Duration(t.note(page)) - t.beyond.value()
	slice = min(max(slice, shortest), longest)
	began := time.Now()
	return slice, func() {
		t.beyond.add(max(0, time.Since(began)-slice))
		t.places.Release(1)
	}, nil
}

// note notes that a page asks for a turn. It returns how many pages are busy.
func (t *turns) note(page *engine.Session) int {
	now := time.Now()
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.asked[page] = now
	maps.DeleteFunc(t.asked, func(_ *engine.Session, at time.Time) bool { return now.Sub(at) > busy })
	return len(t.asked)
}

// average is that of durations, of which the last ones weigh most.
type average struct{ nanoseconds atomic.Int64 }

func (a *average) value() time.Duration { return time.Duration(a.nanoseconds.Load()) }

// add adds a duration. If two are added at once, one of them may be left out.
func (a *average) add(d time.Duration) {
	old := a.nanoseconds.Load()
	a.nanoseconds.CompareAndSwap(old, old+(int64(d)-old)/8)
}
