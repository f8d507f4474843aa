//! The handler of SIGSEGV and SIGBUS on x86-64 Linux, and the stacks it runs on.
//!
//! # Which flags
//! - `SA_SIGINFO`: the handler needs the address and the registers.
//! - `SA_ONSTACK`: the fault may be the overflow of the native stack, which leaves no room for a handler.
//! - `SA_NODEFER`: a fault in a handler (ours, which pushes an address on a stack that may be full, or one further
//!   down the chain) comes back here and goes on to the handler before us, which can report it; with the signal
//!   blocked the kernel would end the process without a word. Handlers that leave by `longjmp` also find the signal
//!   unblocked. A handler that faults for ever ends when its stack does.
//!
//! # The handler before us
//! It is known before ours is installed, since a fault may come in between. A handler is called as it would have
//! been; in place of the default action, and of ignoring, which the kernel does not accept for faults either, the
//! default action is restored, and the instruction faults once more.

use std::cell::{Cell, RefCell};
use std::ffi::{c_int, c_void};
use std::io;
use std::mem::MaybeUninit;
use std::ptr::null_mut;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

use super::{Fault, resolve};
use crate::sys::mmap::{Mapping, page_size};

/// A signal that tells of faults, with the action that was there before ours. Actions are never freed.
struct Handled {
    signal: c_int,
    previous: AtomicPtr<Previous>,
}

/// An action that was there before ours, and those that were found there earlier: they stay reachable, since programs that
/// look for leaks would find them otherwise.
struct Previous {
    action: libc::sigaction,
    _earlier: *mut Previous,
}

static HANDLED: [Handled; 2] = [
    Handled { signal: libc::SIGSEGV, previous: AtomicPtr::new(null_mut()) },
    Handled { signal: libc::SIGBUS, previous: AtomicPtr::new(null_mut()) },
];

/// Installs the handler of faults, once per process; it stays.
///
/// # Errors
/// If the system refuses, now and at every later call.
pub fn install() -> io::Result<()> {
    static INSTALLED: OnceLock<Option<i32>> = OnceLock::new();
    let error = INSTALLED.get_or_init(|| {
        let failed = HANDLED.iter().find_map(|handled| handled.install().err())?;
        Some(failed.raw_os_error().unwrap_or(libc::EINVAL))
    });
    error.map_or(Ok(()), |code| Err(io::Error::from_raw_os_error(code)))
}

impl Handled {
    fn install(&self) -> io::Result<()> {
        let ours = libc::sigaction {
            sa_sigaction: handle as *const () as usize,
            sa_flags: libc::SA_SIGINFO | libc::SA_ONSTACK | libc::SA_NODEFER,
            // SAFETY: a set of signals is plain data, and all zeros is the empty one.
            sa_mask: unsafe { MaybeUninit::zeroed().assume_init() },
            sa_restorer: None,
        };
        self.remember(change_action(self.signal, None)?);
        // Somebody else may have changed it since.
        self.remember(change_action(self.signal, Some(&ours))?);
        Ok(())
    }

    fn remember(&self, action: libc::sigaction) {
        let earlier = self.previous.load(Ordering::Acquire);
        let previous = Box::into_raw(Box::new(Previous { action, _earlier: earlier }));
        self.previous.store(previous, Ordering::Release);
    }
}

/// Returns the present action of `signal` after replacing it by `new`, if any.
fn change_action(signal: c_int, new: Option<&libc::sigaction>) -> io::Result<libc::sigaction> {
    let new = new.map_or(std::ptr::null(), std::ptr::from_ref);
    let mut old = MaybeUninit::uninit();
    // SAFETY: `new` is null or valid, and `old` has room for an action. Our own handler upholds what a handler must
    // (INV SIG-ASYNC), and the default action is what it is.
    if unsafe { libc::sigaction(signal, new, old.as_mut_ptr()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the call succeeded, so it has written the old action.
    Ok(unsafe { old.assume_init() })
}

/// The handler.
unsafe extern "C" fn handle(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    // SAFETY: the kernel passes valid pointers to a handler with `SA_SIGINFO`.
    let (sent, address) = unsafe { ((*info).si_code <= 0, (*info).si_addr() as usize) };
    // A signal that another process or thread sent is not a fault, wherever it arrives.
    if !sent {
        // SAFETY: as above; the context is that of the interrupted thread and nobody else's while we run.
        let registers = unsafe { &mut (*context.cast::<libc::ucontext_t>()).uc_mcontext.gregs };
        let register = |name: c_int| registers[name as usize] as usize;
        let fault = Fault {
            pc: register(libc::REG_RIP),
            address,
            sp: register(libc::REG_RSP),
            fp: register(libc::REG_RBP),
            r15: register(libc::REG_R15),
        };
        if let Some(target) = resolve(&fault) {
            let sp = fault.sp.wrapping_sub(8);
            // SAFETY: `register` was promised that the faulting code can call the target (INV SIG-RED); a stack
            // without room for that faults here, which is a fault outside of registered code.
            unsafe { (sp as *mut usize).write_unaligned(fault.pc + 1) };
            registers[libc::REG_RSP as usize] = sp as i64;
            registers[libc::REG_RIP as usize] = target as i64;
            return;
        }
    }
    // SAFETY: these are our own arguments.
    unsafe { chain(signal, info, context, sent) };
}

/// Does what the action before ours would have done.
///
/// # Safety
/// Called in the handler, with its arguments.
unsafe fn chain(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void, sent: bool) {
    let handled = HANDLED.iter().find(|handled| handled.signal == signal);
    let previous = handled.map_or(null_mut(), |handled| handled.previous.load(Ordering::Acquire));
    // SAFETY: null, or an action that was remembered and is never freed.
    let previous = unsafe { previous.as_ref() };
    let (handler, flags) =
        previous.map_or((libc::SIG_DFL, 0), |p| (p.action.sa_sigaction, p.action.sa_flags));
    match handler {
        // A sent signal can be ignored; a fault cannot.
        libc::SIG_IGN if sent => {}
        libc::SIG_DFL | libc::SIG_IGN => restore_default(signal, sent),
        handler if flags & libc::SA_SIGINFO != 0 => {
            // SAFETY: an action with this flag holds a handler of this type.
            let handler = unsafe { std::mem::transmute::<usize, SignalHandler>(handler) };
            // SAFETY: the arguments are the kernel's own.
            unsafe { handler(signal, info, context) };
        }
        handler => {
            // SAFETY: an action without the flag holds a handler of this type.
            let handler = unsafe { std::mem::transmute::<usize, PlainHandler>(handler) };
            // SAFETY: the argument is the kernel's own.
            unsafe { handler(signal) };
        }
    }
}

type SignalHandler = unsafe extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void);
type PlainHandler = unsafe extern "C" fn(c_int);

/// Leaves the signal to the kernel: a fault happens again when the handler returns, a sent signal is sent again.
fn restore_default(signal: c_int, sent: bool) {
    // SAFETY: an action is plain data, and all zeros is the default action.
    let default: libc::sigaction = unsafe { MaybeUninit::zeroed().assume_init() };
    let changed = change_action(signal, Some(&default));
    if sent || changed.is_err() {
        // SAFETY: sends the signal to this thread; with the default action, and not blocked, it ends the process.
        unsafe { libc::raise(signal) };
    }
}

/// Bytes of the stacks that this file makes for handlers.
const STACK_BYTES: usize = 64 << 10;

/// A stack for the handlers of one thread, above a page without access.
struct AlternateStack {
    mapping: Mapping,
}

thread_local! {
    /// Whether this thread is known to have a stack for handlers.
    static HAS_STACK: Cell<bool> = const { Cell::new(false) };
    /// The one that we made, if nobody else had; given back at the end of the thread.
    static OWN_STACK: RefCell<Option<AlternateStack>> = const { RefCell::new(None) };
}

/// Makes sure that this thread has a stack for the handlers of signals. Rust gives one to its own threads; threads of
/// other languages often have none. Cheap after the first call on a thread.
///
/// # Errors
/// If the system refuses, or the thread is ending.
pub fn ensure_alternate_stack() -> io::Result<()> {
    if HAS_STACK.get() {
        return Ok(());
    }
    if current_stack()?.ss_flags & libc::SS_DISABLE != 0 {
        let keep = |stack: &RefCell<Option<AlternateStack>>| -> io::Result<()> {
            // The thread's cell is touched first, so that the stack is given back whatever happens later.
            *stack.borrow_mut() = Some(AlternateStack::install()?);
            Ok(())
        };
        OWN_STACK.try_with(keep).map_err(|_| io::Error::other("the thread is ending"))??;
    }
    HAS_STACK.set(true);
    Ok(())
}

fn current_stack() -> io::Result<libc::stack_t> {
    let mut current = MaybeUninit::uninit();
    // SAFETY: asks only; there is room for the answer.
    if unsafe { libc::sigaltstack(std::ptr::null(), current.as_mut_ptr()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the call succeeded, so it has written the answer.
    Ok(unsafe { current.assume_init() })
}

impl AlternateStack {
    fn install() -> io::Result<AlternateStack> {
        // Processors with wide registers need more than the classic minimum for the frame of a signal alone.
        // SAFETY: reads a value that the kernel handed to the process.
        let frame = unsafe { libc::getauxval(libc::AT_MINSIGSTKSZ) } as usize;
        let guard = page_size();
        let mapping = Mapping::reserve(guard + STACK_BYTES + frame)?;
        mapping.commit(guard..mapping.len())?;
        let stack = AlternateStack { mapping };
        let new = libc::stack_t { ss_sp: stack.start(), ss_flags: 0, ss_size: stack.mapping.len() - guard };
        // SAFETY: the stack is accessible memory of its own, and is taken out of use before it is unmapped.
        if unsafe { libc::sigaltstack(&raw const new, null_mut()) } != 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(stack)
    }

    fn start(&self) -> *mut c_void {
        self.mapping.base().wrapping_add(page_size()).cast()
    }
}

impl Drop for AlternateStack {
    fn drop(&mut self) {
        HAS_STACK.set(false);
        // Somebody may have installed another one since, which is not ours to take away.
        if !current_stack().is_ok_and(|current| current.ss_sp == self.start()) {
            return;
        }
        let none = libc::stack_t { ss_sp: null_mut(), ss_flags: libc::SS_DISABLE, ss_size: 0 };
        // SAFETY: no handler runs on it: a thread that ends is not in one.
        let disabled = unsafe { libc::sigaltstack(&raw const none, null_mut()) };
        debug_assert_eq!(disabled, 0, "sigaltstack refused to disable");
    }
}
