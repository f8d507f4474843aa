//! The library used as a careless host would: sequences of calls over several engines, stores and threads.
//!
//! # Problem
//! The comparison of tiers uses the API in one way, the right one. Handles of another store, types of another engine, a
//! callback that grows the memory its caller is in, a panic below three frames of wasm, a module dropped while it runs: safe Rust
//! may do all of it, so it must end in an error or a documented panic, whatever happened before.
//!
//! # Idea
//! A sequence is made from a seed, or from bytes of libFuzzer. The [`World`](world::World) has engines with different settings, modules,
//! linkers, shared memories, and four stores; the data of a store is its [`Room`](room::Room), with handles and a stream of decisions
//! of its own. So a callback, which gets the room with its caller, does what the top level does: everything. What rooms hand out for
//! others to misuse lies in a common pool, with its owner's number.
//!
//! # What is demanded
//! - No signal and no abort: the runner's workers are processes.
//! - No panic but the host's own and the documented ones, and those only where something of another was given. No other thread panics.
//! - What belongs to another store or engine is never accepted.
//! - Each store has a memory, a table, globals and objects that it gives to nobody; nothing changes them. What is written is
//!   read again, what grows has grown, and what failed to grow has not; a guest's counter counts.
//! - When all is dropped, closures, values of the host and data of stores are gone, and no engine knows a type.
//!
//! A seed makes the same decisions each time, except where threads meet.
//!
//! Must not know: how code is run; it is a user of the API, but for one count (`Engine::live_types`).

mod choice;
mod foreign;
mod handles;
mod host;
mod modules;
mod objects;
mod panic;
mod room;
mod run;
mod sequence;
mod world;

pub use run::main;
pub use sequence::{Outcome, run_bytes, run_seed};
