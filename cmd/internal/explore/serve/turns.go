package serve

import (
	"context"
	"runtime"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
)

// turns shares the processors among pages: as many messages are worked on at
// once as there are processors, and the others wait in the order in which they
// came. The more are waiting, the shorter is a turn of work that can stop
// anywhere, so that nobody waits longer than round.
type turns struct {
	processors int64
	places     *semaphore.Weighted // first come, first served
	present    atomic.Int64        // messages that wait or are worked on
}

// round is how long it should take until all who wait have had their turn. The
// page wants an answer within 250 ms; what cannot stop anywhere takes longer
// than its slice.
const round = 150 * time.Millisecond

// A slice lasts from shortest to longest, the time of a frame at 60 a second
// less what it takes to send and draw it.
const (
	shortest = 2 * time.Millisecond
	longest  = 12 * time.Millisecond
)

func newTurns() *turns {
	n := int64(runtime.GOMAXPROCS(0))
	return &turns{processors: n, places: semaphore.NewWeighted(n)}
}

// take waits for a turn. It returns how long the turn should last, and what to
// call when it is over; or an error if ctx is done before.
func (t *turns) take(ctx context.Context) (slice time.Duration, done func(), err error) {
	t.present.Add(1)
	if err := t.places.Acquire(ctx, 1); err != nil {
		t.present.Add(-1)
		return 0, nil, err
	}
	slice = round * time.Duration(t.processors) / time.Duration(t.present.Load())
	return min(max(slice, shortest), longest), func() {
		t.places.Release(1)
		t.present.Add(-1)
	}, nil
}
