//! The code that all functions share: into machine code, out of it, and what happens when something goes wrong.
//!
//! # Changing stacks
//! Machine code has its own stack (see `exec::activation`). A stub that calls the host writes down where it stands
//! (`machine_sp`, with a return address on top, and `machine_fp`), pushes the callee-saved registers, so that the collector finds
//! references in them and ours that the host does not save survive, and takes the host's stack pointer, which the entry
//! stub left in `VmStore::host_sp`.
//!
//! # The meter
//! Metered code counts down in a register, which only stubs exchange with the store: see [`meter`].
//!
//! # Failures
//! Host functions called from here return a word: 0, or how they failed. A failure goes to `failed`, which asks for a landing:
//! an exception may be taken by machine code, everything else leaves it through the entry stub.

mod bulk;
mod meter;

use std::mem::offset_of;

use dynasmrt::x64::X64Relocation;
use dynasmrt::{DynasmApi, DynasmLabelApi, VecAssembler, dynasm};

use super::asm::{Asm, Cond, Mem, Size};
use super::regs::{self, CALLEE_SAVED, FP, R8, RAX, RBX, RCX, RDI, RDX, RSI, RSP};
use super::slots::slot_bytes;
use crate::code::CodeCell;
use crate::code::machine::Stubs;
use crate::exec::activation::EXIT_TRAP;
use crate::ir::Kind;
use crate::jit::abi::{argument_places, result_reg};
use crate::jit::regalloc::Moves;
use crate::module::Meter;
use crate::types::FuncType;
use crate::vm::{Landing, VmContext, VmFuncRef, VmMemory, VmStore};

/// Addresses of the functions that the stubs call, all of them `extern "sysv64"`.
#[derive(Clone, Copy, Debug)]
pub struct Libcalls {
    /// `fn(ctx, fp, op, number of the builtin) -> failure word`
    pub builtin: usize,
    /// `fn(ctx, callee's fp, cell, &mut RegisterArgs) -> failure word`. An odd address instead of a cell's is one more than that of
    /// the reference of a host function.
    pub call: usize,
    /// `fn(ctx, reference of a host function, slots) -> failure word`
    pub host: usize,
    /// `fn(ctx, failure word) -> *const Landing, or null: leave with `exit_word``
    pub failed: usize,
}

/// What the generic stub saves of the argument registers, and takes the result from.
#[repr(C)]
pub struct RegisterArgs {
    /// In the order of `INT_ARGS`; the first is also rax afterwards.
    pub ints: [u64; 6],
    /// xmm0 up; the first is also xmm0 afterwards.
    pub floats: [[u64; 2]; 8],
}

const STORE: i32 = offset_of!(VmContext, store) as i32;
const MEMORY: i32 = offset_of!(VmContext, memory) as i32;
const BASE: i32 = offset_of!(VmMemory, base) as i32;
const HOST_SP: i32 = offset_of!(VmStore, host_sp) as i32;
const FRAMES: i32 = offset_of!(VmStore, frames) as i32;
const MACHINE_SP: i32 = offset_of!(VmStore, machine_sp) as i32;
const MACHINE_FP: i32 = offset_of!(VmStore, machine_fp) as i32;
const STACK_TOP: i32 = offset_of!(VmStore, stack_top) as i32;
const TRAP_CTX: i32 = offset_of!(VmStore, trap_ctx) as i32;
const EXIT_WORD: i32 = offset_of!(VmStore, exit_word) as i32;
const CTX: i32 = offset_of!(VmFuncRef, ctx) as i32;
const CELL: i32 = offset_of!(VmFuncRef, cell) as i32;
const ENTER: i32 = offset_of!(VmFuncRef, enter) as i32;
const ENTRY: i32 = offset_of!(CodeCell, entry) as i32;

macro_rules! asm {
    ($ops:ident $($rest:tt)*) => {
        dynasm!($ops
            ; .arch x64
            $($rest)*
        )
    };
}

/// The stubs that are there once, and where they are from the start of the code on. `trap_codes`: how many trap codes there are.
pub fn shared(libcalls: Libcalls, trap_codes: usize, avx: bool, meter: Meter) -> (Vec<u8>, Stubs) {
    let mut ops = VecAssembler::<X64Relocation>::new(0);
    let mut at = Stubs::default();
    enter(&mut ops, &mut at, meter);
    failed(&mut ops, &mut at, libcalls, meter);
    builtin(&mut ops, &mut at, libcalls, meter);
    generic(&mut ops, &mut at, libcalls, meter);
    foreign(&mut ops, &mut at);
    tail_ref(&mut ops, &mut at);
    traps(&mut ops, &mut at, trap_codes, meter);
    bulk::copy(&mut ops, &mut at, avx);
    bulk::fill(&mut ops, &mut at, avx);
    let code = ops.finalize();
    match code {
        Ok(code) => (code, at),
        Err(error) => unreachable!("the stubs' labels are all defined: {error}"),
    }
}

/// enter(rdi ctx, rsi fp, rdx thunk, rcx target) -> rax exit word
fn enter(ops: &mut VecAssembler<X64Relocation>, at: &mut Stubs, meter: Meter) {
    at.enter = ops.offset().0;
    asm!(ops
        ; push rbp
        ; push rbx
        ; push r12
        ; push r13
        ; push r14
        ; push r15
        ; mov rax, [rdi + STORE]
        ; push QWORD [rax + HOST_SP]
        // Seven pushes and the return address: aligned to 16.
        ; mov [rax + HOST_SP], rsp
        ; mov rsp, [rax + FRAMES]
        ; mov r15, rdi
        ; mov rbp, rsi
        ; mov r14, [r15 + MEMORY]
        ; mov r14, [r14 + BASE]
    );
    meter::append(ops, |asm| meter::take(asm, meter, RAX, R8));
    asm!(ops
        ; mov rax, rcx
        ; call rdx
        ; mov rcx, [r15 + STORE]
    );
    meter::append(ops, |asm| meter::give_back(asm, meter, RCX));
    asm!(ops
        ; xor eax, eax
        ; ->leave:
        ; mov rcx, [r15 + STORE]
        ; mov rsp, [rcx + HOST_SP]
        ; pop QWORD [rcx + HOST_SP]
        ; pop r15
        ; pop r14
        ; pop r13
        ; pop r12
        ; pop rbx
        ; pop rbp
        ; ret
    );
}

/// A failure: rax holds the word, the position is saved.
fn failed(ops: &mut VecAssembler<X64Relocation>, at: &mut Stubs, libcalls: Libcalls, meter: Meter) {
    at.failed = ops.offset().0;
    asm!(ops
        ; ->failed:
        ; mov rcx, [r15 + STORE]
        ; mov rsp, [rcx + HOST_SP]
        ; mov rdi, r15
        ; mov rsi, rax
        ; mov rax, QWORD libcalls.failed as i64
        ; call rax
        ; test rax, rax
        ; jz >out
        ; mov rsp, [rax + offset_of!(Landing, sp) as i32]
        ; mov rbp, [rax + offset_of!(Landing, fp) as i32]
        ; mov r15, [rax + offset_of!(Landing, ctx) as i32]
        ; mov r14, [r15 + MEMORY]
        ; mov r14, [r14 + BASE]
    );
    asm!(ops
        ; mov rcx, [r15 + STORE]
    );
    meter::append(ops, |asm| meter::take(asm, meter, RCX, RDX));
    asm!(ops
        ; jmp QWORD [rax + offset_of!(Landing, pc) as i32]
        ; out:
        ; mov rcx, [r15 + STORE]
        ; mov rax, [rcx + EXIT_WORD]
        ; jmp ->leave
    );
}

/// builtin(rdx op, ecx code, eax frame slots), everything but callee-saved registers destroyed
fn builtin(ops: &mut VecAssembler<X64Relocation>, at: &mut Stubs, libcalls: Libcalls, meter: Meter) {
    at.builtin = ops.offset().0;
    asm!(ops
        ; mov r8, rax
        ; lea rsi, [rbp + rax * 8]
        ; mov rax, [r15 + STORE]
    );
    meter::append(ops, |asm| meter::give_back(asm, meter, RAX));
    asm!(ops
        ; mov [rax + STACK_TOP], rsi
        ; mov [rax + MACHINE_SP], rsp
        ; mov [rax + MACHINE_FP], rbp
        ; push rbx
        ; push r12
        ; push r13
        ; push r10
        ; push r11
        ; mov [rax + FRAMES], rsp
        ; mov rbx, rsp
        ; mov rsp, [rax + HOST_SP]
        ; mov rdi, r15
        ; mov rsi, rbp
        ; mov rax, QWORD libcalls.builtin as i64
        ; call rax
        ; mov rsp, rbx
        ; pop r11
        ; pop r10
        ; pop r13
        ; pop r12
        ; pop rbx
        ; test rax, rax
        ; jnz ->failed
        ; mov rcx, [r15 + STORE]
    );
    meter::append(ops, |asm| meter::take(asm, meter, RCX, RDX));
    asm!(ops
        ; ret
    );
}

/// A call of what has no machine code: rax holds the cell, rbp is the callee's frame. Or rax holds the reference of a host
/// function whose signature has no stub yet.
fn generic(ops: &mut VecAssembler<X64Relocation>, at: &mut Stubs, libcalls: Libcalls, meter: Meter) {
    at.generic_host = ops.offset().0;
    asm!(ops
        ; inc rax
    );
    at.generic = ops.offset().0;
    let ints = offset_of!(RegisterArgs, ints) as i32;
    let floats = offset_of!(RegisterArgs, floats) as i32;
    let size = size_of::<RegisterArgs>() as i32;
    asm!(ops
        ; push rbx
        ; push r12
        ; push r13
        ; push r10
        ; push r11
        ; sub rsp, size
        ; mov [rsp + ints], rsi
        ; mov [rsp + ints + 8], rdi
        ; mov [rsp + ints + 16], r8
        ; mov [rsp + ints + 24], r9
        ; mov [rsp + ints + 32], rdx
        ; mov [rsp + ints + 40], rcx
        ; movups [rsp + floats], xmm0
        ; movups [rsp + floats + 16], xmm1
        ; movups [rsp + floats + 32], xmm2
        ; movups [rsp + floats + 48], xmm3
        ; movups [rsp + floats + 64], xmm4
        ; movups [rsp + floats + 80], xmm5
        ; movups [rsp + floats + 96], xmm6
        ; movups [rsp + floats + 112], xmm7
        ; mov rdx, rax
        ; mov rax, [r15 + STORE]
    );
    meter::append(ops, |asm| meter::give_back(asm, meter, RAX));
    asm!(ops
        ; lea rcx, [rsp + size + 40]
        ; mov [rax + MACHINE_SP], rcx
        ; mov [rax + MACHINE_FP], rbp
        ; mov [rax + FRAMES], rsp
        ; mov rbx, rsp
        ; mov rcx, rsp
        ; mov rsp, [rax + HOST_SP]
        ; mov rdi, r15
        ; mov rsi, rbp
        ; mov rax, QWORD libcalls.call as i64
        ; call rax
        ; mov rsp, rbx
        ; mov rcx, rax
        ; mov rax, [rsp + ints]
        ; movups xmm0, [rsp + floats]
        ; add rsp, size
        ; pop r11
        ; pop r10
        ; pop r13
        ; pop r12
        ; pop rbx
        ; test rcx, rcx
        ; jnz >bad
        ; mov rcx, [r15 + STORE]
    );
    meter::append(ops, |asm| meter::take(asm, meter, RCX, RDX));
    asm!(ops
        ; ret
        ; bad:
        ; mov rax, rcx
        ; jmp ->failed
    );
}

/// A call of the function reference in rax, of another instance. Every cell has an entry.
fn foreign(ops: &mut VecAssembler<X64Relocation>, at: &mut Stubs) {
    at.foreign = ops.offset().0;
    asm!(ops
        ; ->foreign:
        ; push r15
        ; mov r15, [rax + CTX]
        ; mov rax, [rax + CELL]
        ; mov r14, [r15 + MEMORY]
        ; mov r14, [r14 + BASE]
        ; call QWORD [rax + ENTRY]
        ; ->foreign_return:
    );
    at.foreign_return = ops.offset().0;
    asm!(ops
        ; pop r15
        ; mov r14, [r15 + MEMORY]
        ; mov r14, [r14 + BASE]
        ; ret
    );
}

/// A tail call through a function reference. If the caller is the stub above, that restores the instance already, and frames do
/// not accumulate.
fn tail_ref(ops: &mut VecAssembler<X64Relocation>, at: &mut Stubs) {
    at.tail_ref = ops.offset().0;
    asm!(ops
        ; cmp [rax + CTX], r15
        ; je >same
        ; cmp QWORD [rax + CTX], 0
        ; je >host
        ; lea r14, [->foreign_return]
        ; cmp [rsp], r14
        ; jne ->foreign
        ; mov r15, [rax + CTX]
        ; mov r14, [r15 + MEMORY]
        ; mov r14, [r14 + BASE]
        ; same:
        ; mov rax, [rax + CELL]
        ; jmp QWORD [rax + ENTRY]
        ; host:
        ; jmp QWORD [rax + ENTER]
    );
}

/// Traps: the return address says where.
fn traps(ops: &mut VecAssembler<X64Relocation>, at: &mut Stubs, trap_codes: usize, meter: Meter) {
    at.trap_rax = ops.offset().0;
    asm!(ops
        ; ->trap:
        ; mov rcx, [r15 + STORE]
        ; mov [rcx + MACHINE_SP], rsp
        ; mov [rcx + MACHINE_FP], rbp
        ; mov [rcx + FRAMES], rsp
    );
    meter::append(ops, |asm| meter::give_back(asm, meter, RCX));
    asm!(ops
        ; jmp ->failed
    );
    for code in 0..trap_codes {
        at.traps.push(ops.offset().0);
        let word = (EXIT_TRAP as usize + code) as i32;
        asm!(ops
            ; mov eax, word
            ; jmp ->trap
        );
    }
}

/// Stubs of a signature: arguments from slots to registers, a call of rax, the result to its slot; and the offset in it of the
/// variant that only calls.
pub fn thunk(asm: &mut Asm, ty: &FuncType) -> (Vec<u8>, usize) {
    asm.clear();
    let mut places = Vec::new();
    argument_places(&ty.params, &mut places);
    for place in places {
        if let Some(reg) = place.reg {
            asm.load_slot(reg, place.slot, place.kind == Kind::V128);
        }
    }
    let without_arguments = asm.pos() as usize;
    asm.call_reg(RAX);
    if let Some((reg, kind)) = result_reg(ty) {
        asm.store_slot(0, reg, kind == Kind::V128);
    }
    asm.ret();
    (asm.code.clone(), without_arguments)
}

/// The stub of a signature that leaves for a host function, whose reference is in rax: arguments from registers to slots, a call on
/// the host's stack, the result to its register. `failed`: where that stub is.
pub fn host(asm: &mut Asm, ty: &FuncType, libcalls: Libcalls, failed: usize, meter: Meter) -> Vec<u8> {
    asm.clear();
    let mut places = Vec::new();
    argument_places(&ty.params, &mut places);
    for place in places {
        if let Some(reg) = place.reg {
            asm.store_slot(place.slot, reg, place.kind == Kind::V128);
        }
    }
    let slots = ty.param_slots().max(ty.result_slots());
    asm.mov(Size::S64, RCX, Mem::new(regs::CTX, STORE));
    asm.lea(Size::S64, RDX, Mem::new(FP, slot_bytes(slots)));
    for (field, value) in [(STACK_TOP, RDX), (MACHINE_SP, RSP), (MACHINE_FP, FP), (TRAP_CTX, regs::CTX)] {
        asm.store(Size::S64, Mem::new(RCX, field), value);
    }
    meter::give_back(asm, meter, RCX);
    for saved in CALLEE_SAVED {
        asm.push(saved);
    }
    asm.store(Size::S64, Mem::new(RCX, FRAMES), RSP);
    asm.mov_rr(RBX, RSP);
    asm.mov(Size::S64, RSP, Mem::new(RCX, HOST_SP));
    asm.mov_rr(RDI, regs::CTX);
    asm.mov_rr(RSI, RAX);
    asm.mov_rr(RDX, FP);
    asm.mov_imm(RAX, libcalls.host as u64);
    asm.call_reg(RAX);
    asm.mov_rr(RSP, RBX);
    for saved in CALLEE_SAVED.into_iter().rev() {
        asm.pop(saved);
    }
    let bad = asm.label();
    asm.test(Size::S64, RAX, RAX);
    asm.jcc(Cond::NE, bad);
    if let Some((reg, kind)) = result_reg(ty) {
        asm.load_slot(reg, 0, kind == Kind::V128);
    }
    if meter != Meter::None {
        asm.mov(Size::S64, RCX, Mem::new(regs::CTX, STORE));
        meter::take(asm, meter, RCX, RDX);
    }
    asm.ret();
    asm.bind(bad);
    asm.mov_imm(RCX, failed as u64);
    asm.jmp_rm(RCX);
    asm.resolve();
    asm.code.clone()
}
