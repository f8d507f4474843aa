//! Who is called: the function reference that an indirect call, a call through a reference or an import finds, checked.
//!
//! The call itself is the emitter's (`emit::call`): it moves arguments and knows who is saved.

use std::mem::offset_of;

use super::{Inst, Locs, Masm, Row, by_emitter};
use crate::base::{Mutant, TrapCode};
use crate::ir::{Op, OpCode};
use crate::jit::inst::Flow;
use crate::jit::select::Signature;
use crate::jit::x64::asm::{Alu, Cond, Mem, Size};
use crate::jit::x64::regs::{CTX, Gpr};
use crate::vm::{VmContext, VmFuncRef, VmTable};

const REGS: Signature = Signature::REGS;
const LOOK_UP: Signature = REGS.temps(1, 0);

pub(super) const ROWS: super::Family = &[
    (OpCode::StructNew, Row::new(REGS, by_emitter).flow(Flow::Object)),
    (OpCode::StructNewDefault, Row::new(REGS, by_emitter).flow(Flow::Object)),
    (OpCode::StructNewDesc, Row::new(REGS, by_emitter).flow(Flow::Object)),
    (OpCode::StructNewDefaultDesc, Row::new(REGS, by_emitter).flow(Flow::Object)),
    (OpCode::ArrayNewFixed, Row::new(REGS, by_emitter).flow(Flow::Object)),
    (OpCode::Call, Row::new(REGS, by_emitter).flow(Flow::Call)),
    (OpCode::CallImport, Row::new(REGS, by_emitter).flow(Flow::Call)),
    (OpCode::CallIndirect, Row::new(LOOK_UP, look_up).flow(Flow::Call)),
    (OpCode::CallRef, Row::new(REGS, reference).flow(Flow::Call)),
    (OpCode::ReturnCall, Row::new(REGS, by_emitter).flow(Flow::Call)),
    (OpCode::ReturnCallImport, Row::new(LOOK_UP, import).flow(Flow::Call)),
    (OpCode::ReturnCallIndirect, Row::new(LOOK_UP, look_up).flow(Flow::Call)),
    (OpCode::ReturnCallRef, Row::new(REGS, reference).flow(Flow::Call)),
];

impl Masm<'_> {
    /// `t = table [index]` of an indirect call, in bounds and not null.
    pub fn look_up(&mut self, op: &Op, index: Gpr, t: Gpr) {
        self.asm.mov(Size::S64, t, Mem::new(CTX, offset_of!(VmContext, tables) as i32));
        self.asm.mov(Size::S64, t, Mem::element(t, op.table()));
        self.asm.alu(Alu::Cmp, Size::S64, index, Mem::new(t, offset_of!(VmTable, len) as i32));
        let beyond = if Mutant::TableBoundOffByOne.is_on() { Cond::A } else { Cond::AE };
        self.trap_if(beyond, TrapCode::TableOutOfBounds);
        self.asm.mov(Size::S64, t, Mem::new(t, offset_of!(VmTable, base) as i32));
        self.asm.mov(Size::S64, t, Mem { base: t, index: Some((index, 3)), disp: 0 });
        self.asm.test(Size::S64, t, t);
        let mistaken = Mutant::NullCallMistaken.is_on();
        let code = if mistaken { TrapCode::NullReference } else { TrapCode::IndirectCallToNull };
        self.trap_if(Cond::E, code);
    }

    /// The reference of an imported function.
    pub fn load_import(&mut self, op: &Op, to: Gpr) {
        self.asm.mov(Size::S64, to, Mem::new(CTX, offset_of!(VmContext, funcs) as i32));
        self.asm.mov(Size::S64, to, Mem::element(to, op.lo()));
    }
}

/// The function that a table has at the operand's index, of the type that the call names or a subtype.
fn look_up(m: &mut Masm, _: &Inst, l: &Locs) {
    let (op, index, t) = (*m.op(), l.gpr(0), l.temp(0));
    m.look_up(&op, index, t);
    let (matches, differs) = (m.asm.label(), m.asm.label());
    m.asm.cmp_type(Mem::new(t, offset_of!(VmFuncRef, ty) as i32), op.lo());
    if !Mutant::SignatureNotCompared.is_on() {
        m.asm.jcc(Cond::NE, differs);
    }
    m.asm.bind(matches);
    m.slow_subtype(differs, matches, index, t);
    m.exit.callee = Some(t);
}

/// The function that the operand refers to, which is not null.
fn reference(m: &mut Masm, _: &Inst, l: &Locs) {
    let callee = l.gpr(0);
    m.asm.test(Size::S64, callee, callee);
    m.trap_if(Cond::E, TrapCode::NullReference);
    m.exit.callee = Some(callee);
}

fn import(m: &mut Masm, _: &Inst, l: &Locs) {
    let op = *m.op();
    m.load_import(&op, l.temp(0));
    m.exit.callee = Some(l.temp(0));
}
