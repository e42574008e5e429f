package serve

import (
	"context"
	"runtime"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
)

// turns divides the processors among pages. As many messages are answered at once as there
// are processors, and the others wait in the order in which they came. The more messages
// wait, the shorter is the slice of each, so that none waits much longer than round.
type turns struct {
	processors int64
	places     *semaphore.Weighted // first come, first served
	present    atomic.Int64        // messages that wait or are being answered
	beyond     average             // by how much turns outlast their slices: work that cannot stop, such as drawing
}

// round is the time in which all messages that wait should have had their turn. It is less
// than the 250 ms within which a page wants an answer, because work that cannot stop
// anywhere takes longer than its slice.
const round = 150 * time.Millisecond

// A slice lasts from shortest to longest. The longest one is the time of a frame at 60 frames
// a second, less the time to send and draw it.
const (
	shortest = 2 * time.Millisecond
	longest  = 12 * time.Millisecond
)

func newTurns() *turns {
	n := int64(runtime.GOMAXPROCS(0))
	return &turns{processors: n, places: semaphore.NewWeighted(n)}
}

// take waits for a turn. It returns how long the turn should last, and a function to call at
// its end. It returns an error if ctx is done first.
func (t *turns) take(ctx context.Context) (slice time.Duration, done func(), err error) {
	t.present.Add(1)
	if err := t.places.Acquire(ctx, 1); err != nil {
		t.present.Add(-1)
		return 0, nil, err
	}
	slice = round*time.Duration(t.processors)/time.Duration(t.present.Load()) - t.beyond.value()
	slice = min(max(slice, shortest), longest)
	began := time.Now()
	return slice, func() {
		t.beyond.add(max(0, time.Since(began)-slice))
		t.places.Release(1)
		t.present.Add(-1)
	}, nil
}

// average is that of durations, of which the last ones weigh most.
type average struct{ nanoseconds atomic.Int64 }

func (a *average) value() time.Duration { return time.Duration(a.nanoseconds.Load()) }

// add adds a duration. If two are added at once, one of them may be left out.
func (a *average) add(d time.Duration) {
	old := a.nanoseconds.Load()
	a.nanoseconds.CompareAndSwap(old, old+(int64(d)-old)/8)
}
