//! The machine code that the compiler makes, pinned.
//!
//! # Why code
//! A wrong template may be right for all inputs of all scripts: a move too many, a form longer than needed, a null check lost
//! where nothing is null. Here every operation's instructions are in a file that people read, and a change of the compiler is a
//! difference that they can judge. `cargo xtask bless` rewrites the files and shows the difference.
//!
//! ```text
//!   rows       one operation at a time, in every shape of operands: made from the table of operations
//!   programs   whole functions of `testsuite/codegen/*.wat`: calls, branches, what the planner decides
//!   snapshot   the files: labels, comparing, none that nothing makes
//!   listing    how code is printed
//!   fields     names of fields and slots in it
//!   placed     the register checker, and that it notices damage
//!   verify     the proof that code stays in the sandbox, over programs of real size
//!   damage     code that was damaged is not proved
//!   carried    an index with bits above 32 is refused whichever way it comes
//!   decoder    the verifier's decoder, and another one
//! ```
//! The processor is always the same one (AVX, BMI), and addresses are never in the output.

mod carried;
mod damage;
mod decoder;
mod fields;
mod hints;
mod listing;
mod placed;
mod programs;
mod rows;
mod snapshot;
mod verify;

use std::collections::BTreeSet;
use std::sync::Arc;

use wx::ir::{Func, OpCode};
use wx::jit::{CompileError, Compiled, Compiler, Features};
use wx::module::{LoadOptions, ModuleData, load};
use wx::settings::{Chaos, Optimization, Tier, Tiering, Without};
use wx::types::TypeRegistry;

/// The processor for which code is made here.
const FEATURES: Features = Features { avx: true, bmi2: true, lzcnt: true, bmi1: true, popcnt: true };

/// The settings. All code begins at 0, whatever the function's number, so that a new row moves no other; and everything is compiled
/// before it runs, so that whether a callee is inlined does not depend on its having been called.
fn tiering() -> Tiering {
    let without = Without::default().and(Optimization::StaggeredEntries);
    let chaos = Chaos { verify_code: true, ..Chaos::default() };
    Tiering { tier: Tier::Jit, without, chaos, ..Tiering::default() }
}

/// A module from its text.
fn module(text: &str) -> ModuleData {
    let bytes = wat::parse_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    from_bytes(bytes)
}

fn from_bytes(bytes: Vec<u8>) -> ModuleData {
    let mut config = wx::Config::new();
    config.wasm_threads(true).wasm_wide_arithmetic(true);
    config.wasm_custom_descriptors(true).wasm_custom_page_sizes(true);
    let options = LoadOptions {
        features: config.wasm_features(),
        lower: Default::default(),
        registry: Arc::new(TypeRegistry::new()),
        tiering: Tiering::default(),
        generic_entry: 0,
        parallel: false,
        lazy_validation: false,
    };
    load(Arc::from(bytes), &options).unwrap_or_else(|error| panic!("{error:#}"))
}

fn compile(module: &ModuleData, defined: usize, func: &Func) -> Result<Compiled, CompileError> {
    Compiler::new(FEATURES).compile(module, defined, func, tiering())
}

/// Compiles a function that was never lowered, with every call left as it is. Its operands are of any types, so that nothing is
/// proved of its code.
fn compile_unproved(module: &ModuleData, defined: usize, func: &Func) -> Result<Compiled, CompileError> {
    let mut tiering = tiering();
    tiering.without = tiering.without.and(Optimization::Inlining);
    tiering.chaos.verify_code = false;
    Compiler::new(FEATURES).compile(module, defined, func, tiering)
}

#[test]
fn every_operation_is_pinned() {
    let mut seen: BTreeSet<u16> = rows::pinned().into_iter().map(|code| code as u16).collect();
    seen.extend(programs::pinned().into_iter().map(|code| code as u16));
    let missing: Vec<&str> =
        OpCode::ALL.iter().filter(|&&code| !seen.contains(&(code as u16))).map(|code| code.name()).collect();
    assert!(missing.is_empty(), "operations that no snapshot shows: {missing:?}");
}

#[test]
fn compiling_twice_gives_the_same_bytes() {
    let mut compiler = Compiler::new(FEATURES);
    for (name, bytes) in verify::bench_programs() {
        let module = from_bytes(bytes);
        for defined in 0..module.bodies.len() {
            let (func, _) = wx::lower::listing(&module, defined).unwrap_or_else(|error| panic!("{error}"));
            let fresh = compile(&module, defined, &func).unwrap_or_else(|error| panic!("{name}: {error}"));
            // With buffers that other functions were compiled in before.
            let again = compiler.compile(&module, defined, &func, tiering());
            let again = again.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(fresh.code, again.code, "{name}, function {defined}");
            assert_eq!(fresh.relocs, again.relocs, "{name}, function {defined}");
        }
    }
}
