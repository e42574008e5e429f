package rundir_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/rundir"
	"monge/gan"
)

// finished returns the directory of a run of ten steps, with a record each two
// steps of two losses.
func finished(t *testing.T) string {
	t.Helper()
	return finishedIn(t, t.TempDir())
}

// finishedIn is finished below a directory that is there.
func finishedIn(t testing.TB, below string) string {
	t.Helper()
	config := gan.DefaultConfig()
	config.Data, config.Losses, config.Width, config.Depth = "2gaussians", []gan.Loss{gan.Wasserstein, gan.Minimax}, 4, 1
	config.Iterations, config.EvalEvery, config.EvalSamples, config.Batch = 10, 2, 16, 4
	data, err := gan.FindData(config.Data)
	if err != nil {
		t.Fatal(err)
	}
	comparison, err := gan.NewComparison(config, data)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(below, "run")
	w, err := rundir.Create(dir, comparison, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	finish(t, w)
	return dir
}

// finish trains a run to its end.
func finish(t testing.TB, w *rundir.Writer) {
	t.Helper()
	defer w.Close()
	for w.Comparison.Step < w.Config.Iterations {
		records, err := w.Comparison.Advance(context.Background(), w.Comparison.Next(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Keep(records); err != nil {
			t.Fatal(err)
		}
	}
}

// resumed opens a run to go on with, for a moment.
func resumed(t *testing.T, dir string) ([]string, error) {
	t.Helper()
	w, err := rundir.Resume(dir, 0)
	if err != nil {
		return nil, err
	}
	w.Close()
	return w.Problems, nil
}

func content(t *testing.T, path string) []byte {
	t.Helper()
	bytes, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// The checkpoint knows how long the log was: every shorter one is found out, and
// the message counts what is missing.
func TestALogThatWasCutIsFoundOut(t *testing.T) {
	dir := finished(t)
	path := filepath.Join(dir, rundir.LogFile)
	whole := content(t, path)
	lines := bytes.Count(whole, []byte("\n"))
	for end := 0; end < len(whole); end += 11 {
		write(t, path, whole[:end])
		_, err := resumed(t, dir)
		left := bytes.Count(whole[:end], []byte("\n"))
		want := fault.Atf(path, "%d of the %d records that the checkpoint of step 10 counts are missing", lines-left, lines).Error()
		if err == nil || fault.Message(err) != want {
			t.Fatalf("cut at byte %d of %d: %v, want %s", end, len(whole), err, want)
		}
		if run, err := rundir.Open(dir); err != nil {
			t.Fatal(err)
		} else if _, err := run.Records(); err == nil {
			t.Fatalf("cut at byte %d of %d: it is read", end, len(whole))
		}
	}
	if os.Remove(path) != nil {
		t.Fatal("it cannot be removed")
	}
	if _, err := resumed(t, dir); err == nil || !strings.Contains(err.Error(), "log.jsonl: it is missing, with the 10 records") {
		t.Errorf("without a log: %v", err)
	}
}

// Any byte of a log, of a checkpoint or of the configuration may go bad.
func TestAChangedByteIsFoundOut(t *testing.T) {
	dir := finished(t)
	random := rand.New(rand.NewPCG(1, 1))
	for _, name := range []string{rundir.LogFile, rundir.CheckpointFile} {
		path := filepath.Join(dir, name)
		whole := content(t, path)
		for range 200 {
			at, to := random.IntN(len(whole)), byte(random.IntN(256))
			if whole[at] == to {
				continue
			}
			bad := slices.Clone(whole)
			bad[at] = to
			write(t, path, bad)
			if _, err := resumed(t, dir); err == nil {
				t.Errorf("%s: byte %d is %q and not %q, and it is accepted", name, at, to, whole[at])
			} else if text := fault.Message(err); !strings.HasPrefix(text, path) || strings.Contains(text, "\n") {
				t.Errorf("%s: %q", name, text)
			}
		}
		write(t, path, whole)
	}
}

func TestATornLastLineIsMended(t *testing.T) {
	dir := finished(t)
	path := filepath.Join(dir, rundir.LogFile)
	whole := content(t, path)
	write(t, path, append(slices.Clone(whole), `{"step":12,"lo`...))
	if run, err := rundir.Open(dir); err != nil || !slices.Equal(run.Notes(), []string{path + " ends in half a line, which is left out"}) {
		t.Errorf("%v, notes %q", err, run.Notes())
	}
	if notes, err := resumed(t, dir); err != nil || len(notes) > 0 {
		t.Errorf("%v, %v", notes, err)
	}
	if !bytes.Equal(content(t, path), whole) {
		t.Error("the torn line is still there")
	}
}

func TestARecordThatStandsTwiceIsRefused(t *testing.T) {
	dir := finished(t)
	path := filepath.Join(dir, rundir.LogFile)
	whole := content(t, path)
	line := whole[:bytes.IndexByte(whole, '\n')+1]
	write(t, path, append(slices.Clone(whole), line...))
	if _, err := resumed(t, dir); err == nil || fault.Message(err) != path+": line 11: a second record of step 2, wgan, seed 1" {
		t.Errorf("%v", err)
	}
}

func TestWhatIsMissingIsSaid(t *testing.T) {
	dir := finished(t)
	samples := filepath.Join(dir, rundir.SamplesFile(gan.Minimax, 1, 10))
	if err := os.Remove(samples); err != nil {
		t.Fatal(err)
	}
	if notes, err := resumed(t, dir); err != nil || !slices.Equal(notes, []string{samples + " is missing"}) {
		t.Errorf("%v, %v", notes, err)
	}
	checkpoint := filepath.Join(dir, rundir.CheckpointFile)
	if err := os.Remove(checkpoint); err != nil {
		t.Fatal(err)
	}
	if run, err := rundir.Open(dir); err != nil || !slices.Equal(run.Notes(), []string{checkpoint + " is missing"}) {
		t.Errorf("%v, %v", run, err)
	}
	w, err := rundir.Resume(dir, 0)
	if err != nil || !slices.Equal(w.Problems, []string{checkpoint + " is missing: the run begins again at step 0"}) {
		t.Fatalf("%v, %v", w, err)
	}
	finish(t, w)
	if _, err := os.Stat(samples); err != nil {
		t.Error(err)
	}
	for _, name := range []string{rundir.CheckpointFile, rundir.LogFile} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	w, err = rundir.Resume(dir, 0)
	if err != nil || !slices.Equal(w.Problems, []string{checkpoint + " is missing: the run begins again at step 0"}) {
		t.Fatalf("without a log: %v, %v", w, err)
	}
	finish(t, w)
	if notes, err := resumed(t, dir); err != nil || len(notes) > 0 {
		t.Errorf("%v, %v", notes, err)
	}
}

// The log of a run says all that its picture shows, also when the checkpoint is cut. That
// it is cut is said.
func TestACheckpointThatWasCutIsSaid(t *testing.T) {
	dir := finished(t)
	path := filepath.Join(dir, rundir.CheckpointFile)
	whole := content(t, path)
	first := bytes.IndexByte(whole, '\n') + 1
	for _, end := range []int{first, first + 1, len(whole) / 2, len(whole) - 1, len(whole)} {
		write(t, path, whole[:end])
		run, err := rundir.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if records, err := run.Records(); err != nil || len(records) != 10 {
			t.Errorf("cut at byte %d of %d: %d records, %v", end, len(whole), len(records), err)
		}
		notes := run.Notes()
		if said := len(notes) == 1 && strings.HasPrefix(notes[0], path) && strings.HasSuffix(notes[0], "; the run cannot be resumed from it"); said != (end < len(whole)) || !said && len(notes) > 0 {
			t.Errorf("cut at byte %d of %d: %q", end, len(whole), notes)
		}
	}
}

// Held-out samples follow from the configuration.
func TestHeldOutSamplesAreWrittenAgain(t *testing.T) {
	dir := finished(t)
	path := filepath.Join(dir, rundir.RealFile(1))
	whole := content(t, path)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := resumed(t, dir); err != nil || !bytes.Equal(content(t, path), whole) {
		t.Errorf("%v", err)
	}
}

func TestTemporaryFilesOfKilledProcessesAreRemoved(t *testing.T) {
	dir := finished(t)
	names := func() []string {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, entry := range entries {
			all = append(all, entry.Name())
		}
		return all
	}
	before := names()
	for _, name := range []string{".log.jsonl2463473010", ".checkpoint1", ".config.json22", ".samples-wgan-seed1-step2.csv3", ".training.png4"} {
		write(t, filepath.Join(dir, name), []byte("x"))
	}
	write(t, filepath.Join(dir, ".notes.txt5"), []byte("the user's"))
	if _, err := resumed(t, dir); err != nil {
		t.Fatal(err)
	}
	if after := names(); !slices.Equal(after, append([]string{".notes.txt5"}, before...)) {
		t.Errorf("%v, before %v", after, before)
	}
}

// What a process leaves that was killed before config.json was there is no run.
func TestLeftoversOfAStartDoNotBlockTheNext(t *testing.T) {
	run, err := rundir.Open(finished(t))
	if err != nil {
		t.Fatal(err)
	}
	comparison, err := run.Start()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{".config.json123": true, ".lock": true, ".data.csv.new": true, "..data.csv.new9": true, "data.csv": false, "config.json": false, "x": false} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, name), []byte("left"))
		w, err := rundir.Create(dir, comparison, nil, nil)
		if (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil {
			if string(content(t, filepath.Join(dir, name))) != "left" {
				t.Errorf("%s was touched", name)
			}
			continue
		}
		w.Close()
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s is still there", name)
		}
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, ".config.json123"), nil)
	if _, err := rundir.Resume(dir, 0); err == nil || !strings.Contains(err.Error(), "config.json: no such file or directory; a run that was stopped before it began can be started again with --out "+dir) {
		t.Errorf("%v", err)
	}
}

func TestASecondWriterIsRefusedWhileTheFirstWrites(t *testing.T) {
	dir := finished(t)
	w, err := rundir.Resume(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rundir.Resume(dir, 0); err == nil || !strings.Contains(err.Error(), "is writing to it") {
		t.Errorf("%v", err)
	}
	if run, err := rundir.Open(dir); err != nil { // reading needs no lock
		t.Error(err)
	} else if _, err := run.Records(); err != nil {
		t.Error(err)
	}
	w.Close()
	if _, err := resumed(t, dir); err != nil {
		t.Errorf("after the first has closed it: %v", err)
	}
}

// On a file system that does not pass locks on, the lock file's age tells.
func TestAWriterOnAnotherHostIsRefusedAsLongAsItIsAlive(t *testing.T) {
	dir := finished(t)
	path := filepath.Join(dir, ".lock")
	write(t, path, []byte("elsewhere process 7\n"))
	if _, err := resumed(t, dir); err == nil || !strings.Contains(err.Error(), "process 7 on elsewhere was writing to it") {
		t.Errorf("%v", err)
	}
	old := time.Now().Add(-2 * time.Minute)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	if _, err := resumed(t, dir); err != nil {
		t.Errorf("after two minutes: %v", err)
	}
}

// Whoever edits a configuration may ask for more than there is memory for.
func TestARunThatDoesNotFitIsRefused(t *testing.T) {
	dir := finished(t)
	path := filepath.Join(dir, rundir.ConfigFile)
	write(t, path, bytes.Replace(bytes.Replace(content(t, path), []byte(`"seeds": 1`), []byte(`"seeds": 65536`), 1), []byte(`"width": 4`), []byte(`"width": 8000`), 1))
	if _, err := resumed(t, dir); err == nil || !strings.HasPrefix(fault.Message(err), path+": training 262144 networks of ") {
		t.Errorf("%v", err)
	}
}

// A directory of the version before seals: a bare checkpoint.
func TestACheckpointWithoutASealIsRead(t *testing.T) {
	dir := finished(t)
	path := filepath.Join(dir, rundir.CheckpointFile)
	sealed := content(t, path)
	write(t, path, sealed[bytes.IndexByte(sealed, '\n')+1:])
	w, err := rundir.Resume(dir, 12)
	if err != nil {
		t.Fatal(err)
	}
	finish(t, w)
	if len(w.Log) != 12 {
		t.Errorf("%d records", len(w.Log))
	}
}

// A user may keep a file called data.csv with a run whose data are drawn.
func TestAForeignFileOfDataIsNotTheDataOfARun(t *testing.T) {
	dir := finished(t)
	write(t, filepath.Join(dir, rundir.DataFile), []byte("1,2\n3,4\n"))
	run, err := rundir.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if learnt, err := run.Learnt(); run.Data.Name != "2gaussians" || run.Data.Dim != 1 || learnt != nil || err != nil {
		t.Errorf("data %s of dimension %d, %d numbers of a file, %v", run.Data.Name, run.Data.Dim, len(learnt), err)
	}
	if _, err := resumed(t, dir); err != nil {
		t.Error(err)
	}
}

// A configuration that cannot be is named, and the flag where that is the cause.
func TestABadConfigurationIsNamed(t *testing.T) {
	dir := finished(t)
	path := filepath.Join(dir, rundir.ConfigFile)
	good := string(content(t, path))
	for config, want := range map[string]string{
		"": "not the configuration of a run: it is empty",
		strings.Replace(good, `"iters": 10`, `"iters": 5`, 1):                                              "iters is 5, but the run is already at step 10",
		strings.Replace(good, `"seed": 1`, `"seed": 1, "standardize": {"mean": [0], "deviation": [1]}`, 1): "standardize is for data from a file, but 2gaussians is not from a file",
		strings.Replace(good, `"data": "2gaussians"`, `"data": "moons"`, 1):                                `unknown data "moons"`,
	} {
		write(t, path, []byte(config))
		if _, err := resumed(t, dir); err == nil || !strings.HasPrefix(fault.Message(err), path+": "+want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	write(t, path, []byte(good))
	if _, err := rundir.Resume(dir, 1<<31); err == nil || !strings.HasPrefix(fault.Message(err), "--iters 2147483648: iterations is 2147483648, but must be from 1") {
		t.Error(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := resumed(t, dir); err == nil || fault.Message(err) != path+": is a directory" {
		t.Error(err)
	}
}
