//! Signals of the host while code runs: their handlers may take as much of the stack as they like, and no value of the guest changes.
//!
//! A handler without `SA_ONSTACK` runs on the stack that it interrupts: the machine stack.
#![cfg(target_os = "linux")]

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Output};
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use wx::{Config, Engine, Instance, Module, Result, Store, Tier};

/// Recurses to its limit, spins there with locals in slots, and checks them. Traps if one was overwritten; the sum of the levels otherwise.
const DEEP: &str = r#"(module
    (global $left (mut i32) (i32.const 0))
    (func $spin (param i64 i64 i64 i64 i64 i64 i64 i64) (result i64)
        (local $i i32)
        (loop $l
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br_if $l (i32.lt_u (local.get $i) (global.get $left))))
        (i64.add (local.get 0) (i64.add (local.get 1) (i64.add (local.get 2) (i64.add (local.get 3)
            (i64.add (local.get 4) (i64.add (local.get 5) (i64.add (local.get 6) (local.get 7)))))))))
    (func $down (param $depth i32) (param $a i64) (param $b i64) (result i64)
        (local $sum i64)
        (local.set $sum
            (if (result i64) (local.get $depth)
                (then (call $down (i32.sub (local.get $depth) (i32.const 1))
                    (i64.add (local.get $a) (i64.const 1)) (i64.sub (local.get $b) (i64.const 1))))
                (else (call $spin (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4)
                    (i64.const 5) (i64.const 6) (i64.const 7) (i64.const 8)))))
        (if (i64.ne (i64.add (local.get $a) (local.get $b)) (i64.const 0x1234_5678_9abc)) (then unreachable))
        (i64.add (local.get $sum) (i64.const 1)))
    (func (export "run") (param $depth i32) (param $turns i32) (result i64)
        (global.set $left (local.get $turns))
        (call $down (local.get $depth) (i64.const 0x1234_5678_9abc) (i64.const 0))))"#;

const CHILD: &str = "WX_TEST_SIGNALS_CHILD";

static SIGNALS: AtomicUsize = AtomicUsize::new(0);

/// A handler that writes to so many bytes of its stack.
extern "C" fn handler<const BYTES: usize>(_: i32) {
    let mut frame = [0_u8; BYTES];
    for byte in &mut frame {
        // SAFETY: a byte of our own; volatile so that it is written.
        unsafe { std::ptr::from_mut(byte).write_volatile(0xA4) };
    }
    std::hint::black_box(&frame);
    SIGNALS.fetch_add(1, Ordering::Relaxed);
}

/// Sends this thread SIGALRM every 100 microseconds, to a handler that stays on the stack at hand.
fn alarms(handler: extern "C" fn(i32)) {
    // SAFETY: an action is plain data; the handler writes to its own frame and to an atomic only.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler as *const () as usize;
        action.sa_flags = libc::SA_RESTART;
        assert_eq!(libc::sigaction(libc::SIGALRM, &raw const action, std::ptr::null_mut()), 0);
    }
    static SENDER: Once = Once::new();
    // SAFETY: asks for the thread's identifier.
    let this = unsafe { libc::pthread_self() };
    SENDER.call_once(|| {
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(Duration::from_micros(100));
                // SAFETY: that thread ends with the process.
                unsafe { libc::pthread_kill(this, libc::SIGALRM) };
            }
        });
    });
}

/// Runs the named test in a process of its own, since handlers are the process's; there `body` runs.
fn in_child(test: &str, body: impl FnOnce() -> Result<()>) -> Result<Option<Output>> {
    if std::env::var_os(CHILD).is_some() {
        body()?;
        // The harness has threads that need not be interrupted.
        std::process::exit(0);
    }
    let mut child = Command::new(std::env::current_exe()?);
    Ok(Some(child.args(["--exact", test, "--nocapture", "--test-threads=1"]).env(CHILD, "1").output()?))
}

/// The deepest recursion of the guest, its spin at the bottom interrupted by `at_least` signals.
fn recurse_under_alarms(tier: Tier, handler: extern "C" fn(i32), at_least: usize) -> Result<()> {
    let engine = Engine::new(Config::new().tier(tier).max_wasm_stack(256 << 10))?;
    let module = Module::new(&engine, DEEP)?;
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[])?;
    let run = instance.get_typed_func::<(i32, i32), i64>(&mut store, "run")?;
    let (mut fits, mut too_deep) = (0, 1 << 20);
    while too_deep - fits > 1 {
        let depth = (fits + too_deep) / 2;
        match run.call(&mut store, (depth, 0)) {
            Ok(_) => fits = depth,
            Err(error) => {
                assert_eq!(error.downcast_ref(), Some(&wx::Trap::StackOverflow), "{error:?}");
                too_deep = depth;
            }
        }
    }
    assert!(fits > 1000, "{fits}");
    alarms(handler);
    let before = SIGNALS.load(Ordering::Relaxed);
    while SIGNALS.load(Ordering::Relaxed) - before < at_least {
        for depth in [fits, fits - 1, fits / 2, 3] {
            assert_eq!(run.call(&mut store, (depth, 100_000))?, 36 + i64::from(depth) + 1);
        }
    }
    Ok(())
}

/// Eight KiB of slack were all that lay between the machine stack and live slots: locals became the bytes of a handler of 12 KiB.
#[test]
fn handlers_of_all_sizes_leave_the_guest_alone() -> Result<()> {
    let output = in_child("handlers_of_all_sizes_leave_the_guest_alone", || {
        for tier in [Tier::Jit, Tier::Tiered, Tier::Interp] {
            for handler in [
                handler::<0x1000>,
                handler::<0x2000>,
                handler::<0x3000>,
                handler::<0x4000>,
                handler::<0x8000>,
                handler::<0x10000>,
                handler::<0x20000>,
                handler::<0x40000>,
            ] {
                recurse_under_alarms(tier, handler, 100)?;
            }
        }
        Ok(())
    })?;
    if let Some(output) = output {
        assert!(output.status.success(), "{output:?}");
    }
    Ok(())
}

/// One that needs more than there is ends the process, as at the end of a thread's stack, and writes nothing before.
#[test]
#[cfg(target_arch = "x86_64")]
fn a_handler_without_end_meets_the_guard() -> Result<()> {
    let output = in_child("a_handler_without_end_meets_the_guard", || {
        recurse_under_alarms(Tier::Jit, handler::<0x100000>, 1)
    })?;
    if let Some(output) = output {
        assert_eq!(output.status.signal(), Some(libc::SIGSEGV), "{output:?}");
    }
    Ok(())
}
