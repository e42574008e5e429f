package figures_test

import (
	"bytes"
	"context"
	"fmt"
	"log"

	"monge/figures"
)

func ExampleCatalog() {
	for _, entry := range figures.Catalog() {
		fmt.Println(entry.Name, entry.Files())
	}
	// Output:
	// discriminator-critic [discriminator-critic.png discriminator-critic.svg]
	// coupling [coupling.png coupling.svg]
	// matching [matching.png matching.svg]
	// hierarchy [hierarchy.png hierarchy.svg]
	// bounds [bounds.png bounds.svg]
	// likelihood [likelihood.png likelihood.svg]
	// duality [duality.png duality.svg]
	// theorem3 [theorem3.png theorem3.svg]
	// figure1 [figure1.png figure1.svg]
	// four-distances [four-distances.png four-distances.svg]
	// noise [noise.png noise.svg]
	// continuity [continuity.png continuity.svg]
	// figure2 [figure2.png figure2.svg]
	// vanishing [vanishing.png vanishing.svg]
	// clipping [clipping.png clipping.svg]
	// clip-depth [clip-depth.png clip-depth.svg]
	// figure3 [figure3.png figure3.svg]
	// figure4 [figure4.png figure4.svg]
	// animation [animation.gif]
	// theta [theta.png theta.svg]
	// critic-steps [critic-steps.png critic-steps.svg]
	// momentum [momentum.png momentum.svg]
	// modes [modes.png modes.svg]
	// growth [growth.png growth.svg]
}

// Figure 1 with other parameters: the exact EM distance between lines of 20 atoms, from θ = 0
// to θ = 3.
func ExampleDistancesParams() {
	params := figures.DefaultDistances()
	params.ThetaMin, params.ThetaMax = 0, 3
	params.Atoms = 20
	params.Metrics = []string{"em"}
	figure, err := params.Draw(context.Background(), nil)
	if err != nil {
		log.Fatal(err)
	}
	var svg bytes.Buffer
	if err := figure.Encode(&svg, "svg"); err != nil {
		log.Fatal(err)
	}
	fmt.Println(bytes.Contains(svg.Bytes(), []byte("EM: continuous, slope ±1")))
	fmt.Println(bytes.Contains(svg.Bytes(), []byte("computed from 20 atoms on each line")))
	// Output:
	// true
	// true
}

func ExampleFind() {
	_, err := figures.Find("figure5")
	fmt.Println(err)
	// Output:
	// figures: no figure "figure5" (there are discriminator-critic, coupling, matching, hierarchy, bounds, likelihood, duality, theorem3, figure1, four-distances, noise, continuity, figure2, vanishing, clipping, clip-depth, figure3, figure4, animation, theta, critic-steps, momentum, modes, growth)
}
