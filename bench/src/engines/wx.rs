//! wx itself.

use super::Mode;
use super::shape::wasmtime_shaped;
use crate::engine::{Compiled, Engine};
use anyhow::Result;

wasmtime_shaped!(wx, instantiate = instantiate, code_size = |_| None);

struct Wx(wx::Engine);

pub(super) fn engine(_: Mode) -> Result<Box<dyn Engine>> {
    Ok(Box::new(Wx(wx::Engine::new(&wx::Config::new())?)))
}

impl Engine for Wx {
    fn name(&self) -> &'static str {
        "wx"
    }

    fn package(&self) -> &'static str {
        "wx"
    }

    fn validate(&self, wasm: &[u8]) -> Option<Result<()>> {
        Some(Module::validate(&self.0, wasm).map_err(Into::into))
    }

    fn compile(&self, wasm: &[u8]) -> Result<Box<dyn Compiled>> {
        compile(&self.0, wasm)
    }
}
