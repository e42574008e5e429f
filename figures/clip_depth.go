package figures

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"

	"github.com/spf13/pflag"
)

// clipDepthFile is the table of a sweep of 1800 runs with the grid clip-depth.yaml. These
// commands make it again, in ten minutes on one processor:
//
//	go run ./cmd/monge sweep plan figures/gallery/clip-depth.yaml -o study
//	go run ./cmd/monge sweep run study
//	go run ./cmd/monge sweep collect study -o clip-depth.csv
//	gzip -9 -n < clip-depth.csv > figures/gallery/clip-depth.csv.gz
//
//go:embed gallery/clip-depth.csv.gz
var clipDepthFile []byte

// ClipDepthParams has no parameters: figure clip-depth draws a recorded sweep.
type ClipDepthParams struct{}

// Flags defines no flag.
func (*ClipDepthParams) Flags(*pflag.FlagSet) {}

// Draw draws claim 3.8 over a hundred seeds: exact EM after training on the ring against
// c, for critics of 2, 4 and 8 hidden layers. Each title gives the values of c whose median
// is lowest, or at most a tenth higher. A deeper critic needs a larger c to train its
// generator, because the gradient has a factor of about c for each layer. A generator that
// has not learned has a median of 1.93.
func (*ClipDepthParams) Draw(context.Context, Progress) (*Figure, error) {
	table, err := ReadSweep("clip-depth.csv.gz", bytes.NewReader(clipDepthFile))
	if err != nil {
		return nil, err
	}
	return SweepPlot{
		X: "clip", Y: "em", By: "critic_depth", XLabel: "c", YLabel: "EM after training",
		Title: func(layers string, best []string) string {
			if len(best) == 1 {
				return fmt.Sprintf("%s layers: best c is %s", layers, best[0])
			}
			return fmt.Sprintf("%s layers: best c is %s to %s", layers, best[0], best[len(best)-1])
		},
	}.Draw(table)
}
