//! What `wx.h` has beyond `wasm.h`: settings of engines, what a store may use, the system interface, and linking by name.
//!
//! Texts come as an address and a number of bytes where they are names of WebAssembly, which may contain any character, and as
//! strings that end with a NUL where they are paths, arguments and variables, which may not.

pub mod config;
pub mod limits;
pub mod linker;
pub mod wasi;

use std::ffi::{CStr, OsStr, c_char};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

pub(crate) use limits::unlimited;

use anyhow::{Context, Result, ensure};

/// An array of bytes; `what` names the parameter.
///
/// # Safety
/// INV C-CONTRACT: there are `size` bytes, which do not change during `'a`.
pub(crate) unsafe fn bytes<'a>(bytes: *const u8, size: usize, what: &str) -> Result<&'a [u8]> {
    if size == 0 {
        return Ok(&[]);
    }
    ensure!(!bytes.is_null(), "`{what}` is NULL, but its size is {size}");
    ensure!(isize::try_from(size).is_ok(), "the size of `{what}`, {size}, is more than there can be");
    // SAFETY: passed on.
    Ok(unsafe { std::slice::from_raw_parts(bytes, size) })
}

/// A name.
///
/// # Safety
/// As for [`bytes`].
pub(crate) unsafe fn text<'a>(name: *const u8, size: usize, what: &str) -> Result<&'a str> {
    // SAFETY: passed on.
    let name = unsafe { bytes(name, size, what) }?;
    std::str::from_utf8(name).with_context(|| format!("`{what}` is not UTF-8"))
}

/// A string that ends with a NUL.
///
/// # Safety
/// INV C-CONTRACT: it does, and does not change during `'a`.
pub(crate) unsafe fn string<'a>(string: *const c_char, what: &str) -> Result<&'a CStr> {
    ensure!(!string.is_null(), "`{what}` is NULL");
    // SAFETY: passed on.
    Ok(unsafe { CStr::from_ptr(string) })
}

/// A string of UTF-8.
///
/// # Safety
/// As for [`string`].
pub(crate) unsafe fn utf8<'a>(text: *const c_char, what: &str) -> Result<&'a str> {
    // SAFETY: passed on.
    let text = unsafe { string(text, what) }?;
    text.to_str().with_context(|| format!("`{what}` is not UTF-8"))
}

/// A path of the host's files.
///
/// # Safety
/// As for [`string`].
pub(crate) unsafe fn path<'a>(path: *const c_char, what: &str) -> Result<&'a Path> {
    // SAFETY: passed on.
    let path = unsafe { string(path, what) }?;
    Ok(Path::new(OsStr::from_bytes(path.to_bytes())))
}
