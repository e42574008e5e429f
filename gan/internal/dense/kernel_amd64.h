// The micro-kernels. Both keep a tile of c in registers while l runs from 0 to k. Each
// step reads row l of the panel. For each row of the tile it reads one entry of a, and
// adds to the tile that entry times the row of the panel.
//
// CX = k, SI = a, DI = panel, DX = c, AX = whether to add to c. In bytes: R8 = distance
// between rows of a, R9 = between columns of a, R10 = three times R8, BX = between rows
// of c.

#define FACTORS \
	MOVQ k+0(FP), CX \
	MOVQ a+8(FP), SI \
	MOVQ byRow+16(FP), R8 \
	MOVQ byColumn+24(FP), R9 \
	MOVQ b+32(FP), DI \
	MOVQ c+40(FP), DX \
	MOVQ width+48(FP), BX \
	MOVBLZX add+56(FP), AX \
	SHLQ $SHIFT, R8 \
	SHLQ $SHIFT, R9 \
	SHLQ $SHIFT, BX \
	LEAQ (R8)(R8*2), R10 // three rows of a

// func kernel512(k int, a *Float, byRow, byColumn int, b, c *Float, width int, add bool)
//
// AVX-512. A tile has eight rows of two registers: Z0 and Z1, …, Z14 and Z15. A register
// holds eight doubles or sixteen floats of 32 bits. Z16 and Z17 are a row of the panel,
// Z18 is an entry of a, repeated.

#define STEP512(entry, left, right) \
	BROADCAST entry, Z18 \
	MULTIPLYADD Z16, Z18, left \
	MULTIPLYADD Z17, Z18, right

#define ADD512(left, right) \
	ADD (DI), left, left \
	ADD 64(DI), right, right \
	ADDQ BX, DI

#define STORE512(left, right) \
	VMOVUPD left, (DX) \
	VMOVUPD right, 64(DX) \
	ADDQ BX, DX

TEXT ·kernel512(SB), NOSPLIT, $0-57
	FACTORS
	LEAQ (R8)(R8*4), R11
	LEAQ (R10)(R8*4), R12
	VPXORQ Z0, Z0, Z0
	VMOVAPD Z0, Z1
	VMOVAPD Z0, Z2
	VMOVAPD Z0, Z3
	VMOVAPD Z0, Z4
	VMOVAPD Z0, Z5
	VMOVAPD Z0, Z6
	VMOVAPD Z0, Z7
	VMOVAPD Z0, Z8
	VMOVAPD Z0, Z9
	VMOVAPD Z0, Z10
	VMOVAPD Z0, Z11
	VMOVAPD Z0, Z12
	VMOVAPD Z0, Z13
	VMOVAPD Z0, Z14
	VMOVAPD Z0, Z15

	PCALIGN $32
step512:
	VMOVUPD (DI), Z16
	VMOVUPD 64(DI), Z17
	STEP512((SI), Z0, Z1)
	STEP512((SI)(R8*1), Z2, Z3)
	STEP512((SI)(R8*2), Z4, Z5)
	STEP512((SI)(R10*1), Z6, Z7)
	STEP512((SI)(R8*4), Z8, Z9)
	STEP512((SI)(R11*1), Z10, Z11)
	STEP512((SI)(R10*2), Z12, Z13)
	STEP512((SI)(R12*1), Z14, Z15)
	ADDQ R9, SI
	ADDQ $128, DI
	DECQ CX
	JNZ  step512

	TESTQ AX, AX
	JZ    store512
	MOVQ  DX, DI
	ADD512(Z0, Z1)
	ADD512(Z2, Z3)
	ADD512(Z4, Z5)
	ADD512(Z6, Z7)
	ADD512(Z8, Z9)
	ADD512(Z10, Z11)
	ADD512(Z12, Z13)
	ADD512(Z14, Z15)

store512:
	STORE512(Z0, Z1)
	STORE512(Z2, Z3)
	STORE512(Z4, Z5)
	STORE512(Z6, Z7)
	STORE512(Z8, Z9)
	STORE512(Z10, Z11)
	STORE512(Z12, Z13)
	STORE512(Z14, Z15)
	VZEROUPPER
	RET

// func kernel256(k int, a *Float, byRow, byColumn int, b, c *Float, width int, add bool)
//
// AVX2 and FMA. A tile has four rows of two registers, each half as long.

#define STEP256(entry, left, right) \
	BROADCAST entry, Y10 \
	MULTIPLYADD Y8, Y10, left \
	MULTIPLYADD Y9, Y10, right

#define ADD256(left, right) \
	ADD (DI), left, left \
	ADD 32(DI), right, right \
	ADDQ BX, DI

#define STORE256(left, right) \
	VMOVUPD left, (DX) \
	VMOVUPD right, 32(DX) \
	ADDQ BX, DX

TEXT ·kernel256(SB), NOSPLIT, $0-57
	FACTORS
	VXORPD Y0, Y0, Y0
	VMOVAPD Y0, Y1
	VMOVAPD Y0, Y2
	VMOVAPD Y0, Y3
	VMOVAPD Y0, Y4
	VMOVAPD Y0, Y5
	VMOVAPD Y0, Y6
	VMOVAPD Y0, Y7

	PCALIGN $32
step256:
	VMOVUPD (DI), Y8
	VMOVUPD 32(DI), Y9
	STEP256((SI), Y0, Y1)
	STEP256((SI)(R8*1), Y2, Y3)
	STEP256((SI)(R8*2), Y4, Y5)
	STEP256((SI)(R10*1), Y6, Y7)
	ADDQ R9, SI
	ADDQ $64, DI
	DECQ CX
	JNZ  step256

	TESTQ AX, AX
	JZ    store256
	MOVQ  DX, DI
	ADD256(Y0, Y1)
	ADD256(Y2, Y3)
	ADD256(Y4, Y5)
	ADD256(Y6, Y7)

store256:
	STORE256(Y0, Y1)
	STORE256(Y2, Y3)
	STORE256(Y4, Y5)
	STORE256(Y6, Y7)
	VZEROUPPER
	RET
