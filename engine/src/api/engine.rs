//! [`Engine`]: what modules and stores have in common.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::config::Config;
use crate::code::Machinery;
use crate::module::LoadOptions;
use crate::settings::{Optimization, Reservation, Tier};
use crate::sys::Mapping;
#[cfg(feature = "async")]
use crate::sys::fiber::{LARGEST, LEAST};
use crate::types::TypeRegistry;
use crate::vm::store::{Background, Entries, MAX_STACK, StoreOptions, stack_limit};

pub(super) struct Inner {
    config: Config,
    registry: Arc<TypeRegistry>,
    epoch: Arc<AtomicU64>,
    stores: StoreOptions,
    no_machinery: Option<String>,
}

/// The settings, types and epoch that modules and stores share. Cloning is cheap and gives the same engine.
///
/// Modules and stores of different engines cannot be mixed.
#[derive(Clone)]
pub struct Engine(pub(super) Arc<Inner>);

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("config", &self.0.config).finish_non_exhaustive()
    }
}

impl Default for Engine {
    /// An engine with the default settings.
    fn default() -> Engine {
        Engine::build(&Config::new())
    }
}

impl Engine {
    /// An engine with these settings.
    ///
    /// # Errors
    /// If the settings cannot be combined, or the file of [`Config::profiler`] cannot be made.
    pub fn new(config: &Config) -> anyhow::Result<Engine> {
        crate::tier::start_profile(config.tiering.profiling)?;
        let engine = Engine::build(config);
        if config.tiering.tier == Tier::Jit
            && let Some(reason) = engine.why_no_machine_code()
        {
            anyhow::bail!("there is no machine code: {reason}");
        }
        if config.max_wasm_stack < 4096 {
            anyhow::bail!("max_wasm_stack of {} bytes is too small: 4096 at least", config.max_wasm_stack);
        }
        if config.max_wasm_stack > MAX_STACK {
            anyhow::bail!(
                "max_wasm_stack of {} bytes is too large: {MAX_STACK} at most",
                config.max_wasm_stack
            );
        }
        #[cfg(feature = "async")]
        anyhow::ensure!(
            (LEAST..=LARGEST).contains(&config.async_stack_size),
            "async_stack_size of {} bytes is out of range: {LEAST} at least, {LARGEST} at most",
            config.async_stack_size
        );
        Ok(engine)
    }

    fn build(config: &Config) -> Engine {
        let registry = Arc::new(TypeRegistry::apart());
        let epoch = Arc::new(AtomicU64::new(0));
        let mut config = config.clone();
        let (machinery, no_machinery) = match config.tiering.tier {
            Tier::Interp => (None, Some("the engine interprets everything".to_owned())),
            Tier::Jit | Tier::Tiered => match crate::tier::machinery(&config.tiering, config.lower.meter()) {
                Ok(machinery) => (Some(machinery), None),
                Err(error) => (None, Some(format!("{error:#}"))),
            },
        };
        // A host that refuses one reservation now gets compares instead, once for all memories of the engine.
        let is_possible = |reservation: &Reservation| {
            reservation.holds_every_memory() && Mapping::reserve(reservation.total() as usize).is_ok()
        };
        let relies = machinery.is_some() && !config.tiering.explicit_bounds_checks;
        config.tiering.reservation = Some(config.memory.reservation).filter(|r| relies && is_possible(r));
        config.memory.required = config.tiering.reservation.is_some();
        config.tiering.stack_limit = stack_limit(config.max_wasm_stack) as u32;
        config.lower.no_idioms = !config.tiering.may(Optimization::ByteSwaps);
        config.lower.count_loops = machinery.is_some() && config.tiering.tier == Tier::Tiered;
        config.lower.hot_calls = match machinery {
            Some(_) => crate::tier::policy::hot_calls(&config.tiering),
            None => u32::MAX,
        };
        let stubs = machinery.as_ref().map(|m| &m.stubs);
        let stores = StoreOptions {
            hot: machinery.is_some().then_some(crate::tier::policy::hot),
            entries: stubs.map_or_else(Default::default, |s| Entries {
                host: s.generic_host as *const u8,
                wasm: s.foreign as *const u8,
            }),
            fault_target: stubs.map_or(0, |s| s.traps[crate::base::TrapCode::MemoryOutOfBounds as usize]),
            background: machinery.as_ref().filter(|_| config.tiering.on_the_spot < u32::MAX).map(
                |machinery| {
                    let queue: Arc<dyn Background> = Arc::new(crate::tier::Queue::new(machinery.clone()));
                    queue
                },
            ),
            machinery: machinery.clone(),
            registry: registry.clone(),
            epoch: epoch.clone(),
            stack_size: config.max_wasm_stack,
            memory: config.memory,
            fuel: config.lower.fuel,
            polls_epoch: config.lower.epoch,
            gc_limit: config.max_gc_heap,
        };
        Engine(Arc::new(Inner { config, registry, epoch, stores, no_machinery }))
    }

    /// Why nothing is compiled, if that is so.
    pub fn why_no_machine_code(&self) -> Option<&str> {
        self.0.no_machinery.as_deref()
    }

    pub(crate) fn machinery(&self) -> Option<&Arc<Machinery>> {
        self.0.stores.machinery.as_ref()
    }

    /// The settings it was made with.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Whether both are the same engine.
    pub fn same(a: &Engine, b: &Engine) -> bool {
        Arc::ptr_eq(&a.0, &b.0)
    }

    /// Whether code runs in wasmtime's interpreter Pulley: never. Which tiers this engine has [`Config::tier`] says.
    pub fn is_pulley(&self) -> bool {
        false
    }

    /// Advances the epoch by one tick. Any thread may do so, and a signal handler too.
    ///
    /// Code of a store whose deadline is reached is interrupted at a function entry or loop header some microseconds later, if
    /// [`Config::epoch_interruption`] is on. Operators whose work grows with a length are interrupted every 256 KiB, and
    /// `memory.atomic.wait` within some milliseconds; `table.grow` and a collection are not.
    pub fn increment_epoch(&self) {
        self.0.epoch.fetch_add(1, Ordering::Relaxed);
    }

    /// How many types of this engine anything holds, for tests that look for leaks.
    #[cfg(feature = "internals")]
    #[doc(hidden)]
    pub fn live_types(&self) -> usize {
        self.0.registry.len()
    }

    pub(crate) fn types(&self) -> &Arc<TypeRegistry> {
        &self.0.registry
    }

    pub(crate) fn store_options(&self) -> &StoreOptions {
        &self.0.stores
    }

    /// For loading a module all of which is to be validated now.
    pub(crate) fn eager_load_options(&self) -> LoadOptions {
        LoadOptions { lazy_validation: false, ..self.load_options() }
    }

    pub(crate) fn load_options(&self) -> LoadOptions {
        let config = self.config();
        LoadOptions {
            features: config.features,
            lower: config.lower,
            tiering: config.tiering,
            generic_entry: self.machinery().map_or(0, |m| m.stubs.generic),
            registry: self.0.registry.clone(),
            parallel: config.parallel,
            // What is compiled now must be valid now.
            lazy_validation: config.lazy_validation && config.tiering.tier != Tier::Jit,
        }
    }
}
