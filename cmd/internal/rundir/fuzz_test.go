package rundir_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/rundir"
	"monge/gan"
)

// FuzzOpen: whatever the files of a directory hold, reading and resuming it ends
// without a panic, and an error is one line that begins with a path in it. The
// first byte says which file is replaced.
func FuzzOpen(f *testing.F) {
	whole := make(map[string][]byte)
	dir := finishedIn(f, f.TempDir())
	names := []string{rundir.ConfigFile, rundir.LogFile, rundir.CheckpointFile, rundir.SamplesFile(gan.Wasserstein, 1, 10)}
	for k, name := range names {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			f.Fatal(err)
		}
		whole[name] = content
		f.Add(byte(k), content)
		f.Add(byte(k), content[:len(content)/2])
		f.Add(byte(k), []byte(nil))
	}
	f.Add(byte(0), []byte(`{"iters": 1e999}`))
	f.Add(byte(1), []byte("{}\n{}\n"))
	f.Add(byte(2), []byte(`{"checkpoint_of_step":-1,"records":-1,"sum":0,"samples_kept":null}`+"\n"))
	f.Fuzz(func(t *testing.T, which byte, content []byte) {
		dir := filepath.Join(t.TempDir(), "run")
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, original := range whole {
			if name == names[int(which)%len(names)] {
				original = content
			}
			if err := os.WriteFile(filepath.Join(dir, name), original, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		check := func(err error) {
			if err == nil {
				return
			}
			text := fault.Message(err)
			if !strings.HasPrefix(text, dir) || strings.Contains(text, "\n") || len(text) > len(dir)+300 {
				t.Errorf("%q", text)
			}
		}
		run, err := rundir.Open(dir)
		check(err)
		if err != nil || run.Config.Width > 64 || run.Config.Depth > 4 || run.Config.Noise > 64 || run.Config.EvalSamples > 1024 || run.Config.Batch > 1024 || run.Config.Seeds > 16 || run.Config.CriticWidth > 64 || run.Config.CriticDepth > 4 {
			return // too large to train here
		}
		_, err = run.Records()
		check(err)
		run.Notes()
		_, err = run.Samples(gan.Wasserstein, 1, 10)
		check(err)
		w, err := rundir.Resume(dir, 0)
		check(err)
		if err == nil {
			w.Close()
		}
	})
}
