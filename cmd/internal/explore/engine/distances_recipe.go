package engine

import (
	"fmt"
	"strings"

	"monge/lp"
	"monge/metrics"
)

// recipe is the payload of "recipe": a command and a program that give the numbers of a
// state without the page.
type recipe struct {
	Command string `json:"command"` // lines for a shell
	Go      string `json:"go"`      // a complete program
}

// file is a file that a page can save.
type file struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// recipe returns the command line and the Go program.
func (s distancesState) recipe() (Frame, error) {
	ground, err := lp.ParseGround(s.Ground)
	if err != nil {
		return Frame{}, err
	}
	two, err := s.pair()
	if err != nil {
		return Frame{}, err
	}
	return Frame{Kind: "recipe", Payload: recipe{Command: s.command(two), Go: s.program(two, ground)}}, nil
}

// command returns lines for a shell.
func (s distancesState) command(two *twoDistributions) string {
	var b strings.Builder
	for _, f := range two.files() {
		fmt.Fprintf(&b, "cat > %s <<'END'\n%sEND\n", f.Name, f.Text)
	}
	fmt.Fprintf(&b, "monge dist P.csv Q.csv --json --ground %s", s.Ground)
	if s.Bins != 0 {
		fmt.Fprintf(&b, " --bins %d", s.Bins)
	}
	if two.exact != nil {
		b.WriteString(" --metric em\n# TV, KL and JS are those of the two laws, not of these samples: see as Go.")
	}
	return b.String() + "\n"
}

// csv returns both distributions as files that monge dist reads.
func (s distancesState) csv() (Frame, error) {
	two, err := s.pair()
	if err != nil {
		return Frame{}, err
	}
	return Frame{Kind: "csv", Payload: two.files()}, nil
}

// files returns both distributions as tables.
func (two *twoDistributions) files() []file {
	return []file{{"P.csv", csv(two.p, two.pWeights)}, {"Q.csv", csv(two.q, two.qWeights)}}
}

// csv writes a distribution as a table of coordinates and, unless they are nil,
// weights.
func csv(p *metrics.Distribution, weights []float64) string {
	var b strings.Builder
	b.WriteString(strings.Join([]string{"x", "y"}[:p.Dim()], ","))
	if weights != nil {
		b.WriteString(",weight")
	}
	b.WriteByte('\n')
	for i := range p.Len() {
		row := p.Point(i)
		if weights != nil {
			row = append(row[:len(row):len(row)], weights[i])
		}
		b.WriteString(strings.Trim(strings.ReplaceAll(fmt.Sprint(row), " ", ","), "[]"))
		b.WriteByte('\n')
	}
	return b.String()
}
