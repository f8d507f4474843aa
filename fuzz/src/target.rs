//! A fuzz target: for libFuzzer, or a program that replays files.
//!
//! `cargo fuzz` builds with `--cfg fuzzing`, and then [`fuzz_target!`](crate::fuzz_target) is libFuzzer's. In any other
//! build a target is a plain program that runs each file named on its command line once: the whole workspace builds on
//! stable Rust, targets cannot rot unseen, and an artifact of libFuzzer can be looked at without a sanitizer.

use crate::{Case, Settings, compare};

/// Declares what a target does with an input: a function from `&[u8]`.
#[cfg(fuzzing)]
#[macro_export]
macro_rules! fuzz_target {
    ($run:path) => {
        $crate::libfuzzer_sys::fuzz_target!(|input: &[u8]| $run(input));
    };
}

/// Declares what a target does with an input: a function from `&[u8]`.
#[cfg(not(fuzzing))]
#[macro_export]
macro_rules! fuzz_target {
    ($run:path) => {
        fn main() {
            for path in std::env::args_os().skip(1) {
                match std::fs::read(&path) {
                    Ok(input) => $run(&input),
                    Err(error) => eprintln!("{}: {error}", path.display()),
                }
            }
        }
    };
}

/// The tiers agree on the case of these bytes.
///
/// # Panics
/// If they do not.
pub fn diff_tiers(input: &[u8]) {
    let case = Case::from_bytes(input);
    if let Err(divergence) = compare(&case) {
        let path = std::env::temp_dir().join("wx-diverged.wasm");
        let _ = std::fs::write(&path, &case.wasm);
        panic!("{divergence}\n{case:#?}\nthe module is in {}", path.display());
    }
}

/// The sequence of API calls of these bytes ends as it should.
///
/// # Panics
/// If it does not.
pub fn api(input: &[u8]) {
    if let Err(faults) = crate::api::run_bytes(input) {
        panic!("{faults}");
    }
}

/// An engine that takes what the generators make, and validates all of it at once.
fn every_feature() -> wx::Engine {
    let mut config = Settings::plain().config(wx::Tier::Tiered);
    wx::Engine::new(config.lazy_validation(false)).expect("the settings are those of the comparison")
}

/// Arbitrary bytes are accepted or refused, with an error that can be shown.
pub fn validate(input: &[u8]) {
    let engine = every_feature();
    match wx::Module::from_binary(&engine, input) {
        Ok(module) => drop(module.exports().count() + module.imports().count()),
        Err(error) => drop(format!("{error:#}")),
    }
}

/// Every function of a valid module can be lowered, and the result printed.
///
/// # Panics
/// If one cannot.
pub fn lower(input: &[u8]) {
    let case = Case::from_bytes(input);
    let engine = every_feature();
    let module = match wx::Module::from_binary(&engine, &case.wasm) {
        Ok(module) => module,
        Err(error) => panic!("a generated module is refused: {error:#}"),
    };
    let data = module.data();
    for defined in 0..data.bodies.len() {
        let (lowered, _) = match wx::lower::listing(data, defined) {
            Ok(lowered) => lowered,
            Err(error) => panic!("function {defined} cannot be lowered: {error}"),
        };
        for op in 0..lowered.ops.len() {
            drop(wx::lower::print_op(&lowered, op));
        }
    }
}
