//! What a store may use: fuel, time by epochs, and limits on memories, tables and instances.

use std::ffi::c_void;

use wx::{StoreLimits, StoreLimitsBuilder, UpdateDeadline};

use crate::error::{Given, entry};
use crate::object::{Finalizer, HostInfo};
use crate::store::wasm_store_t;

/// Limits of a store; a negative number is no limit.
#[repr(C)]
pub struct wx_limits_t {
    memory_size: i64,
    table_elements: i64,
    total_size: i64,
    instances: i64,
    tables: i64,
    memories: i64,
    trap_on_grow_failure: bool,
}

/// The limits of a store for which a program has set none: `wasm.h` knows none, so there are none.
pub(crate) fn unlimited() -> StoreLimits {
    unlimited_builder().build()
}

fn unlimited_builder() -> StoreLimitsBuilder {
    StoreLimitsBuilder::new().instances(usize::MAX).tables(usize::MAX).memories(usize::MAX)
}

impl wx_limits_t {
    fn to_wx(&self) -> StoreLimits {
        let mut limits = unlimited_builder().trap_on_grow_failure(self.trap_on_grow_failure);
        type Setter = fn(StoreLimitsBuilder, usize) -> StoreLimitsBuilder;
        let setters: [(i64, Setter); 6] = [
            (self.memory_size, StoreLimitsBuilder::memory_size),
            (self.table_elements, StoreLimitsBuilder::table_elements),
            (self.total_size, StoreLimitsBuilder::total_size),
            (self.instances, StoreLimitsBuilder::instances),
            (self.tables, StoreLimitsBuilder::tables),
            (self.memories, StoreLimitsBuilder::memories),
        ];
        for (limit, set) in setters {
            if let Ok(limit) = usize::try_from(limit) {
                limits = set(limits, limit);
            }
        }
        limits.build()
    }
}

/// Sets all limits of a store. They hold for what is made or grows from now on.
#[unsafe(no_mangle)]
pub extern "C" fn wx_store_limits_set(store: Option<&wasm_store_t>, limits: Option<&wx_limits_t>) -> bool {
    entry("wx_store_limits_set", false, || {
        let (store, limits) = (&store.given("store")?.cell, limits.given("limits")?.to_wx());
        store.context().data_mut().limits = limits;
        // Told again, since the collected heap goes by what was said last.
        store.with_store(|store| store.limiter(|data| &mut data.limits));
        Ok(true)
    })
}

/// Sets the fuel that is left.
#[unsafe(no_mangle)]
pub extern "C" fn wx_store_fuel_set(store: Option<&wasm_store_t>, fuel: u64) -> bool {
    entry("wx_store_fuel_set", false, || {
        store.given("store")?.cell.context().set_fuel(fuel)?;
        Ok(true)
    })
}

/// The fuel that is left.
#[unsafe(no_mangle)]
pub extern "C" fn wx_store_fuel_get(store: Option<&wasm_store_t>, fuel: Option<&mut u64>) -> bool {
    entry("wx_store_fuel_get", false, || {
        *fuel.given("fuel")? = store.given("store")?.cell.context().get_fuel()?;
        Ok(true)
    })
}

/// Sets the deadline this many ticks beyond the present epoch.
#[unsafe(no_mangle)]
pub extern "C" fn wx_store_epoch_deadline_set(store: Option<&wasm_store_t>, ticks: u64) {
    entry("wx_store_epoch_deadline_set", (), || {
        store.given("store")?.cell.context().set_epoch_deadline(ticks);
        Ok(())
    });
}

type Deadline = extern "C" fn(*mut c_void, *mut u64) -> bool;

/// What is asked when code reaches its deadline; NULL: it traps.
#[unsafe(no_mangle)]
pub extern "C" fn wx_store_epoch_callback_set(
    store: Option<&wasm_store_t>,
    callback: Option<Deadline>,
    env: *mut c_void,
    finalizer: Option<Finalizer>,
) {
    let env = HostInfo { data: env, finalizer };
    entry("wx_store_epoch_callback_set", (), || {
        let store = &store.given("store")?.cell;
        let Some(callback) = callback else {
            store.context().epoch_deadline_trap();
            return Ok(());
        };
        store.with_store(|store| {
            store.epoch_deadline_callback(move |_| {
                // The whole of it is moved here, and with it the finalizer.
                let env = &env;
                let mut ticks = 0;
                Ok(if callback(env.data, &mut ticks) {
                    UpdateDeadline::Continue(ticks)
                } else {
                    UpdateDeadline::Interrupt
                })
            });
        });
        Ok(())
    });
}

/// Frees what is unreachable in the collected heap now, host references among it.
#[unsafe(no_mangle)]
pub extern "C" fn wx_store_gc(store: Option<&wasm_store_t>) {
    entry("wx_store_gc", (), || {
        store.given("store")?.cell.context().gc();
        Ok(())
    });
}
