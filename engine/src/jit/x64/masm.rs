//! The macro assembler: what a template writes to.
//!
//! A template turns one instruction into machine code. It needs the assembler, the constants after the code, labels for traps and other
//! out-of-line code, the list of places that may fault, and facts of the module and the settings; it needs neither the
//! allocator nor liveness, which have done their part before.
//!
//! Must not know: which slot is in which register, or what comes after the current instruction.

use super::asm::{Asm, Cond, Features, Label, Mem, Rm, Size};
use super::pool::Pool;
use super::regs::{CALLEE_SAVED, CTX, Gpr, MEM, Reg, Xmm};
use super::slots::spill_slot;
use crate::base::Mutant;
use crate::base::{CodeOffset, SplicedOp, TrapCode};
use crate::code::Site;
use crate::ir::{Func, Op};
use crate::jit::inst::{Inst, Loc, Locs};
use crate::jit::log::Log;
use crate::jit::output::Output;
use crate::jit::regalloc::Part;
use crate::jit::x64::asm::{LOAD_F64, LOAD_V128_ALIGNED, SET_BITS, V};
use crate::jit::x64::regs::SCRATCH;
use crate::module::ModuleData;
use crate::settings::Optimization;
use crate::settings::{Reservation, Tiering};
use crate::types::FuncType;
use crate::vm::VmContext;

/// A piece of out-of-line code to be emitted after the function body.
pub(in crate::jit) enum Piece {
    /// Nothing any more: it is emitted.
    Done,
    /// A trap.
    Trap { from: Label, code: TrapCode, op: SplicedOp },
    /// An edge with moves.
    Edge { from: Label, part: Part, to: Label },
    /// A builtin that is rarely needed: everything that the call destroys is saved and restored around it. Its result is expected in
    /// a register, if one is named.
    Builtin { from: Label, back: Label, op: SplicedOp, saves: Saves, result: Option<(Reg, u32)> },
    /// The type of an indirect call's function is not the one named: right only if it is a subtype. The lookup is repeated.
    Subtype { from: Label, back: Label, op: SplicedOp, saves: Saves, index: Gpr, t: Gpr },
    /// Memory for an object when the run of its class is used up: into `to`.
    Allocation { from: Label, back: Label, op: SplicedOp, saves: Saves, to: Gpr },
    /// An index that is near the end of its memory, or beyond.
    Far { from: Label, back: Label, far: Far },
    /// A call that leaves the instance.
    Foreign { from: Label, back: Label, op: SplicedOp },
    /// A table of distances.
    Table { at: Label, labels: Vec<Label> },
}

/// What is stored before a call out of line, and loaded again after it unless a callee preserves it: some of [`OutOfLine::saves`].
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::jit) struct Saves {
    pub(in crate::jit) first: u32,
    pub(in crate::jit) count: u32,
}

/// A register, the slot whose value it holds, and whether that is a v128.
pub(in crate::jit) type Save = (Reg, u32, bool);

/// A check of an index that is near a memory's end, or beyond.
#[derive(Clone, Copy, Debug)]
pub struct Far {
    pub op: SplicedOp,
    pub memory: u32,
    pub index: Gpr,
    /// The memory's record.
    pub t: Gpr,
    /// Offset and size.
    pub reach: u32,
}

/// The addresses that memory 0 has to itself, if there are such to rely on.
pub(in crate::jit) fn reservation(module: &ModuleData, tiering: &Tiering) -> Option<Reservation> {
    let ty = module.memories.first()?;
    let may_rely = !ty.memory64 && ty.page_size_log2 == 16 && !tiering.explicit_bounds_checks;
    tiering.reservation.filter(|_| may_rely)
}

/// What the flags say of a value.
#[derive(Clone, Copy, Debug)]
pub struct Flags {
    /// The operation that may go by them: the one after that which made the value.
    pub at: usize,
    pub slot: u32,
    /// The condition that holds if the value is not zero.
    pub nonzero: Cond,
}

/// When an instruction branches to its target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Jump {
    Never,
    If(Cond),
    /// If floats are equal: no operand is a NaN.
    IfEqual,
    /// If floats are not equal, or an operand is a NaN.
    IfUnequal,
}

/// The function that is compiled, and how.
pub struct Unit<'a> {
    pub module: &'a ModuleData,
    pub func: &'a Func,
    /// The function's number among those that the module defines.
    pub defined: usize,
    pub ty: &'a FuncType,
    pub tiering: Tiering,
    /// The addresses that memory 0 has to itself, if there are such to rely on.
    pub(in crate::jit) reservation: Option<Reservation>,
}

impl<'a> Unit<'a> {
    pub fn new(module: &'a ModuleData, func: &'a Func, defined: usize, tiering: Tiering) -> Unit<'a> {
        let ty = module.defined_func_type(defined);
        Unit { module, func, defined, ty, tiering, reservation: reservation(module, &tiering) }
    }
}

/// What is emitted after the function body.
#[derive(Default)]
pub struct OutOfLine {
    pub(in crate::jit) pieces: Vec<Piece>,
    /// What is saved around calls.
    pub(in crate::jit) saves: Vec<Save>,
}

/// Where the current instruction leads, if not to the next one: what its template says to the emitter.
pub struct Exit {
    /// How it branches.
    pub jump: Jump,
    /// The function reference that it calls.
    pub callee: Option<Gpr>,
    /// Where its branch table leads, and the label of the table.
    pub targets: (Vec<Label>, Label),
}

/// See the module's header.
pub struct Masm<'a> {
    pub asm: &'a mut Asm,
    pub unit: Unit<'a>,
    /// The function's own entry.
    pub entry: Label,
    /// Current operation.
    pub at: usize,
    pub out: Output,
    pub out_of_line: OutOfLine,
    pub pool: Pool,
    /// What the flags say of the last result, for the operation after it.
    pub flags: Option<Flags>,
    pub exit: Exit,
    /// Callee-saved registers that the function saves.
    pub(in crate::jit) saved: u32,
    /// For the checker.
    pub log: Log,
}

impl<'a> Masm<'a> {
    pub fn features(&self) -> Features {
        self.asm.features
    }

    /// An operand: its register, its slot, or the address of the load that was merged into the instruction.
    pub fn operand(&mut self, i: &Inst, l: &Locs, operand: usize) -> Rm {
        match l.of(operand) {
            Loc::Reg(reg) if reg.is_gpr() => reg.gpr().into(),
            Loc::Reg(reg) => reg.xmm().into(),
            Loc::Slot(slot) => spill_slot(slot).into(),
            Loc::Loaded => self.address(i, l).into(),
        }
    }

    /// The instruction that is emitted next reads this operand, which may fault if it is a merged load.
    pub fn access(&mut self, i: &Inst, l: &Locs, operand: usize) {
        if l.of(operand) == Loc::Loaded {
            self.access_site(i);
        }
    }

    /// The instruction that is emitted next accesses the memory at the address of `i`.
    pub fn access_site(&mut self, i: &Inst) {
        let op = i.address.map_or(self.operation(), |address| address.op);
        let op = if Mutant::FaultAtNextOperation.is_on() { SplicedOp::at(op.index() + 1) } else { op };
        let here = self.here();
        self.out.sites.push((here, Site::new(op, false)));
    }

    /// The flags say if the result is zero, for a branch that comes next.
    pub fn result_in_flags(&mut self, i: &Inst, nonzero: Cond) {
        if let Some(def) = i.def {
            self.flags = Some(Flags { at: i.last as usize + 1, slot: def.slot, nonzero });
        }
    }

    /// The condition that holds now if the slot's value is not zero, if the flags say that.
    pub fn nonzero_in_flags(&mut self, slot: u32) -> Option<Cond> {
        let stale = Mutant::FlagsOfEarlierOperation.is_on();
        let flags = self.flags.filter(|f| (f.at == self.at || stale) && f.slot == slot)?;
        if !self.unit.tiering.may(Optimization::ReusedFlags) {
            return None;
        }
        self.out.counters.reused_flags += 1;
        let at = self.at;
        self.log.uses_flags(at);
        Some(flags.nonzero)
    }

    /// The instruction branches by whether its result is zero, which the flags say.
    pub fn jump_if_not_zero(&mut self, i: &Inst) {
        self.exit.jump = Jump::If(if i.form.inverted { Cond::E } else { Cond::NE });
    }

    /// The number of the current operation.
    pub fn operation(&self) -> SplicedOp {
        SplicedOp::at(self.at)
    }

    /// Where the next instruction will begin.
    pub fn here(&self) -> CodeOffset {
        CodeOffset::new(self.asm.pos())
    }

    pub fn op(&self) -> &'a Op {
        &self.unit.func.ops[self.at]
    }

    /// The instruction that is emitted next may fault.
    pub fn site(&mut self) {
        let op = self.operation();
        let op = if Mutant::FaultAtNextOperation.is_on() { SplicedOp::at(op.index() + 1) } else { op };
        self.out.sites.push((self.here(), Site::new(op, false)));
    }

    /// The call that was emitted returns here.
    pub fn return_site(&mut self, advanced: bool) {
        self.returns_to(self.operation(), advanced);
    }

    /// A call on behalf of operation `op` was emitted and returns here.
    pub(in crate::jit) fn returns_to(&mut self, op: SplicedOp, advanced: bool) {
        self.out.sites.push((CodeOffset::new(self.asm.pos() - 1), Site::new(op, advanced)));
    }

    /// Where to jump for a trap at this operation.
    pub fn trap_label(&mut self, code: TrapCode) -> Label {
        let op = self.operation();
        if let Some(Piece::Trap { from, code: c, op: o }) = self.out_of_line.pieces.last()
            && *c == code
            && *o == op
        {
            return *from;
        }
        let from = self.asm.label();
        self.out_of_line.pieces.push(Piece::Trap { from, code, op });
        from
    }

    pub fn trap_if(&mut self, cond: Cond, code: TrapCode) {
        let label = self.trap_label(code);
        self.asm.jcc(cond, label);
    }

    /// Checks an index once more, out of line, if the comparison with the nearer bound says that it is not below.
    pub fn check_far_out_of_line(&mut self, far: Far) {
        let (from, back) = (self.asm.label(), self.asm.label());
        self.asm.jcc(Cond::AE, from);
        self.asm.bind(back);
        self.out_of_line.pieces.push(Piece::Far { from, back, far });
    }

    /// Calls the operation's builtin out of line, from `from`, and comes back here. The emitter stores the operands that are in
    /// registers, and saves what else is. Operands are in their registers afterwards, but for one whose slot the result took; and so is
    /// the result, if a register is named.
    pub fn slow_builtin(&mut self, from: Label, result: Option<Gpr>) {
        let back = self.asm.label();
        self.asm.bind(back);
        let result = result.map(|reg| (reg.into(), self.op().a.into()));
        self.out_of_line.pieces.push(Piece::Builtin {
            from,
            back,
            op: self.operation(),
            saves: Saves::default(),
            result,
        });
    }

    /// The type of an indirect call's function differs from the one named: out of line, from `differs`, the call is checked once more, and
    /// comes back to `matches`.
    pub fn slow_subtype(&mut self, differs: Label, matches: Label, index: Gpr, t: Gpr) {
        let (op, saves) = (self.operation(), Saves::default());
        self.out_of_line.pieces.push(Piece::Subtype { from: differs, back: matches, op, saves, index, t });
    }

    /// Callee-saved registers that the function saves, in the order in which they are pushed.
    pub fn saved(&self) -> impl DoubleEndedIterator<Item = Gpr> + use<> {
        let saved = self.saved;
        CALLEE_SAVED.into_iter().filter(move |&r| saved & Reg::from(r).bit() != 0)
    }

    /// Gives back the saved registers; the result is in place.
    pub fn epilogue(&mut self) {
        for r in self.saved().rev() {
            self.asm.pop(r);
        }
    }

    pub fn leave(&mut self) {
        self.epilogue();
        self.asm.ret();
    }

    pub fn call_foreign_out_of_line(&mut self, from: Label, back: Label) {
        self.out_of_line.pieces.push(Piece::Foreign { from, back, op: self.operation() });
    }

    pub fn table(&mut self, at: Label, labels: Vec<Label>) {
        self.out_of_line.pieces.push(Piece::Table { at, labels });
    }
    /// A constant as an operand in memory.
    pub fn constant128(&mut self, bits: u128) -> Rm {
        self.pool.label(self.asm, bits).into()
    }

    /// Puts a constant into a register.
    pub fn load_constant128(&mut self, x: Xmm, bits: u128) {
        match bits {
            0 => self.asm.zero_x(x),
            u128::MAX => self.asm.v3(SET_BITS, x, x, x),
            bits => {
                let m = self.constant128(bits);
                self.asm.v2(LOAD_V128_ALIGNED, x, m);
            }
        }
    }

    /// `dst = a op constant`.
    pub fn v3_constant(&mut self, form: V, dst: Xmm, a: Xmm, bits: u128) {
        let m = self.constant128(bits);
        self.asm.v3(form, dst, a, m);
    }

    /// `d = SCRATCH op x`, where `d` may be `x`. The scratch is destroyed.
    pub fn v3_scratch(&mut self, form: V, d: Xmm, x: Xmm) {
        if self.features().avx {
            self.asm.v3(form, d, SCRATCH, x);
        } else {
            self.asm.v3(form, SCRATCH, SCRATCH, x);
            self.asm.mov_xx(d, SCRATCH);
        }
    }

    /// The bits of a float in a vector register.
    pub fn float_constant(&mut self, d: Xmm, bits: u64) {
        if bits == 0 {
            self.asm.zero_x(d);
            return;
        }
        let constant = self.constant128(bits.into());
        self.asm.v2(LOAD_F64, d, constant);
    }

    /// Reads a field of the instance.
    pub fn load_context(&mut self, dst: Gpr, offset: usize) {
        self.asm.mov(Size::S64, dst, Mem::new(CTX, offset as i32));
    }

    /// The address of a memory's record.
    pub fn load_memory(&mut self, dst: Gpr, memory: usize) {
        if memory == 0 {
            return self.load_context(dst, std::mem::offset_of!(VmContext, memory));
        }
        self.load_context(dst, std::mem::offset_of!(VmContext, memories));
        self.asm.mov(Size::S64, dst, Mem::element(dst, memory as u32));
    }

    /// Memory 0 may have moved: reads its base again, unless it never moves. Leaves flags and rax alone.
    pub fn reload_memory(&mut self) {
        if self.memory_is_fixed() {
            return;
        }
        self.load_memory(MEM, 0);
        self.asm.mov(Size::S64, MEM, Mem::new(MEM, std::mem::offset_of!(crate::vm::VmMemory, base) as i32));
    }

    /// Whether memory 0 never moves.
    pub fn memory_is_fixed(&self) -> bool {
        self.unit.module.memories.is_empty() || self.unit.reservation.is_some()
    }
}
