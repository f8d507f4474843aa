//! A case that brings its host along.
//!
//! # Problem
//! A module under test imports functions, memories and tables, and its calls take and give values of all types. Every
//! engine has another API for that; JavaScript cannot pass a vector at all, and changes NaNs. A host written once for
//! each engine would be compared as much as the engines.
//!
//! # Idea
//! The host is WebAssembly too. A *capsule* is a handful of modules:
//!
//! ```text
//!   companion ──> module under test ──> handles (one for each memory) ──> driver
//!   imports that log,                                                     steps: calls with constant arguments;
//!   throw, trap, call back                                                results, globals, tables as bytes
//! ```
//!
//! An engine instantiates the parts in order, calls the driver's exports, which take and give nothing, and hands over the
//! bytes of memories. What each engine needs for that is a page of code, and what they see is the same by construction.
//! Callbacks go through a table of the companion's that the driver fills.

use anyhow::Result;
use wasm_encoder::EntityType;

use super::shape::Shape;
use super::{companion, driver};
use crate::case::Case;
use crate::language::Language;

/// One module of a capsule.
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) wasm: Vec<u8>,
    /// For each import, in order: the part and the name of its export.
    pub(crate) imports: Vec<(usize, String)>,
}

/// Bytes that engines hand over after each step.
pub(crate) struct Window {
    pub(crate) part: usize,
    pub(crate) export: String,
    /// How many bytes from the beginning; none: all.
    pub(crate) len: Option<usize>,
}

/// A case with its host.
pub(crate) struct Capsule {
    pub(crate) parts: Vec<Part>,
    /// The place of the module under test: to instantiate it may end otherwise than well, and nothing is called then.
    pub(crate) subject: usize,
    /// The exports of the last part that are called, in order; [`OBSERVE`] after each.
    pub(crate) steps: Vec<String>,
    /// The first is the driver's own memory, the second the companion's log.
    pub(crate) windows: Vec<Window>,
}

/// The export of the driver that writes down globals and tables.
pub(crate) const OBSERVE: &str = "observe";

impl Capsule {
    /// The capsule of a case; none if an import is of a type that the companion has no value for.
    ///
    /// # Errors
    /// If the module cannot be read.
    pub(crate) fn new(case: &Case, language: &Language) -> Result<Option<Capsule>> {
        let shape = Shape::read(&case.wasm, language.gc)?;
        let Some(companion) = companion::build(&shape, case.host) else { return Ok(None) };
        let mut parts: Vec<Part> = Vec::new();
        let memories = shape.imports.iter().filter_map(|import| match import {
            EntityType::Memory(ty) => Some(companion::memory(*ty, None)),
            _ => None,
        });
        parts.extend(memories);
        let home = parts.len();
        parts.push(Part { name: "companion", wasm: companion, imports: Vec::new() });
        let mut memory = 0..home;
        let imports = shape.imports.iter().enumerate().map(|(i, import)| match (import, memory.len()) {
            (EntityType::Memory(_), 1..) => (memory.next().unwrap_or(home), "memory".to_owned()),
            _ => (home, i.to_string()),
        });
        let imports = imports.collect();
        let subject = parts.len();
        parts.push(Part { name: "module", wasm: case.wasm.clone(), imports });
        let mut windows = Vec::new();
        for (name, ty) in &shape.exports {
            if let EntityType::Memory(ty) = ty {
                parts.push(companion::memory(*ty, Some((subject, name.clone()))));
                windows.push(Window { part: subject, export: name.clone(), len: None });
            }
        }
        let driver = driver::build(&shape, case, language, home, subject, parts.len());
        let log = Window { part: home, export: companion::LOG.to_owned(), len: Some(companion::LOG_BYTES) };
        let seen = Window { part: parts.len(), export: driver::SEEN.to_owned(), len: Some(driver.bytes) };
        windows.splice(0..0, [seen, log]);
        parts.push(driver.part);
        Ok(Some(Capsule { parts, subject, steps: driver.steps, windows }))
    }
}
