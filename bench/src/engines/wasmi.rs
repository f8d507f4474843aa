//! wasmi: the interpreter that wx's interpreter is measured against.
//!
//! Modules are translated eagerly, so that its compile figure is the whole translation and its execute figure none.

use super::Mode;
use super::shape::wasmtime_shaped;
use crate::engine::{Compiled, Engine};
use anyhow::Result;

wasmtime_shaped!(wasmi, instantiate = instantiate_and_start, code_size = |_| None);

struct Wasmi(wasmi::Engine);

/// wasmi translates on the calling thread in every mode.
pub(super) fn engine(_: Mode) -> Result<Box<dyn Engine>> {
    let mut config = wasmi::Config::default();
    config.compilation_mode(wasmi::CompilationMode::Eager);
    config.wasm_tail_call(true).wasm_memory64(true).wasm_simd(true).wasm_multi_memory(true);
    // Its default of 1,000 calls deep ends programs that every other engine runs.
    config.set_max_recursion_depth(50_000).set_max_stack_height(64 << 20);
    Ok(Box::new(Wasmi(wasmi::Engine::new(&config))))
}

impl Engine for Wasmi {
    fn name(&self) -> &'static str {
        "wasmi"
    }

    fn package(&self) -> &'static str {
        "wasmi"
    }

    fn validate(&self, wasm: &[u8]) -> Option<Result<()>> {
        Some(Module::validate(&self.0, wasm).map_err(Into::into))
    }

    fn compile(&self, wasm: &[u8]) -> Result<Box<dyn Compiled>> {
        compile(&self.0, wasm)
    }
}
