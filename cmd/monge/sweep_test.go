package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// tinyGrid is a grid of four runs that take a moment each.
const tinyGrid = "loss: wgan\nclip: [0.01, 0.1]\nseeds: 1..2\nwidth: 4\ndepth: 1\nbatch: 8\niters: 20\neval_every: 10\neval_samples: 16\n"

// The commands of a study, as in the README.
func TestAStudyGoesFromGridToPicture(t *testing.T) {
	inFolder(t, map[string]string{"grid.yaml": tinyGrid})
	for _, test := range []struct{ args, want string }{
		{"sweep plan grid.yaml -o study --tasks 2", "4 runs in 2 tasks"},
		{"sweep status study", "2 tasks: 0 done, 0 running, 0 failed, 2 waiting"},
		{"sweep run study --task 1", "study: task 1 is done"},
		{"sweep run study", "study: all 2 tasks are done"},
		{"sweep status study --json", `"done":2`},
		{"sweep collect study -o results.csv", "12 rows of 4 runs. Wrote results.csv.\n"},
		{"sweep collect study -o results.CSV", "12 rows of 4 runs. Wrote results.CSV.\n"},
		{"sweep collect study -o results.jsonl", "12 rows of 4 runs. Wrote results.jsonl.\n"},
		{"plot sweep results.csv --x clip --y em --by depth -o a.svg", "a.svg\n"},
		{"plot sweep results.csv --y em --by clip -o a.png", "a.png\n"},
	} {
		if r := monge(t, "", strings.Fields(test.args)...); r.code != exitOK || !strings.Contains(r.out, test.want) {
			t.Errorf("monge %s: %+v, want %q", test.args, r, test.want)
		}
	}
}

func TestBadSweepsGetOneLineAndTheRightExitCode(t *testing.T) {
	inFolder(t, map[string]string{"grid.yaml": tinyGrid, "bad.yaml": "clip: 0.1\ndpeth: 2\n", "range.yaml": "loss: wgan\nwidth: 0\n", "toy.yaml": "data: 8gausians",
		"long.yaml": strings.Repeat("# a comment\n", 1<<17), "few.csv": "1\n2\n", "blank/plan.json": "", "few.yaml": "data: few.csv", "r.csv": "run,step,em,error\na,0,1,\n"})
	if r := monge(t, "", "sweep", "plan", "grid.yaml", "-o", "study", "--tasks", "2"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	for _, dir := range []string{"results", "data"} {
		if err := os.MkdirAll("study/"+dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("study/results", "results"); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		code       int
		args, want string
	}{
		{exitUsage, "sweep", "monge sweep: no command (want plan, run, script, status, collect)\n"},
		{exitUsage, "sweep colect", `monge sweep: unknown command "colect" (want plan, run, script, status, collect); did you mean collect?`},
		{exitFailed, "sweep plan bad.yaml -o b", `monge sweep plan: bad.yaml:2: no setting "dpeth"`},
		{exitFailed, "sweep plan range.yaml -o b", "monge sweep plan: range.yaml:2: width is 0, but must be from 1 to 16384\n"},
		{exitUsage, "sweep plan range.yaml --width 4 --batch 0 -o b", "monge sweep plan: batch is 0, but must be from 1 to"},
		{exitUsage, "sweep plan --tasks 2 --each 1m -o b", "monge sweep plan: --each decides how many tasks there are, and so does --tasks: give one of them"},
		{exitFailed, "sweep plan toy.yaml -o b", `monge sweep plan: toy.yaml:1: unknown data "8gausians"`},
		{exitUsage, "sweep plan --seed 18446744073709551615 --seeds 2 -o b", "monge sweep plan: 2 seeds from seed 18446744073709551615 on exceed the largest seed, 18446744073709551615\n"},
		{exitUsage, "sweep plan --clip wide -o b", `monge sweep plan: invalid argument "wide" for "--clip" flag`},
		{exitUsage, "sweep plan --clip -1 --loss wgan -o b", "monge sweep plan: clip is -1, but must be above 0"},
		{exitUsage, "sweep plan grid.yaml -o b --tasks 2 --each 1m", "monge sweep plan: --each decides how many tasks there are, and so does --tasks: give one of them\n"},
		{exitFailed, "sweep plan grid.yaml -o study", "monge sweep plan: study: holds a sweep already"},
		{exitUsage, "sweep run study --task 010", "monge sweep run: no task 10: the tasks of study are 0 to 1"},
		{exitUsage, "sweep run study --task 2", "monge sweep run: no task 2: the tasks of study are 0 to 1"},
		{exitFailed, "sweep run nowhere", "monge sweep run: nowhere/plan.json: no such file or directory"},
		{exitUsage, "sweep script study", "monge sweep script: no --engine (want slurm, kubernetes, parallel)"},
		{exitUsage, "sweep script study --engine pbs", `monge sweep script: unknown engine "pbs"`},
		{exitUsage, "sweep collect study -o study", `monge sweep collect: study: unknown extension "" (want .csv or .jsonl)`},
		{exitUsage, "sweep collect study -o r.parquet", `monge sweep collect: r.parquet: unknown extension ".parquet" (want .csv or .jsonl)`},
		{exitUsage, "sweep collect study -o study/jobs.jsonl", "monge sweep collect: study/jobs.jsonl: that would overwrite a file of the sweep\n"},
		{exitUsage, "sweep collect study -o study/../study/data/r.csv", "monge sweep collect: study/../study/data/r.csv: that would overwrite a file of the sweep\n"},
		{exitUsage, "sweep collect study -o results/task-1.jsonl", "monge sweep collect: results/task-1.jsonl: that would overwrite a file of the sweep\n"},
		{exitFailed, "sweep plan .", "monge sweep plan: .: is a directory\n"},
		{exitFailed, "sweep plan long.yaml", "monge sweep plan: long.yaml: longer than 1048576 bytes: is this a grid?\n"},
		{exitFailed, "sweep plan few.yaml", "monge sweep plan: few.csv: 2 points; at least 10 are needed\n"},
		{exitFailed, "sweep plan --data few.csv", "monge sweep plan: few.csv: 2 points; at least 10 are needed\n"},
		{exitFailed, "train --data few.csv", "monge train: few.csv: 2 points; at least 10 are needed\n"},
		{exitFailed, "plot sweep study", "monge plot sweep: study: is a directory\n"},
		{exitFailed, "sweep run blank", "monge sweep run: blank/plan.json: not the plan of a sweep: it is empty\n"},
		{exitUsage, "plot sweep r.csv --by depth", `monge plot sweep: r.csv: no column "depth"`},
		{exitUsage, "plot sweep", "monge plot sweep: 0 arguments; one table is needed"},
	} {
		if r := monge(t, "", strings.Fields(test.args)...); r.code != test.code || !strings.HasPrefix(r.err, test.want) || strings.Count(r.err, "\n") != 1 || r.out != "" {
			t.Errorf("monge %s: %+v, want %d, %q", test.args, r, test.code, test.want)
		}
	}
	r := monge(t, "", "sweep", "collect", "study", "-o", "half.csv")
	if r.code != exitFailed || !strings.Contains(r.err, "task 0: 2 of 2 runs are missing") || !strings.HasSuffix(r.err, "4 of 4 runs are missing; wrote half.csv with the others\n") {
		t.Errorf("%+v", r)
	}
}

// The user who gives a setting expects an effect. A flag without one is refused, and a note
// names lines of a file without one, for other flags may have replaced what they are for.
func TestSettingsWithoutEffectOnAnyRunAreSaid(t *testing.T) {
	inFolder(t, map[string]string{"grid.yaml": tinyGrid + "penalty: [1, 10]\n"})
	for k, test := range []struct {
		args string
		code int
		want string
	}{
		{"grid.yaml", exitOK, "monge sweep plan: grid.yaml:10: penalty has no effect on any run\n"},
		{"grid.yaml --beta1 0,0.5 --standardize", exitUsage, "monge sweep plan: --beta1 and --standardize have no effect on any run\n"},
		{"grid.yaml --loss wgan-gp,wgan", exitOK, ""},
		{"--width 4 --iters 2 --warmup 2 --warmup-steps 3 --critic-steps 1,2", exitUsage, "monge sweep plan: --critic-steps has no effect on any run\n"},
	} {
		if r := monge(t, "", strings.Fields(fmt.Sprint("sweep plan --tasks 1 -o s", k, " ", test.args))...); r.code != test.code || r.err != test.want {
			t.Errorf("%s: %+v, want %d, %q", test.args, r, test.code, test.want)
		}
	}
}

// After workers are killed, another one finishes the sweep, to the same bytes.
func TestAKilledSweepEndsAsOneThatWasNot(t *testing.T) {
	inFolder(t, map[string]string{"grid.yaml": strings.Replace(tinyGrid, "iters: 20", "iters: 2000", 1)})
	collect := func(dir string) string {
		t.Helper()
		if r := monge(t, "", "sweep", "collect", dir, "-o", dir+".csv"); r.code != exitOK {
			t.Fatalf("%+v", r)
		}
		return fileOf(t, dir+".csv")
	}
	for _, dir := range []string{"whole", "killed"} {
		if r := monge(t, "", "sweep", "plan", "grid.yaml", "-o", dir, "--tasks", "2"); r.code != exitOK {
			t.Fatalf("%+v", r)
		}
	}
	if out, err := process(t, "sweep run whole").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for k := range *kills {
		p := process(t, "sweep run killed")
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(k+1) * 30 * time.Millisecond)
		p.Process.Kill()
		p.Wait()
	}
	if out, err := process(t, "sweep run killed").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	whole := collect("whole")
	if collect("killed") != whole {
		t.Error("another table")
	}
	if lines := strings.Count(whole, "\n"); lines != 1+4*201 || !strings.HasSuffix(whole, ",\n") {
		t.Errorf("%d lines, want 201 of each run", lines)
	}
	entries, err := os.ReadDir("killed/results")
	if err != nil || len(entries) != 2 {
		t.Errorf("left %v, %v", entries, err)
	}
}

// A sweep reads files as train does, and its run has the numbers of train.
func TestASweepOfAFileGivesTheNumbersOfTrain(t *testing.T) {
	inFolder(t, map[string]string{"people.csv": strings.ReplaceAll(people(), ",", ";")})
	const settings = " --loss wgan --width 4 --depth 1 --batch 8 --iters 20 --eval-every 10 --eval-samples 16 --separator semicolon --columns income,height"
	r := monge(t, "", strings.Fields("sweep plan --data people.csv,8gaussians --standardize=true,false -o study --tasks 1"+settings)...)
	if r.code != exitOK || !strings.HasPrefix(r.out, "3 runs in 1 task") || !strings.Contains(r.err, "monge sweep plan: people.csv: income 6.91e+04 ± 1.2e+04, height 170 ± 10") {
		t.Fatalf("%+v", r)
	}
	if r := monge(t, "", strings.Fields("sweep run study")...); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	if r := monge(t, "", strings.Fields("sweep collect study -o r.csv")...); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	table := make(map[string]string) // EM by data, standardize and step
	header := map[string]int{}
	for k, line := range strings.Split(strings.TrimSpace(fileOf(t, "r.csv")), "\n") {
		fields := strings.Split(line, ",")
		if k == 0 {
			for at, name := range fields {
				header[name] = at
			}
			continue
		}
		table[fields[header["data"]]+" "+fields[header["standardize"]]+" "+fields[header["step"]]] = fields[header["em"]]
	}
	if _, ok := table["8gaussians  20"]; !ok || len(table) != 9 {
		t.Errorf("%v", table)
	}
	for flags, key := range map[string]string{"": "false", " --standardize": "true"} {
		if r := train(t, "--data people.csv --out run-"+key+flags+settings); r.code != exitOK {
			t.Fatalf("%+v", r)
		}
		for _, record := range records(t, "run-"+key) {
			if got := table[fmt.Sprint("people.csv ", key, " ", record.Step)]; got != fmt.Sprint(record.EM) {
				t.Errorf("standardize %s, step %d: EM %s, train says %v", key, record.Step, got, record.EM)
			}
		}
	}
	if r := monge(t, "1;2\n", strings.Fields("sweep plan --data 8gausians -o b")...); r.code != exitUsage || !strings.HasSuffix(r.err, "; did you mean 8gaussians?\n") {
		t.Errorf("%+v", r)
	}
	if r := monge(t, fileOf(t, "people.csv"), strings.Fields("sweep plan --data - -o piped --tasks 1 --standardize"+settings)...); r.code != exitOK {
		t.Errorf("%+v", r)
	}
}
