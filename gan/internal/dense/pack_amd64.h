// Packing: copying columns of the right factor of a product into a panel. See
// kernel.packPanel.
//
// CX = rows, SI = b, R8 = distance in b in bytes, R9 = three times R8, DI = panel.

#define ARGUMENTS \
	MOVQ rows+0(FP), CX \
	MOVQ b+8(FP), SI \
	MOVQ distance+16(FP), R8 \
	MOVQ panel+24(FP), DI \
	SHLQ $SHIFT, R8 \
	LEAQ (R8)(R8*2), R9

// func pack512(rows int, b *Float, distance int, panel *Float)
TEXT ·pack512(SB), NOSPLIT, $0-32
	ARGUMENTS

copy512:
	VMOVUPD (SI), Z0
	VMOVUPD 64(SI), Z1
	VMOVUPD Z0, (DI)
	VMOVUPD Z1, 64(DI)
	ADDQ R8, SI
	ADDQ $128, DI
	DECQ CX
	JNZ  copy512
	VZEROUPPER
	RET

// func pack256(rows int, b *Float, distance int, panel *Float)
TEXT ·pack256(SB), NOSPLIT, $0-32
	ARGUMENTS

copy256:
	VMOVUPD (SI), Y0
	VMOVUPD 32(SI), Y1
	VMOVUPD Y0, (DI)
	VMOVUPD Y1, 32(DI)
	ADDQ R8, SI
	ADDQ $64, DI
	DECQ CX
	JNZ  copy256
	VZEROUPPER
	RET

// EIGHT reads eight columns of b, the first of which is at from. FAR sets R10 and R11 to
// five and seven times the distance.

#define FAR \
	LEAQ (R8)(R8*4), R10 \
	LEAQ (R9)(R8*4), R11

#define EIGHT(from, a, b, c, d, e, f, i, j) \
	VMOVUPD (from), a \
	VMOVUPD (from)(R8*1), b \
	VMOVUPD (from)(R8*2), c \
	VMOVUPD (from)(R9*1), d \
	VMOVUPD (from)(R8*4), e \
	VMOVUPD (from)(R10*1), f \
	VMOVUPD (from)(R9*2), i \
	VMOVUPD (from)(R11*1), j

// Packing a transpose: the registers hold columns of b, the panel wants rows. Unpacking
// instructions interleave registers within lanes of 128 bits. After them four registers
// hold, lane by lane, four rows. LANES collects the lanes of each row in one register and
// stores the four rows at these places of the panel. HALVES does so for two lanes.

#define LANES(a, b, c, d, atA, atB, atC, atD) \
	VSHUFF64X2 $0x88, b, a, Z28 \
	VSHUFF64X2 $0xDD, b, a, Z29 \
	VSHUFF64X2 $0x88, d, c, Z30 \
	VSHUFF64X2 $0xDD, d, c, Z31 \
	VSHUFF64X2 $0x88, Z30, Z28, a \
	VSHUFF64X2 $0x88, Z31, Z29, b \
	VSHUFF64X2 $0xDD, Z30, Z28, c \
	VSHUFF64X2 $0xDD, Z31, Z29, d \
	VMOVUPD a, atA(DI) \
	VMOVUPD b, atB(DI) \
	VMOVUPD c, atC(DI) \
	VMOVUPD d, atD(DI)

#define HALVES(a, b, atA, atB) \
	VPERM2F128 $0x20, b, a, Y14 \
	VPERM2F128 $0x31, b, a, Y15 \
	VMOVUPD Y14, atA(DI) \
	VMOVUPD Y15, atB(DI)
