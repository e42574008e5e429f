package pointfile

import (
	"fmt"
	"strings"
	"testing"
)

// What a text says, or what is wrong with it, does not depend on the pieces in which it
// is read: neither on their size, nor on which of them are read at the same time.
func TestTheSizeOfPiecesDoesNotMatter(t *testing.T) {
	whole, points, commas := strings.Repeat("12;345\n", 20), strings.Repeat("1.5;2\n", 20), strings.Repeat("1,234;2\n", 20)
	for _, content := range []string{
		"", "\n\n", "x,y\n", "# c\n\n\nx,y\n1,2\n\n# c\n3,4\n5,6", "1\n2\r\n3\r\r\n4\n",
		whole + points + whole, whole + commas + whole, // what the decimal sign is comes late
		whole + points + commas, whole + commas + points, commas + whole + commas,
		"x;y\n" + whole + "0,5;1\n" + whole, "x;y\n" + points + "1;z\n" + points + "2;z\n",
		points + "1\n" + points + "2;3;4\n", points + "\n\"1\";\"2\"\n\n" + points, points + "\"1;2\n",
		"1,2\n" + strings.Repeat("3,4\n\n", 30) + "5,\n", "x,weight\n" + strings.Repeat("1,2\n", 30) + "\n1,-2\n",
		strings.Repeat("1 ", 300) + "\n" + strings.Repeat("2 ", 300), "0.1\n0.2\n0.3\n0,4\n0.5\n",
	} {
		read := func(size int) string {
			var said []string
			say := func(text string) { said = append(said, text) }
			o := Options{Note: say, Warn: say}
			s, err := open("f", strings.NewReader(content))
			if err != nil {
				t.Fatal(err)
			}
			table, err := o.readText("f", s, func([]string, int) ([]int, error) { return nil, nil }, size)
			if table == nil {
				return fmt.Sprint(err, said)
			}
			return fmt.Sprint(table.Header, table.Columns, table.Data, linesOf(table), said)
		}
		want := read(1 << 20)
		for _, size := range []int{1, 7, 16, 50, 333} {
			if got := read(size); got != want {
				t.Errorf("%.40q in pieces of %d: %s, want %s", content, size, got, want)
			}
		}
	}
}

// A panic of a goroutine that reads a piece is one of whoever reads the file, who can
// recover.
func TestAPanicOfAPieceReachesWhoeverReads(t *testing.T) {
	r := &textReader{fields: 1} // without columns
	p := &piece{text: []byte("1\n")}
	defer func() {
		if got := fmt.Sprint(recover()); !strings.HasPrefix(got, "runtime error: index out of range") {
			t.Errorf("recovered %q", got)
		}
	}()
	r.start(p)
	p.wait()
}

// Places are those of lines, also where lines between rows hold nothing.
func TestRowsKnowTheirLines(t *testing.T) {
	p, err := Read("f", strings.NewReader("# c\nx,weight\n1,2\n3,4\n\n5,6\n# c\n7,8\n"))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"f:3", "f:4", "f:6", "f:8"} {
		if got := p.Place(i); got != want || p.Coordinates[i] != float64(2*i+1) || p.Weights[i] != float64(2*i+2) {
			t.Errorf("point %d is %v at %s, want %s", i, p.Coordinates[i], got, want)
		}
	}
}
