//! Host functions: typed and dynamic, failing, panicking, re-entering.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wx::{
    AsContextMut, Caller, Config, Engine, Error, Extern, Func, FuncType, Instance, Linker, Module, Result,
    Store, Tier, Trap, V128, Val, ValType, WasmBacktrace,
};

fn instantiate<T: 'static>(store: &mut Store<T>, linker: &Linker<T>, wat: &str) -> Result<Instance> {
    let module = Module::new(store.engine(), wat)?;
    linker.instantiate(store, &module)
}

#[test]
fn typed_functions_take_and_return_every_type() -> Result<()> {
    let engine = Engine::default();
    let mut linker: Linker<Vec<String>> = Linker::new(&engine);
    linker.func_wrap(
        "h",
        "f",
        |mut caller: Caller<'_, Vec<String>>, a: i32, b: i64, c: f32, d: f64, e: V128| {
            caller.data_mut().push(format!("{a} {b} {c} {d} {e:?}"));
            (e, d, c, b, a)
        },
    )?;
    linker.func_wrap("h", "none", || {})?;
    let mut store = Store::new(&engine, Vec::new());
    let wat = r#"(module
        (import "h" "f" (func $f (param i32 i64 f32 f64 v128) (result v128 f64 f32 i64 i32)))
        (import "h" "none" (func $none))
        (func (export "run") (param i32 i64 f32 f64 v128) (result v128 f64 f32 i64 i32)
            call $none
            (call $f (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4))))"#;
    let instance = instantiate(&mut store, &linker, wat)?;
    let run = instance
        .get_typed_func::<(i32, i64, f32, f64, V128), (V128, f64, f32, i64, i32)>(&mut store, "run")?;
    let vector = V128::from_u32x4([1, 2, 3, u32::MAX]);
    let results = run.call(&mut store, (-1, i64::MIN, 1.5, -2.5, vector))?;
    assert_eq!(results, (vector, -2.5, 1.5, i64::MIN, -1));
    let (v, z) = (Val::V128(vector), Val::I32(0));
    let mut dynamic = vec![z; 5];
    let run = run.func();
    run.call(&mut store, &[Val::I32(7), Val::I64(8), 1f32.into(), 2f64.into(), v], &mut dynamic)?;
    assert_eq!(dynamic[0].unwrap_v128(), vector);
    assert_eq!(dynamic[4].unwrap_i32(), 7);
    assert_eq!(store.data().len(), 2);
    Ok(())
}

#[test]
fn sixteen_parameters_reach_the_closure_in_order() -> Result<()> {
    let mut store = Store::new(&Engine::default(), ());
    #[allow(clippy::too_many_arguments, reason = "sixteen is the promise")]
    fn sum(
        a: i64,
        b: i64,
        c: i64,
        d: i64,
        e: i64,
        f: i64,
        g: i64,
        h: i64,
        i: i64,
        j: i64,
        k: i64,
        l: i64,
        m: i64,
        n: i64,
        o: i64,
        p: i64,
    ) -> i64 {
        [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p].into_iter().fold(0, |sum, x| sum * 3 + x)
    }
    let func = Func::wrap(&mut store, sum);
    let args: Vec<Val> = (1..=16i64).map(Val::I64).collect();
    let mut result = [Val::I32(0)];
    func.call(&mut store, &args, &mut result)?;
    assert_eq!(result[0].unwrap_i64(), (1..=16).fold(0, |sum, x| sum * 3 + x));
    Ok(())
}

#[test]
fn dynamic_functions_see_values_and_are_checked() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, 0u32);
    let ty = FuncType::new(&engine, [ValType::I32, ValType::V128, ValType::I32], [ValType::I64]);
    let good = Func::new(&mut store, ty.clone(), |mut caller: Caller<'_, u32>, args, results| {
        *caller.data_mut() += 1;
        results[0] = Val::I64(i64::from(args[0].unwrap_i32() - args[2].unwrap_i32()));
        Ok(())
    });
    assert_eq!(good.ty(&store), ty);
    let bad = Func::new(&mut store, ty, |_, _, results| {
        results[0] = Val::I32(1);
        Ok(())
    });
    let wat = r#"(module
        (import "" "" (func $f (param i32 v128 i32) (result i64)))
        (func (export "run") (result i64)
            (call $f (i32.const 5) (v128.const i64x2 1 2) (i32.const 2))))"#;
    let module = Module::new(&engine, wat)?;
    let instance = Instance::new(&mut store, &module, &[good.into()])?;
    let run = instance.get_typed_func::<(), i64>(&mut store, "run")?;
    assert_eq!(run.call(&mut store, ())?, 3);
    assert_eq!(*store.data(), 1);

    let instance = Instance::new(&mut store, &module, &[bad.into()])?;
    let error = instance.get_typed_func::<(), i64>(&mut store, "run")?.call(&mut store, ()).unwrap_err();
    assert!(format!("{error:#}").contains("result type mismatch: expected i64"), "{error:#}");
    Ok(())
}

#[derive(Debug, thiserror::Error, PartialEq)]
#[error("my own error {0}")]
struct Mine(u32);

#[test]
fn a_host_error_comes_out_as_it_went_in_with_a_backtrace() -> Result<()> {
    let engine = Engine::default();
    let mut linker: Linker<()> = Linker::new(&engine);
    linker.func_wrap("h", "fail", |n: u32| -> Result<u32> { Err(Mine(n).into()) })?;
    linker.func_wrap("h", "typed_error", |n: u32| -> Result<(), Mine> { Err(Mine(n)) })?;
    let mut store = Store::new(&engine, ());
    let wat = r#"(module $m
        (import "h" "fail" (func $fail (param i32) (result i32)))
        (import "h" "typed_error" (func $typed (param i32)))
        (func $inner (result i32) (call $fail (i32.const 7)))
        (func (export "run") (result i32) (call $inner))
        (func (export "typed") (call $typed (i32.const 8))))"#;
    let instance = instantiate(&mut store, &linker, wat)?;
    let error = instance.get_typed_func::<(), i32>(&mut store, "run")?.call(&mut store, ()).unwrap_err();
    assert_eq!(error.downcast_ref::<Mine>(), Some(&Mine(7)));
    assert!(error.downcast_ref::<Trap>().is_none());
    let backtrace = error.downcast_ref::<WasmBacktrace>().expect("a backtrace");
    let functions: Vec<_> = backtrace.frames().iter().map(|f| f.func_name()).collect();
    assert_eq!(functions, [Some("inner"), None]);
    let error = instance.get_typed_func::<(), ()>(&mut store, "typed")?.call(&mut store, ()).unwrap_err();
    assert_eq!(error.downcast_ref::<Mine>(), Some(&Mine(8)));
    Ok(())
}

#[test]
fn a_host_panic_goes_through_wasm_and_the_store_stays_usable() -> Result<()> {
    let engine = Engine::default();
    let mut linker: Linker<()> = Linker::new(&engine);
    linker.func_wrap("h", "panic", |n: i32| {
        if n == 0 {
            panic!("the host gave up");
        }
    })?;
    let mut store = Store::new(&engine, ());
    let wat = r#"(module (import "h" "panic" (func $p (param i32)))
        (func (export "run") (param i32) (result i32) (call $p (local.get 0)) (i32.const 5)))"#;
    let instance = instantiate(&mut store, &linker, wat)?;
    let run = instance.get_typed_func::<i32, i32>(&mut store, "run")?;
    let panic = catch_unwind(AssertUnwindSafe(|| run.call(&mut store, 0))).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"the host gave up"));
    assert_eq!(run.call(&mut store, 1)?, 5);
    Ok(())
}

/// Wasm calls the host, which grows the memory of its caller and calls back into it; the caller then sees the new memory.
#[test]
fn a_host_function_may_grow_memory_and_call_back() -> Result<()> {
    let engine = Engine::default();
    let mut linker: Linker<u32> = Linker::new(&engine);
    linker.func_wrap("h", "grow", |mut caller: Caller<'_, u32>, depth: i32| -> Result<i32> {
        let memory = caller.get_export("memory").and_then(Extern::into_memory).expect("the memory");
        memory.grow(&mut caller, 1)?;
        let size = memory.data_size(&caller);
        memory.data_mut(&mut caller)[size - 1] = depth as u8;
        *caller.data_mut() += 1;
        if depth > 0 {
            let run = caller.get_export("run").and_then(Extern::into_func).expect("the function");
            let run = run.typed::<i32, i32>(&caller)?;
            return Ok(run.call(&mut caller, depth - 1)? + 1);
        }
        Ok(0)
    })?;
    let mut store = Store::new(&engine, 0);
    // After the host returns, the last byte of the memory must be there and 0: the innermost call was the last to write.
    let wat = r#"(module
        (import "h" "grow" (func $grow (param i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "run") (param i32) (result i32)
            (i32.add
                (call $grow (local.get 0))
                (i32.load8_u (i32.sub (i32.mul (memory.size) (i32.const 65536)) (i32.const 1))))))"#;
    let instance = instantiate(&mut store, &linker, wat)?;
    let run = instance.get_typed_func::<i32, i32>(&mut store, "run")?;
    assert_eq!(run.call(&mut store, 10)?, 10);
    assert_eq!(*store.data(), 11);
    let memory = instance.get_memory(&mut store, "memory").expect("the memory");
    assert_eq!(memory.size(&store), 12);
    Ok(())
}

/// A memory without a reservation moves when the host grows it. What was at the old place is not there any more, and nothing that
/// runs may still look at it.
#[test]
fn a_memory_that_moves_while_the_host_runs_is_found_again() -> Result<()> {
    let tiers = if cfg!(target_arch = "x86_64") { &[Tier::Interp, Tier::Jit][..] } else { &[Tier::Interp] };
    for (&tier, reservation) in tiers.iter().flat_map(|t| [(t, 0), (t, 8 << 30)]) {
        let mut config = Config::new();
        let engine = Engine::new(config.tier(tier).memory_reservation(reservation))?;
        let mut linker: Linker<()> = Linker::new(&engine);
        linker.func_wrap("h", "grow", |mut caller: Caller<'_, ()>| -> Result<()> {
            let memory = caller.get_export("memory").and_then(Extern::into_memory).expect("the memory");
            memory.grow(&mut caller, 16)?;
            memory.data_mut(&mut caller)[5] += 1;
            Ok(())
        })?;
        let mut store = Store::new(&engine, ());
        let wat = r#"(module
            (import "h" "grow" (func $grow))
            (memory (export "memory") 1)
            (func (export "run") (param i32) (result i32)
                (i32.store8 (local.get 0) (i32.const 40))
                (call $grow)
                (i32.store8 offset=1 (local.get 0) (i32.const 50))
                (call $grow)
                (i32.add (i32.load8_u (local.get 0)) (i32.load8_u offset=1 (local.get 0)))))"#;
        let instance = instantiate(&mut store, &linker, wat)?;
        let run = instance.get_typed_func::<i32, i32>(&mut store, "run")?;
        for _ in 0..4 {
            assert_eq!(run.call(&mut store, 5)?, 92, "{tier:?}, reservation {reservation:#x}");
        }
        let memory = instance.get_memory(&mut store, "memory").expect("the memory");
        assert_eq!((memory.size(&store), &memory.data(&store)[5..7]), (129, &[42, 50][..]));
    }
    Ok(())
}

/// Each round trip through the host uses native stack; it must end in a trap, not in a fault.
#[test]
fn endless_recursion_through_the_host_is_a_trap() -> Result<()> {
    let engine = Engine::default();
    let mut linker: Linker<()> = Linker::new(&engine);
    linker.func_wrap("h", "again", |mut caller: Caller<'_, ()>| -> Result<()> {
        let run = caller.get_export("run").and_then(Extern::into_func).expect("the function");
        run.typed::<(), ()>(&caller)?.call(&mut caller, ())
    })?;
    let mut store = Store::new(&engine, ());
    let wat = r#"(module (import "h" "again" (func $again)) (func (export "run") (call $again)))"#;
    let instance = instantiate(&mut store, &linker, wat)?;
    let run = instance.get_typed_func::<(), ()>(&mut store, "run")?;
    for _ in 0..2 {
        let error = run.call(&mut store, ()).unwrap_err();
        assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::StackOverflow));
    }
    Ok(())
}

#[test]
fn wrong_arguments_are_errors_that_say_what_was_expected() -> Result<()> {
    let mut store = Store::new(&Engine::default(), ());
    let func = Func::wrap(&mut store, |x: i32| x);
    let text = |error: Error| format!("{error:#}");
    let mut one = [Val::I32(0)];
    assert_eq!(text(func.call(&mut store, &[], &mut one).unwrap_err()), "expected 1 arguments, got 0");
    assert_eq!(
        text(func.call(&mut store, &[Val::I32(1)], &mut []).unwrap_err()),
        "expected 1 results, got 0"
    );
    let error = text(func.call(&mut store, &[Val::I64(1)], &mut one).unwrap_err());
    assert!(error.contains("argument type mismatch: expected i32 at index 0"), "{error}");
    let error = text(func.typed::<i64, i32>(&store).unwrap_err());
    assert!(error.contains("(func (param i32) (result i32))") && error.contains("expected i64"), "{error}");
    assert!(func.typed::<(i32, i32), i32>(&store).is_err());
    assert!(func.typed::<i32, ()>(&store).is_err());
    Ok(())
}

#[test]
fn a_caller_without_an_instance_has_no_exports() -> Result<()> {
    let mut store = Store::new(&Engine::default(), ());
    let func =
        Func::wrap(&mut store, |mut caller: Caller<'_, ()>| caller.get_export("memory").is_none() as i32);
    assert_eq!(func.typed::<(), i32>(&store)?.call(&mut store.as_context_mut(), ())?, 1);
    Ok(())
}
