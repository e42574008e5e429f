//go:build !purego

package scan

import "golang.org/x/sys/cpu"

// kernelHere returns the kernel of a norm for this processor, or nil if there is none.
func kernelHere(n Norm) kernel {
	if !cpu.X86.HasAVX2 || !cpu.X86.HasFMA {
		return nil
	}
	return [...]kernel{euclidean256, squared256, cityblock256, chebyshev256}[n]
}

// tileKernelHere does so for tiles. Norms that are not scanned in tiles have none.
func tileKernelHere(n Norm) tileKernel {
	if kernelHere(n) == nil {
		return nil
	}
	return [...]tileKernel{tileEuclidean256, tileSquared256, nil, nil}[n]
}

// pairsKernelsHere returns the kernels of a norm for all pairs that this processor can run, the
// fastest first.
func pairsKernelsHere(n Norm) (kernels []pairsKernel[float64]) {
	if cpu.X86.HasAVX512F {
		kernels = append(kernels, [...]pairsKernel[float64]{pairsEuclidean512, pairsSquared512, pairsCityblock512, pairsChebyshev512}[n])
	}
	if cpu.X86.HasAVX2 {
		kernels = append(kernels, [...]pairsKernel[float64]{pairsEuclidean256, pairsSquared256, pairsCityblock256, pairsChebyshev256}[n])
	}
	return kernels
}

// wholeKernelHere returns the kernel of a norm for pairs of whole numbers, or nil if there is none.
func wholeKernelHere(n Norm) pairsKernel[int16] {
	if !cpu.X86.HasAVX2 {
		return nil
	}
	return [...]pairsKernel[int16]{wholeEuclidean256, wholeSquared256, wholeCityblock256, wholeChebyshev256}[n]
}

//go:noescape
func euclidean256(x *float64, d int, blocks *float64, list *int32, n int, bound, ceiling float64) (at int, mask uint64)

//go:noescape
func squared256(x *float64, d int, blocks *float64, list *int32, n int, bound, ceiling float64) (at int, mask uint64)

//go:noescape
func cityblock256(x *float64, d int, blocks *float64, list *int32, n int, bound, ceiling float64) (at int, mask uint64)

//go:noescape
func chebyshev256(x *float64, d int, blocks *float64, list *int32, n int, bound, ceiling float64) (at int, mask uint64)

//go:noescape
func tileEuclidean256(rows *float32, d int, block, bounds *float32, masks *uint64)

//go:noescape
func tileSquared256(rows *float32, d int, block, bounds *float32, masks *uint64)

//go:noescape
func pairsEuclidean512(x *[pairsRows]*float64, d int, block *float64, costs *[pairsRows]*float64)

//go:noescape
func pairsEuclidean256(x *[pairsRows]*float64, d int, block *float64, costs *[pairsRows]*float64)

//go:noescape
func pairsSquared512(x *[pairsRows]*float64, d int, block *float64, costs *[pairsRows]*float64)

//go:noescape
func pairsSquared256(x *[pairsRows]*float64, d int, block *float64, costs *[pairsRows]*float64)

//go:noescape
func pairsCityblock512(x *[pairsRows]*float64, d int, block *float64, costs *[pairsRows]*float64)

//go:noescape
func pairsCityblock256(x *[pairsRows]*float64, d int, block *float64, costs *[pairsRows]*float64)

//go:noescape
func pairsChebyshev512(x *[pairsRows]*float64, d int, block *float64, costs *[pairsRows]*float64)

//go:noescape
func pairsChebyshev256(x *[pairsRows]*float64, d int, block *float64, costs *[pairsRows]*float64)

//go:noescape
func wholeEuclidean256(x *[pairsRows]*int16, d int, block *int16, costs *[pairsRows]*float64)

//go:noescape
func wholeSquared256(x *[pairsRows]*int16, d int, block *int16, costs *[pairsRows]*float64)

//go:noescape
func wholeCityblock256(x *[pairsRows]*int16, d int, block *int16, costs *[pairsRows]*float64)

//go:noescape
func wholeChebyshev256(x *[pairsRows]*int16, d int, block *int16, costs *[pairsRows]*float64)

// rowKernels reports whether this processor has the kernels of row.go.
var rowKernels = cpu.X86.HasAVX2

//go:noescape
func below256(c, v *float64, n int, bound float64) int

//go:noescape
func minima256(least, c, v *float64, n int)

//go:noescape
func lower256(least, c *float64, n int)

//go:noescape
func lowerToMean256(least, a, b, c, d *float64, n int, u float64)

//go:noescape
func within256(c *float64, n int, bound float64) bool
