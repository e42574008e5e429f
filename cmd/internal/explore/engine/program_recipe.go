package engine

import (
	"fmt"
	"strings"

	"gonum.org/v1/gonum/mat"

	"monge/lp"
)

// recipe returns what solves the problem without the page.
func (p *smallProblem) recipe(ground string) recipe {
	var b strings.Builder
	for _, f := range p.files() {
		fmt.Fprintf(&b, "cat > %s <<'END'\n%sEND\n", f.Name, f.Text)
	}
	b.WriteString("monge transport --cost cost.csv --supply supply.csv --demand demand.csv --json\n")
	g, _ := lp.ParseGround(ground) // it was parsed before
	body := fmt.Sprintf(`p := lp.Problem{
Supply: %s,
Demand: %s,
Cost: lp.Points{
X: %s,
Y: %s,
Ground: %#v,
},
}
solver := lp.Solver{Observe: func(s lp.Step) {
if s.Pivot != nil {
fmt.Println("pivot", s.Pivot.Entering, s.Pivot.Leaving)
}
fmt.Println("cost", s.Cost)
}}
solution := must(solver.Solve(context.Background(), p))
fmt.Println("optimum", solution.Cost)
`, literalFloats(p.supply), literalFloats(p.demand), dense(p.x), dense(p.y), g)
	return recipe{Command: b.String(), Go: program(body)}
}

// dense returns a literal of a matrix.
func dense(m *mat.Dense) string {
	n, d := m.Dims()
	return fmt.Sprintf("mat.NewDense(%d, %d, %s)", n, d, literalFloats(m.RawMatrix().Data))
}

// files returns the problem as monge transport reads it.
func (p *smallProblem) files() []file {
	var b strings.Builder
	cost := p.lp().Cost
	n, m := cost.Dims()
	for i := range n {
		for j := range m {
			if j > 0 {
				b.WriteByte(',')
			}
			fmt.Fprint(&b, cost.At(i, j))
		}
		b.WriteByte('\n')
	}
	return []file{{"cost.csv", b.String()}, {"supply.csv", column(p.supply)}, {"demand.csv", column(p.demand)}}
}

// column writes one number a line.
func column(x []float64) string {
	var b strings.Builder
	for _, v := range x {
		fmt.Fprintln(&b, v)
	}
	return b.String()
}
