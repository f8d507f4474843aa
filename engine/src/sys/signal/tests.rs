//! Faults outside of registered code go where they went before: tests that end a process run in one of their own,
//! this test program once more with a variable set.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Output};

use super::*;

const CHILD: &str = "WX_TEST_SIGNAL_CHILD";

/// Runs the named test in a process of its own, where `is_child` is true.
fn run_in_child(test: &str) -> Output {
    let test = format!("{}::{test}", module_path!().split_once("::").unwrap().1);
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", &test, "--nocapture", "--test-threads=1"]).env(CHILD, "1").output().unwrap()
}

fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

unsafe fn never(_: &Fault) -> Option<usize> {
    None
}

fn fault() {
    // SAFETY: not sound at all, and the point of the tests: the process ends here.
    unsafe { std::ptr::without_provenance_mut::<u8>(16).write_volatile(1) };
}

fn set_action(signal: i32, handler: usize, flags: i32) {
    // SAFETY: plain data; zeros are the empty set of signals.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    (action.sa_sigaction, action.sa_flags) = (handler, flags);
    // SAFETY: the handlers of these tests do no more than end the process.
    assert_eq!(unsafe { libc::sigaction(signal, &raw const action, std::ptr::null_mut()) }, 0);
}

extern "C" fn plain(signal: i32) {
    // SAFETY: ends the process, which is allowed in handlers.
    unsafe { libc::_exit(if signal == libc::SIGSEGV { 42 } else { 43 }) }
}

extern "C" fn with_info(_: i32, info: *mut libc::siginfo_t, context: *mut std::ffi::c_void) {
    // SAFETY: the kernel's pointer, passed on; ending the process is allowed in handlers.
    unsafe { libc::_exit(if (*info).si_addr() as usize == 16 && !context.is_null() { 44 } else { 45 }) }
}

#[test]
fn a_fault_elsewhere_kills_as_ever() {
    if is_child() {
        install().unwrap();
        return fault();
    }
    let output = run_in_child("a_fault_elsewhere_kills_as_ever");
    assert_eq!(output.status.signal(), Some(libc::SIGSEGV), "{output:?}");
}

#[test]
fn a_fault_that_the_resolver_refuses_kills_as_ever() {
    if is_child() {
        for signal in [libc::SIGSEGV, libc::SIGBUS] {
            set_action(signal, libc::SIG_DFL, 0);
        }
        // SAFETY: the resolver resolves nothing.
        let _registration = unsafe { register(1..usize::MAX, never) }.unwrap();
        return fault();
    }
    let output = run_in_child("a_fault_that_the_resolver_refuses_kills_as_ever");
    assert_eq!(output.status.signal(), Some(libc::SIGSEGV), "{output:?}");
}

#[test]
fn a_plain_handler_before_us_is_called() {
    if is_child() {
        set_action(libc::SIGSEGV, plain as *const () as usize, libc::SA_ONSTACK);
        install().unwrap();
        return fault();
    }
    let output = run_in_child("a_plain_handler_before_us_is_called");
    assert_eq!(output.status.code(), Some(42), "{output:?}");
}

#[test]
fn a_handler_with_information_before_us_is_called() {
    if is_child() {
        let flags = libc::SA_ONSTACK | libc::SA_SIGINFO;
        set_action(libc::SIGSEGV, with_info as *const () as usize, flags);
        install().unwrap();
        return fault();
    }
    let output = run_in_child("a_handler_with_information_before_us_is_called");
    assert_eq!(output.status.code(), Some(44), "{output:?}");
}

#[test]
fn ignoring_counts_for_sent_signals_and_not_for_faults() {
    if is_child() {
        set_action(libc::SIGSEGV, libc::SIG_IGN, 0);
        install().unwrap();
        // SAFETY: sends a signal that is ignored.
        unsafe { libc::raise(libc::SIGSEGV) };
        println!("still here");
        return fault();
    }
    let output = run_in_child("ignoring_counts_for_sent_signals_and_not_for_faults");
    assert_eq!(output.status.signal(), Some(libc::SIGSEGV), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("still here"), "{output:?}");
}

#[test]
fn a_sent_signal_kills_as_ever() {
    if is_child() {
        set_action(libc::SIGBUS, libc::SIG_DFL, 0);
        install().unwrap();
        // SAFETY: ends the process.
        unsafe { libc::raise(libc::SIGBUS) };
        return;
    }
    let output = run_in_child("a_sent_signal_kills_as_ever");
    assert_eq!(output.status.signal(), Some(libc::SIGBUS), "{output:?}");
}

#[expect(unconditional_recursion, reason = "the stack is to overflow")]
fn overflow(n: u64) -> u64 {
    std::hint::black_box(overflow(std::hint::black_box(n + 1))) + 1
}

#[test]
fn rust_still_reports_the_overflow_of_its_stack() {
    if is_child() {
        install().unwrap();
        println!("{}", overflow(0));
        return;
    }
    let output = run_in_child("rust_still_reports_the_overflow_of_its_stack");
    assert_eq!(output.status.signal(), Some(libc::SIGABRT), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("overflowed its stack"), "{output:?}");
}

fn alternate_stack() -> libc::stack_t {
    // SAFETY: plain data.
    let mut stack: libc::stack_t = unsafe { std::mem::zeroed() };
    // SAFETY: asks only.
    assert_eq!(unsafe { libc::sigaltstack(std::ptr::null(), &raw mut stack) }, 0);
    stack
}

#[test]
fn a_thread_with_a_stack_for_signals_keeps_it() {
    let before = alternate_stack();
    assert_eq!(before.ss_flags & libc::SS_DISABLE, 0, "Rust gives its threads one");
    ensure_alternate_stack().unwrap();
    assert_eq!(alternate_stack().ss_sp, before.ss_sp);
}

#[test]
fn a_thread_without_a_stack_for_signals_gets_one_for_its_life() {
    /// What a thread of another language does; returns a page of the stack that it was given.
    extern "C" fn body(_: *mut std::ffi::c_void) -> *mut std::ffi::c_void {
        assert_ne!(alternate_stack().ss_flags & libc::SS_DISABLE, 0, "the C library gives none");
        ensure_alternate_stack().unwrap();
        ensure_alternate_stack().unwrap();
        let stack = alternate_stack();
        assert_eq!(stack.ss_flags, 0);
        assert!(stack.ss_size >= 64 << 10);
        stack.ss_sp
    }
    // SAFETY: an identifier of a thread is plain data.
    let mut thread: libc::pthread_t = unsafe { std::mem::zeroed() };
    let mut stack = std::ptr::null_mut();
    // SAFETY: default attributes, a function of the right type, and the thread is joined.
    unsafe {
        assert_eq!(libc::pthread_create(&raw mut thread, std::ptr::null(), body, std::ptr::null_mut()), 0);
        assert_eq!(libc::pthread_join(thread, &raw mut stack), 0);
    }
    assert!(!stack.is_null());
}

#[test]
fn empty_ranges_are_refused_and_slots_are_reused() {
    // SAFETY: the resolver resolves nothing, and no code is there.
    unsafe {
        assert!(register(5..5, never).is_err());
        for _ in 0..2 * SLOTS {
            let first = register(16..32, never).unwrap();
            let second = register(32..64, never).unwrap();
            assert_ne!(first.slot, second.slot);
        }
    }
    assert!(USED.load(Ordering::Relaxed) < SLOTS / 2);
}
