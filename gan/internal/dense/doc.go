// Package dense computes with the dense matrices of small networks: products, sums over
// rows, and elementwise functions. Package gan has the equations; this package computes them
// fast, on one processor or two, in 64 bits or in 32.
//
//	matrix.go                  row-major matrices and their transposes
//	batch.go                   a list of steps for all rows of a batch, on two processors
//	product.go                 c = ab and c += ab
//	kernel.go                  the same with a micro-kernel
//	plain.go                   the same in plain Go
//	elementwise.go             bias with ReLU, masks, clamping, one step of RMSProp
//	float.go                   the precision: float64.go or, with -tags float32, float32.go
//	decl_amd64.go, *.s, *.h    assembly for processors with AVX2 or AVX-512
//	decl_pure.go               replaces the assembly on other processors
//
// # How a product is made
//
// The words are those of the BLIS papers (Van Zee and van de Geijn 2015). A tile is a
// block of c that fits the registers of the processor: 8×16 numbers of 64 bits with
// AVX-512. The micro-kernel computes one tile. For each l from 0 to k it multiplies
// column l of some rows of a with row l of some columns of b, and adds the outer product
// to the tile. It reads these columns of b from a panel: a copy in which their rows follow
// each other in memory, so that the processor fetches them in order. Packing is making this
// copy. The loops around the micro-kernel go over tiles; see scratch.blocked.
//
// # With and without assembly
//
// decl_amd64.go declares the functions in assembly and calls them. decl_pure.go has the same
// callers without assembly, as in math/big. All other functions are the same in all builds.
// Elementwise functions give the same bits with and without assembly. Products do not: a
// micro-kernel rounds a product and a sum once (fused multiply-add), the others twice.
// AVX2 and AVX-512 give the same bits.
package dense
