//! wasmtime twice: with Cranelift, the optimizing compiler to beat at execution, and with Winch, the baseline compiler
//! to beat at compile speed.

use super::Mode;
use super::shape::wasmtime_shaped;
use crate::engine::{Compiled, Engine};
use anyhow::Result;
use wasmtime::{Config, Strategy};

wasmtime_shaped!(wasmtime, instantiate = instantiate, code_size = |module| Some(module.text().len()));

struct Wasmtime {
    name: &'static str,
    engine: wasmtime::Engine,
}

pub(super) fn cranelift(mode: Mode) -> Result<Box<dyn Engine>> {
    let mut config = config(mode);
    config.strategy(Strategy::Cranelift);
    config.wasm_gc(true).wasm_function_references(true).wasm_exceptions(true).wasm_tail_call(true);
    Ok(Box::new(Wasmtime { name: "wasmtime", engine: wasmtime::Engine::new(&config)? }))
}

/// Winch refuses a configuration with proposals that it lacks, so they stay at its defaults.
#[cfg(feature = "winch")]
pub(super) fn winch(mode: Mode) -> Result<Box<dyn Engine>> {
    let mut config = config(mode);
    config.strategy(Strategy::Winch);
    Ok(Box::new(Wasmtime { name: "winch", engine: wasmtime::Engine::new(&config)? }))
}

fn config(mode: Mode) -> Config {
    let mut config = Config::new();
    config.parallel_compilation(mode == Mode::Default).wasm_memory64(true);
    config
}

impl Engine for Wasmtime {
    fn name(&self) -> &'static str {
        self.name
    }

    fn package(&self) -> &'static str {
        "wasmtime"
    }

    fn validate(&self, wasm: &[u8]) -> Option<Result<()>> {
        Some(Module::validate(&self.engine, wasm).map_err(Into::into))
    }

    fn compile(&self, wasm: &[u8]) -> Result<Box<dyn Compiled>> {
        compile(&self.engine, wasm)
    }
}
