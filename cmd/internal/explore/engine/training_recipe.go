package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"monge/cmd/internal/pointfile"
	"monge/gan"
)

// recipe returns the command and the program that give the numbers of a state.
func (q trainingRequest) recipe() (Frame, error) {
	s, err := parseScript(q.Script)
	if err != nil {
		return Frame{}, err
	}
	if err := q.check(); err != nil {
		return Frame{}, err
	}
	if q.Start == "trained" {
		const text = "The ready-trained start is the page's own: no command has its weights.\nStart from random weights to have the same numbers outside."
		return Frame{Kind: "recipe", Payload: recipe{Command: "# " + strings.ReplaceAll(text, "\n", "\n# "), Go: "// " + strings.ReplaceAll(text, "\n", "\n// ")}}, nil
	}
	return Frame{Kind: "recipe", Payload: recipe{Command: q.command(s), Go: q.program(s)}}, nil
}

// command returns the command line for the part of a script that flags can express: the
// changes before the first round, and the iterations after them.
func (s trainingState) command(of script) string {
	config := s.Config
	k := 0
	for ; k < len(of) && of[k].kind == change; k++ {
		of[k].apply(&config) // no error: parseScript has tried it
	}
	config.Iterations = 0
	if k < len(of) && of[k].kind == iterations {
		config.Iterations = of[k].count
		k++
	}
	var b strings.Builder
	if len(s.Points) > 0 {
		config.Data = "points.csv"
		fmt.Fprintf(&b, "cat > points.csv <<'END'\n%sEND\n", pointsCSV(flat(s.Points), len(s.Points[0])))
	}
	if k < len(of) {
		fmt.Fprintf(&b, "# monge train plays whole iterations with settings that stay as they are: this is the\n# first of what was done here. As Go has all of it.\n")
	}
	if config.Iterations == 0 {
		config.Iterations = 1
		b.WriteString("# Nothing was trained yet; this plays one iteration.\n")
	}
	return b.String() + "monge train " + strings.Join(flagsOf(config), " ")
}

// flagsOf returns the flags of monge train in which a configuration differs
// from the default. It leaves out those without effect, which monge train
// refuses. The names of settings in JSON are those of flags, but for dashes.
func flagsOf(c gan.Config) []string {
	var flags []string
	is, usual := settingsOf(c), settingsOf(gan.DefaultConfig())
	of := reflect.TypeFor[gan.Config]()
	for k := range of.NumField() {
		name, _, _ := strings.Cut(of.Field(k).Tag.Get("json"), ",")
		value, given := is[name]
		if !given || bytes.Equal(value, usual[name]) && name != "critic_lr" && name != "iters" {
			continue // critic_lr is always written: without it, it would be lr
		}
		if c.HasNoEffect(name) {
			continue
		}
		var text string
		var list []string
		if json.Unmarshal(value, &list) == nil {
			text = strings.Join(list, ",")
		} else if json.Unmarshal(value, &text) != nil {
			text = string(value)
		}
		flags = append(flags, "--"+strings.ReplaceAll(name, "_", "-")+" "+text)
	}
	return flags
}

// settingsOf returns a configuration's settings as JSON, by name.
func settingsOf(c gan.Config) map[string]json.RawMessage {
	text, err := json.Marshal(c)
	if err != nil {
		panic(fmt.Sprintf("a configuration that was checked: %v", err))
	}
	var settings map[string]json.RawMessage
	if err := json.Unmarshal(text, &settings); err != nil {
		panic(err)
	}
	return settings
}

// lossNames are losses in Go.
var lossNames = map[gan.Loss]string{
	gan.Wasserstein: "gan.Wasserstein", gan.WassersteinGP: "gan.WassersteinGP",
	gan.Minimax: "gan.Minimax", gan.NonSaturating: "gan.NonSaturating",
	gan.LeastSquares: "gan.LeastSquares",
}

var activationNames = map[gan.Activation]string{
	gan.Linear: "gan.Linear", gan.ReLU: "gan.ReLU", gan.LeakyReLU: "gan.LeakyReLU", gan.Tanh: "gan.Tanh",
}

var optimizerNames = map[gan.OptimizerKind]string{
	gan.KindRMSProp: "gan.KindRMSProp", gan.KindAdam: "gan.KindAdam", gan.KindSGD: "gan.KindSGD",
}

// program returns a Go program that does all of a script and prints what is
// measured at its end.
func (s trainingState) program(of script) string {
	var b strings.Builder
	b.WriteString("ctx := context.Background()\nconfig := gan.DefaultConfig()\n")
	for _, line := range assignments(s.Config, gan.DefaultConfig()) {
		b.WriteString(line)
	}
	data := "gan.FindData(config.Data)"
	if len(s.Points) > 0 {
		data = fmt.Sprintf("gan.NewData(config.Data, %s, %d)", literalFloats(flat(s.Points)), len(s.Points[0]))
	}
	fmt.Fprintf(&b, "comparison := must(gan.NewComparison(config, must(%s)))\n\n", data)
	config := s.Config
	for _, m := range of {
		switch m.kind {
		case change:
			was := config
			m.apply(&config)
			for _, line := range assignments(config, was) {
				b.WriteString(line)
			}
			b.WriteString(check("comparison.Change(config)"))
		case iterations:
			b.WriteString(check(fmt.Sprintf("comparison.Train(ctx, comparison.Step+%d, nil)", m.count)))
		case criticSteps:
			fmt.Fprintf(&b, "for _, run := range comparison.Runs { // the critic alone\n%s}\n", check(fmt.Sprintf("run.TrainCritic(%d)", m.count)))
		case generatorSteps:
			fmt.Fprintf(&b, "for range %d { // the generator alone\nfor _, run := range comparison.Runs {\n%s}\ncomparison.Step++\n}\n", m.count, check("run.TrainGenerator()"))
		}
	}
	b.WriteString(`
for _, run := range comparison.Runs {
record := must(run.Measure(ctx, run.Game))
record.Step, record.Seed = comparison.Step, run.Seed
fmt.Printf("%s\n", must(json.Marshal(record)))
}
`)
	return program(b.String())
}

// check returns the lines that make a call and end the program if it returns an error.
func check(call string) string { return "if err := " + call + "; err != nil {\nlog.Fatal(err)\n}\n" }

// assignments returns the lines that set the fields in which to differs from from.
func assignments(to, from gan.Config) []string {
	var lines []string
	a, b := reflect.ValueOf(to), reflect.ValueOf(from)
	for k := range a.NumField() {
		value := a.Field(k).Interface()
		if reflect.DeepEqual(value, b.Field(k).Interface()) {
			continue
		}
		lines = append(lines, fmt.Sprintf("config.%s = %s\n", a.Type().Field(k).Name, expression(value)))
	}
	return lines
}

// expression returns a setting in Go.
func expression(value any) string {
	switch v := value.(type) {
	case []gan.Loss:
		var names []string
		for _, loss := range v {
			names = append(names, lossNames[loss])
		}
		return "[]gan.Loss{" + strings.Join(names, ", ") + "}"
	case gan.Activation:
		return activationNames[v]
	case gan.OptimizerKind:
		return optimizerNames[v]
	case gan.Prior:
		if v == gan.Uniform {
			return "gan.Uniform"
		}
		return "gan.Normal"
	case string:
		return strconv.Quote(v)
	}
	return fmt.Sprint(value)
}

// pointsCSV writes points (n×dim) as monge train and monge dist read them.
func pointsCSV(points []float64, dim int) string {
	var b strings.Builder
	pointfile.Write(&b, points, dim) // no error: a Builder never fails
	return b.String()
}

// csv returns the held-out samples, those of each generator, and the records.
func (g *games) csv() (Frame, error) {
	g.settle()
	if g.failed != nil {
		return Frame{}, g.failed
	}
	dim := g.comparison.Data.Dim
	files := []file{{"real.csv", pointsCSV(g.scene.real, dim)}}
	for _, run := range g.comparison.Runs {
		name := fmt.Sprintf("generated-%s-iteration%d.csv", run.Loss, g.comparison.Step)
		files = append(files, file{name, pointsCSV(run.Samples(run.Game), dim)})
	}
	var b strings.Builder
	b.WriteString("round,step,loss,em,em_estimate,js,js_estimate,critic_loss,generator_loss,grad_norm,modes,high_quality\n")
	for _, r := range g.rows {
		for _, m := range r.games {
			fmt.Fprintf(&b, "%d,%d,%s,%v,%s,%v,%s,%v,%v,%v,%d,%v\n", m.Round, m.Step, m.Loss, m.EM, optional(m.EMEstimate), m.JS, optional(m.JSEstimate),
				m.CriticLoss, m.GeneratorLoss, m.GradNorm, m.Modes, m.HighQuality)
		}
	}
	return Frame{Kind: "csv", Payload: append(files, file{"records.csv", b.String()})}, nil
}

// optional writes a number that may be missing.
func optional(x *float64) string {
	if x == nil {
		return ""
	}
	return fmt.Sprint(*x)
}

// flat joins rows.
func flat(rows [][]float64) (all []float64) {
	for _, row := range rows {
		all = append(all, row...)
	}
	return all
}

// rowsOf splits numbers into rows.
func rowsOf(flat []float64, dim int) [][]float64 {
	var rows [][]float64
	for ; len(flat) > 0; flat = flat[dim:] {
		rows = append(rows, flat[:dim])
	}
	return rows
}
