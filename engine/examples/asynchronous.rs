//! Calls that wait: many guests on one thread, each of which awaits the host, with a limit on the time that any of them may keep the thread.
//!
//! `cargo run --example asynchronous`

use std::time::Duration;

use wx::{Caller, Config, Engine, Linker, Module, Result, Store};

const GUEST: &str = r#"(module
    (import "host" "fetch" (func $fetch (param i32) (result i32)))
    (func (export "run") (param i32) (result i32)
        (i32.add (call $fetch (local.get 0)) (call $fetch (i32.add (local.get 0) (i32.const 1))))))"#;

/// One guest: a store and an instance of its own.
async fn guest(linker: Linker<()>, module: Module, key: i32) -> Result<i32> {
    let mut store = Store::new(linker.engine(), ());
    // A guest that computes for more than a tick lets the others run.
    store.set_epoch_deadline(1);
    store.epoch_deadline_async_yield_and_update(1);
    let instance = linker.instantiate_async(&mut store, &module).await?;
    let run = instance.get_typed_func::<i32, i32>(&mut store, "run")?;
    run.call_async(&mut store, key).await
}

fn main() -> Result<()> {
    let engine = Engine::new(Config::new().epoch_interruption(true))?;
    let module = Module::new(&engine, GUEST)?;
    let mut linker = Linker::new(&engine);
    linker.func_wrap_async("host", "fetch", |_: Caller<'_, ()>, (key,): (i32,)| {
        Box::new(async move {
            // What a host would wait for: a database, the network, a timer.
            tokio::time::sleep(Duration::from_millis(10)).await;
            key * 100
        })
    })?;
    let ticks = engine.weak();
    std::thread::spawn(move || {
        while let Some(engine) = ticks.upgrade() {
            engine.increment_epoch();
            drop(engine);
            std::thread::sleep(Duration::from_millis(1));
        }
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build()?;
    let guests: Vec<_> =
        (0..100).map(|key| runtime.spawn(guest(linker.clone(), module.clone(), key))).collect();
    for (key, guest) in guests.into_iter().enumerate() {
        assert_eq!(runtime.block_on(guest)??, 200 * key as i32 + 100);
    }
    println!("100 guests waited for the host at the same time");
    Ok(())
}
