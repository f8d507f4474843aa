//! A lowered function as bytes, for another process.
//!
//! # Problem
//! Lowering gives the same operations each time, so what one process lowered serves the next one. But operations name types by ids,
//! which are those of one engine.
//!
//! # Idea
//! Types are written by their index in the module, which is the same everywhere, and get the ids of the engine that reads them. All
//! else is written as it stands; opcodes have the numbers of one build, and whoever keeps the bytes sees to it that the same build
//! reads them.
//!
//! Must not know: where the bytes are kept, and whether they are what was written: the reader of a file says so before.

use serde::{Deserialize, Serialize};

use super::{Func, Op, Rewrites, TryRange};
use crate::base::{Mutant, SourceOp, WasmOffset};
use crate::types::{CanonId, V128};

/// A [`Func`] with its operations as bytes, and its offsets as differences.
#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    #[serde(borrow)]
    ops: &'a [u8],
    #[serde(borrow)]
    v128s: &'a [u8],
    tries: Vec<TryRange>,
    param_slots: u32,
    local_slots: u32,
    frame_slots: u32,
    result_slots: u32,
    /// Both numbers ascend or stay, but for offsets of code that was moved.
    offsets: Vec<(u32, i32)>,
    rewrites: Rewrites,
}

impl Func {
    /// The function as bytes, its types by the index that `index_of` gives.
    ///
    /// `None` if it names a type that has none, which lowering does not do.
    pub fn to_bytes(&self, index_of: impl Fn(CanonId) -> Option<u32>) -> Option<Vec<u8>> {
        let mut ops = Vec::with_capacity(size_of_val(&*self.ops));
        for op in &self.ops {
            ops.extend_from_slice(&renumbered(*op, &index_of)?.to_bytes());
        }
        let v128s: Vec<u8> = self.v128s.iter().flat_map(|value| value.to_le_bytes()).collect();
        let mut last = (0, 0);
        let difference = |&(op, offset): &(SourceOp, WasmOffset)| {
            let step = (op.get().wrapping_sub(last.0), offset.get().wrapping_sub(last.1).cast_signed());
            last = (op.get(), offset.get());
            step
        };
        let stored = Stored {
            ops: &ops,
            v128s: &v128s,
            tries: self.tries.to_vec(),
            param_slots: self.param_slots,
            local_slots: self.local_slots,
            frame_slots: self.frame_slots,
            result_slots: self.result_slots,
            offsets: self.offsets.iter().map(difference).collect(),
            rewrites: self.rewrites,
        };
        postcard::to_allocvec(&stored).ok()
    }

    /// The function that [`to_bytes`](Func::to_bytes) wrote, its types with the ids that `id_of` gives.
    ///
    /// `None` if no function was written so.
    pub fn from_bytes(bytes: &[u8], id_of: impl Fn(u32) -> Option<CanonId>) -> Option<Func> {
        let stored: Stored<'_> = postcard::from_bytes(bytes).ok()?;
        let (ops, rest) = stored.ops.as_chunks();
        let (v128s, tail) = stored.v128s.as_chunks();
        if !rest.is_empty() || !tail.is_empty() {
            return None;
        }
        let id_of = |index: CanonId| match Mutant::LoadedOperationsKept.is_on() {
            true => Some(index.0),
            false => id_of(index.0).map(|id| id.0),
        };
        let op = |bytes: &[u8; size_of::<Op>()]| renumbered(Op::from_bytes(*bytes)?, &id_of);
        let mut last = (0_u32, 0_u32);
        let sum = |&(op, offset): &(u32, i32)| {
            last = (last.0.wrapping_add(op), last.1.wrapping_add_signed(offset));
            (SourceOp::new(last.0), WasmOffset::new(last.1))
        };
        Some(Func {
            ops: ops.iter().map(op).collect::<Option<_>>()?,
            v128s: v128s.iter().map(|&bytes| V128::from_le_bytes(bytes)).collect(),
            tries: stored.tries.into(),
            param_slots: stored.param_slots,
            local_slots: stored.local_slots,
            frame_slots: stored.frame_slots,
            result_slots: stored.result_slots,
            offsets: stored.offsets.iter().map(sum).collect(),
            rewrites: stored.rewrites,
        })
    }
}

/// The operation with its type by another number.
pub fn renumbered(mut op: Op, number: &impl Fn(CanonId) -> Option<u32>) -> Option<Op> {
    if let Some(id) = op.type_id() {
        op.set_type_id(CanonId(number(id)?));
    }
    Some(op)
}
