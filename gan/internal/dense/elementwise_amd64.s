//go:build !purego

#include "textflag.h"

// The loops of elementwise.go over parameters, which are doubles in every build. n is their
// number: whole vectors, at least one. No product is fused with a sum, so that the bits
// are those of the plain loops.

#define NEXT(bytes, doubles, loop) \
	ADDQ $bytes, AX \
	SUBQ $doubles, CX \
	JNZ  loop

// func clamp256(n int, x *float64, low, high float64)
TEXT ·clamp256(SB), NOSPLIT, $0-32
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), DI
	VBROADCASTSD low+16(FP), Y0
	VBROADCASTSD high+24(FP), Y2
	XORQ AX, AX

clip256:
	VMAXPD (DI)(AX*1), Y0, Y1
	VMINPD Y1, Y2, Y1
	VMOVUPD Y1, (DI)(AX*1)
	NEXT(32, 4, clip256)
	VZEROUPPER
	RET

// RMSProp has a version for AVX-512: most of its time is division and square roots, which
// take as long for eight numbers as for four.

#define STEP(g, v, w, rate, decay, rest, epsilon) \
	VMOVUPD (SI)(AX*1), g \
	VMULPD g, rest, w \
	VMULPD g, w, w \
	VMULPD (DX)(AX*1), decay, v \
	VADDPD w, v, v \
	VMOVUPD v, (DX)(AX*1) \
	VSQRTPD v, v \
	VADDPD epsilon, v, v \
	VMULPD g, rate, g \
	VDIVPD v, g, g \
	VMOVUPD (DI)(AX*1), w \
	VSUBPD g, w, w \
	VMOVUPD w, (DI)(AX*1)

// func rmsprop512(n int, w, grad, v *float64, rate, decay, rest, epsilon float64)
TEXT ·rmsprop512(SB), NOSPLIT, $0-64
	MOVQ n+0(FP), CX
	MOVQ w+8(FP), DI
	MOVQ grad+16(FP), SI
	MOVQ v+24(FP), DX
	VBROADCASTSD rate+32(FP), Z4
	VBROADCASTSD decay+40(FP), Z5
	VBROADCASTSD rest+48(FP), Z6
	VBROADCASTSD epsilon+56(FP), Z7
	XORQ AX, AX

rmsprop512:
	STEP(Z0, Z1, Z2, Z4, Z5, Z6, Z7)
	NEXT(64, 8, rmsprop512)
	VZEROUPPER
	RET

// func rmsprop256(n int, w, grad, v *float64, rate, decay, rest, epsilon float64)
TEXT ·rmsprop256(SB), NOSPLIT, $0-64
	MOVQ n+0(FP), CX
	MOVQ w+8(FP), DI
	MOVQ grad+16(FP), SI
	MOVQ v+24(FP), DX
	VBROADCASTSD rate+32(FP), Y4
	VBROADCASTSD decay+40(FP), Y5
	VBROADCASTSD rest+48(FP), Y6
	VBROADCASTSD epsilon+56(FP), Y7
	XORQ AX, AX

rmsprop256:
	STEP(Y0, Y1, Y2, Y4, Y5, Y6, Y7)
	NEXT(32, 4, rmsprop256)
	VZEROUPPER
	RET
