//! Stubs that all functions of one shape share.
//!
//! A stub depends on where the convention puts arguments and results, and so on what kinds of values they are, not on which types of
//! references. It is found by that shape: an id of a type means another type once the type is gone (`types::registry`), and what
//! belongs to the whole engine must not keep one.
//!
//! # Life
//! The engine only remembers where stubs are. Machine code of a function holds the one through which it is entered, a store those of its
//! host functions; with the last of them a stub's memory is free again. So modules that come and go leave nothing.
//!
//! Must not know: how stubs are made.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use smallvec::SmallVec;

use super::{Arena, Block};
use crate::types::{FuncType, ValType};

/// What kinds of values a signature has, one byte for each, parameters first.
type Shape = SmallVec<[u8; 32]>;

fn shape(ty: &FuncType) -> Shape {
    const RESULTS: u8 = u8::MAX;
    let kind = |ty: &ValType| match ty {
        ValType::I32 => 0,
        ValType::I64 => 1,
        ValType::F32 => 2,
        ValType::F64 => 3,
        ValType::V128 => 4,
        ValType::Ref(_) => 5,
    };
    ty.params.iter().map(kind).chain([RESULTS]).chain(ty.results.iter().map(kind)).collect()
}

/// A stub in its place.
#[derive(Debug)]
pub struct SignatureStub {
    arena: Arc<Arena>,
    block: Option<Block>,
    start: *const u8,
    /// Where its variant begins.
    second: *const u8,
}

// SAFETY: the addresses are those of code that nobody writes any more.
unsafe impl Send for SignatureStub {}
// SAFETY: as above.
unsafe impl Sync for SignatureStub {}

impl SignatureStub {
    /// Where it begins.
    pub fn start(&self) -> *const u8 {
        self.start
    }

    /// Where the variant of it begins.
    pub fn second(&self) -> *const u8 {
        self.second
    }
}

impl Drop for SignatureStub {
    fn drop(&mut self) {
        if let Some(block) = self.block.take() {
            // SAFETY: INV MACHINE-LIFE: what was entered through it, or left through it, is gone.
            unsafe { self.arena.free(block) };
        }
    }
}

#[derive(Debug, Default)]
struct Known {
    stubs: HashMap<Shape, Weak<SignatureStub>>,
    /// What is gone is taken out when there are so many.
    prune_at: usize,
}

/// The stubs of one kind, by shape.
#[derive(Debug, Default)]
pub struct SignatureStubs(Mutex<Known>);

impl SignatureStubs {
    /// The stub of a signature; if there is none, made from `code` and the offset of its variant.
    ///
    /// # Errors
    /// If the arena is full.
    pub fn get(
        &self,
        arena: &Arc<Arena>,
        ty: &FuncType,
        code: impl FnOnce() -> (Vec<u8>, usize),
    ) -> anyhow::Result<Arc<SignatureStub>> {
        let shape = shape(ty);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stub) = known.stubs.get(&shape).and_then(Weak::upgrade) {
            return Ok(stub);
        }
        let (code, second) = code();
        let block = arena.alloc(code.len(), 16)?;
        // SAFETY: the block has room for the code, and nobody else has it yet.
        unsafe { block.write.copy_from_nonoverlapping(code.as_ptr(), code.len()) };
        let start = block.exec;
        let second = start.wrapping_add(second);
        let stub = Arc::new(SignatureStub { arena: arena.clone(), block: Some(block), start, second });
        if known.stubs.len() >= known.prune_at {
            known.stubs.retain(|_, stub| stub.strong_count() > 0);
            known.prune_at = (known.stubs.len() * 2).max(64);
        }
        known.stubs.insert(shape, Arc::downgrade(&stub));
        Ok(stub)
    }
}
