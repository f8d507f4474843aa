//! Host functions that can wait: closures that return futures.
//!
//! The closure is called, and its future polled, on the fiber of the running call (`exec/suspension.rs`). The arguments are read before;
//! where the results go stays in its place while the fiber is suspended.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use anyhow::Result;

use super::super::context::{AsContextMut, Caller, StoreContextMut};
use super::super::func::{Func, SharedHostFn, host_func};
use super::super::host::{WasmRet, finish, intern, slots};
use super::super::linker::Linker;
use super::super::typed::{WasmResults, slots_of};
use super::super::types::FuncType;
use super::super::val::Val;
use crate::exec::suspension::wait;
use crate::types::{Registered, TypeRegistry};
use crate::vm::store::HostCall;

const WHAT: &str = "an asynchronous host function";

/// What an asynchronous closure returns.
type Awaited<'a, R> = Box<dyn Future<Output = R> + Send + 'a>;

/// A host function whose type follows from the closure's.
fn wrapped<T, Params, R>(
    registry: &Arc<TypeRegistry>,
    func: impl for<'a> Fn(Caller<'a, T>, Params) -> Awaited<'a, R> + Send + Sync + 'static,
) -> (Registered, SharedHostFn)
where
    T: Send + 'static,
    Params: WasmResults,
    R: WasmRet,
{
    let call = move |call: HostCall| -> Result<()> {
        let params = const { slots_of(Params::TYPES) };
        // SAFETY: INV STORE-BOX, as for closures that return no future; the slots are those of a call with the type below. Running code
        // has called: between the beginning of its fiber and here there are only frames of ours, since synchronous calls take the
        // suspender away.
        unsafe {
            let mut context = StoreContextMut::<T>::from_inner(call.store);
            let args = Params::read(context.inner_mut(), slots(&call, params, 0));
            let future = Pin::from(func(Caller::new(&call), args));
            let ret = wait(call.store, WHAT, future)?;
            finish(context.inner_mut(), params, &call, ret)
        }
    };
    (intern::<R>(registry, Params::TYPES), SharedHostFn::that_waits(call))
}

/// A host function whose values are [`Val`]s.
fn dynamic<T: Send + 'static>(
    ty: &FuncType,
    func: impl for<'a> Fn(Caller<'a, T>, &'a [Val], &'a mut [Val]) -> Awaited<'a, Result<()>>
    + Send
    + Sync
    + 'static,
) -> SharedHostFn {
    let plain = ty.plain().clone();
    let (params, results) = (plain.param_slots() as usize, plain.result_slots() as usize);
    SharedHostFn::that_waits(move |call: HostCall| -> Result<()> {
        // SAFETY: as in `wrapped`.
        let mut context = unsafe { StoreContextMut::<T>::from_inner(call.store) };
        let mut values = vec![Val::I32(0); plain.params.len() + plain.results.len()];
        let (args, rets) = values.split_at_mut(plain.params.len());
        // SAFETY: running code left arguments of these types.
        unsafe { Val::read_all(context.inner_mut(), &plain.params, slots(&call, params, 0), args) };
        for (ret, ty) in rets.iter_mut().zip(&plain.results) {
            *ret = Val::default_for_ty(ty).unwrap_or(Val::FuncRef(None));
        }
        // SAFETY: as in `wrapped`.
        unsafe { wait(call.store, WHAT, Pin::from(func(Caller::new(&call), args, rets))) }??;
        // SAFETY: as above; taken anew, since the collector may have looked at the slots meanwhile.
        let slots = unsafe { slots(&call, params, results) };
        Val::write_all(context.inner_mut(), "host function's result", &plain.results, rets, slots)
    })
}

impl Func {
    /// As [`Func::new`], with a closure whose future is awaited by the calling code. From then on the store's code can only be called by
    /// functions that can be awaited, such as [`Func::call_async`].
    ///
    /// # Panics
    /// If the type belongs to another engine than the store.
    pub fn new_async<T: Send + 'static>(
        mut store: impl AsContextMut<Data = T>,
        ty: FuncType,
        func: impl for<'a> Fn(
            Caller<'a, T>,
            &'a [Val],
            &'a mut [Val],
        ) -> Box<dyn Future<Output = Result<()>> + Send + 'a>
        + Send
        + Sync
        + 'static,
    ) -> Func {
        let mut store = store.as_context_mut();
        let call = dynamic(&ty, func);
        let inner = store.inner_mut();
        let func = host_func(inner, ty.registered(), &call);
        // SAFETY: the function was just made in this store.
        unsafe { Func::from_pointer(inner, func) }
    }

    /// As [`Func::wrap`], with a closure whose future is awaited by the calling code. It takes a [`Caller`], and the parameters as a
    /// tuple. From then on the store's code can only be called by functions that can be awaited, such as [`Func::call_async`].
    pub fn wrap_async<T, Params, R>(
        mut store: impl AsContextMut<Data = T>,
        func: impl for<'a> Fn(Caller<'a, T>, Params) -> Box<dyn Future<Output = R> + Send + 'a>
        + Send
        + Sync
        + 'static,
    ) -> Func
    where
        T: Send + 'static,
        Params: WasmResults,
        R: WasmRet,
    {
        let mut store = store.as_context_mut();
        let (ty, call) = wrapped(store.engine().types(), func);
        let inner = store.inner_mut();
        let func = host_func(inner, &ty, &call);
        // SAFETY: the function was just made in this store.
        unsafe { Func::from_pointer(inner, func) }
    }
}

impl<T: Send + 'static> Linker<T> {
    /// Defines a host function whose future is awaited by the calling code, of a type that is known at run time; see
    /// [`Func::new_async`]. Code of a store that imports it can only be called by functions that can be awaited.
    ///
    /// # Errors
    /// As for [`Linker::func_new`].
    pub fn func_new_async(
        &mut self,
        module: &str,
        name: &str,
        ty: FuncType,
        func: impl for<'a> Fn(
            Caller<'a, T>,
            &'a [Val],
            &'a mut [Val],
        ) -> Box<dyn Future<Output = Result<()>> + Send + 'a>
        + Send
        + Sync
        + 'static,
    ) -> Result<&mut Self> {
        let call = dynamic(&ty, func);
        self.define_host(module, name, ty.registered(), call)
    }

    /// Defines a host function whose future is awaited by the calling code; see [`Func::wrap_async`]. Code of a store that imports it can
    /// only be called by functions that can be awaited.
    ///
    /// # Errors
    /// As for [`Linker::define`].
    pub fn func_wrap_async<Params, R>(
        &mut self,
        module: &str,
        name: &str,
        func: impl for<'a> Fn(Caller<'a, T>, Params) -> Box<dyn Future<Output = R> + Send + 'a>
        + Send
        + Sync
        + 'static,
    ) -> Result<&mut Self>
    where
        Params: WasmResults,
        R: WasmRet,
    {
        let (ty, call) = wrapped(self.engine().types(), func);
        self.define_host(module, name, &ty, call)
    }
}
