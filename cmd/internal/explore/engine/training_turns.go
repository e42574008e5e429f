package engine

import "time"

// turns shares the time of a page that plays between training and drawing. Games are
// drawn in turn, as many in a frame as there is time for; the numbers of training do
// not depend on it.
type turns struct {
	next   int           // the game whose turn it is
	cost   time.Duration // of drawing a game, when it was measured last
	credit time.Duration // what may be spent on drawing; below 0 if too much was
}

// drawingShare is how many times as long as it draws a page trains, at least.
const drawingShare = 4

// worked says that a slice has been trained for so long. What is left of the slice is
// for drawing.
func (t *turns) worked(worked, slice time.Duration) {
	t.credit += max(worked/drawingShare, slice-worked)
}

// take returns the first of the games to draw now, of n, and how many they are. It may
// be none.
func (t *turns) take(n int) (first, count int) {
	t.credit = min(t.credit, time.Duration(n)*t.cost) // the rest could not be spent
	if t.credit >= 0 {
		count = n
		if t.cost > 0 {
			count = min(n, int((t.credit+t.cost-1)/t.cost))
		}
	}
	first = t.next
	t.next = (t.next + count) % n
	return first, count
}

// spent says how long it took to draw so many games.
func (t *turns) spent(count int, took time.Duration) {
	if count > 0 {
		t.cost = took / time.Duration(count)
		t.credit -= took
	}
}
