package main

import (
	"fmt"
	"image/gif"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// frames returns the number of frames of a GIF.
func frames(t *testing.T, path string) int {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	moving, err := gif.DecodeAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return len(moving.Image)
}

func TestAnAnimationOfAFileAndOfARun(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	var plane, space strings.Builder
	for range 60 {
		fmt.Fprintf(&plane, "%v;%v\n", random.NormFloat64(), random.NormFloat64())
		fmt.Fprintf(&space, "%v,1,2\n", random.NormFloat64())
	}
	inFolder(t, map[string]string{"cloud.csv": plane.String(), "space.csv": space.String()})
	const few = "--width 8 --depth 1 --batch 8 --critic-steps 2 --eval-samples 32 --iters 40 --eval-every 10 --loss wgan,minimax "
	for _, args := range []string{few + "--data cloud.csv -o file.gif", few + "--data 8gaussians -o toy.gif"} {
		if r := monge(t, "", append([]string{"plot", "animation"}, strings.Fields(args)...)...); r.code != exitOK {
			t.Fatalf("%s: %+v", args, r)
		}
	}
	if n := frames(t, "file.gif"); n != frames(t, "toy.gif") || n < 5 {
		t.Errorf("%d frames of a file", n)
	}
	// A run is shown with its own settings: those of the first file.
	if r := train(t, few+"--lr 3e-4 --critic-lr 1e-3 --clip 0.1 --warmup 10 --warmup-steps 50 --data cloud.csv --seeds 2 --out run"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	if r := monge(t, "", "plot", "animation", "run", "-o", "run.gif"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	if fileOf(t, "run.gif") != fileOf(t, "file.gif") {
		t.Error("the run moves otherwise than the same settings on the same file")
	}
	if r := monge(t, "", "plot", "animation", "run", "--iters", "60", "-o", "long.gif"); r.code != exitOK || frames(t, "long.gif") <= frames(t, "run.gif") {
		t.Errorf("%+v", r)
	}
	for args, want := range map[string]string{
		"nowhere":          "nowhere/config.json: no such file or directory",
		"run run":          "2 arguments; at most one directory can be given",
		"run --data far":   "--data cannot be given with the directory of a run: the run has its own data",
		"--data space.csv": `data "space.csv" are of dimension 3; the figure shows samples in the plane`,
		"--data no.csv":    "no.csv: no such file or directory",
	} {
		if r := monge(t, "", append([]string{"plot", "animation"}, strings.Fields(args)...)...); r.code == exitOK || lastLine(r.err) != "monge plot animation: "+want {
			t.Errorf("%s: %+v", args, r)
		}
	}
}
