package sweep

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"

	"monge/cmd/internal/decimal"
	"monge/cmd/internal/fault"
	"monge/figures"
	"monge/gan"
)

// Grid is a set of configurations: every combination of the values of its settings.
type Grid []Setting

// Setting is a flag of monge train and the values that it takes.
type Setting struct {
	Name   string
	Values []string // an entry a..b stands for the whole numbers from a to b
	Place  string   // where it was read, as in "grid.yaml:3"; "" if on the command line
}

// Flags returns the flags of monge train that a Grid may set, in the order in which
// combinations go through them.
func Flags() *pflag.FlagSet {
	flags, _ := settings(&run{Config: gan.DefaultConfig()})
	return flags
}

// run is the settings of one run.
type run struct {
	gan.Config
	standardize bool
}

// settings returns flags for r. Calling settle sets r from the flags that were given.
func settings(r *run) (flags *pflag.FlagSet, settle func() error) {
	flags = pflag.NewFlagSet("grid", pflag.ContinueOnError)
	flags.SortFlags = false
	settle = figures.PresetFlags(flags, &r.Config)
	flags.BoolVar(&r.standardize, "standardize", false, "train on columns of mean 0 and deviation 1, where a file is learnt; EM keeps the units of the file")
	decimal.Flags(flags)
	return flags, settle
}

// maxGridFile is the largest size of a file of grids in bytes.
const maxGridFile = 1 << 20

// ReadGrids reads grids from YAML: a mapping from the names of settings to a value or a
// list of values, or a list of such mappings. It returns an error that names the
// line if a setting does not exist or is there twice.
func ReadGrids(name string, r io.Reader) ([]Grid, error) {
	content, err := io.ReadAll(io.LimitReader(r, maxGridFile+1))
	switch {
	case err != nil:
		return nil, fault.At(name, err)
	case len(content) > maxGridFile:
		return nil, fault.Atf(name, "longer than %d bytes: is this a grid?", maxGridFile)
	}
	var document, second yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	err = decoder.Decode(&document)
	if err == io.EOF {
		return nil, fault.Atf(name, "no grid")
	}
	if err == nil {
		err = decoder.Decode(&second)
	}
	switch {
	case err == nil:
		return nil, fault.Atf(fmt.Sprintf("%s:%d", name, second.Line), "a second document; write several grids as a list")
	case err != io.EOF:
		return nil, fault.Atf(name, "%s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	top := document.Content[0]
	mappings := []*yaml.Node{top}
	if top.Kind == yaml.SequenceNode {
		if mappings = top.Content; len(mappings) == 0 {
			return nil, fault.Atf(name, "no grid")
		}
	}
	var grids []Grid
	for _, mapping := range mappings {
		grid, err := readGrid(name, mapping)
		if err != nil {
			return nil, err
		}
		grids = append(grids, grid)
	}
	return grids, nil
}

func readGrid(name string, mapping *yaml.Node) (Grid, error) {
	place := func(node *yaml.Node) string { return fmt.Sprintf("%s:%d", name, node.Line) }
	if mapping.Kind != yaml.MappingNode {
		return nil, fault.Atf(place(mapping), "a grid has settings such as depth: [2, 4]")
	}
	known := Flags()
	var grid Grid
	for k := 0; k < len(mapping.Content); k += 2 {
		key, value := mapping.Content[k], resolveAlias(mapping.Content[k+1])
		s := Setting{Name: strings.ReplaceAll(key.Value, "_", "-"), Place: place(key)}
		if known.Lookup(s.Name) == nil {
			return nil, fault.Atf(s.Place, "no setting %s (monge sweep plan --help lists them)", fault.Quote(key.Value))
		}
		if slices.ContainsFunc(grid, func(other Setting) bool { return other.Name == s.Name }) {
			return nil, fault.Atf(s.Place, "%s is given twice", s.Name)
		}
		values := []*yaml.Node{value}
		if value.Kind == yaml.SequenceNode {
			values = value.Content
		}
		for _, v := range values {
			v = resolveAlias(v)
			if v.Kind != yaml.ScalarNode || v.Value == "" {
				return nil, fault.Atf(place(v), "%s has no value", s.Name)
			}
			s.Values = append(s.Values, v.Value)
		}
		if len(s.Values) == 0 {
			return nil, fault.Atf(s.Place, "%s has no value", s.Name)
		}
		grid = append(grid, s)
	}
	return grid, nil
}

// resolveAlias returns the node that an alias refers to, or node itself if it is not an alias.
func resolveAlias(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode {
		return node.Alias
	}
	return node
}

// With returns the grid with some settings replaced or added.
func (g Grid) With(settings []Setting) Grid {
	replaced := func(old Setting) bool {
		return slices.ContainsFunc(settings, func(s Setting) bool { return s.Name == old.Name })
	}
	return append(slices.DeleteFunc(slices.Clone(g), replaced), settings...)
}

// maxRuns is the largest number of runs of a sweep. A mistake such as 1..1000000000 gives an
// error at once.
const maxRuns = 1 << 20

// runs goes through the combinations of the values of the grid, all but a list of seeds. It
// calls check with each combination, and then yield with each of its runs, which have one
// loss and one seed. The seed varies fastest, then the loss. runs stops at the first error.
// To an error of check it adds the place of the setting that is wrong.
func (g Grid) runs(check, yield func(run) error) error {
	known, order := Flags(), map[string]int{}
	known.VisitAll(func(f *pflag.Flag) { order[f.Name] = len(order) })
	var varied Grid
	var seeds []uint64
	combinations := 1
	for _, s := range g {
		values, err := s.expand(known)
		if err != nil {
			return s.fault(fmt.Errorf("%s %w", s.Name, err))
		}
		if combinations *= len(values); combinations > maxRuns {
			return s.fault(fmt.Errorf("%s makes more than %d runs", s.Name, maxRuns))
		}
		if !s.namesSeeds() {
			varied = append(varied, Setting{s.Name, values, s.Place})
			continue
		}
		if slices.ContainsFunc(g, func(other Setting) bool { return other.Name == "seed" }) {
			return s.fault(fmt.Errorf("seeds %s lists the seeds, so seed cannot be given", strings.Join(s.Values, ",")))
		}
		for _, value := range values {
			seed, err := strconv.ParseUint(value, 10, 64)
			if err != nil {
				return s.fault(fmt.Errorf("seeds %s is not a whole number", fault.Quote(value)))
			}
			seeds = append(seeds, seed)
		}
	}
	g = varied
	slices.SortFunc(g, func(a, b Setting) int { return order[a.Name] - order[b.Name] })

	chosen := make([]string, len(g))
	var choose func(k int) error
	choose = func(k int) error {
		if k < len(g) {
			for _, chosen[k] = range g[k].Values {
				if err := choose(k + 1); err != nil {
					return err
				}
			}
			return nil
		}
		r, err := g.configure(chosen)
		if err != nil {
			return err
		}
		if err := check(r); err != nil {
			return g.locate(err, chosen, check)
		}
		return eachRun(r, seeds, yield)
	}
	return choose(0)
}

// namesSeeds reports whether s lists seeds. A single number is their number.
func (s Setting) namesSeeds() bool {
	return s.Name == "seeds" && (len(s.Values) > 1 || strings.Contains(s.Values[0], ".."))
}

// eachRun calls yield with each loss and seed of r. seeds replaces the seeds of r unless it is
// nil.
func eachRun(r run, seeds []uint64, yield func(run) error) error {
	if seeds == nil {
		for k := range r.Seeds {
			seeds = append(seeds, r.Seed+uint64(k))
		}
	}
	losses := r.Losses
	for _, loss := range losses {
		for _, seed := range seeds {
			r.Losses, r.Seeds, r.Seed = []gan.Loss{loss}, 1, seed
			if err := yield(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// configure returns the run with the given value of each setting.
func (g Grid) configure(values []string) (run, error) {
	r := run{Config: gan.DefaultConfig()}
	flags, settle := settings(&r)
	for k, s := range g {
		if err := flags.Set(s.Name, values[k]); err != nil {
			return r, s.fault(err)
		}
	}
	if err := settle(); err != nil {
		k := slices.IndexFunc(g, func(s Setting) bool { return s.Name == "preset" })
		return r, g[k].fault(err)
	}
	return r, nil
}

// locate adds to err the place of the setting that is wrong. check returned err for the given
// values. The wrong setting is the last one without which check returns no error or another
// one. locate does not change an error that has a place, or a usage error.
func (g Grid) locate(err error, values []string, check func(run) error) error {
	var placed *fault.Error
	var usage *fault.UsageError
	if errors.As(err, &placed) || errors.As(err, &usage) {
		return err
	}
	for k, s := range slices.Backward(g) {
		without := slices.Delete(slices.Clone(values), k, k+1)
		r, other := slices.Delete(slices.Clone(g), k, k+1).configure(without)
		if other == nil {
			other = check(r)
		}
		if other == nil || other.Error() != err.Error() {
			return s.fault(err)
		}
	}
	return fault.Usage(err)
}

// fault returns err as a failure at the place of the setting.
func (s Setting) fault(err error) error {
	if s.Place == "" {
		return fault.Usage(err)
	}
	return fault.At(s.Place, err)
}

// expand returns the values of s with each range a..b replaced by its numbers. Only settings
// that are numbers have ranges: data may be ../data.csv.
func (s Setting) expand(known *pflag.FlagSet) ([]string, error) {
	isNumber := slices.Contains([]string{"int", "uint64", "float64"}, known.Lookup(s.Name).Value.Type())
	var all []string
	for _, value := range s.Values {
		value = strings.TrimSpace(value)
		low, high, ok := strings.Cut(value, "..")
		if !ok || !isNumber {
			all = append(all, value)
			continue
		}
		var from, to uint64
		if _, err := fmt.Sscanf(low+" "+high, "%d %d\n", &from, &to); err != nil || from > to {
			return nil, fmt.Errorf("%s is not a range of whole numbers such as 1..100", fault.Quote(value))
		}
		if to-from >= maxRuns {
			return nil, fmt.Errorf("%s has more than %d numbers", value, maxRuns)
		}
		for k := range to - from + 1 {
			all = append(all, fmt.Sprint(from+k))
		}
	}
	return all, nil
}
