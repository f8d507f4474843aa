//! What each instruction does to places: read from the bytes, once.

use iced_x86::{
    Decoder, DecoderOptions, FlowControl, Instruction, InstructionInfoFactory, Mnemonic, OpAccess, OpKind,
    Register,
};

use super::super::Draft;
use super::super::log::{Mark, Point};
use crate::jit::x64::asm::{RelocKind, Stub};
use crate::jit::x64::regs::Reg;

/// 8 bytes of a register: integer registers, then the lower halves of vector registers, then their upper halves.
pub(super) type Lane = u8;
pub(super) const LANES: usize = 48;

/// Bytes relative to rbp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) disp: i64,
    pub(super) bytes: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// A copy of 8 bytes.
    Move {
        to: Lane,
        from: Lane,
    },
    /// A copy of 16 bytes between vector registers.
    MoveWide {
        to: Lane,
        from: Lane,
    },
    /// A copy of 8 bytes into a vector register, whose upper half becomes zero.
    MoveLow {
        to: Lane,
        from: Lane,
    },
    Exchange {
        a: Lane,
        b: Lane,
    },
    Load {
        to: Lane,
        disp: i64,
    },
    LoadWide {
        to: Lane,
        disp: i64,
    },
    LoadLow {
        to: Lane,
        disp: i64,
    },
    Store {
        from: Lane,
        disp: i64,
    },
    StoreWide {
        from: Lane,
        disp: i64,
    },
    /// rbp moves by so many bytes.
    Advance(i64),
    /// Anything else: lanes read and written, and the frame.
    Compute {
        reads: u64,
        writes: u64,
        loads: Option<Span>,
        stores: Option<Span>,
    },
}

/// What a call calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Callee {
    /// A function, or what calls one.
    Function,
    /// A stub that works on memory.
    Stub,
    /// The builtin with this number, which is mostly that of an operation.
    Builtin(u64),
}

/// Where execution goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Behind,
    /// A jump to an item, always or perhaps.
    Jump(usize),
    Branch(usize),
    /// Through the branch table with this number.
    Table(usize),
    Call(Callee),
    /// Out of the function: by a tail call, or because a trap never returns.
    Leave,
    Return,
}

#[derive(Clone, Debug)]
pub(super) enum Item {
    Begin {
        pos: u32,
        op: u32,
    },
    /// Where results are; see [`Mark::End`].
    End {
        pos: u32,
        ops: Option<(u32, u32)>,
        places: Vec<(u32, Reg)>,
    },
    Code {
        pos: u32,
        effect: Effect,
        next: Next,
    },
}

/// The code as a list: ends of operations and instructions, in order.
pub(super) struct Listing {
    pub(super) items: Vec<Item>,
    /// Items of the entries of each branch table.
    pub(super) tables: Vec<Vec<usize>>,
}

impl Listing {
    /// First item at a position.
    pub(super) fn item_at(&self, pos: u32) -> usize {
        self.items.partition_point(|item| item.pos() < pos)
    }

    pub(super) fn read(compiled: Draft<'_>) -> Listing {
        let mut this = Listing { items: Vec::new(), tables: Vec::new() };
        let out = &compiled.output;
        let mut marks = compiled.log.marks.iter().peekable();
        let mut factory = InstructionInfoFactory::new();
        let mut raw = Vec::new();
        let mut at = 0;
        for &(start, next) in out.tables.iter().chain([&(out.code_end, out.code_end)]) {
            let code = &compiled.code[at as usize..start as usize];
            for instruction in &mut Decoder::with_ip(64, code, at.into(), DecoderOptions::NONE) {
                let pos = instruction.ip() as u32;
                while let Some(mark) = marks.next_if(|mark| mark.0.pos <= pos) {
                    this.items.push(item(mark));
                }
                let effect = effect(&instruction, &mut factory);
                raw.push((this.items.len(), instruction));
                this.items.push(Item::Code { pos, effect, next: Next::Behind });
            }
            at = next;
        }
        this.items.extend(marks.map(item));
        this.connect(compiled, &raw);
        this
    }

    /// Where jumps lead. A label may be before or after the end of an operation at the same position.
    fn connect(&mut self, compiled: Draft<'_>, raw: &[(usize, Instruction)]) {
        let log = &compiled.log;
        let bound = &log.labels.bound;
        let mut labels = vec![0; bound.iter().map(|b| b.0.0 as usize + 1).max().unwrap_or(0)];
        for (&(label, pos), number) in bound.iter().zip(0..) {
            let marks = log.marks.partition_point(|mark| mark.0.labels <= number);
            let before = log.marks[..marks].iter().rev().take_while(|mark| mark.0.pos == pos).count();
            labels[label.0 as usize] = self.item_at(pos) + before;
        }
        let named = |pos: u32| {
            let i = log.labels.jumps.binary_search_by_key(&pos, |j| j.0).ok()?;
            Some(labels[log.labels.jumps[i].1.0 as usize])
        };
        let tables = &compiled.output.tables;
        self.tables = tables.iter().map(|&(a, b)| (a..b).step_by(4).filter_map(named).collect()).collect();
        let entry = self.item_at(compiled.output.entry);
        let (mut table, mut number) = (None, 0);
        for (item, instruction) in raw {
            let (start, end) = (instruction.ip() as u32, instruction.next_ip() as u32);
            if instruction.mnemonic() == Mnemonic::Lea && instruction.memory_base() == Register::RIP {
                let target = instruction.ip_rel_memory_address() as u32;
                table = tables.iter().position(|t| t.0 == target).or(table);
            }
            // The builtin's number is the last thing that is said before the call.
            if instruction.mnemonic() == Mnemonic::Mov
                && instruction.op0_register().full_register() == Register::RCX
                && instruction.op1_kind() != OpKind::Register
                && instruction.op1_kind() != OpKind::Memory
            {
                number = instruction.immediate(1);
            }
            let first = compiled.relocs.partition_point(|r| r.at < start);
            let reloc = compiled.relocs.get(first).filter(|r| r.at < end).map(|r| r.kind);
            let target =
                || named(start).unwrap_or_else(|| self.item_at(instruction.near_branch_target() as u32));
            let next = match instruction.flow_control() {
                FlowControl::Next => Next::Behind,
                FlowControl::UnconditionalBranch if reloc.is_some() => Next::Leave,
                FlowControl::UnconditionalBranch => match target() {
                    // A function that calls itself last begins again.
                    to if to <= entry => Next::Leave,
                    to => Next::Jump(to),
                },
                FlowControl::ConditionalBranch => Next::Branch(target()),
                FlowControl::Call | FlowControl::IndirectCall => match reloc {
                    Some(RelocKind::Stub(Stub::Trap(_) | Stub::TrapRax)) => Next::Leave,
                    Some(RelocKind::Stub(Stub::Builtin)) => Next::Call(Callee::Builtin(number)),
                    Some(RelocKind::Stub(_)) => Next::Call(Callee::Stub),
                    _ => Next::Call(Callee::Function),
                },
                FlowControl::IndirectBranch if instruction.op0_kind() == OpKind::Register => {
                    table.map_or(Next::Leave, Next::Table)
                }
                FlowControl::Return => Next::Return,
                _ => Next::Leave,
            };
            if let Item::Code { next: n, .. } = &mut self.items[*item] {
                *n = next;
            }
        }
    }
}

impl Item {
    pub(super) fn pos(&self) -> u32 {
        match self {
            Item::Begin { pos, .. } | Item::End { pos, .. } | Item::Code { pos, .. } => *pos,
        }
    }
}

fn item((point, mark): &(Point, Mark)) -> Item {
    let pos = point.pos;
    match mark {
        Mark::Begin(op) => Item::Begin { pos, op: *op },
        Mark::End(ops, places) => Item::End { pos, ops: *ops, places: places.clone() },
    }
}

/// First lane of a register, whatever part of it is named.
fn lane(register: Register) -> Option<Lane> {
    if register.is_gpr() {
        return Some(register.full_register().number() as Lane);
    }
    register.is_vector_register().then(|| 16 + register.number() as Lane)
}

/// All lanes of a register as a set.
fn lanes(register: Register) -> u64 {
    match lane(register) {
        Some(lane) if lane >= 16 => 1 << lane | 1 << (lane + 16),
        Some(lane) => 1 << lane,
        None => 0,
    }
}

/// Displacement of an operand `[rbp + disp]`.
fn frame(instruction: &Instruction) -> Option<i64> {
    let plain = instruction.memory_base() == Register::RBP && instruction.memory_index() == Register::None;
    plain.then_some(instruction.memory_displacement64() as i64)
}

fn effect(instruction: &Instruction, factory: &mut InstructionInfoFactory) -> Effect {
    copy(instruction).unwrap_or_else(|| compute(instruction, factory))
}

/// The instruction as a copy, if it is one.
fn copy(i: &Instruction) -> Option<Effect> {
    use Mnemonic::*;
    if i.op_count() != 2 {
        return None;
    }
    let (register, memory) = (OpKind::Register, OpKind::Memory);
    let kinds = (i.op0_kind(), i.op1_kind());
    let both = || Some((lane(i.op0_register())?, lane(i.op1_register())?));
    match i.mnemonic() {
        Mov if kinds == (register, register) && i.op0_register().is_gpr64() => {
            let (to, from) = both()?;
            Some(Effect::Move { to, from })
        }
        Mov if kinds == (register, memory) && i.op0_register().is_gpr64() => {
            Some(Effect::Load { to: lane(i.op0_register())?, disp: frame(i)? })
        }
        Mov if kinds == (memory, register) && i.op1_register().is_gpr64() => {
            Some(Effect::Store { from: lane(i.op1_register())?, disp: frame(i)? })
        }
        Xchg if kinds == (register, register) && i.op0_register().is_gpr64() => {
            let (a, b) = both()?;
            Some(Effect::Exchange { a, b })
        }
        Movaps | Vmovaps | Movups | Vmovups if kinds == (register, register) => {
            let (to, from) = both()?;
            Some(Effect::MoveWide { to, from })
        }
        Movaps | Vmovaps | Movups | Vmovups if kinds == (register, memory) => {
            Some(Effect::LoadWide { to: lane(i.op0_register())?, disp: frame(i)? })
        }
        Movaps | Vmovaps | Movups | Vmovups if kinds == (memory, register) => {
            Some(Effect::StoreWide { from: lane(i.op1_register())?, disp: frame(i)? })
        }
        Movq | Vmovq | Movsd | Vmovsd if kinds == (register, memory) => {
            Some(Effect::LoadLow { to: lane(i.op0_register())?, disp: frame(i)? })
        }
        Movq | Vmovq | Movsd | Vmovsd if kinds == (memory, register) => {
            Some(Effect::Store { from: lane(i.op1_register())?, disp: frame(i)? })
        }
        Movq | Vmovq if kinds == (register, register) => {
            let (to, from) = both()?;
            Some(if to < 16 { Effect::Move { to, from } } else { Effect::MoveLow { to, from } })
        }
        Add | Sub
            if i.op0_kind() == register && i.op0_register() == Register::RBP && i.op1_kind() != register =>
        {
            let by = i.immediate(1) as i64;
            Some(Effect::Advance(if i.mnemonic() == Add { by } else { -by }))
        }
        _ => None,
    }
}

fn compute(instruction: &Instruction, factory: &mut InstructionInfoFactory) -> Effect {
    let info = factory.info(instruction);
    let (mut reads, mut writes) = (0, 0);
    let (mut loads, mut stores) = (None, None);
    for used in info.used_registers() {
        let set = lanes(used.register());
        let (read, write) = directions(used.access());
        reads |= if read { set } else { 0 };
        writes |= if write { set } else { 0 };
    }
    for used in info.used_memory() {
        if used.base() == Register::RBP && used.index() == Register::None {
            let span = Span { disp: used.displacement() as i64, bytes: used.memory_size().size() as u32 };
            let (read, write) = directions(used.access());
            loads = if read { Some(span) } else { loads };
            stores = if write { Some(span) } else { stores };
        }
    }
    // A register combined with itself (`x ^ x` in a program) counts as read, even where the result does not depend on it.
    let registers: Vec<Register> = instruction
        .op_kinds()
        .enumerate()
        .filter(|k| k.1 == OpKind::Register)
        .map(|k| instruction.op_register(k.0 as u32))
        .collect();
    if registers.len() > 1 && registers[registers.len() - 1] == registers[registers.len() - 2] {
        reads |= lanes(registers[registers.len() - 1]);
    }
    if instruction.mnemonic() == Mnemonic::Nop {
        (reads, writes, loads, stores) = (0, 0, None, None);
    }
    Effect::Compute { reads, writes, loads, stores }
}

/// Whether an access reads, and whether it writes.
fn directions(access: OpAccess) -> (bool, bool) {
    match access {
        OpAccess::Read | OpAccess::CondRead => (true, false),
        OpAccess::Write => (false, true),
        // What is written perhaps may stay as it is.
        OpAccess::CondWrite | OpAccess::ReadWrite | OpAccess::ReadCondWrite => (true, true),
        _ => (false, false),
    }
}

/// The instructions as text.
pub(super) fn text(compiled: Draft<'_>) -> Vec<(u32, String)> {
    let out = &compiled.output;
    let (mut at, mut all) = (0, Vec::new());
    for &(start, next) in out.tables.iter().chain([&(out.code_end, out.code_end)]) {
        let code = &compiled.code[at as usize..start as usize];
        let decoded = Decoder::with_ip(64, code, at.into(), DecoderOptions::NONE).into_iter();
        all.extend(decoded.map(|i| (i.ip() as u32, i.to_string())));
        at = next;
    }
    all
}
