// The arguments of the kernels of pairs: rows go to R8 … R11, their length to BX, a block to
// the register BLOCK, and costs to DX.
#define LOADPAIRS(BLOCK) \
	MOVQ x+0(FP), R8 \
	MOVQ d+8(FP), BX \
	MOVQ block+16(FP), BLOCK \
	MOVQ costs+24(FP), DX \
	MOVQ 24(R8), R11 \
	MOVQ 16(R8), R10 \
	MOVQ 8(R8), R9 \
	MOVQ (R8), R8
