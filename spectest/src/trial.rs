//! One file on a thread of its own, against panics and hangs.
//!
//! # Why a small stack
//! wx promises that Wasm never recurses on the native stack.  A promise is only kept if something
//! breaks when it is not: [`STACK_BYTES`] is far less than the infinite recursions of the suite would
//! need, so an engine that recursed natively would die here.
//!
//! # Why the watcher abandons instead of interrupting
//! An interrupt would have to be switched on in the engine (fuel, epochs), and then the suite would
//! test another configuration than the one users run.  So a script that makes no progress for
//! [`PATIENCE`] is reported, its thread left behind, and the process still ends when the run does.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::script::{self, State};
use crate::suite::Mode;
use crate::tally::{Failure, Tally};

/// Native stack of the thread that runs a script.
pub const STACK_BYTES: usize = 1 << 20;

/// How long one directive may take.  The slowest of the suite takes a few seconds without
/// optimization; a machine under load gets the rest.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// Runs one script to its end, or to the point where it stops making progress.
pub fn run(text: &Arc<str>, mode: &Mode) -> Tally {
    run_with_patience(text, mode, PATIENCE)
}

fn run_with_patience(text: &Arc<str>, mode: &Mode, patience: Duration) -> Tally {
    let state = Arc::new(Mutex::new(State::default()));
    let (sender, receiver) = channel();
    let thread = std::thread::Builder::new().name("script".to_string()).stack_size(STACK_BYTES).spawn({
        let (state, text, mode) = (Arc::clone(&state), Arc::clone(text), mode.clone());
        move || {
            script::run(&text, &mode, &state);
            // The watcher may be gone already; then nobody needs to know.
            let _ = sender.send(());
        }
    });
    let thread = match thread {
        Ok(thread) => thread,
        Err(error) => return Tally::whole_file(format!("no thread to run it on: {error}")),
    };
    let mut seen = (0, Instant::now());
    loop {
        match receiver.recv_timeout(patience.min(Duration::from_millis(250))) {
            Ok(()) => return finish(&state, None),
            Err(RecvTimeoutError::Disconnected) => {
                let panic = thread.join().err();
                let text = panic.map_or("the thread ended".to_string(), |p| script::panic_text(p.as_ref()));
                return finish(&state, Some(&format!("the runner panicked: {text}")));
            }
            Err(RecvTimeoutError::Timeout) => {
                let done = state.lock().unwrap_or_else(PoisonError::into_inner).tally.total();
                if done != seen.0 {
                    seen = (done, Instant::now());
                } else if seen.1.elapsed() >= patience {
                    return finish(&state, Some(&format!("no progress for {patience:?}")));
                }
            }
        }
    }
}

/// The tally of what is done, with everything not reached counted as failed.
///
/// `stopped` says why the script did not come to its end; `None` if it did.
fn finish(state: &Mutex<State>, stopped: Option<&str>) -> Tally {
    let state = state.lock().unwrap_or_else(PoisonError::into_inner);
    let mut tally = state.tally.clone();
    let missing = state.total.saturating_sub(tally.total());
    if missing > 0 || stopped.is_some() {
        let (line, column) = state.position;
        let reason = stopped.unwrap_or("the script ended early");
        tally.failed += missing.max(1);
        tally.failures.push(Failure {
            line,
            column,
            directive: state.kind.to_string(),
            message: format!("{reason}; {} directives after it did not run", missing.saturating_sub(1)),
        });
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::{Features, Setting, Tier};

    fn run_text(text: &str) -> Tally {
        let mode = Mode {
            features: Features::everything(),
            tier: Tier::Interp,
            tier_up_after: 1,
            setting: Setting::Default,
            verified: true,
        };
        run_with_patience(&text.into(), &mode, Duration::from_secs(2))
    }

    #[test]
    fn a_script_that_hangs_fails_with_all_it_did_not_reach() {
        let tally = run_text(
            r#"(module (func (export "f") (loop (br 0))) (func (export "g")))
               (assert_return (invoke "g"))
               (assert_return (invoke "f"))
               (assert_return (invoke "g"))"#,
        );
        assert_eq!((tally.passed, tally.failed, tally.setup), (1, 2, 1));
        assert_eq!(tally.failures[0].line, 3);
        assert!(tally.failures[0].message.starts_with("no progress"), "{:?}", tally.failures);
    }

    #[test]
    fn wrong_expectations_fail() {
        let tally = run_text(
            r#"(module (func (export "one") (result i32) (i32.const 1)) (func (export "trap") unreachable))
               (assert_return (invoke "one") (i32.const 2))
               (assert_return (invoke "one"))
               (assert_return (invoke "trap"))
               (assert_trap (invoke "one") "unreachable")
               (assert_trap (invoke "trap") "integer overflow")
               (assert_invalid (module) "anything")
               (assert_malformed (module quote "(func)") "anything")
               (assert_unlinkable (module) "unknown import")
               (assert_exhaustion (invoke "trap") "call stack exhausted")
               (assert_exception (invoke "trap"))
               (assert_return (invoke "missing"))
               (assert_return (invoke $missing "one") (i32.const 1))
               (register "x" $missing)
               (assert_return (invoke "one") (i32.const 1))
               (module quote "(nonsense)")"#,
        );
        assert_eq!((tally.passed, tally.failed, tally.skipped, tally.setup), (1, 14, 0, 1), "{tally:#?}");
        assert!(tally.failures[0].message.contains("got      i32 1"), "{}", tally.failures[0].message);
        assert!(tally.failures[0].message.contains("expected i32 2"), "{}", tally.failures[0].message);
    }

    #[test]
    fn a_failed_module_does_not_leave_its_predecessor_in_place() {
        let tally = run_text(
            r#"(module (func (export "one") (result i32) (i32.const 1)))
               (module (import "nowhere" "nothing" (func)))
               (assert_return (invoke "one") (i32.const 1))"#,
        );
        assert_eq!((tally.passed, tally.failed, tally.setup), (0, 2, 1), "{tally:#?}");
    }

    #[test]
    fn text_that_is_no_script_fails_as_a_whole() {
        let tally = run_text("(assert_return");
        assert_eq!((tally.passed, tally.failed), (0, 1));
        assert!(tally.failures[0].message.contains("cannot be parsed"), "{:?}", tally.failures);
    }

    #[test]
    fn threads_share_memories_and_are_counted() {
        let tally = run_text(
            r#"(module $M (memory (export "mem") 1 1 shared))
               (thread $T (shared (module $M))
                 (register "m" $M)
                 (module (memory (import "m" "mem") 1 1 shared)
                   (func (export "set") (i32.atomic.store (i32.const 0) (i32.const 42))))
                 (assert_return (invoke "set")))
               (wait $T)
               (register "m" $M)
               (module (memory (import "m" "mem") 1 1 shared)
                 (func (export "get") (result i32) (i32.atomic.load (i32.const 0))))
               (assert_return (invoke "get") (i32.const 42))"#,
        );
        assert_eq!((tally.passed, tally.failed, tally.setup), (2, 0, 7), "{tally:#?}");
    }
}
