//! Functions of the host as components call them.

use anyhow::Result;
use wx::{AsContextMut, StoreContextMut};

use crate::call::{Values, lift_params, lower_results};
use crate::cx::Cx;
use crate::flat::SLOTS;
use crate::host_value::{ComponentNamedList, Lift, Lower, Types};
use crate::introspect::ComponentFunc;
use crate::types::FuncTy;
use crate::val::Val;

/// Whether a function can be given where one of this type is imported.
type Check = dyn Fn(&FuncTy, &Types<'_>) -> Result<()> + Send + Sync;

/// Lifts the arguments, of which there are so many, calls the closure, and lowers what it returns.
type Call<T> =
    dyn Fn(&mut Cx<'_, T>, &std::sync::Arc<FuncTy>, &mut [u64; SLOTS], usize) -> Result<()> + Send + Sync;

/// A function of the host, for stores with data `T`.
pub(crate) struct HostFunc<T: 'static> {
    pub(crate) check: Box<Check>,
    pub(crate) call: Box<Call<T>>,
}

impl<T: 'static> HostFunc<T> {
    /// One whose type follows from the closure's.
    pub(crate) fn wrap<P, R>(
        func: impl Fn(StoreContextMut<'_, T>, P) -> Result<R> + Send + Sync + 'static,
    ) -> Self
    where
        P: ComponentNamedList + Lift + 'static,
        R: ComponentNamedList + Lower + 'static,
    {
        HostFunc {
            check: Box::new(|ty, types| {
                P::typecheck_list(&ty.params, types)
                    .map_err(|e| e.context("type mismatch with parameters"))?;
                R::typecheck_list(&ty.results, types).map_err(|e| e.context("type mismatch with results"))
            }),
            call: Box::new(move |cx, ty, slots, args| {
                let params = lift_params::<T, P>(cx, &ty.params, slots)?;
                let results = func(cx.store.as_context_mut(), params)?;
                lower_results(cx, &ty.results, &results, slots, args)
            }),
        }
    }

    /// One whose values are [`Val`]s.
    pub(crate) fn dynamic(
        func: impl Fn(StoreContextMut<'_, T>, ComponentFunc, &[Val], &mut [Val]) -> Result<()>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        HostFunc {
            check: Box::new(|_, _| Ok(())),
            call: Box::new(move |cx, ty, slots, args| {
                let Values(params) = lift_params::<T, Values<Vec<Val>>>(cx, &ty.params, slots)?;
                let mut results = vec![Val::Bool(false); ty.results.fields.len()];
                let types = crate::instance::types_of(&mut cx.store, cx.instance);
                func(cx.store.as_context_mut(), ComponentFunc::new(ty, &types), &params, &mut results)?;
                for (result, field) in results.iter().zip(&ty.results.fields) {
                    result.check(&field.ty).map_err(|error| error.context("result of a host function"))?;
                }
                lower_results(cx, &ty.results, &Values(&results[..]), slots, args)
            }),
        }
    }
}
