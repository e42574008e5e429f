package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/rundir"
	"monge/cmd/internal/sweep"
	"monge/figures"
	"monge/gan"
)

func trainCommand() *cobra.Command {
	o := trainOptions{config: gan.DefaultConfig()}
	c := &cobra.Command{
		Use:   "train",
		Short: "WGAN and GAN side by side, from the same weights, data and noise",
		Long: `Trains one game for each loss and seed: Wasserstein GAN with clipped weights (wgan,
Algorithm 1 of the paper), with a gradient penalty (wgan-gp), and GANs whose
generator minimises log(1 − D) (minimax) or −log D (nonsaturating). These four are the
default. --loss leastsquares is the least-squares GAN of Mao et al. All start from the
same weights and see the same samples and noise: they differ in the loss, and in the
clipping or penalty that goes with it. The measure of quality is the exact EM distance
to real samples that training did not see.

` + catalogue("Data (--data), or a file with a point in each row", gan.Catalog(), func(d gan.Data) (string, string) { return d.Name, d.Description }) + `
` + catalogue("Presets (--preset); other flags change them", gan.Presets(), func(p gan.Preset) (string, string) { return p.Name, p.Description }) + `
The directory of the run has config.json, log.jsonl (one record on each line),
samples-*.csv (which monge dist reads), the picture training.png, and a checkpoint.
After Ctrl-C or a crash, --resume continues from the checkpoint and ends with the same
numbers.

monge train --preset modes --help lists the defaults of that preset.`,
		Example: "monge train --data 2gaussians --loss wgan,minimax --width 16 --iters 100",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			w, err := o.run(c)
			if err != nil {
				return err
			}
			defer w.Close()
			for _, note := range w.Problems {
				noteOf(c)(note)
			}
			if err := trainToEnd(c.Context(), w, streamsOf(c)); err != nil {
				return err
			}
			if o.open {
				return openFile(filepath.Join(w.Dir, rundir.PictureFile))
			}
			return nil
		},
	}
	c.Flags().SortFlags = false
	o.define(c.Flags())
	c.SetHelpFunc(func(c *cobra.Command, args []string) {
		o.showPreset(c.Flags())
		printHelp(c, args)
	})
	return c
}

// catalogue returns a list of entries under a title, for help.
func catalogue[T any](title string, entries []T, describe func(T) (name, description string)) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:\n", title)
	tab := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, entry := range entries {
		name, description := describe(entry)
		fmt.Fprintf(tab, "  %s\t%s\n", name, description)
	}
	tab.Flush()
	return b.String()
}

// trainOptions are the flags of train.
type trainOptions struct {
	config            gan.Config
	settle            func() error // sets config to the preset, changed by the flags that were given
	out, resume       string
	standardize, open bool
	input             inputFlags
}

func (o *trainOptions) define(flags *pflag.FlagSet) {
	o.settle = figures.PresetFlags(flags, &o.config)
	flags.BoolVar(&o.standardize, "standardize", false, "train on columns of mean 0 and deviation 1; EM and samples keep the units of the file")
	flags.StringVar(&o.out, "out", "", "`directory` to write, new or empty (default run-1, or the next free number)")
	flags.StringVar(&o.resume, "resume", "", "continue the run in this `directory`; --iters can lengthen it")
	flags.BoolVar(&o.open, "open", false, "open the picture at the end")
	o.input.define(flags, true, false)
}

// showPreset makes help show the settings of the chosen preset as defaults.
func (o *trainOptions) showPreset(flags *pflag.FlagSet) {
	name := flags.Lookup("preset").Value.String()
	preset, err := gan.FindPreset(name)
	if err != nil {
		return // run returns the error
	}
	presetOptions := trainOptions{config: preset}
	defaults := pflag.NewFlagSet("", pflag.ContinueOnError)
	presetOptions.define(defaults)
	defaults.VisitAll(func(f *pflag.Flag) {
		if f.Name != "preset" {
			flags.Lookup(f.Name).DefValue = f.DefValue
		}
	})
	flags.Lookup("preset").DefValue = name
}

// run returns the run that the flags of c ask for: a new one, or the one to resume.
func (o *trainOptions) run(c *cobra.Command) (*rundir.Writer, error) {
	if o.resume != "" {
		return o.resumed(c.Flags())
	}
	if o.out == stdin {
		return nil, fault.Usagef("--out -: a run is written to a directory")
	}
	if err := o.settle(); err != nil {
		return nil, fault.Usagef("%w%s", err, didYouMeanValue("preset", c.Flags().Lookup("preset").Value.String()))
	}
	read, err := o.input.options(noteOf(c))
	if err != nil {
		return nil, err
	}
	d, err := findData(c.Context(), o.config.Data, o.standardize, read, streamsOf(c))
	if err != nil {
		return nil, err
	}
	if o.standardize && d.Points == nil {
		return nil, fault.Usagef("--standardize is for data from a file; %s is not from a file", d.Name)
	}
	if err := checkReadFlags(c.Flags(), d); err != nil {
		return nil, err
	}
	o.config.Data = d.Name
	if o.config.EvalSamples > 0 { // config.json gets the number of samples that there are
		if held := d.HeldOutSamples(o.config.EvalSamples); held < o.config.EvalSamples {
			d.Notes = append([]string{d.HeldOutNote(o.config.EvalSamples)}, d.Notes...)
			o.config.EvalSamples = held
		}
	}
	if err := rundir.CheckMemory(o.config, d.Data); err != nil {
		return nil, fault.Usage(err)
	}
	comparison, err := gan.NewComparison(o.config, d.Data)
	if err != nil {
		return nil, fault.Usage(err)
	}
	if names := o.withoutEffect(c.Flags()); len(names) > 0 {
		return nil, fault.Usagef("%s with the other settings", sweep.NoEffect(names))
	}
	for _, note := range d.Notes {
		noteOf(c)(note)
	}
	return rundir.Create(o.out, comparison, d.Points, d.Standard)
}

// withoutEffect returns the given flags that have no effect with the other settings.
func (o *trainOptions) withoutEffect(flags *pflag.FlagSet) (names []string) {
	flags.Visit(func(f *pflag.Flag) {
		if o.config.HasNoEffect(strings.ReplaceAll(f.Name, "-", "_")) {
			names = append(names, "--"+f.Name)
		}
	})
	return names
}

// resumed returns the run to resume.
func (o *trainOptions) resumed(flags *pflag.FlagSet) (*rundir.Writer, error) {
	var other []string
	flags.Visit(func(f *pflag.Flag) {
		if f.Name != "resume" && f.Name != "iters" && f.Name != "open" {
			other = append(other, "--"+f.Name)
		}
	})
	if len(other) > 0 {
		return nil, fault.Usagef("%s cannot be given with --resume: only --iters can change", strings.Join(other, ", "))
	}
	iterations := 0
	if flags.Changed("iters") {
		if iterations = o.config.Iterations; iterations < 1 {
			return nil, fault.Usagef("--iters %d: at least 1 is needed", iterations)
		}
	}
	return rundir.Resume(o.resume, iterations)
}
