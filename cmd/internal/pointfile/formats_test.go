package pointfile

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"monge/cmd/internal/fault"
)

// numPy returns a .npy file of version 1.
func numPy(descr string, fortran bool, shape string, values ...any) string {
	order := "False"
	if fortran {
		order = "True"
	}
	header := fmt.Sprintf("{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }", descr, order, shape)
	header += strings.Repeat(" ", 63-(len(header)+10)%64) + "\n"
	var b bytes.Buffer
	b.WriteString(numPyMagic + "\x01\x00")
	binary.Write(&b, binary.LittleEndian, uint16(len(header)))
	b.WriteString(header)
	for _, v := range values {
		binary.Write(&b, binary.LittleEndian, v)
	}
	return b.String()
}

// gz returns content compressed.
func gz(content string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(content))
	w.Close()
	return b.String()
}

// Each file holds the points (0.5, 1) and (2, 3.25), in the ways of other programs
// and other countries.
func TestTheSamePointsInManyFiles(t *testing.T) {
	utf8bom := "\ufeff"
	for name, content := range map[string]string{
		"commas":             "0.5,1\n2,3.25\n",
		"header":             "x,y\n0.5,1\n2,3.25\n",
		"windows":            utf8bom + "x,y\r\n0.5,1\r\n2,3.25\r\n",
		"semicolons":         "x;y\n0.5;1\n2;3.25\n",
		"decimal commas":     "x;y\n0,5;1\n2;3,25\n",
		"late decimal comma": "0,5;1\n2;3,25\n",
		"tabs":               "x\ty\n0.5\t1\n2\t3.25\n",
		"tabs and commas":    "0,5\t1\n2\t3,25\n",
		"savetxt":            "# written by NumPy\n5.0e-01 1.0\n2 3.25\n",
		"padded":             "  0.5   1\n  2     3.25\n",
		"comments":           "# points\nx,y\n\n0.5,1\n# the second\n2,3.25\n",
		"quotes":             "\"x\",\"y\"\n\"0.5\",1\n2,\"3.25\"\n",
		"quoted decimals":    "x,y\n\"0.5\",\"1\"\n2,3.25\n",
		"gzip":               gz("x,y\n0.5,1\n2,3.25\n"),
		"numpy":              numPy("<f8", false, "2, 2", 0.5, 1., 2., 3.25),
		"numpy fortran":      numPy("<f8", true, "2, 2", 0.5, 2., 1., 3.25),
		"numpy float32":      numPy("<f4", false, "2, 2", float32(0.5), float32(1), float32(2), float32(3.25)),
		"numpy gzip":         gz(numPy("<f8", false, "2, 2", 0.5, 1., 2., 3.25)),
	} {
		p, err := Read(name, strings.NewReader(content))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if fmt.Sprint(p.Coordinates) != "[0.5 1 2 3.25]" || p.Dim != 2 || p.Weights != nil {
			t.Errorf("%s: %v in R^%d", name, p.Coordinates, p.Dim)
		}
	}
}

func TestASingleColumnOfOtherCultures(t *testing.T) {
	for content, o := range map[string]Options{
		"x\n0,5\n1\n2,25\n": {},
		"0,5\n1\n2,25\n":    {Decimal: ','},
		"0.5\n1\n2.25\n":    {},
		"x\n0.5\n1\n2.25\n": {},
	} {
		p, err := o.Read("c.csv", strings.NewReader(content))
		if err != nil || p.Dim != 1 || fmt.Sprint(p.Coordinates) != "[0.5 1 2.25]" {
			t.Errorf("%q: %+v, %v", content, p, err)
		}
	}
	if p, err := Read("c.csv", strings.NewReader(numPy("<f8", false, "3,", 0.5, 1., 2.25))); err != nil || p.Dim != 1 || p.Len() != 3 {
		t.Errorf("one axis: %+v, %v", p, err)
	}
}

// A separator and a decimal sign mean nothing in a file that is not text.
func TestOptionsForTextHaveNoEffectOnOtherFiles(t *testing.T) {
	for _, content := range []string{numPy("<f8", false, "2, 1", 1., 2.), "1,2\n"} {
		var warnings []string
		o := Options{Separator: ';', Decimal: ',', Warn: func(text string) { warnings = append(warnings, text) }}
		if _, err := o.Read("f", strings.NewReader(content)); err != nil {
			t.Fatal(err)
		}
		want := []string{"f: the separator that was given has no effect on a NumPy array", "f: the decimal sign that was given has no effect on a NumPy array"}
		if content == "1,2\n" {
			want = nil
		}
		if !slices.Equal(warnings, want) {
			t.Errorf("%q, want %q", warnings, want)
		}
	}
}

// What is ambiguous is asked back, and what was said wins.
func TestOverridesWin(t *testing.T) {
	for _, test := range []struct {
		content string
		o       Options
		want    string
	}{
		{"0,05\n1,25\n", Options{}, `c.csv: "0,05" may be a number with a decimal comma, or two numbers: give --decimal comma or --separator comma`},
		{"x,weight\n-0,1\n", Options{}, "[-0]"},
		{"x,x\n1,2\n", Options{Columns: []string{"x"}}, `c.csv: two columns are called "x"`},
		{" a , b \n0,05\n1,25\n", Options{}, "[0 5 1 25]"},
		{"0,05\n1,25\n", Options{Separator: ','}, "[0 5 1 25]"},
		{"0,05\n1,25\n", Options{Decimal: ','}, "[0.05 1.25]"},
		{"0,05\n1,25\n", Options{Decimal: '.'}, "[0 5 1 25]"},
		{"1;2\n", Options{Separator: ','}, `c.csv:1: "1;2" is not a number; columns are separated by commas`},
		{"1,2\n", Options{Separator: ',', Decimal: ','}, "c.csv: a comma cannot be both the separator and the decimal sign"},
		{"1.5;2\n1,5;3\n", Options{}, `c.csv:2: "1,5": the file has both decimal points and decimal commas: give --decimal point or --decimal comma`},
		{"1,5;2\n1.5;3\n", Options{}, `c.csv:2: "1.5" has a decimal point, but the decimal sign is the comma`},
		{"1.234,5;2\n", Options{}, `c.csv:1: "1.234,5": the file has both decimal points and decimal commas: give --decimal point or --decimal comma`},
		{"1.5,2\n", Options{Decimal: ','}, `c.csv:1: "1.5,2" has a decimal point, but the decimal sign is the comma`},
		{"1,x;2\n", Options{}, `c.csv:1: "1,x" is not a number`},
		{"1,5;2\n", Options{Decimal: '.'}, `c.csv:1: "1,5" is not a number`},
		{"1 2\n", Options{Separator: ' '}, "[1 2]"},
		{"1\t2\n", Options{Separator: '\t'}, "[1 2]"},
	} {
		p, err := test.o.Read("c.csv", strings.NewReader(test.content))
		got := ""
		if err != nil {
			got = fault.Message(err)
		} else {
			got = fmt.Sprint(p.Coordinates)
		}
		if got != test.want {
			t.Errorf("%q with %+v: %s, want %s", test.content, test.o, got, test.want)
		}
	}
}

func TestWhatIsNoTableIsSaidInOneLine(t *testing.T) {
	for content, want := range map[string]string{
		"\xff\xfe1\x00,\x002\x00":                   "it seems to be text in UTF-16: save it in UTF-8",
		"1\x00,\x002\x00\n\x003\x00,\x004\x00":      "it seems to be text in UTF-16: save it in UTF-8",
		"\xff\xfe\x00\x001\x00\x00\x00":             "it seems to be text in UTF-32: save it in UTF-8",
		"\x00\x00\xfe\xff\x00\x00\x001":             "it seems to be text in UTF-32: save it in UTF-8",
		"1\x00\x00\x00\n\x00\x00\x00":               "it seems to be text in UTF-32: save it in UTF-8",
		"\x00\x00\x001\x00\x00\x00\n":               "it seems to be text in UTF-32: save it in UTF-8",
		"\x00\x01\x02\x03binary":                    "it seems to be a binary file: it holds bytes that are zero",
		"1,2\n3,\x004\n":                            "it seems to be a binary file: it holds bytes that are zero",
		"1,2\n\x1b[2J\n":                            "it seems to be a binary file: it holds characters that do not print",
		"PK\x03\x04..........................a.npy": "it seems to be an archive of NumPy arrays: save one of them as .npy",
		"PK\x03\x04rest":                            "it seems to be a spreadsheet or a zip archive: save the table as CSV",
		"\xff\xd8\xff\xe0\x00\x10JFIF":              "it seems to be a file of type image/jpeg, and not a table",
		"P6 1 1 255\nabc":                           "it seems to be a picture in black and white or in colour: save it as PGM or PNG",
		"x,y,\n0,1,\n":                              "the line ends with a separator: its last column is empty",
		"0,1,\n":                                    "the line ends with a separator: its last column is empty",
		"n/a\n1\n":                                  `"n/a" is not a number`,
		"NA,NA\n1,2\n":                              `"NA" is not a number`,
		"1_000\n":                                   `"1_000" is not a number`,
		"12abc\n3\n":                                `"12abc" is not a number`,
		",x,y\n0,1,2\n":                             "its first column has no name, like the index of a pandas DataFrame: write the file with index=False, or name the coordinates with --columns",
		"Unnamed: 0,x\n0,1\n":                       "its first column has no name, like the index of a pandas DataFrame: write the file with index=False, or name the coordinates with --columns",
		",0,1\n0,1,2\n":                             "its first column has no name, like the index of a pandas DataFrame: write the file with index=False, or name the coordinates with --columns",
		"x,y,w\n1,2,3\n":                            `column "w" may hold weights: give --weight-column w, or name the coordinates with --columns`,
		"x,mass\n1,2\n":                             `column "mass" may hold weights: give --weight-column mass, or name the coordinates with --columns`,
		"x,label\n1,2\n":                            `column "label" does not look like a coordinate: name the coordinates with --columns`,
		"x,y\n1,cat\n":                              `"cat" is not a number (column "y")`,
		"\x1f\x8b":                                  "the compressed data are cut off, or followed by something else",
		gz("1,2\n3,x\n"):                            `"x" is not a number`,
		gz("1,2\n")[:20]:                            "the compressed data are cut off, or followed by something else",
		numPy("<i8", false, "2,", 1, 2):             `an array of type "<i8"; float64 or float32 is needed: save array.astype(float)`,
		numPy("<f8", false, "2,", 1.):               "it holds 1 of its 2 numbers: the file is cut off",
		numPy("<f8", false, "1,", 1., 2.):           "there are data after its 1 numbers",
		numPy("<f8", false, "1, 1, 1", 1.):          "an array of shape (1, 1, 1); one or two axes are needed",
		numPy("<f8", false, "9000000000, 2", 1.):    "an array of shape (9000000000, 2), where an axis has at most 2147483647 entries",
		numPy("<f8", false, ""):                     "an array of shape (); one or two axes are needed",
		numPy("<f8", false, "0, 2"):                 "no data",
		numPyMagic + "\x09\x00\x00\x00":             "not a NumPy array: version 9 of the format is not known",
		numPyMagic:                                  "not a NumPy array: the file is cut off",
		"P5 2 2 255\nabc":                           "not a PGM picture: the file is cut off",
		"P5 2 2 255\nabcde":                         "not a PGM picture: there are data after its 4 grey values",
		"P2 2 1 9\n1 2 3\n":                         "not a PGM picture: there are data after its 2 grey values",
		"1 2\r3 4\r":                                "its lines end with carriage returns alone, as on old Macs: save it with line feeds",
		"x\r1\r2\r":                                 "its lines end with carriage returns alone, as on old Macs: save it with line feeds",
		"1 2\f3 4\n":                                `"1 2\f3 4" is not a number`,
		"1\u202f234\n2\u00a0345\n":                  `"1\u202f234" is not a number`,
		"P2 1 1 9\n10\n":                            "not a PGM picture: a grey value is 10, above the maximum 9",
		"P2 1 1 x\n10\n":                            `not a PGM picture: "x" is not a number`,
		"P5 99999999 99999999 255\n":                "not a PGM picture: a picture of 99999999×99999999 pixels takes 3.2e+05 TB of memory, where ",
		png8()[:40]:                                 "not a PNG picture: ",
	} {
		_, err := Read("f", strings.NewReader(content))
		if err == nil {
			t.Errorf("%.30q is read", content)
			continue
		}
		if got := fault.Message(err); !strings.Contains(got, want) || !strings.HasPrefix(got, "f") || strings.Contains(got, "\n") {
			t.Errorf("%.30q: %s, want %s", content, got, want)
		}
	}
}

func TestColumnsAreChosenByName(t *testing.T) {
	const content = "id,y,name,x,m\n1,2,cat,3,0.5\n4,5,dog,6,0.25\n"
	for _, test := range []struct {
		o    Options
		want string
	}{
		{Options{Columns: []string{"x", "y"}}, "[3 2 6 5] []"},
		{Options{Columns: []string{"X", "y"}, Weight: "m"}, "[3 2 6 5] [0.5 0.25]"},
		{Options{Columns: []string{"m"}}, "[0.5 0.25] []"},
		{Options{Columns: []string{"x", "z"}}, `f: no column "z"; its header is id, y, name, x, m`},
		{Options{Columns: []string{"x"}, Weight: "mass"}, `f: no column "mass"; its header is id, y, name, x, m`},
		{Options{Columns: []string{"x", "x"}}, `f: column "x" is given twice`},
		{Options{Columns: []string{"x", "m"}, Weight: "m"}, `f: column "m" is given both as a coordinate and as the weights`},
	} {
		p, err := test.o.Read("f", strings.NewReader(content))
		got := ""
		if err != nil {
			got = fault.Message(err)
		} else {
			got = fmt.Sprint(p.Coordinates, p.Weights)
		}
		if got != test.want {
			t.Errorf("%+v: %s, want %s", test.o, got, test.want)
		}
	}
	if _, err := (Options{Columns: []string{"x"}}).Read("f", strings.NewReader("1,2\n")); err == nil || fault.Message(err) != `f: no column "x": the file has no header` {
		t.Errorf("%v", err)
	}
}

// pandas writes a frame without names as ",0,1": its columns are called 0 and 1.
func TestTheIndexOfADataFrameIsNoColumn(t *testing.T) {
	const frame = ",0,1\n0,5,6\n1,7,8\n"
	if p, err := (Options{Columns: []string{"0", "1"}}).Read("f", strings.NewReader(frame)); err != nil || fmt.Sprint(p.Coordinates) != "[5 6 7 8]" {
		t.Errorf("%+v, %v", p, err)
	}
	for _, content := range []string{frame, ",to A,to B\n0,1,2\n1,3,4\n", "Unnamed: 0,a\n0,1\n"} {
		if _, err := (Options{}).ReadTable("f", strings.NewReader(content)); err == nil || fault.Message(err) != "f: its first column has no name, like the index of a pandas DataFrame: write the file with index=False" {
			t.Errorf("%q: %v", content, err)
		}
	}
}

func TestColumnsMatchByName(t *testing.T) {
	read := func(name, content string) *Points {
		p, err := Read(name, strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := read("p", "x,y\n1,2\n3,4\n")
	for content, want := range map[string]string{
		"y,x\n2,1\n4,3\n":            "",
		"Y, X\n2,1\n4,3\n":           "",
		"x,y\n1,2\n3,4\n":            "",
		"1,2\n3,4\n":                 "",
		"weight,y,x\n1,2,1\n1,4,3\n": "",
		"u,v\n1,2\n":                 "p has the columns x, y, and q has u, v: choose the same with --columns",
		"x,y,z\n1,2,3\n":             "p has the columns x, y, and q has x, y, z: choose the same with --columns",
		"x,x\n1,2\n":                 "p has the columns x, y, and q has x, x: choose the same with --columns",
		"1,2,3\n":                    "p has 2 coordinates, q has 3 coordinates",
	} {
		q := read("q", content)
		err := Match(p, q)
		if err != nil && fault.Message(err) != want || err == nil && (want != "" || fmt.Sprint(q.Coordinates) != "[1 2 3 4]") {
			t.Errorf("%q: %v, %v, want %q", content, q.Coordinates, err, want)
		}
	}
}

func TestAnErrorQuotesNoMoreThanFortyCharacters(t *testing.T) {
	long := strings.Repeat("abcdefgh ", 500)
	for _, content := range []string{
		long + "\n1\n" + long + "\n", "1\n" + long + "\n", long + ",y\n1,2\n3\n", "x,y\n1," + long + "\n",
		strings.Repeat("1", 5000) + "\n", "x\n" + strings.Repeat("9", 5000) + "e9\n", "x," + long + ",label\n1,2,3\n",
		"1," + strings.Repeat("e", 1<<20) + "\n",
	} {
		_, err := Read("f", strings.NewReader(content))
		if err == nil {
			t.Errorf("%.30q is read", content)
		} else if text := fault.Message(err); len(text) > 200 {
			t.Errorf("%.30q: %d characters: %s", content, len(text), text)
		}
	}
}

// A file without a line end must not be read into memory whole.
func TestALineWithoutEndIsRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads 70 MB")
	}
	endless := strings.NewReader(strings.Repeat("1,", maxLine))
	if _, err := Read("f", endless); err == nil || !strings.Contains(err.Error(), "f:1: the line is longer than 67.1 MB") {
		t.Errorf("%v", err)
	}
}

func TestWhatMayBeDecimalCommasIsSaid(t *testing.T) {
	for content, want := range map[string]bool{
		"0,5\n1,5\n2,25\n": true, "-1,5\n1,5\n": true,
		"0,0\n0,1\n": false, "x,y\n0,5\n1,5\n": false, "0.5,5\n1,5\n": false, "1,5,2\n2,5,2\n": false, "0,5\n": false, "0,-5\n1,5\n": false,
	} {
		said := false
		o := Options{Warn: func(string) { said = true }}
		if _, err := o.Read("f", strings.NewReader(content)); err != nil || said != want {
			t.Errorf("%q: %v, %v", content, said, err)
		}
		said = false
		o.Separator = ','
		if _, err := o.Read("f", strings.NewReader(content)); err != nil || said {
			t.Errorf("%q between commas: %v, %v", content, said, err)
		}
	}
}

func TestNotesSayWhatWasDetected(t *testing.T) {
	for content, want := range map[string]string{
		"x;y\n0,5;1\n":                "f: fields between semicolons, decimal commas",
		"x;y\n0.5;1\n":                "f: fields between semicolons, decimal points",
		"x;y\n5;1\n":                  "f: fields between semicolons",
		"x\n0,5\n":                    "f: one number a line, decimal commas",
		"1,2\n":                       "f: fields between commas, decimal points",
		png8():                        "f: a PNG picture",
		numPy("<f8", false, "1,", 1.): "f: a NumPy array",
	} {
		var notes []string
		o := Options{Note: func(text string) { notes = append(notes, text) }}
		if _, err := o.Read("f", strings.NewReader(content)); err != nil || strings.Join(notes, "; ") != want {
			t.Errorf("%.20q: %q, %v, want %q", content, notes, err, want)
		}
	}
}

// Numbers such as 1,234 are as likely 1234. With any other decimal they are not.
func TestCommasThatMaySeparateThousandsAreNoted(t *testing.T) {
	for content, noted := range map[string]bool{
		"1,234;5\n2,345;6\n":   true,
		"1,234;5\n2,34;6\n":    false,
		"0,234;5\n":            false,
		"x\ty\n-12,345\t1\n":   true,
		"1,2345;5\n1234,567;1": false,
	} {
		var warnings []string
		o := Options{Warn: func(text string) { warnings = append(warnings, text) }}
		if _, err := o.Read("f", strings.NewReader(content)); err != nil || (len(warnings) > 0) != noted {
			t.Errorf("%q: %q, %v", content, warnings, err)
		}
	}
}

// float64 holds neither whole numbers beyond 2^53 nor what is below 5e-324. All else is
// rounded as every decimal number is.
func TestNumbersThatAreLostAreSaid(t *testing.T) {
	for content, want := range map[string]string{
		"9007199254740993,1\n":                                                     "f:1: 9007199254740993 is read as 9007199254740992",
		"1,2\n1,-9007199254740993\n9223372036854775807,1\n":                        "f:2: -9007199254740993 is read as -9007199254740992; 2 numbers of the file lose digits",
		"x;weight\n0,5;1e-400\n":                                                   "f:2: 1e-400 is read as 0",
		"0.0,0.000e+00\n9007199254740992,9007199254740994\n1e300,-0\n0.1,5e-324\n": "",
		"9007199254740993.5\n":                                                     "",
	} {
		for _, size := range []int{8, pieceSize} {
			var warnings []string
			o := Options{Warn: func(text string) { warnings = append(warnings, text) }}
			s, err := open("f", strings.NewReader(content))
			if err != nil {
				t.Fatal(err)
			}
			_, err = o.readText("f", s, func([]string, int) ([]int, error) { return nil, nil }, size)
			if err != nil || strings.Join(warnings, "; ") != want {
				t.Errorf("%q in pieces of %d: %q, %v, want %q", content, size, warnings, err, want)
			}
		}
	}
}

// The separator of the command line may be another than that of the file. A line of two
// numbers is then one number with a decimal comma, which nobody may mean.
func TestAGivenSeparatorThatIsNowhereIsSaid(t *testing.T) {
	for _, test := range []struct {
		separator, decimal rune
		content            string
		said               bool
	}{
		{';', 0, "0,0\n0,1\n", true},
		{';', ',', "0,5\n1,5\n", false},
		{';', 0, "0,5;1\n", false},
		{';', 0, "0.5\n1.5\n", false},
		{',', 0, "0,5\n", false},
		{0, 0, "0,5;1\n", false},
	} {
		said := ""
		o := Options{Separator: test.separator, Decimal: test.decimal, Warn: func(text string) { said += text }}
		if _, err := o.Read("f", strings.NewReader(test.content)); err != nil || strings.HasPrefix(said, "f: the separator that was given is not in its first lines") != test.said {
			t.Errorf("%+v: %q, %v", test, said, err)
		}
	}
}
