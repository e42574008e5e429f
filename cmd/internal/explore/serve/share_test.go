package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"monge/cmd/internal/explore/engine"
)

// TestTurnsAreTakenInOrder holds the queue: no more at work than processors,
// slices that shrink with the number who ask, and nobody who is passed over.
func TestTurnsAreTakenInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // no page falls silent while a busy machine does something else
		turns := newTurns()
		ctx := context.Background()
		var done []func()
		for range turns.processors {
			slice, d, err := turns.take(ctx, new(engine.Session))
			if err != nil || slice != longest {
				t.Fatalf("a free processor gives %v, %v", slice, err)
			}
			done = append(done, d)
		}
		waiting := 15 * int(turns.processors)
		var order []int
		var slices []time.Duration
		var wait sync.WaitGroup
		for k := range waiting {
			wait.Go(func() {
				slice, d, err := turns.take(ctx, new(engine.Session))
				if err != nil {
					t.Error(err)
					return
				}
				order, slices = append(order, k), append(slices, slice) // one at a time, see below
				d()
			})
			synctest.Wait() // until it is in the queue
		}
		done[0]() // one processor is free: they go through one after the other
		wait.Wait()
		for k, got := range order {
			if got != k {
				t.Fatalf("the turns went to %v", order)
			}
		}
		if slices[0] >= longest || slices[0] < shortest {
			t.Errorf("with %d waiting a slice is %v", waiting, slices[0])
		}
	})
}

// TestSlicesLeaveRoomForWhatCannotStop wants a turn that outlasts its slice to be noticed, and
// slices to be shorter by what turns outlast them.
func TestSlicesLeaveRoomForWhatCannotStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns()
		for range 15*turns.processors - 1 { // with the page below 15 for each processor
			turns.note(new(engine.Session))
		}
		page := new(engine.Session)
		slice, done, err := turns.take(context.Background(), page)
		if err != nil {
			t.Fatal(err)
		}
		if slice != round/15 {
			t.Errorf("a slice of %v, want %v", slice, round/15)
		}
		time.Sleep(slice + time.Millisecond)
		done()
		if turns.beyond.value() == 0 {
			t.Error("nobody noticed that a turn outlasted its slice")
		}
		for range 100 {
			turns.beyond.add(4 * time.Millisecond)
		}
		if slice, _, err = turns.take(context.Background(), page); err != nil {
			t.Fatal(err)
		}
		if want := round/15 - 4*time.Millisecond; slice < want || slice > want+time.Microsecond {
			t.Errorf("a slice of %v, want %v", slice, want)
		}
	})
}

// TestPagesThatFellSilentTakeNoTime wants pages that have not asked for long, or are gone, to
// shorten no slice.
func TestPagesThatFellSilentTakeNoTime(t *testing.T) {
	turns := newTurns()
	for range 100 * turns.processors {
		turns.asked[new(engine.Session)] = time.Now().Add(-busy - time.Millisecond)
	}
	if n := turns.note(new(engine.Session)); n != 1 || len(turns.asked) != 1 {
		t.Errorf("%d pages are busy, and %d are remembered; one asks", n, len(turns.asked))
	}
}

// TestATurnIsNotWaitedForForever gives up with its context.
func TestATurnIsNotWaitedForForever(t *testing.T) {
	turns := newTurns()
	page := new(engine.Session)
	for range turns.processors {
		if _, _, err := turns.take(context.Background(), page); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := turns.take(ctx, page); err == nil {
		t.Error("a turn although nobody is done")
	}
}

// TestPagesThatAreGoneLeaveNothing opens and closes pages.
func TestPagesThatAreGoneLeaveNothing(t *testing.T) {
	s := start(t, "127.0.0.1:0")
	visit := func() {
		conn := dial(t, s)
		answer(t, conn, firstPicture)
		conn.CloseNow()
	}
	visit()
	before := runtime.NumGoroutine()
	for range 50 {
		visit()
	}
	for len(s.sessions) > 0 || runtime.NumGoroutine() > before+5 { // the test's deadline is the limit
		time.Sleep(10 * time.Millisecond)
	}
}

// TestMeasureThirtyPages prints what 30 pages on one server wait for their
// answers, if MONGE_MEASURE is set: each drags a point of 250 against 250 at up
// to 60 frames a second.
func TestMeasureThirtyPages(t *testing.T) {
	if os.Getenv("MONGE_MEASURE") == "" {
		t.Skip("MONGE_MEASURE is not set")
	}
	s := start(t, "127.0.0.1:0")
	const pages, frames, points = 30, 60, 250
	var mutex sync.Mutex
	var waits []time.Duration
	var wait sync.WaitGroup
	for page := range pages {
		conn := dial(t, s)
		random := rand.New(rand.NewPCG(uint64(page), 0))
		cloud := func(x float64) (rows [][3]float64) {
			for range points {
				rows = append(rows, [3]float64{x + 0.6*random.NormFloat64(), 0.6 * random.NormFloat64(), 1})
			}
			return rows
		}
		p, q := cloud(-0.8), cloud(0.8)
		wait.Go(func() {
			for range frames {
				p[0][0] += 0.01
				from, _ := json.Marshal(p) // finite numbers can be written
				to, _ := json.Marshal(q)
				message := fmt.Sprintf(`{"id":1,"view":"distances","kind":"show","payload":{"preset":"own","dim":2,"points":1,"p":%s,"q":%s,"ground":"euclidean","potential":true,"moving":true}}`, from, to)
				begin := time.Now()
				if err := conn.Write(context.Background(), websocket.MessageText, []byte(message)); err != nil {
					t.Error(err)
					return
				}
				if _, _, err := conn.Read(context.Background()); err != nil {
					t.Error(err)
					return
				}
				took := time.Since(begin)
				mutex.Lock()
				waits = append(waits, took)
				mutex.Unlock()
				time.Sleep(max(0, time.Second/60-took))
			}
		})
	}
	wait.Wait()
	slices.Sort(waits)
	t.Logf("%d pages: median %v, 95 %% %v, longest %v", pages, waits[len(waits)/2], waits[len(waits)*95/100], waits[len(waits)-1])
}
