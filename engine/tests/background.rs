//! Functions that are compiled beside the running program: results do not depend on it, and its thread ends with the engine.
//!
//! The tests of this file run one after the other, because one of them counts threads.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use wx::{Config, Engine, Instance, Module, Result, Store, Tier, TypedFunc};

/// The sum of the numbers below the parameter, and a function that only calls it.
const SUM: &str = r#"(module
    (func $sum (export "sum") (param $n i64) (result i64) (local $i i64) (local $s i64)
        (loop $l
            (local.set $s (i64.add (local.get $s) (local.get $i)))
            (local.set $i (i64.add (local.get $i) (i64.const 1)))
            (br_if $l (i64.lt_u (local.get $i) (local.get $n))))
        (local.get $s))
    (func (export "call") (param i64) (result i64) (call $sum (local.get 0))))"#;

fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whatever is hot is compiled on the engine's thread, if it has one.
fn engine(background: bool) -> Result<Engine> {
    let mut config = Config::new();
    config.tier(Tier::Tiered).tier_up_after(2);
    config.compile_on_the_spot(if background { 0 } else { u32::MAX });
    Engine::new(&config)
}

fn compiled(module: &Module, function: usize) -> bool {
    module.data().codes[function].machine().is_some()
}

/// Waits until it is so; false if it never is.
fn soon(condition: impl Fn() -> bool) -> bool {
    let start = Instant::now();
    while !condition() {
        if start.elapsed() > Duration::from_secs(30) {
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    true
}

fn sum(store: &mut Store<()>, module: &Module, name: &str) -> Result<TypedFunc<i64, i64>> {
    Instance::new(&mut *store, module, &[])?.get_typed_func(store, name)
}

/// Threads of this process that compile.
fn workers() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").expect("Linux");
    let names = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
    names.filter(|name| name.trim_end() == "wx-compile").count()
}

#[test]
fn a_function_that_is_called_often_is_compiled_and_taken() -> Result<()> {
    let _alone = alone();
    let engine = engine(true)?;
    let module = Module::new(&engine, SUM)?;
    let mut store = Store::new(&engine, ());
    let (direct, through) = (sum(&mut store, &module, "sum")?, sum(&mut store, &module, "call")?);
    for _ in 0..10 {
        assert_eq!(direct.call(&mut store, 3)?, 3);
        assert_eq!(through.call(&mut store, 4)?, 6);
    }
    assert!(soon(|| compiled(&module, 0) && compiled(&module, 1)), "what was queued is compiled");
    assert_eq!(direct.call(&mut store, 5)?, 10);
    assert_eq!(through.call(&mut store, 6)?, 15);
    Ok(())
}

/// One call that never returns to where it could be replaced: only the loop's header can.
#[test]
fn a_running_loop_goes_over_to_code_that_arrives_meanwhile() -> Result<()> {
    let _alone = alone();
    let engine = engine(true)?;
    let module = Module::new(&engine, SUM)?;
    let mut store = Store::new(&engine, ());
    let direct = sum(&mut store, &module, "sum")?;
    let n = 50_000_000;
    assert_eq!(direct.call(&mut store, n)?, n * (n - 1) / 2);
    assert!(compiled(&module, 0));
    Ok(())
}

#[test]
fn without_it_a_hot_function_is_compiled_by_the_call_that_finds_it_so() -> Result<()> {
    let _alone = alone();
    assert!(soon(|| workers() == 0), "none is left of other tests");
    let engine = engine(false)?;
    let module = Module::new(&engine, SUM)?;
    let mut store = Store::new(&engine, ());
    let through = sum(&mut store, &module, "call")?;
    for call in 1..=3 {
        through.call(&mut store, 1)?;
        assert_eq!(compiled(&module, 1), call == 3, "after call {call}");
    }
    assert_eq!(workers(), 0);
    Ok(())
}

#[test]
fn the_thread_ends_with_the_engine_whatever_is_still_queued() -> Result<()> {
    let _alone = alone();
    assert!(soon(|| workers() == 0), "none is left of other tests");
    let engine = engine(true)?;
    for _ in 0..100 {
        let module = Module::new(&engine, SUM)?;
        let mut store = Store::new(&engine, ());
        let through = sum(&mut store, &module, "call")?;
        for _ in 0..4 {
            assert_eq!(through.call(&mut store, 4)?, 6);
        }
        // The module goes while its functions wait, or are being compiled.
    }
    // Where there is one processor, there is no thread.
    let expected = std::thread::available_parallelism().map_or(1, |n| usize::from(n.get() > 1));
    assert!(soon(|| workers() == expected), "one thread for one engine");
    drop(engine);
    assert!(soon(|| workers() == 0), "the thread ended");
    Ok(())
}
