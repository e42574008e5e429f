//go:build !purego

#include "textflag.h"
#include "pairs_amd64.h"

// The kernels of pairs.go. The method that computes the same in Go is Columns.plain. A block
// holds sixteen numbers of each coordinate, one coordinate after the other. Each turn of the
// outer loop computes the costs of four rows to eight points.

#define SQUARE(t) VMULPD t, t, t
#define MAGNITUDE(t) VANDPD t, Y13, t
#define SUM(t, sum) VADDPD t, sum, sum
#define LARGEROF(t, sum) VMAXPD t, sum, sum

#define PAIRSROW(x, a, b, TERM, JOIN) \
	VBROADCASTSD (x)(AX*8), Y10 \
	VSUBPD Y8, Y10, Y11 \
	VSUBPD Y9, Y10, Y12 \
	TERM(Y11) \
	TERM(Y12) \
	JOIN(Y11, a) \
	JOIN(Y12, b)

#define ROOT(y) VSQRTPD y, y
#define SAME(y)

#define STOREROW(k, a, b, ROOTORNOT) \
	ROOTORNOT(a) \
	ROOTORNOT(b) \
	MOVQ (8*k)(DX), R14 \
	VMOVUPD a, (R14)(CX*1) \
	VMOVUPD b, 32(R14)(CX*1)

// func name(x *[4]*float64, d int, block *float64, costs *[4]*float64)
#define PAIRSKERNEL(name, TERM, JOIN, ROOTORNOT) \
TEXT name(SB), NOSPLIT, $0-32 \
	LOADPAIRS(DI) \
	VBROADCASTSD ·absolute(SB), Y13 \
	XORQ CX, CX \
eight: \
	VXORPD Y0, Y0, Y0 \
	VXORPD Y1, Y1, Y1 \
	VXORPD Y2, Y2, Y2 \
	VXORPD Y3, Y3, Y3 \
	VXORPD Y4, Y4, Y4 \
	VXORPD Y5, Y5, Y5 \
	VXORPD Y6, Y6, Y6 \
	VXORPD Y7, Y7, Y7 \
	LEAQ (DI)(CX*1), SI \
	XORQ AX, AX \
coordinate: \
	VMOVUPD (SI), Y8 \
	VMOVUPD 32(SI), Y9 \
	PAIRSROW(R8, Y0, Y1, TERM, JOIN) \
	PAIRSROW(R9, Y2, Y3, TERM, JOIN) \
	PAIRSROW(R10, Y4, Y5, TERM, JOIN) \
	PAIRSROW(R11, Y6, Y7, TERM, JOIN) \
	ADDQ $128, SI \
	INCQ AX \
	CMPQ AX, BX \
	JLT coordinate \
	STOREROW(0, Y0, Y1, ROOTORNOT) \
	STOREROW(1, Y2, Y3, ROOTORNOT) \
	STOREROW(2, Y4, Y5, ROOTORNOT) \
	STOREROW(3, Y6, Y7, ROOTORNOT) \
	ADDQ $64, CX \
	CMPQ CX, $128 \
	JLT eight \
	VZEROUPPER \
	RET

PAIRSKERNEL(·pairsEuclidean256, SQUARE, SUM, ROOT)
PAIRSKERNEL(·pairsSquared256, SQUARE, SUM, SAME)
PAIRSKERNEL(·pairsCityblock256, MAGNITUDE, SUM, SAME)
PAIRSKERNEL(·pairsChebyshev256, MAGNITUDE, LARGEROF, SAME)

// The same with vectors of 512 bits: each pass computes the costs of four rows to sixteen points.

#define MAGNITUDE512(t) VPANDQ t, Z13, t

#define STOREROW512(k, a, b, ROOTORNOT) \
	ROOTORNOT(a) \
	ROOTORNOT(b) \
	MOVQ (8*k)(DX), R14 \
	VMOVUPD a, (R14) \
	VMOVUPD b, 64(R14)

#define PAIRSROW512(x, a, b, TERM, JOIN) \
	VBROADCASTSD (x)(AX*8), Z10 \
	VSUBPD Z8, Z10, Z11 \
	VSUBPD Z9, Z10, Z12 \
	TERM(Z11) \
	TERM(Z12) \
	JOIN(Z11, a) \
	JOIN(Z12, b)

#define PAIRSKERNEL512(name, TERM, JOIN, ROOTORNOT) \
TEXT name(SB), NOSPLIT, $0-32 \
	LOADPAIRS(SI) \
	VBROADCASTSD ·absolute(SB), Z13 \
	VPXORQ Z0, Z0, Z0 \
	VPXORQ Z1, Z1, Z1 \
	VPXORQ Z2, Z2, Z2 \
	VPXORQ Z3, Z3, Z3 \
	VPXORQ Z4, Z4, Z4 \
	VPXORQ Z5, Z5, Z5 \
	VPXORQ Z6, Z6, Z6 \
	VPXORQ Z7, Z7, Z7 \
	XORQ AX, AX \
coordinate: \
	VMOVUPD (SI), Z8 \
	VMOVUPD 64(SI), Z9 \
	PAIRSROW512(R8, Z0, Z1, TERM, JOIN) \
	PAIRSROW512(R9, Z2, Z3, TERM, JOIN) \
	PAIRSROW512(R10, Z4, Z5, TERM, JOIN) \
	PAIRSROW512(R11, Z6, Z7, TERM, JOIN) \
	ADDQ $128, SI \
	INCQ AX \
	CMPQ AX, BX \
	JLT coordinate \
	STOREROW512(0, Z0, Z1, ROOTORNOT) \
	STOREROW512(1, Z2, Z3, ROOTORNOT) \
	STOREROW512(2, Z4, Z5, ROOTORNOT) \
	STOREROW512(3, Z6, Z7, ROOTORNOT) \
	VZEROUPPER \
	RET

PAIRSKERNEL512(·pairsEuclidean512, SQUARE, SUM, ROOT)
PAIRSKERNEL512(·pairsSquared512, SQUARE, SUM, SAME)
PAIRSKERNEL512(·pairsCityblock512, MAGNITUDE512, SUM, SAME)
PAIRSKERNEL512(·pairsChebyshev512, MAGNITUDE512, LARGEROF, SAME)
