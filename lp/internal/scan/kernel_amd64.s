//go:build !purego

#include "textflag.h"

// The kernels of scan.go. The function that computes the same in Go is in below.go. A block holds 64 numbers of
// each coordinate, one coordinate after the other, and then 64 potentials. Each turn of
// the loop looks at sixteen points, the last ones first, so that their bits are shifted to
// where they belong.

DATA ·tiny+0(SB)/8, $0x0010000000000000
GLOBL ·tiny(SB), RODATA, $8

DATA ·absolute+0(SB)/8, $0x7fffffffffffffff
GLOBL ·absolute(SB), RODATA, $8

#define SQUARES(coordinates, t, sum) \
	VSUBPD coordinates, Y4, t \
	VFMADD231PD t, t, sum

#define ABSOLUTES(coordinates, t, sum) \
	VSUBPD coordinates, Y4, t \
	VANDPD t, Y13, t \
	VADDPD t, sum, sum

#define LARGEST(coordinates, t, sum) \
	VSUBPD coordinates, Y4, t \
	VANDPD t, Y13, t \
	VMAXPD t, sum, sum

// All bits of sum, or none: whether sum − v < bound.
#define BELOW(potentials, sum) \
	VMINPD sum, Y14, sum \
	VSUBPD potentials, sum, sum \
	VCMPPD $1, Y15, sum, sum

// Whether not √sum > bound + v: r = bound + v is squared, too, with its sign.
#define BELOWROOT(potentials, sum) \
	VADDPD potentials, Y15, Y5 \
	VANDPD Y5, Y13, Y6 \
	VMINPD sum, Y14, sum \
	VFMADD213PD Y12, Y6, Y5 \
	VCMPPD $10, Y5, sum, sum

#define BITS(sum) \
	VMOVMSKPD sum, R14 \
	SHLQ $4, DX \
	ORQ R14, DX

// Every sixteen coordinates: goes on to the next sixteen points if none of these can be below
// the bound, as no further coordinate makes ‖x−y‖∞ smaller. ‖x−y‖₁ grows
// too slowly for this.
#define ENDEARLY \
	VMINPD Y0, Y14, Y5 \
	VMINPD Y1, Y14, Y6 \
	VMINPD Y2, Y14, Y7 \
	VMINPD Y3, Y14, Y8 \
	VSUBPD -512(BX)(R9*1), Y5, Y5 \
	VSUBPD -480(BX)(R9*1), Y6, Y6 \
	VSUBPD -448(BX)(R9*1), Y7, Y7 \
	VSUBPD -416(BX)(R9*1), Y8, Y8 \
	VMINPD Y6, Y5, Y5 \
	VMINPD Y8, Y7, Y7 \
	VMINPD Y7, Y5, Y5 \
	VCMPPD $1, Y15, Y5, Y5 \
	VMOVMSKPD Y5, R14 \
	SHLQ $16, DX \
	TESTQ R14, R14 \
	JZ next \
	SHRQ $16, DX

#define GOON

// func name(x *float64, d int, blocks *float64, list *int32, n int, bound, ceiling float64) (at int, mask uint64)
#define KERNEL(name, ADD, TEST, EARLY) \
TEXT name(SB), NOSPLIT, $0-72 \
	MOVQ x+0(FP), SI \
	MOVQ d+8(FP), R8 \
	MOVQ blocks+16(FP), DI \
	MOVQ list+24(FP), R10 \
	MOVQ n+32(FP), R11 \
	VBROADCASTSD bound+40(FP), Y15 \
	VBROADCASTSD ceiling+48(FP), Y14 \
	VBROADCASTSD ·absolute(SB), Y13 \
	VBROADCASTSD ·tiny(SB), Y12 \
	LEAQ 1(R8), R9 \
	SHLQ $9, R9 \
	XORQ R12, R12 \
block: \
	MOVLQSX (R10)(R12*4), BX \
	IMULQ R9, BX \
	LEAQ 384(DI)(BX*1), BX \
	XORQ DX, DX \
	MOVQ $4, CX \
sixteen: \
	VXORPD Y0, Y0, Y0 \
	VXORPD Y1, Y1, Y1 \
	VXORPD Y2, Y2, Y2 \
	VXORPD Y3, Y3, Y3 \
	MOVQ BX, R13 \
	XORQ AX, AX \
part: \
	LEAQ 16(AX), R14 \
	CMPQ R14, R8 \
	CMOVQGT R8, R14 \
coordinate: \
	VBROADCASTSD (SI)(AX*8), Y4 \
	ADD((R13), Y5, Y0) \
	ADD(32(R13), Y6, Y1) \
	ADD(64(R13), Y7, Y2) \
	ADD(96(R13), Y8, Y3) \
	ADDQ $512, R13 \
	INCQ AX \
	CMPQ AX, R14 \
	JLT coordinate \
	CMPQ AX, R8 \
	JGE complete \
	EARLY \
	JMP part \
complete: \
	TEST(96(R13), Y3) \
	TEST(64(R13), Y2) \
	TEST(32(R13), Y1) \
	TEST((R13), Y0) \
	BITS(Y3) \
	BITS(Y2) \
	BITS(Y1) \
	BITS(Y0) \
next: \
	SUBQ $128, BX \
	DECQ CX \
	JNZ sixteen \
	TESTQ DX, DX \
	JNZ found \
	INCQ R12 \
	CMPQ R12, R11 \
	JLT block \
found: \
	VZEROUPPER \
	MOVQ R12, at+56(FP) \
	MOVQ DX, mask+64(FP) \
	RET

KERNEL(·euclidean256, SQUARES, BELOWROOT, GOON)
KERNEL(·squared256, SQUARES, BELOW, GOON)
KERNEL(·cityblock256, ABSOLUTES, BELOW, GOON)
KERNEL(·chebyshev256, LARGEST, BELOW, ENDEARLY)

// The kernels of tile.go: four rows and a block of 64 points, in 32 bits. Each turn of the
// loop looks at sixteen points for all four rows.

DATA ·absolute32+0(SB)/4, $0x7fffffff
GLOBL ·absolute32(SB), RODATA, $4

#define ROW(k, a, b) \
	VBROADCASTSS (4*k)(AX), Y10 \
	VSUBPS Y8, Y10, Y11 \
	VSUBPS Y9, Y10, Y12 \
	VFMADD231PS Y11, Y11, a \
	VFMADD231PS Y12, Y12, b

#define SIGNEDSQUARE(r) \
	VANDPS r, Y13, Y14 \
	VMULPS Y14, r, r

#define ASITIS(r)

// Sixteen bits of the mask of row k: whether not the sum > bound + v, squared or not.
#define TESTROW(k, a, b, POWER) \
	VBROADCASTSS (4*k)(R10), Y10 \
	VADDPS (R13), Y10, Y11 \
	VADDPS 32(R13), Y10, Y12 \
	POWER(Y11) \
	POWER(Y12) \
	VCMPPS $10, Y11, a, a \
	VCMPPS $10, Y12, b, b \
	VMOVMSKPS a, DX \
	VMOVMSKPS b, R12 \
	SHLQ $8, R12 \
	ORQ R12, DX \
	MOVW DX, (8*k)(R11)

// func name(rows *float32, d int, block, bounds *float32, masks *uint64)
#define TILEKERNEL(name, POWER) \
TEXT name(SB), NOSPLIT, $0-40 \
	MOVQ rows+0(FP), SI \
	MOVQ d+8(FP), R8 \
	MOVQ block+16(FP), DI \
	MOVQ bounds+24(FP), R10 \
	MOVQ masks+32(FP), R11 \
	VBROADCASTSS ·absolute32(SB), Y13 \
	MOVQ $4, CX \
sixteen: \
	VXORPS Y0, Y0, Y0 \
	VXORPS Y1, Y1, Y1 \
	VXORPS Y2, Y2, Y2 \
	VXORPS Y3, Y3, Y3 \
	VXORPS Y4, Y4, Y4 \
	VXORPS Y5, Y5, Y5 \
	VXORPS Y6, Y6, Y6 \
	VXORPS Y7, Y7, Y7 \
	MOVQ DI, R13 \
	MOVQ SI, AX \
	MOVQ R8, BX \
coordinate: \
	VMOVUPS (R13), Y8 \
	VMOVUPS 32(R13), Y9 \
	ROW(0, Y0, Y1) \
	ROW(1, Y2, Y3) \
	ROW(2, Y4, Y5) \
	ROW(3, Y6, Y7) \
	ADDQ $256, R13 \
	ADDQ $16, AX \
	DECQ BX \
	JNZ coordinate \
	TESTROW(0, Y0, Y1, POWER) \
	TESTROW(1, Y2, Y3, POWER) \
	TESTROW(2, Y4, Y5, POWER) \
	TESTROW(3, Y6, Y7, POWER) \
	ADDQ $64, DI \
	ADDQ $2, R11 \
	DECQ CX \
	JNZ sixteen \
	VZEROUPPER \
	RET

TILEKERNEL(·tileEuclidean256, SIGNEDSQUARE)
TILEKERNEL(·tileSquared256, ASITIS)
