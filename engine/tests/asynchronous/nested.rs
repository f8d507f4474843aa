//! Asynchronous calls inside of each other, and beside synchronous ones.

use wx::{Caller, Config, Engine, Extern, Func, Instance, Linker, Module, Result, Store, Trap};

use super::{TIERS, Turns, engines, func, instantiate};

const DOWN: &str = r#"(module (import "h" "down" (func $down (param i32) (result i32)))
    (func (export "run") (param i32) (result i32)
        (if (result i32) (local.get 0)
            (then (i32.add (i32.const 1) (call $down (i32.sub (local.get 0) (i32.const 1)))))
            (else (i32.const 0)))))"#;

fn export<T: 'static>(caller: &mut Caller<'_, T>, name: &str) -> Func {
    caller.get_export(name).and_then(Extern::into_func).expect("the export")
}

/// Wasm that awaits the host that awaits wasm: each call has a fiber, and all wait together.
#[test]
fn wasm_and_host_await_each_other() -> Result<()> {
    for engine in engines(|_| ()) {
        let mut linker = Linker::new(&engine);
        linker.func_wrap_async("h", "down", |mut caller: Caller<'_, ()>, (n,): (i32,)| {
            Box::new(async move {
                Turns(1).await;
                let run = export(&mut caller, "run").typed::<i32, i32>(&caller)?;
                let result = run.call_async(&mut caller, n).await;
                Turns(1).await;
                result
            })
        })?;
        let (mut store, instance) = instantiate(&linker, (), DOWN)?;
        let run = func::<_, i32, i32>(&mut store, instance, "run");
        assert_eq!(pollster::block_on(run.call_async(&mut store, 60))?, 60);
    }
    Ok(())
}

/// A synchronous host function calls wasm on the fiber: that is a synchronous call like any other.
#[test]
fn synchronous_calls_inside_of_asynchronous_ones() -> Result<()> {
    for engine in engines(|_| ()) {
        let mut linker = Linker::new(&engine);
        linker.func_wrap("h", "down", |mut caller: Caller<'_, ()>, n: i32| {
            let run = export(&mut caller, "run").typed::<i32, i32>(&caller)?;
            run.call(&mut caller, n)
        })?;
        let (mut store, instance) = instantiate(&linker, (), DOWN)?;
        let run = func::<_, i32, i32>(&mut store, instance, "run");
        assert_eq!(pollster::block_on(run.call_async(&mut store, 60))?, 60);
        assert_eq!(run.call(&mut store, 60)?, 60);
    }
    Ok(())
}

/// How deep wasm and synchronous host functions nest on a fiber of this size before they trap.
fn depth(tier: wx::Tier, bytes: usize) -> Result<u32> {
    let engine = Engine::new(Config::new().tier(tier).async_stack_size(bytes))?;
    let mut linker = Linker::<u32>::new(&engine);
    linker.func_wrap("h", "down", |mut caller: Caller<'_, u32>, n: i32| -> Result<i32> {
        *caller.data_mut() += 1;
        export(&mut caller, "run").typed::<i32, i32>(&caller)?.call(&mut caller, n)
    })?;
    let (mut store, instance) = instantiate(&linker, 0, DOWN)?;
    let run = func::<_, i32, i32>(&mut store, instance, "run");
    for _ in 0..2 {
        *store.data_mut() = 0;
        let error = pollster::block_on(run.call_async(&mut store, i32::MAX)).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&Trap::StackOverflow), "{error:?}");
        assert_eq!(pollster::block_on(run.call_async(&mut store, 3))?, 3);
    }
    Ok(*store.data() - 3)
}

/// What ends them is the fiber's end, with the thread's own far away.
#[test]
fn nesting_ends_with_the_fiber() -> Result<()> {
    for tier in TIERS {
        let (small, large) = (depth(tier, 256 << 10)?, depth(tier, 4 << 20)?);
        assert!(small > 20 && large > 10 * small, "{tier:?}: {small} and {large}");
    }
    Ok(())
}

/// Another store's asynchronous calls run inside a host function of the first.
#[test]
fn stores_inside_of_stores() -> Result<()> {
    for engine in engines(|_| ()) {
        let module = Module::new(&engine, DOWN)?;
        let mut inner = Linker::<()>::new(&engine);
        inner.func_wrap_async("h", "down", |_: Caller<'_, ()>, (n,): (i32,)| {
            Box::new(async move {
                Turns(2).await;
                n
            })
        })?;
        let mut outer = Linker::<(Linker<()>, Module)>::new(&engine);
        outer.func_wrap_async("h", "down", |caller: Caller<'_, (Linker<()>, Module)>, (n,): (i32,)| {
            Box::new(async move {
                let (linker, module) = caller.data().clone();
                let mut store = Store::new(linker.engine(), ());
                let instance: Instance = linker.instantiate_async(&mut store, &module).await?;
                let run = instance.get_typed_func::<i32, i32>(&mut store, "run")?;
                run.call_async(&mut store, n).await
            })
        })?;
        let (mut store, instance) = instantiate(&outer, (inner, module), DOWN)?;
        let run = func::<_, i32, i32>(&mut store, instance, "run");
        assert_eq!(pollster::block_on(run.call_async(&mut store, 9))?, 9);
    }
    Ok(())
}
