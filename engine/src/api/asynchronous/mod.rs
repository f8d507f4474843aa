//! Calls and host functions that can be awaited (feature `async`).

mod calls;
mod host;
mod limits;
mod objects;
mod run;
mod yielding;

pub use limits::ResourceLimiterAsync;
