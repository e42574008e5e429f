package sweep

import (
	"compress/gzip"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"

	"monge/cmd/internal/file"
	"monge/gan"
)

// The study of figure clip-depth is one that this code makes: some of its runs, trained
// again, have the lines that are in its table.
func TestTheStudyOfTheFigureIsWhatTheCodeTrains(t *testing.T) {
	if runtime.GOARCH != "amd64" || gan.Bits != 64 {
		t.Skip("other processors round otherwise")
	}
	const gallery = "../../../figures/gallery/clip-depth"
	packed, err := os.Open(gallery + ".csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	committed := make(map[string]bool)
	for line := range strings.Lines(string(content)) {
		committed[line] = true
	}
	grids, err := file.Read(gallery+".yaml", ReadGrids)
	if err != nil {
		t.Fatal(err)
	}
	if all := list(t, grids...); len(committed) != len(all)+1 {
		t.Errorf("%d lines for %d runs", len(committed), len(all))
	}
	s := planned(t, 1, grids[0].With(named("seeds=100..100", "clip=0.1")))
	do(t, s, 0)
	table, _ := tableOf(t, s, "r.csv")
	for line := range strings.Lines(table) {
		if !committed[line] {
			t.Errorf("the table has no line %s", line)
		}
	}
}
