package sweep

import (
	"fmt"
	"runtime"
	"testing"

	"monge/gan"
)

// heapTable counts rows, and measures the heap every thousand.
type heapTable struct {
	rows int
	heap uint64 // the largest that was in use
}

func (t *heapTable) row(Job, *gan.Record, string) error {
	if t.rows++; t.rows%1000 == 0 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		t.heap = max(t.heap, m.HeapAlloc)
	}
	return nil
}

func TestTheMemoryOfCollectDoesNotGrowWithTheRuns(t *testing.T) {
	heap := func(runs int) uint64 {
		s := planned(t, 1, named("loss=wgan", fmt.Sprintf("seeds=1..%d", runs), "width=4", "depth=1", "batch=8", "iters=1", "eval-samples=16"))
		jobs, err := s.jobs(0)
		if err != nil {
			t.Fatal(err)
		}
		results := make(map[string]Result)
		for _, job := range jobs {
			results[job.Name] = Result{Name: job.Name, Records: []gan.Record{{Loss: gan.Wasserstein}, {Loss: gan.Wasserstein}}}
		}
		if err := s.writeResults(0, jobs, results); err != nil {
			t.Fatal(err)
		}
		table, c := new(heapTable), new(Collected)
		if err := s.collectTask(0, table, c); err != nil || c.Rows != 2*runs || c.Missing+c.Failed > 0 {
			t.Fatalf("%+v, %v", c, err)
		}
		return table.heap
	}
	few, more := heap(1000), heap(10000)
	if more > few+few/4 {
		t.Errorf("%d bytes with ten times as many runs as with %d bytes", more, few)
	}
}
