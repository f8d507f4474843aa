//! Exit codes, and the one place that prints an error.
//!
//! A user who mistypes a file name gets one line: `Error: `, the file, what is wrong. A program that traps
//! gets the trap on that line and below it the WebAssembly backtrace with the names of the functions. Causes
//! are joined on the one line, outermost first, because an error that spans a screen hides its first line.

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;
use wx::base::PrintableLines;
use wx::{Trap, UnknownImportError, WasmBacktrace};
use wx_wasi::I32Exit;

/// Something is wrong with the module or the host.
const FAILED: u8 = 1;
/// Something is wrong with the command line.
const USAGE: u8 = 2;
/// 128 + SIGABRT, as a shell reports a crashed program.
pub(crate) const TRAPPED: u8 = 134;

/// The command line is wrong in a way that only shows once the module is known.
#[derive(Debug)]
pub(crate) struct Usage(pub(crate) String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// The exit code of a subcommand, after printing its error if it has one.
pub(crate) fn code(done: anyhow::Result<()>) -> ExitCode {
    let Err(error) = done else {
        return ExitCode::SUCCESS;
    };
    if let Some(exit) = error.downcast_ref::<I32Exit>() {
        // A Unix process keeps the low 8 bits.
        return ExitCode::from(exit.process_exit_code() as u8);
    }
    if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        // Whoever read our output has seen enough. Rust's start-up code has the system ignore the signal, so that a program
        // gets an error from its write, as a guest should; for wx itself it does what the shell expects of a filter.
        let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGPIPE);
        return ExitCode::FAILURE;
    }
    // Nothing can be done about a standard error that is closed.
    let _ = writeln!(io::stderr(), "{}", message(&error));
    // A stub for a missing import, which was called.
    let stub = error.is::<UnknownImportError>() && error.is::<WasmBacktrace>();
    ExitCode::from(if is_trap(&error) || stub {
        TRAPPED
    } else if error.downcast_ref::<Usage>().is_some() {
        USAGE
    } else {
        FAILED
    })
}

/// Whether the program did what it must not do.
fn is_trap(error: &anyhow::Error) -> bool {
    #[cfg(feature = "component")]
    if error.is::<wx_component::Trap>() {
        return true;
    }
    error.is::<Trap>()
}

/// The lines for an error.
pub(crate) fn message(error: &anyhow::Error) -> String {
    let backtrace = error.downcast_ref::<WasmBacktrace>().map(ToString::to_string);
    let mut text = "Error".to_owned();
    let mut last = String::new();
    for cause in error.chain().map(ToString::to_string) {
        // The backtrace travels as one of the causes. A cause that its wrapper has already quoted is left out.
        if Some(&cause) != backtrace.as_ref() && !last.ends_with(&cause) {
            text.push_str(": ");
            text.push_str(cause.trim_end());
            last = cause;
        }
    }
    if let Some(backtrace) = backtrace {
        text.push('\n');
        text.push_str(backtrace.trim_end());
    }
    // Every message quotes names as they can be printed; this is for those of libraries, and for one that forgot.
    PrintableLines(&text).to_string()
}

#[cfg(test)]
mod tests {
    use super::message;
    use anyhow::{Context, anyhow};

    #[test]
    fn nothing_in_a_message_moves_the_cursor() {
        let error = anyhow!("line 1\n\tline 2 \x1b]0;title\x07").context("a\x1b[2J\r.wasm");
        assert_eq!(message(&error), "Error: a\\u{1b}[2J\\r.wasm: line 1\n\tline 2 \\u{1b}]0;title\\u{7}");
    }

    #[test]
    fn causes_are_on_one_line_and_said_once() {
        let error =
            Err::<(), _>(anyhow!("no such thing")).context("cannot open: no such thing").context("a.wasm");
        assert_eq!(message(&error.unwrap_err()), "Error: a.wasm: cannot open: no such thing");
    }
}
