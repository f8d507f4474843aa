//! Upper halves of 32-bit values, looked at while code runs: the oracle for INV ZERO of `state`.
//!
//! Templates and addresses rely on it that an i32 or f32 in a register or in memory has zeros above its 32 bits; a template that
//! leaves something there is found only when a guarded address or a 64-bit use happens to read it, far away. With
//! the switch `check_upper_halves` each result is stored to its spill slot, where storing is always allowed, and the half
//! above is compared there: no register is needed and none changes. What is found is a trap that the interpreter does not have.

use super::*;

impl Emitter<'_> {
    /// Behind an operation: its results of 32 bits, as far as their types are known here.
    pub(super) fn audit_results(&mut self) {
        // Of operations that were merged only the last has a result.
        let last = self.masm.at;
        let op = self.masm.unit.func.ops[last];
        let code = op.code();
        if is_call(code) {
            let mut slot = op.hi();
            for ty in &call_type(self.masm.unit.module, &op).results {
                if matches!(ty, ValType::I32 | ValType::F32) {
                    self.audit(slot);
                }
                slot += ty.slots();
            }
        }
        let narrow = match code {
            OpCode::GlobalGet | OpCode::GlobalGetFloat => {
                matches!(
                    self.masm.unit.module.globals[op.imm as usize].ty.content,
                    ValType::I32 | ValType::F32
                )
            }
            _ => matches!(fields(code).def, Kind::I32 | Kind::F32),
        };
        if narrow && self.stages.analysis.liveness.uses[last] & crate::jit::analysis::uses::DEF_DEAD == 0 {
            self.audit(op.a.into());
        }
    }

    /// At the function's entry: arguments of 32 bits.
    pub(super) fn audit_arguments(&mut self) {
        let mut slot = 0;
        for ty in &self.masm.unit.ty.params {
            if matches!(ty, ValType::I32 | ValType::F32)
                && self.stages.analysis.liveness.is_live_at_entry(slot)
            {
                self.audit(slot);
            }
            slot += ty.slots();
        }
    }

    fn audit(&mut self, slot: u32) {
        if let Some(reg) = self.state.loc(slot) {
            self.masm.asm.store_slot(slot, reg, false);
        }
        let upper = Mem::new(crate::jit::x64::regs::FP, slot_bytes(slot) + 4);
        self.masm.flags = None;
        self.masm.asm.alu_imm(crate::jit::x64::asm::Alu::Cmp, Size::S32, upper, 0);
        self.masm.trap_if(Cond::NE, TrapCode::UnreachableCodeReached);
    }
}
