//! The time limit of a run.
//!
//! Running code notices a new epoch at its next call or loop, and traps with a backtrace. Code of the host does
//! not: reading a module, or waiting for input on the program's behalf. So when the limit has passed and the
//! run does not end by itself within a grace period, the process ends.

use crate::exit::TRAPPED;
use anyhow::{Context, Result};
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;
use wx::Engine;

const GRACE: Duration = Duration::from_millis(300);

/// Starts the clock. The thread ends with the process.
pub(crate) fn start(engine: Engine, file: PathBuf, limit: Duration) -> Result<()> {
    let thread = std::thread::Builder::new().name("wx-timeout".to_owned());
    let watch = move || {
        std::thread::sleep(limit);
        engine.increment_epoch();
        std::thread::sleep(GRACE);
        let file = file.display();
        let _ = writeln!(
            std::io::stderr(),
            "Error: {file}: the time limit of {limit:?} passed while the program waited for the host"
        );
        std::process::exit(TRAPPED.into());
    };
    thread.spawn(watch).context("--timeout: the system has no thread to watch the time")?;
    Ok(())
}
