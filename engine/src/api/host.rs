//! Host functions: from a Rust closure to what running code calls.
//!
//! Running code passes the address of the arguments' slots; the results go to the same place. A wrapped closure reads
//! and writes the slots directly; a dynamic one goes through [`Val`]s.

use std::sync::Arc;

use anyhow::Result;

use super::context::{Caller, StoreContextMut};
use super::func::SharedHostFn;
use super::typed::{WasmResults, WasmTy, for_each_tuple, slots_of};
use super::types::FuncType;
use super::val::Val;
use crate::types::{self, CompositeType, Registered, TypeRegistry, ValType};
use crate::vm::store::{HostCall, StoreInner};

/// A closure that can be a host function for stores with data `T`: see [`Func::wrap`](super::Func::wrap).
pub trait IntoFunc<T, Params, Results>: Send + Sync + 'static {
    #[doc(hidden)]
    fn into_host(self, registry: &Arc<TypeRegistry>) -> (Registered, SharedHostFn);
}

/// What a host function may return: `()`, a [`WasmTy`], a tuple of them, or a `Result` of any of these.
pub trait WasmRet {
    #[doc(hidden)]
    type Values: WasmResults;
    #[doc(hidden)]
    fn into_values(self) -> Result<Self::Values>;
}

impl<R: WasmResults> WasmRet for R {
    type Values = R;
    #[inline]
    fn into_values(self) -> Result<R> {
        Ok(self)
    }
}

impl<R: WasmResults, E: Into<anyhow::Error>> WasmRet for Result<R, E> {
    type Values = R;
    #[inline]
    fn into_values(self) -> Result<R> {
        self.map_err(Into::into)
    }
}

/// The slots of a host call: enough for its arguments and its results.
///
/// # Safety
/// The call must be one of a function with these types.
pub(super) unsafe fn slots<'a>(call: &HostCall, params: usize, results: usize) -> &'a mut [u64] {
    // SAFETY: who calls a host function leaves it this many slots, and does not touch them until it returns.
    unsafe { std::slice::from_raw_parts_mut(call.slots, params.max(results)) }
}

/// Writes what a wrapped closure returned.
///
/// # Safety
/// As for `slots`, with the results of type `R`.
#[inline]
pub(super) unsafe fn finish<R: WasmRet>(
    store: &mut StoreInner,
    params: usize,
    call: &HostCall,
    ret: R,
) -> Result<()> {
    let values = ret.into_values()?;
    let results = const { slots_of(<R::Values as super::typed::WasmParams>::TYPES) };
    // SAFETY: passed on.
    Ok(super::typed::WasmParams::write(values, store, unsafe { slots(call, params, results) })?)
}

pub(super) fn intern<R: WasmRet>(registry: &Arc<TypeRegistry>, params: &[ValType]) -> Registered {
    let results = <R::Values as super::typed::WasmParams>::TYPES;
    let ty = types::FuncType::new(params.iter().copied(), results.iter().copied());
    match Registered::intern(registry, CompositeType::Func(ty)) {
        Ok(ty) => ty,
        Err(error) => unreachable!("a `WasmTy` names no type: {error}"),
    }
}

macro_rules! closures {
    ($($n:literal ($($a:ident)*);)*) => {
        $(
            #[allow(non_snake_case, reason = "the type parameters name the values too")]
            #[allow(unused_mut, unused_variables, unused_assignments, reason = "no parameters, no slots")]
            impl<T, F, $($a,)* R> IntoFunc<T, (Caller<'_, T>, $($a,)*), R> for F
            where
                T: 'static,
                F: Fn(Caller<'_, T>, $($a),*) -> R + Send + Sync + 'static,
                $($a: WasmTy,)*
                R: WasmRet,
            {
                fn into_host(self, registry: &Arc<TypeRegistry>) -> (Registered, SharedHostFn) {
                    let ty = intern::<R>(registry, &[$($a::TYPE),*]);
                    let call = move |call: HostCall| -> Result<()> {
                        let params = const { slots_of(&[$($a::TYPE),*]) };
                        // SAFETY: INV STORE-BOX: linker and constructor put this closure only into stores with data `T`,
                        // and running code, which is all that uses the store, waits for it to return. The slots are
                        // those of a call with the type above.
                        unsafe {
                            let args = slots(&call, params, 0);
                            let mut context = StoreContextMut::<T>::from_inner(call.store);
                            let mut at = 0;
                            $(
                                let $a = $a::from_slots(context.inner_mut(), &args[at..]);
                                at += const { slots_of(&[$a::TYPE]) };
                            )*
                            let ret = self(Caller::new(&call), $($a),*);
                            finish(context.inner_mut(), params, &call, ret)
                        }
                    };
                    (ty, SharedHostFn::new(call))
                }
            }

            #[allow(non_snake_case, reason = "the type parameters name the values too")]
            impl<T, F, $($a,)* R> IntoFunc<T, ($($a,)*), R> for F
            where
                T: 'static,
                F: Fn($($a),*) -> R + Send + Sync + 'static,
                $($a: WasmTy,)*
                R: WasmRet,
            {
                fn into_host(self, registry: &Arc<TypeRegistry>) -> (Registered, SharedHostFn) {
                    IntoFunc::<T, (Caller<'_, T>, $($a,)*), R>::into_host(
                        move |_: Caller<'_, T>, $($a: $a),*| self($($a),*),
                        registry,
                    )
                }
            }
        )*
    };
}
for_each_tuple!(closures);

/// A host function whose values are [`Val`]s.
pub(crate) fn dynamic<T: 'static>(
    ty: &FuncType,
    func: impl Fn(Caller<'_, T>, &[Val], &mut [Val]) -> Result<()> + Send + Sync + 'static,
) -> SharedHostFn {
    let plain = ty.plain().clone();
    let (params, results) = (plain.param_slots() as usize, plain.result_slots() as usize);
    SharedHostFn::new(move |call: HostCall| -> Result<()> {
        // SAFETY: the slots are those of a call with the type above, and the store has data `T`, as for wrapped closures.
        let mut context = unsafe { StoreContextMut::<T>::from_inner(call.store) };
        let mut values = vec![Val::I32(0); plain.params.len() + plain.results.len()];
        let (args, rets) = values.split_at_mut(plain.params.len());
        // SAFETY: running code left arguments of these types.
        unsafe { Val::read_all(context.inner_mut(), &plain.params, slots(&call, params, 0), args) };
        for (ret, ty) in rets.iter_mut().zip(&plain.results) {
            *ret = Val::default_for_ty(ty).unwrap_or(Val::FuncRef(None));
        }
        // SAFETY: as above.
        func(unsafe { Caller::new(&call) }, args, rets)?;
        // SAFETY: as above; taken anew, since the collector may have looked at the slots meanwhile.
        let slots = unsafe { slots(&call, params, results) };
        Val::write_all(context.inner_mut(), "host function's result", &plain.results, rets, slots)
    })
}
