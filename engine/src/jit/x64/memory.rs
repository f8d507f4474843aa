//! Loads and stores of linear memory.
//!
//! # Addresses
//! Memory 0 with 32-bit addresses lies in a reservation, of 8 GiB unless configured otherwise: what index and offset reach of
//! it beyond the memory's end has no access, so the instruction itself is the check. For which accesses that is so
//! `settings::reservation` alone decides. An `i32.add` before an access wraps at 32 bits, and is done in 32 bits; only the operation's
//! own offset becomes part of the address.
//!
//! Every other access is checked: `index + offset + size <= length`, without wrapping. Nearly always offset and size are small and the
//! index is far from the end; so the index alone is compared with a bound that leaves room for them (`VmMemory::near`), and only
//! beyond it, out of line, with the length. What lies below the least length of the memory's type needs no check.

use std::mem::offset_of;

use super::patterns::LOADED_OPERAND;
use super::{Inst, Locs, Masm, Row};
use crate::base::Mutant;
use crate::base::SplicedOp;
use crate::base::TrapCode::MemoryOutOfBounds;
use crate::ir::{Kind, Op, OpCode};
use crate::jit::inst::{Address, Check};
use crate::jit::select::{Context, Signature};
use crate::jit::x64::asm::{Alu, Asm, Cond, Mem, Pp, Size, V, v, v3a, v38};
use crate::jit::x64::masm::Far;
use crate::jit::x64::regs::{Gpr, MEM, Reg};
use crate::settings::Optimization;
use crate::settings::reservation::MAX_INDEX;
use crate::vm::VmMemory;
use crate::vm::memory::pages_to_bytes;

/// How the address is computed: see the header of the table of operations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    Plain,
    Any,
    Plus,
    Index,
    At,
}

/// What a load does with the bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Load {
    Zero8,
    Zero16,
    Zero32,
    Full64,
    Sign8(Size),
    Sign16(Size),
    Sign32,
    F32,
    F64,
    V128,
    /// 8 bytes that a `pmovsx` or `pmovzx` with this opcode widens.
    Widen(u8),
    Splat8,
    Splat16,
    Splat32,
    Splat64,
    /// 4 or 8 bytes, the rest zero.
    Low32,
    Low64,
}

impl Load {
    /// Whether the result is an integer.
    pub(crate) const fn is_int(self) -> bool {
        use Load::*;
        matches!(self, Zero8 | Zero16 | Zero32 | Full64 | Sign8(_) | Sign16(_) | Sign32)
    }

    pub(crate) const fn bytes(self) -> u32 {
        use Load::*;
        match self {
            Zero8 | Sign8(_) | Splat8 => 1,
            Zero16 | Sign16(_) | Splat16 => 2,
            Zero32 | Sign32 | F32 | Splat32 | Low32 => 4,
            Full64 | F64 | Widen(_) | Splat64 | Low64 => 8,
            V128 => 16,
        }
    }

    /// Loads an integer.
    pub(crate) fn int(self, asm: &mut Asm, d: Gpr, mem: Mem) {
        match self {
            Load::Zero8 => asm.movzx8(d, mem),
            Load::Zero16 => asm.movzx16(d, mem),
            Load::Zero32 => asm.mov(Size::S32, d, mem),
            Load::Full64 => asm.mov(Size::S64, d, mem),
            Load::Sign8(_) if Mutant::SignedLoadFillsUpperHalf.is_on() => asm.movsx8(Size::S64, d, mem),
            Load::Sign8(size) => asm.movsx8(size, d, mem),
            Load::Sign16(size) => asm.movsx16(size, d, mem),
            Load::Sign32 => asm.movsxd(d, mem),
            other => unreachable!("{other:?} loads no integer"),
        }
    }

    /// What an operation reads that takes the access as its operand.
    const fn operand(self) -> Kind {
        match self {
            Load::Zero32 => Kind::I32,
            Load::Full64 => Kind::I64,
            Load::F32 => Kind::F32,
            Load::F64 => Kind::F64,
            Load::V128 => Kind::V128,
            _ => Kind::None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Store {
    Int8,
    Int16,
    Int32,
    Int64,
    F32,
    F64,
    V128,
}

impl Store {
    /// Slots that the value takes.
    pub(crate) const fn slots(self) -> u32 {
        if matches!(self, Store::V128) { 2 } else { 1 }
    }

    pub(crate) const fn bytes(self) -> u32 {
        match self {
            Store::Int8 => 1,
            Store::Int16 => 2,
            Store::Int32 | Store::F32 => 4,
            Store::Int64 | Store::F64 => 8,
            Store::V128 => 16,
        }
    }

    /// Stores a value from the register that its kind is in.
    pub(crate) fn to(self, asm: &mut Asm, mem: Mem, value: Reg) {
        match self {
            Store::Int8 => asm.store8(mem, value.gpr()),
            Store::Int16 => asm.store16(mem, value.gpr()),
            Store::Int32 => asm.store(Size::S32, mem, value.gpr()),
            Store::Int64 => asm.store(Size::S64, mem, value.gpr()),
            Store::F32 => asm.store_f32(mem, value.xmm()),
            Store::F64 => asm.store_f64(mem, value.xmm()),
            Store::V128 => asm.store_v128(mem, value.xmm()),
        }
    }
}

macro_rules! load_row {
    ($form:ident, $load:expr) => {
        Row::new(Signature::REGS, |m, i, l| load(m, i, l, $load))
            .refine(|cx, op, i| load_address(cx, op, i, Form::$form, $load))
            .leads(&[LOADED_OPERAND])
    };
}

macro_rules! loads {
    ($($plain:ident $any:ident $plus:ident $index:ident $at:ident = $load:expr;)*) => {
        &[$(
            (OpCode::$plain, load_row!(Plain, $load)),
            (OpCode::$any, load_row!(Any, $load)),
            (OpCode::$plus, load_row!(Plus, $load)),
            (OpCode::$index, load_row!(Index, $load)),
            (OpCode::$at, load_row!(At, $load)),
        )*
            (OpCode::V128Load8Lane, lane_row!(1)),
            (OpCode::V128Load16Lane, lane_row!(2)),
            (OpCode::V128Load32Lane, lane_row!(4)),
            (OpCode::V128Load64Lane, lane_row!(8)),
        ]
    };
}

macro_rules! lane_row {
    ($bytes:literal) => {
        Row::new(Signature::REGS, |m, i, l| load_lane(m, i, l, $bytes))
            .refine(|cx, op, i| set_address(cx, op, i, Form::Any, $bytes))
    };
}

macro_rules! store_row {
    ($form:ident, $store:expr) => {
        Row::new(Signature::REGS, |m, i, l| store(m, i, l, $store))
            .refine(|cx, op, i| store_address(cx, op, i, Form::$form, $store.bytes()))
    };
}

macro_rules! stores {
    ($($plain:ident $any:ident $plus:ident $index:ident $at:ident = $store:expr;)*) => {
        &[$(
            (OpCode::$plain, store_row!(Plain, $store)),
            (OpCode::$any, store_row!(Any, $store)),
            (OpCode::$plus, store_row!(Plus, $store)),
            (OpCode::$index, store_row!(Index, $store)),
            (OpCode::$at, store_row!(At, $store)),
        )*
            (OpCode::V128Store8Lane, store_lane_row!(1)),
            (OpCode::V128Store16Lane, store_lane_row!(2)),
            (OpCode::V128Store32Lane, store_lane_row!(4)),
            (OpCode::V128Store64Lane, store_lane_row!(8)),
        ]
    };
}

macro_rules! store_lane_row {
    ($bytes:literal) => {
        Row::new(Signature::REGS, |m, i, l| store_lane(m, i, l, $bytes))
            .refine(|cx, op, i| set_address(cx, op, i, Form::Any, $bytes))
    };
}

pub(super) const LOADS: super::Family = loads! {
    I32Load I32LoadM I32LoadPlus I32LoadIndex I32LoadAt = Load::Zero32;
    I32Load8S I32Load8SM I32Load8SPlus I32Load8SIndex I32Load8SAt = Load::Sign8(Size::S32);
    I32Load8U I32Load8UM I32Load8UPlus I32Load8UIndex I32Load8UAt = Load::Zero8;
    I32Load16S I32Load16SM I32Load16SPlus I32Load16SIndex I32Load16SAt = Load::Sign16(Size::S32);
    I32Load16U I32Load16UM I32Load16UPlus I32Load16UIndex I32Load16UAt = Load::Zero16;
    I64Load I64LoadM I64LoadPlus I64LoadIndex I64LoadAt = Load::Full64;
    I64Load8S I64Load8SM I64Load8SPlus I64Load8SIndex I64Load8SAt = Load::Sign8(Size::S64);
    I64Load8U I64Load8UM I64Load8UPlus I64Load8UIndex I64Load8UAt = Load::Zero8;
    I64Load16S I64Load16SM I64Load16SPlus I64Load16SIndex I64Load16SAt = Load::Sign16(Size::S64);
    I64Load16U I64Load16UM I64Load16UPlus I64Load16UIndex I64Load16UAt = Load::Zero16;
    I64Load32S I64Load32SM I64Load32SPlus I64Load32SIndex I64Load32SAt = Load::Sign32;
    I64Load32U I64Load32UM I64Load32UPlus I64Load32UIndex I64Load32UAt = Load::Zero32;
    F32Load F32LoadM F32LoadPlus F32LoadIndex F32LoadAt = Load::F32;
    F64Load F64LoadM F64LoadPlus F64LoadIndex F64LoadAt = Load::F64;
    V128Load V128LoadM V128LoadPlus V128LoadIndex V128LoadAt = Load::V128;
    V128Load8x8S V128Load8x8SM V128Load8x8SPlus V128Load8x8SIndex V128Load8x8SAt = Load::Widen(0x20);
    V128Load8x8U V128Load8x8UM V128Load8x8UPlus V128Load8x8UIndex V128Load8x8UAt = Load::Widen(0x30);
    V128Load16x4S V128Load16x4SM V128Load16x4SPlus V128Load16x4SIndex V128Load16x4SAt = Load::Widen(0x23);
    V128Load16x4U V128Load16x4UM V128Load16x4UPlus V128Load16x4UIndex V128Load16x4UAt = Load::Widen(0x33);
    V128Load32x2S V128Load32x2SM V128Load32x2SPlus V128Load32x2SIndex V128Load32x2SAt = Load::Widen(0x25);
    V128Load32x2U V128Load32x2UM V128Load32x2UPlus V128Load32x2UIndex V128Load32x2UAt = Load::Widen(0x35);
    V128Load8Splat V128Load8SplatM V128Load8SplatPlus V128Load8SplatIndex V128Load8SplatAt = Load::Splat8;
    V128Load16Splat V128Load16SplatM V128Load16SplatPlus V128Load16SplatIndex V128Load16SplatAt = Load::Splat16;
    V128Load32Splat V128Load32SplatM V128Load32SplatPlus V128Load32SplatIndex V128Load32SplatAt = Load::Splat32;
    V128Load64Splat V128Load64SplatM V128Load64SplatPlus V128Load64SplatIndex V128Load64SplatAt = Load::Splat64;
    V128Load32Zero V128Load32ZeroM V128Load32ZeroPlus V128Load32ZeroIndex V128Load32ZeroAt = Load::Low32;
    V128Load64Zero V128Load64ZeroM V128Load64ZeroPlus V128Load64ZeroIndex V128Load64ZeroAt = Load::Low64;
};

pub(super) const STORES: super::Family = stores! {
    I32Store I32StoreM I32StorePlus I32StoreIndex I32StoreAt = Store::Int32;
    I32Store8 I32Store8M I32Store8Plus I32Store8Index I32Store8At = Store::Int8;
    I32Store16 I32Store16M I32Store16Plus I32Store16Index I32Store16At = Store::Int16;
    I64Store I64StoreM I64StorePlus I64StoreIndex I64StoreAt = Store::Int64;
    I64Store8 I64Store8M I64Store8Plus I64Store8Index I64Store8At = Store::Int8;
    I64Store16 I64Store16M I64Store16Plus I64Store16Index I64Store16At = Store::Int16;
    I64Store32 I64Store32M I64Store32Plus I64Store32Index I64Store32At = Store::Int32;
    F32Store F32StoreM F32StorePlus F32StoreIndex F32StoreAt = Store::F32;
    F64Store F64StoreM F64StorePlus F64StoreIndex F64StoreAt = Store::F64;
    V128Store V128StoreM V128StorePlus V128StoreIndex V128StoreAt = Store::V128;
};

// Refinements.

/// Gives an instruction its address; operands that make it come first.
fn set_address(cx: &Context, op: &Op, i: &mut Inst, form: Form, bytes: u32) {
    let memory = if form == Form::Any { op.mem_index() } else { 0 };
    let ty = &cx.module.memories[memory];
    let offset = match form {
        Form::Any => op.mem_offset(),
        Form::Plus => u64::from(op.lo()),
        Form::Plain | Form::Index | Form::At => op.imm,
    };
    let mut address = Address {
        op: SplicedOp::at(i.first as usize),
        memory: memory as u32,
        parts: match form {
            Form::At => 0,
            Form::Index => 2,
            _ => 1,
        },
        first: 0,
        scale: 0,
        plus: (form == Form::Plus).then(|| op.hi()),
        offset,
        bytes,
        check: Check::Full,
        shared: ty.shared,
        wide_index: ty.memory64,
        temp: 0,
        sum_in_result: false,
        operand: Kind::None,
    };
    address.check = check(cx, &address);
    i.temps[0] += address.temps();
    i.address = Some(address);
}

/// The address of an atomic access: its index is the first of the instruction's operands.
pub(super) fn range_address(cx: &Context, op: &Op, i: &mut Inst, bytes: u32) {
    set_address(cx, op, i, Form::Any, bytes);
}

/// How an access is checked, if at all.
fn check(cx: &Context, address: &Address) -> Check {
    let Address { memory, parts, offset, bytes, .. } = *address;
    let is_constant = parts == 0;
    if memory == 0 && cx.is_caught(if is_constant { 0 } else { MAX_INDEX }, offset, bytes) {
        return Check::Guarded;
    }
    let ty = &cx.module.memories[memory as usize];
    let may_be_near = cx.may(Optimization::NearChecks);
    if is_constant {
        let least = pages_to_bytes(ty, ty.minimum);
        let is_inside = offset.checked_add(u64::from(bytes)).is_some_and(|end| end <= least);
        if is_inside && may_be_near && i32::try_from(offset).is_ok() {
            return Check::Inside;
        }
    } else if may_be_near && !ty.shared && offset.saturating_add(u64::from(bytes)) <= VmMemory::REACH as u64 {
        return Check::Near;
    }
    Check::Full
}

fn load_address(cx: &Context, op: &Op, i: &mut Inst, form: Form, load: Load) {
    set_address(cx, op, i, form, load.bytes());
    let Some(address) = &mut i.address else { return };
    address.operand = load.operand();
    if load.is_int() && address.is_sum() {
        // The sum is read before the value is written, and nothing else is read after it.
        address.sum_in_result = true;
        i.temps[0] -= 1;
    }
    if matches!(load, Load::Splat8 | Load::Splat16) {
        i.temps[0] += 1;
    }
}

/// The value comes after what makes the address.
fn store_address(cx: &Context, op: &Op, i: &mut Inst, form: Form, bytes: u32) {
    set_address(cx, op, i, form, bytes);
    if form == Form::Index {
        i.uses_mut().swap(1, 2);
    }
}

// Templates.

impl Masm<'_> {
    /// The address of the instruction's access, computed and checked.
    pub fn address(&mut self, i: &Inst, l: &Locs) -> Mem {
        let Some(address) = &i.address else { unreachable!("an instruction without an address") };
        // A trap here is that of the operation that accesses.
        let at = std::mem::replace(&mut self.at, address.op.index());
        let mem = match address.check {
            Check::Guarded => self.guarded(address, l),
            Check::Inside => {
                self.out.counters.near_checks += 1;
                Mem::new(self.memory_base(address, l), address.offset as i32)
            }
            Check::Near => self.near(address, l),
            Check::Full => self.checked(address, l),
        };
        self.at = at;
        mem
    }

    /// The index, and how many of the address's temporaries it has taken.
    fn index(&mut self, address: &Address, l: &Locs) -> (Gpr, usize) {
        let (first, temp) = (usize::from(address.first), usize::from(address.temp));
        if !address.is_sum() {
            return (l.gpr(first), temp);
        }
        let (sum, next) = if address.sum_in_result { (l.def(), temp) } else { (l.temp(temp), temp + 1) };
        match address.plus {
            Some(plus) if address.scale > 0 => {
                self.asm.lea_scaled(Size::S32, sum, l.gpr(first), address.scale, plus as i32);
            }
            Some(plus) => {
                let size = if Mutant::ConstantSumIn64Bits.is_on() { Size::S64 } else { Size::S32 };
                self.asm.lea(size, sum, Mem::new(l.gpr(first), plus as i32));
            }
            None => {
                let size = if Mutant::SlotSumIn64Bits.is_on() { Size::S64 } else { Size::S32 };
                let index = Some((l.gpr(first + 1), address.scale));
                self.asm.lea(size, sum, Mem { base: l.gpr(first), index, disp: 0 });
            }
        }
        (sum, next)
    }

    fn guarded(&mut self, address: &Address, l: &Locs) -> Mem {
        let disp = i32::try_from(address.offset);
        if address.parts == 0 {
            return match disp {
                Ok(disp) => Mem::new(MEM, disp),
                Err(_) => {
                    let t = l.temp(address.temp.into());
                    self.asm.mov_imm(t, address.offset);
                    Mem { base: MEM, index: Some((t, 0)), disp: 0 }
                }
            };
        }
        let (index, temp) = self.index(address, l);
        match disp {
            Ok(disp) => Mem { base: MEM, index: Some((index, 0)), disp },
            Err(_) => {
                let t = l.temp(temp);
                self.asm.mov_imm(t, address.offset);
                self.asm.alu(Alu::Add, Size::S64, t, index);
                Mem { base: MEM, index: Some((t, 0)), disp: 0 }
            }
        }
    }

    /// The base of the memory, in a register.
    fn memory_base(&mut self, address: &Address, l: &Locs) -> Gpr {
        if address.memory == 0 {
            return MEM;
        }
        let t = l.temp(address.temp.into());
        self.load_memory(t, address.memory as usize);
        self.base_of(t, address.memory)
    }

    /// The base of a memory whose record is in `t`, which may take its place.
    fn base_of(&mut self, t: Gpr, memory: u32) -> Gpr {
        if memory == 0 {
            return MEM;
        }
        self.asm.mov(Size::S64, t, Mem::new(t, offset_of!(VmMemory, base) as i32));
        t
    }

    /// An access that ends at most [`VmMemory::REACH`] bytes after its index.
    fn near(&mut self, address: &Address, l: &Locs) -> Mem {
        self.out.counters.near_checks += 1;
        let Address { memory, bytes, .. } = *address;
        let offset = address.offset as u32;
        let (index, temp) = self.index(address, l);
        let t = l.temp(temp);
        self.load_memory(t, memory as usize);
        self.asm.alu(Alu::Cmp, Size::S64, index, Mem::new(t, offset_of!(VmMemory, near) as i32));
        let reach = if Mutant::OffsetNotCompared.is_on() { bytes } else { offset + bytes };
        self.check_far_out_of_line(Far { op: address.op, memory, index, t, reach });
        let base = self.base_of(t, memory);
        Mem { base, index: Some((index, 0)), disp: offset as i32 }
    }

    /// Compares `index + offset + bytes` with the memory's length.
    fn checked(&mut self, address: &Address, l: &Locs) -> Mem {
        let Address { memory, offset, bytes, shared, wide_index, .. } = *address;
        let end;
        let temp;
        // The access itself does not wait for the sum.
        let mut direct = None;
        if address.parts == 0 {
            temp = usize::from(address.temp);
            end = l.temp(temp);
            self.asm.mov_imm(end, offset.saturating_add(u64::from(bytes)));
        } else {
            let index;
            (index, temp) = self.index(address, l);
            end = l.temp(temp);
            let counted = if Mutant::LongOffsetNotCompared.is_on() { 0 } else { offset };
            let reach = counted.saturating_add(u64::from(bytes));
            match i32::try_from(reach) {
                Ok(disp) if !wide_index => self.asm.lea(Size::S64, end, Mem::new(index, disp)),
                _ => {
                    self.asm.mov_imm(end, reach);
                    self.asm.alu(Alu::Add, Size::S64, end, index);
                    if wide_index && !Mutant::Sum64Wraps.is_on() {
                        self.trap_if(Cond::B, MemoryOutOfBounds);
                    }
                }
            }
            direct = i32::try_from(offset).ok().map(|disp| (index, disp));
        }
        let t = l.temp(temp + 1);
        self.load_memory(t, memory as usize);
        if shared {
            let length = if memory == 0 { t } else { l.temp(temp + 2) };
            self.asm.mov(Size::S64, length, Mem::new(t, offset_of!(VmMemory, shared_len) as i32));
            self.asm.alu(Alu::Cmp, Size::S64, end, Mem::new(length, 0));
        } else {
            self.asm.alu(Alu::Cmp, Size::S64, end, Mem::new(t, offset_of!(VmMemory, len) as i32));
        }
        self.trap_if(Cond::A, MemoryOutOfBounds);
        let base = self.base_of(t, memory);
        match direct {
            Some((index, disp)) => Mem { base, index: Some((index, 0)), disp },
            None => Mem { base, index: Some((end, 0)), disp: -(bytes as i32) },
        }
    }
}

fn load(m: &mut Masm, i: &Inst, l: &Locs, load: Load) {
    let mem = m.address(i, l);
    m.access_site(i);
    if load.is_int() {
        return load.int(m.asm, l.def(), mem);
    }
    let d = l.def_xmm();
    let broadcasts = m.features().avx;
    // The first instruction is the one that may fault.
    match load {
        Load::F32 | Load::Low32 => m.asm.load_f32(d, mem),
        Load::F64 | Load::Low64 => m.asm.load_f64(d, mem),
        Load::V128 => m.asm.load_v128(d, mem),
        Load::Widen(code) => m.asm.v2(v38(code), d, mem),
        Load::Splat32 if broadcasts => m.asm.v2(v38(0x18), d, mem),
        Load::Splat32 => {
            m.asm.load_f32(d, mem);
            m.asm.v2_imm(v(Pp::P66, 0x70), d, d, 0);
        }
        Load::Splat64 => m.asm.v2(v(Pp::F2, 0x12), d, mem),
        _ => {
            let t = l.temp(i.temps[0] as usize - 1);
            let factor = match load {
                Load::Splat8 => {
                    m.asm.movzx8(t, mem);
                    0x0101_0101
                }
                _ => {
                    m.asm.movzx16(t, mem);
                    0x0001_0001
                }
            };
            m.asm.imul_imm(Size::S32, t, t, factor);
            m.asm.mov_xr(Size::S32, d, t);
            m.asm.v2_imm(v(Pp::P66, 0x70), d, d, 0);
        }
    }
}

fn store(m: &mut Masm, i: &Inst, l: &Locs, store: Store) {
    let mem = m.address(i, l);
    let value = i.uses().len() - 1;
    m.access_site(i);
    store.to(m.asm, mem, l.any(value));
}

/// One lane of a vector. Memory operands of these instructions need no alignment.
fn load_lane(m: &mut Masm, i: &Inst, l: &Locs, bytes: u32) {
    let (c, d) = (l.xmm(1), l.def_xmm());
    let mem = m.address(i, l);
    if !m.features().avx {
        m.asm.mov_xx(d, c);
    }
    m.access_site(i);
    let first = if m.features().avx { c } else { d };
    m.asm.v3_imm(insert_form(bytes), d, first, mem, (i.imm >> 56) as u8);
}

fn store_lane(m: &mut Masm, i: &Inst, l: &Locs, bytes: u32) {
    let mem = m.address(i, l);
    m.access_site(i);
    m.asm.v2_imm(extract_form(bytes), l.xmm(1), mem, (i.imm >> 56) as u8);
}

/// The instruction that puts a lane of this many bytes into a vector.
pub(crate) fn insert_form(bytes: u32) -> V {
    match bytes {
        1 => v3a(0x20),
        2 => v(Pp::P66, 0xC4),
        4 => v3a(0x22),
        _ => V { w: true, ..v3a(0x22) },
    }
}

/// The instruction that takes a lane of this many bytes from a vector.
pub(crate) fn extract_form(bytes: u32) -> V {
    match bytes {
        1 => v3a(0x14),
        2 => v3a(0x15),
        4 => v3a(0x16),
        _ => V { w: true, ..v3a(0x16) },
    }
}
