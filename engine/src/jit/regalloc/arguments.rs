//! Register hints: a value that becomes an argument is best computed in the argument's register.
//!
//! From each call a few operations are scanned backwards, as far as the code is straight and nothing else is called; the one that
//! computes an argument gets a hint. The emitter takes the register if it is free there.
//!
//! # Cost
//! At most [`REACH`] operations for each call.

use crate::ir::{Func, Kind};
use crate::jit::abi::{Place, argument_places};
use crate::jit::analysis::{Analysis, mark};
use crate::jit::operation::{call_type, clobbers, fields, is_call, is_return_call};
use crate::jit::reg::Reg;
use crate::module::ModuleData;

/// How far before a call its arguments are looked for.
const REACH: usize = 24;

/// The register hint of each operation's result.
#[derive(Default)]
pub struct ArgumentHints {
    per_op: Vec<u8>,
    places: Vec<Place>,
}

impl ArgumentHints {
    pub fn find(&mut self, module: &ModuleData, func: &Func, analysis: &Analysis) {
        self.per_op.clear();
        self.per_op.resize(func.ops.len(), Reg::NONE.0);
        for &at in analysis.cfg.calls.iter().chain(&analysis.cfg.tail_calls) {
            let op = &func.ops[at as usize];
            if is_call(op.code()) || is_return_call(op.code()) {
                argument_places(&call_type(module, op).params, &mut self.places);
                self.arguments(func, analysis, at as usize, op.hi());
            }
        }
    }

    /// Gives hints to the operations that compute the arguments of the call at `at`, whose frame begins at `base`.
    fn arguments(&mut self, func: &Func, analysis: &Analysis, at: usize, base: u32) {
        let mut missing = self.places.iter().filter(|p| p.reg.is_some()).count();
        let mut j = at;
        while missing > 0 && j > 0 && at - j < REACH && analysis.cfg.marks[j] & mark::LABEL == 0 {
            j -= 1;
            let op = &func.ops[j];
            if clobbers(op.code()) || analysis.cfg.marks[j] & mark::ENTRY != 0 {
                return;
            }
            if fields(op.code()).def == Kind::None {
                continue;
            }
            let Some(slot) = u32::from(op.a).checked_sub(base) else { continue };
            if let Ok(place) = self.places.binary_search_by_key(&slot, |p| p.slot)
                && let Some(reg) = self.places[place].reg
                && self.per_op[j] == Reg::NONE.0
            {
                self.per_op[j] = reg.0;
                missing -= 1;
            }
        }
    }

    /// The register in which the result of the operation should be computed.
    pub fn of(&self, at: usize) -> Option<Reg> {
        match self.per_op[at] {
            reg if reg == Reg::NONE.0 => None,
            reg => Some(Reg(reg)),
        }
    }
}
