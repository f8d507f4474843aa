//! [`Engine`]: what modules and stores have in common.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::config::Config;
use crate::module::LoadOptions;
use crate::types::TypeRegistry;
use crate::vm::store::StoreOptions;

struct Inner {
    config: Config,
    registry: Arc<TypeRegistry>,
    epoch: Arc<AtomicU64>,
    stores: StoreOptions,
}

/// The settings, types and epoch that modules and stores share. Cloning is cheap and gives the same engine.
///
/// Modules and stores of different engines cannot be mixed.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

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
    /// If the settings cannot be combined.
    pub fn new(config: &Config) -> anyhow::Result<Engine> {
        if config.max_wasm_stack < 4096 {
            anyhow::bail!("max_wasm_stack of {} bytes is too small: 4096 at least", config.max_wasm_stack);
        }
        Ok(Engine::build(config))
    }

    fn build(config: &Config) -> Engine {
        let registry = Arc::new(TypeRegistry::new());
        let epoch = Arc::new(AtomicU64::new(0));
        let stores = StoreOptions {
            registry: registry.clone(),
            epoch: epoch.clone(),
            stack_size: config.max_wasm_stack,
            memory: config.memory,
            fuel: config.lower.fuel,
            gc_limit: config.max_gc_heap,
        };
        Engine(Arc::new(Inner { config: config.clone(), registry, epoch, stores }))
    }

    /// The settings it was made with.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Whether both are the same engine.
    pub fn same(a: &Engine, b: &Engine) -> bool {
        Arc::ptr_eq(&a.0, &b.0)
    }

    /// Advances the epoch by one tick. Any thread may do so, and a signal handler too.
    ///
    /// Code of a store whose deadline is reached is interrupted at its next function entry or loop header, if
    /// [`Config::epoch_interruption`] is on.
    pub fn increment_epoch(&self) {
        self.0.epoch.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn registry(&self) -> &Arc<TypeRegistry> {
        &self.0.registry
    }

    pub(crate) fn store_options(&self) -> &StoreOptions {
        &self.0.stores
    }

    pub(crate) fn load_options(&self) -> LoadOptions {
        let config = self.config();
        LoadOptions {
            features: config.features,
            lower: config.lower,
            registry: self.0.registry.clone(),
            parallel: config.parallel,
        }
    }
}
