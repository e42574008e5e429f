package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"monge/cmd/internal/rundir"
	"monge/gan"
)

// quick are flags for a run of milliseconds.
const quick = "--width 8 --depth 1 --batch 8 --critic-steps 2 --eval-samples 32 --iters 40 --eval-every 10 --loss wgan,minimax --lr 1e-3 "

// train runs monge train with flags separated by spaces.
func train(t *testing.T, flags string) result {
	t.Helper()
	return monge(t, "", append([]string{"train"}, strings.Fields(flags)...)...)
}

// records reads the log of a run.
func records(t *testing.T, dir string) []gan.Record {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, rundir.LogFile))
	if err != nil {
		t.Fatal(err)
	}
	all, err := gan.ReadRecords(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestARunWritesTheFilesThatItNames(t *testing.T) {
	inFolder(t, nil)
	r := train(t, quick+"--seeds 2")
	if r.code != exitOK || !strings.Contains(r.out, "EM of real against real samples") || !strings.Contains(r.out, "Wrote run-1.") {
		t.Fatalf("%+v", r)
	}
	if !strings.Contains(r.err, "step 0, EM wgan") {
		t.Errorf("no progress in %q", r.err)
	}
	all := records(t, "run-1")
	if want := 5 * 2 * 2; len(all) != want { // steps 0, 10, 20, 30, 40; seeds; losses
		t.Errorf("%d records, want %d", len(all), want)
	}
	for _, name := range []string{rundir.ConfigFile, rundir.CheckpointFile, rundir.PictureFile, "samples-real-seed2.csv", "samples-minimax-seed2-step40.csv"} {
		if _, err := os.Stat(filepath.Join("run-1", name)); err != nil {
			t.Error(err)
		}
	}
	if r := train(t, quick); r.code != exitOK || !strings.Contains(r.out, "Wrote run-2.") {
		t.Errorf("the second run: %+v", r)
	}
}

// The user who sets a flag expects an effect. A flag without one is refused.
func TestFlagsWithoutEffectAreRefused(t *testing.T) {
	inFolder(t, nil)
	for args, want := range map[string]string{
		"--loss minimax --clip 0.1":         "--clip has no effect with the other settings",
		"--loss minimax --clip 1 --beta1 0": "--clip and --beta1 have no effect with the other settings",
		"--loss minimax,wgan --clip 0.1":    "",
		"--loss wgan --penalty 5":           "--penalty has no effect with the other settings",
		"--loss wgan-gp --penalty 5":        "",
		"--beta1 0.9":                       "--beta1 has no effect with the other settings",
		"--beta1 0.9 --optimizer adam":      "",
		"--warmup-steps 10":                 "--warmup-steps has no effect with the other settings",
		"--warmup-steps 10 --warmup 1":      "",
		"--data lines --noise 3":            "--noise has no effect with the other settings",
		"--data lines --prior normal":       "--prior has no effect with the other settings",
		"--data far --noise 3":              "",
		"--loss minimax --critic-steps 20":  "",
		"--warmup 2 --critic-steps 20":      "--critic-steps has no effect with the other settings",
		"--warmup 1 --critic-steps 20":      "",
	} {
		r := train(t, quick+"--iters 2 "+args)
		if want == "" && (r.code != exitOK || strings.Contains(r.err, "no effect")) {
			t.Errorf("%s: %+v", args, r)
		}
		if want != "" && (r.code != exitUsage || r.err != "monge train: "+want+"\n") {
			t.Errorf("%s: %+v, want %q", args, r, want)
		}
	}
}

// The EM in the log is that of the samples in the run's directory.
func TestDistReadsTheSamplesOfARun(t *testing.T) {
	inFolder(t, nil)
	train(t, quick+"--out run")
	for _, record := range records(t, "run") {
		if record.Step != 40 {
			continue
		}
		r := monge(t, "", "dist", "run/samples-real-seed1.csv", "run/"+rundir.SamplesFile(record.Loss, 1, 40), "--metric", "em", "--json")
		var found struct{ EM float64 }
		if err := json.Unmarshal([]byte(r.out), &found); err != nil || found.EM != record.EM {
			t.Errorf("%s: dist says %v (%v), the log %v", record.Loss, found.EM, err, record.EM)
		}
	}
}

// seconds matches the time, in which two runs of one configuration differ.
var seconds = regexp.MustCompile(`"seconds":[^}]*`)

// sameRuns checks that two directories hold the same bytes, except for seconds.
func sameRuns(t *testing.T, a, b string) {
	t.Helper()
	entries, err := os.ReadDir(a)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		var content [2][]byte
		for k, dir := range []string{a, b} {
			if content[k], err = os.ReadFile(filepath.Join(dir, entry.Name())); err != nil {
				t.Fatal(err)
			}
			if entry.Name() == rundir.LogFile {
				content[k] = seconds.ReplaceAll(content[k], nil)
			}
		}
		if !bytes.Equal(content[0], content[1]) {
			t.Errorf("%s differs", entry.Name())
		}
	}
}

func TestARunThatIsStoppedManyTimesEndsWithTheSameBytes(t *testing.T) {
	inFolder(t, nil)
	const flags = quick + "--iters 400 --eval-every 20 --seeds 2 --loss wgan,minimax,nonsaturating,wgan-gp "
	if r := train(t, flags+"--out whole"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	stopped, patience := 0, 20*time.Millisecond
	for args := flags + "--out pieces"; ; args = "--resume pieces" {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		var out, said bytes.Buffer
		code := run(ctx, append([]string{"train"}, strings.Fields(args)...), streams{strings.NewReader(""), &out, &said})
		cancel()
		if code == exitOK {
			break
		}
		if !strings.Contains(said.String(), "interrupted at step") || !strings.Contains(said.String(), "--resume pieces") {
			t.Fatalf("stopped by %q", said.String())
		}
		stopped++
		patience += patience / 4 // so that it ends on a slow machine, too
	}
	if stopped == 0 {
		t.Error("the run was never stopped")
	}
	sameRuns(t, "whole", "pieces")
}

// After a crash between two files of a round, or within a line, the run resumes and ends with
// the same bytes.
func TestACrashWithinARoundDoesNotChangeTheResult(t *testing.T) {
	inFolder(t, nil)
	train(t, quick+"--out whole")
	train(t, quick+"--iters 20 --out crashed")
	file, err := os.OpenFile("crashed/log.jsonl", os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(file, `{"step":30,"loss":"wgan","seed":1,"em":1,"em_estimate":null,"js_estimate":null,"critic_loss":0,"generator_loss":0,"grad_norm":0,"modes":0,"high_quality":0,"clip_saturation":null,"seconds":1}`+"\n"+`{"step":30,"lo`)
	file.Close()
	if r := train(t, "--resume crashed --iters 40"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	// The shorter run had other stages, but all that the longer one has is there.
	for _, name := range []string{rundir.ConfigFile, rundir.LogFile, rundir.CheckpointFile} {
		a, b := fileOf(t, "whole/"+name), fileOf(t, "crashed/"+name)
		if seconds.ReplaceAllString(a, "") != seconds.ReplaceAllString(b, "") {
			t.Errorf("%s differs", name)
		}
	}
}

// Its first checkpoint is of step 0, with the first records.
func TestARunThatWasStoppedAtStep0HasItsFirstRecordsOnce(t *testing.T) {
	inFolder(t, nil)
	train(t, quick+"--out whole")
	ctx, cancel := context.WithCancel(t.Context())
	var said stopper = func(line string) {
		if strings.HasPrefix(line, "step 0,") {
			cancel()
		}
	}
	run(ctx, append([]string{"train", "--out", "stopped"}, strings.Fields(quick)...), streams{strings.NewReader(""), io.Discard, said})
	if all := records(t, "stopped"); len(all) != 2 {
		t.Fatalf("stopped with %d records, want those of step 0", len(all))
	}
	if r := train(t, "--resume stopped"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	sameRuns(t, "whole", "stopped")
}

// stopper is a writer that gets each line of progress.
type stopper func(line string)

func (s stopper) Write(line []byte) (int, error) {
	s(string(line))
	return len(line), nil
}

func fileOf(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestADivergingRunEndsWithItsLastGoodRecordOnDisk(t *testing.T) {
	inFolder(t, nil)
	r := train(t, quick+"--lr 1e200 --optimizer sgd --loss minimax --out run")
	if r.code != exitFailed || !regexp.MustCompile(`^monge train: minimax, seed 1, step 1: (critic|generator) .* (NaN|[-+]Inf)`).MatchString(lastLine(r.err)) {
		t.Errorf("%d, %q", r.code, r.err)
	}
	if all := records(t, "run"); len(all) != 1 || all[0].Step != 0 {
		t.Errorf("%d records", len(all))
	}
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

func TestTrainingOnAFile(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	var cloud strings.Builder
	for range 60 {
		fmt.Fprintf(&cloud, "%v,%v,%v\n", random.NormFloat64(), random.NormFloat64(), random.NormFloat64())
	}
	inFolder(t, map[string]string{"cloud.csv": cloud.String(), "weighted.csv": "x,weight\n1,2\n", "few.csv": "1\n2\n"})
	if r := train(t, quick+"--data cloud.csv --out run"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	if r := train(t, "--resume run --iters 60"); r.code != exitOK { // needs no cloud.csv
		t.Errorf("%+v", r)
	}
	for flags, want := range map[string]string{
		"--data cloud.csv --batch 49":     "batch 49 is larger than the data set, which has 48 points to train on",
		"--data weighted.csv":             "weighted.csv: its points have weights, but training draws all points alike: write the file without weights",
		"--data weighted.csv --columns x": "weighted.csv: its points have weights, but training draws all points alike: write the file without weights",
		"--data few.csv":                  "few.csv: 2 points; at least 10 are needed",
		"--data nofile.csv":               "nofile.csv: no such file or directory",
	} {
		if r := train(t, flags); r.code == exitOK || r.err != "monge train: "+want+"\n" {
			t.Errorf("%s: %d, %q", flags, r.code, r.err)
		}
	}
	if left(t) != "cloud.csv few.csv run weighted.csv" {
		t.Errorf("left %s", left(t))
	}
}

func TestWithEvalEvery0TheOnlyRecordIsAtTheEnd(t *testing.T) {
	inFolder(t, nil)
	if r := train(t, quick+"--eval-every 0 --out run"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	if all := records(t, "run"); len(all) != 2 || all[0].Step != 40 {
		t.Errorf("%d records", len(all))
	}
}

func TestOtherFlagsChangeAPreset(t *testing.T) {
	inFolder(t, nil)
	if r := train(t, quick+"--preset vanishing --out run"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	run, err := rundir.Open("run")
	if err != nil {
		t.Fatal(err)
	}
	preset, err := gan.FindPreset("vanishing")
	if err != nil {
		t.Fatal(err)
	}
	want := preset
	want.Width, want.Depth, want.Batch, want.CriticSteps, want.EvalSamples = 8, 1, 8, 2, 32
	want.Iterations, want.EvalEvery, want.Losses = 40, 10, []gan.Loss{gan.Wasserstein, gan.Minimax}
	want.Rate, want.CriticRate = 1e-3, 1e-3
	if fmt.Sprint(run.Config) != fmt.Sprint(want) {
		t.Errorf("got  %+v\nwant %+v", run.Config, want)
	}
}

func TestARunIsDrawnAgainWithoutTraining(t *testing.T) {
	inFolder(t, nil)
	for _, data := range []string{"8gaussians", "2gaussians", "lines", "swissroll"} {
		if r := train(t, quick+"--data "+data+" --out "+data); r.code != exitOK {
			t.Fatalf("%s: %+v", data, r)
		}
		before := fileOf(t, data+"/"+rundir.PictureFile)
		if err := os.Remove(filepath.Join(data, rundir.PictureFile)); err != nil {
			t.Fatal(err)
		}
		if r := monge(t, "", "plot", "training", data); r.code != exitOK || r.out != data+"/training.png\n" {
			t.Errorf("%s: %+v", data, r)
		}
		if fileOf(t, data+"/"+rundir.PictureFile) != before {
			t.Errorf("%s: another picture", data)
		}
	}
	for _, name := range []string{rundir.CheckpointFile, rundir.LogFile} {
		if err := os.Remove(filepath.Join("swissroll", name)); err != nil {
			t.Fatal(err)
		}
	}
	if r := monge(t, "", "plot", "training", "swissroll"); r.code != exitFailed || r.err != "monge plot training: swissroll/log.jsonl: no such file or directory\n" {
		t.Errorf("of what is missing, not the cause alone: %+v", r)
	}
	if r := monge(t, "", "plot", "training", "lines", "-o", "lines.svg"); r.code != exitOK || !strings.HasPrefix(fileOf(t, "lines.svg"), "<?xml") {
		t.Errorf("%+v", r)
	}
}

// An impossible setting is refused before anything is written.
func TestImpossibleTrainingIsRefused(t *testing.T) {
	inFolder(t, map[string]string{"full/file": "", "bad/config.json": "{\"data\": 3}", "empty/x": "", "rows.csv": strings.Repeat("1\n2\n", 10)})
	for _, test := range []struct {
		flags string
		code  int
		want  string
	}{
		{"--width 0", exitUsage, "width is 0, but must be from 1 to 16384"},
		{"--depth -1", exitUsage, "depth is -1, but must be from 0 to 256"},
		{"--critic-depth -2", exitUsage, "critic's depth is -2, but must be from -1 to 256"},
		{"--clip 0", exitUsage, "clip is 0, but must be above 0"},
		{"--clip -1", exitUsage, "clip is -1, but must be above 0"},
		{"--lr NaN", exitUsage, "learning rate is NaN, but must be above 0"},
		{"--critic-steps 0", exitUsage, "critic steps is 0, but must be from 1"},
		{"--iters 0", exitUsage, "iterations is 0, but must be from 1"},
		{"--seeds 0", exitUsage, "seeds is 0, but must be from 1"},
		{"--seeds 2 --seed 18446744073709551615", exitUsage, "2 seeds from seed 18446744073709551615 on exceed the largest seed, 18446744073709551615"},
		{"--batch 0", exitUsage, "batch is 0, but must be from 1"},
		{"--data rows.csv --eval-samples 9 --batch 17", exitUsage, "batch 17 is larger than the data set, which has 16 points to train on"},
		{"--eval-every -1", exitUsage, "evaluation interval is -1 iterations, but must be at least 0"},
		{"--beta1 1", exitUsage, "β₁ is 1, but must be at least 0 and below 1"},
		{"--loss wgan,hinge", exitUsage, `invalid argument "wgan,hinge" for "--loss" flag: unknown loss "hinge" (there are wgan, minimax, nonsaturating, wgan-gp, leastsquares)`},
		{"--loss lsgan", exitUsage, `invalid argument "lsgan" for "--loss" flag: unknown loss "lsgan" (there are wgan, minimax, nonsaturating, wgan-gp, leastsquares); did you mean leastsquares?`},
		{"--loss wgan,wgan", exitUsage, `loss "wgan" is given twice`},
		{"--optimizer lion", exitUsage, `invalid argument "lion" for "--optimizer" flag: unknown optimizer "lion" (there are rmsprop, adam, sgd)`},
		{"--activation gelu", exitUsage, `invalid argument "gelu" for "--activation" flag: unknown activation "gelu" (there are linear, relu, leaky-relu, tanh)`},
		{"--data mnist", exitUsage, `unknown data "mnist" (there are gaussian, 2gaussians`},
		{"--preset best", exitUsage, `unknown preset "best" (there are algorithm1`},
		{"--resume full --width 3", exitUsage, "--width cannot be given with --resume: only --iters can change"},
		{"extra", exitUsage, `"extra" is not a flag`},
		{"--out full", exitFailed, "full is not empty (to continue a run: --resume full)"},
		{"--out full/file", exitFailed, "full/file: not a directory"},
		{"--resume nowhere", exitFailed, "nowhere/config.json: no such file or directory"},
		{"--resume bad", exitFailed, "bad/config.json: not the configuration of a run"},
	} {
		r := train(t, test.flags)
		if r.code != test.code || !strings.HasPrefix(r.err, "monge train: "+test.want) || strings.Count(r.err, "\n") != 1 {
			t.Errorf("%s: %d, %q, want %d and %q", test.flags, r.code, r.err, test.code, test.want)
		}
	}
	if left(t) != "bad empty full rows.csv" {
		t.Errorf("left %s", left(t))
	}
}
