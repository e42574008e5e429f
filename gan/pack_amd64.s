//go:build !purego

#include "textflag.h"

// What brings the right factor of a product into a panel: see tile.pack.
//
// In: CX = rows, SI = b, R8 = distance in b in bytes, DI = panel.

#define ARGUMENTS \
	MOVQ rows+0(FP), CX \
	MOVQ b+8(FP), SI \
	MOVQ distance+16(FP), R8 \
	MOVQ panel+24(FP), DI \
	SHLQ $3, R8 \
	LEAQ (R8)(R8*2), R9

// func copy16(rows int, b *float64, distance int, panel *float64)
TEXT ·copy16(SB), NOSPLIT, $0-32
	ARGUMENTS

copy16:
	VMOVUPD (SI), Z0
	VMOVUPD 64(SI), Z1
	VMOVUPD Z0, (DI)
	VMOVUPD Z1, 64(DI)
	ADDQ R8, SI
	ADDQ $128, DI
	DECQ CX
	JNZ  copy16
	VZEROUPPER
	RET

// func copy8(rows int, b *float64, distance int, panel *float64)
TEXT ·copy8(SB), NOSPLIT, $0-32
	ARGUMENTS

copy8:
	VMOVUPD (SI), Y0
	VMOVUPD 32(SI), Y1
	VMOVUPD Y0, (DI)
	VMOVUPD Y1, 32(DI)
	ADDQ R8, SI
	ADDQ $64, DI
	DECQ CX
	JNZ  copy8
	VZEROUPPER
	RET

// func turn8(rows int, b *float64, distance int, panel *float64)
//
// Eight columns of b, eight rows at a time. In three rounds numbers change places
// with neighbours, pairs with pairs, and fours with fours.
TEXT ·turn8(SB), NOSPLIT, $0-32
	ARGUMENTS
	LEAQ (R8)(R8*4), R10
	LEAQ (R9)(R8*4), R11

turn8:
	VMOVUPD (SI), Z0
	VMOVUPD (SI)(R8*1), Z1
	VMOVUPD (SI)(R8*2), Z2
	VMOVUPD (SI)(R9*1), Z3
	VMOVUPD (SI)(R8*4), Z4
	VMOVUPD (SI)(R10*1), Z5
	VMOVUPD (SI)(R9*2), Z6
	VMOVUPD (SI)(R11*1), Z7

	VUNPCKLPD Z1, Z0, Z8
	VUNPCKHPD Z1, Z0, Z9
	VUNPCKLPD Z3, Z2, Z10
	VUNPCKHPD Z3, Z2, Z11
	VUNPCKLPD Z5, Z4, Z12
	VUNPCKHPD Z5, Z4, Z13
	VUNPCKLPD Z7, Z6, Z14
	VUNPCKHPD Z7, Z6, Z15

	VSHUFF64X2 $0x88, Z10, Z8, Z0
	VSHUFF64X2 $0xDD, Z10, Z8, Z2
	VSHUFF64X2 $0x88, Z14, Z12, Z4
	VSHUFF64X2 $0xDD, Z14, Z12, Z6
	VSHUFF64X2 $0x88, Z11, Z9, Z1
	VSHUFF64X2 $0xDD, Z11, Z9, Z3
	VSHUFF64X2 $0x88, Z15, Z13, Z5
	VSHUFF64X2 $0xDD, Z15, Z13, Z7

	VSHUFF64X2 $0x88, Z4, Z0, Z8
	VSHUFF64X2 $0xDD, Z4, Z0, Z12
	VSHUFF64X2 $0x88, Z6, Z2, Z10
	VSHUFF64X2 $0xDD, Z6, Z2, Z14
	VSHUFF64X2 $0x88, Z5, Z1, Z9
	VSHUFF64X2 $0xDD, Z5, Z1, Z13
	VSHUFF64X2 $0x88, Z7, Z3, Z11
	VSHUFF64X2 $0xDD, Z7, Z3, Z15

	VMOVUPD Z8, (DI)
	VMOVUPD Z9, 128(DI)
	VMOVUPD Z10, 256(DI)
	VMOVUPD Z11, 384(DI)
	VMOVUPD Z12, 512(DI)
	VMOVUPD Z13, 640(DI)
	VMOVUPD Z14, 768(DI)
	VMOVUPD Z15, 896(DI)
	ADDQ $64, SI
	ADDQ $1024, DI
	SUBQ $8, CX
	JNZ  turn8
	VZEROUPPER
	RET

// func turn4(rows int, b *float64, distance int, panel *float64)
//
// Four columns of b, four rows at a time: in two rounds.
TEXT ·turn4(SB), NOSPLIT, $0-32
	ARGUMENTS

turn4:
	VMOVUPD (SI), Y0
	VMOVUPD (SI)(R8*1), Y1
	VMOVUPD (SI)(R8*2), Y2
	VMOVUPD (SI)(R9*1), Y3

	VUNPCKLPD Y1, Y0, Y4
	VUNPCKHPD Y1, Y0, Y5
	VUNPCKLPD Y3, Y2, Y6
	VUNPCKHPD Y3, Y2, Y7

	VPERM2F128 $0x20, Y6, Y4, Y0
	VPERM2F128 $0x20, Y7, Y5, Y1
	VPERM2F128 $0x31, Y6, Y4, Y2
	VPERM2F128 $0x31, Y7, Y5, Y3

	VMOVUPD Y0, (DI)
	VMOVUPD Y1, 64(DI)
	VMOVUPD Y2, 128(DI)
	VMOVUPD Y3, 192(DI)
	ADDQ $32, SI
	ADDQ $256, DI
	SUBQ $4, CX
	JNZ  turn4
	VZEROUPPER
	RET
