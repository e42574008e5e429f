package pointfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// longText returns a text of several pieces, with comments and blank lines, and the
// numbers and lines of its rows. fail, if it is not 0, is a line with an error.
func longText(separator string, fail int) (text string, numbers []float64, lines []int) {
	random := rand.New(rand.NewPCG(1, 2))
	var all strings.Builder
	for line := 1; all.Len() < 3*pieceSize+pieceSize/2; line++ {
		switch {
		case line == fail:
			fmt.Fprintf(&all, "1.5%sx\n", separator)
		case line%1000 == 0:
			all.WriteString("# a comment\n")
		case line%777 == 0:
			all.WriteString(" \r\n")
		default:
			x, y := random.NormFloat64(), random.NormFloat64()
			fmt.Fprintf(&all, "%v%s%v\n", x, separator, y)
			numbers = append(numbers, x, y)
			lines = append(lines, line)
		}
	}
	return all.String(), numbers, lines
}

// linesOf returns the line of each row.
func linesOf(t *Table) (lines []int) {
	for i := range t.Rows() {
		lines = append(lines, t.lines.line(i))
	}
	return lines
}

func TestALongTextIsReadTheSameOnAnyNumberOfProcessors(t *testing.T) {
	for _, separator := range []string{",", " "} {
		text, numbers, lines := longText(separator, 0)
		for _, processors := range []int{1, 2, 5} {
			before := runtime.GOMAXPROCS(processors)
			table, err := Options{}.ReadTable("p.csv", strings.NewReader(text))
			runtime.GOMAXPROCS(before)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(table.Data, numbers) || !slices.Equal(linesOf(table), lines) {
				t.Errorf("separator %q, %d processors: other numbers or other lines", separator, processors)
			}
		}
	}
}

func TestTheFirstErrorOfALongTextNamesItsLine(t *testing.T) {
	for _, fail := range []int{5, 20_000, 40_001} {
		text, _, _ := longText(",", fail)
		for _, processors := range []int{1, 4} {
			before := runtime.GOMAXPROCS(processors)
			_, err := Options{}.ReadTable("p.csv", strings.NewReader(text+"1,2,3\n"))
			runtime.GOMAXPROCS(before)
			if want := fmt.Sprintf(`p.csv:%d: "x" is not a number`, fail); err == nil || err.Error() != want {
				t.Errorf("%d processors: %v, want %s", processors, err, want)
			}
		}
	}
}

func TestALineThatIsCutOffByAFailureIsNotRead(t *testing.T) {
	text, _, _ := longText(",", 0)
	broken := errors.New("the disk is gone")
	for _, size := range []int{10_000, 2*pieceSize + 20_000} {
		r := io.MultiReader(strings.NewReader(strings.TrimRight(text[:size], "\n")+"e"), iotest.ErrReader(broken))
		if _, err := (Options{}).ReadTable("p.csv", r); !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v", size, err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, shape := range [][2]int{{1_000_000, 1}, {1000, 1000}} {
		var text bytes.Buffer
		for range shape[0] {
			for k := range shape[1] {
				if k > 0 {
					text.WriteByte(',')
				}
				fmt.Fprintf(&text, "%.18e", random.NormFloat64())
			}
			text.WriteByte('\n')
		}
		b.Run(fmt.Sprintf("%dx%d", shape[0], shape[1]), func(b *testing.B) {
			b.SetBytes(int64(text.Len()))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := (Options{}).ReadTable("p.csv", bytes.NewReader(text.Bytes())); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
