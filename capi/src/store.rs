//! Configurations, engines, and stores that handles share.
//!
//! # Problem
//! A C function gets a handle and nothing else, also when wasm code that runs in the same store has called the host; and a program may
//! delete its last handle of a store in a host function, while code of that store waits for it.
//!
//! # Idea
//! Each handle has a share of a [`StoreCell`]. From there a context is made for each single step, as `wx` does for host functions: a context
//! is an address that asserts nothing about memory (`wx`'s INV STORE-BOX).
//!
//! While code runs ([`StoreCell::running`]), the last share is not dropped but left in the cell, until the outermost call has returned.
//!
//! # Invariant
//! INV ONE-THREAD: a store, and what belongs to it, is used by one thread at a time (INV C-CONTRACT). So the cells here need no locks,
//! and the counter of shares is atomic only since modules are shared between threads.

use std::cell::{Cell, UnsafeCell};
use std::collections::HashMap;
use std::ptr::NonNull;
use std::sync::{Arc, Weak};

use anyhow::{Result, ensure};
use wx::{AsContextMut, Config, Engine, Store, StoreContextMut, StoreLimits};
use wx_wasi::{WasiCtx, WasiCtxBuilder};

use crate::error::{Given, entry};
use crate::object::{HostInfo, Identity};

#[derive(Clone)]
pub struct wasm_config_t {
    pub(crate) config: Config,
}

pub struct wasm_engine_t {
    pub(crate) engine: Engine,
}

pub struct wasm_store_t {
    pub(crate) cell: Share,
}

/// What the C library keeps in a store.
pub(crate) struct Data {
    cell: Weak<StoreCell>,
    /// Host information of objects that live as long as the store.
    pub(crate) infos: HashMap<Identity, HostInfo>,
    pub(crate) limits: StoreLimits,
    wasi: Option<WasiCtx>,
}

impl Data {
    /// The system interface of the store; one that gives nothing unless the program has set another.
    pub(crate) fn wasi(&mut self) -> &mut WasiCtx {
        self.wasi.get_or_insert_with(|| WasiCtxBuilder::new().build())
    }

    /// The store itself; there while anything runs in it.
    pub(crate) fn share(&self) -> Result<Share> {
        Share::upgrade(&self.cell).ok_or_else(|| anyhow::anyhow!("the store is being deleted"))
    }
}

/// A store that handles share.
pub(crate) struct StoreCell {
    store: UnsafeCell<Store<Data>>,
    engine: Engine,
    /// How many calls into wasm code are in progress.
    depth: Cell<u32>,
    /// Whether the system interface is at work, and waits for a function of the program.
    in_system: Cell<bool>,
    /// The last share, if it was given up while code ran.
    last: Cell<Option<Arc<StoreCell>>>,
}

// SAFETY: INV ONE-THREAD.
unsafe impl Send for StoreCell {}
// SAFETY: as above.
unsafe impl Sync for StoreCell {}

impl StoreCell {
    fn new(engine: &Engine) -> Result<Arc<StoreCell>> {
        let data =
            Data { cell: Weak::new(), infos: HashMap::new(), limits: crate::beyond::unlimited(), wasi: None };
        let mut store = Store::try_new(engine, data)?;
        store.limiter(|data| &mut data.limits);
        Ok(Arc::new_cyclic(|cell| {
            store.data_mut().cell = cell.clone();
            StoreCell {
                store: UnsafeCell::new(store),
                engine: engine.clone(),
                depth: Cell::new(0),
                in_system: Cell::new(false),
                last: Cell::new(None),
            }
        }))
    }

    /// The store for one step.
    pub(crate) fn context(&self) -> StoreContextMut<'_, Data> {
        self.with_store(AsContextMut::as_context_mut)
    }

    /// The owner of the store for one step that runs no code.
    pub(crate) fn with_store<'a, R: 'a>(&'a self, step: impl FnOnce(&'a mut Store<Data>) -> R) -> R {
        // SAFETY: INV ONE-THREAD, and nothing keeps such a reference beyond its step; it is one to the store's address, which
        // contexts in use have copied.
        step(unsafe { &mut *self.store.get() })
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Marks that code runs, until the result is dropped. The cell stays alive as long.
    ///
    /// # Errors
    /// If the system interface waits for a function of the program: code that runs now could use it a second time.
    pub(crate) fn running(&self) -> Result<Running> {
        ensure!(
            !self.in_system.get(),
            "a function that takes what a guest writes cannot run code of its store"
        );
        self.depth.set(self.depth.get() + 1);
        Ok(Running(NonNull::from(self)))
    }

    /// Runs a function of the program for which the system interface waits.
    pub(crate) fn in_system<R>(&self, function: impl FnOnce() -> R) -> R {
        self.in_system.set(true);
        let result = function();
        self.in_system.set(false);
        result
    }

    /// # Errors
    /// If code runs, which may be using the interface that is to be replaced.
    pub(crate) fn set_wasi(&self, wasi: WasiCtx) -> Result<()> {
        ensure!(self.depth.get() == 0, "the system interface of a store cannot be set while its code runs");
        self.context().data_mut().wasi = Some(wasi);
        Ok(())
    }
}

/// See [`StoreCell::running`].
pub(crate) struct Running(NonNull<StoreCell>);

impl Drop for Running {
    fn drop(&mut self) {
        // SAFETY: the last share is not dropped while this is there.
        let cell = unsafe { self.0.as_ref() };
        let depth = cell.depth.get() - 1;
        cell.depth.set(depth);
        if depth == 0 {
            // What is dropped here may be the cell.
            drop(cell.last.take());
        }
    }
}

/// A share of a store: as an `Arc`, but that the last one remains while code runs.
#[derive(Clone)]
pub(crate) struct Share(Arc<StoreCell>);

impl std::ops::Deref for Share {
    type Target = StoreCell;

    fn deref(&self) -> &StoreCell {
        &self.0
    }
}

impl Share {
    /// # Errors
    /// If the other is not the same store; `what` says what the other belongs to.
    pub(crate) fn same(&self, other: &Share, what: &str) -> Result<()> {
        ensure!(Arc::ptr_eq(&self.0, &other.0), "the {what} belongs to another store");
        Ok(())
    }
}

impl Share {
    /// A way to the store that does not keep it alive.
    pub(crate) fn downgrade(&self) -> Weak<StoreCell> {
        Arc::downgrade(&self.0)
    }

    /// The store, if it is still alive. Never an `Arc` beside shares, whose drop would end the store while code runs.
    pub(crate) fn upgrade(store: &Weak<StoreCell>) -> Option<Share> {
        store.upgrade().map(Share)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if self.0.depth.get() > 0 && Arc::strong_count(&self.0) == 1 {
            self.0.last.set(Some(self.0.clone()));
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_config_new() -> Option<Box<wasm_config_t>> {
    Some(Box::new(wasm_config_t { config: Config::new() }))
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_config_delete(_: Option<Box<wasm_config_t>>) {}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_engine_new() -> Option<Box<wasm_engine_t>> {
    entry("wasm_engine_new", None, || {
        Ok(Some(Box::new(wasm_engine_t { engine: Engine::new(&Config::new())? })))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_engine_new_with_config(
    config: Option<Box<wasm_config_t>>,
) -> Option<Box<wasm_engine_t>> {
    entry("wasm_engine_new_with_config", None, || {
        let engine = Engine::new(&config.given("config")?.config)?;
        Ok(Some(Box::new(wasm_engine_t { engine })))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_engine_delete(_: Option<Box<wasm_engine_t>>) {}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_store_new(engine: Option<&wasm_engine_t>) -> Option<Box<wasm_store_t>> {
    entry("wasm_store_new", None, || {
        let cell = StoreCell::new(&engine.given("engine")?.engine)?;
        Ok(Some(Box::new(wasm_store_t { cell: Share(cell) })))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_store_delete(_: Option<Box<wasm_store_t>>) {}
