//! What compiling a function may cost: work and machine code in proportion to its bytes.
//!
//! # Problem
//! Two bytes call a function of a thousand parameters and a thousand results, and eight bytes declare 50,000 locals. All passes of the
//! compiler are linear, but in operands and not in bytes; a module of 64 KiB could so keep a thread busy for seconds and fill the
//! engine's memory with code. It comes from strangers, so this must not happen; but no program that should be fast has such code.
//!
//! # Idea
//! The slots that operations read and write in ranges are counted before anything is done for each of them, and machine code is
//! counted while it is made. A function with more than its share stays interpreted, where such operands cost nothing until they
//! are executed. Programs come nowhere near: each operand of theirs was once written in at least a byte, and a byte of wasm becomes
//! some five bytes of code.
//!
//! # What that bounds
//! A module of `n` bytes has at most `n / 4` functions, so at most some 100 operands for each byte, even if every function goes to its
//! limit. What inlining adds is bounded for a module as a whole ([`inlining_left`]).
//!
//! Must not know: what is done with a function that is refused.

use std::sync::atomic::Ordering;

use super::CompileError;
use crate::ir::Func;
use crate::module::ModuleData;

/// Functions with more operations stay interpreted, so that offsets fit 32 bits with room to spare.
const MAX_OPS: usize = 8 << 20;

/// Operands in ranges that a function may have, and how many more for each of its bytes and for each operation that was inlined.
const OPERANDS: u64 = 256;
const OPERANDS_PER_BYTE: u64 = 32;
const OPERANDS_PER_ADDED: u64 = 8;

/// Bytes of machine code that a function may have, and how many more for each of its bytes and for each operation that was
/// inlined.
const CODE: usize = 4096;
const CODE_PER_BYTE: usize = 256;
const CODE_PER_ADDED: usize = 128;

/// Locals that do not count: the compiler keeps sets of so many slots for every function.
const FREE_LOCALS: u32 = 2048;

/// Operations that all functions of a module may inline together, and how many more for each byte of the code section.
const INLINED: u64 = 4096;
const INLINED_PER_BYTE: u64 = 2;

/// The bounds of one function.
pub(super) struct Bounds {
    bytes: usize,
    added: usize,
}

impl Bounds {
    /// # Errors
    /// If the function has too many operations.
    pub(super) fn new(module: &ModuleData, defined: usize, func: &Func) -> Result<Bounds, CompileError> {
        if func.ops.len() > MAX_OPS {
            return Err(CompileError::TooLarge(func.ops.len()));
        }
        Ok(Bounds { bytes: module.bodies[defined].len(), added: 0 })
    }

    /// Operations were inlined.
    pub(super) fn add(&mut self, added: usize) {
        self.added += added;
    }

    /// Bytes of the function's body.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Bytes of machine code that the function may have.
    pub(super) fn code(&self) -> usize {
        CODE + self.bytes.saturating_mul(CODE_PER_BYTE) + self.added * CODE_PER_ADDED
    }

    /// # Errors
    /// If there are more operands than the function's bytes allow; `ranged`: those in ranges of slots.
    pub(super) fn check_operands(
        &self,
        module: &ModuleData,
        defined: usize,
        func: &Func,
        ranged: u64,
    ) -> Result<(), CompileError> {
        let own = module.defined_func_type(defined);
        let operands = ranged
            + own.params.len() as u64
            + own.results.len() as u64
            + u64::from((func.local_slots - func.param_slots).saturating_sub(FREE_LOCALS));
        let most = OPERANDS + OPERANDS_PER_BYTE * self.bytes as u64 + OPERANDS_PER_ADDED * self.added as u64;
        if operands > most {
            return Err(CompileError::TooManyOperands { operands, bytes: self.bytes });
        }
        Ok(())
    }
}

/// How many operations the functions of a module may still inline.
pub(super) fn inlining_left(module: &ModuleData) -> usize {
    let bytes = match (module.bodies.first(), module.bodies.last()) {
        (Some(first), Some(last)) => last.end - first.start,
        _ => 0,
    };
    let most = INLINED + INLINED_PER_BYTE * bytes as u64;
    most.saturating_sub(module.inlined.load(Ordering::Relaxed).into()) as usize
}
