//! One operation of the slot IR: sixteen bytes, the same size for all.
//!
//! ```text
//!  0      2      4      6      8               12              16
//!  ├ code ┼  a   ┼  b   ┼  c   ┼──── imm_lo ───┼─── imm_hi ────┤
//! ```
//! `a`, `b`, `c` are frame slots of 8 bytes (a v128 takes two); what `imm` holds the row says. A fixed size
//! makes a position an index, so branch targets, side tables and look-ahead need no decoding.
//!
//! # Frames with more than 65,536 slots
//! 50,000 locals of type v128 are legal and need 100,000 slots. Lowering gives such a function a few scratch
//! slots within reach and moves the far ones through them with `CopyFar`; spans and calls carry 32-bit slots.
//!
//! # Branches
//! `disp` is the distance in bytes from this operation to its target, so that the interpreter adds it to its pointer.

use super::OpCode;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(C, align(8))]
pub struct Op {
    /// The opcode's number, plus `OpCode::COUNT` times the [`Forward`].
    tag: u16,
    pub a: u16,
    pub b: u16,
    pub c: u16,
    pub imm: u64,
}

const _: () = assert!(size_of::<Op>() == 16);

const _: () = assert!(3 * OpCode::COUNT <= u16::MAX as usize);

/// Opcodes by tag. All passes ask for the opcode of every operation, and a table is quicker than a division.
static BY_TAG: [OpCode; 3 * OpCode::COUNT] = {
    let mut table = [OpCode::ALL[0]; 3 * OpCode::COUNT];
    let mut tag = 0;
    while tag < table.len() {
        table[tag] = OpCode::ALL[tag % OpCode::COUNT];
        tag += 1;
    }
    table
};

/// Which operand of an operation is the result of the operation before it.
///
/// A hint and nothing more: the result is in its slot too. The interpreter takes the operand from a register then and saves the way
/// through memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub enum Forward {
    None = 0,
    B = 1,
    C = 2,
}

/// Offsets in the `M` encoding saturate here; no memory is as large.
pub const MAX_OFFSET: u64 = (1 << 48) - 1;

impl Op {
    pub fn new(code: OpCode, a: u16, b: u16, c: u16, imm: u64) -> Op {
        Op { tag: code as u16, a, b, c, imm }
    }
    #[inline]
    pub fn code(&self) -> OpCode {
        BY_TAG[self.tag as usize]
    }
    pub fn set_code(&mut self, code: OpCode) {
        self.tag = code as u16;
    }
    /// Opcode and forwarded operand as one number, which the interpreter dispatches on.
    #[inline(always)]
    pub fn tag(&self) -> usize {
        self.tag as usize
    }
    /// Notes which operand is the result of the operation before.
    pub fn set_forward(&mut self, forward: Forward) {
        self.tag = self.code() as u16 + forward as u16 * OpCode::COUNT as u16;
    }
    pub fn forward(&self) -> Forward {
        match self.tag as usize / OpCode::COUNT {
            0 => Forward::None,
            1 => Forward::B,
            _ => Forward::C,
        }
    }
    #[inline(always)]
    pub fn lo(&self) -> u32 {
        self.imm as u32
    }
    #[inline(always)]
    pub fn hi(&self) -> u32 {
        (self.imm >> 32) as u32
    }
    pub fn pack(lo: u32, hi: u32) -> u64 {
        u64::from(lo) | u64::from(hi) << 32
    }
    /// Distance in bytes to the branch target.
    #[inline(always)]
    pub fn disp(&self) -> i32 {
        self.imm as u32 as i32
    }
    /// The branch target as an index, for an operation that stands at index `at`.
    pub fn target(&self, at: usize) -> usize {
        (at as i64 + i64::from(self.disp()) / size_of::<Op>() as i64) as usize
    }
    /// Sets the branch target, keeping `imm_hi`.
    ///
    /// Function bodies are limited to 7,654,321 bytes, so the distance always fits.
    pub fn set_target(&mut self, at: usize, target: usize) {
        let disp = (target as i64 - at as i64) * size_of::<Op>() as i64;
        self.imm = Op::pack(disp as i32 as u32, self.hi());
    }

    /// Packs the `M` encoding of imm.
    pub fn mem_imm(offset: u64, memory: u32, lane: u8) -> u64 {
        offset.min(MAX_OFFSET) | u64::from(memory as u8) << 48 | u64::from(lane) << 56
    }
    /// The first of several contiguous operand slots: `b` and `c` as one 32-bit number.
    #[inline(always)]
    pub fn base(&self) -> u32 {
        u32::from(self.b) | u32::from(self.c) << 16
    }
    #[inline(always)]
    pub fn mem_offset(&self) -> u64 {
        self.imm & MAX_OFFSET
    }
    #[inline(always)]
    pub fn mem_index(&self) -> usize {
        (self.imm >> 48) as u8 as usize
    }
    #[inline(always)]
    pub fn mem_lane(&self) -> u8 {
        (self.imm >> 56) as u8
    }
}
