//! Calls that go to another thread whenever they wait.

use std::sync::Arc;
use std::sync::mpsc;
use std::task::Poll;

use wx::{Caller, Linker, Result, Trap};

use super::{Turns, engines, func, instantiate, poll};

/// Polls a future on threads in turn, each of which lives for one poll, with stacks of different sizes.
fn poll_on_new_threads<F>(future: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let mut future = Box::pin(future);
    for size in 0.. {
        let (give, take) = mpsc::channel();
        let thread = std::thread::Builder::new().stack_size((256 << 10) + ((size % 3) << 18));
        let thread = thread.spawn(move || {
            let polled = poll(future.as_mut());
            give.send((future, polled)).expect("it is waited for");
        });
        let (back, polled) = take.recv().expect("the thread gives it back");
        thread.expect("a thread").join().expect("no panic");
        if let Poll::Ready(result) = polled {
            return result;
        }
        future = back;
    }
    unreachable!("it is ready at some time")
}

/// Machine code that faults, recursion that overflows, exceptions and calls of the host, after each change of the thread.
const ALL: &str = r#"(module (import "h" "wait" (func $wait (param i32) (result i32))) (memory 1) (tag $e (param i32))
    (func $deep (export "deep") (drop (call $wait (i32.const 0))) (call $deep) (nop))
    (func (export "fault") (result i32) (i32.load (call $wait (i32.const 0x7fff_0000))))
    (func $throws (param i32) (throw $e (call $wait (local.get 0))))
    (func (export "caught") (param i32) (result i32)
        (block $caught (result i32)
            (try_table (catch $e $caught) (call $throws (local.get 0)))
            (i32.const -1)))
    (func $fib (export "fib") (param i32) (result i32)
        (if (result i32) (i32.lt_s (call $wait (local.get 0)) (i32.const 2)) (then (local.get 0))
            (else (i32.add (call $fib (i32.sub (local.get 0) (i32.const 1)))
                (call $fib (i32.sub (local.get 0) (i32.const 2))))))))"#;

#[test]
fn each_poll_on_another_thread() -> Result<()> {
    for engine in engines(|config| {
        config.max_wasm_stack(1 << 20);
    }) {
        let mut linker = Linker::<Arc<()>>::new(&engine);
        linker.func_wrap_async("h", "wait", |mut caller: Caller<'_, Arc<()>>, (n,): (i32,)| {
            Box::new(async move {
                Turns(u32::from(n != 0)).await;
                assert_eq!(Arc::strong_count(caller.data_mut()), 1);
                n
            })
        })?;
        for round in 0..3 {
            let (mut store, instance) = instantiate(&linker, Arc::new(()), ALL)?;
            let all = async move {
                let fib = func::<_, i32, i32>(&mut store, instance, "fib");
                assert_eq!(fib.call_async(&mut store, 8).await?, 21, "round {round}");
                let fault = func::<_, (), i32>(&mut store, instance, "fault");
                let error = fault.call_async(&mut store, ()).await.unwrap_err();
                assert_eq!(error.downcast_ref(), Some(&Trap::MemoryOutOfBounds));
                let caught = func::<_, i32, i32>(&mut store, instance, "caught");
                assert_eq!(caught.call_async(&mut store, 5).await?, 5);
                let deep = func::<_, (), ()>(&mut store, instance, "deep");
                let error = deep.call_async(&mut store, ()).await.unwrap_err();
                assert_eq!(error.downcast_ref(), Some(&Trap::StackOverflow));
                wx::error::Ok(())
            };
            poll_on_new_threads(all)?;
        }
    }
    Ok(())
}

/// A call that waits goes to another thread and is dropped there.
#[test]
fn dropped_on_another_thread() -> Result<()> {
    for engine in engines(|_| ()) {
        let mut linker = Linker::<()>::new(&engine);
        linker.func_wrap_async("h", "wait", |_: Caller<'_, ()>, (n,): (i32,)| {
            Box::new(async move {
                Turns(10).await;
                n
            })
        })?;
        let (mut store, instance) = instantiate(&linker, (), ALL)?;
        let mut call = Box::pin(async move {
            let fib = func::<_, i32, i32>(&mut store, instance, "fib");
            fib.call_async(&mut store, 5).await
        });
        assert!(matches!(poll(call.as_mut()), Poll::Pending));
        std::thread::spawn(move || drop(call)).join().expect("no panic");
    }
    Ok(())
}
