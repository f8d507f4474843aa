//! Panics: which ones a sequence may end a call with, and where each came from.
//!
//! A hook notes message and place of panics on threads that expect some, and prints nothing. A panic on any other thread, such as
//! the engine's own, is printed as always and counted: nobody may see it otherwise.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the host's own closures panic with.
pub(super) struct HostPanic;

/// What the API says that it panics with.
const DOCUMENTED: [&str; 2] = ["object used with the wrong store", "belongs to another engine"];

static STRAY: AtomicU64 = AtomicU64::new(0);

thread_local! {
    static EXPECTING: Cell<usize> = const { Cell::new(0) };
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Panics so far on threads that expected none.
pub(super) fn stray() -> u64 {
    STRAY.load(Ordering::SeqCst)
}

/// Installs the hook, once.
pub(super) fn install() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if EXPECTING.get() == 0 {
                STRAY.fetch_add(1, Ordering::SeqCst);
                return before(info);
            }
            LAST.set(info.to_string());
        }));
    });
}

/// How a closure ended that did not return.
pub(super) enum Panic {
    /// The host's own.
    Host,
    /// One that the API documents.
    Documented,
    /// Another; message and place.
    Other(String),
}

/// Runs a closure that may panic.
pub(super) fn caught<R>(f: impl FnOnce() -> R) -> Result<R, Panic> {
    EXPECTING.set(EXPECTING.get() + 1);
    let result = catch_unwind(AssertUnwindSafe(f));
    EXPECTING.set(EXPECTING.get() - 1);
    result.map_err(|payload| {
        if payload.is::<HostPanic>() {
            return Panic::Host;
        }
        let text = payload.downcast::<String>().map(|text| *text);
        let text = text.or_else(|payload| payload.downcast::<&str>().map(|text| (*text).to_owned()));
        match text {
            Ok(text) if DOCUMENTED.iter().any(|part| text.contains(part)) => Panic::Documented,
            Ok(_) => Panic::Other(LAST.take()),
            Err(_) => Panic::Other("a panic without text".to_owned()),
        }
    })
}

/// Panics as the host's closures do. It goes past the hook.
pub(super) fn host_panic() -> ! {
    resume_unwind(Box::new(HostPanic))
}
