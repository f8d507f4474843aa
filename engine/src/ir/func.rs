//! A lowered function: its operations and the side tables that only slow paths read.

use serde::{Deserialize, Serialize};

use super::Op;
use crate::base::{SourceOp, WasmOffset};
use crate::types::V128;

/// Who catches what inside one `try_table`, by operations of one numbering. Of the ranges around a position the innermost comes first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TryRange<N = SourceOp> {
    /// First operation inside.
    pub start: N,
    /// First operation behind.
    pub end: N,
    pub catches: Box<[Catch<N>]>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Catch<N = SourceOp> {
    /// Index of the tag in the module; `None` catches all.
    pub tag: Option<u32>,
    /// The handler also takes the exception itself, behind the payload.
    pub with_ref: bool,
    /// First operation of the handler.
    pub target: N,
    /// The slot where the payload goes.
    pub slot: u32,
}

impl<N: Copy> TryRange<N> {
    /// This range with its operations renumbered.
    pub fn renumbered<M>(&self, new: impl Fn(N) -> M) -> TryRange<M> {
        let catch = |catch: &Catch<N>| Catch {
            tag: catch.tag,
            with_ref: catch.with_ref,
            target: new(catch.target),
            slot: catch.slot,
        };
        TryRange {
            start: new(self.start),
            end: new(self.end),
            catches: self.catches.iter().map(catch).collect(),
        }
    }
}

/// The result of lowering one function body.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Func {
    pub ops: Box<[Op]>,
    /// 16-byte constants: `v128.const` and the lanes of shuffles.
    pub v128s: Box<[V128]>,
    pub tries: Box<[TryRange]>,
    /// Slots of the parameters; the caller has filled them.
    pub param_slots: u32,
    /// Slots of parameters and other locals; the entry zeroes those behind the parameters.
    pub local_slots: u32,
    /// All slots the body touches, outgoing arguments and results of calls included.
    pub frame_slots: u32,
    /// Slots of the results.
    pub result_slots: u32,
    /// (operation, offset of its wasm operator), in ascending order; an operation belongs to the last entry at or before it.
    pub offsets: Box<[(SourceOp, WasmOffset)]>,
    pub rewrites: Rewrites,
}

/// What lowering wrote in another way than the operators say: counts, which prove that it fires. Functions that are inlined add theirs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Rewrites {
    /// Functions that are one wide product.
    pub wide_products: u32,
    /// Conditional branches over a branch that are the opposite branch now.
    pub turned_branches: u32,
    /// Branches to a branch that go where that one goes.
    pub threaded_jumps: u32,
    /// Calls of the function itself in its own place that are branches to its start.
    pub tail_loops: u32,
}

impl std::ops::AddAssign for Rewrites {
    fn add_assign(&mut self, other: Rewrites) {
        let Rewrites { wide_products, turned_branches, threaded_jumps, tail_loops } = other;
        self.wide_products += wide_products;
        self.turned_branches += turned_branches;
        self.threaded_jumps += threaded_jumps;
        self.tail_loops += tail_loops;
    }
}

impl Func {
    /// The operator that an operation was made from; `None` for those before the first operator that can fail.
    pub fn wasm_offset(&self, op: SourceOp) -> Option<WasmOffset> {
        let n = self.offsets.partition_point(|&(i, _)| i <= op);
        n.checked_sub(1).map(|i| self.offsets[i].1)
    }
}

/// What `RefTest`, `RefCast` and their kin ask for, packed into imm:
/// bits 0..32 the canonical type, 32..40 the kind, bit 40 whether null passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefTarget(pub crate::types::RefType);

impl RefTarget {
    pub fn pack(self) -> u64 {
        use crate::types::HeapType::*;
        let kind: u64 = match self.0.heap {
            Func => 0,
            NoFunc => 1,
            Extern => 2,
            NoExtern => 3,
            Any => 4,
            Eq => 5,
            I31 => 6,
            Struct => 7,
            Array => 8,
            None => 9,
            Exn => 10,
            NoExn => 11,
            ConcreteFunc(_) => 12,
            ConcreteStruct(_) => 13,
            ConcreteArray(_) => 14,
            ExactFunc(_) => 15,
            ExactStruct(_) => 16,
            ExactArray(_) => 17,
        };
        let id = self.0.heap.concrete().map_or(0, |c| c.0);
        u64::from(id) | kind << 32 | u64::from(self.0.nullable) << 40
    }

    pub fn unpack(imm: u64) -> RefTarget {
        use crate::types::{CanonId, HeapType::*, RefType};
        let id = CanonId(imm as u32);
        let heap = match (imm >> 32) as u8 {
            0 => Func,
            1 => NoFunc,
            2 => Extern,
            3 => NoExtern,
            4 => Any,
            5 => Eq,
            6 => I31,
            7 => Struct,
            8 => Array,
            9 => None,
            10 => Exn,
            11 => NoExn,
            12 => ConcreteFunc(id),
            13 => ConcreteStruct(id),
            14 => ConcreteArray(id),
            15 => ExactFunc(id),
            16 => ExactStruct(id),
            _ => ExactArray(id),
        };
        RefTarget(RefType { nullable: imm >> 40 & 1 == 1, heap })
    }
}
