//! What the harness asks of an engine: compile, instantiate, execute, each on its own so that each is timed alone.
//!
//! Three objects, because the three costs recur differently: an `Engine` is made once, a `Compiled` module once per
//! program, a `Running` instance many times. Boxes and dynamic calls happen once per timed figure of at least a
//! microsecond; what is called many times (`call_many`) loops on the engine's own side of the interface.

use anyhow::Result;
use std::time::Duration;

/// A runtime under test, configured once.
pub trait Engine {
    /// The name that `--peers` and the tables use.
    fn name(&self) -> &'static str;

    /// The package whose version the report shows.
    fn package(&self) -> &'static str;

    /// Decodes and validates, nothing else; `None` where the engine offers no such step.
    fn validate(&self, wasm: &[u8]) -> Option<Result<()>>;

    fn compile(&self, wasm: &[u8]) -> Result<Box<dyn Compiled>>;

    /// The stages of compiling everything, where an engine postpones some of it and can tell the stages apart; their
    /// sum stands for `compile` when compile speeds are compared. Empty where `compile` is already everything.
    fn stages(&self, _wasm: &[u8]) -> Result<Vec<(&'static str, Duration)>> {
        Ok(Vec::new())
    }
}

/// A module ready to be instantiated.
pub trait Compiled {
    fn instantiate(&self) -> Result<Box<dyn Running>>;

    /// Bytes of generated code, where the engine tells.
    fn code_size(&self) -> Option<usize> {
        None
    }
}

/// An instance with its store; dropping it frees both.
pub trait Running {
    /// Calls the export `run () -> i64`.
    fn run(&mut self) -> Result<i64>;

    /// Calls an export `(i32) -> i64`, such as `run_n`.
    fn call(&mut self, export: &str, n: i32) -> Result<i64>;

    /// Calls an export `(i32) -> i32` `times` times in a row through a typed handle looked up once, and returns the sum
    /// of the results so that no call can be left out.
    fn call_many(&mut self, export: &str, times: u32) -> Result<i64>;

    /// Calls an export `() -> ()` `times` times and returns how often it failed.
    fn count_failures(&mut self, export: &str, times: u32) -> Result<u32>;
}
