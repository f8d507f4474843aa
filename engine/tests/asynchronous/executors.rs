//! The executors that hosts use.

use std::time::Duration;

use wx::{Caller, Engine, Linker, Module, Result, Store};

const SLEEPS: &str = r#"(module (import "h" "sleep" (func $sleep (param i32) (result i32)))
    (func (export "run") (param i32) (result i32) (local i32)
        (loop $again
            (local.set 1 (i32.add (local.get 1) (call $sleep (i32.const 1))))
            (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
        (local.get 1)))"#;

/// Runs `calls` calls in stores of their own, each of which sleeps so many times.
async fn run(linker: Linker<()>, module: Module, sleeps: i32) -> Result<i32> {
    let mut store = Store::new(linker.engine(), ());
    let instance = linker.instantiate_async(&mut store, &module).await?;
    let run = instance.get_typed_func::<i32, i32>(&mut store, "run")?;
    run.call_async(&mut store, sleeps).await
}

fn on_tokio(runtime: &tokio::runtime::Runtime) -> Result<()> {
    let engine = Engine::default();
    let module = Module::new(&engine, SLEEPS)?;
    let mut linker = Linker::new(&engine);
    linker.func_wrap_async("h", "sleep", |_: Caller<'_, ()>, (ms,): (i32,)| {
        Box::new(async move {
            tokio::time::sleep(Duration::from_millis(ms as u64)).await;
            ms
        })
    })?;
    let tasks: Vec<_> = (1..20).map(|n| (n, runtime.spawn(run(linker.clone(), module.clone(), n)))).collect();
    for (n, task) in tasks {
        assert_eq!(runtime.block_on(task)??, n);
    }
    Ok(())
}

#[test]
fn tokio_on_one_thread_and_on_several() -> Result<()> {
    on_tokio(&tokio::runtime::Builder::new_current_thread().enable_time().build()?)?;
    on_tokio(&tokio::runtime::Builder::new_multi_thread().worker_threads(3).enable_time().build()?)
}

#[test]
fn smol() -> Result<()> {
    let engine = Engine::default();
    let module = Module::new(&engine, SLEEPS)?;
    let mut linker = Linker::new(&engine);
    linker.func_wrap_async("h", "sleep", |_: Caller<'_, ()>, (ms,): (i32,)| {
        Box::new(async move {
            smol::Timer::after(Duration::from_millis(ms as u64)).await;
            ms
        })
    })?;
    let tasks: Vec<_> = (1..20).map(|n| (n, smol::spawn(run(linker.clone(), module.clone(), n)))).collect();
    for (n, task) in tasks {
        assert_eq!(smol::block_on(task)?, n);
    }
    Ok(())
}

/// A thousand calls wait at once on one thread, each on its fiber.
#[test]
fn many_calls_wait_at_once() -> Result<()> {
    let engine = Engine::default();
    let module = Module::new(&engine, SLEEPS)?;
    let mut linker = Linker::new(&engine);
    linker.func_wrap_async("h", "sleep", |_: Caller<'_, ()>, (n,): (i32,)| {
        Box::new(async move {
            super::Turns(1).await;
            n
        })
    })?;
    let mut calls: Vec<_> =
        (1..1000).map(|n| Box::pin(run(linker.clone(), module.clone(), n % 7 + 1))).collect();
    let mut results = vec![None; calls.len()];
    for _ in 0..10 {
        for (call, result) in calls.iter_mut().zip(&mut results) {
            if result.is_none()
                && let std::task::Poll::Ready(ready) = super::poll(call.as_mut())
            {
                *result = Some(ready?);
            }
        }
    }
    assert!(results.iter().enumerate().all(|(i, result)| *result == Some((i as i32 + 1) % 7 + 1)));
    Ok(())
}
