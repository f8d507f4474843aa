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
//! # `b` and `c` have two meanings
//! In most rows they are two slots of 16 bits, or nothing. In rows whose operands stand in contiguous slots (atomic accesses,
//! builtins, `Throw`) they are the halves of one number of 32 bits, the [base](Op::base). Reading a half as a slot would be right in
//! every frame of less than 65,536 slots and an escape from the sandbox in a larger one. So the fields are private, and each
//! accessor checks in debug builds that the row has what it gives: the wrong one panics at the first use, whatever the frame's size.
//!
//! # Branches
//! `disp` is the distance in bytes from this operation to its target, so that the interpreter adds it to its pointer.

use super::func::RefTarget;
use super::opcode::TypeOperand;
use super::operand::Kind;
use super::{Fields, OpCode, Shape};
use crate::base::Mutant;
use crate::types::CanonId;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(C, align(8))]
pub struct Op {
    /// The opcode's number, plus `OpCode::COUNT` times the [`Forward`].
    tag: u16,
    pub a: u16,
    b: u16,
    c: u16,
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

/// What the fields `b` and `c` of a row may be read as; only debug builds look.
#[derive(Clone, Copy)]
struct Meaning {
    b: bool,
    c: bool,
    /// Both are one number.
    base: bool,
}

static MEANINGS: [Meaning; OpCode::COUNT] = {
    let mut table = [Meaning { b: false, c: false, base: false }; OpCode::COUNT];
    let mut i = 0;
    while i < OpCode::COUNT {
        let (code, fields) = (OpCode::ALL[i], OpCode::ALL[i].fields());
        table[i] = Meaning {
            b: !matches!(fields.b, Kind::None),
            c: !matches!(fields.c, Kind::None),
            base: code.has_base(),
        };
        i += 1;
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

/// Operations of a function, those that inlining adds included: so many that a distance in bytes fits 32 bits with its sign.
pub const MAX_OPS: usize = i32::MAX as usize / size_of::<Op>();

/// Greatest offset in the `M` encoding; no memory is as large.
pub const MAX_OFFSET: u64 = (1 << 48) - 1;

/// Lowest bits of an offset that stay when it saturates: what decides whether the widest atomic access is aligned.
const ALIGNMENT_BITS: u64 = 7;

impl Op {
    /// An operation with operands in `b` and `c`, or in neither.
    pub fn new(code: OpCode, a: u16, b: u16, c: u16, imm: u64) -> Op {
        debug_assert!(!MEANINGS[code as usize].base, "{} has its operands in contiguous slots", code.name());
        Op { tag: code as u16, a, b, c, imm }
    }
    /// An operation with operands in contiguous slots from `base`.
    pub fn based(code: OpCode, a: u16, base: u32, imm: u64) -> Op {
        debug_assert!(MEANINGS[code as usize].base, "{} names each of its operands", code.name());
        let [b, c] = halves(base);
        Op { tag: code as u16, a, b, c, imm }
    }
    /// A call through a table, whose index is in `b`; the table's number takes `c` and `a`.
    pub fn call_indirect(code: OpCode, b: u16, table: u32, imm: u64) -> Op {
        let [c, a] = halves(table);
        let op = Op::new(code, a, b, c, imm);
        debug_assert_eq!(op.table(), table);
        op
    }
    /// The table of an indirect call.
    #[inline(always)]
    pub fn table(&self) -> u32 {
        debug_assert!(self.code().shape() == Shape::CallIndirect, "{} names no table", self.code().name());
        u32::from(self.c) | u32::from(self.a) << 16
    }
    #[inline(always)]
    fn meaning(&self) -> Meaning {
        MEANINGS[self.code() as usize]
    }
    /// The slot in `b`, of a row that has an operand there.
    #[inline(always)]
    pub fn b(&self) -> u16 {
        debug_assert!(self.meaning().b, "{} has no operand in b", self.code().name());
        self.b
    }
    /// The slot in `c`, of a row that has an operand there.
    #[inline(always)]
    pub fn c(&self) -> u16 {
        debug_assert!(self.meaning().c, "{} has no operand in c", self.code().name());
        self.c
    }
    pub fn set_b(&mut self, b: u16) {
        debug_assert!(self.meaning().b, "{} has no operand in b", self.code().name());
        self.b = b;
    }
    pub fn set_c(&mut self, c: u16) {
        debug_assert!(self.meaning().c, "{} has no operand in c", self.code().name());
        self.c = c;
    }
    /// The first of several contiguous operand slots: `b` and `c` as one number of 32 bits.
    #[inline(always)]
    pub fn base(&self) -> u32 {
        debug_assert!(self.meaning().base, "{} names each of its operands", self.code().name());
        if Mutant::FarSlotsModulo65536.is_on() {
            return u32::from(self.b);
        }
        u32::from(self.b) | u32::from(self.c) << 16
    }
    pub fn set_base(&mut self, base: u32) {
        debug_assert!(self.meaning().base, "{} names each of its operands", self.code().name());
        [self.b, self.c] = halves(base);
    }
    /// What is read by field, present or not: `b`, `c` and the third. Where the kind is `None` there is no operand, and the number
    /// means nothing. For passes that cannot afford a branch for each operand; [`Op::uses`] gives those that exist.
    #[inline(always)]
    pub fn field_uses(&self, fields: Fields) -> [(Kind, u32); 3] {
        [(fields.b, self.b.into()), (fields.c, self.c.into()), (fields.third, self.third(fields))]
    }
    /// The slot of the third operand, if the row has one.
    #[inline(always)]
    pub fn third(&self, fields: Fields) -> u32 {
        if fields.third_in_a { self.a.into() } else { self.imm as u32 }
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
    /// A function has at most [`MAX_OPS`] operations, so the distance always fits.
    pub fn set_target(&mut self, at: usize, target: usize) {
        let disp = (target as i64 - at as i64) * size_of::<Op>() as i64;
        debug_assert_eq!(disp, i64::from(disp as i32));
        self.imm = Op::pack(disp as i32 as u32, self.hi());
    }

    /// The type that the operation names, by its id in the engine that lowered it.
    pub fn type_id(&self) -> Option<CanonId> {
        let named = match self.code().type_operand() {
            TypeOperand::None => false,
            TypeOperand::Id => true,
            TypeOperand::Target => RefTarget::unpack(self.imm).0.heap.concrete().is_some(),
        };
        named.then(|| CanonId(self.lo()))
    }
    /// Names the type by another id.
    pub fn set_type_id(&mut self, id: CanonId) {
        debug_assert!(self.type_id().is_some(), "{} names no type", self.code().name());
        // Both forms have it in the low half.
        self.imm = Op::pack(id.0, self.hi());
    }

    /// The operation as bytes, in the order of its fields.
    pub fn to_bytes(self) -> [u8; size_of::<Op>()] {
        let Op { tag, a, b, c, imm } = self;
        let fields = [tag, a, b, c].map(u128::from);
        let low = fields.into_iter().rev().fold(0, |sum, field| sum << 16 | field);
        (low | u128::from(imm) << 64).to_le_bytes()
    }
    /// The operation that these bytes are; `None` if there is no such opcode.
    pub fn from_bytes(bytes: [u8; size_of::<Op>()]) -> Option<Op> {
        let word = u128::from_le_bytes(bytes);
        let field = |n: u32| (word >> (16 * n)) as u16;
        let op = Op { tag: field(0), a: field(1), b: field(2), c: field(3), imm: (word >> 64) as u64 };
        (usize::from(op.tag) < BY_TAG.len()).then_some(op)
    }

    /// Packs the `M` encoding of imm. An offset too great for it saturates: it is out of bounds either way, and aligned as before.
    pub fn mem_imm(offset: u64, memory: u8, lane: u8) -> u64 {
        let saturated = MAX_OFFSET & !ALIGNMENT_BITS | offset & ALIGNMENT_BITS;
        let saturated = if Mutant::LongOffsetNotAligned.is_on() { MAX_OFFSET } else { saturated };
        let offset = if offset > MAX_OFFSET { saturated } else { offset };
        offset | u64::from(memory) << 48 | u64::from(lane) << 56
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

/// The halves of a base.
fn halves(base: u32) -> [u16; 2] {
    [base as u16, (base >> 16) as u16]
}
