//! Faults: an access without permission in registered code becomes a trap; every other fault is none of our business.
//!
//! # Problem
//! Machine code does not check what the hardware checks for free: it touches a page without access, and the kernel
//! sends SIGSEGV or SIGBUS. The process has one handler for each, shared with the host program, its crash
//! reporter and Rust's own detection of stack overflow. The handler may run on any thread at any instruction, so
//! it must not lock or allocate, while code comes and goes on other threads.
//!
//! # Idea
//! A table of fixed size holds the ranges of code, each with a *resolver* that its owner brings. The handler looks up
//! the faulting instruction. If a resolver knows it as a trap it names an address, and the handler makes it look
//! as if the instruction had called that address: the frame below is intact and the pushed return address tells
//! where it happened. Otherwise the handler that was there before gets the signal with all its arguments.
//!
//! Each slot of the table carries a version: odd while it is being written, and changed by each writing. The
//! handler skips a slot that is odd or has changed while it was read; it never waits.
//!
//! # Invariants
//! - INV SIG-RANGE: a range is registered before code in it runs and stays so until no thread runs it any more. So
//!   the slot of a faulting instruction is stable, and one that is skipped because it changes is never the one.
//! - INV SIG-ASYNC: what the handler calls takes no lock, allocates nothing and cannot panic; a resolver is held to
//!   the same. It also uses little stack: the one that Rust gives its threads for signals is small.
//! - INV SIG-RED: registered code keeps nothing below its stack pointer, for a trap pushes an address there.
//!
//! Must not know: what the code is, what a trap is.

use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering, fence};
use std::sync::{Mutex, PoisonError};

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod linux;

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
pub use linux::{ensure_alternate_stack, install};

/// The state of a thread at a fault.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// The instruction that faulted.
    pub pc: usize,
    /// The address that it could not access. Zero if the processor did not tell, as for addresses that are not
    /// canonical.
    pub address: usize,
    /// Stack pointer.
    pub sp: usize,
    /// Frame pointer, `rbp`.
    pub fp: usize,
    pub r15: usize,
}

/// Decides about a fault in a registered range: `Some(target)` if it is a trap to be handled at `target`, which
/// finds the address of the faulting instruction plus one pushed on the stack and all other registers as they were. Plus
/// one, because a return address lies behind its call: one less is then inside the instruction either way.
///
/// Called in the signal handler and held to INV SIG-ASYNC.
pub type Resolver = unsafe fn(&Fault) -> Option<usize>;

/// How many ranges can be registered at a time. A range is the code of a whole engine.
const SLOTS: usize = 4096;

/// A registered range. All fields are written under `WRITER`, and read by handlers at any time.
struct Slot {
    /// Odd while the other fields are being written.
    version: AtomicUsize,
    start: AtomicUsize,
    /// The slot is free if the range is empty.
    end: AtomicUsize,
    /// A `Resolver`, if the range is not empty.
    resolver: AtomicUsize,
}

static TABLE: [Slot; SLOTS] = [const {
    Slot {
        version: AtomicUsize::new(0),
        start: AtomicUsize::new(0),
        end: AtomicUsize::new(0),
        resolver: AtomicUsize::new(0),
    }
}; SLOTS];

/// Slots from here on were never used.
static USED: AtomicUsize = AtomicUsize::new(0);

/// Held while slots are written; the handler never takes it.
static WRITER: Mutex<()> = Mutex::new(());

impl Slot {
    /// Writes the slot; the caller holds `WRITER`.
    fn set(&self, range: Range<usize>, resolver: usize) {
        let version = self.version.load(Ordering::Relaxed);
        self.version.store(version.wrapping_add(1), Ordering::Relaxed);
        // A reader that sees one of the fields below sees the odd version too, when it looks again.
        fence(Ordering::Release);
        self.start.store(range.start, Ordering::Relaxed);
        self.end.store(range.end, Ordering::Relaxed);
        self.resolver.store(resolver, Ordering::Relaxed);
        // A reader that sees the new version sees the fields.
        self.version.store(version.wrapping_add(2), Ordering::Release);
    }

    fn is_free(&self) -> bool {
        self.end.load(Ordering::Relaxed) == 0
    }

    /// The resolver, if the slot is stable and its range contains `pc`.
    fn find(&self, pc: usize) -> Option<Resolver> {
        let version = self.version.load(Ordering::Acquire);
        let start = self.start.load(Ordering::Relaxed);
        let end = self.end.load(Ordering::Relaxed);
        let resolver = self.resolver.load(Ordering::Relaxed);
        fence(Ordering::Acquire);
        let stable = version.is_multiple_of(2) && self.version.load(Ordering::Relaxed) == version;
        if !stable || !(start..end).contains(&pc) {
            return None;
        }
        // SAFETY: the version says that all fields are of one writing, and a range that is not empty was written
        // together with a `Resolver`.
        Some(unsafe { std::mem::transmute::<usize, Resolver>(resolver) })
    }
}

/// A registered range; dropping it takes it out of the table.
#[derive(Debug)]
pub struct Registration {
    slot: usize,
}

/// Has `resolver` asked about faults in `range`, and installs the handler if nobody did yet.
///
/// # Safety
/// `resolver` can be called with any fault whose `pc` lies in `range`, in a signal handler (INV SIG-ASYNC), and what it
/// returns can be called by the faulting code (INV SIG-RED). The registration outlives all running of the code
/// (INV SIG-RANGE).
///
/// # Errors
/// If the range is empty, the table is full, or handlers cannot be installed.
pub unsafe fn register(range: Range<usize>, resolver: Resolver) -> io::Result<Registration> {
    if range.is_empty() {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    install()?;
    let _writer = WRITER.lock().unwrap_or_else(PoisonError::into_inner);
    let slot = TABLE.iter().position(Slot::is_free);
    let slot = slot.ok_or_else(|| io::Error::other("too many ranges of code are registered"))?;
    TABLE[slot].set(range, resolver as usize);
    USED.fetch_max(slot + 1, Ordering::Release);
    Ok(Registration { slot })
}

impl Drop for Registration {
    fn drop(&mut self) {
        let _writer = WRITER.lock().unwrap_or_else(PoisonError::into_inner);
        TABLE[self.slot].set(0..0, 0);
    }
}

/// Asks the resolver of the range that contains the faulting instruction, if there is one. Runs in the handler.
#[cfg_attr(not(all(target_os = "linux", target_arch = "x86_64")), expect(dead_code, reason = "no handler"))]
fn resolve(fault: &Fault) -> Option<usize> {
    let used = USED.load(Ordering::Acquire);
    let resolver = TABLE.iter().take(used).find_map(|slot| slot.find(fault.pc))?;
    // SAFETY: the fault lies in the range that the resolver was registered for, and INV SIG-RANGE keeps it so.
    unsafe { resolver(fault) }
}

/// Where faults are not understood, code that relies on them cannot be registered.
///
/// # Errors
/// Always.
#[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
pub fn install() -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

/// As [`install`].
///
/// # Errors
/// Always.
#[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
pub fn ensure_alternate_stack() -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

#[cfg(test)]
mod tests;
