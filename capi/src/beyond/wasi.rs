//! The system interface that a store gives its guests: WASI preview 1.

use std::ffi::{c_char, c_void};
use std::fs::File;
use std::io;
use std::sync::{Arc, OnceLock, Weak};

use anyhow::{Context, Result, ensure};
use wx_wasi::{DirPerms, FilePerms, WasiCtxBuilder};

use crate::error::{Given, entry};
use crate::object::{Finalizer, HostInfo};
use crate::store::{Share, StoreCell, wasm_store_t};

/// What a guest is to be given.
pub struct wx_wasi_t {
    builder: WasiCtxBuilder,
    /// The store that it was given to, for its callbacks.
    store: Arc<OnceLock<Weak<StoreCell>>>,
}

#[unsafe(no_mangle)]
pub extern "C" fn wx_wasi_new() -> Option<Box<wx_wasi_t>> {
    Some(Box::new(wx_wasi_t { builder: WasiCtxBuilder::new(), store: Arc::default() }))
}

#[unsafe(no_mangle)]
pub extern "C" fn wx_wasi_delete(_: Option<Box<wx_wasi_t>>) {}

/// Gives a store this system interface, in place of an earlier one.
#[unsafe(no_mangle)]
pub extern "C" fn wx_store_wasi_set(store: Option<&wasm_store_t>, wasi: Option<Box<wx_wasi_t>>) -> bool {
    entry("wx_store_wasi_set", false, || {
        let (cell, mut wasi) = (&store.given("store")?.cell, wasi.given("wasi")?);
        cell.set_wasi(wasi.builder.build())?;
        // It was not given to a store before: it is gone now.
        let _ = wasi.store.set(cell.downgrade());
        Ok(true)
    })
}

macro_rules! inherit {
    ($($function:ident = $method:ident;)*) => {
        $(
            #[doc = concat!("`wx_wasi::WasiCtxBuilder::", stringify!($method), "`.")]
            #[unsafe(no_mangle)]
            pub extern "C" fn $function(wasi: Option<&mut wx_wasi_t>) {
                entry(stringify!($function), (), || {
                    wasi.given("wasi")?.builder.$method();
                    Ok(())
                });
            }
        )*
    };
}
inherit! {
    wx_wasi_args_inherit = inherit_args;
    wx_wasi_env_inherit = inherit_env;
    wx_wasi_stdin_inherit = inherit_stdin;
    wx_wasi_stdout_inherit = inherit_stdout;
    wx_wasi_stderr_inherit = inherit_stderr;
}

/// Appends an argument; the first is the program's name.
///
/// # Safety
/// INV C-CONTRACT: `arg` ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_wasi_arg_add(wasi: Option<&mut wx_wasi_t>, arg: *const c_char) -> bool {
    entry("wx_wasi_arg_add", false, || {
        // SAFETY: passed on.
        let arg = unsafe { super::utf8(arg, "arg") }?;
        wasi.given("wasi")?.builder.arg(arg);
        Ok(true)
    })
}

/// Sets a variable of the environment.
///
/// # Safety
/// INV C-CONTRACT: both end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_wasi_env_set(
    wasi: Option<&mut wx_wasi_t>,
    name: *const c_char,
    value: *const c_char,
) -> bool {
    entry("wx_wasi_env_set", false, || {
        // SAFETY: passed on.
        let (name, value) = unsafe { (super::utf8(name, "name")?, super::utf8(value, "value")?) };
        ensure!(!name.is_empty() && !name.contains('='), "`{name}` cannot be the name of a variable");
        wasi.given("wasi")?.builder.env(name, value);
        Ok(true)
    })
}

/// The guest reads a copy of these bytes from its standard input.
///
/// # Safety
/// INV C-CONTRACT: there are `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_wasi_stdin_bytes_set(
    wasi: Option<&mut wx_wasi_t>,
    bytes: *const u8,
    size: usize,
) -> bool {
    entry("wx_wasi_stdin_bytes_set", false, || {
        // SAFETY: passed on.
        let bytes = unsafe { super::bytes(bytes, size, "bytes") }?;
        wasi.given("wasi")?.builder.stdin(io::Cursor::new(bytes.to_vec()));
        Ok(true)
    })
}

/// The guest reads a file from its standard input.
///
/// # Safety
/// INV C-CONTRACT: `path` ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_wasi_stdin_file_set(wasi: Option<&mut wx_wasi_t>, path: *const c_char) -> bool {
    entry("wx_wasi_stdin_file_set", false, || {
        // SAFETY: passed on.
        let path = unsafe { super::path(path, "path") }?;
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        wasi.given("wasi")?.builder.stdin(file);
        Ok(true)
    })
}

type Write = extern "C" fn(*mut c_void, *const u8, usize) -> isize;

/// A stream of the host's: a function that is given what the guest writes, and tells how much it took.
struct Callback {
    write: Write,
    env: HostInfo,
    store: Arc<OnceLock<Weak<StoreCell>>>,
}

impl io::Write for Callback {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let call = || (self.write)(self.env.data, bytes.as_ptr(), bytes.len());
        let store = self.store.get().and_then(Share::upgrade);
        let written = store.as_ref().map_or_else(call, |store| store.in_system(call));
        // It cannot have taken more than there was.
        usize::try_from(written).map(|n| n.min(bytes.len())).map_err(|_| io::Error::other("the host refused"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

macro_rules! output {
    ($($file:ident $callback:ident = $method:ident;)*) => {
        $(
            /// What the guest writes to this stream goes to a file, which is made or emptied.
            ///
            /// # Safety
            /// INV C-CONTRACT: `path` ends with a NUL.
            #[unsafe(no_mangle)]
            pub unsafe extern "C" fn $file(wasi: Option<&mut wx_wasi_t>, path: *const c_char) -> bool {
                entry(stringify!($file), false, || {
                    // SAFETY: passed on.
                    let path = unsafe { super::path(path, "path") }?;
                    let file = File::create(path).with_context(|| format!("cannot make {}", path.display()))?;
                    wasi.given("wasi")?.builder.$method(file);
                    Ok(true)
                })
            }

            /// What the guest writes to this stream is given to a function; see `wx.h`.
            #[unsafe(no_mangle)]
            pub extern "C" fn $callback(
                wasi: Option<&mut wx_wasi_t>,
                write: Option<Write>,
                env: *mut c_void,
                finalizer: Option<Finalizer>,
            ) -> bool {
                let env = HostInfo { data: env, finalizer };
                entry(stringify!($callback), false, || {
                    let write = write.given("write")?;
                    let wasi = wasi.given("wasi")?;
                    wasi.builder.$method(Callback { write, env, store: wasi.store.clone() });
                    Ok(true)
                })
            }
        )*
    };
}
output! {
    wx_wasi_stdout_file_set wx_wasi_stdout_callback_set = stdout;
    wx_wasi_stderr_file_set wx_wasi_stderr_callback_set = stderr;
}

/// Shows a directory of the host to the guest under a name; `permissions` are a sum of `enum wx_wasi_permissions`.
///
/// # Safety
/// INV C-CONTRACT: both end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_wasi_dir_add(
    wasi: Option<&mut wx_wasi_t>,
    host: *const c_char,
    guest: *const c_char,
    permissions: u32,
) -> bool {
    entry("wx_wasi_dir_add", false, || {
        // SAFETY: passed on.
        let (host, guest) = unsafe { (super::path(host, "host")?, super::utf8(guest, "guest")?) };
        let (dirs, files) = allowed(permissions)?;
        wasi.given("wasi")?.builder.preopened_dir(host, guest, dirs, files)?;
        Ok(true)
    })
}

fn allowed(permissions: u32) -> Result<(DirPerms, FilePerms)> {
    ensure!(permissions < 16, "{permissions:#x} is no sum of permissions");
    let mut dirs = DirPerms::empty();
    let mut files = FilePerms::empty();
    for (bit, dir) in [(1, DirPerms::READ), (2, DirPerms::MUTATE)] {
        if permissions & bit != 0 {
            dirs = dirs | dir;
        }
    }
    for (bit, file) in [(4, FilePerms::READ), (8, FilePerms::WRITE)] {
        if permissions & bit != 0 {
            files = files | file;
        }
    }
    Ok((dirs, files))
}
