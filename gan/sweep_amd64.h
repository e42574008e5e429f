// The loops of sweep.go in vectors of 256 bits: n is how many entries, whole vectors and
// not 0. No product is fused with a sum here, so that the bits are those of the plain
// loops.

#define NEXT(bytes, entries, loop) \
	ADDQ $bytes, AX \
	SUBQ $entries, CX \
	JNZ  loop

// func rectify256(rows, n int, x *float, width int, bias *float)
TEXT ·rectify256(SB), NOSPLIT, $0-40
	MOVQ rows+0(FP), DX
	MOVQ x+16(FP), DI
	MOVQ width+24(FP), R8
	MOVQ bias+32(FP), SI
	SHLQ $SHIFT, R8
	VXORPD Y0, Y0, Y0

row:
	MOVQ n+8(FP), CX
	XORQ AX, AX

rectify:
	VMOVUPD (DI)(AX*1), Y1
	ADD (SI)(AX*1), Y1, Y1
	MAX Y1, Y0, Y1 // in this order NaN stays NaN
	ADD Y0, Y1, Y1 // and −0 is to become 0
	VMOVUPD Y1, (DI)(AX*1)
	NEXT(32, FLOATS256, rectify)
	ADDQ R8, DI
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET

// func mask256(n int, grad, h *float)
TEXT ·mask256(SB), NOSPLIT, $0-24
	MOVQ n+0(FP), CX
	MOVQ grad+8(FP), DI
	MOVQ h+16(FP), SI
	XORQ AX, AX
	VXORPD Y0, Y0, Y0

mask:
	COMPARE $1, (SI)(AX*1), Y0, Y1 // 0 < h: all bits or none
	AND (DI)(AX*1), Y1, Y1
	VMOVUPD Y1, (DI)(AX*1)
	NEXT(32, FLOATS256, mask)
	VZEROUPPER
	RET

// func addRows256(rows, n int, sum, x *float, width int)
TEXT ·addRows256(SB), NOSPLIT, $0-40
	MOVQ rows+0(FP), DX
	MOVQ sum+16(FP), DI
	MOVQ x+24(FP), SI
	MOVQ width+32(FP), R8
	SHLQ $SHIFT, R8

row:
	MOVQ n+8(FP), CX
	XORQ AX, AX

add:
	VMOVUPD (DI)(AX*1), Y1
	ADD (SI)(AX*1), Y1, Y1
	VMOVUPD Y1, (DI)(AX*1)
	NEXT(32, FLOATS256, add)
	ADDQ R8, SI
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET

// func clip256(n int, x *float64, low, high float64)
TEXT ·clip256(SB), NOSPLIT, $0-32
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

// RMSProp is in twice as wide vectors, too: dividing and taking roots is most of its
// time, and that of eight numbers takes as long as that of four.

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
