//! The table of imports: every function of the interface, under both module names.
//!
//! One row per function, in the order of the interface; the row's types are the wasm signature. A call finds
//! the exported memory of the instance that makes it, splits the store into that memory and the context, and
//! turns the outcome into the returned error number. A module that imports the interface without exporting a
//! memory gets an error that says so, at its first call.

use crate::abi::{Abi, Outcome};
use crate::calls::{args, clock, fd, fdstat, path, poll, proc, random, sock};
use crate::ctx::WasiCtx;
use crate::errno::Errno;
use crate::guest::Guest;
use crate::watch;
use anyhow::{Result, bail};
use wx::{Caller, Extern, Linker};

/// Adds all functions of `wasi_snapshot_preview1` and `wasi_unstable` to a linker.
///
/// `context` finds the guest's [`WasiCtx`] in the store's data; for a `Linker<WasiCtx>` it is `|ctx| ctx`.
///
/// # Errors
///
/// The linker already defines one of the functions and does not allow shadowing.
pub fn add_to_linker<T: 'static>(
    linker: &mut Linker<T>,
    context: impl Fn(&mut T) -> &mut WasiCtx + Send + Sync + Copy + 'static,
) -> Result<()> {
    for abi in [Abi::Preview1, Abi::Snapshot0] {
        add_streams(linker, abi, context)?;
        add_descriptors(linker, abi, context)?;
        add_paths(linker, abi, context)?;
        add_process(linker, abi, context)?;
    }
    Ok(())
}

/// Defines one function per row: its name, its parameters, and the call with the context and the memory first.
macro_rules! functions {
    ($linker:ident, $abi:ident, $context:ident;
     $($name:ident($($parameter:ident: $type:ty),*) = $call:expr;)*) => {
        $($linker.func_wrap(
            $abi.module_name(),
            stringify!($name),
            move |mut caller: Caller<'_, T>, $($parameter: $type),*| -> Result<i32> {
                const WAITS: u8 = watch::code(stringify!($name));
                with_guest::<T, WAITS>(&mut caller, stringify!($name), $context, |cx, mem| {
                    $call(cx, mem, $($parameter),*)
                })
            },
        )?;)*
    };
}

fn add_streams<T: 'static>(
    linker: &mut Linker<T>,
    abi: Abi,
    context: impl Fn(&mut T) -> &mut WasiCtx + Send + Sync + Copy + 'static,
) -> Result<()> {
    functions! { linker, abi, context;
        args_get(argv: u32, buffer: u32) = args::args_get;
        args_sizes_get(count: u32, size: u32) = args::args_sizes_get;
        environ_get(environ: u32, buffer: u32) = args::environ_get;
        environ_sizes_get(count: u32, size: u32) = args::environ_sizes_get;
        clock_res_get(clock: u32, result: u32) = clock::clock_res_get;
        clock_time_get(clock: u32, precision: u64, result: u32) = clock::clock_time_get;
        fd_advise(fd: u32, offset: u64, len: u64, advice: u32) = fd::fd_advise;
        fd_allocate(fd: u32, offset: u64, len: u64) = fd::fd_allocate;
        fd_close(fd: u32) = fd::fd_close;
        fd_datasync(fd: u32) = fd::fd_datasync;
        fd_pread(fd: u32, iovs: u32, count: u32, offset: u64, result: u32) = fd::fd_pread;
        fd_pwrite(fd: u32, iovs: u32, count: u32, offset: u64, result: u32) = fd::fd_pwrite;
        fd_read(fd: u32, iovs: u32, count: u32, result: u32) = fd::fd_read;
        fd_renumber(from: u32, to: u32) = fd::fd_renumber;
        fd_seek(fd: u32, offset: i64, whence: u32, result: u32)
            = |cx, mem, fd, offset, whence, result| fd::fd_seek(cx, mem, abi, fd, offset, whence, result);
        fd_sync(fd: u32) = fd::fd_sync;
        fd_tell(fd: u32, result: u32) = fd::fd_tell;
        fd_write(fd: u32, iovs: u32, count: u32, result: u32) = fd::fd_write;
    }
    Ok(())
}

fn add_descriptors<T: 'static>(
    linker: &mut Linker<T>,
    abi: Abi,
    context: impl Fn(&mut T) -> &mut WasiCtx + Send + Sync + Copy + 'static,
) -> Result<()> {
    functions! { linker, abi, context;
        fd_fdstat_get(fd: u32, result: u32) = fdstat::fd_fdstat_get;
        fd_fdstat_set_flags(fd: u32, flags: u32) = fdstat::fd_fdstat_set_flags;
        fd_fdstat_set_rights(fd: u32, base: u64, inheriting: u64) = fdstat::fd_fdstat_set_rights;
        fd_filestat_get(fd: u32, result: u32)
            = |cx, mem, fd, result| fdstat::fd_filestat_get(cx, mem, abi, fd, result);
        fd_filestat_set_size(fd: u32, size: u64) = fdstat::fd_filestat_set_size;
        fd_filestat_set_times(fd: u32, access: u64, modification: u64, flags: u32)
            = fdstat::fd_filestat_set_times;
        fd_prestat_get(fd: u32, result: u32) = fdstat::fd_prestat_get;
        fd_prestat_dir_name(fd: u32, buffer: u32, len: u32) = fdstat::fd_prestat_dir_name;
        fd_readdir(fd: u32, buffer: u32, len: u32, cookie: u64, result: u32) = fdstat::fd_readdir;
    }
    Ok(())
}

fn add_paths<T: 'static>(
    linker: &mut Linker<T>,
    abi: Abi,
    context: impl Fn(&mut T) -> &mut WasiCtx + Send + Sync + Copy + 'static,
) -> Result<()> {
    functions! { linker, abi, context;
        path_create_directory(fd: u32, path: u32, len: u32) = path::path_create_directory;
        path_filestat_get(fd: u32, lookup: u32, path: u32, len: u32, result: u32)
            = |cx, mem, fd, lookup, path, len, result|
                path::path_filestat_get(cx, mem, abi, fd, lookup, path, len, result);
        path_filestat_set_times(
            fd: u32, lookup: u32, path: u32, len: u32, access: u64, modification: u64, flags: u32
        ) = path::path_filestat_set_times;
        path_link(
            old_fd: u32, lookup: u32, old_path: u32, old_len: u32, new_fd: u32, new_path: u32, new_len: u32
        ) = path::path_link;
        path_open(
            fd: u32, lookup: u32, path: u32, len: u32, flags: u32, base: u64, inheriting: u64, fdflags: u32,
            result: u32
        ) = path::path_open;
        path_readlink(fd: u32, path: u32, len: u32, buffer: u32, buffer_len: u32, result: u32)
            = path::path_readlink;
        path_remove_directory(fd: u32, path: u32, len: u32) = path::path_remove_directory;
        path_rename(old_fd: u32, old_path: u32, old_len: u32, new_fd: u32, new_path: u32, new_len: u32)
            = path::path_rename;
        path_symlink(target: u32, target_len: u32, fd: u32, path: u32, len: u32) = path::path_symlink;
        path_unlink_file(fd: u32, path: u32, len: u32) = path::path_unlink_file;
    }
    Ok(())
}

fn add_process<T: 'static>(
    linker: &mut Linker<T>,
    abi: Abi,
    context: impl Fn(&mut T) -> &mut WasiCtx + Send + Sync + Copy + 'static,
) -> Result<()> {
    functions! { linker, abi, context;
        poll_oneoff(subscriptions: u32, events: u32, count: u32, result: u32)
            = |cx, mem, subscriptions, events, count, result|
                poll::poll_oneoff(cx, mem, abi, subscriptions, events, count, result);
        sched_yield() = proc::sched_yield;
        random_get(buffer: u32, len: u32) = random::random_get;
        sock_recv(fd: u32, iovs: u32, count: u32, flags: u32, result: u32, result_flags: u32) = sock::sock_recv;
        sock_send(fd: u32, iovs: u32, count: u32, flags: u32, result: u32) = sock::sock_send;
        sock_shutdown(fd: u32, how: u32) = sock::sock_shutdown;
    }
    if abi == Abi::Preview1 {
        functions! { linker, abi, context;
            sock_accept(fd: u32, flags: u32, result: u32) = sock::sock_accept;
        }
    }
    // These two can end the guest, which is an error of the call and not a number.
    linker.func_wrap(abi.module_name(), "proc_exit", |_: Caller<'_, T>, code: u32| -> Result<()> {
        Err(proc::proc_exit(code).into())
    })?;
    linker.func_wrap(abi.module_name(), "proc_raise", |_: Caller<'_, T>, signal: u32| -> Result<i32> {
        match proc::proc_raise(signal) {
            Ok(proc::Raised::Ignored) => Ok(0),
            Ok(proc::Raised::Ends(exit)) => Err(exit.into()),
            Err(errno) => Ok(number(Err(errno))),
        }
    })?;
    Ok(())
}

/// Runs a call with the context and the memory of the instance that makes it. `WAITS` is its number if it can wait.
fn with_guest<T: 'static, const WAITS: u8>(
    caller: &mut Caller<'_, T>,
    name: &str,
    context: impl Fn(&mut T) -> &mut WasiCtx,
    call: impl FnOnce(&mut WasiCtx, &mut Guest<'_>) -> Outcome,
) -> Result<i32> {
    let memory = match caller.get_export("memory") {
        Some(Extern::Memory(memory)) => memory,
        Some(_) => bail!("`{name}` needs the caller's export `memory` to be a memory that is not shared"),
        None => bail!("`{name}` needs its caller to export its memory under the name `memory`"),
    };
    let (bytes, data) = memory.data_and_store_mut(caller);
    let cx = context(data);
    if WAITS != 0
        && let Some(watch) = &cx.watch
    {
        watch.enter(WAITS);
    }
    let outcome = call(cx, &mut Guest::new(bytes));
    if WAITS != 0
        && let Some(watch) = &cx.watch
    {
        watch.leave();
    }
    Ok(number(outcome))
}

fn number(outcome: Result<(), Errno>) -> i32 {
    match outcome {
        Ok(()) => 0,
        Err(errno) => i32::from(errno as u16),
    }
}
