//! Runs `.wast` scripts on wx: the official suite and our own.
//!
//! A script is a list of directives: define this module, call that export, expect this value, expect
//! that this module is refused.  The suite is the definition of correct; so the runner must never be
//! kinder than the suite.  Three rules follow, and the whole library is built around them:
//!
//! - every directive ends as exactly one of passed, failed, skipped or set-up ([`Tally`]), and the sum
//!   equals the number of directives in the file, even when the engine panics or hangs half-way;
//! - what wx does not claim is listed with its reason in `testsuite/expectations.toml`, and a listed
//!   failure that passes is itself a failure ([`expectation`]);
//! - a file that cannot be read, parsed or finished is a failure, never an absence.
//!
//! Reading order:
//!
//! - [`suite`]: scripts, groups, features; `official`: which there are
//! - [`script`]: one file, directive by directive
//! - [`machine`]: the only file that speaks to the engine
//! - `component`: the same for components, if the package is built with that feature
//! - [`value`] and [`wording`]: when a result or a trap is the expected one
//! - [`trial`]: one file on its own small stack, against panics and hangs
//! - [`mod@run`]: many files, the table, the closing line

#[cfg(feature = "component")]
pub mod component;
pub mod expectation;
pub mod machine;
#[cfg(feature = "suite")]
pub mod official;
pub mod run;
pub mod script;
pub mod suite;
pub mod tally;
pub mod trial;
pub mod value;
pub mod wording;

pub use run::{Options, Summary, run};
pub use suite::{Features, Tier};
pub use tally::{Failure, Tally};

/// The programs in the README compile and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
