package sweep

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"monge/gan"
)

// tiny is a grid of 12 runs that take a few milliseconds each.
var tiny = named("loss=wgan,minimax", "clip=0.01,0.1", "seeds=1..4", "width=4", "depth=1", "batch=8", "iters=20", "eval-every=10", "eval-samples=16", "critic-steps=2")

// planned returns a sweep of grids with that many tasks in a new directory.
func planned(t *testing.T, tasks int, grids ...Grid) *Sweep {
	t.Helper()
	s, err := NewPlan(t.Context(), filepath.Join(t.TempDir(), "sweep"), grids, Options{Tasks: tasks, Each: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	opened, err := Open(s.Dir)
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

// do runs tasks of a sweep.
func do(t *testing.T, s *Sweep, tasks ...int) {
	t.Helper()
	if err := (&Worker{Sweep: s}).Run(t.Context(), tasks); err != nil {
		t.Fatal(err)
	}
}

// table returns what Collect writes.
func tableOf(t *testing.T, s *Sweep, name string) (string, Collected) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	c, err := s.Collect(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content), c
}

// whole is the table of tiny, done in one go.
func whole(t *testing.T) string {
	t.Helper()
	s := planned(t, 1, tiny)
	do(t, s, 0)
	table, c := tableOf(t, s, "r.csv")
	if c.Failed+c.Missing > 0 || c.Rows != 36 {
		t.Fatalf("%+v", c)
	}
	return table
}

// left lists the files of results.
func left(t *testing.T, s *Sweep) string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(s.Dir, resultsDir))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return strings.Join(names, " ")
}

func TestTheTableIsTheSameInAnyOrderAndNumberOfTasks(t *testing.T) {
	want := whole(t)
	random := rand.New(rand.NewPCG(1, 1))
	for _, tasks := range []int{1, 2, 5, 12, 100} {
		s := planned(t, tasks, tiny)
		if len(s.Tasks) != min(tasks, 12) {
			t.Errorf("%d tasks, want %d", len(s.Tasks), min(tasks, 12))
		}
		order := s.AllTasks()
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, task := range order {
			do(t, s, task)
		}
		if got, _ := tableOf(t, s, "r.csv"); got != want {
			t.Errorf("%d tasks: another table", tasks)
		}
	}
}

// The numbers are those of a comparison of all losses and seeds, as monge train makes it.
func TestAJobIsARunOfATraining(t *testing.T) {
	s := planned(t, 1, named("loss=wgan,minimax", "seeds=3..4", "width=4", "depth=1", "batch=8", "iters=20", "eval-every=10", "eval-samples=16"))
	do(t, s, 0)
	jobs, err := s.jobs(0)
	if err != nil {
		t.Fatal(err)
	}
	config := jobs[0].Config
	config.Losses, config.Seed, config.Seeds = []gan.Loss{gan.Wasserstein, gan.Minimax}, 3, 2
	data, err := gan.FindData(config.Data)
	if err != nil {
		t.Fatal(err)
	}
	comparison, err := gan.NewComparison(config, data)
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string]bool)
	for _, step := range []int{0, 10, 20} {
		records, err := comparison.Advance(t.Context(), step, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			line, _ := json.Marshal(r)
			want[string(line)] = true
		}
	}
	found := 0
	err = s.eachResult(0, func(_ Job, r Result) error {
		for _, record := range r.Records {
			found++
			if line, _ := json.Marshal(record); !want[string(line)] {
				t.Errorf("no such record in training: %s", line)
			}
		}
		return nil
	})
	if err != nil || found != len(want) || found != 12 {
		t.Errorf("%d records, want %d; %v", found, len(want), err)
	}
}

// A worker is stopped at any time, and the next goes on: it repeats no job that is
// done, and the table has the same bytes.
func TestAStoppedWorkerIsGoneOnWith(t *testing.T) {
	want := whole(t)
	random := rand.New(rand.NewPCG(1, 1))
	s := planned(t, 2, tiny)
	stops := 0
	for finished := false; !finished; {
		ctx, cancel := context.WithCancel(t.Context())
		after := 1 + random.IntN(3) // jobs
		w := &Worker{Sweep: s, Progress: func(done, total int) {
			if done >= after && done < total {
				cancel()
			}
		}}
		before := 0
		for task := range s.Tasks {
			jobs, _ := s.jobs(task)
			u, err := s.readUnfinished(task, jobs)
			if err != nil {
				t.Fatal(err)
			}
			before += len(u.results)
		}
		after += before
		err := w.Run(ctx, s.AllTasks())
		cancel()
		switch {
		case err == nil:
			finished = true
		case errors.Is(err, context.Canceled):
			stops++
		default:
			t.Fatal(err)
		}
		if status, err := s.Status(); err != nil || status.Running != 0 {
			t.Errorf("after the worker stopped: %+v, %v", status, err)
		}
	}
	if stops < 2 {
		t.Errorf("stopped %d times only", stops)
	}
	if got, _ := tableOf(t, s, "r.csv"); got != want {
		t.Error("another table")
	}
	if got := left(t, s); got != "task-0.jsonl task-1.jsonl" {
		t.Errorf("left %s", got)
	}
}

// Half a line, as a crash or a full disk leaves, and lines of other sweeps do not count.
func TestOnlyWholeResultsOfTheTaskCount(t *testing.T) {
	want := whole(t)
	source := planned(t, 1, tiny)
	do(t, source, 0)
	lines, err := os.ReadFile(source.resultFile(0))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 1))
	for k := range 20 {
		s := planned(t, 1, tiny)
		part, err := s.newPart(0, 1)
		if err != nil {
			t.Fatal(err)
		}
		part.file.Write([]byte(`{"name":"feedfeedfeedfeed","records":[{"loss":"wgan"}],"seconds":1}` + "\n"))
		cut := random.IntN(len(lines) + 1)
		part.file.Write(lines[:cut])
		part.close()
		do(t, s, 0)
		if got, _ := tableOf(t, s, "r.csv"); got != want {
			t.Errorf("%d: another table, after %d bytes", k, cut)
		}
	}
}

func TestAFileThatWasCutOrChangedIsDoneAgain(t *testing.T) {
	want := whole(t)
	s := planned(t, 1, tiny)
	do(t, s, 0)
	lines, err := os.ReadFile(s.resultFile(0))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"empty":     "",
		"cut":       string(lines[:len(lines)/2]),
		"no end":    string(lines[:len(lines)-1]),
		"too long":  string(lines) + "{}\n",
		"zeros":     strings.Repeat("\x00", len(lines)),
		"exchanged": strings.Join(slices.Sorted(strings.Lines(string(lines))), ""),
	} {
		if err := os.WriteFile(s.resultFile(0), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		status, err := s.Status()
		if err != nil || status.Failed != 1 || len(status.Errors) != 1 || !strings.Contains(status.Errors[0], "damaged") {
			t.Errorf("%s: %+v, %v", name, status, err)
		}
		if _, c := tableOf(t, s, "r.csv"); c.Missing != 12 || len(c.Notes) != 1 || !strings.Contains(c.Notes[0], "damaged") {
			t.Errorf("%s: %+v", name, c)
		}
		do(t, s, 0)
		if got, _ := tableOf(t, s, "r.csv"); got != want {
			t.Errorf("%s: another table", name)
		}
	}
}

func TestWorkersOnOneTaskDoNoHarm(t *testing.T) {
	want := whole(t)
	for range 5 {
		s := planned(t, 2, tiny)
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() { do(t, s, 0, 1) })
		}
		group.Wait()
		if got, _ := tableOf(t, s, "r.csv"); got != want {
			t.Error("another table")
		}
		do(t, s, 0, 1) // takes away what those left that were late
		if got := left(t, s); got != "task-0.jsonl task-1.jsonl" {
			t.Errorf("left %s", got)
		}
	}
}

// A long job goes on from its checkpoint, and ends with the same bytes. A checkpoint that
// is damaged, or of another job, is no checkpoint.
func TestALongJobGoesOnFromItsCheckpoint(t *testing.T) {
	defer func(before time.Duration) { saveEvery = before }(saveEvery)
	long := named("loss=wgan-gp", "width=8", "batch=8", "iters=2000", "eval-every=500", "eval-samples=16")
	s := planned(t, 1, long)
	do(t, s, 0)
	want, _ := tableOf(t, s, "r.csv")

	saveEvery = 0
	s = planned(t, 1, long)
	jobs, err := s.jobs(0)
	if err != nil {
		t.Fatal(err)
	}
	path := s.checkpointFile(0, jobs[0])
	steps := 0
	var notes []string
	for k := 0; ; k++ {
		ctx, cancel := context.WithCancel(t.Context())
		if k < 4 {
			before := written(path)
			go func() { // stops the worker when it has written a checkpoint
				for ctx.Err() == nil && written(path).Equal(before) {
					time.Sleep(time.Millisecond)
				}
				cancel()
			}()
		}
		err := (&Worker{Sweep: s, Note: func(text string) { notes = append(notes, text) }}).Run(ctx, []int{0})
		cancel()
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		data, _ := gan.FindData("8gaussians")
		c, _, err := (&Worker{}).resume(path, jobs[0], data)
		if err != nil {
			t.Fatal(err)
		}
		if c.Step < steps {
			t.Errorf("back from step %d to %d", steps, c.Step)
		}
		steps = c.Step
		if k == 2 {
			content, _ := os.ReadFile(path)
			os.WriteFile(path, content[:len(content)/2], 0o644)
			steps = 0
		}
	}
	if got, _ := tableOf(t, s, "r.csv"); got != want {
		t.Error("another table")
	}
	if want := path + ": not a checkpoint, or a damaged one: its checksum does not match; the run begins again at step 0"; len(notes) != 1 || notes[0] != want {
		t.Errorf("notes %q, want %q", notes, want)
	}
	if got := left(t, s); got != "task-0.jsonl" {
		t.Errorf("left %s", got)
	}
}

// written returns when a file was written, and the zero time if there is none.
func written(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// A run that diverges is a result with its error: in the status, in the table, and not
// run again.
func TestAFailedRunIsNamed(t *testing.T) {
	s := planned(t, 2, named("loss=wgan-gp", "lr=1e-4,1e200", "seeds=1..2", "width=4", "depth=2", "batch=8", "iters=20", "eval-every=10", "eval-samples=16"))
	var failed []string
	w := &Worker{Sweep: s, Failed: func(job Job, r Result) { failed = append(failed, r.Error) }}
	if err := w.Run(t.Context(), s.AllTasks()); err != nil {
		t.Fatal(err)
	}
	status, err := s.Status()
	if err != nil || len(failed) != 2 || status.Done+status.Failed != 2 || status.Failed == 0 || len(status.Errors) != 2 || !strings.Contains(status.Errors[0], "wgan-gp, seed 1, step ") {
		t.Errorf("%v; %+v, %v", failed, status, err)
	}
	for _, name := range []string{"r.csv", "r.jsonl"} {
		table, c := tableOf(t, s, name)
		if c.Failed != 2 || c.Missing != 0 || strings.Count(table, "seed 1, step ") != 1 || strings.Count(table, "seed 2, step ") != 1 {
			t.Errorf("%+v in\n%s", c, table)
		}
	}
}

func TestMissingRunsAreNamed(t *testing.T) {
	s := planned(t, 3, tiny)
	do(t, s, 1)
	table, c := tableOf(t, s, "r.csv")
	missing := 12 - (s.end(1) - s.Tasks[1].First)
	if c.Missing != missing || c.Failed != 0 || len(c.Notes) != 2 || strings.Count(table, ","+notRun+"\n") != missing {
		t.Errorf("%+v in\n%s", c, table)
	}
	status, err := s.Status()
	if err != nil || status.Done != 1 || status.Tasks != 3 || status.Running+status.Failed != 0 || status.SecondsLeft <= 0 {
		t.Errorf("%+v, %v", status, err)
	}
	do(t, s, 0, 2)
	if got, _ := tableOf(t, s, "r.csv"); got != whole(t) {
		t.Error("another table in the end")
	}
}

func TestStatusKnowsWorkersThatAreAliveAndThoseThatGaveUp(t *testing.T) {
	s := planned(t, 4, tiny)
	alive, err := s.newPart(2, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer alive.close()
	if err := os.MkdirAll(s.workDir(3), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.failureFile(3), []byte("disk: no space left on device\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	do(t, s, 0)
	status, err := s.Status()
	if err != nil {
		t.Fatal(err)
	}
	status.SecondsLeft = 1
	got, _ := json.Marshal(status)
	if want := `{"tasks":4,"done":1,"running":1,"failed":1,"errors":["task 3: disk: no space left on device"],"seconds_left":1}`; string(got) != want {
		t.Errorf("%s, want %s", got, want)
	}
	// A failure that cannot be read is not taken for none.
	if err := errors.Join(os.Remove(s.failureFile(3)), os.Mkdir(s.failureFile(3), 0o755)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Status(); err == nil || !strings.HasPrefix(err.Error(), s.failureFile(3)) {
		t.Errorf("%v", err)
	}
}

// The points go with the sweep: the file that they came from may change.
func TestPointsOfAFileAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cloud.csv")
	write := func(shift float64) {
		var text strings.Builder
		random := rand.New(rand.NewPCG(1, 1))
		for range 100 {
			text.WriteString(strings.Join([]string{num(random.NormFloat64() + shift), num(random.NormFloat64())}, ",") + "\n")
		}
		if err := os.WriteFile(path, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	grid := named("data="+path, "loss=wgan", "width=4", "depth=1", "batch=8", "iters=10", "eval-every=10", "eval-samples=16")
	write(0)
	a, b := planned(t, 1, grid), planned(t, 1, grid)
	do(t, a, 0)
	write(1)
	do(t, b, 0)
	first, _ := tableOf(t, a, "r.csv")
	if second, _ := tableOf(t, b, "r.csv"); second != first {
		t.Error("the points are not those of the plan")
	}
	if other := planned(t, 1, grid); func() string { jobs, _ := other.jobs(0); return jobs[0].Name }() == func() string { jobs, _ := a.jobs(0); return jobs[0].Name }() {
		t.Error("other points under the same name of a run")
	}
}

func num(x float64) string { b, _ := json.Marshal(x); return string(b) }

func TestAPlanIsNotWrittenOverAnother(t *testing.T) {
	s := planned(t, 1, tiny)
	if _, err := NewPlan(t.Context(), s.Dir, []Grid{tiny}, Options{Tasks: 2}); err == nil || !strings.Contains(err.Error(), "holds a sweep already") {
		t.Error(err)
	}
	os.Remove(filepath.Join(s.Dir, planFile)) // as if the planner was killed
	if _, err := NewPlan(t.Context(), s.Dir, []Grid{tiny}, Options{Tasks: 2}); err != nil {
		t.Error(err)
	}
	other := t.TempDir()
	os.WriteFile(filepath.Join(other, "thesis.tex"), nil, 0o644)
	if _, err := NewPlan(t.Context(), other, []Grid{tiny}, Options{Tasks: 2}); err == nil || !strings.Contains(err.Error(), "thesis.tex") {
		t.Error(err)
	}
}

// A plan that differs from what the user may expect says so: it has fewer tasks than --each asks
// for, and its directory is not locked.
func TestAPlanNotesWhatItCannotDo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sweep")
	if err := os.MkdirAll(filepath.Join(dir, ".lock"), 0o755); err != nil { // a directory cannot be locked
		t.Fatal(err)
	}
	var notes []string
	grid := named("loss=wgan", "seeds=1..1200", "width=4", "depth=1", "batch=8", "iters=2", "eval-every=0", "eval-samples=16")
	s, err := NewPlan(t.Context(), dir, []Grid{grid}, Options{Each: time.Nanosecond, Note: func(text string) { notes = append(notes, text) }})
	if err != nil || len(s.Tasks) != 1000 {
		t.Fatal(err)
	}
	if len(notes) != 2 || notes[0] != "tasks of 1ns would be more than 1000; the plan has 1000, which take longer" ||
		!strings.HasPrefix(notes[1], filepath.Join(dir, ".lock")+": the directory cannot be locked: ") {
		t.Errorf("%q", notes)
	}
}

// Of several planners into one directory one writes its plan, and the others say so.
func TestPlannersIntoOneDirectoryDoNotMix(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sweep")
	const planners = 8
	var written [planners]*Sweep
	var failures [planners]error
	var group sync.WaitGroup
	for k := range planners {
		group.Go(func() {
			written[k], failures[k] = NewPlan(t.Context(), dir, []Grid{tiny}, Options{Tasks: k + 1})
		})
	}
	group.Wait()
	opened, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	successes := 0
	for k, s := range written {
		switch {
		case failures[k] == nil:
			successes++
			if len(s.Tasks) != len(opened.Tasks) {
				t.Errorf("a plan of %d tasks was replaced by one of %d", len(s.Tasks), len(opened.Tasks))
			}
		case !strings.Contains(failures[k].Error(), "writing a sweep to it") && !strings.Contains(failures[k].Error(), "holds a sweep already"):
			t.Error(failures[k])
		}
	}
	if successes != 1 {
		t.Errorf("%d planners wrote", successes)
	}
	if _, err := os.Stat(filepath.Join(dir, ".lock")); err == nil {
		t.Error("a lock is left over")
	}
}

func TestCollectStopsWhenInterrupted(t *testing.T) {
	s := planned(t, 2, tiny)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	if _, err := s.Collect(ctx, filepath.Join(dir, "r.csv")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("%v, %v", entries, err)
	}
}
