//! wx itself.
//!
//! wx lowers a function when it is first called. So that its compile speed can be compared with that of engines which
//! compile everything at once, `stages` loads a module and then lowers every function of it.

#![allow(
    clippy::needless_question_mark,
    clippy::useless_conversion,
    reason = "the shape is shared with peers whose error is another type"
)]

use super::Mode;
use super::shape::wasmtime_shaped;
use crate::clock::Stopwatch;
use crate::engine::{Compiled, Engine};
use anyhow::Result;
use std::time::Duration;

wasmtime_shaped!(wx, instantiate = instantiate, code_size = |_| None);

struct Wx(wx::Engine);

pub(super) fn engine(mode: Mode) -> Result<Box<dyn Engine>> {
    let mut config = wx::Config::new();
    config.parallel_compilation(mode == Mode::Default);
    Ok(Box::new(Wx(wx::Engine::new(&config)?)))
}

impl Engine for Wx {
    fn name(&self) -> &'static str {
        "wx"
    }

    fn package(&self) -> &'static str {
        "wx"
    }

    fn validate(&self, wasm: &[u8]) -> Option<Result<()>> {
        Some(Module::validate(&self.0, wasm))
    }

    fn compile(&self, wasm: &[u8]) -> Result<Box<dyn Compiled>> {
        compile(&self.0, wasm)
    }
    fn stages(&self, wasm: &[u8]) -> Result<Vec<(&'static str, Duration)>> {
        let started = Stopwatch::start();
        let module = Module::new(&self.0, wasm)?;
        let load = started.elapsed();
        let data = module.data();
        let started = Stopwatch::start();
        for defined in 0..data.bodies.len() {
            std::hint::black_box(wx::lower::lower(data, defined)?);
        }
        Ok(vec![("load", load), ("lower", started.elapsed())])
    }
}
