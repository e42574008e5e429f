//go:build !purego

#include "textflag.h"

// The loops of sweep.go with AVX2, four entries at a time: n is how many, a
// multiple of four and not 0. No product is fused with a sum here, so that the bits
// are those of the plain loops.

#define NEXT(loop) \
	ADDQ $32, AX \
	SUBQ $4, CX \
	JNZ  loop

// func rectifyAVX(n int, x, bias *float64)
TEXT ·rectifyAVX(SB), NOSPLIT, $0-24
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), DI
	MOVQ bias+16(FP), SI
	XORQ AX, AX
	VXORPD Y0, Y0, Y0

rectify:
	VMOVUPD (DI)(AX*1), Y1
	VADDPD (SI)(AX*1), Y1, Y1
	VMAXPD Y1, Y0, Y1 // in this order NaN stays NaN
	VADDPD Y0, Y1, Y1 // and −0 is to become 0
	VMOVUPD Y1, (DI)(AX*1)
	NEXT(rectify)
	VZEROUPPER
	RET

// func maskAVX(n int, grad, h *float64)
TEXT ·maskAVX(SB), NOSPLIT, $0-24
	MOVQ n+0(FP), CX
	MOVQ grad+8(FP), DI
	MOVQ h+16(FP), SI
	XORQ AX, AX
	VXORPD Y0, Y0, Y0

mask:
	VCMPPD $1, (SI)(AX*1), Y0, Y1 // 0 < h: all bits or none
	VANDPD (DI)(AX*1), Y1, Y1
	VMOVUPD Y1, (DI)(AX*1)
	NEXT(mask)
	VZEROUPPER
	RET

// func addAVX(n int, sum, x *float64)
TEXT ·addAVX(SB), NOSPLIT, $0-24
	MOVQ n+0(FP), CX
	MOVQ sum+8(FP), DI
	MOVQ x+16(FP), SI
	XORQ AX, AX

add:
	VMOVUPD (DI)(AX*1), Y1
	VADDPD (SI)(AX*1), Y1, Y1
	VMOVUPD Y1, (DI)(AX*1)
	NEXT(add)
	VZEROUPPER
	RET

// func clipAVX(n int, x *float64, low, high float64)
TEXT ·clipAVX(SB), NOSPLIT, $0-32
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), DI
	VBROADCASTSD low+16(FP), Y0
	VBROADCASTSD high+24(FP), Y2
	XORQ AX, AX

clip:
	VMAXPD (DI)(AX*1), Y0, Y1
	VMINPD Y1, Y2, Y1
	VMOVUPD Y1, (DI)(AX*1)
	NEXT(clip)
	VZEROUPPER
	RET

// func rmspropAVX(n int, w, grad, v *float64, rate, decay, rest, epsilon float64)
TEXT ·rmspropAVX(SB), NOSPLIT, $0-64
	MOVQ n+0(FP), CX
	MOVQ w+8(FP), DI
	MOVQ grad+16(FP), SI
	MOVQ v+24(FP), DX
	VBROADCASTSD rate+32(FP), Y4
	VBROADCASTSD decay+40(FP), Y5
	VBROADCASTSD rest+48(FP), Y6
	VBROADCASTSD epsilon+56(FP), Y7
	XORQ AX, AX

rmsprop:
	VMOVUPD (SI)(AX*1), Y0 // g
	VMULPD Y0, Y6, Y1
	VMULPD Y0, Y1, Y1
	VMULPD (DX)(AX*1), Y5, Y2
	VADDPD Y1, Y2, Y2 // v
	VMOVUPD Y2, (DX)(AX*1)
	VSQRTPD Y2, Y2
	VADDPD Y7, Y2, Y2
	VMULPD Y0, Y4, Y0
	VDIVPD Y2, Y0, Y0
	VMOVUPD (DI)(AX*1), Y1
	VSUBPD Y0, Y1, Y1
	VMOVUPD Y1, (DI)(AX*1)
	NEXT(rmsprop)
	VZEROUPPER
	RET
