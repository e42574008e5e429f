package gan

import "math/rand/v2"

// Prior is the distribution of the noise Z that a generator turns into samples (claim 1.4).
// The coordinates of Z are independent.
type Prior int

// The priors.
const (
	Normal  Prior = iota // standard normal
	Uniform              // on [0, 1]
)

var priorNames = names{"normal", "uniform"}

// ParsePrior returns the prior of that name. It returns an error that lists the names if
// there is no such prior.
func ParsePrior(name string) (Prior, error) {
	p, err := parse[Prior]("prior", name, priorNames)
	return p - 1, err // priors count from 0: the zero value is Normal
}

// String returns the name that ParsePrior reads, or "Prior(9)" if there is no such prior.
func (p Prior) String() string { return priorNames.text("Prior", int(p)+1) }

// MarshalText implements encoding.TextMarshaler: it returns the name, or an error if
// there is no such prior.
func (p Prior) MarshalText() ([]byte, error) { return priorNames.marshal("prior", int(p)+1) }

// UnmarshalText implements encoding.TextUnmarshaler with ParsePrior.
func (p *Prior) UnmarshalText(name []byte) (err error) {
	*p, err = ParsePrior(string(name))
	return err
}

// check returns an error if there is no such prior.
func (p Prior) check() error { return priorNames.check("prior", int(p)+1) }

// Sample fills z with independent noise. It panics if there is no such prior.
func (p Prior) Sample(z []float64, random *rand.Rand) {
	if err := p.check(); err != nil {
		panic(err.Error())
	}
	for k := range z {
		if p == Uniform {
			z[k] = random.Float64()
		} else {
			z[k] = random.NormFloat64()
		}
	}
}
