//! What cannot be done: synchronous calls where something may wait, and waiting where there is nobody to wait.

use wx::{
    Caller, Config, Engine, Extern, Func, Instance, Linker, Module, Result, Store, UpdateDeadline, Val,
};

use super::{Turns, engines, func, instantiate};

const REFUSED: &str = "store configuration requires that `*_async` functions are used instead";

#[test]
fn synchronous_functions_of_a_store_that_may_wait() -> Result<()> {
    let engine = Engine::default();
    let mut linker = Linker::<()>::new(&engine);
    linker.func_wrap_async("h", "wait", |_: Caller<'_, ()>, ()| Box::new(Turns(1)))?;
    let module =
        Module::new(&engine, r#"(module (import "h" "wait" (func $wait)) (export "wait" (func $wait)))"#)?;
    let mut store = Store::new(&engine, ());
    // The module imports a function that may wait, so even this store is one from then on.
    assert_eq!(linker.instantiate(&mut store, &module).unwrap_err().to_string(), REFUSED);
    let pre = linker.instantiate_pre(&module)?;
    assert_eq!(pre.instantiate(&mut store).unwrap_err().to_string(), REFUSED);
    let instance = pollster::block_on(pre.instantiate_async(&mut store))?;
    let wait = func::<_, (), ()>(&mut store, instance, "wait");
    assert_eq!(wait.call(&mut store, ()).unwrap_err().to_string(), REFUSED);
    assert_eq!(wait.func().call(&mut store, &[], &mut []).unwrap_err().to_string(), REFUSED);
    let empty = Module::new(&engine, "(module)")?;
    assert_eq!(Instance::new(&mut store, &empty, &[]).unwrap_err().to_string(), REFUSED);
    // Inside of an asynchronous host function too.
    let inside = Func::wrap_async(&mut store, move |mut caller: Caller<'_, ()>, ()| {
        Box::new(async move {
            Turns(1).await;
            wait.call(&mut caller, ())
        })
    });
    let inside = inside.typed::<(), ()>(&store)?;
    let error = pollster::block_on(inside.call_async(&mut store, ())).unwrap_err();
    assert_eq!(error.to_string(), REFUSED);
    Ok(())
}

/// A synchronous host function makes one that waits, and has wasm call it: its own frame would be left on the fiber.
#[test]
fn nothing_waits_below_a_synchronous_host_function() -> Result<()> {
    for engine in engines(|_| ()) {
        let mut linker = Linker::<u32>::new(&engine);
        linker.func_wrap("h", "make", |mut caller: Caller<'_, u32>| {
            let waits = Func::wrap_async(&mut caller, |mut caller: Caller<'_, u32>, ()| {
                Box::new(async move {
                    *caller.data_mut() += 1;
                    Turns(1).await;
                })
            });
            let table = caller.get_export("table").and_then(Extern::into_table).expect("the export");
            table.set(&mut caller, 0, wx::Ref::Func(Some(waits)))
        })?;
        linker.func_wrap("h", "sync", |mut caller: Caller<'_, u32>| {
            let make = caller.get_export("make").and_then(Extern::into_func).expect("the export");
            make.typed::<(), ()>(&caller)?.call(&mut caller, ())
        })?;
        let wat = r#"(module (import "h" "make" (func $make)) (import "h" "sync" (func $sync))
            (table (export "table") 1 funcref)
            (func (export "make") (call $make) (call_indirect (i32.const 0)))
            (func (export "sync") (call $sync))
            (func (export "again") (call_indirect (i32.const 0))))"#;
        let (mut store, instance) = instantiate(&linker, 0, wat)?;
        let sync = func::<_, (), ()>(&mut store, instance, "sync");
        let error = pollster::block_on(sync.call_async(&mut store, ())).unwrap_err();
        assert!(format!("{error:?}").contains("an asynchronous host function must wait"), "{error:?}");
        let again = func::<_, (), ()>(&mut store, instance, "again");
        pollster::block_on(again.call_async(&mut store, ()))?;
        // From a call that no fiber runs the answer is the same.
        let (mut store, instance) = instantiate(&linker, 0, wat)?;
        let sync = func::<_, (), ()>(&mut store, instance, "sync");
        let error = sync.call(&mut store, ()).unwrap_err();
        assert!(format!("{error:?}").contains("an asynchronous host function must wait"), "{error:?}");
    }
    Ok(())
}

#[test]
fn an_epoch_cannot_yield_from_a_synchronous_call() -> Result<()> {
    for engine in engines(|config| {
        config.epoch_interruption(true);
    }) {
        let module = Module::new(&engine, r#"(module (func (export "run") (loop $l (br $l))))"#)?;
        let mut store = Store::new(&engine, ());
        store.epoch_deadline_callback(|_| Ok(UpdateDeadline::Yield(1)));
        let instance = Instance::new(&mut store, &module, &[])?;
        let run = func::<_, (), ()>(&mut store, instance, "run");
        let error = run.call(&mut store, ()).unwrap_err();
        assert!(format!("{error:?}").contains("UpdateDeadline::Yield"), "{error:?}");
    }
    Ok(())
}

#[test]
fn wrong_arguments_and_settings() -> Result<()> {
    for bytes in [0, 1, 100_000, (1 << 30) + 1, usize::MAX] {
        let error = Engine::new(Config::new().async_stack_size(bytes)).unwrap_err().to_string();
        assert!(error.starts_with("async_stack_size of "), "{error}");
    }
    let mut store = Store::new(&Engine::default(), ());
    let f = Func::wrap(&mut store, |x: i32| x);
    let mut results = [Val::I32(0)];
    let error = pollster::block_on(f.call_async(&mut store, &[Val::I64(1)], &mut results)).unwrap_err();
    assert!(error.to_string().contains("argument"), "{error}");
    let error = pollster::block_on(f.call_async(&mut store, &[Val::I32(1)], &mut [])).unwrap_err();
    assert_eq!(error.to_string(), "expected 1 results, got 0");
    Ok(())
}
