//go:build !purego

#include "textflag.h"

// The kernels of row.go. The functions there whose names end in Plain compute the same without
// vectors. Each turn of a loop handles sixteen costs.

// All bits of a lane of y, or none: whether c − v < bound.
#define ROWBELOW(offset, y) \
	VMOVUPD offset(SI)(AX*8), y \
	VSUBPD offset(DI)(AX*8), y, y \
	VCMPPD $1, Y15, y, y

// func below256(c, v *float64, n int, bound float64) int
TEXT ·below256(SB), NOSPLIT, $0-40
	MOVQ c+0(FP), SI
	MOVQ v+8(FP), DI
	MOVQ n+16(FP), CX
	VBROADCASTSD bound+24(FP), Y15
	XORQ AX, AX
	LEAQ -16(CX), DX // where the last turn begins
turn:
	ROWBELOW(0, Y0)
	ROWBELOW(32, Y1)
	ROWBELOW(64, Y2)
	ROWBELOW(96, Y3)
	VORPD Y0, Y1, Y4
	VORPD Y2, Y3, Y5
	VORPD Y4, Y5, Y4
	VTESTPD Y4, Y4
	JNZ found
	ADDQ $16, AX
	CMPQ AX, DX
	JLE turn
	CMPQ AX, CX
	JGE none
	// The last turn begins within the one before: what both look at is not below.
	MOVQ DX, AX
	JMP turn
none:
	VZEROUPPER
	MOVQ CX, ret+32(FP)
	RET
found:
	VMOVMSKPD Y0, R8
	VMOVMSKPD Y1, R9
	VMOVMSKPD Y2, R10
	VMOVMSKPD Y3, R11
	SHLQ $4, R9
	SHLQ $8, R10
	SHLQ $12, R11
	ORQ R9, R8
	ORQ R11, R10
	ORQ R10, R8
	BSFQ R8, R8
	ADDQ R8, AX
	VZEROUPPER
	MOVQ AX, ret+32(FP)
	RET

// Eight vectors of minima of c − v.
DATA ·infinity+0(SB)/8, $0x7ff0000000000000
GLOBL ·infinity(SB), RODATA, $8

#define ROWMINIMUM(offset, y) \
	VMOVUPD offset(SI)(AX*8), Y8 \
	VSUBPD offset(DX)(AX*8), Y8, Y8 \
	VMINPD y, Y8, y

// func minima256(least, c, v *float64, n int)
TEXT ·minima256(SB), NOSPLIT, $0-32
	MOVQ least+0(FP), DI
	MOVQ c+8(FP), SI
	MOVQ v+16(FP), DX
	MOVQ n+24(FP), CX
	VBROADCASTSD ·infinity(SB), Y0
	VMOVAPD Y0, Y1
	VMOVAPD Y0, Y2
	VMOVAPD Y0, Y3
	VMOVAPD Y0, Y4
	VMOVAPD Y0, Y5
	VMOVAPD Y0, Y6
	VMOVAPD Y0, Y7
	XORQ AX, AX
turn:
	ROWMINIMUM(0, Y0)
	ROWMINIMUM(32, Y1)
	ROWMINIMUM(64, Y2)
	ROWMINIMUM(96, Y3)
	ROWMINIMUM(128, Y4)
	ROWMINIMUM(160, Y5)
	ROWMINIMUM(192, Y6)
	ROWMINIMUM(224, Y7)
	ADDQ $32, AX
	CMPQ AX, CX
	JLT turn
	VMOVUPD Y0, (DI)
	VMOVUPD Y1, 32(DI)
	VMOVUPD Y2, 64(DI)
	VMOVUPD Y3, 96(DI)
	VMOVUPD Y4, 128(DI)
	VMOVUPD Y5, 160(DI)
	VMOVUPD Y6, 192(DI)
	VMOVUPD Y7, 224(DI)
	VZEROUPPER
	RET

// VMINPD takes least where both are equal.
#define ROWLOWER(offset, y) \
	VMOVUPD offset(SI)(AX*8), y \
	VMINPD offset(DI)(AX*8), y, y \
	VMOVUPD y, offset(DI)(AX*8)

// func lower256(least, c *float64, n int)
TEXT ·lower256(SB), NOSPLIT, $0-24
	MOVQ least+0(FP), DI
	MOVQ c+8(FP), SI
	MOVQ n+16(FP), CX
	XORQ AX, AX
turn:
	ROWLOWER(0, Y0)
	ROWLOWER(32, Y1)
	ROWLOWER(64, Y2)
	ROWLOWER(96, Y3)
	ADDQ $16, AX
	CMPQ AX, CX
	JLT turn
	VZEROUPPER
	RET

DATA ·quarter+0(SB)/8, $0.25
GLOBL ·quarter(SB), RODATA, $8

#define ROWMEAN(offset, y, z) \
	VMOVUPD offset(R8)(AX*8), y \
	VMOVUPD offset(R10)(AX*8), z \
	VADDPD offset(R9)(AX*8), y, y \
	VADDPD offset(R11)(AX*8), z, z \
	VADDPD z, y, y \
	VMULPD Y14, y, y \
	VSUBPD Y15, y, y \
	VMINPD offset(DI)(AX*8), y, y \
	VMOVUPD y, offset(DI)(AX*8)

// func lowerToMean256(least, a, b, c, d *float64, n int, u float64)
TEXT ·lowerToMean256(SB), NOSPLIT, $0-56
	MOVQ least+0(FP), DI
	MOVQ a+8(FP), R8
	MOVQ b+16(FP), R9
	MOVQ c+24(FP), R10
	MOVQ d+32(FP), R11
	MOVQ n+40(FP), CX
	VBROADCASTSD u+48(FP), Y15
	VBROADCASTSD ·quarter(SB), Y14
	XORQ AX, AX
turn:
	ROWMEAN(0, Y0, Y1)
	ROWMEAN(32, Y2, Y3)
	ROWMEAN(64, Y4, Y5)
	ROWMEAN(96, Y6, Y7)
	ADDQ $16, AX
	CMPQ AX, CX
	JLT turn
	VZEROUPPER
	RET

// All bits of a lane of y, or none: whether |c| ≤ bound.
#define ROWWITHIN(offset, y) \
	VANDPD offset(SI)(AX*8), Y14, y \
	VCMPPD $2, Y15, y, y

// func within256(c *float64, n int, bound float64) bool
TEXT ·within256(SB), NOSPLIT, $0-25
	MOVQ c+0(FP), SI
	MOVQ n+8(FP), CX
	VBROADCASTSD bound+16(FP), Y15
	VBROADCASTSD ·absolute(SB), Y14
	VCMPPD $15, Y0, Y0, Y4 // all bits
	XORQ AX, AX
turn:
	ROWWITHIN(0, Y0)
	ROWWITHIN(32, Y1)
	ROWWITHIN(64, Y2)
	ROWWITHIN(96, Y3)
	VANDPD Y0, Y1, Y0
	VANDPD Y2, Y3, Y2
	VANDPD Y0, Y4, Y4
	VANDPD Y2, Y4, Y4
	ADDQ $16, AX
	CMPQ AX, CX
	JLT turn
	VMOVMSKPD Y4, AX
	CMPQ AX, $15
	SETEQ ret+24(FP)
	VZEROUPPER
	RET
