//! Errors under wasmtime's paths.
//!
//! The type is that of the crate `anyhow`, so that errors of the two need no conversion. wasmtime has one of its own since version 40, whose
//! `from_anyhow` is the identity here and is left out.

pub use anyhow::{Chain, Context, Error, Ok, Result, anyhow as format_err, bail, ensure};
