//! The verifier of machine code: proves for the bytes of one function that they stay in the sandbox.
//!
//! # Problem
//! A template that forgets a compare, a register that was not zero above its 32 bits, an edge that brings a number where a
//! reference is expected: each is an escape, and goes unnoticed until it is looked for. The compiler's books say
//! that all is well, because they are what is wrong.
//!
//! # Idea
//! Read the bytes, and believe nothing of what the compiler believed. What cannot be proved is a fault, so the answer is never "perhaps",
//! and the compiler must emit code whose safety can be seen. Code is decoded by a decoder of the forms that the assembler has
//! (`decode`, `vector`, and `common` for most of it). Each block is executed once and only if something leads there, on names of values
//! (`value`, `step`, `branch`, and `quick` for most instructions): what a value is (a constant, a sum, the base of memory 2) and what
//! comparisons said of it. Each access to memory must follow from that (`access`), and so must each call and return (`call`).
//!
//! The code is read once, from front to back (`flow`). Where a jump leads forward, a block begins. Where one will lead back the compiler
//! says beforehand (`Output::back`), and nothing depends on whether that is true: a block that begins where nothing leads only knows
//! less, and a jump back to where none begins is a fault. If nothing has led to such a block when it is met (a loop whose test is at its
//! end), it is executed as if the frame were complete there, and each edge that is found later must agree; if one does not, or
//! anything else is wrong, all is looked at again without such guesses. What nothing led to otherwise is executed after all others.
//!
//! # Where paths meet
//! When a block begins little is known; what a place held then is a name. If all edges to the block are known by then, so are the places
//! that have nothing above 32 bits on each of them (`edge`); if one is found later that brings less along, all is looked at again without
//! such knowledge. That a place is small which is not known to be is the most frequent need by far: such needs are sets, and when
//! all blocks are executed they are carried back along the edges (`small`). What else a proof needs of a name is asked of every edge
//! that leads to the block, and so on (`demand`). A question that was asked before is not asked again: assuming that the answer was
//! good is right, because one bad answer anywhere is a fault of the whole function (induction over the steps of an execution). The same
//! holds for needs. So no fixed point of what is known is computed, and only what is needed is ever asked.
//! Names mean something in their own block alone: an address that is the sum of others is asked for as what it must be, never by
//! their names.
//!
//! # What is proved
//! - Instructions follow each other without gaps; each jump, entry of a branch table, way in for a loop (OSR) and landing of a
//!   handler is one of them; each catch has exactly one landing, found as unwinding finds it.
//! - An access to memory is base plus an index without bits above 32 plus a displacement, inside reservation and guard, at an
//!   instruction that is a site; or its end was compared with that memory's length on every path, or lies below the least length of
//!   the memory's type.
//! - An access to a table follows a compare with that table's length; globals are the module's, immutable ones are not written; of
//!   the instance, the store and other structures only what `access` lists is read, and less is written; what is written into
//!   tables and globals of function type is a function reference.
//! - An access to a heap object is the heap's base plus a reference that is not null and has no bits above 32, inside the largest
//!   object of the module's types; of arrays, after a compare of the index with that object's length.
//! - Slots lie inside the frame, and there is room for the frame before anything is called.
//! - Calls go to stubs, to entries of functions, to cells, and through function references that were checked: of an import, not null,
//!   of the type that the operation names. Arguments and results are what the types say, as far as that concerns
//!   the sandbox: no bits above 32 where there must be none, a function reference where one is expected.
//! - At a call, a jump between blocks and a return the machine stack is as deep as it should be, rbp is where it should be, saved
//!   registers are restored, others and r15 never written, and r14 is the base of memory 0.
//!
//! # What is believed and not seen
//! - The IR, for the operation that a site or a builtin names and for its try ranges.
//! - Static types of references: that `call_ref` is given a function of the type it names, that an object is of the type whose field
//!   is read. A field is held only below the end of the largest object of the module's types.
//! - Of arrays, the scale: an index that was compared with the object's length may be scaled by the elements of another type.
//! - Types of slots where the interpreter goes over to machine code (OSR). Only the kinds are seen that operations write there, and
//!   references have that of i64: such a slot is taken for a reference, or for a number without bits above 32, where one is needed.
//! - What was thrown: if two handlers take payloads of the same types, that one's landing could stand for the other's.
//! - The structures of `vm::layout`, the stubs and the builtins; that memories and tables never shrink and are at least as
//!   long as the module declares; that objects have the length in their header.
//! - Numbers: what is computed is none of its business, nor whether an atomic access is aligned.
//!
//! Work grows with the code, and with the places that each merge of paths is asked about, of which 64 are looked at in one step; one
//! question follows no more than a few hundred values. It has no bound of its own besides that and that of compiling (`jit::bounds`).

mod access;
mod block;
mod branch;
mod call;
mod common;
mod decode;
mod demand;
mod edge;
mod fault;
mod flow;
mod insn;
mod quick;
mod sets;
mod slots;
mod small;
mod state;
mod step;
mod value;
mod vector;

use super::Draft;
use crate::ir::Func;
use crate::module::ModuleData;
use crate::settings::Tiering;
use crate::types::MemoryType;

pub use decode::decode;
pub use fault::Fault;
pub use insn::{Insn, NONE, Op, RIP};
pub use vector::Form;

/// The verifier's buffers, reused from function to function.
#[derive(Default)]
pub struct Verifier {
    buffers: state::Buffers,
}

/// Where memory 0 lies, and how much stack there is.
#[derive(Clone, Copy, Debug)]
pub struct Space {
    /// Bytes from the base on that are the memory's or cannot be accessed, if all memories of the engine that machine code runs on
    /// have them: reservation and guard.
    pub span: Option<u64>,
    /// Bytes that slots and machine stack may take together.
    pub stack_limit: u32,
}

impl Space {
    /// What the engine's settings give a module's memory 0. One that could outgrow the reservation does not get it.
    pub fn of(module: &ModuleData, tiering: &Tiering) -> Space {
        let span = module.memories.first().and_then(|ty| Space::reserved(ty, tiering));
        Space { span, stack_limit: tiering.stack_limit }
    }

    fn reserved(ty: &MemoryType, tiering: &Tiering) -> Option<u64> {
        let reservation = tiering.reservation.filter(|_| !tiering.explicit_bounds_checks);
        let pages = ty.maximum.unwrap_or(u64::MAX).min(1 << 16);
        let fits = |bytes: u64| !ty.memory64 && ty.page_size_log2 == 16 && pages << 16 <= bytes;
        reservation.filter(|r| fits(r.bytes)).and_then(|r| r.bytes.checked_add(r.guard))
    }
}

impl Verifier {
    /// One that reads each instruction in full before it executes it, for tests: what it finds is the same.
    pub fn slow() -> Verifier {
        Verifier { buffers: state::Buffers { is_slow: true, ..state::Buffers::default() } }
    }

    /// Whether the code of a function stays in the sandbox. `func`: as it was lowered, before anything was inlined.
    ///
    /// # Errors
    /// What cannot be proved.
    pub fn verify(
        &mut self,
        module: &ModuleData,
        defined: usize,
        func: &Func,
        draft: Draft<'_>,
        space: Space,
    ) -> Result<(), Fault> {
        let mut buffers = std::mem::take(&mut self.buffers);
        let (mut moves, mut all_open) = (false, false);
        loop {
            let mut run = state::Run::new(module, defined, func, draft, space, buffers);
            run.moves |= moves;
            run.all_open = all_open;
            let result = run.verify();
            // What was found wrong may be a guess.
            let opens = !all_open && (run.opens || run.guesses && result.is_err());
            let again = run.again && !moves;
            buffers = run.finish();
            if again || opens {
                (moves, all_open) = (moves || again, all_open || opens);
                continue;
            }
            self.buffers = buffers;
            return result.map_err(|fault| *fault);
        }
    }
}
