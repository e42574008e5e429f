package pointfile

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// A table of 200 000 columns is read, and its columns are matched by name, in a time that
// does not grow like the square of their number: that would take minutes.
func TestWideTablesAreReadInTime(t *testing.T) {
	const n = 200_000
	random := rand.New(rand.NewPCG(1, 1))
	read := func(order []int) *Points {
		var names, numbers strings.Builder
		for k, column := range order {
			if k > 0 {
				names.WriteByte(',')
				numbers.WriteByte(',')
			}
			fmt.Fprintf(&names, "c%d", column)
			fmt.Fprintf(&numbers, "%d", column)
		}
		p, err := Read("p.csv", strings.NewReader(names.String()+"\n"+numbers.String()+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	start := time.Now()
	p, q := read(random.Perm(n)), read(random.Perm(n))
	if err := Match(p, q); err != nil {
		t.Fatal(err)
	}
	for k, x := range p.Coordinates {
		if q.Coordinates[k] != x {
			t.Fatalf("coordinate %d is %v in p and %v in q", k, x, q.Coordinates[k])
		}
	}
	if spent := time.Since(start); spent > 20*time.Second {
		t.Errorf("it took %v", spent)
	}
}
