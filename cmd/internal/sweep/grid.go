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

// run is what the flags of a grid set.
type run struct {
	gan.Config
	standardize bool
}

// settings returns flags that set r once settle is called.
func settings(r *run) (flags *pflag.FlagSet, settle func() error) {
	flags = pflag.NewFlagSet("grid", pflag.ContinueOnError)
	flags.SortFlags = false
	settle = figures.PresetFlags(flags, &r.Config)
	flags.BoolVar(&r.standardize, "standardize", false, "train on columns of mean 0 and deviation 1, where a file is learnt; EM keeps the units of the file")
	decimal.Flags(flags)
	return flags, settle
}

// longestGrids is how many bytes a file of grids may have.
const longestGrids = 1 << 20

// ReadGrids reads grids from YAML: a mapping from the names of settings to a value or a
// list of values, or a list of such mappings. It returns an error that names the
// line if a setting does not exist or is there twice.
func ReadGrids(name string, r io.Reader) ([]Grid, error) {
	content, err := io.ReadAll(io.LimitReader(r, longestGrids+1))
	switch {
	case err != nil:
		return nil, fault.At(name, err)
	case len(content) > longestGrids:
		return nil, fault.Atf(name, "longer than %d bytes: is this a grid?", longestGrids)
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
		return nil, fault.Atf(fmt.Sprintf("%s:%d", name, second.Line), "a second document: several grids are a list")
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
		return nil, fault.Atf(place(mapping), "no settings, such as depth: [2, 4]")
	}
	known := Flags()
	var grid Grid
	for k := 0; k < len(mapping.Content); k += 2 {
		key, value := mapping.Content[k], meant(mapping.Content[k+1])
		s := Setting{Name: strings.ReplaceAll(key.Value, "_", "-"), Place: place(key)}
		if known.Lookup(s.Name) == nil {
			return nil, fault.Atf(s.Place, "no setting %s (monge sweep plan --help lists them)", fault.Quote(key.Value))
		}
		if slices.ContainsFunc(grid, func(other Setting) bool { return other.Name == s.Name }) {
			return nil, fault.Atf(s.Place, "a second %s", s.Name)
		}
		values := []*yaml.Node{value}
		if value.Kind == yaml.SequenceNode {
			values = value.Content
		}
		for _, v := range values {
			v = meant(v)
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

// meant returns the node that an alias stands for, and any other node itself.
func meant(node *yaml.Node) *yaml.Node {
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

// mostRuns is how many runs a sweep may have, so that a slip such as 1..1000000000
// is answered and not planned.
const mostRuns = 1 << 20

// runs calls check with each combination of the values of the grid, without the seeds that
// it names, and yield with each run of it: of one loss and one seed. The seed varies
// fastest, then the loss. It stops at the first error. An error of check gets the place of
// the setting that it is about.
func (g Grid) runs(check, yield func(run) error) error {
	known, order := Flags(), map[string]int{}
	known.VisitAll(func(f *pflag.Flag) { order[f.Name] = len(order) })
	var varied Grid
	var seeds []uint64
	most := 1
	for _, s := range g {
		values, err := s.expand(known)
		if err != nil {
			return s.fault(fmt.Errorf("%s %w", s.Name, err))
		}
		if most *= len(values); most > mostRuns {
			return s.fault(fmt.Errorf("%s makes more than %d runs", s.Name, mostRuns))
		}
		if !s.namesSeeds() {
			varied = append(varied, Setting{s.Name, values, s.Place})
			continue
		}
		if slices.ContainsFunc(g, func(other Setting) bool { return other.Name == "seed" }) {
			return s.fault(fmt.Errorf("seeds %s name the seeds, and so does seed", strings.Join(s.Values, ",")))
		}
		for _, value := range values {
			seed, err := strconv.ParseUint(value, 10, 64)
			if err != nil {
				return s.fault(fmt.Errorf("seeds %s is no whole number", fault.Quote(value)))
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

// namesSeeds reports whether s lists seeds. A single number says how many there are.
func (s Setting) namesSeeds() bool {
	return s.Name == "seeds" && (len(s.Values) > 1 || strings.Contains(s.Values[0], ".."))
}

// eachRun calls yield with each loss and seed of r. The seeds are those that are named, if
// any.
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

// configure returns what one value of each setting makes.
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

// locate returns err, which check returned for a value of each setting, as a failure at the
// place of the setting that it is about: the last one without which check returns another
// error, or none. An error that has a place keeps it, and a usage error stays one.
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

// expand returns the values of s, with each range a..b of a number written out. In other
// settings two points are no range: data may be ../data.csv.
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
			return nil, fmt.Errorf("%s is no range of whole numbers, such as 1..100", fault.Quote(value))
		}
		if to-from >= mostRuns {
			return nil, fmt.Errorf("%s has more than %d numbers", value, mostRuns)
		}
		for k := range to - from + 1 {
			all = append(all, fmt.Sprint(from+k))
		}
	}
	return all, nil
}
