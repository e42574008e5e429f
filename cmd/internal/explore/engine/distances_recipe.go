package engine

import (
	"fmt"
	"strings"

	"monge/metrics"
)

// recipe is the payload of "recipe": what gives the numbers of a state without
// the page.
type recipe struct {
	Command string `json:"command"` // shell
	Go      string `json:"go"`      // a whole program
}

// file is a file that a page can save.
type file struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// recipe returns the command line and the Go program.
func (s distancesState) recipe() (Frame, error) {
	two, err := s.pair()
	if err != nil {
		return Frame{}, err
	}
	command := fmt.Sprintf("cat > P.csv <<'END'\n%sEND\ncat > Q.csv <<'END'\n%sEND\nmonge dist P.csv Q.csv --ground %s", csv(two.p), csv(two.q), s.Ground)
	if s.Bins != 0 {
		command += fmt.Sprintf(" --bins %d", s.Bins)
	}
	return Frame{Kind: "recipe", Payload: recipe{Command: command + " --json", Go: ""}}, nil
}

// csv returns both distributions as files that monge dist reads.
func (s distancesState) csv() (Frame, error) {
	two, err := s.pair()
	if err != nil {
		return Frame{}, err
	}
	return Frame{Kind: "csv", Payload: []file{{"P.csv", csv(two.p)}, {"Q.csv", csv(two.q)}}}, nil
}

// csv writes a distribution as a table of coordinates and weights.
func csv(p *metrics.Distribution) string {
	var b strings.Builder
	fmt.Fprintln(&b, strings.Join([]string{"x", "y"}[:p.Dim()], ",")+",weight")
	for i := range p.Len() {
		for _, x := range p.Point(i) {
			fmt.Fprintf(&b, "%v,", x)
		}
		fmt.Fprintf(&b, "%v\n", p.Probability(i))
	}
	return b.String()
}
