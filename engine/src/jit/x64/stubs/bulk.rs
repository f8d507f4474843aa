//! Copying and filling memory: leaves that machine code calls with their ranges checked.
//!
//! # Problem
//! Most bulk operations move some dozens of bytes. Going to the host's stack for them, and there through a function that dispatches
//! once more on the processor, costs several times what the moving does.
//!
//! # Idea
//! Nothing here calls, traps or looks at the instance, so it runs on the machine stack, and no position is saved. Up to 64 bytes are
//! two or four overlapping pieces that are all loaded before the first is stored: right however the ranges overlap, and without
//! a loop. Longer ranges go through a loop; the pieces at the ends are loaded before it and stored after it, so the loop needs no
//! rest and may begin where its stores are aligned. What overlaps to the wrong side goes backwards, by the same loop: never by
//! a string instruction, which is microcode of a byte at a time in that direction. Forwards a string instruction takes over where
//! its start is paid for.
//!
//! There are two of each for long ranges, with vectors of 32 bytes (AVX) and of 16.
//!
//! Registers: rdi to, rsi from (or the byte, in its low eight bits), rdx bytes; rax, rcx, r8, those three and vector registers are destroyed.

use dynasmrt::x64::X64Relocation;
use dynasmrt::{DynasmApi, DynasmLabelApi, VecAssembler, dynasm};

use crate::base::Mutant;
use crate::code::machine::Stubs;

/// From this length on a string instruction is faster than a loop of vectors.
const STRING: i32 = 4096;
const STRING_AVX: i32 = 16384;

macro_rules! asm {
    ($ops:ident $($rest:tt)*) => {
        dynasm!($ops
            ; .arch x64
            $($rest)*
        )
    };
}

pub(super) fn copy(ops: &mut VecAssembler<X64Relocation>, at: &mut Stubs, avx: bool) {
    asm!(ops ; .align 16);
    at.copy = ops.offset().0;
    asm!(ops
        ; cmp rdx, 16
        ; jb >below_16
        ; movups xmm0, [rsi]
        ; movups xmm1, [rsi + rdx - 16]
        ; cmp rdx, 32
        ; ja >above_32
        ; movups [rdi], xmm0
        ; movups [rdi + rdx - 16], xmm1
        ; ret
        ; above_32:
        ; movups xmm2, [rsi + 16]
        ; movups xmm3, [rsi + rdx - 32]
        ; cmp rdx, 64
        ; ja >above_64
        ; movups [rdi], xmm0
        ; movups [rdi + 16], xmm2
        ; movups [rdi + rdx - 32], xmm3
        ; movups [rdi + rdx - 16], xmm1
        ; ret
        ; below_16:
        ; cmp edx, 8
        ; jb >below_8
        ; mov rax, [rsi]
        ; mov rcx, [rsi + rdx - 8]
        ; mov [rdi], rax
        ; mov [rdi + rdx - 8], rcx
        ; ret
        ; below_8:
        ; cmp edx, 4
        ; jb >below_4
        ; mov eax, [rsi]
        ; mov ecx, [rsi + rdx - 4]
        ; mov [rdi], eax
        ; mov [rdi + rdx - 4], ecx
        ; ret
        ; below_4:
        ; test edx, edx
        ; jz >nothing
        // The first byte, the last, and the one in the middle, which is one of them.
        ; movzx eax, BYTE [rsi]
        ; movzx ecx, BYTE [rsi + rdx - 1]
        ; push rbx
        ; mov ebx, edx
        ; shr ebx, 1
        ; movzx esi, BYTE [rsi + rbx]
        ; mov [rdi + rbx], sil
        ; mov [rdi], al
        ; mov [rdi + rdx - 1], cl
        ; pop rbx
        ; nothing:
        ; ret
    );
    match avx {
        true => copy_long_avx(ops),
        false => copy_long(ops),
    }
}

/// More than 64 bytes.
fn copy_long_avx(ops: &mut VecAssembler<X64Relocation>) {
    asm!(ops
        ; above_64:
        ; vmovups ymm0, [rsi]
        ; vmovups ymm1, [rsi + 32]
        ; vmovups ymm2, [rsi + rdx - 64]
        ; vmovups ymm3, [rsi + rdx - 32]
        ; cmp rdx, 128
        ; ja >above_128
        ; vmovups [rdi], ymm0
        ; vmovups [rdi + 32], ymm1
        ; vmovups [rdi + rdx - 64], ymm2
        ; vmovups [rdi + rdx - 32], ymm3
        ; vzeroupper
        ; ret
        ; above_128:
        ; mov rax, rdi
        ; sub rax, rsi
        ; je >done
        ; cmp rax, rdx
    );
    if !Mutant::CopyForwards.is_on() {
        asm!(ops ; jb >backwards);
    }
    asm!(ops
        ; cmp rdx, STRING_AVX
        ; jae >string
        ; by_vectors:
        ; vmovups ymm4, [rsi + rdx - 128]
        ; vmovups ymm5, [rsi + rdx - 96]
        ; lea rcx, [rdi + rdx - 128]
        ; mov rax, rdi
        ; neg rdi
        ; and edi, 31
        ; add rsi, rdi
        ; add rdi, rax
        ; cmp rdi, rcx
        ; jae >last
        ; forwards:
        ; vmovups ymm1, [rsi]
        ; vmovups ymm6, [rsi + 32]
        ; vmovups ymm7, [rsi + 64]
        ; vmovups ymm8, [rsi + 96]
        ; vmovaps [rdi], ymm1
        ; vmovaps [rdi + 32], ymm6
        ; vmovaps [rdi + 64], ymm7
        ; vmovaps [rdi + 96], ymm8
        ; add rsi, 128
        ; sub rdi, -128
        ; cmp rdi, rcx
        ; jb <forwards
        ; last:
        ; vmovups [rcx], ymm4
        ; vmovups [rcx + 32], ymm5
        ; vmovups [rcx + 64], ymm2
        ; vmovups [rcx + 96], ymm3
        ; vmovups [rax], ymm0
        ; done:
        ; vzeroupper
        ; ret
        ; backwards:
        ; vmovups ymm4, [rsi + 64]
        ; vmovups ymm5, [rsi + 96]
        ; add rsi, rdx
        ; add rdx, rdi
        ; lea rax, [rdx - 32]
        ; lea rcx, [rdi + 128]
        ; mov r8, rdx
        ; and r8d, 31
        ; sub rsi, r8
        ; sub rdx, r8
        ; cmp rdx, rcx
        ; jbe >first
        ; down:
        ; vmovups ymm2, [rsi - 32]
        ; vmovups ymm6, [rsi - 64]
        ; vmovups ymm7, [rsi - 96]
        ; vmovups ymm8, [rsi - 128]
        ; vmovaps [rdx - 32], ymm2
        ; vmovaps [rdx - 64], ymm6
        ; vmovaps [rdx - 96], ymm7
        ; vmovaps [rdx - 128], ymm8
        ; add rsi, -128
        ; add rdx, -128
        ; cmp rdx, rcx
        ; ja <down
        ; first:
        ; vmovups [rdi], ymm0
        ; vmovups [rdi + 32], ymm1
        ; vmovups [rdi + 64], ymm4
        ; vmovups [rdi + 96], ymm5
        ; vmovups [rax], ymm3
        ; vzeroupper
        ; ret
        ; string:
        ; neg rax
        ; cmp rax, 64
        ; jb <by_vectors
        ; vzeroupper
        ; mov rcx, rdx
        ; rep movsb
        ; ret
    );
}

/// More than 64 bytes: xmm0 and xmm2 hold the first 32, xmm3 and xmm1 the last.
fn copy_long(ops: &mut VecAssembler<X64Relocation>) {
    asm!(ops
        ; above_64:
        ; mov rax, rdi
        ; sub rax, rsi
        ; je >done
        ; cmp rax, rdx
        ; jb >backwards
        ; cmp rdx, STRING
        ; jae >string
        ; by_vectors:
        ; lea rcx, [rdi + rdx - 64]
        ; movups xmm6, [rsi + rdx - 64]
        ; movups xmm7, [rsi + rdx - 48]
        ; forwards:
        ; movups xmm0, [rsi]
        ; movups xmm2, [rsi + 16]
        ; movups xmm4, [rsi + 32]
        ; movups xmm5, [rsi + 48]
        ; movups [rdi], xmm0
        ; movups [rdi + 16], xmm2
        ; movups [rdi + 32], xmm4
        ; movups [rdi + 48], xmm5
        ; add rsi, 64
        ; add rdi, 64
        ; cmp rdi, rcx
        ; jb <forwards
        ; movups [rcx], xmm6
        ; movups [rcx + 16], xmm7
        ; movups [rcx + 32], xmm3
        ; movups [rcx + 48], xmm1
        ; done:
        ; ret
        ; backwards:
        ; movups xmm6, [rsi + 32]
        ; movups xmm7, [rsi + 48]
        ; lea rcx, [rdi + 64]
        ; add rsi, rdx
        ; add rdx, rdi
        ; down:
        ; movups xmm1, [rsi - 16]
        ; movups xmm3, [rsi - 32]
        ; movups xmm4, [rsi - 48]
        ; movups xmm5, [rsi - 64]
        ; movups [rdx - 16], xmm1
        ; movups [rdx - 32], xmm3
        ; movups [rdx - 48], xmm4
        ; movups [rdx - 64], xmm5
        ; sub rsi, 64
        ; sub rdx, 64
        ; cmp rdx, rcx
        ; ja <down
        ; movups [rdi], xmm0
        ; movups [rdi + 16], xmm2
        ; movups [rdi + 32], xmm6
        ; movups [rdi + 48], xmm7
        ; ret
        ; string:
        // With ranges that overlap closely it would go by bytes.
        ; neg rax
        ; cmp rax, 64
        ; jb <by_vectors
        ; mov rcx, rdx
        ; rep movsb
        ; ret
    );
}

pub(super) fn fill(ops: &mut VecAssembler<X64Relocation>, at: &mut Stubs, avx: bool) {
    asm!(ops ; .align 16);
    at.fill = ops.offset().0;
    asm!(ops
        ; movzx eax, sil
        ; imul eax, eax, 0x0101_0101
        ; cmp rdx, 16
        ; jb >below_16
        ; movd xmm0, eax
        ; pshufd xmm0, xmm0, 0
        ; movups [rdi], xmm0
        ; movups [rdi + rdx - 16], xmm0
        ; cmp rdx, 32
        ; ja >above_32
        ; ret
        ; above_32:
        ; movups [rdi + 16], xmm0
        ; movups [rdi + rdx - 32], xmm0
        ; cmp rdx, 64
        ; ja >above_64
        ; ret
        ; string:
        ; mov rcx, rdx
        ; rep stosb
        ; ret
        ; below_16:
        ; cmp edx, 4
        ; jb >below_4
        ; cmp edx, 8
        ; jb >below_8
        ; movd xmm0, eax
        ; pshufd xmm0, xmm0, 0
        ; movq [rdi], xmm0
        ; movq [rdi + rdx - 8], xmm0
        ; ret
        ; below_8:
        ; mov [rdi], eax
        ; mov [rdi + rdx - 4], eax
        ; ret
        ; below_4:
        ; test edx, edx
        ; jz >nothing
        ; mov ecx, edx
        ; shr ecx, 1
        ; mov [rdi], al
        ; mov [rdi + rcx], al
        ; mov [rdi + rdx - 1], al
        ; nothing:
        ; ret
        // 32 bytes at either end are written; the loop may write the last of them again.
        ; above_64:
    );
    if avx {
        asm!(ops
            ; cmp rdx, STRING_AVX
            ; jae <string
            ; vinsertf128 ymm0, ymm0, xmm0, 1
            ; lea rcx, [rdi + rdx - 32]
            ; add rdi, 32
            ; and rdi, -32
            ; more:
            ; vmovaps [rdi], ymm0
            ; add rdi, 32
            ; cmp rdi, rcx
            ; jb <more
            ; vzeroupper
            ; ret
        );
    } else {
        asm!(ops
            ; cmp rdx, STRING
            ; jae <string
            ; lea rcx, [rdi + rdx - 32]
            ; add rdi, 32
            ; more:
            ; movups [rdi], xmm0
            ; movups [rdi + 16], xmm0
            ; add rdi, 32
            ; cmp rdi, rcx
            ; jb <more
            ; ret
        );
    }
}
