package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"monge/cmd/internal/rundir"
	"monge/gan"
)

// people returns a file of two columns whose scales differ.
func people() string {
	random := rand.New(rand.NewPCG(1, 1))
	var b strings.Builder
	b.WriteString("height,income\n")
	for range 200 {
		fmt.Fprintf(&b, "%v,%v\n", 170+10*random.NormFloat64(), 70000+12000*random.NormFloat64())
	}
	return b.String()
}

func TestARunThatDivergesFailsWithAMessage(t *testing.T) {
	const small = "small.csv" // points far nearer to 0 than a generator's first samples
	inFolder(t, map[string]string{small: "x,y\n" + strings.Repeat("0,0\n1e-9,1e-8\n", 50)})
	r := train(t, quick+"--lr 1000 --out run")
	if r.code != exitFailed || !strings.HasPrefix(lastLine(r.err), "monge train: ") || !strings.Contains(lastLine(r.err), ", seed 1, diverged: EM is ") {
		t.Errorf("%+v", r)
	}
	if !strings.Contains(r.out, "Wrote run.") {
		t.Errorf("no report in %q", r.out)
	}
	for _, data := range []string{small, "lines", "far", "8gaussians", "gaussian"} {
		if r := train(t, quick+"--out run-"+data+" --data "+data); r.code != exitOK {
			t.Errorf("%s, which does not diverge: %+v", data, r)
		}
	}
}

// train warns of columns whose scales networks cannot learn. With --standardize there is no
// warning, and training comes near the data, in the units of the file.
func TestTrainWarnsOfScalesThatNetworksCannotLearn(t *testing.T) {
	inFolder(t, map[string]string{"people.csv": people(), "small.csv": strings.ReplaceAll(people(), "\n", "e-4\n")})
	const warning = "monge train: people.csv: height 170 ± 9.9, income 7"
	plain := train(t, quick+"--data people.csv --out plain")
	if plain.code != exitOK || !strings.Contains(plain.err, "--standardize") || !strings.HasPrefix(plain.err, warning[:32]) {
		t.Errorf("%+v", plain)
	}
	standard := train(t, quick+"--data people.csv --out standard --standardize --lr 1e-2 --iters 200 --loss wgan")
	if standard.code != exitOK || strings.Contains(standard.err, "--standardize") {
		t.Errorf("%+v", standard)
	}
	last := func(dir string) float64 {
		all := records(t, dir)
		return all[len(all)-1].EM
	}
	if a, b := last("plain"), last("standard"); !(b < a/5) {
		t.Errorf("EM %v with scales, %v standardised", a, b)
	}
}

// The EM of the log, the samples and the held-out points are in the units of the file, also
// after a resume.
func TestStandardizedRunsReportTheUnitsOfTheFile(t *testing.T) {
	inFolder(t, map[string]string{"people.csv": people()})
	if r := train(t, quick+"--data people.csv --standardize --out run"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	var config struct {
		Standardize *rundir.Standard
	}
	if err := json.Unmarshal([]byte(fileOf(t, "run/config.json")), &config); err != nil || config.Standardize == nil || math.Abs(config.Standardize.Mean[0]-170) > 5 {
		t.Fatalf("%+v, %v", config, err)
	}
	if r := train(t, "--resume run --iters 60"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	for _, record := range records(t, "run") {
		path := filepath.Join("run", rundir.SamplesFile(record.Loss, 1, record.Step))
		if _, err := os.Stat(path); err != nil {
			continue
		}
		if got := em(t, "run/samples-real-seed1.csv", path); math.Abs(got-record.EM) > 1e-9*record.EM {
			t.Errorf("%s: dist says %v, the log %v", path, got, record.EM)
		}
	}
	if x := points(t, "run/samples-real-seed1.csv"); math.Abs(x[0]-170) > 50 || math.Abs(x[1]-70000) > 60000 {
		t.Errorf("held-out samples begin with %v", x[:2])
	}
	monge(t, "", "sample", "run", "-n", "500", "--loss", "wgan")
	if d := em(t, "run/generated-wgan-seed1-step60.csv", "run/samples-wgan-seed1-step60.csv"); d > 10000 {
		t.Errorf("new samples are %v away from those of the run", d)
	}
	before := fileOf(t, "run/training.png")
	if r := monge(t, "", "plot", "training", "run"); r.code != exitOK || fileOf(t, "run/training.png") != before {
		t.Errorf("drawn again: %+v", r)
	}
	if r := train(t, quick+"--standardize"); r.code != exitUsage || r.err != "monge train: --standardize is for data from a file; 8gaussians is not from a file\n" {
		t.Errorf("%+v", r)
	}
	for bad, want := range map[string]string{
		`"mean": [1]`:            "standardize has 1 means",
		`"mean": [1, 2], "x": 3`: "not the configuration of a run",
	} {
		content := fileOf(t, "run/config.json")
		start := strings.Index(content, `"mean"`)
		end := start + strings.Index(content[start:], "]") + 1
		if err := os.WriteFile("run/config.json", []byte(content[:start]+bad+content[end:]), 0o644); err != nil {
			t.Fatal(err)
		}
		if r := train(t, "--resume run"); r.code != exitFailed || !strings.HasPrefix(r.err, "monge train: run/config.json: "+want) {
			t.Errorf("%s: %+v", bad, r)
		}
		if err := os.WriteFile("run/config.json", []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDataFromStandardInputHasAName(t *testing.T) {
	inFolder(t, nil)
	r := monge(t, people(), append([]string{"train", "--data", "-", "--standardize", "--out", "my run"}, strings.Fields(quick)...)...)
	if r.code != exitOK || !strings.HasPrefix(r.out, "standard input after 40 iterations") || !strings.Contains(r.out, "monge plot training 'my run' draws it again.") {
		t.Fatalf("%+v", r)
	}
	run, err := rundir.Open("my run")
	if err != nil || run.Config.Data != "standard input" {
		t.Errorf("%+v, %v", run, err)
	}
	if r := monge(t, "", "train", "--resume", "my run", "--iters", "50"); r.code != exitOK {
		t.Errorf("%+v", r)
	}
}

// --columns also chooses columns for training.
func TestTrainingOnSomeColumnsOfAFile(t *testing.T) {
	var b strings.Builder
	random := rand.New(rand.NewPCG(1, 1))
	b.WriteString("id;x;name;y\n")
	for k := range 60 {
		fmt.Fprintf(&b, "%d;%v;cat;%s\n", k, k%7, strings.Replace(fmt.Sprint(random.NormFloat64()), ".", ",", 1))
	}
	inFolder(t, map[string]string{"cloud.csv": b.String()})
	if r := train(t, quick+"--data cloud.csv --columns y,x --out run"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	if x := points(t, "run/data.csv"); len(x) != 120 || x[1] != 0 || x[3] != 1 {
		t.Errorf("%v", x[:4])
	}
}

func TestHelpListsTheDefaultsOfThePreset(t *testing.T) {
	for name, want := range map[string]string{"modes": "(default 400)", "vanishing": `(default "far")`, "algorithm1": "(default 2000)"} {
		r := monge(t, "", "train", "--preset", name, "--help")
		if r.code != exitOK || !strings.Contains(r.out, want) || !strings.Contains(r.out, `(default "`+name+`")`) {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestTrainingThatNeedsTooMuchMemoryIsRefused(t *testing.T) {
	inFolder(t, nil)
	r := train(t, "--seeds 65536 --width 2000 --out run")
	if r.code != exitUsage || !strings.HasPrefix(r.err, "monge train: training 524288 networks of 8012000 parameters takes ") || !strings.HasSuffix(r.err, "are free\n") || left(t) != "" {
		t.Errorf("%+v, left %q", r, left(t))
	}
	if r := monge(t, "", "plot", "coupling", "--atoms", "100000000000"); r.code != exitUsage || !strings.HasPrefix(r.err, "monge plot coupling: --atoms 100000000000 takes 25.6 TB of memory, where ") || left(t) != "" {
		t.Errorf("%+v, left %q", r, left(t))
	}
}

func TestAMisspeltDataSetGetsASuggestion(t *testing.T) {
	inFolder(t, nil)
	if r := train(t, "--data 8gausians"); r.code != exitUsage || !strings.HasSuffix(r.err, "; did you mean 8gaussians?\n") {
		t.Errorf("%+v", r)
	}
}

// A picture is opened by the system's program for it.
func TestOpenOpensThePicture(t *testing.T) {
	inFolder(t, map[string]string{"bin/xdg-open": "#!/bin/sh\necho \"$1\" >> opened\n", "bin/open": "#!/bin/sh\necho \"$1\" >> opened\n"})
	for _, name := range []string{"bin/xdg-open", "bin/open"} {
		if err := os.Chmod(name, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	bin, err := filepath.Abs("bin")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
	for _, args := range []string{"plot coupling -o x.svg --open", "train --out run --open " + quick, "plot training run --open"} {
		if r := monge(t, "", strings.Fields(args)...); r.code != exitOK {
			t.Fatalf("%s: %+v", args, r)
		}
	}
	want := "x.svg\nrun/training.png\nrun/training.png\n"
	for range 1500 { // half a minute: the program is another process
		if content, err := os.ReadFile("opened"); err == nil && len(content) >= len(want) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	opened := strings.Split(fileOf(t, "opened"), "\n")
	if len(opened) != 4 {
		t.Errorf("opened %q, want %q", opened, want)
	}
}

// presets says whether to train presets as they are.
var presets = flag.Bool("presets", false, "train preset modes with all its seeds")

// The description of preset modes is true for its own settings.
func TestPresetModesShowsWhatItsDescriptionSays(t *testing.T) {
	if !*presets {
		t.Skip("it trains for a minute: -presets")
	}
	inFolder(t, nil)
	if r := train(t, "--preset modes --out modes --eval-every 0"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	modes := map[gan.Loss][]int{}
	for _, r := range records(t, "modes") {
		modes[r.Loss] = append(modes[r.Loss], r.Modes)
	}
	mean := func(l gan.Loss) (sum float64) {
		for _, n := range modes[l] {
			sum += float64(n) / float64(len(modes[l]))
		}
		return sum
	}
	if len(modes[gan.Wasserstein]) < 5 {
		t.Errorf("%d seeds", len(modes[gan.Wasserstein]))
	}
	for _, l := range []gan.Loss{gan.Minimax, gan.NonSaturating} {
		if !(mean(l) < mean(gan.WassersteinGP)-1) {
			t.Errorf("%v finds %v of 8 modes, with penalty %v", l, modes[l], modes[gan.WassersteinGP])
		}
	}
}

// A constant column cannot have deviation 1, even if rounding makes its deviation positive.
func TestConstantColumnsAreNamed(t *testing.T) {
	var table strings.Builder
	table.WriteString("x,room,floor\n")
	for k := range 60 {
		fmt.Fprintf(&table, "%d,0.1,3\n", k)
	}
	inFolder(t, map[string]string{"flat.csv": table.String()})
	r := train(t, quick+"--data flat.csv --standardize --out run")
	if r.code != exitOK || !strings.Contains(r.err, "monge train: flat.csv: the same in all rows: room (0.1), floor (3); --standardize cannot give these columns deviation 1") {
		t.Fatalf("%+v", r)
	}
	run, err := rundir.Open("run")
	if err != nil || !slices.Equal(run.Standard.Deviation[1:], []float64{1, 1}) || !slices.Equal(run.Standard.Mean[1:], []float64{0.1, 3}) {
		t.Errorf("%+v, %v", run, err)
	}
	if r := train(t, quick+"--data flat.csv --standardize --columns x --out other"); r.code != exitOK || strings.Contains(r.err, "same in all rows") {
		t.Errorf("%+v", r)
	}
}

// config.json has the number of samples that EM uses. If --eval-samples is too large, the run
// is the same as with this number.
func TestConfigHasTheNumberOfSamplesThatAreUsed(t *testing.T) {
	inFolder(t, map[string]string{"people.csv": people()}) // 200 rows
	for _, test := range [][2]string{{"--eval-samples 40", ""}, {"--eval-samples 99", "monge train: people.csv: EM is measured on the 40 held-out rows, fewer than eval-samples 99\n"}} {
		asked, note := test[0], test[1]
		dir := strings.ReplaceAll(asked, " ", "")[2:]
		r := train(t, quick+asked+" --data people.csv --standardize --out "+dir)
		if r.code != exitOK || !strings.HasPrefix(r.err, note) || strings.Contains(r.err, "eval-samples") != (note != "") {
			t.Errorf("%s: %+v", asked, r)
		}
		if !strings.Contains(fileOf(t, dir+"/config.json"), `"eval_samples": 40,`) || fileOf(t, dir+"/checkpoint") != fileOf(t, "eval-samples40/checkpoint") {
			t.Errorf("%s: another run", asked)
		}
	}
}
