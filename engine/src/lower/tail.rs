//! A function that calls itself in its own place is a loop.
//!
//! # Idea
//! `return_call` of the function itself needs no new frame: the arguments become the parameters, the other locals are zero, and
//! execution goes on at the first operation, where an epoch is looked at, fuel is paid and calls are counted as at any entry. An
//! engine that changes tiers has a `Loop` operation there too, so that a long run of such calls is hot like any loop, and enters
//! machine code on the way. Whether one is needed must be known before the first operator: if the bytes of such a call are in the
//! body, which is found out quickly, the operators are read once more.
//!
//! # Moves
//! Operands that lie in their homes are above all locals, and nothing overwrites them. Those that name a parameter may be
//! overwritten by an argument before them; they are copied to their homes first. All others go straight to their place, from the
//! first parameter to the last.
//!
//! # Bounds
//! A call of some bytes becomes an operation for each parameter and local; so there are at most [`MAX_PARAMS`] and
//! [`MAX_ZEROED`] of them, or it stays a call.

use wasmparser::{Operator, OperatorsReader};

use super::function::Lowerer;
use super::stack::{Entry, EntryKind};
use crate::base::Mutant;
use crate::ir::{Op, OpCode, RegClass};
use crate::settings::Optimization;
use crate::types::V128;

/// Parameters of a function that is made a loop.
const MAX_PARAMS: usize = 16;
/// Slots of its other locals.
const MAX_ZEROED: u32 = 16;

/// The first byte of `return_call`.
const RETURN_CALL: u8 = 0x12;

impl Lowerer<'_> {
    /// Whether calls of the function itself in its own place are to be branches, and there is one. `reader` is at the first operator.
    pub(super) fn may_restart(&self, body: &[u8], reader: &OperatorsReader<'_>) -> bool {
        let zeroed = self.locals.end().saturating_sub(self.ty.param_slots());
        if self.wide
            || !body.contains(&RETURN_CALL)
            || self.ty.params.len() > MAX_PARAMS
            || zeroed > MAX_ZEROED
            || !self.may(Optimization::TailLoops)
        {
            return false;
        }
        let own = self.func;
        let is_restart = |operator| matches!(operator, Ok(Operator::ReturnCall { function_index }) if function_index == own);
        self.has_bytes_of_restart(body) && reader.clone().into_iter().any(is_restart)
    }

    /// Whether the bytes of such a call are in the body, as they are usually written.
    fn has_bytes_of_restart(&self, body: &[u8]) -> bool {
        let (mut call, mut left) = (vec![RETURN_CALL], self.func);
        while left > 0x7F {
            call.push(left as u8 | 0x80);
            left >>= 7;
        }
        call.push(left as u8);
        body.windows(call.len()).any(|bytes| bytes == call)
    }

    /// Lowers a call in the place of the function; false if it is another function's, or stays a call.
    pub(super) fn restart(&mut self, function: u32) -> bool {
        if function != self.func || !self.restarts {
            return false;
        }
        let arguments = self.safe_arguments();
        for (param, entry) in arguments.iter().enumerate() {
            let (slot, _) = self.locals.place(param as u32);
            self.copy_to(slot, entry);
        }
        if !Mutant::RestartKeepsLocals.is_on() {
            self.zero_locals();
        }
        let branch = self.emit(OpCode::Br, 0, 0, 0, 0);
        self.ops[branch].set_target(branch, 0);
        self.rewrites.tail_loops += 1;
        self.note_return();
        self.set_unreachable();
        true
    }

    /// The arguments one by one, none of which names a parameter that one before it overwrites.
    fn safe_arguments(&mut self) -> Vec<Entry> {
        let (first, others) = self.begin_of(self.ty.params.len());
        let mut arguments = Vec::with_capacity(self.ty.params.len());
        for index in first..self.stack.len() {
            let entry = self.stack[index];
            if entry.kind != EntryKind::Temp {
                arguments.push(entry);
                continue;
            }
            let skipped = if index == first { others } else { 0 };
            let run = skipped..=entry.value as u32;
            arguments.extend(run.map(|i| Entry { slot: entry.slot + i, value: 0, ..entry }));
        }
        for (param, entry) in arguments.iter_mut().enumerate() {
            let is_overwritten = entry.kind == EntryKind::Local && entry.value < param as u64;
            if is_overwritten && !Mutant::ArgumentOverwritten.is_on() {
                // The stack stays as it is: its operands are those of no operator any more.
                self.copy_to(entry.slot, entry);
                *entry = Entry { kind: EntryKind::Temp, value: 0, ..*entry };
            }
        }
        arguments
    }

    /// Makes the locals zero that are no parameters.
    fn zero_locals(&mut self) {
        for local in self.ty.params.len() as u32..self.locals.count() {
            let (slot, class) = self.locals.place(local);
            if class == RegClass::Vector {
                let zero = self.v128(V128::default());
                self.append_to_slot(Op::new(OpCode::ConstV128, 0, 0, 0, zero), slot, class);
            } else {
                self.emit_const(slot, 0, class);
            }
        }
    }
}
