//go:build !purego

#include "textflag.h"
#include "pairs_amd64.h"

// The kernels of whole.go. A block holds, for each pair of coordinates, the two numbers of sixteen
// points, 16 bits each. Each turn of the loop reads a pair of coordinates of four rows.

DATA ·ones16+0(SB)/4, $0x00010001
GLOBL ·ones16(SB), RODATA, $4

#define SQUARES(t) VPMADDWD t, t, t
#define MAGNITUDES(t) VPABSW t, t
#define MAGNITUDESOFTWO(t) \
	VPABSW t, t \
	VPMADDWD Y13, t, t
#define SUM32(t, sum) VPADDD t, sum, sum
#define LARGER16(t, larger) VPMAXSW t, larger, larger

#define WHOLEROW(x, a, b, TERM, JOIN) \
	VPBROADCASTD (x)(AX*4), Y10 \
	VPSUBW Y8, Y10, Y11 \
	VPSUBW Y9, Y10, Y12 \
	TERM(Y11) \
	TERM(Y12) \
	JOIN(Y11, a) \
	JOIN(Y12, b)

// The larger of the two numbers of 16 bits in each 32.
#define LARGEROFTWO(a) \
	VPSRLD $16, a, Y11 \
	VPMAXSW Y11, a, a \
	VPSLLD $16, a, a \
	VPSRLD $16, a, a

#define ROOT(y) VSQRTPD y, y
#define SAME(y)

#define STOREFOUR(x, at, ROOTORNOT) \
	VCVTDQ2PD x, Y10 \
	ROOTORNOT(Y10) \
	VMOVUPD Y10, at(R14)

#define STOREWHOLE(k, a, lowA, b, lowB, LAST, ROOTORNOT) \
	LAST(a) \
	LAST(b) \
	MOVQ (8*k)(DX), R14 \
	STOREFOUR(lowA, 0, ROOTORNOT) \
	VEXTRACTI128 $1, a, X12 \
	STOREFOUR(X12, 32, ROOTORNOT) \
	STOREFOUR(lowB, 64, ROOTORNOT) \
	VEXTRACTI128 $1, b, X12 \
	STOREFOUR(X12, 96, ROOTORNOT)

// func name(x *[4]*int16, d int, block *int16, costs *[4]*float64)
#define WHOLEKERNEL(name, TERM, JOIN, LAST, ROOTORNOT) \
TEXT name(SB), NOSPLIT, $0-32 \
	LOADPAIRS(SI) \
	SHRQ $1, BX \
	VPBROADCASTD ·ones16(SB), Y13 \
	VPXOR Y0, Y0, Y0 \
	VPXOR Y1, Y1, Y1 \
	VPXOR Y2, Y2, Y2 \
	VPXOR Y3, Y3, Y3 \
	VPXOR Y4, Y4, Y4 \
	VPXOR Y5, Y5, Y5 \
	VPXOR Y6, Y6, Y6 \
	VPXOR Y7, Y7, Y7 \
	XORQ AX, AX \
pair: \
	VMOVDQU (SI), Y8 \
	VMOVDQU 32(SI), Y9 \
	WHOLEROW(R8, Y0, Y1, TERM, JOIN) \
	WHOLEROW(R9, Y2, Y3, TERM, JOIN) \
	WHOLEROW(R10, Y4, Y5, TERM, JOIN) \
	WHOLEROW(R11, Y6, Y7, TERM, JOIN) \
	ADDQ $64, SI \
	INCQ AX \
	CMPQ AX, BX \
	JLT pair \
	STOREWHOLE(0, Y0, X0, Y1, X1, LAST, ROOTORNOT) \
	STOREWHOLE(1, Y2, X2, Y3, X3, LAST, ROOTORNOT) \
	STOREWHOLE(2, Y4, X4, Y5, X5, LAST, ROOTORNOT) \
	STOREWHOLE(3, Y6, X6, Y7, X7, LAST, ROOTORNOT) \
	VZEROUPPER \
	RET

WHOLEKERNEL(·wholeEuclidean256, SQUARES, SUM32, SAME, ROOT)
WHOLEKERNEL(·wholeSquared256, SQUARES, SUM32, SAME, SAME)
WHOLEKERNEL(·wholeCityblock256, MAGNITUDESOFTWO, SUM32, SAME, SAME)
WHOLEKERNEL(·wholeChebyshev256, MAGNITUDES, LARGER16, LARGEROFTWO, SAME)
