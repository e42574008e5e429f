// The loops of elementwise.go over Floats, in vectors of 256 bits. n is the number of entries
// in each row: whole vectors, at least one. There is at least one row.

#define NEXT(loop) \
	ADDQ $32, AX \
	SUBQ $FLOATS256, CX \
	JNZ  loop

// func rectify256(rows, n int, x *Float, width int, bias *Float)
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
	NEXT(rectify)
	ADDQ R8, DI
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET

// func mask256(n int, grad, h *Float)
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
	NEXT(mask)
	VZEROUPPER
	RET

// func addRows256(rows, n int, sum, x *Float, width int)
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
	NEXT(add)
	ADDQ R8, SI
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET
