//! Out-of-line code: traps, edges with moves, builtins that are rarely needed; and positions in the code.
//!
//! Slow paths are emitted after the function body, so the fast path pays one branch that is not taken. Each is recorded with a
//! snapshot of the register state at its branch, since the state has moved on when it is emitted.

use super::*;
use crate::base::Mutant;
use crate::jit::asm::Alu;
use crate::vm::VmMemory;

/// A piece of out-of-line code to be emitted after the function body.
pub(super) enum Cold {
    /// Nothing any more.
    Done,
    /// A trap.
    Trap { from: Label, code: TrapCode, op: SplicedOp },
    /// An edge with moves.
    Edge { from: Label, part: Part, to: Label },
    /// A builtin that is rarely needed: everything that the call destroys is saved and restored around it.
    Builtin { from: Label, back: Label, op: SplicedOp, kept: Vec<(Reg, u32, bool)> },
    /// A builtin whose operands may be in registers only, and whose result is expected in a register.
    Answer {
        from: Label,
        back: Label,
        op: SplicedOp,
        kept: Vec<(Reg, u32, bool)>,
        operands: Vec<(Reg, u32)>,
        result: Option<(Reg, u32)>,
    },
    /// The type of an indirect call's function is not the one named: right only if it is a subtype. The lookup is repeated.
    Subtype { from: Label, back: Label, op: SplicedOp, kept: Vec<(Reg, u32, bool)>, index: Gpr, t: Gpr },
    /// Memory for an object when the run of its class is used up: into `to`.
    Allocation { from: Label, back: Label, op: SplicedOp, kept: Vec<(Reg, u32, bool)>, to: Gpr },
    /// An index that is near the end of its memory, or beyond.
    Far { from: Label, back: Label, far: Far },
    /// A call that leaves the instance.
    Foreign { from: Label, back: Label, op: SplicedOp },
    /// A table of distances.
    Table { at: Label, labels: Vec<Label> },
}

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

impl Emitter<'_> {
    pub(super) fn cold_code(&mut self) {
        // Some of it adds more: a repeated lookup may trap.
        let mut next = 0;
        while next < self.cold.len() && !self.has_too_much_code() {
            let cold = std::mem::replace(&mut self.cold[next], Cold::Done);
            next += 1;
            match cold {
                Cold::Done => {}
                Cold::Trap { from, code, op } => {
                    self.asm.bind(from);
                    let op =
                        if Mutant::TrapAtNextOperation.is_on() { SplicedOp::at(op.index() + 1) } else { op };
                    self.asm.call_stub(Stub::Trap(code as u8));
                    self.returns_to(op, false);
                }
                Cold::Edge { from, part, to } => {
                    self.asm.bind(from);
                    self.moves.copy_part(&self.edges, part);
                    self.emit_moves();
                    self.asm.jmp(to);
                }
                Cold::Builtin { from, back, op, kept } => {
                    self.asm.bind(from);
                    self.aside(BuiltinId::of(self.func.ops[op.index()].code()), op, &kept);
                    self.asm.jmp(back);
                }
                Cold::Allocation { from, back, op, kept, to } => {
                    self.asm.bind(from);
                    self.aside(BuiltinId::ALLOCATE, op, &kept);
                    self.asm.mov(Size::S64, to, Mem::new(CTX, std::mem::offset_of!(VmContext, store) as i32));
                    self.asm.mov(Size::S64, to, Mem::new(to, std::mem::offset_of!(VmStore, gc_new) as i32));
                    self.asm.jmp(back);
                }
                Cold::Answer { from, back, op, kept, operands, result } => {
                    self.asm.bind(from);
                    self.answer(op, &kept, &operands, result);
                    self.asm.jmp(back);
                }
                Cold::Subtype { from, back, op, kept, index, t } => {
                    self.asm.bind(from);
                    let operation = self.func.ops[op.index()];
                    self.asm.store(Size::S64, home(operation.b().into()), index);
                    self.aside(BuiltinId::of(operation.code()), op, &kept);
                    if !kept.iter().any(|k| k.0 == index.into()) {
                        self.asm.mov(Size::S64, index, home(operation.b().into()));
                    }
                    self.at = op.index();
                    self.look_up_into(&operation, index, t);
                    self.asm.jmp(back);
                }
                Cold::Far { from, back, far } => {
                    self.asm.bind(from);
                    self.check_far(&far);
                    self.asm.jmp(back);
                }
                Cold::Foreign { from, back, op } => {
                    self.asm.bind(from);
                    self.asm.call_mem(Mem::new(RAX, std::mem::offset_of!(VmFuncRef, enter) as i32));
                    self.returns_to(op, true);
                    self.asm.jmp(back);
                }
                Cold::Table { at, labels } => {
                    let pos = self.asm.pos();
                    self.asm.nops((pos.next_multiple_of(4) - pos) as usize);
                    self.asm.bind(at);
                    let origin = self.asm.pos();
                    for label in labels {
                        self.asm.table_entry(label, origin);
                    }
                    self.masm.out.tables.push((origin, self.masm.asm.pos()));
                }
            }
        }
    }

    /// A builtin's call with operands and a result that are not at home.
    fn answer(
        &mut self,
        op: SplicedOp,
        kept: &[(Reg, u32, bool)],
        operands: &[(Reg, u32)],
        result: Option<(Reg, u32)>,
    ) {
        for &(reg, slot) in operands {
            store_home(self.asm, slot, reg, false);
        }
        self.aside(BuiltinId::of(self.func.ops[op.index()].code()), op, kept);
        for &(reg, slot) in operands {
            if !reg.is_callee_saved() && !kept.iter().any(|k| k.0 == reg) {
                load_home(self.asm, reg, slot, false);
            }
        }
        if let Some((reg, slot)) = result {
            load_home(self.asm, reg, slot, false);
        }
    }

    /// A builtin's call with everything saved around it.
    pub(super) fn aside(&mut self, builtin: BuiltinId, op: SplicedOp, kept: &[(Reg, u32, bool)]) {
        for &(reg, slot, wide) in kept {
            store_home(self.asm, slot, reg, wide);
        }
        self.call_builtin(builtin, op);
        self.returns_to(op, false);
        self.reload_memory();
        for &(reg, slot, wide) in kept {
            load_home(self.asm, reg, slot, wide);
        }
    }

    /// What a call would destroy now.
    pub(super) fn kept(&self) -> Vec<(Reg, u32, bool)> {
        self.state
            .held()
            .filter(|r| !r.is_callee_saved())
            .filter_map(|r| {
                let cell = self.state.cells[r.0 as usize];
                (!cell.dead).then_some((r, cell.slot, cell.wide))
            })
            .collect()
    }

    /// Calls the operation's builtin out of line, from `from`, and comes back here.
    pub fn builtin_aside(&mut self, from: Label) {
        let back = self.asm.label();
        self.asm.bind(back);
        let kept = self.kept();
        self.masm.cold.push(Cold::Builtin { from, back, op: self.operation(), kept });
    }

    /// Calls the operation's builtin out of line, from `from`, and comes back here. Its operands (register and slot) may be in
    /// registers only. An operand is in its register afterwards, unless the result took its slot, and so is the result, if one
    /// is named.
    pub fn answer_aside(&mut self, from: Label, operands: Vec<(Reg, u32)>, result: Option<(Reg, u32)>) {
        let back = self.asm.label();
        self.asm.bind(back);
        let kept = self.kept();
        self.masm.cold.push(Cold::Answer { from, back, op: self.operation(), kept, operands, result });
    }

    /// Allocates out of line for the current operation, from `from`, into `to`, and comes back here.
    pub fn allocation_aside(&mut self, from: Label, to: Gpr) {
        let back = self.asm.label();
        self.asm.bind(back);
        let kept = self.kept();
        self.masm.cold.push(Cold::Allocation { from, back, op: self.operation(), kept, to });
    }

    pub fn subtype_aside(&mut self, from: Label, back: Label, index: Gpr, t: Gpr) {
        let kept = self.kept();
        self.masm.cold.push(Cold::Subtype { from, back, op: self.operation(), kept, index, t });
    }

    /// Compares the end of an access with the length, out of line.
    fn check_far(&mut self, far: &Far) {
        let Far { op, memory, index, t, reach } = *far;
        self.at = op.index();
        self.asm.mov(Size::S64, t, Mem::new(t, std::mem::offset_of!(VmMemory, len) as i32));
        self.asm.alu_imm(Alu::Sub, Size::S64, t, reach as i32);
        self.trap_if(Cond::B, TrapCode::MemoryOutOfBounds);
        self.asm.alu(Alu::Cmp, Size::S64, index, t);
        if !Mutant::EndNotCompared.is_on() {
            self.trap_if(Cond::A, TrapCode::MemoryOutOfBounds);
        }
        if memory != 0 {
            self.load_memory(t, memory as usize);
        }
    }
}
