//! wx itself.
//!
//! wx lowers a function when it is first called. So that its compile speed can be compared with that of engines which
//! compile everything at once, `stages` loads a module and then lowers every function of it; in the tier `jit` it also compiles
//! every function.

#![allow(
    clippy::needless_question_mark,
    clippy::useless_conversion,
    reason = "the shape is shared with peers whose error is another type"
)]

use super::Mode;
use super::shape::wasmtime_shaped;
use crate::clock::Stopwatch;
use crate::engine::{Compiled, Engine};
use crate::tiers::Tier;
use anyhow::Result;
use std::time::Duration;

wasmtime_shaped!(wx, instantiate = instantiate, code_size = |_| None);

struct Wx {
    name: &'static str,
    engine: wx::Engine,
}

/// wx as it is by default.
pub(super) fn engine(mode: Mode) -> Result<Box<dyn Engine>> {
    with("wx", mode, |_| ())
}

/// wx held to one tier, under the tier's name.
pub(super) fn in_tier(tier: Tier, mode: Mode) -> Result<Box<dyn Engine>> {
    with(tier.name, mode, tier.choose)
}

/// wx as it is but for one optimization of its compiler.
pub(super) fn without(optimization: &str, mode: Mode) -> Result<Box<dyn Engine>> {
    let without = wx::settings::Without::named(optimization).map_err(anyhow::Error::msg)?;
    with("wx", mode, |config| {
        config.without(without);
    })
}

fn with(name: &'static str, mode: Mode, choose: impl FnOnce(&mut wx::Config)) -> Result<Box<dyn Engine>> {
    let mut config = wx::Config::new();
    config.parallel_compilation(mode == Mode::Default);
    choose(&mut config);
    Ok(Box::new(Wx { name, engine: wx::Engine::new(&config)? }))
}

impl Engine for Wx {
    fn name(&self) -> &'static str {
        self.name
    }

    fn package(&self) -> &'static str {
        "wx"
    }

    fn validate(&self, wasm: &[u8]) -> Option<Result<()>> {
        Some(Module::validate(&self.engine, wasm))
    }

    fn compile(&self, wasm: &[u8]) -> Result<Box<dyn Compiled>> {
        compile(&self.engine, wasm)
    }

    /// Machine code is a stage of the tier that compiles everything at once. What loading takes there beyond the other stages is
    /// called `publish`: putting the code in its place.
    fn stages(&self, wasm: &[u8]) -> Result<Vec<(&'static str, Duration)>> {
        let started = Stopwatch::start();
        let module = Module::new(&self.engine, wasm)?;
        let all = started.elapsed();
        let data = module.data();
        let mut functions = Vec::new();
        let started = Stopwatch::start();
        for defined in 0..data.bodies.len() {
            functions.push(wx::lower::lower(data, defined)?);
        }
        let lower = started.elapsed();
        if data.tiering.tier != wx::Tier::Jit {
            return Ok(vec![("load", all), ("lower", lower)]);
        }
        let mut compiler = wx::jit::Compiler::new(wx::tier::features(data.tiering.allowed));
        let started = Stopwatch::start();
        for (defined, function) in functions.iter().enumerate() {
            std::hint::black_box(compiler.draft(data, defined, function, data.tiering)?);
        }
        let jit = started.elapsed();
        drop(functions);
        let mut config = wx::Config::new();
        config.parallel_compilation(false).tier(wx::Tier::Interp);
        let interpreted = wx::Engine::new(&config)?;
        let started = Stopwatch::start();
        std::hint::black_box(Module::new(&interpreted, wasm)?);
        let load = started.elapsed();
        let publish = all.saturating_sub(load + lower + jit);
        Ok(vec![("load", load), ("lower", lower), ("jit", jit), ("publish", publish)])
    }
}
