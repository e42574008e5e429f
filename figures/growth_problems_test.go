package figures

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"monge/lp"
)

// growthProblem returns a problem of growth.csv. The same name and n make the same problem.
func growthProblem(name string, n int) (lp.Problem, error) {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	equal := func(int) float64 { return 1 }
	weights := [2]func(k int) float64{equal, equal}
	unit := func(int) (x, y float64) { return random.Float64(), random.Float64() }
	points := [2]func(k int) (x, y float64){unit, unit}
	side := int(math.Sqrt(float64(n)))
	pixel := func(k int) (x, y float64) { return float64(k / side), float64(k % side) }
	switch name {
	case square:
	case squareWeights:
		weights[0] = func(int) float64 { return random.Float64() }
		weights[1] = weights[0]
	case moved:
		points[1] = func(k int) (x, y float64) {
			x, y = unit(k)
			return x + 0.5, y
		}
	case moonAndS:
		points = [2]func(k int) (x, y float64){halfMoon(random, n), curveLikeS(random)}
	case noiseImages:
		points = [2]func(k int) (x, y float64){pixel, pixel}
		weights[0] = func(int) float64 { return float64(random.IntN(256)) }
		weights[1] = weights[0]
	case smoothImages:
		points = [2]func(k int) (x, y float64){pixel, pixel}
		weights = [2]func(k int) float64{smoothField(random, side), smoothField(random, side)}
	default:
		return lp.Problem{}, fmt.Errorf("no problem %q", name)
	}
	var clouds [2]*mat.Dense
	var shares [2][]float64
	for s := range clouds {
		clouds[s], shares[s] = mat.NewDense(n, 2, nil), make([]float64, n)
		for k := range n {
			x, y := points[s](k)
			clouds[s].SetRow(k, []float64{x, y})
			shares[s][k] = weights[s](k)
		}
		floats.Scale(1/floats.SumCompensated(shares[s]), shares[s])
	}
	return lp.Problem{Supply: shares[0], Demand: shares[1], Cost: lp.Points{X: clouds[0], Y: clouds[1], Ground: lp.Euclidean}}, nil
}

// halfMoon returns the points of a half circle, with noise. It and curveLikeS are the clouds
// of Halmos et al., Hierarchical Refinement (2025).
func halfMoon(random *rand.Rand, n int) func(k int) (x, y float64) {
	return func(k int) (x, y float64) {
		angle := math.Pi * float64(k) / float64(max(n-1, 1))
		x, y = turn(math.Pi/6, math.Cos(angle)+0.05*random.NormFloat64(), math.Sin(angle)+0.05*random.NormFloat64())
		return x, y - 0.5
	}
}

// curveLikeS returns points of two arcs that make an S, with noise.
func curveLikeS(random *rand.Rand) func(k int) (x, y float64) {
	return func(int) (x, y float64) {
		t := 3 * math.Pi * (random.Float64() - 0.5)
		x, y = math.Copysign(1, t)*(math.Cos(t)-1)+0.05*random.NormFloat64(), math.Sin(t)+0.05*random.NormFloat64()
		x, y = turn(-math.Pi/6, x, y)
		return 0.6*x + 0.5, 0.6*y - 2
	}
}

// turn rotates a point about the origin.
func turn(angle, x, y float64) (float64, float64) {
	sin, cos := math.Sincos(angle)
	return cos*x - sin*y, sin*x + cos*y
}

// smoothField returns the grey values of an image: a sum of waves with random amplitudes,
// which fall with the frequency, scaled to 0 … 255 and rounded down.
func smoothField(random *rand.Rand, side int) func(k int) float64 {
	const fastest = 8
	field := make([]float64, side*side)
	for down := range fastest + 1 {
		for across := -fastest; across <= fastest; across++ {
			size := math.Pow(0.63+float64(down*down+across*across), -1.75)
			a, b := size*random.NormFloat64(), size*random.NormFloat64()
			for k := range field {
				sin, cos := math.Sincos(2 * math.Pi * float64(down*(k/side)+across*(k%side)) / float64(side))
				field[k] += a*cos + b*sin
			}
		}
	}
	low, high := floats.Min(field), floats.Max(field)
	return func(k int) float64 { return math.Floor(255 * (field[k] - low) / (high - low)) }
}
