//! What the harness asks of an engine: compile, instantiate, execute, each on its own so that each is timed alone.
//!
//! Three objects, because the three costs recur differently: an `Engine` is made once, a `Compiled` module once per
//! program, a `Running` instance many times. Boxes and dynamic calls happen once per timed figure of at least a
//! microsecond; what is called many times (`call_many`) loops on the engine's own side of the interface.

use anyhow::{Result, anyhow};
use std::time::Duration;

/// Calls an engine; its panic is an error like any other, so that one engine's fault does not end the run of all.
pub fn guarded<T>(call: impl FnOnce() -> Result<T>) -> Result<T> {
    // What a panic left half done is dropped with the engine's objects and never used again.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        Err(anyhow!("panicked: {}", text.unwrap_or("without a text")))
    })
}

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

    /// Calls the export `check () -> i32`.
    fn check(&mut self) -> Result<i32>;

    /// Calls an export `(i32) -> i32` `times` times in a row through a typed handle looked up once, and returns the sum
    /// of the results so that no call can be left out.
    fn call_many(&mut self, export: &str, times: u32) -> Result<i64>;

    /// Calls an export `() -> ()` `times` times and returns how often it failed.
    fn count_failures(&mut self, export: &str, times: u32) -> Result<u32>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        assert_eq!(guarded(|| Ok(7)).unwrap(), 7);
        let error = guarded::<()>(|| panic!("not {}", "implemented")).unwrap_err();
        assert_eq!(error.to_string(), "panicked: not implemented");
    }
}
