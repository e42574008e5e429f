package figures

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"

	"github.com/spf13/pflag"
)

// clipDepthFile is the table of a study of 1800 runs, whose grid is clip-depth.yaml. To
// make it again, in ten minutes of one processor:
//
//	go run ./cmd/monge sweep plan figures/gallery/clip-depth.yaml -o study
//	go run ./cmd/monge sweep run study
//	go run ./cmd/monge sweep collect study -o clip-depth.csv
//	gzip -9 -n < clip-depth.csv > figures/gallery/clip-depth.csv.gz
//
//go:embed gallery/clip-depth.csv.gz
var clipDepthFile []byte

// ClipDepthParams has no parameters: figure clip-depth draws a study that was run.
type ClipDepthParams struct{}

// Flags defines no flag.
func (*ClipDepthParams) Flags(*pflag.FlagSet) {}

// Draw draws claim 3.8 over a hundred seeds: exact EM after training on the ring against
// c, for critics of 2, 4 and 8 hidden layers. Each title says for which c the median is
// lowest, or at most a tenth higher than that. The deeper the critic, the larger the least
// c that trains: the gradient has a factor of about c for each layer. A median of 1.93 is
// that of a generator that has not moved.
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
