//! An instruction as the verifier sees it: what it does, and with what. Every encoding that the assembler has is one of these.

use super::vector::Form;

/// No register.
pub const NONE: u8 = 0xFF;
/// As a base: the address is relative to the instruction pointer, and `disp` is an offset in the code.
pub const RIP: u8 = 0xFE;

/// What an instruction does; the fields of [`Insn`] say with what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Op {
    /// `reg = rm`.
    Mov,
    /// `rm = reg`, `rm = imm`: in memory.
    Store,
    StoreImm,
    MovImm,
    Lea,
    /// `reg = reg kind rm`, `rm = rm kind imm`, by [`alu`].
    Alu,
    AluImm,
    Test,
    TestImm,
    Imul,
    ImulImm,
    /// `rm = not rm`, `rm = -rm`.
    Unary,
    /// rdx:rax from rax, rdx and rm.
    MulDiv,
    Shift,
    ShiftCl,
    ShiftX,
    /// `reg = rm`, with zeros or signs above `size` bytes.
    ZeroExtend,
    SignExtend,
    /// Counts bits: `reg` from `rm`.
    Bits,
    /// `reg = not first and rm`.
    AndNot,
    Cmov,
    SetCc,
    Bswap,
    /// The sign of rax into rdx.
    SignRax,
    Push,
    Pop,
    Ret,
    /// To `imm`, an offset in the code before relocation.
    Call,
    Jmp,
    Jcc,
    /// Through `rm`.
    CallRm,
    JmpRm,
    Xchg,
    XchgMem,
    Xadd,
    CmpXchg,
    Fence,
    Nop,
    Vector(Form),
}

/// The arithmetic operations that matter, as `kind` has them.
pub(super) mod alu {
    pub(in crate::jit::verify) const ADD: u8 = 0;
    pub(in crate::jit::verify) const AND: u8 = 4;
    pub(in crate::jit::verify) const SUB: u8 = 5;
    pub(in crate::jit::verify) const XOR: u8 = 6;
    pub(in crate::jit::verify) const CMP: u8 = 7;
}

/// One instruction.
#[derive(Clone, Copy, Debug)]
pub struct Insn {
    pub op: Op,
    pub at: u32,
    pub len: u8,
    /// Bytes of the operands.
    pub size: u8,
    /// Bytes of memory that are read or written; 0: none.
    pub access: u8,
    /// Condition, or which operation of a group.
    pub kind: u8,
    pub reg: u8,
    /// Register, or [`NONE`]: memory.
    pub rm: u8,
    pub base: u8,
    pub index: u8,
    /// Power of two.
    pub scale: u8,
    /// Vector registers: the first source.
    pub first: u8,
    /// Whether an address that is not a multiple of 16 is a fault of its own.
    pub aligned: bool,
    pub disp: i32,
    /// Number of what is to be filled in, plus one.
    pub reloc: u32,
    pub imm: u64,
}

/// An operand in memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mem {
    pub(super) base: u8,
    pub(super) index: u8,
    /// Power of two.
    pub(super) scale: u8,
    /// Bytes that are accessed.
    pub(super) bytes: u8,
    pub(super) disp: i32,
}

impl Insn {
    #[inline]
    pub(super) fn mem(&self) -> Mem {
        let Insn { base, index, scale, disp, access: bytes, .. } = *self;
        Mem { base, index, scale, bytes, disp }
    }

    pub(super) const fn nothing(at: u32) -> Insn {
        Insn {
            op: Op::Nop,
            at,
            len: 0,
            size: 8,
            access: 0,
            kind: 0,
            reg: 0,
            rm: NONE,
            base: NONE,
            index: NONE,
            scale: 0,
            first: 0,
            aligned: false,
            disp: 0,
            reloc: 0,
            imm: 0,
        }
    }

    #[inline]
    pub fn next(&self) -> u32 {
        self.at + u32::from(self.len)
    }
}
