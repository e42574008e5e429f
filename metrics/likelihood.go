package metrics

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distuv"
)

// MeanLogLikelihood returns (1/m) Σ log Pθ(xᵢ), in nats, for samples x (m) of Pr.
// Maximum likelihood maximises it over θ (section 1 of the paper). As m grows it
// tends to −H(Pr) − KL(Pr ‖ Pθ), which ExpectedLogLikelihood returns. The entropy
// H(Pr) does not depend on θ. So in the limit the model of greatest likelihood is
// the model of least KL.
//
// It returns an error if there is no sample, a sample is not finite, or the model has no
// density.
func MeanLogLikelihood(samples []float64, model distuv.Normal) (float64, error) {
	if len(samples) == 0 {
		return 0, errors.New("metrics: no samples")
	}
	if err := checkNormals(model, model); err != nil {
		return 0, err
	}
	terms := make([]float64, len(samples))
	for i, x := range samples {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return 0, fmt.Errorf("metrics: samples[%d] = %v is not finite", i, x)
		}
		terms[i] = model.LogProb(x)
	}
	return floats.SumCompensated(terms) / float64(len(samples)), nil
}

// ExpectedLogLikelihood returns E_real log model(x) = −H(real) − KL(real ‖ model),
// the limit of MeanLogLikelihood, in nats. Errors are those of
// NormalKL.
func ExpectedLogLikelihood(real, model distuv.Normal) (float64, error) {
	kl, err := NormalKL(real, model)
	if err != nil {
		return 0, err
	}
	return -real.Entropy() - kl, nil
}
