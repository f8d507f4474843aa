//! `cargo xtask miri`: unsafe code run under Miri, as far as it goes.
//!
//! Miri interprets the compiled tests and stops at undefined behaviour: reads of what was never written, pointers that outlived what
//! they point to, references that overlap. It runs neither machine code nor system calls for address space, so it runs the interpreter,
//! on mappings that `engine/src/sys/mmap/model.rs` makes of allocations. It takes a hundred times as long as the processor: the samples
//! of numerics are thinned out under `cfg(miri)`, and most tests of the API are not here.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};
use clap::Args;

use crate::chore::{root, step};

/// Rooms of the engine whose unit tests run, all of them without the operating system.
const ROOMS: &[&str] =
    &["base::", "ir::", "lower::", "module::", "numerics::", "types::", "verify::", "vm::gc::"];

/// Of these the ones that take seconds there.
const SMALL: &[&str] = &["base::", "ir::", "lower::", "types::"];

/// Tests of the API, with the interpreter.
const API: &[&str] = &["collection", "host", "linking", "objects", "owners", "panics", "references"];

/// Addresses of the interpreter's operations are kept as numbers, and files of tests are read.
const FLAGS: &str = "-Zmiri-permissive-provenance -Zmiri-disable-isolation -Zmiri-ignore-leaks";

#[derive(Args)]
pub(crate) struct Arguments {
    /// Run a small set, and nothing where Miri is not installed
    #[arg(long)]
    pub(crate) small: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let installed = miri(&["--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !installed.is_ok_and(|status| status.success()) {
        let how = "`rustup component add miri --toolchain nightly` provides Miri";
        if arguments.small {
            eprintln!("xtask: unsafe code NOT run under Miri: {how}");
            return Ok(());
        }
        bail!("{how}");
    }
    let rooms = if arguments.small { SMALL } else { ROOMS };
    let mut units = miri(&["test", "--package", "wx", "--lib", "--"]);
    step("Miri, units", units.args(rooms))?;
    if !arguments.small {
        let mut api = miri(&["test", "--package", "wx"]);
        for test in API {
            api.args(["--test", test]);
        }
        step("Miri, API", &mut api)?;
    }
    Ok(())
}

fn miri(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(["+nightly", "miri"]).args(arguments).env("MIRIFLAGS", FLAGS);
    command.current_dir(root()).stdin(Stdio::null());
    command
}
