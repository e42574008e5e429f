package dense_test

import (
	"fmt"

	"monge/gan/internal/dense"
)

// Two samples go through a layer with a ReLU, and a gradient comes back:
//
//	h = max(xW + b, 0),  ∂a = ∂h ⊙ (h > 0),  ∂W += xᵀ∂a,  ∂b += Σ ∂a
func Example() {
	x, h := dense.New(2, 2), dense.New(2, 1)
	x.CopyFrom([]float64{
		1, 2,
		3, -4,
	})
	w := dense.View([]dense.Float{1, 1}, 2, 1)
	b := []dense.Float{0.5}

	batch := dense.NewBatch(2)
	batch.Begin(2)
	batch.Multiply(h, x, w)
	batch.Rectify(h, b)
	batch.Run()
	fmt.Println("h ", h.CopyTo(make([]float64, 2)))

	da := dense.New(2, 1)
	da.CopyFrom([]float64{1, 1})
	dw, db := make([]float64, 2), make([]float64, 1)
	batch.Mask(da, h)
	batch.AddTransposeProduct(dw, x, da)
	batch.AddRows(db, da)
	batch.Run()
	fmt.Println("∂W", dw, "∂b", db)
	// Output:
	// h  [3.5 0]
	// ∂W [1 2] ∂b [1]
}
