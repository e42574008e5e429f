package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"monge/cmd/internal/fault"
)

// didYouMean returns "; did you mean NAME?" for the name nearest to typed, or "" if no name
// is near.
func didYouMean(typed string, names []string) string {
	length := len([]rune(typed))
	best, least := "", min(max(3, length/3+1), length) // a name further away is not similar
	for _, name := range names {
		d := editDistance(typed, name)
		if d < least || d == least && best != "" && strings.HasPrefix(name, typed) { // as of 8gaussian: 8gaussians, not gaussian
			best, least = name, d
		}
	}
	if best == "" {
		for _, name := range names {
			if len(typed) > 2 && (strings.HasPrefix(name, typed) || strings.HasPrefix(typed, name)) {
				best = name
				break
			}
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %s?", best)
}

// didYouMeanValue is didYouMean for the first unknown value in the list typed for a flag.
func didYouMeanValue(flag, typed string) string {
	values := flagValues[flag]
	if values == nil {
		return ""
	}
	var names []string
	for _, value := range values() {
		name, _, _ := strings.Cut(value, "\t")
		names = append(names, name)
	}
	for part := range strings.SplitSeq(typed, ",") {
		if name := otherValues[strings.ToLower(part)]; slices.Contains(names, name) {
			return "; did you mean " + name + "?"
		}
		if !slices.Contains(names, part) {
			return didYouMean(part, names)
		}
	}
	return ""
}

// editDistance returns the Levenshtein distance: the least number of characters to insert,
// delete or replace that turns a into b. It ignores case.
func editDistance(a, b string) int {
	from, to := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	row := make([]int, len(to)+1) // from the first i characters of a to the first j of b
	for j := range row {
		row[j] = j
	}
	for i, x := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range to {
			replaced := diagonal
			if x != y {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}

// otherValues maps names in papers and other programs to the values of monge's flags.
var otherValues = map[string]string{"lsgan": "leastsquares", "ls": "leastsquares", "mse": "leastsquares", "least-squares": "leastsquares"}

// otherNames maps names of settings in the paper and in other programs to monge's flags.
var otherNames = map[string]string{
	"n-critic": "critic-steps", "ncritic": "critic-steps", "n_critic": "critic-steps",
	"alpha": "lr", "learning-rate": "lr", "rate": "lr",
	"lambda": "penalty", "gp": "penalty", "gradient-penalty": "penalty",
	"batch-size": "batch", "batchsize": "batch", "m": "batch",
	"c": "clip", "clip-value": "clip",
	"epochs": "iters", "iterations": "iters", "steps": "iters",
	"dataset": "data", "losses": "loss", "metrics": "metric", "distance": "metric",
	"hidden": "width", "layers": "depth", "latent-dim": "noise", "beta": "beta1",
	"output": "out", "dir": "out", "cost": "ground",
}

// flagError returns err, a mistake in the flags of c, as a usage error with a suggestion.
func flagError(c *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		var number *strconv.NumError // of a list
		if errors.As(err, &number) {
			thing := "number"
			if number.Func == "Atoi" {
				thing = "whole number"
			}
			return fault.Usagef("invalid argument %q for %q flag: %s is not a %s", invalid.GetValue(), "--"+invalid.GetFlag().Name, fault.Quote(number.Num), thing)
		}
		return fault.Usagef("%w%s", err, didYouMeanValue(invalid.GetFlag().Name, invalid.GetValue()))
	}
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return fault.Usage(err)
	}
	typed := strings.ToLower(unknown.GetSpecifiedName())
	if name := otherNames[typed]; name != "" && c.Flags().Lookup(name) != nil {
		return fault.Usagef("%w; did you mean --%s?", err, name)
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	return fault.Usagef("%w%s", err, strings.Replace(didYouMean(typed, names), "mean ", "mean --", 1))
}
