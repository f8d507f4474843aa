//! Typed calls: the types are checked once, and a call moves values straight to slots.

use std::marker::PhantomData;

use anyhow::{Context, Result, bail};

use super::context::AsContextMut;
use super::func::Func;
use super::owner::check_store;
use super::reference::{AnyRef, ExnRef, ExternRef};
use super::val::Val;
use crate::tier;
use crate::types::*;
use crate::vm::WrongStore;
use crate::vm::store::StoreInner;

mod sealed {
    pub trait Sealed {}
}
pub(crate) use sealed::Sealed;

/// A Rust type that stands for a WebAssembly type.
///
/// | Rust | WebAssembly |
/// |---|---|
/// | `i32`, `u32` | `i32` |
/// | `i64`, `u64` | `i64` |
/// | `f32`, `f64` | `f32`, `f64` |
/// | [`V128`] | `v128` |
/// | `Option<Func>`, `Func` | `funcref`, `(ref func)` |
/// | `Option<ExternRef>`, `ExternRef` | `externref`, `(ref extern)` |
/// | `Option<AnyRef>`, `AnyRef` | `anyref`, `(ref any)` |
/// | `Option<ExnRef>`, `ExnRef` | `exnref`, `(ref exn)` |
pub trait WasmTy: Sealed + Send + Sized + 'static {
    /// The WebAssembly type.
    const TYPE: ValType;

    /// # Errors
    /// If it belongs to another store.
    #[doc(hidden)]
    fn to_slots(self, store: &mut StoreInner, slots: &mut [u64]) -> Result<(), WrongStore>;

    /// # Safety
    /// The slots must hold a value of the type that belongs to the store.
    #[doc(hidden)]
    unsafe fn from_slots(store: &mut StoreInner, slots: &[u64]) -> Self;
}

macro_rules! numbers {
    ($($ty:ty, $wasm:ident, |$x:ident| $to:expr, |$slot:ident| $from:expr;)*) => {
        $(
            impl Sealed for $ty {}
            impl WasmTy for $ty {
                const TYPE: ValType = ValType::$wasm;
                #[inline]
                fn to_slots(self, _: &mut StoreInner, slots: &mut [u64]) -> Result<(), WrongStore> {
                    let $x = self;
                    slots[0] = $to;
                    Ok(())
                }
                #[inline]
                unsafe fn from_slots(_: &mut StoreInner, slots: &[u64]) -> Self {
                    let $slot = slots[0];
                    $from
                }
            }
        )*
    };
}
numbers! {
    i32, I32, |x| u64::from(x as u32), |slot| slot as i32;
    u32, I32, |x| u64::from(x), |slot| slot as u32;
    i64, I64, |x| x as u64, |slot| slot as i64;
    u64, I64, |x| x, |slot| slot;
    f32, F32, |x| u64::from(x.to_bits()), |slot| f32::from_bits(slot as u32);
    f64, F64, |x| x.to_bits(), |slot| f64::from_bits(slot);
}

impl Sealed for V128 {}
impl WasmTy for V128 {
    const TYPE: ValType = ValType::V128;
    #[inline]
    fn to_slots(self, _: &mut StoreInner, slots: &mut [u64]) -> Result<(), WrongStore> {
        let bits = self.to_bits();
        slots[0] = bits as u64;
        slots[1] = (bits >> 64) as u64;
        Ok(())
    }
    #[inline]
    unsafe fn from_slots(_: &mut StoreInner, slots: &[u64]) -> Self {
        V128::from_bits(u128::from(slots[0]) | u128::from(slots[1]) << 64)
    }
}

macro_rules! references {
    ($($ty:ty, $variant:ident, $heap:ident;)*) => {
        $(
            impl Sealed for Option<$ty> {}
            impl WasmTy for Option<$ty> {
                const TYPE: ValType = ValType::Ref(RefType { nullable: true, heap: HeapType::$heap });
                fn to_slots(self, store: &mut StoreInner, slots: &mut [u64]) -> Result<(), WrongStore> {
                    let value = Val::$variant(self);
                    value.same_store(store)?;
                    value.to_slots(store, slots);
                    Ok(())
                }
                unsafe fn from_slots(store: &mut StoreInner, slots: &[u64]) -> Self {
                    // SAFETY: passed on.
                    match unsafe { Val::from_slots(store, Self::TYPE, slots) } {
                        Val::$variant(x) => x,
                        _ => None,
                    }
                }
            }
            impl Sealed for $ty {}
            impl WasmTy for $ty {
                const TYPE: ValType = ValType::Ref(RefType { nullable: false, heap: HeapType::$heap });
                fn to_slots(self, store: &mut StoreInner, slots: &mut [u64]) -> Result<(), WrongStore> {
                    Some(self).to_slots(store, slots)
                }
                unsafe fn from_slots(store: &mut StoreInner, slots: &[u64]) -> Self {
                    // SAFETY: passed on.
                    let value: Option<$ty> = unsafe { WasmTy::from_slots(store, slots) };
                    value.expect("the type has no null")
                }
            }
        )*
    };
}
references! {
    Func, FuncRef, Func;
    ExternRef, ExternRef, Extern;
    AnyRef, AnyRef, Any;
    ExnRef, ExnRef, Exn;
}

/// A list of Rust types that stands for parameters: `()`, one [`WasmTy`], or a tuple of up to sixteen.
pub trait WasmParams: Sealed + Send {
    #[doc(hidden)]
    const TYPES: &'static [ValType];
    /// # Errors
    /// If a value belongs to another store.
    #[doc(hidden)]
    fn write(self, store: &mut StoreInner, slots: &mut [u64]) -> Result<(), WrongStore>;
}

/// A list of Rust types that stands for results: `()`, one [`WasmTy`], or a tuple of up to sixteen.
pub trait WasmResults: WasmParams {
    /// # Safety
    /// The slots must hold values of the types that belong to the store.
    #[doc(hidden)]
    unsafe fn read(store: &mut StoreInner, slots: &[u64]) -> Self;
}

/// Slots that values of these types take.
pub(crate) const fn slots_of(types: &[ValType]) -> usize {
    let (mut n, mut i) = (0, 0);
    while i < types.len() {
        n += if matches!(types[i], ValType::V128) { 2 } else { 1 };
        i += 1;
    }
    n
}

impl<A: WasmTy> WasmParams for A {
    const TYPES: &'static [ValType] = &[A::TYPE];
    #[inline]
    fn write(self, store: &mut StoreInner, slots: &mut [u64]) -> Result<(), WrongStore> {
        self.to_slots(store, slots)
    }
}

impl<A: WasmTy> WasmResults for A {
    #[inline]
    unsafe fn read(store: &mut StoreInner, slots: &[u64]) -> Self {
        // SAFETY: passed on.
        unsafe { A::from_slots(store, slots) }
    }
}

macro_rules! tuples {
    ($($n:literal ($($a:ident)*);)*) => {
        $(
            impl<$($a: WasmTy),*> Sealed for ($($a,)*) {}
            #[allow(non_snake_case, reason = "the type parameters name the values too")]
            #[allow(unused_mut, unused_variables, unused_assignments, reason = "the empty tuple has no slots")]
            impl<$($a: WasmTy),*> WasmParams for ($($a,)*) {
                const TYPES: &'static [ValType] = &[$($a::TYPE),*];
                #[inline]
                fn write(self, store: &mut StoreInner, slots: &mut [u64]) -> Result<(), WrongStore> {
                    let ($($a,)*) = self;
                    let mut at = 0;
                    $(
                        $a.to_slots(store, &mut slots[at..])?;
                        at += const { slots_of(&[$a::TYPE]) };
                    )*
                    Ok(())
                }
            }
            #[allow(non_snake_case, reason = "the type parameters name the values too")]
            #[allow(unused_mut, unused_variables, unused_assignments, reason = "the empty tuple has no slots")]
            #[allow(clippy::unused_unit, reason = "the empty tuple is one case of many")]
            impl<$($a: WasmTy),*> WasmResults for ($($a,)*) {
                #[inline]
                unsafe fn read(store: &mut StoreInner, slots: &[u64]) -> Self {
                    let mut at = 0;
                    $(
                        // SAFETY: passed on.
                        let $a = unsafe { $a::from_slots(store, &slots[at..]) };
                        at += const { slots_of(&[$a::TYPE]) };
                    )*
                    ($($a,)*)
                }
            }
        )*
    };
}

/// Hands all tuple sizes, with names for their types, to a macro.
macro_rules! for_each_tuple {
    ($m:ident) => {
        $m! {
            0 ();
            1 (A1);
            2 (A1 A2);
            3 (A1 A2 A3);
            4 (A1 A2 A3 A4);
            5 (A1 A2 A3 A4 A5);
            6 (A1 A2 A3 A4 A5 A6);
            7 (A1 A2 A3 A4 A5 A6 A7);
            8 (A1 A2 A3 A4 A5 A6 A7 A8);
            9 (A1 A2 A3 A4 A5 A6 A7 A8 A9);
            10 (A1 A2 A3 A4 A5 A6 A7 A8 A9 A10);
            11 (A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11);
            12 (A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12);
            13 (A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13);
            14 (A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14);
            15 (A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15);
            16 (A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15 A16);
        }
    };
}
pub(crate) use for_each_tuple;

for_each_tuple!(tuples);

/// A function whose type was checked once; calls convert values and nothing else.
pub struct TypedFunc<Params, Results> {
    func: Func,
    types: PhantomData<fn(Params) -> Results>,
}

impl<Params, Results> Clone for TypedFunc<Params, Results> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Params, Results> Copy for TypedFunc<Params, Results> {}

impl<Params, Results> std::fmt::Debug for TypedFunc<Params, Results> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("TypedFunc").field(&self.func).finish()
    }
}

impl<Params: WasmParams, Results: WasmResults> TypedFunc<Params, Results> {
    pub(crate) fn check(func: Func, store: &StoreInner) -> Result<Self> {
        let entry = store.registry.get(func.type_id(store));
        let ty = entry.func();
        let registry = &store.registry;
        matches("parameters", registry, Params::TYPES, &ty.params, |host, wasm| {
            registry.is_val_subtype(host, wasm)
        })
        .and_then(|()| {
            matches("results", registry, Results::TYPES, &ty.results, |host, wasm| {
                registry.is_val_subtype(wasm, host)
            })
        })
        .with_context(|| format!("type mismatch: the function has type {ty}"))?;
        Ok(TypedFunc { func, types: PhantomData })
    }

    /// The function without its types.
    pub fn func(&self) -> &Func {
        &self.func
    }

    /// Calls it.
    ///
    /// # Errors
    /// If an argument belongs to another store, it traps, or a host function fails; see [`Trap`](crate::Trap) and
    /// [`WasmBacktrace`](crate::WasmBacktrace). If something in the store may wait, so that only `call_async` can call.
    ///
    /// # Panics
    /// If it belongs to another store.
    #[inline]
    pub fn call(&self, mut store: impl AsContextMut, params: Params) -> Result<Results> {
        let mut store = store.as_context_mut();
        if store.may_be_async() {
            return self.call_guarded(&mut store, params);
        }
        self.run(&mut store, params)
    }

    /// Calls it in a store that has asynchronous calls.
    #[cold]
    #[inline(never)]
    fn call_guarded<T>(
        &self,
        store: &mut super::context::StoreContextMut<'_, T>,
        params: Params,
    ) -> Result<Results> {
        let _sync = store.begin_sync()?;
        self.run(store, params)
    }

    /// Calls it, whether that may wait or not.
    #[inline]
    pub(super) fn run<T>(
        &self,
        store: &mut super::context::StoreContextMut<'_, T>,
        params: Params,
    ) -> Result<Results> {
        check_store(store.inner(), self.func.store_id());
        let needed = const {
            let (params, results) = (slots_of(Params::TYPES), slots_of(Results::TYPES));
            if params > results { params } else { results }
        };
        // Thirty-two vectors at most would fit the larger array.
        if needed <= 4 {
            self.call_in(store, params, &mut [0; 4][..needed])
        } else {
            self.call_in(store, params, &mut [0; 32][..needed])
        }
    }

    #[inline]
    fn call_in<T>(
        &self,
        store: &mut super::context::StoreContextMut<'_, T>,
        params: Params,
        slots: &mut [u64],
    ) -> Result<Results> {
        let func = self.func.pointer(store.inner());
        params.write(store.inner_mut(), slots)?;
        // SAFETY: the store is borrowed mutably, and arguments of the function's type are in the slots.
        unsafe { tier::call(store.inner_ptr(), func, slots) }?;
        // SAFETY: the call left results in the slots, whose types were checked.
        Ok(unsafe { Results::read(store.inner_mut(), slots) })
    }
}

fn matches(
    what: &str,
    registry: &TypeRegistry,
    host: &[ValType],
    wasm: &[ValType],
    fits: impl Fn(ValType, ValType) -> bool,
) -> Result<()> {
    if host.len() != wasm.len() {
        bail!("expected {} {what}, found {}", host.len(), wasm.len());
    }
    for (i, (&host, &wasm)) in host.iter().zip(wasm).enumerate() {
        if !fits(host, wasm) {
            let found = text::val_type(registry, wasm);
            bail!("type mismatch with {what}: expected {host} at index {i}, found {found}");
        }
    }
    Ok(())
}
