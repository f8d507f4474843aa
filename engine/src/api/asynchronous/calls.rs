//! The functions of the API that can be awaited: calls, instantiation, growth.
//!
//! Each runs what its synchronous counterpart runs, on a fiber. Where nothing can wait, a module without a start function or growth without a
//! limiter that waits, it does so at once.

use anyhow::{Context, Result};

use super::super::context::{AsContextMut, StoreContextMut};
use super::super::externs::Extern;
use super::super::func::Func;
use super::super::instance::Instance;
use super::super::linker::{InstancePre, Linker};
use super::super::memory::Memory;
use super::super::module::Module;
use super::super::table::Table;
use super::super::typed::{TypedFunc, WasmParams, WasmResults};
use super::super::val::{Ref, Val};
use super::run::on_fiber;
use crate::types::{MemoryType, TableType};
use crate::vm::store::StoreInner;

impl<Params: WasmParams, Results: WasmResults> TypedFunc<Params, Results> {
    /// Calls it; whatever it calls may wait.
    ///
    /// The code runs while the future is polled, on a stack of its own ([`Config::async_stack_size`](crate::Config::async_stack_size)). A
    /// future that is dropped before it is ready ends the code as a trap would, and the store can be used as before.
    ///
    /// ```
    /// # use wx::{Caller, Engine, Linker, Module, Result, Store};
    /// # async fn read_row(key: i32) -> i32 { key + 1 }
    /// # async fn run() -> Result<()> {
    /// let engine = Engine::default();
    /// let mut linker = Linker::new(&engine);
    /// linker.func_wrap_async("db", "row", |_: Caller<'_, ()>, (key,): (i32,)| {
    ///     Box::new(async move { read_row(key).await })
    /// })?;
    /// let module = Module::new(&engine, r#"(module (import "db" "row" (func $row (param i32) (result i32)))
    ///     (func (export "run") (result i32) (call $row (i32.const 41))))"#)?;
    /// let mut store = Store::new(&engine, ());
    /// let instance = linker.instantiate_async(&mut store, &module).await?;
    /// let run = instance.get_typed_func::<(), i32>(&mut store, "run")?;
    /// assert_eq!(run.call_async(&mut store, ()).await?, 42);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As for [`TypedFunc::call`], or if the system has no room for the stack.
    ///
    /// # Panics
    /// If it belongs to another store, or a host function panics: the panic goes on in the poll.
    pub async fn call_async(
        &self,
        mut store: impl AsContextMut<Data: Send>,
        params: Params,
    ) -> Result<Results> {
        let mut store = store.as_context_mut();
        on_fiber(&mut store, |store| self.run(store, params)).await
    }
}

impl Func {
    /// Calls it; whatever it calls may wait. See [`TypedFunc::call_async`].
    ///
    /// # Errors
    /// As for [`Func::call`], or if the system has no room for the stack.
    ///
    /// # Panics
    /// As for [`TypedFunc::call_async`].
    pub async fn call_async(
        &self,
        mut store: impl AsContextMut<Data: Send>,
        params: &[Val],
        results: &mut [Val],
    ) -> Result<()> {
        let mut store = store.as_context_mut();
        on_fiber(&mut store, |store| self.run(store, params, results)).await
    }
}

/// Whether making an instance may wait.
fn may_wait(store: &StoreInner, module: &Module) -> bool {
    module.data().start.is_some() || store.limiter_waits()
}

impl Instance {
    /// As [`Instance::new`]; the start function, and the limiter, may wait.
    ///
    /// # Errors
    /// As for [`Instance::new`], or if the system has no room for the stack.
    ///
    /// # Panics
    /// As for [`Instance::new`].
    pub async fn new_async(
        mut store: impl AsContextMut<Data: Send>,
        module: &Module,
        imports: &[Extern],
    ) -> Result<Instance> {
        let mut store = store.as_context_mut();
        if !may_wait(store.inner(), module) {
            return Instance::make(&mut store, module, imports);
        }
        on_fiber(&mut store, |store| Instance::make(store, module, imports)).await
    }
}

impl<T: Send + 'static> InstancePre<T> {
    /// As [`InstancePre::instantiate`]; the start function, and the limiter, may wait.
    ///
    /// # Errors
    /// As for [`InstancePre::instantiate`], or if the system has no room for the stack.
    ///
    /// # Panics
    /// As for [`InstancePre::instantiate`].
    pub async fn instantiate_async(&self, mut store: impl AsContextMut<Data = T>) -> Result<Instance> {
        let make = |store: &mut StoreContextMut<'_, T>| {
            let imports = self.imports(store.inner_mut())?;
            Instance::link(store, self.module(), &imports)
        };
        let mut store = store.as_context_mut();
        if !may_wait(store.inner(), self.module()) {
            return make(&mut store);
        }
        on_fiber(&mut store, make).await
    }
}

impl<T: Send + 'static> Linker<T> {
    /// As [`Linker::instantiate`]; the start function, and the limiter, may wait.
    ///
    /// # Errors
    /// As for [`Linker::instantiate`], or if the system has no room for the stack.
    ///
    /// # Panics
    /// As for [`Linker::instantiate`].
    pub async fn instantiate_async(
        &self,
        mut store: impl AsContextMut<Data = T>,
        module: &Module,
    ) -> Result<Instance> {
        let make = |store: &mut StoreContextMut<'_, T>| {
            let imports = self.imports(store, module)?;
            Instance::link(store, module, &imports)
        };
        let mut store = store.as_context_mut();
        if !may_wait(store.inner(), module) {
            return make(&mut store);
        }
        on_fiber(&mut store, make).await
    }

    /// As [`Linker::module`]: `_initialize` may wait, and the functions of a command can be awaited.
    ///
    /// # Errors
    /// As for [`Linker::module`].
    pub async fn module_async(
        &mut self,
        mut store: impl AsContextMut<Data = T>,
        module_name: &str,
        module: &Module,
    ) -> Result<&mut Self> {
        let mut store = store.as_context_mut();
        self.same_engine_as(module, store.inner())?;
        if module.get_export("_start").is_some() {
            return self.command(store, module_name, module, |linker, name, ty, pre, export| {
                linker.func_new_async(module_name, name, ty, move |mut caller, params, results| {
                    let (pre, export) = (pre.clone(), export.clone());
                    Box::new(async move {
                        let instance = pre.instantiate_async(&mut caller).await?;
                        let func = export.of(&mut caller, instance)?;
                        func.call_async(&mut caller, params, results).await
                    })
                })
            });
        }
        let instance = self.instantiate_async(&mut store, module).await?;
        if let Some(initialize) = instance.get_func(&mut store, "_initialize") {
            let initialize = initialize.typed::<(), ()>(&store);
            let called = match initialize {
                Ok(initialize) => initialize.call_async(&mut store, ()).await,
                Err(error) => Err(error),
            };
            called.context("calling the module's `_initialize`")?;
        }
        self.instance(store, module_name, instance)
    }
}

impl Memory {
    /// As [`Memory::new`]; the limiter may wait.
    ///
    /// # Errors
    /// As for [`Memory::new`].
    pub async fn new_async(mut store: impl AsContextMut<Data: Send>, ty: MemoryType) -> Result<Memory> {
        let mut store = store.as_context_mut();
        if !store.inner().limiter_waits() {
            return Memory::make(store.inner_mut(), ty);
        }
        on_fiber(&mut store, |store| Memory::make(store.inner_mut(), ty)).await
    }

    /// As [`Memory::grow`]; the limiter may wait.
    ///
    /// # Errors
    /// As for [`Memory::grow`].
    ///
    /// # Panics
    /// As for [`Memory::grow`].
    pub async fn grow_async(&self, mut store: impl AsContextMut<Data: Send>, delta: u64) -> Result<u64> {
        let mut store = store.as_context_mut();
        if !store.inner().limiter_waits() {
            return self.enlarge(store.inner_mut(), delta);
        }
        on_fiber(&mut store, |store| self.enlarge(store.inner_mut(), delta)).await
    }
}

impl Table {
    /// As [`Table::new`]; the limiter may wait.
    ///
    /// # Errors
    /// As for [`Table::new`].
    pub async fn new_async(
        mut store: impl AsContextMut<Data: Send>,
        ty: TableType,
        init: Ref,
    ) -> Result<Table> {
        let mut store = store.as_context_mut();
        if !store.inner().limiter_waits() {
            return Table::make(store.inner_mut(), ty, init);
        }
        on_fiber(&mut store, |store| Table::make(store.inner_mut(), ty, init)).await
    }

    /// As [`Table::grow`]; the limiter may wait.
    ///
    /// # Errors
    /// As for [`Table::grow`].
    ///
    /// # Panics
    /// As for [`Table::grow`].
    pub async fn grow_async(
        &self,
        mut store: impl AsContextMut<Data: Send>,
        delta: u64,
        init: Ref,
    ) -> Result<u64> {
        let mut store = store.as_context_mut();
        if !store.inner().limiter_waits() {
            return self.enlarge(store.inner_mut(), delta, init);
        }
        on_fiber(&mut store, |store| self.enlarge(store.inner_mut(), delta, init)).await
    }
}
