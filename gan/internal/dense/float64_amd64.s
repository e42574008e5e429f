//go:build !purego && !float32

#include "textflag.h"

// The macros for Floats of 64 bits. SHIFT is the logarithm of the bytes of a Float, FLOATS256
// the number of Floats in 256 bits.

#define SHIFT 3
#define FLOATS256 4
#define BROADCAST VBROADCASTSD
#define MULTIPLYADD VFMADD231PD
#define ADD VADDPD
#define MAX VMAXPD
#define COMPARE VCMPPD
#define AND VANDPD

#include "kernel_amd64.h"
#include "elementwise_amd64.h"
#include "pack_amd64.h"

// func packTransposed512(rows int, b *Float, distance int, panel *Float)
//
// Eight columns of b, eight rows at a time.
TEXT ·packTransposed512(SB), NOSPLIT, $0-32
	ARGUMENTS
	FAR

turn512:
	EIGHT(SI, Z0, Z1, Z2, Z3, Z4, Z5, Z6, Z7)

	VUNPCKLPD Z1, Z0, Z8
	VUNPCKHPD Z1, Z0, Z9
	VUNPCKLPD Z3, Z2, Z10
	VUNPCKHPD Z3, Z2, Z11
	VUNPCKLPD Z5, Z4, Z12
	VUNPCKHPD Z5, Z4, Z13
	VUNPCKLPD Z7, Z6, Z14
	VUNPCKHPD Z7, Z6, Z15

	LANES(Z8, Z10, Z12, Z14, 0, 256, 512, 768)
	LANES(Z9, Z11, Z13, Z15, 128, 384, 640, 896)

	ADDQ $64, SI
	ADDQ $1024, DI
	SUBQ $8, CX
	JNZ  turn512
	VZEROUPPER
	RET

// func packTransposed256(rows int, b *Float, distance int, panel *Float)
//
// Four columns of b, four rows at a time.
TEXT ·packTransposed256(SB), NOSPLIT, $0-32
	ARGUMENTS

turn256:
	VMOVUPD (SI), Y0
	VMOVUPD (SI)(R8*1), Y1
	VMOVUPD (SI)(R8*2), Y2
	VMOVUPD (SI)(R9*1), Y3

	VUNPCKLPD Y1, Y0, Y4
	VUNPCKHPD Y1, Y0, Y5
	VUNPCKLPD Y3, Y2, Y6
	VUNPCKHPD Y3, Y2, Y7

	HALVES(Y4, Y6, 0, 128)
	HALVES(Y5, Y7, 64, 192)

	ADDQ $32, SI
	ADDQ $256, DI
	SUBQ $4, CX
	JNZ  turn256
	VZEROUPPER
	RET
