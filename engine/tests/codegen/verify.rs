//! The verifier of machine code (`wx::jit::verify`), over programs of real size in all ways of compiling them.
//!
//! What scripts and the tests of this folder compile is verified as it is made (`Chaos::verify_code`); here
//! are the programs that exercise every part of
//! the compiler that real ones do, with the settings that need other proofs: few registers, no fusion, compares instead of
//! guards, memories that move, an old processor, fuel. That the verifier refuses what is wrong `damage` shows.

use wx::jit::verify::{Space, Verifier};
use wx::jit::{Compiler, Features};
use wx::module::ModuleData;
use wx::settings::Tiering;

use crate::placed::{SSE41, ways};
use crate::{FEATURES, from_bytes, tiering};

/// The programs of the benchmarks, which exercise every part of the compiler that real programs do.
pub(crate) fn bench_programs() -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../bench/programs");
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "wasm"));
    paths.sort();
    let read = |path: &std::path::PathBuf| std::fs::read(path).unwrap_or_else(|error| panic!("{error}"));
    paths.iter().map(|path| (path.display().to_string(), read(path))).collect()
}

/// The ways of compiling, each with the processor.
fn settings() -> Vec<(Tiering, Features)> {
    let mut all: Vec<(Tiering, Features)> = ways().into_iter().map(|way| (way, FEATURES)).collect();
    let compared = Tiering { explicit_bounds_checks: true, ..tiering() };
    let moving = Tiering { reservation: None, ..tiering() };
    let mut audited = tiering();
    audited.chaos.check_upper_halves = true;
    all.extend([
        (compared, FEATURES),
        (moving, FEATURES),
        (moving, SSE41),
        (audited, FEATURES),
        (tiering(), SSE41),
    ]);
    all
}

/// What is not proved of a function.
fn fault(module: &ModuleData, defined: usize, mut tiering: Tiering, features: Features) -> Option<String> {
    // Otherwise the compiler panics, with less to tell.
    tiering.chaos.verify_code = false;
    let (func, _) = wx::lower::listing(module, defined).unwrap_or_else(|error| panic!("{error}"));
    let compiled = Compiler::new(features).compile(module, defined, &func, tiering);
    let compiled = compiled.unwrap_or_else(|error| panic!("{error}"));
    let space = Space::of(module, &tiering);
    let result = Verifier::default().verify(module, defined, &func, compiled.draft(), space);
    result.err().map(|fault| fault.report(compiled.draft()))
}

#[test]
fn machine_code_of_the_bench_programs_is_proved_safe() {
    let (mut functions, mut faults) = (0, Vec::new());
    for (name, bytes) in bench_programs() {
        let module = from_bytes(bytes);
        for defined in 0..module.bodies.len() {
            for (way, (tiering, features)) in settings().into_iter().enumerate() {
                functions += 1;
                if let Some(fault) = fault(&module, defined, tiering, features) {
                    faults.push(format!("{name}, function {defined}, setting {way}: {fault}"));
                }
            }
        }
    }
    let shown: String = faults.iter().take(5).map(|fault| format!("{fault}\n")).collect();
    assert!(faults.is_empty(), "{} of {functions} functions:\n{shown}", faults.len());
    assert!(functions > 1500, "only {functions} functions were verified");
}
