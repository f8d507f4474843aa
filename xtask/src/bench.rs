//! `cargo xtask bench`: builds the harness with the peers that the arguments name, then hands the arguments over.
//!
//! Peers are cargo features of `wx-bench`, so a peer is compiled when it is first asked for and never otherwise. For
//! whole processes the program `wx` is built first, where the harness looks for it.

use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};

use crate::chore::root;

/// Ends as the harness ends.
pub(crate) fn run(arguments: &[String]) -> ExitCode {
    let peers = match peers(arguments) {
        Ok(peers) => peers,
        Err(error) => {
            eprintln!("error: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    let features: Vec<&str> = FEATURES.into_iter().filter(|f| peers.iter().any(|p| p == f)).collect();
    if !features.is_empty() {
        eprintln!("xtask: with {}; the first build of a peer takes minutes", features.join(", "));
    }
    if arguments.iter().any(|a| a == "--process" || a == "--real" || a.starts_with("--real=")) {
        let built = cargo(&["build", "--release", "--package", "wx-cli", "--manifest-path"]).status();
        if !built.is_ok_and(|status| status.success()) {
            eprintln!("error: the program wx does not build, so there is no process to measure");
            return ExitCode::FAILURE;
        }
    }
    let profile = profile(arguments);
    let mut harness =
        cargo(&["run", "--quiet", "--profile", profile, "--package", "wx-bench", "--manifest-path"]);
    if !features.is_empty() {
        harness.args(["--features", &features.join(",")]);
    }
    // Where users of an engine do not ask for Rust's backtraces, an error costs no walk over the native stack.
    harness.env("RUST_LIB_BACKTRACE", "0");
    // From the caller's folder, so that relative paths among the arguments mean what they say.
    match harness.arg("--").args(arguments).status() {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
        Err(error) => {
            eprintln!("error: cannot run cargo: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `arguments` end where the path of the workspace's manifest belongs.
fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).arg(root().join("Cargo.toml"));
    command
}

/// A full run measures wx as it is released. Whoever waits for a quick one has just changed wx and should not wait longer
/// for the linker; see the profile in Cargo.toml.
fn profile(arguments: &[String]) -> &'static str {
    let short = |a: &String| a == "--quick" || a == "--rebuild" || a.starts_with("--from");
    if arguments.iter().any(short) { "compare" } else { "release" }
}

/// The peers that are built when named: each is a feature of that name. Other names are v8, which is installed and not built,
/// tiers of wx, or mistakes, and the harness tells which.
const FEATURES: [&str; 5] = ["wasmtime", "winch", "wasmer", "singlepass", "wasmi"];

/// The values of `--peers a,b` and `--peers=a,b`.
fn peers(arguments: &[String]) -> Result<Vec<String>> {
    let mut peers = Vec::new();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let list = match argument.strip_prefix("--peers") {
            Some("") => arguments.next().context("--peers needs a list, such as --peers wasmtime,wasmi")?,
            Some(rest) => rest.strip_prefix('=').unwrap_or(rest),
            None => continue,
        };
        peers.extend(list.split(',').map(str::to_owned));
    }
    Ok(peers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peers_are_read_in_both_forms() {
        let of = |line: &str| peers(&line.split(' ').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(of("sort --peers wasmi,winch --quick").unwrap(), ["wasmi", "winch"]);
        assert_eq!(of("--peers=wasmtime").unwrap(), ["wasmtime"]);
        assert!(of("--quick").unwrap().is_empty());
        assert!(of("--peers").is_err());
    }

    #[test]
    fn only_a_full_run_waits_for_the_released_form() {
        let of = |line: &str| profile(&line.split(' ').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(
            (of("--peers wasmi"), of("sort --quick"), of("--from=x.json")),
            ("release", "compare", "compare")
        );
    }
}
