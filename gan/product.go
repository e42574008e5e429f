package gan

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

func timesNN(m, n, k int, a, b []float64, beta float64, c []float64) {
	gonum.Implementation{}.Dgemm(blas.NoTrans, blas.NoTrans, m, n, k, 1, a, k, b, n, beta, c, n)
}

func timesTN(m, n, k int, a, b []float64, beta float64, c []float64) {
	gonum.Implementation{}.Dgemm(blas.Trans, blas.NoTrans, m, n, k, 1, a, m, b, n, beta, c, n)
}
