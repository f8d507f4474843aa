//! `cargo xtask diff`: builds the runner with the engine that `--oracle` names, then hands the arguments over.
//!
//! An engine is a cargo feature of `wx-fuzz`, so it is compiled when it is first asked for and never otherwise. wasmtime is
//! large: the profile `compare` leaves out the optimization across crates, which takes minutes and gains nothing here.

use std::process::ExitCode;

use crate::chore;

/// Oracles that are crates; `v8` is a program, and comes with no feature.
const FEATURES: [&str; 2] = ["wasmtime", "wasmi"];

/// Ends as the runner ends.
pub(crate) fn run(arguments: &[String]) -> ExitCode {
    let feature = oracle(arguments).and_then(|name| FEATURES.into_iter().find(|&feature| feature == name));
    match feature {
        Some(feature) => {
            eprintln!("xtask: with {feature}; its first build takes minutes");
            chore::run_package("wx-fuzz", &["--profile", "compare", "--features", feature], arguments)
        }
        None => chore::run_package("wx-fuzz", &["--release"], arguments),
    }
}

/// The value of `--oracle`.
fn oracle(arguments: &[String]) -> Option<&str> {
    let place = arguments.iter().position(|a| a == "--oracle" || a.starts_with("--oracle="))?;
    match arguments[place].split_once('=') {
        Some((_, name)) => Some(name),
        None => arguments.get(place + 1).map(String::as_str),
    }
}
