package sweep

import (
	"math/rand/v2"
	"testing"
)

// Tasks are as many as asked for, none is empty, together they are all jobs, and none
// lasts longer than its share and its longest job.
func TestTasksLastAboutAsLongAsEachOther(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		seconds := make([]float64, 1+random.IntN(50))
		longest := 0.
		for k := range seconds {
			seconds[k] = random.ExpFloat64()
			if random.IntN(5) == 0 {
				seconds[k] *= 50
			}
			longest = max(longest, seconds[k])
		}
		n := 1 + random.IntN(len(seconds))
		tasks := pack(seconds, n)
		if len(tasks) != n || tasks[0].First != 0 {
			t.Fatalf("%d tasks of %v: %v", n, seconds, tasks)
		}
		for k, task := range tasks {
			end := len(seconds)
			if k+1 < n {
				end = tasks[k+1].First
			}
			if end <= task.First {
				t.Fatalf("task %d of %v is empty: %v", k, seconds, tasks)
			}
			if got := sum(seconds[task.First:end]); got != task.Seconds {
				t.Errorf("task %d lasts %v, and says %v", k, got, task.Seconds)
			}
			if most := sum(seconds)/float64(n) + longest; task.Seconds > most*(1+1e-12) {
				t.Errorf("task %d of %v lasts %v, more than %v", k, seconds, task.Seconds, most)
			}
		}
	}
}
