//! What wx shows on a terminal while it works for long before a program runs.
//!
//! Nothing at all where standard error is no terminal, or the work is done soon: a line that flashes by tells nobody
//! anything.

use indicatif::{ProgressBar, ProgressStyle};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long work must take to be shown.
const SOON: Duration = Duration::from_millis(700);

/// A line on the terminal, until it is dropped.
pub(crate) struct Progress {
    done: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to wait for work such as `compiling`. Without a thread to wait with, nothing is shown.
    pub(crate) fn of(work: &'static str, file: &Path) -> Progress {
        if !std::io::IsTerminal::is_terminal(&std::io::stderr()) {
            return Progress { done: None };
        }
        let text = format!("{work} {}", wx::base::Printable(&file.display().to_string()));
        let (sender, done) = channel::<()>();
        let thread = std::thread::Builder::new().name("wx-progress".to_owned()).spawn(move || {
            if done.recv_timeout(SOON) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
            let bar = ProgressBar::new_spinner().with_elapsed(SOON).with_message(text);
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            while done.recv_timeout(Duration::from_millis(100)) == Err(RecvTimeoutError::Timeout) {
                bar.tick();
            }
            bar.finish_and_clear();
        });
        Progress { done: thread.ok().map(|thread| (sender, thread)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.done.take() {
            drop(sender);
            // The line must be gone before anything else is written.
            let _ = thread.join();
        }
    }
}
