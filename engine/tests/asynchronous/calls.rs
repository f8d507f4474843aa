//! Host functions that wait, called from each tier.

use wx::{Caller, Extern, Func, FuncType, Linker, Result, Trap, V128, Val, ValType, WasmBacktrace};

use super::{Turns, count_polls, engines, func, instantiate};

/// Sums what the host answers, in a loop that is entered by OSR.
const LOOP: &str = r#"(module (import "h" "wait" (func $wait (param i32) (result i32)))
    (func (export "sum") (param i32) (result i32) (local i32)
        (loop $again
            (local.set 1 (i32.add (local.get 1) (call $wait (local.get 0))))
            (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
        (local.get 1)))"#;

#[test]
fn loops_that_wait_change_tiers_and_go_on() -> Result<()> {
    for engine in engines(|_| ()) {
        let mut linker = Linker::new(&engine);
        linker.func_wrap_async("h", "wait", |_: Caller<'_, ()>, (n,): (i32,)| {
            Box::new(async move {
                Turns(n as u32 % 3).await;
                n
            })
        })?;
        let (mut store, instance) = instantiate(&linker, (), LOOP)?;
        let sum = func::<_, i32, i32>(&mut store, instance, "sum");
        let (polls, result) = count_polls(sum.call_async(&mut store, 100));
        assert_eq!(result?, 5050);
        assert_eq!(polls, 1 + (1..=100).map(|n| n % 3).sum::<u32>());
        // Again in the same store, now in the tier that it reached.
        assert_eq!(pollster::block_on(sum.call_async(&mut store, 1000))?, 500_500);
    }
    Ok(())
}

#[test]
fn every_type_of_value_passes() -> Result<()> {
    for engine in engines(|_| ()) {
        let mut linker = Linker::new(&engine);
        linker.func_wrap_async(
            "h",
            "turn",
            |_: Caller<'_, ()>, (a, b, c, d, e): (i32, i64, f32, f64, V128)| {
                Box::new(async move {
                    Turns(2).await;
                    (e, d, c, b, a)
                })
            },
        )?;
        linker.func_wrap_async("h", "none", |_: Caller<'_, ()>, ()| Box::new(async { wx::error::Ok(()) }))?;
        let types = [ValType::I32, ValType::EXTERNREF];
        let ty = FuncType::new(&engine, types, types.into_iter().rev());
        linker.func_new_async("h", "dynamic", ty, |_, params, results| {
            Box::new(async move {
                Turns(1).await;
                results[0] = params[1].clone();
                results[1] = params[0].clone();
                Ok(())
            })
        })?;
        let wat = r#"(module
            (import "h" "turn" (func $turn (param i32 i64 f32 f64 v128) (result v128 f64 f32 i64 i32)))
            (import "h" "none" (func $none))
            (import "h" "dynamic" (func $dynamic (param i32 externref) (result externref i32)))
            (func (export "run") (param i32 i64 f32 f64 v128) (result v128 f64 f32 i64 i32)
                call $none
                (call $turn (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4)))
            (func (export "dynamic") (param i32 externref) (result externref i32)
                (call $dynamic (local.get 0) (local.get 1))))"#;
        let (mut store, instance) = instantiate(&linker, (), wat)?;
        type Turned = (V128, f64, f32, i64, i32);
        let run = func::<_, (i32, i64, f32, f64, V128), Turned>(&mut store, instance, "run");
        let vector = V128::from_u32x4([1, 2, 3, u32::MAX]);
        let result = pollster::block_on(run.call_async(&mut store, (-1, i64::MIN, 1.5, -2.5, vector)))?;
        assert_eq!(result, (vector, -2.5, 1.5, i64::MIN, -1));
        // References are roots while the fiber is suspended.
        let dynamic = instance.get_func(&mut store, "dynamic").expect("the export");
        let thing = wx::ExternRef::new(&mut store, "thing")?;
        let mut results = [Val::I32(0), Val::I32(0)];
        pollster::block_on(dynamic.call_async(&mut store, &[Val::I32(7), thing.into()], &mut results))?;
        let back = results[0].unwrap_externref().expect("not null").clone();
        assert_eq!(back.data(&store)?.and_then(|data| data.downcast_ref::<&str>()), Some(&"thing"));
        assert_eq!(results[1].unwrap_i32(), 7);
    }
    Ok(())
}

#[test]
fn objects_live_while_the_fiber_is_suspended() -> Result<()> {
    for engine in engines(|_| ()) {
        let mut linker = Linker::new(&engine);
        linker.func_wrap_async("h", "wait", |mut caller: Caller<'_, ()>, ()| {
            Box::new(async move {
                Turns(1).await;
                caller.gc();
                wx::ExternRef::new_async(&mut caller, 5).await?;
                Turns(1).await;
                caller.gc_async().await;
                wx::error::Ok(())
            })
        })?;
        let wat = r#"(module (type $box (struct (field i32))) (import "h" "wait" (func $wait))
            (func (export "run") (param i32) (result i32) (local (ref null $box))
                (local.set 1 (struct.new $box (local.get 0)))
                (call $wait)
                (drop (struct.new $box (i32.const -1)))
                (struct.get $box 0 (local.get 1))))"#;
        let (mut store, instance) = instantiate(&linker, (), wat)?;
        let run = func::<_, i32, i32>(&mut store, instance, "run");
        for n in 0..10 {
            assert_eq!(pollster::block_on(run.call_async(&mut store, n))?, n);
        }
    }
    Ok(())
}

#[test]
fn errors_traps_and_panics_come_out_of_the_future() -> Result<()> {
    for engine in engines(|_| ()) {
        let mut linker = Linker::new(&engine);
        linker.func_wrap_async("h", "wait", |_: Caller<'_, ()>, (kind,): (i32,)| {
            Box::new(async move {
                Turns(1).await;
                match kind {
                    0 => Ok(()),
                    1 => wx::bail!("the host's own"),
                    _ => panic!("of kind {kind}"),
                }
            })
        })?;
        let wat = r#"(module (import "h" "wait" (func $wait (param i32)))
            (func $inner (param i32) (call $wait (local.get 0)) (if (i32.eqz (local.get 0)) (then unreachable)))
            (func (export "run") (param i32) (call $inner (local.get 0))))"#;
        let (mut store, instance) = instantiate(&linker, (), wat)?;
        let run = func::<_, i32, ()>(&mut store, instance, "run");
        for _ in 0..4 {
            let trap = pollster::block_on(run.call_async(&mut store, 0)).unwrap_err();
            assert_eq!(trap.downcast_ref(), Some(&Trap::UnreachableCodeReached));
            let error = pollster::block_on(run.call_async(&mut store, 1)).unwrap_err();
            assert!(format!("{error:?}").contains("the host's own"), "{error:?}");
            let trace = error.downcast_ref::<WasmBacktrace>().expect("where it was");
            let functions: Vec<u32> = trace.frames().iter().map(wx::FrameInfo::func_index).collect();
            assert_eq!(functions, [1, 2]);
            let call = std::panic::AssertUnwindSafe(|| pollster::block_on(run.call_async(&mut store, 2)));
            let panic = std::panic::catch_unwind(call).unwrap_err();
            assert_eq!(panic.downcast_ref::<String>().map(String::as_str), Some("of kind 2"));
        }
    }
    Ok(())
}

#[test]
fn exceptions_pass_what_waits() -> Result<()> {
    for engine in engines(|_| ()) {
        let mut linker = Linker::new(&engine);
        linker.func_wrap_async("h", "again", |mut caller: Caller<'_, ()>, (n,): (i32,)| {
            Box::new(async move {
                Turns(1).await;
                let throw = caller.get_export("throw").and_then(Extern::into_func).expect("the export");
                throw.typed::<i32, ()>(&caller)?.call_async(&mut caller, n).await
            })
        })?;
        let wat = r#"(module (tag $e (param i32)) (import "h" "again" (func $again (param i32)))
            (func (export "throw") (param i32) (throw $e (local.get 0)))
            (func (export "run") (param i32) (result i32)
                (block $caught (result i32)
                    (try_table (catch $e $caught) (call $again (local.get 0)))
                    (i32.const -1))))"#;
        let (mut store, instance) = instantiate(&linker, (), wat)?;
        let run = func::<_, i32, i32>(&mut store, instance, "run");
        for n in 0..5 {
            assert_eq!(pollster::block_on(run.call_async(&mut store, n))?, n);
        }
    }
    Ok(())
}

#[test]
fn a_host_function_is_awaited_without_wasm() -> Result<()> {
    let mut store = wx::Store::new(&wx::Engine::default(), 1);
    let double = Func::wrap_async(&mut store, |mut caller: Caller<'_, i32>, (n,): (i32,)| {
        Box::new(async move {
            Turns(3).await;
            *caller.data_mut() += 1;
            n * 2
        })
    });
    let double = double.typed::<i32, i32>(&store)?;
    assert_eq!(count_polls(double.call_async(&mut store, 21)).1?, 42);
    assert_eq!(*store.data(), 2);
    Ok(())
}

#[test]
fn start_functions_and_commands_wait() -> Result<()> {
    for engine in engines(|_| ()) {
        let mut linker = Linker::<i32>::new(&engine);
        linker.func_wrap_async("h", "wait", |mut caller: Caller<'_, i32>, ()| {
            Box::new(async move {
                Turns(1).await;
                *caller.data_mut() += 1;
            })
        })?;
        let start = r#"(module (import "h" "wait" (func $wait)) (start $wait))"#;
        let (mut store, _) = instantiate(&linker, 0, start)?;
        assert_eq!(*store.data(), 1);
        let module = wx::Module::new(&engine, start)?;
        let pre = linker.instantiate_pre(&module)?;
        pollster::block_on(pre.instantiate_async(&mut store))?;
        assert_eq!(*store.data(), 2);
        let command = r#"(module (import "h" "wait" (func $wait)) (export "_start" (func $wait)))"#;
        let command = wx::Module::new(&engine, command)?;
        pollster::block_on(linker.module_async(&mut store, "command", &command))?;
        let default = linker.get_default(&mut store, "command")?.typed::<(), ()>(&store)?;
        pollster::block_on(default.call_async(&mut store, ()))?;
        assert_eq!(*store.data(), 3);
        let reactor = r#"(module (import "h" "wait" (func $wait)) (export "_initialize" (func $wait)))"#;
        let reactor = wx::Module::new(&engine, reactor)?;
        pollster::block_on(linker.module_async(&mut store, "reactor", &reactor))?;
        assert_eq!(*store.data(), 4);
    }
    Ok(())
}
