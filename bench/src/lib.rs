//! wx beside its peers in one run.
//!
//! `suite` and `seeds` load the programs, `engines` drives wx and each peer behind one trait (`engine`), `v8` one that needs a
//! process of its own, `rounds` measures in turns,
//! `micro` and `compile_speed` measure single costs, `process` and `real` whole processes, and `report` shows it all.
//! `budget` bounds the whole in time.
//! `file` is the library behind `wx bench FILE`; `tiers` is the list of ways in which wx runs code.

pub mod budget;
pub mod clock;
pub mod compile_speed;
pub mod engine;
pub mod engines;
pub mod file;
pub mod host;
pub mod micro;
pub mod process;
pub mod real;
pub mod rebuild;
pub mod report;
pub mod rounds;
pub mod seeds;
pub mod statistics;
pub mod suite;
pub mod tiers;
pub mod v8;
