//! The types of a function's values, for calls that move numbers straight between C's values and slots.
//!
//! # Idea
//! Looking a type up takes the lock of the engine's types, and `wx::Val`s are written and read on both sides of a call: together that costs more
//! than entering wasm code. A [`Signature`] is what a call must know of the type: made once for a handle or a host function, with the
//! kinds that C's values must have. Functions with references and vectors are called through `wx::Val`.

use anyhow::{Result, anyhow, ensure};
use smallvec::SmallVec;
use wx::{FuncType, ValType};

use crate::types::{kind, kind_of, wasm_valkind_t};
use crate::val::wasm_val_t;

/// Slots of a call that need no memory of their own, which are most.
pub(crate) type Slots = SmallVec<[u64; 16]>;

type Kinds = SmallVec<[wasm_valkind_t; 8]>;

pub(crate) struct Signature {
    params: Kinds,
    results: Kinds,
    /// Whether all values are numbers of one slot.
    is_plain: bool,
}

impl Signature {
    pub(crate) fn of(ty: &FuncType) -> Signature {
        let is_number = |ty: ValType| kind_of(ty) < kind::V128;
        Signature {
            params: ty.params().map(kind_of).collect(),
            results: ty.results().map(kind_of).collect(),
            is_plain: ty.params().chain(ty.results()).all(is_number),
        }
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.is_plain
    }

    pub(crate) fn arity(&self) -> usize {
        self.results.len()
    }

    /// Slots for a call with these arguments.
    ///
    /// # Errors
    /// If their number or a kind is not the function's.
    #[inline]
    pub(crate) fn slots(&self, args: &[wasm_val_t]) -> Result<Slots> {
        let (given, expected) = (args.len(), self.params.len());
        ensure!(given == expected, "expected {expected} arguments, got {given}");
        let mut slots = Slots::from_elem(0, expected.max(self.results.len()));
        for (i, ((arg, &kind), slot)) in args.iter().zip(&self.params).zip(&mut slots).enumerate() {
            match arg.to_slot(kind) {
                Some(bits) => *slot = bits,
                None => return Err(mismatch("argument", i, kind, arg)),
            }
        }
        Ok(slots)
    }

    /// The arguments of a host function that are in slots.
    #[inline]
    pub(crate) fn args(&self, slots: &[u64]) -> SmallVec<[wasm_val_t; 8]> {
        self.params.iter().zip(slots).map(|(&kind, &slot)| wasm_val_t::of_slot(kind, slot)).collect()
    }

    /// Results of a host function before it has run.
    #[inline]
    pub(crate) fn zeros(&self) -> SmallVec<[wasm_val_t; 8]> {
        self.results.iter().map(|&kind| wasm_val_t::of_slot(kind, 0)).collect()
    }

    /// Results that are in slots.
    #[inline]
    pub(crate) fn results(&self, slots: &[u64]) -> impl Iterator<Item = wasm_val_t> {
        self.results.iter().zip(slots).map(|(&kind, &slot)| wasm_val_t::of_slot(kind, slot))
    }

    /// Writes the results of a host function to slots.
    ///
    /// # Errors
    /// If a kind is not the function's.
    #[inline]
    pub(crate) fn write_results(&self, values: &[wasm_val_t], slots: &mut [u64]) -> Result<()> {
        for (i, ((value, &kind), slot)) in values.iter().zip(&self.results).zip(slots).enumerate() {
            match value.to_slot(kind) {
                Some(bits) => *slot = bits,
                None => return Err(mismatch("host function's result", i, kind, value)),
            }
        }
        Ok(())
    }
}

#[cold]
fn mismatch(what: &str, index: usize, expected: wasm_valkind_t, value: &wasm_val_t) -> anyhow::Error {
    let name = |kind| match kind {
        kind::I32 => "i32",
        kind::I64 => "i64",
        kind::F32 => "f32",
        kind::F64 => "f64",
        _ => "a reference",
    };
    let found = value.kind();
    if (kind::V128..kind::EXTERNREF).contains(&found) {
        return anyhow!("{found} is no kind of value");
    }
    anyhow!("{what} type mismatch: expected {} at index {index}, got {}", name(expected), name(found))
}
