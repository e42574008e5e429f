// Command monge computes distances between probability distributions and draws
// the figures of the Wasserstein GAN paper.
//
//	monge dist P.csv Q.csv       EM, TV, KL and JS between two point clouds
//	monge transport --cost C.csv the cheapest plan for a cost matrix
//	monge train                  WGAN and GAN side by side, on toy data or yours
//	monge plot NAME              one figure, with its parameters as flags
//	monge figures                all figures, or a check of those on disk
//
// Each command explains itself with --help. Results go to standard output,
// everything else to standard error. The exit code is 0 if all went well, 1 if
// a run failed, and 2 if the command line could not be understood; a failure is
// one line that names what was wrong and where. Files appear complete or not
// at all.
package main

import (
	"context"
	"os"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}
