package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"monge/cmd/internal/pointfile"
	"monge/cmd/internal/rundir"
)

// points reads the coordinates of a file.
func points(t *testing.T, path string) []float64 {
	t.Helper()
	p, err := pointfile.Read(path, strings.NewReader(fileOf(t, path)))
	if err != nil {
		t.Fatal(err)
	}
	return p.Coordinates
}

func TestSampleDrawsFromEachGenerator(t *testing.T) {
	inFolder(t, nil)
	train(t, quick+"--out run --seeds 2")
	r := monge(t, "", "sample", "run", "-n", "3000")
	want := "run/generated-wgan-seed1-step40.csv\nrun/generated-minimax-seed1-step40.csv\nrun/generated-wgan-seed2-step40.csv\nrun/generated-minimax-seed2-step40.csv\n"
	if r.code != exitOK || r.out != want || r.err != "" {
		t.Fatalf("%+v", r)
	}
	first := fileOf(t, "run/generated-wgan-seed1-step40.csv")
	if n := strings.Count(first, "\n"); n != 3001 {
		t.Errorf("%d lines", n)
	}
	if first == fileOf(t, "run/generated-wgan-seed2-step40.csv") {
		t.Error("two generators make the same samples")
	}
	// They are of the law whose samples the run keeps: within what EM of 32 samples
	// scatters.
	if d := em(t, "run/generated-wgan-seed1-step40.csv", "run/samples-wgan-seed1-step40.csv"); d > 0.3 {
		t.Errorf("EM %v from the samples of the run", d)
	}
	monge(t, "", "sample", "run", "-n", "3000", "--out", "again")
	if fileOf(t, "again/generated-wgan-seed1-step40.csv") != first {
		t.Error("the same seed makes other samples")
	}
	monge(t, "", "sample", "run", "-n", "10", "--out", "other", "--seed", "2", "--loss", "minimax")
	if entries, err := os.ReadDir("other"); err != nil || len(entries) != 2 {
		t.Errorf("%v, %v", entries, err)
	}
	if r := train(t, "--resume run --iters 60"); r.code != exitOK { // they do not stand in its way
		t.Errorf("%+v", r)
	}
}

// A network with the weights of the file gives the critic's scores.
func TestWeightsAreExportedAsJSON(t *testing.T) {
	inFolder(t, nil)
	train(t, quick+"--out run")
	if r := monge(t, "", "sample", "run", "--weights", "--loss", "wgan"); r.code != exitOK || r.out != "run/weights-wgan-seed1-step40.json\n" {
		t.Fatalf("%+v", r)
	}
	type layers []struct {
		Activation string
		Weights    [][]float64
		Bias       []float64
	}
	var found struct {
		Loss              string
		Seed, Step        int
		Generator, Critic layers
	}
	if err := json.Unmarshal([]byte(fileOf(t, "run/weights-wgan-seed1-step40.json")), &found); err != nil || found.Loss != "wgan" || found.Seed != 1 || found.Step != 40 {
		t.Fatalf("%+v, %v", found, err)
	}
	run, err := rundir.Open("run")
	if err != nil {
		t.Fatal(err)
	}
	comparison, err := run.Restore()
	if err != nil {
		t.Fatal(err)
	}
	x := []float64{0.3, -1.2}
	want := comparison.Runs[0].Critic.NewPass(1).Forward(x)[0]
	h := x
	for _, layer := range found.Critic {
		next := append([]float64(nil), layer.Bias...)
		for i, row := range layer.Weights {
			for j, w := range row {
				next[j] += h[i] * w
			}
		}
		for j := range next {
			if layer.Activation == "relu" {
				next[j] = max(next[j], 0)
			}
		}
		h = next
	}
	if math.Abs(h[0]-want) > 1e-5 { // 32 bits
		t.Errorf("the file's critic gives %v, the run's %v", h[0], want)
	}
}

func TestSampleRefusesBadArguments(t *testing.T) {
	inFolder(t, nil)
	train(t, quick+"--out run")
	for args, want := range map[string]string{
		"":                        "0 arguments; one directory is needed",
		"run -n 0":                "-n 0: at least 1 is needed",
		"run --loss hinge":        `the run has no loss "hinge" (it has wgan, minimax)`,
		"nowhere":                 "nowhere/config.json: no such file or directory",
		"run -n 1000000000000000": "--samples 1000000000000000 takes 4.8e+04 TB of memory, where ",
	} {
		r := monge(t, "", append([]string{"sample"}, strings.Fields(args)...)...)
		if r.code == exitOK || !strings.HasPrefix(r.err, "monge sample: "+want) || strings.Count(r.err, "\n") != 1 {
			t.Errorf("sample %s: %+v", args, r)
		}
	}
	if err := os.Remove(filepath.Join("run", rundir.CheckpointFile)); err != nil {
		t.Fatal(err)
	}
	if r := monge(t, "", "sample", "run"); r.code != exitFailed || r.err != "monge sample: run/checkpoint: no such file or directory\n" {
		t.Errorf("%+v", r)
	}
}
