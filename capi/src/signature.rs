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

/// How many slots or values need no memory of their own, which is enough for most calls.
const FEW: usize = 16;

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

    /// Runs a call with these arguments in slots, among which it leaves its results.
    ///
    /// # Errors
    /// If the number or a kind of the arguments is not the function's, or as `call` says.
    #[inline]
    pub(crate) fn with_slots<R>(
        &self,
        args: &[wasm_val_t],
        call: impl FnOnce(&mut [u64]) -> Result<R>,
    ) -> Result<R> {
        let (given, expected) = (args.len(), self.params.len());
        ensure!(given == expected, "expected {expected} arguments, got {given}");
        let needed = expected.max(self.results.len());
        let (mut few, mut many) = ([0; FEW], Vec::new());
        let slots = if needed <= FEW {
            &mut few[..needed]
        } else {
            many.resize(needed, 0);
            &mut many[..]
        };
        for (i, ((arg, &kind), slot)) in args.iter().zip(&self.params).zip(&mut *slots).enumerate() {
            match arg.to_slot(kind) {
                Some(bits) => *slot = bits,
                None => return Err(mismatch("argument", i, kind, arg.kind())),
            }
        }
        call(slots)
    }

    /// Results that are in slots.
    #[inline]
    pub(crate) fn results(&self, slots: &[u64]) -> impl Iterator<Item = wasm_val_t> {
        self.results.iter().zip(slots).map(|(&kind, &slot)| wasm_val_t::of_slot(kind, slot))
    }

    /// Runs a host function with its arguments, which are in slots, and places for its results, which are left there.
    ///
    /// # Errors
    /// If a kind of the results is not the function's, or as `call` says.
    #[inline]
    pub(crate) fn with_values(
        &self,
        slots: &mut [u64],
        call: impl FnOnce(&mut [wasm_val_t], &mut [wasm_val_t]) -> Result<()>,
    ) -> Result<()> {
        let needed = self.params.len() + self.results.len();
        let (mut few, mut many) = ([const { wasm_val_t::ZERO }; FEW], Vec::new());
        let values = if needed <= FEW {
            &mut few[..needed]
        } else {
            many.resize(needed, wasm_val_t::ZERO);
            &mut many[..]
        };
        let (params, places) = values.split_at_mut(self.params.len());
        for ((value, &kind), &slot) in params.iter_mut().zip(&self.params).zip(&*slots) {
            value.set_slot(kind, slot);
        }
        for (place, &kind) in places.iter_mut().zip(&self.results) {
            place.set_slot(kind, 0);
        }
        let outcome = call(params, places);
        for (i, ((place, &kind), slot)) in places.iter_mut().zip(&self.results).zip(slots).enumerate() {
            match place.to_slot(kind) {
                Some(bits) => *slot = bits,
                None if outcome.is_ok() => {
                    return Err(mismatch("host function's result", i, kind, place.kind()));
                }
                None => {}
            }
        }
        outcome
    }
}

#[cold]
fn mismatch(what: &str, index: usize, expected: wasm_valkind_t, found: wasm_valkind_t) -> anyhow::Error {
    let name = |kind| match kind {
        kind::I32 => "i32",
        kind::I64 => "i64",
        kind::F32 => "f32",
        kind::F64 => "f64",
        _ => "a reference",
    };
    if (kind::V128..kind::EXTERNREF).contains(&found) {
        return anyhow!("{found} is no kind of value");
    }
    anyhow!("{what} type mismatch: expected {} at index {index}, got {}", name(expected), name(found))
}
