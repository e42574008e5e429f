package pointfile

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"monge/metrics"
)

// distribution reads points as a distribution.
func distribution(name string, r io.Reader) (*metrics.Distribution, error) {
	p, err := Read(name, r)
	if err != nil {
		return nil, err
	}
	return p.Distribution()
}

// FuzzRead: whatever the bytes, reading them ends without a panic; what is
// accepted has finite coordinates and weights that are no less than 0; and
// written out again it reads the same.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", "1,2\n3,4\n", "x,weight\n1,2\n", "\ufeffweight,x\r\n1,2\r\n", "1,\"2\"\n", "a\nb\n", "1e999\n", "nan\n", "1;2\n", "0x1p-2\n-0\n",
		"x;y\n0,5;1\n", "x\n0,5\n", "# c\n1\t2\n", "0.5 1\n2 3\n", ",a\n0,1\n", "1_0\n", "P2 2 1 9\n1 2\n", "P5 1 1 255\n\x07", "\x1f\x8b", "\xff\xfe1\x00", "PK\x03\x04",
		numPy("<f8", false, "1, 2", 1., 2.), numPy("<f4", true, "2, 1", float32(1), float32(2)), numPy("<f8", false, "1\n0", 1.), png8()} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		p, err := distribution("f.csv", bytes.NewReader(content))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f.csv") || strings.Contains(err.Error(), "\n") {
				t.Fatalf("error %q", err)
			}
			return
		}
		var again bytes.Buffer
		for k := range p.Dim() {
			fmt.Fprintf(&again, "x%d,", k)
		}
		fmt.Fprintln(&again, WeightColumn)
		var sum float64
		for i := range p.Len() {
			for _, x := range p.Point(i) {
				if math.IsNaN(x) || math.IsInf(x, 0) {
					t.Fatalf("point %d is %v", i, p.Point(i))
				}
				fmt.Fprintf(&again, "%v,", x)
			}
			if !(p.Probability(i) >= 0) {
				t.Fatalf("probability %d is %v", i, p.Probability(i))
			}
			sum += p.Probability(i)
			fmt.Fprintln(&again, p.Probability(i))
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Fatalf("probabilities add to %v", sum)
		}
		q, err := distribution("f.csv", &again)
		if err != nil || q.Len() != p.Len() || q.Dim() != p.Dim() {
			t.Fatalf("written out it reads as %v, %v", q, err)
		}
		for i := range p.Len() {
			if fmt.Sprint(p.Point(i)) != fmt.Sprint(q.Point(i)) || math.Abs(p.Probability(i)-q.Probability(i)) > 1e-12 {
				t.Fatalf("atom %d is %v %v, and then %v %v", i, p.Point(i), p.Probability(i), q.Point(i), q.Probability(i))
			}
		}
	})
}

func TestSpacesAroundFieldsAndBlankLinesDoNotMatter(t *testing.T) {
	p, err := distribution("s.csv", strings.NewReader(" x , \"y\",weight\n 1, 2 ,3\n   \n\n 4,5,6\n \n"))
	if err != nil || p.Len() != 2 || p.Dim() != 2 || fmt.Sprint(p.Point(1)) != "[4 5]" {
		t.Errorf("%+v, %v", p, err)
	}
}

func BenchmarkReadPoints(b *testing.B) {
	var content bytes.Buffer
	for k := range 100_000 {
		fmt.Fprintf(&content, "%v,%v\n", math.Sin(float64(k)), math.Cos(float64(k)))
	}
	b.SetBytes(int64(content.Len()))
	for b.Loop() {
		if _, err := distribution("b.csv", bytes.NewReader(content.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}
