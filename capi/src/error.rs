//! Errors where C has no place for them: a result of NULL, false or zero, and the message of the thread's last one.

use std::cell::RefCell;
use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::ptr;

use anyhow::{Context, Result};

use crate::vector::{Element, Vector};

thread_local! {
    static LAST: RefCell<Option<CString>> = const { RefCell::new(None) };
}

/// Runs the body of a function of the API; its error becomes the thread's last error, and `failed` the result.
pub(crate) fn entry<T>(function: &str, failed: T, body: impl FnOnce() -> Result<T>) -> T {
    match body() {
        Ok(value) => value,
        Err(error) => {
            remember(function, &error);
            failed
        }
    }
}

#[cold]
pub(crate) fn remember(function: &str, error: &anyhow::Error) {
    // A message with a NUL ends there for C.
    let text = format!("{function}: {error:#}").replace('\0', "\\0");
    let text = CString::new(text).unwrap_or_default();
    // At the end of a thread there is nobody left who could ask.
    let _ = LAST.try_with(|last| *last.borrow_mut() = Some(text));
}

/// A place that a function fills: uninitialized until then.
pub(crate) type Out<'a, T> = Option<&'a mut MaybeUninit<T>>;

/// Fills a vector, which is empty after an error.
pub(crate) fn fill<T: Element>(
    function: &str,
    out: Out<'_, Vector<T>>,
    body: impl FnOnce() -> Result<Vector<T>>,
) {
    let vector = entry(function, Vector::EMPTY, || {
        out.as_ref().given("out")?;
        body()
    });
    if let Some(out) = out {
        out.write(vector);
    }
}

/// Parameters that must be there.
pub(crate) trait Given {
    type Value;
    fn given(self, name: &str) -> Result<Self::Value>;
}

impl<T> Given for Option<T> {
    type Value = T;

    fn given(self, name: &str) -> Result<T> {
        self.with_context(|| format!("`{name}` is NULL"))
    }
}

/// The message of the last function that failed in this thread, `FUNCTION: why`, or NULL if none has. It is valid until the next one fails.
#[unsafe(no_mangle)]
pub extern "C" fn wx_last_error() -> *const c_char {
    LAST.try_with(|last| last.borrow().as_ref().map_or(ptr::null(), |text| text.as_ptr()))
        .unwrap_or(ptr::null())
}
