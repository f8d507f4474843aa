//! The time limit of a run, and what it interrupted.
//!
//! Running code notices a new epoch at its next call or loop, and traps with a backtrace. What is not running code does
//! not: wx itself, which reads and loads modules, and calls that wait on the program's behalf. So when the limit has passed
//! and the run does not end by itself within a grace period, the process ends, and says where it was.

use crate::exit::TRAPPED;
use anyhow::{Context, Result};
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use wx::Engine;
use wx_wasi::CallWatch;

const GRACE: Duration = Duration::from_millis(300);

/// What a run is doing, for whoever interrupts it.
#[derive(Clone, Default)]
pub(crate) struct Activity {
    stage: Arc<Mutex<&'static str>>,
    pub(crate) call: CallWatch,
}

impl Activity {
    /// From now on it does `stage`: a part of a sentence that begins with "while".
    pub(crate) fn stage(&self, stage: &'static str) {
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage;
    }

    fn describe(&self) -> String {
        match self.call.call() {
            Some(call) => format!("while the program waited in `{call}`"),
            None => format!("while {}", *self.stage.lock().unwrap_or_else(PoisonError::into_inner)),
        }
    }
}

/// Starts the clock. The thread ends with the process.
pub(crate) fn start(engine: Engine, file: PathBuf, limit: Duration, activity: Activity) -> Result<()> {
    let thread = std::thread::Builder::new().name("wx-timeout".to_owned());
    let watch = move || {
        std::thread::sleep(limit);
        engine.increment_epoch();
        std::thread::sleep(GRACE);
        let (file, doing) = (file.display().to_string(), activity.describe());
        let file = wx::base::Printable(&file);
        let _ = writeln!(std::io::stderr(), "Error: {file}: stopped by --timeout {limit:?} {doing}");
        std::process::exit(TRAPPED.into());
    };
    thread.spawn(watch).context("--timeout: the system has no thread to watch the time")?;
    Ok(())
}
