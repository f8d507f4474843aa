//! Branches, returns, fuel and epoch.

use std::mem::offset_of;

use super::super::abi::result_reg;
use super::super::asm::{Alu, Cond, Label, Mem, Size};
use super::super::emit::Emitter;
use super::super::regs::{CTX, SCRATCH};
use super::super::state::home;
use crate::base::{Mutant, TrapCode};
use crate::ir::{Kind, Op};
use crate::vm::{VmContext, VmStore};

/// How many branch tables are remembered for copies.
const MAX_TABLES: usize = 64;

impl Emitter<'_> {
    pub fn branch_always(&mut self, op: &Op) -> bool {
        let target = op.target(self.at);
        self.goto(target);
        true
    }

    /// Few targets are compared one by one; more go through a table of distances after the function.
    pub fn branch_table(&mut self, op: &Op) -> bool {
        let count = op.hi() as usize;
        let targets: Vec<usize> =
            (0..=count).map(|i| self.func.ops[self.at + 1 + i].target(self.at + 1 + i)).collect();
        for &target in &targets {
            self.ready(target);
        }
        let index = self.gpr(op.b().into());
        // Taken before the edges are planned: those say which register moves where, and nothing may change after that.
        let scratch = if count > 3 { Some((self.temp(), self.temp())) } else { None };
        let labels: Vec<Label> = self.edge_labels(&targets);
        self.release();
        let Some((t, base)) = scratch else {
            for (i, &label) in labels.iter().enumerate().take(count) {
                self.asm.alu_imm(Alu::Cmp, Size::S32, index, i as i32);
                self.asm.jcc(Cond::E, label);
            }
            self.asm.jmp(labels[count]);
            return true;
        };
        let mut known = None;
        if self.copying > 0 {
            known = self.tables.iter().find(|t| t.0 == self.at && t.1 == labels).map(|t| t.2);
        }
        let table = known.unwrap_or_else(|| self.asm.label());
        self.asm.mov_imm(t, count as u64 - u64::from(Mutant::LastTargetLeftOut.is_on()));
        self.asm.alu(Alu::Cmp, Size::S32, index, t);
        self.asm.cmov(Cond::B, Size::S32, t, index);
        self.asm.lea_label(base, table);
        self.asm.movsxd(t, Mem { base, index: Some((t, 2)), disp: 0 });
        self.asm.alu(Alu::Add, Size::S64, t, base);
        self.asm.jmp_rm(t);
        if known.is_none() {
            if self.analysis.cfg.region_at(self.at as u32) != 0 && self.tables.len() < MAX_TABLES {
                self.tables.push((self.at, labels.clone(), table));
            }
            self.table(table, labels);
        }
        true
    }

    /// A label per target; equal targets share one.
    fn edge_labels(&mut self, targets: &[usize]) -> Vec<Label> {
        let mut known: std::collections::HashMap<usize, Label> = std::collections::HashMap::new();
        targets
            .iter()
            .map(|&target| match known.get(&target) {
                Some(&label) => label,
                None => {
                    let label = self.table_edge(target);
                    known.insert(target, label);
                    label
                }
            })
            .collect()
    }

    /// Returns one value or none.
    pub fn return_one(&mut self, op: &Op) -> bool {
        if let Some((reg, kind)) = result_reg(self.ty) {
            self.fetch_into(reg, op.b().into(), kind == Kind::V128);
        }
        self.leave()
    }

    /// Returns several values: the first in its register, the others in their slots.
    pub fn return_span(&mut self, op: &Op) -> bool {
        let (from, count) = (op.lo(), u32::from(op.a));
        self.flush_range(from, count);
        let Some((reg, kind)) = result_reg(self.ty) else { return self.leave() };
        let wide = kind == Kind::V128;
        self.fetch_into(reg, from, wide);
        // To lower slots, upwards: nothing is overwritten that is still to be read. xmm15 carries them.
        if from != 0 {
            for i in 1 + u32::from(wide)..count {
                self.asm.load_f64(SCRATCH, home(from + i));
                self.asm.store_f64(home(i), SCRATCH);
            }
        }
        self.leave()
    }

    pub fn leave(&mut self) -> bool {
        self.epilogue();
        self.asm.ret();
        true
    }

    pub fn trap(&mut self, code: TrapCode) -> bool {
        self.asm.call_stub(super::super::asm::Stub::Trap(code as u8));
        self.return_site(false);
        true
    }

    /// Other threads may lose a count, which statistics can bear.
    pub fn count(&mut self, op: &Op) -> bool {
        let t = self.temp();
        self.asm.mov(Size::S64, t, Mem::new(CTX, offset_of!(VmContext, counters) as i32));
        self.asm.alu_imm(Alu::Add, Size::S64, Mem::element(t, op.imm as u32), 1);
        true
    }

    /// Fuel never goes below zero: what is left when it runs out is cleared by the trap's handler.
    pub fn fuel(&mut self, op: &Op) -> bool {
        let (t, left) = (self.temp(), self.temp());
        self.asm.mov(Size::S64, t, Mem::new(CTX, offset_of!(VmContext, store) as i32));
        let fuel = Mem::new(t, offset_of!(VmStore, fuel) as i32);
        self.asm.mov(Size::S64, left, fuel);
        match i32::try_from(op.imm) {
            Ok(short) => self.asm.alu_imm(Alu::Sub, Size::S64, left, short),
            Err(_) => {
                let units = self.temp();
                self.asm.mov_imm(units, op.imm);
                self.asm.alu(Alu::Sub, Size::S64, left, units);
            }
        }
        let out = if Mutant::FuelOffByOne.is_on() { Cond::LE } else { Cond::S };
        self.trap_if(out, TrapCode::OutOfFuel);
        self.asm.store(Size::S64, fuel, left);
        true
    }

    pub fn epoch(&mut self) -> bool {
        let (t, now) = (self.temp(), self.temp());
        self.asm.mov(Size::S64, t, Mem::new(CTX, offset_of!(VmContext, store) as i32));
        self.asm.mov(Size::S64, now, Mem::new(t, offset_of!(VmStore, epoch) as i32));
        self.asm.mov(Size::S64, now, Mem::new(now, 0));
        self.asm.alu(Alu::Cmp, Size::S64, now, Mem::new(t, offset_of!(VmStore, epoch_deadline) as i32));
        self.state.unlock(t.into());
        self.state.unlock(now.into());
        let from = self.asm.label();
        self.asm.jcc(Cond::AE, from);
        self.builtin_aside(from);
        true
    }
}
