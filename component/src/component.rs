//! [`Component`]: a translated, validated component.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use wx::{Engine, Module};

use crate::plan::Plan;
use crate::translate;

/// The header of a component: the magic number, and a version whose layer is 1.
const HEADER: [u8; 8] = [0, b'a', b's', b'm', 0x0d, 0, 1, 0];

/// A validated component. It can be instantiated any number of times, in any store of its engine and on any thread. Cloning is cheap.
#[derive(Clone)]
pub struct Component {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Engine,
    plan: Plan,
    modules: Vec<Module>,
}

impl std::fmt::Debug for Component {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Component").field("modules", &self.inner.modules.len()).finish_non_exhaustive()
    }
}

impl Component {
    /// Loads a component from the binary or the text format.
    ///
    /// # Errors
    /// If it is malformed or invalid, is a core module, or uses what is not supported; the message says which.
    pub fn new(engine: &Engine, bytes: impl AsRef<[u8]>) -> Result<Component> {
        Component::from_binary(engine, &wat::parse_bytes(bytes.as_ref())?)
    }

    /// Loads a component from a file in the binary or the text format.
    ///
    /// # Errors
    /// If the file cannot be read, or as for [`Component::new`]; the message names the file.
    pub fn from_file(engine: &Engine, file: impl AsRef<Path>) -> Result<Component> {
        let path = file.as_ref();
        let bytes = wat::parse_file(path)?;
        Component::from_binary(engine, &bytes).with_context(|| format!("failed to load {}", path.display()))
    }

    /// Loads a component from the binary format only.
    ///
    /// # Errors
    /// As for [`Component::new`].
    pub fn from_binary(engine: &Engine, binary: &[u8]) -> Result<Component> {
        if binary.starts_with(b"\0asm") && !Component::is_component(binary) {
            bail!("a core module was given where a component is needed");
        }
        let translate::Translated { plan, modules } = translate::translate(engine, binary)?;
        Ok(Component { inner: Arc::new(Inner { engine: engine.clone(), plan, modules }) })
    }

    /// Whether these bytes begin as a component in the binary format does.
    pub fn is_component(bytes: &[u8]) -> bool {
        bytes.starts_with(&HEADER)
    }

    /// The engine it was loaded with.
    pub fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.inner.plan
    }

    pub(crate) fn module(&self, index: usize) -> &Module {
        &self.inner.modules[index]
    }
}
