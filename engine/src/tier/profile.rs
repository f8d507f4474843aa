//! What `perf` wants to know of machine code that no file contains.
//!
//! Two ways, both understood by `perf` as it is:
//! ```text
//!   /tmp/perf-PID.map   a line for each function: address, length (both hexadecimal), name. perf report reads it.
//!   jit-PID.dump        in the current directory: the code itself as well, with the time when it appeared, so that code
//!                       may be freed and its place used again. perf inject --jit makes the profile readable.
//! ```
//! The files belong to the process, as their names do: all engines write into one. A file that cannot be written any more is
//! given up silently, since the program that is looked at should not fail for it.
//!
//! # The dump
//! ```text
//!   header   magic "JiTD", version 1, length 40, machine 62 (x86-64), 0, pid, time, flags 0
//!   record   kind 0 (code), length, time, pid, tid, address, address, length of the code, number, name NUL, code
//! ```
//! perf learns of the file by an executable mapping of its first page, see `sys::mmap::announce`. Times are those of the
//! monotonic clock, which `perf record -k mono` uses.
//!
//! Must not know: what the code does.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::base::{Printable, demangle};
use crate::settings::tiering::ProfilingStrategy;

/// The files of this process that are open.
static MAP: Mutex<Option<File>> = Mutex::new(None);
static DUMP: Mutex<Option<Dump>> = Mutex::new(None);

struct Dump {
    file: File,
    /// Number of the next piece of code.
    index: u64,
}

const MAGIC: u32 = u32::from_be_bytes(*b"JiTD");
const HEADER_BYTES: u32 = 40;
const X86_64: u32 = 62;
const CODE_LOAD: u32 = 0;
/// Bytes of a record before the name.
const RECORD_BYTES: usize = 56;

fn map_path() -> PathBuf {
    format!("/tmp/perf-{}.map", std::process::id()).into()
}

fn dump_path() -> PathBuf {
    format!("jit-{}.dump", std::process::id()).into()
}

/// Opens the file of a strategy, unless it is open.
///
/// # Errors
/// If it cannot be made; the message names it.
pub fn start(strategy: ProfilingStrategy) -> anyhow::Result<()> {
    use anyhow::Context;
    match strategy {
        ProfilingStrategy::None => {}
        ProfilingStrategy::PerfMap => {
            let mut map = MAP.lock().unwrap_or_else(PoisonError::into_inner);
            if map.is_none() {
                let path = map_path();
                *map = Some(File::create(&path).with_context(|| format!("cannot write {}", path.display()))?);
            }
        }
        ProfilingStrategy::JitDump => {
            let mut dump = DUMP.lock().unwrap_or_else(PoisonError::into_inner);
            if dump.is_none() {
                let path = dump_path();
                let begun = begin(&path).with_context(|| format!("cannot write {}", path.display()))?;
                *dump = Some(Dump { file: begun, index: 0 });
            }
        }
    }
    Ok(())
}

fn begin(path: &std::path::Path) -> io::Result<File> {
    let mut file = File::options().read(true).write(true).create(true).truncate(true).open(path)?;
    let mut header = Vec::new();
    for word in [MAGIC, 1, HEADER_BYTES, X86_64, 0, std::process::id()] {
        header.extend(word.to_le_bytes());
    }
    header.extend(now().to_le_bytes());
    header.extend(0_u64.to_le_bytes());
    file.write_all(&header)?;
    crate::sys::mmap::announce(&file)?;
    Ok(file)
}

/// Nanoseconds of the monotonic clock.
fn now() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Tells of a piece of code at an address.
pub(super) fn publish(strategy: ProfilingStrategy, name: &str, address: usize, code: &[u8]) {
    match strategy {
        ProfilingStrategy::None => {}
        ProfilingStrategy::PerfMap => {
            let mut map = MAP.lock().unwrap_or_else(PoisonError::into_inner);
            // A name with a line break would be a line of its own.
            let line = format!("{address:x} {:x} {}\n", code.len(), Printable(name));
            if map.as_mut().is_some_and(|file| file.write_all(line.as_bytes()).is_err()) {
                *map = None;
            }
        }
        ProfilingStrategy::JitDump => {
            let mut dump = DUMP.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(open) = dump.as_mut() else { return };
            let bytes = record(name, address, code, open.index);
            open.index += 1;
            if open.file.write_all(&bytes).is_err() {
                *dump = None;
            }
        }
    }
}

fn record(name: &str, address: usize, code: &[u8], index: u64) -> Vec<u8> {
    let pid = std::process::id();
    let length = RECORD_BYTES + name.len() + 1 + code.len();
    let mut bytes = Vec::with_capacity(length);
    bytes.extend(CODE_LOAD.to_le_bytes());
    bytes.extend((length as u32).to_le_bytes());
    bytes.extend(now().to_le_bytes());
    // The thread hardly matters: the mapping belongs to the process.
    bytes.extend(pid.to_le_bytes());
    bytes.extend(pid.to_le_bytes());
    for word in [address as u64, address as u64, code.len() as u64, index] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend(name.as_bytes());
    bytes.push(0);
    bytes.extend(code);
    bytes
}

/// A function's name as a profile shows it: demangled, on one line.
pub(super) fn name(module: &crate::module::ModuleData, defined: usize) -> String {
    let index = module.func_index(defined);
    let Some(name) = module.names().function(index) else { return format!("wasm function {index}") };
    demangle(name).replace(char::is_control, " ")
}
