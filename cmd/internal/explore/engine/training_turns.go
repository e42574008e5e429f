package engine

import "time"

// turns divides the time between training and drawing while games are played. Each frame draws
// as many games as there is time for, in turn. The results of training do not depend on this.
type turns struct {
	next   int           // the game to draw next
	cost   time.Duration // of drawing one game, as last measured
	credit time.Duration // the time left for drawing; negative if drawing took too long
}

// Training takes drawingShare times as long as drawing, or less if it does not need its whole
// slice.
const drawingShare = 4

// worked adds to the time for drawing after training has worked: the rest of the slice, or a
// drawingShare-th of the time for training if that is more.
func (t *turns) worked(worked, slice time.Duration) {
	t.credit += max(worked/drawingShare, slice-worked)
}

// take returns which of n games to draw now: count games, from first on, cyclically. count
// may be 0.
func (t *turns) take(n int) (first, count int) {
	t.credit = min(t.credit, time.Duration(n)*t.cost) // all games need no more
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

// spent subtracts the time that drawing count games took.
func (t *turns) spent(count int, took time.Duration) {
	if count > 0 {
		t.cost = took / time.Duration(count)
		t.credit -= took
	}
}
