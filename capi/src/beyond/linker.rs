//! Linking by name.

use std::ffi::c_void;

use anyhow::ensure;
use wx::{Engine, Linker};

use crate::error::{Given, entry};
use crate::func::{CallbackWithCaller, Code, HostFunction};
use crate::instance::{TrapPlace, instantiate};
use crate::object::*;
use crate::store::{Data, Share, wasm_engine_t, wasm_store_t};
use crate::types::wasm_functype_t;

pub struct wx_linker_t {
    linker: Linker<Data>,
    /// The store of what was defined, if anything was that belongs to one.
    store: Option<Share>,
}

impl wx_linker_t {
    /// # Errors
    /// If the linker has definitions of another store, or the store belongs to another engine.
    fn check(&self, store: &Share) -> anyhow::Result<()> {
        ensure!(
            Engine::same(store.engine(), self.linker.engine()),
            "the store belongs to another engine than the linker"
        );
        match &self.store {
            Some(own) => own.same(store, "store is not that of what the linker has: it"),
            None => Ok(()),
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn wx_linker_new(engine: Option<&wasm_engine_t>) -> Option<Box<wx_linker_t>> {
    entry("wx_linker_new", None, || {
        let linker = Linker::new(&engine.given("engine")?.engine);
        Ok(Some(Box::new(wx_linker_t { linker, store: None })))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wx_linker_delete(_: Option<Box<wx_linker_t>>) {}

#[unsafe(no_mangle)]
pub extern "C" fn wx_linker_allow_shadowing(linker: Option<&mut wx_linker_t>, allow: bool) {
    entry("wx_linker_allow_shadowing", (), || {
        linker.given("linker")?.linker.allow_shadowing(allow);
        Ok(())
    });
}

/// Defines an external of a store.
///
/// # Safety
/// INV C-CONTRACT: the names have as many bytes as is said.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_linker_define(
    linker: Option<&mut wx_linker_t>,
    module: *const u8,
    module_size: usize,
    name: *const u8,
    name_size: usize,
    item: Option<&wasm_extern_t>,
) -> bool {
    entry("wx_linker_define", false, || {
        let (linker, item) = (linker.given("linker")?, item.given("item")?);
        // SAFETY: passed on.
        let module = unsafe { super::text(module, module_size, "module") }?;
        // SAFETY: passed on.
        let name = unsafe { super::text(name, name_size, "name") }?;
        let store = item.store()?;
        linker.check(store)?;
        linker.linker.define(store.context(), module, name, item.to_extern(store)?)?;
        linker.store = Some(store.clone());
        Ok(true)
    })
}

/// Defines a host function for every store of the engine.
///
/// # Safety
/// As for `wx_linker_define`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_linker_define_func(
    linker: Option<&mut wx_linker_t>,
    module: *const u8,
    module_size: usize,
    name: *const u8,
    name_size: usize,
    ty: Option<&wasm_functype_t>,
    callback: Option<CallbackWithCaller>,
    env: *mut c_void,
    finalizer: Option<Finalizer>,
) -> bool {
    let env = HostInfo { data: env, finalizer };
    entry("wx_linker_define_func", false, || {
        let linker = linker.given("linker")?;
        // SAFETY: passed on.
        let module = unsafe { super::text(module, module_size, "module") }?;
        // SAFETY: passed on.
        let name = unsafe { super::text(name, name_size, "name") }?;
        let ty = ty.given("type")?.func(linker.linker.engine())?;
        let code = Code::WithCaller(callback.given("callback")?);
        let function = HostFunction::new(code, env, &ty);
        if function.is_plain() {
            let run =
                move |caller: wx::Caller<'_, Data>, slots: &mut [u64]| function.run_plain(caller, slots);
            // SAFETY: `run_plain` writes results of the type, which are numbers.
            unsafe { linker.linker.func_new_raw(module, name, ty, run) }?;
        } else {
            let run = move |caller: wx::Caller<'_, Data>, args: &[wx::Val], results: &mut [wx::Val]| {
                function.run(caller, args, results)
            };
            linker.linker.func_new(module, name, ty, run)?;
        }
        Ok(true)
    })
}

/// Defines the functions of WASI preview 1, which use what `wx_store_wasi_set` gave the store.
#[unsafe(no_mangle)]
pub extern "C" fn wx_linker_define_wasi(linker: Option<&mut wx_linker_t>) -> bool {
    entry("wx_linker_define_wasi", false, || {
        wx_wasi::add_to_linker(&mut linker.given("linker")?.linker, Data::wasi)?;
        Ok(true)
    })
}

/// Defines all exports of an instance.
///
/// # Safety
/// INV C-CONTRACT: the name has as many bytes as is said.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_linker_define_instance(
    linker: Option<&mut wx_linker_t>,
    name: *const u8,
    name_size: usize,
    instance: Option<&wasm_instance_t>,
) -> bool {
    entry("wx_linker_define_instance", false, || {
        let (linker, (store, instance)) = (linker.given("linker")?, instance.given("instance")?.instance()?);
        // SAFETY: passed on.
        let name = unsafe { super::text(name, name_size, "name") }?;
        linker.check(store)?;
        linker.linker.instance(store.context(), name, instance)?;
        linker.store = Some(store.clone());
        Ok(true)
    })
}

/// Defines each function that the module imports and that is not defined as one that traps.
#[unsafe(no_mangle)]
pub extern "C" fn wx_linker_define_unknown_imports_as_traps(
    linker: Option<&mut wx_linker_t>,
    module: Option<&wasm_module_t>,
) -> bool {
    entry("wx_linker_define_unknown_imports_as_traps", false, || {
        let module = module.given("module")?.module()?;
        linker.given("linker")?.linker.define_unknown_imports_as_traps(module)?;
        Ok(true)
    })
}

/// Makes an instance with its imports found by name, and runs its start function.
#[unsafe(no_mangle)]
pub extern "C" fn wx_linker_instantiate(
    linker: Option<&wx_linker_t>,
    store: Option<&wasm_store_t>,
    module: Option<&wasm_module_t>,
    trap: TrapPlace<'_>,
) -> Option<Box<wasm_instance_t>> {
    instantiate("wx_linker_instantiate", store, trap, |store| {
        let (linker, module) = (linker.given("linker")?, module.given("module")?.module()?);
        linker.check(store)?;
        linker.linker.instantiate(store.context(), module)
    })
}

/// The definition with this name, in this store; NULL if there is none.
///
/// # Safety
/// As for `wx_linker_define`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_linker_get(
    linker: Option<&wx_linker_t>,
    store: Option<&wasm_store_t>,
    module: *const u8,
    module_size: usize,
    name: *const u8,
    name_size: usize,
) -> Option<Box<wasm_extern_t>> {
    entry("wx_linker_get", None, || {
        let (linker, store) = (linker.given("linker")?, &store.given("store")?.cell);
        // SAFETY: passed on.
        let module = unsafe { super::text(module, module_size, "module") }?;
        // SAFETY: passed on.
        let name = unsafe { super::text(name, name_size, "name") }?;
        linker.check(store)?;
        let found = linker.linker.get(store.context(), module, name);
        Ok(found.map(|found| wasm_ref_t::of_extern(store, found)))
    })
}
