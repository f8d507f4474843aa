//! Generators and oracles that compare the tiers on generated modules.
//!
//! # Problem
//! The interpreter and the compiler are two implementations of one language. Where they differ, one is wrong; and
//! nobody needs to know beforehand what is right to see it. So tests can be made by the million.
//!
//! # Idea
//! A few kilobytes of entropy become a [`Case`]: a module, the switches of the engine, and a list of calls. The oracle
//! ([`compare`]) runs it in every tier in lockstep and demands the same of each, bit for bit, after each call.
//! The entropy comes from a seed (`cargo xtask diff`) or from libFuzzer (`cargo fuzz run diff_tiers`); neither the
//! generators nor the oracle know which.
//!
//! | room | what it does |
//! |---|---|
//! | `draw` | decisions from bytes, and streams of numbers from a seed |
//! | `case` | what is run: a module, settings, calls |
//! | `settings` | the switches of the engine, drawn anew for each case |
//! | `smith` | modules of all kinds, by wasm-smith |
//! | `kernel` | modules that compute: loops, pressure on registers, calls |
//! | `value` | arguments that sit on boundaries, and what is seen of values |
//! | `host` | imports that log, grow, write, fail and call back |
//! | `subject` | one tier running a case |
//! | `oracle` | the comparison |
//! | `language` | the part of the language that modules may use |
//! | `mutation` | modules that are nearly valid |
//! | `peer` | wx held against another engine |
//! | `api` | the library used as a careless host would |
//! | `target` | a fuzz target: for libFuzzer, or a program that replays files |
//! | `runner` | many cases in processes of their own; a ledger |

mod case;
mod draw;
mod host;
mod kernel;
mod language;
mod mutation;
mod oracle;
mod peer;
mod settings;
mod smith;
mod subject;
mod value;

pub mod api;
pub mod runner;
pub mod target;

pub use case::{Call, Case, Source};
pub use oracle::{Divergence, Outcome, compare};
pub use settings::Settings;

#[cfg(fuzzing)]
#[doc(hidden)]
pub use libfuzzer_sys;
