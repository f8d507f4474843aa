//! `cargo xtask api`: sequences of API calls, by the program `wx-api` of the package `wx-fuzz`.

use std::process::{Command, ExitCode};

use crate::chore;

/// Ends as the runner ends. It is built with all checks on, as tests are.
pub(crate) fn run(arguments: &[String]) -> ExitCode {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--package", "wx-fuzz", "--bin", "wx-api", "--manifest-path"]);
    command.arg(chore::root().join("Cargo.toml")).arg("--").args(arguments);
    match command.status() {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
        Err(error) => {
            eprintln!("error: cannot run cargo: {error}");
            ExitCode::FAILURE
        }
    }
}
