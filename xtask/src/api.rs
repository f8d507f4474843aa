//! `cargo xtask api`: sequences of API calls, by the program `wx-api` of the package `wx-fuzz`; with `--asan` as first argument under
//! AddressSanitizer, which sees what Rust's side reads and writes, and nothing of machine code.

use std::process::{Command, ExitCode};

use crate::chore;

/// Where the sanitizer's runtime and its standard library are.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// Faults in guarded memory are the engine's own to handle, on signal stacks that it provides; the arena and what is kept for the
/// next store live as long as the process.
const OPTIONS: &str = "handle_segv=0:handle_sigbus=0:handle_sigill=0:use_sigaltstack=0:detect_leaks=0";

/// Ends as the runner ends. It is built with all checks on, as tests are.
pub(crate) fn run(arguments: &[String]) -> ExitCode {
    let sanitized = arguments.first().is_some_and(|first| first == "--asan");
    let arguments = if sanitized { &arguments[1..] } else { arguments };
    let mut command = if sanitized { nightly() } else { Command::new(env!("CARGO")) };
    command.args(["run", "--quiet", "--package", "wx-fuzz", "--bin", "wx-api", "--manifest-path"]);
    command.arg(chore::root().join("Cargo.toml"));
    if sanitized {
        command.args(["--target", TARGET]);
    }
    command.arg("--").args(arguments);
    match command.status() {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
        Err(error) => {
            eprintln!("error: cannot run cargo: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Cargo of the nightly toolchain, which alone has sanitizers.
fn nightly() -> Command {
    let mut command = Command::new("cargo");
    command.arg("+nightly").env("RUSTFLAGS", "-Zsanitizer=address").env("ASAN_OPTIONS", OPTIONS);
    command.env("CARGO_TARGET_DIR", chore::root().join("target/asan"));
    command
}
