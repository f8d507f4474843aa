//! [`EngineWeak`]: an engine that may be gone.

use std::sync::{Arc, Weak};

use super::engine::{Engine, Inner};

/// A handle that does not keep its engine alive, from [`Engine::weak`]: for a thread that ticks epochs as long as there is somebody to tick
/// for, or a table of engines.
///
/// ```
/// use wx::Engine;
///
/// let engine = Engine::default();
/// let weak = engine.weak();
/// assert!(weak.upgrade().is_some_and(|same| Engine::same(&same, &engine)));
/// drop(engine);
/// assert!(weak.upgrade().is_none());
/// ```
#[derive(Clone)]
pub struct EngineWeak(Weak<Inner>);

impl Engine {
    /// A handle that does not keep the engine alive.
    pub fn weak(&self) -> EngineWeak {
        EngineWeak(Arc::downgrade(&self.0))
    }
}

impl EngineWeak {
    /// The engine, if anything still holds it: a handle, a module or a store.
    pub fn upgrade(&self) -> Option<Engine> {
        self.0.upgrade().map(Engine)
    }
}

impl std::fmt::Debug for EngineWeak {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EngineWeak")
    }
}
