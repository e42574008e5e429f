package metrics

// Measure is one of the distances or divergences between two distributions.
type Measure struct {
	Name      string // for flags and files: lower case
	Label     string // for tables and axes
	Unit      string // nats for logarithms, else empty: a probability or a length
	Symmetric bool   // whether Between(p, q) = Between(q, p)
	Between   func(p, q *Distribution) (float64, error)
	// OfVectors is Between for the two probability vectors (k each) that CommonSupport
	// returns. Between computes these vectors in each call; with OfVectors a caller computes
	// them once for several measures. It is nil for EM, which depends on where the atoms are.
	OfVectors func(p, q []float64) float64
}

// Measures returns the four measures that the paper compares, EM first. Programs
// range over this table: to add a measure, add an entry.
func Measures() []Measure {
	return []Measure{
		{Name: "em", Label: "EM", Symmetric: true, Between: EM},
		{Name: "tv", Label: "TV", Symmetric: true, Between: TV, OfVectors: tvOfVectors},
		{Name: "kl", Label: "KL", Unit: "nats", Between: KL, OfVectors: klOfVectors},
		{Name: "js", Label: "JS", Unit: "nats", Symmetric: true, Between: JS, OfVectors: jsOfVectors},
	}
}
