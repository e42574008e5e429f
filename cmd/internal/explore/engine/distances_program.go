package engine

import (
	"fmt"
	"math"
	"strings"

	"monge/lp"
	"monge/metrics"
)

// importable are the packages that a program may import, in the order of its imports.
var importable = []struct{ name, path string }{
	{"context", "context"},
	{"json", "encoding/json"},
	{"fmt", "fmt"},
	{"log", "log"},
	{"math", "math"},
	{"rand", "math/rand/v2"},
	{"", ""}, // a blank line
	{"interp", "gonum.org/v1/gonum/interp"},
	{"mat", "gonum.org/v1/gonum/mat"},
	{"distuv", "gonum.org/v1/gonum/stat/distuv"},
	{"", ""},
	{"gan", "monge/gan"},
	{"lp", "monge/lp"},
	{"metrics", "monge/metrics"},
}

// program returns the text of a Go program with the given body of main, whose lines need no
// indentation. The body may call must, a function that ends the program if there is an error.
func program(body string) string {
	body += "}\n\nfunc must[T any](value T, err error) T {\n" + orFail + "return value\n}\n"
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n")
	blank := false
	for _, p := range importable {
		switch {
		case p.name == "":
			blank = true
		case strings.Contains(body, p.name+"."):
			if blank {
				b.WriteByte('\n')
			}
			blank = false
			fmt.Fprintf(&b, "%q\n", p.path)
		}
	}
	b.WriteString(")\n\nfunc main() {\n" + body)
	return indent(b.String())
}

// indent puts tabs before the lines of a program, as gofmt does. A line that ends with an
// opening bracket begins a block, and a line that starts with a closing one ends it; one line
// may do both.
func indent(text string) string {
	var b strings.Builder
	depth := 0
	for line := range strings.Lines(text) {
		code, _, _ := strings.Cut(line, "//")
		code = strings.TrimSpace(code)
		if strings.HasPrefix(code, "}") || strings.HasPrefix(code, ")") {
			depth--
		}
		if line != "\n" {
			b.WriteString(strings.Repeat("\t", depth))
		}
		b.WriteString(line)
		if strings.HasSuffix(code, "{") || strings.HasSuffix(code, "(") {
			depth++
		}
	}
	return b.String()
}

// program returns a Go program that prints the distances, in the order of the
// page's table.
func (s distancesState) program(two *twoDistributions, ground lp.Ground) string {
	var b strings.Builder
	b.WriteString(s.source(two))
	fmt.Fprintf(&b, "\nfmt.Println(\"EM\", must(metrics.EarthMover(p, q, %#v)).Cost)\n", ground)
	if two.exact != nil {
		fmt.Fprintf(&b, `
// The laws with noise have densities: across the lines they are normals.
across, apart := distuv.Normal{Mu: 0, Sigma: %[1]v}, distuv.Normal{Mu: %[2]v, Sigma: %[1]v}
kl := must(lines.NoisedKL(%[1]v))
fmt.Println("TV", must(metrics.NormalTV(across, apart)))
fmt.Println("JS", must(metrics.NormalJS(across, apart)))
fmt.Println("KL(P‖Q)", kl)
fmt.Println("KL(Q‖P)", kl)
`, s.Sigma, s.Theta)
		return program(b.String())
	}
	if s.Bins != 0 {
		fmt.Fprintf(&b, "\np, q, err = metrics.Bin(p, q, %d)\n%s", s.Bins, orFail)
	}
	b.WriteString(`
fmt.Println("TV", must(metrics.TV(p, q)))
fmt.Println("JS", must(metrics.JS(p, q)))
fmt.Println("KL(P‖Q)", must(metrics.KL(p, q)))
fmt.Println("KL(Q‖P)", must(metrics.KL(q, p)))
`)
	return program(b.String())
}

// orFail are the lines that end a program if err is not nil.
const orFail = "if err != nil {\nlog.Fatal(err)\n}\n"

// source returns the lines that make p, q and err.
func (s distancesState) source(two *twoDistributions) string {
	switch s.Preset {
	case "lines":
		return fmt.Sprintf("p, q, err := metrics.ParallelLines{Theta: %v}.Discretise(%d)\n%s", s.Theta, s.Points, orFail)
	case "noise":
		return fmt.Sprintf(`lines := metrics.ParallelLines{Theta: %v}
p, q, err := lines.Discretise(%d)
%srandom := rand.New(rand.NewPCG(%d, 0))
p = must(metrics.AddNoise(p, %[5]v, random))
q = must(metrics.AddNoise(q, %[5]v, random))
`, s.Theta, s.Points, orFail, s.Seed, s.Sigma)
	case "sequence":
		return fmt.Sprintf("p, q, err := metrics.Hierarchy()[%d].At(%d)\n%s", s.Sequence-1, s.N, orFail)
	}
	return fmt.Sprintf("p, err := %s\n%sq, err := %s\n%s", literal(two.p, two.pWeights), orFail, literal(two.q, two.qWeights), orFail)
}

// literal returns the Go expression that makes a distribution of its points.
func literal(p *metrics.Distribution, weights []float64) string {
	given := "nil"
	if weights != nil {
		given = literalFloats(weights)
	}
	if p.Dim() == 1 {
		return fmt.Sprintf("metrics.OnLine(%s, %s)", literalFloats(coordinates(p)), given)
	}
	return fmt.Sprintf("metrics.NewDistribution(%s, %s)", dense(p.Points()), given)
}

const perLine = 8

// literalFloats returns a literal of a []float64, a few to a line.
func literalFloats(x []float64) string {
	var b strings.Builder
	b.WriteString("[]float64{")
	if len(x) > perLine {
		b.WriteByte('\n')
	}
	for k, v := range x {
		switch {
		case k > 0 && k%perLine == 0:
			b.WriteString(",\n")
		case k > 0:
			b.WriteString(", ")
		}
		if v == 0 && math.Signbit(v) {
			v = 0 // −0 is the same point, and no literal
		}
		fmt.Fprint(&b, v)
	}
	if len(x) > perLine {
		b.WriteString(",\n")
	}
	return b.String() + "}"
}
