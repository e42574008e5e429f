package pointfile_test

import (
	"fmt"
	"os"
	"strings"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/pointfile"
)

func ExampleRead() {
	p, err := pointfile.Read("p.csv", strings.NewReader("x,y,weight\n0,0,1\n0,1,3\n"))
	if err != nil {
		panic(err)
	}
	fmt.Println(p.Len(), "points in", p.Axes, p.Coordinates, "with weights", p.Weights)
	_, err = pointfile.Read("q.csv", strings.NewReader("x,y\n0,0\n0,one\n"))
	fmt.Println(fault.Message(err))
	// Output:
	// 2 points in [x y] [0 0 0 1] with weights [1 3]
	// q.csv:3: "one" is not a number (column "y")
}

func ExampleWrite() {
	pointfile.Write(os.Stdout, []float64{0, 1, 0.1, 1e300}, 2)
	// Output:
	// x1,x2
	// 0,1
	// 0.1,1e+300
}
