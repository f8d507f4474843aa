//! Futures that are dropped before they are ready.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;

use wx::{Caller, Extern, Linker, Result, Trap};

use super::{Turns, engines, func, instantiate, poll};

/// Counts its drops.
#[derive(Clone)]
struct Dropped(Arc<AtomicU32>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

const WAITS: &str = r#"(module (import "h" "wait" (func $wait (param i32)))
    (func $deep (param i32)
        (if (local.get 0) (then (call $deep (i32.sub (local.get 0) (i32.const 1)))) (else (call $wait (i32.const 1)))))
    (func (export "run") (param i32) (call $deep (local.get 0)))
    (func (export "wait") (param i32) (call $wait (local.get 0)))
    (func (export "seven") (result i32) (i32.const 7)))"#;

fn linker(engine: &wx::Engine) -> Result<Linker<Arc<AtomicU32>>> {
    let mut linker = Linker::new(engine);
    linker.func_wrap_async("h", "wait", |mut caller: Caller<'_, Arc<AtomicU32>>, (more,): (i32,)| {
        let dropped = Dropped(caller.data().clone());
        Box::new(async move {
            let _dropped = dropped;
            if more > 0 {
                let wait = caller.get_export("wait").and_then(Extern::into_func).expect("the export");
                wait.typed::<i32, ()>(&caller)?.call_async(&mut caller, more - 1).await?;
            }
            Turns(100).await;
            wx::error::Ok(())
        })
    })?;
    Ok(linker)
}

#[test]
fn what_is_on_the_fiber_is_dropped_and_the_store_goes_on() -> Result<()> {
    for engine in engines(|_| ()) {
        let counter = Arc::new(AtomicU32::new(0));
        let (mut store, instance) = instantiate(&linker(&engine)?, counter.clone(), WAITS)?;
        let run = func::<_, i32, ()>(&mut store, instance, "run");
        let seven = func::<_, (), i32>(&mut store, instance, "seven");
        for round in 0..20_u32 {
            {
                let mut call = std::pin::pin!(run.call_async(&mut store, 50));
                for _ in 0..=round % 4 {
                    assert!(matches!(poll(call.as_mut()), Poll::Pending));
                }
                assert_eq!(counter.load(Ordering::Relaxed), 2 * round);
            }
            // The outer host function's future and the inner one's.
            assert_eq!(counter.load(Ordering::Relaxed), 2 * (round + 1));
            assert_eq!(pollster::block_on(seven.call_async(&mut store, ()))?, 7);
        }
        // Nothing of the stack is lost.
        pollster::block_on(run.call_async(&mut store, 1000))?;
    }
    Ok(())
}

#[test]
fn one_that_was_never_polled_does_nothing() -> Result<()> {
    for engine in engines(|_| ()) {
        let (mut store, instance) = instantiate(&linker(&engine)?, Arc::default(), WAITS)?;
        let run = func::<_, i32, ()>(&mut store, instance, "run");
        drop(run.call_async(&mut store, 1));
        assert_eq!(store.data().load(Ordering::Relaxed), 0);
    }
    Ok(())
}

#[test]
fn one_that_is_leaked_leaks_and_nothing_else() -> Result<()> {
    for engine in engines(|_| ()) {
        let (mut store, instance) = instantiate(&linker(&engine)?, Arc::default(), WAITS)?;
        let run = func::<_, i32, ()>(&mut store, instance, "run");
        let seven = func::<_, (), i32>(&mut store, instance, "seven");
        for _ in 0..3 {
            let mut call = Box::pin(run.call_async(&mut store, 50));
            assert!(matches!(poll(call.as_mut()), Poll::Pending));
            std::mem::forget(call);
            assert_eq!(pollster::block_on(seven.call_async(&mut store, ()))?, 7);
            pollster::block_on(run.call_async(&mut store, 50))?;
        }
    }
    Ok(())
}

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("a destructor");
    }
}

#[test]
fn a_destructor_that_panics_panics_where_the_future_is_dropped() -> Result<()> {
    for engine in engines(|_| ()) {
        let mut linker = Linker::new(&engine);
        linker.func_wrap_async("h", "wait", |_: Caller<'_, ()>, (_,): (i32,)| {
            Box::new(async {
                let _bomb = Bomb;
                Turns(5).await;
            })
        })?;
        let (mut store, instance) = instantiate(&linker, (), WAITS)?;
        let run = func::<_, i32, ()>(&mut store, instance, "run");
        let mut call = Box::pin(run.call_async(&mut store, 3));
        assert!(matches!(poll(call.as_mut()), Poll::Pending));
        let dropped = std::panic::AssertUnwindSafe(|| drop(call));
        let panic = std::panic::catch_unwind(dropped).unwrap_err();
        assert_eq!(panic.downcast_ref(), Some(&"a destructor"));
        let seven = func::<_, (), i32>(&mut store, instance, "seven");
        assert_eq!(pollster::block_on(seven.call_async(&mut store, ()))?, 7);
    }
    Ok(())
}

/// Wasm cannot keep itself from being ended: its handlers take exceptions only.
#[test]
fn no_handler_takes_the_end() -> Result<()> {
    for engine in engines(|_| ()) {
        let wat = r#"(module (import "h" "wait" (func $wait (param i32)))
            (global $after (export "after") (mut i32) (i32.const 0))
            (func (export "run")
                (block $caught (try_table (catch_all $caught) (call $wait (i32.const 0))))
                (global.set $after (i32.const 1))))"#;
        let mut linker = Linker::new(&engine);
        linker.func_wrap_async("h", "wait", |_: Caller<'_, ()>, (_,): (i32,)| Box::new(Turns(9)))?;
        let (mut store, instance) = instantiate(&linker, (), wat)?;
        let run = func::<_, (), ()>(&mut store, instance, "run");
        {
            let mut call = std::pin::pin!(run.call_async(&mut store, ()));
            assert!(matches!(poll(call.as_mut()), Poll::Pending));
        }
        let after = instance.get_global(&mut store, "after").expect("the export");
        assert_eq!(after.get(&mut store).unwrap_i32(), 0);
    }
    Ok(())
}

#[test]
fn deep_recursion_is_a_trap_on_a_fiber_too() -> Result<()> {
    for engine in engines(|_| ()) {
        let mut linker = Linker::new(&engine);
        linker.func_wrap_async("h", "wait", |_: Caller<'_, ()>, ()| Box::new(Turns(1)))?;
        let wat = r#"(module (import "h" "wait" (func $wait))
            (func $deep (export "deep") (call $deep) (nop))
            (func (export "run") (call $wait) (call $deep)))"#;
        let (mut store, instance) = instantiate(&linker, (), wat)?;
        for name in ["deep", "run", "deep", "run"] {
            let call = func::<_, (), ()>(&mut store, instance, name);
            let error = pollster::block_on(call.call_async(&mut store, ())).unwrap_err();
            assert_eq!(error.downcast_ref(), Some(&Trap::StackOverflow), "{name}");
        }
    }
    Ok(())
}
