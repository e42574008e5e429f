package rundir

import (
	"fmt"

	"monge/cmd/internal/memory"
	"monge/gan"
)

// CheckMemory returns an error if training a configuration would not fit into memory. The
// error gives the size. CheckMemory accepts a configuration that Config.Check refuses.
func CheckMemory(c gan.Config, data gan.Data) error {
	if c.Check(data) != nil {
		return nil // training it returns this error
	}
	width, depth := float64(max(c.Width, c.CriticWidth)), float64(max(c.Depth, c.CriticDepth))
	parameters := width * ((depth-1)*width + float64(c.Noise+data.Dim+2)) // of each of two networks
	const copies = 6                                                      // weights, gradients, two moments, and two while a checkpoint is written
	rows := float64(max(c.Batch, c.EvalSamples))
	passes := 4 * rows * depth * width // activations and gradients of generator and critic
	networks := 2 * float64(c.Seeds) * float64(len(c.Losses))
	return memory.Check(fmt.Sprintf("training %.0f networks of %.0f parameters", networks, parameters), 8*networks*(copies*parameters+passes/2))
}
