//! [`Func`]: a function of a store, of the host or of an instance.

use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;

use anyhow::Result;

use super::context::{AsContext, AsContextMut, Caller, StoreContextMut};
use super::host::{self, IntoFunc};
use super::owner::check_store;
use super::typed::{TypedFunc, WasmParams, WasmResults};
use super::types::FuncType;
use super::val::Val;
use crate::tier;
use crate::types::{CanonId, Registered, WrongEngine};
use crate::vm::VmFuncRef;
use crate::vm::store::{HostCall, StoreId, StoreInner};

/// A function. The handle is small and can be copied; it is of use only together with its store.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Func {
    store: StoreId,
    /// Alive as long as the store; only used after the store's id was checked.
    func: NonNull<VmFuncRef>,
}

// SAFETY: the pointer is used only together with its store, which decides who may use it from which thread.
unsafe impl Send for Func {}
// SAFETY: as above.
unsafe impl Sync for Func {}

impl Func {
    /// A function of the host whose type is known at run time.
    ///
    /// The closure gets the arguments and writes the results; they begin as zeros and nulls. An error becomes the error
    /// of the call that entered wasm code.
    ///
    /// # Panics
    /// If the type belongs to another engine than the store.
    pub fn new<T: 'static>(
        store: impl AsContextMut<Data = T>,
        ty: FuncType,
        func: impl Fn(Caller<'_, T>, &[Val], &mut [Val]) -> Result<()> + Send + Sync + 'static,
    ) -> Func {
        match Func::try_new(store, ty, func) {
            Ok(func) => func,
            Err(error) => panic!("{error}"),
        }
    }

    /// As [`Func::new`], with an error where that panics. (wasmtime panics here too, and returns an error if there is no memory.)
    ///
    /// # Errors
    /// If the type belongs to another engine than the store.
    pub fn try_new<T: 'static>(
        mut store: impl AsContextMut<Data = T>,
        ty: FuncType,
        func: impl Fn(Caller<'_, T>, &[Val], &mut [Val]) -> Result<()> + Send + Sync + 'static,
    ) -> Result<Func> {
        let mut store = store.as_context_mut();
        let call = host::dynamic(&ty, func);
        let inner = store.inner_mut();
        let func = call.put_into(inner, ty.registered())?;
        // SAFETY: the function was just made in this store.
        Ok(unsafe { Func::from_pointer(inner, func) })
    }

    /// A function of the host whose type follows from the closure's.
    ///
    /// The first parameter may be a [`Caller`]; the others, up to sixteen, and the results are [`WasmTy`](super::WasmTy)s.
    /// The closure may return `Result`; an error becomes the error of the call that entered wasm code.
    pub fn wrap<T: 'static, Params, Results>(
        mut store: impl AsContextMut<Data = T>,
        func: impl IntoFunc<T, Params, Results>,
    ) -> Func {
        let mut store = store.as_context_mut();
        let (ty, call) = func.into_host(store.engine().types());
        let inner = store.inner_mut();
        let func = host_func(inner, &ty, &call);
        // SAFETY: the function was just made in this store.
        unsafe { Func::from_pointer(inner, func) }
    }

    /// As [`Func::wrap`]; the name is wasmtime's.
    ///
    /// # Errors
    /// None now.
    pub fn try_wrap<T: 'static, Params, Results>(
        store: impl AsContextMut<Data = T>,
        func: impl IntoFunc<T, Params, Results>,
    ) -> Result<Func> {
        Ok(Func::wrap(store, func))
    }

    /// Whether its type is `ty` or a subtype of it. `false` if that belongs to another engine.
    ///
    /// # Panics
    /// If it belongs to another store.
    pub fn matches_ty(&self, store: impl AsContext, ty: &FuncType) -> bool {
        self.ty(store).matches(ty)
    }

    /// Its type.
    ///
    /// # Panics
    /// If it belongs to another store.
    pub fn ty(&self, store: impl AsContext) -> FuncType {
        let store = store.as_context();
        let inner = store.inner();
        FuncType::from_id(&inner.registry, self.type_id(inner))
    }

    /// Calls it. There must be room for all results; what is in them does not matter.
    ///
    /// # Errors
    /// If arguments do not fit its type or belong to another store, it traps, or a host function fails; see [`Trap`](crate::Trap) and
    /// [`WasmBacktrace`](crate::WasmBacktrace). If something in the store may wait, so that only `call_async` can call.
    ///
    /// # Panics
    /// If it belongs to another store.
    pub fn call(&self, mut store: impl AsContextMut, params: &[Val], results: &mut [Val]) -> Result<()> {
        let mut store = store.as_context_mut();
        let _sync = store.begin_sync()?;
        self.run(&mut store, params, results)
    }

    /// Calls it, whether that may wait or not.
    pub(super) fn run<T>(
        &self,
        store: &mut StoreContextMut<'_, T>,
        params: &[Val],
        results: &mut [Val],
    ) -> Result<()> {
        let pointer = self.pointer(store.inner());
        let ty = store.inner().registry.get(self.type_id(store.inner()));
        let ty = ty.func();
        if ty.results.len() != results.len() {
            anyhow::bail!("expected {} results, got {}", ty.results.len(), results.len());
        }
        let needed = ty.param_slots().max(ty.result_slots()) as usize;
        let (mut few, mut many) = ([0; 16], Vec::new());
        let slots = if needed <= few.len() {
            &mut few[..needed]
        } else {
            many.resize(needed, 0);
            &mut many[..]
        };
        Val::write_all(store.inner_mut(), "argument", &ty.params, params, slots)?;
        // SAFETY: the store is borrowed mutably, and arguments of the function's type are in the slots.
        unsafe { tier::call(store.inner_ptr(), pointer, slots) }?;
        // SAFETY: the call left results of its type in the slots.
        unsafe { Val::read_all(store.inner_mut(), &ty.results, slots, results) };
        Ok(())
    }

    /// The function with its type checked once, so that calls need no checks.
    ///
    /// # Errors
    /// If the types do not match; the message shows both.
    ///
    /// # Panics
    /// If it belongs to another store.
    pub fn typed<Params: WasmParams, Results: WasmResults>(
        &self,
        store: impl AsContext,
    ) -> Result<TypedFunc<Params, Results>> {
        let store = store.as_context();
        TypedFunc::check(*self, store.inner())
    }

    /// The function as an address, for hosts that keep it where no [`Func`] can be: [`Func::from_raw`] undoes it.
    ///
    /// # Panics
    /// If it belongs to another store.
    pub fn to_raw(&self, store: impl AsContext) -> *mut c_void {
        self.pointer(store.as_context().inner()).cast()
    }

    /// The function with an address from [`Func::to_raw`]; `None` for null.
    ///
    /// # Safety
    /// The address must be null, or come from a function of this very store.
    pub unsafe fn from_raw(store: impl AsContext, raw: *mut c_void) -> Option<Func> {
        let store = store.as_context().inner().id;
        NonNull::new(raw.cast()).map(|func| Func { store, func })
    }

    pub(crate) fn store_id(&self) -> StoreId {
        self.store
    }

    /// # Panics
    /// If it belongs to another store.
    #[track_caller]
    pub(crate) fn pointer(&self, store: &StoreInner) -> *mut VmFuncRef {
        check_store(store, self.store);
        self.func.as_ptr()
    }

    /// # Panics
    /// If it belongs to another store.
    #[track_caller]
    pub(crate) fn type_id(&self, store: &StoreInner) -> CanonId {
        // SAFETY: `pointer` has checked that the store, which keeps the function alive, is the right one.
        unsafe { (*self.pointer(store)).ty }
    }

    /// # Safety
    /// `func` must be a function of the store.
    pub(crate) unsafe fn from_pointer(store: &StoreInner, func: *mut VmFuncRef) -> Func {
        // SAFETY: a function's address is not null.
        Func { store: store.id, func: unsafe { NonNull::new_unchecked(func) } }
    }

    /// # Safety
    /// The slot must hold a function reference of the store.
    pub(crate) unsafe fn from_slot(store: &StoreInner, slot: u64) -> Option<Func> {
        NonNull::new(slot as usize as *mut VmFuncRef).map(|func| Func { store: store.id, func })
    }
}

/// A host function in this store.
///
/// # Panics
/// If the type belongs to another engine.
#[track_caller]
pub(crate) fn host_func(store: &mut StoreInner, ty: &Registered, call: &SharedHostFn) -> *mut VmFuncRef {
    match call.put_into(store, ty) {
        Ok(func) => func,
        Err(error) => panic!("{error}"),
    }
}

/// A host function that can be put into any store whose data is of the type it was made for.
#[derive(Clone)]
pub struct SharedHostFn {
    call: Arc<crate::vm::HostFn>,
    /// Whether it may wait.
    #[cfg_attr(not(feature = "async"), expect(dead_code, reason = "nothing can wait"))]
    waits: bool,
}

impl SharedHostFn {
    pub(super) fn new(call: impl Fn(HostCall) -> Result<()> + Send + Sync + 'static) -> SharedHostFn {
        SharedHostFn { call: Arc::new(call), waits: false }
    }

    /// One that may wait.
    #[cfg(feature = "async")]
    pub(super) fn that_waits(call: impl Fn(HostCall) -> Result<()> + Send + Sync + 'static) -> SharedHostFn {
        SharedHostFn { call: Arc::new(call), waits: true }
    }

    /// The function in this store; only asynchronous calls are possible there from now on, if it may wait.
    ///
    /// # Errors
    /// If the type belongs to another engine.
    pub(super) fn put_into(
        &self,
        store: &mut StoreInner,
        ty: &Registered,
    ) -> Result<*mut VmFuncRef, WrongEngine> {
        let func = store.host_func(ty, &self.call)?;
        #[cfg(feature = "async")]
        if self.waits {
            store.require_async();
        }
        Ok(func)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Engine, Store};

    #[test]
    fn functions_survive_as_addresses() -> Result<()> {
        let mut store = Store::new(&Engine::default(), ());
        let raw = Func::wrap(&mut store, || 9).to_raw(&store);
        // SAFETY: the address is that of a function of this store, or null.
        let funcs = [raw, std::ptr::null_mut()].map(|raw| unsafe { Func::from_raw(&store, raw) });
        let results = funcs.map(|func| func.map(|func| func.typed::<(), i32>(&store)));
        let [Some(func), None] = results else { panic!("null is no function, and others are") };
        assert_eq!(func?.call(&mut store, ())?, 9);
        Ok(())
    }
}
