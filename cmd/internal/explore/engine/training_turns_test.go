package engine

import (
	"testing"
	"time"
)

// A page that plays draws its games equally often, all of them in each frame if there
// is time, and for a fifth of the time if there is none.
func TestGamesAreDrawnInTurn(t *testing.T) {
	const games, frames, slice = 4, 1000, 12 * time.Millisecond
	for _, test := range []struct {
		name          string
		trained, cost time.Duration
		least, most   int // games drawn
	}{
		{"quick games that play a little", time.Millisecond, time.Millisecond, games * (frames - 1), games * frames},
		{"quick games", slice, 100 * time.Microsecond, games * (frames - 1), games * frames},
		{"slow games", slice, 3 * time.Millisecond, frames - 2, frames + games},
		{"games slower than a slice", 2 * slice, 20 * time.Millisecond, 280, 300 + games},
	} {
		var turns turns
		var drawn [games]int
		var training, drawing time.Duration
		for range frames {
			turns.worked(test.trained, slice)
			first, count := turns.take(games)
			for k := range count {
				drawn[(first+k)%games]++
			}
			took := time.Duration(count) * test.cost
			turns.spent(count, took)
			training, drawing = training+test.trained, drawing+took
		}
		total := 0
		for _, n := range drawn {
			total += n
			if n < drawn[0]-1 || n > drawn[0]+1 {
				t.Errorf("%s: the games were drawn %v times", test.name, drawn)
			}
		}
		if total < test.least || total > test.most {
			t.Errorf("%s: %d pictures, from %d to %d are right", test.name, total, test.least, test.most)
		}
		if test.trained >= slice && drawing > training/drawingShare+games*test.cost {
			t.Errorf("%s: trained for %v, drew for %v", test.name, training, drawing)
		}
	}
}
