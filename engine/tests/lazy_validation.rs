//! Bodies that are validated when they are first needed: by whom, with what error, and that nothing invalid ever runs.

use std::sync::Barrier;

use wx::module::ModuleData;
use wx::settings::Without;
use wx::{
    Cache, CacheConfig, Caller, Config, Engine, Func, FunctionTier, Instance, InvalidFunction, Linker,
    Module, Ref, Result, Store, Tier, Trap, Val, WasmBacktrace,
};

/// An invalid function, which is `BAD`, and an export for each way to call it if the argument is not zero.
const CALLERS: &str = r#"(module
    (type $f (func (result i32)))
    (func $bad (export "direct") (type $f) (i64.const 1))
    (func $good (type $f) (i32.const 7))
    (table (export "table") 2 funcref)
    (elem (i32.const 0) $bad $good)
    (func (export "call") (param $really i32) (result i32)
        (if (result i32) (local.get $really) (then (call $bad)) (else (call $good))))
    (func (export "call_indirect") (param $really i32) (result i32)
        (call_indirect (type $f) (i32.eqz (local.get $really))))
    (func (export "call_ref") (param $really i32) (result i32)
        (call_ref $f (select (result (ref $f)) (ref.func $bad) (ref.func $good) (local.get $really))))
    (func $tail (export "return_call") (param $really i32) (result i32)
        (if (local.get $really) (then (return_call $bad))) (return_call $good))
    (func $tail_indirect (export "return_call_indirect") (param $really i32) (result i32)
        (return_call_indirect (type $f) (i32.eqz (local.get $really))))
    (func $tail_ref (export "return_call_ref") (param $really i32) (result i32)
        (return_call_ref $f (select (result (ref $f)) (ref.func $bad) (ref.func $good) (local.get $really))))
    (func (export "in a handler") (param $really i32) (result i32)
        (block $caught
            (try_table (catch_all $caught)
                (if (local.get $really) (then (return (call $bad)))))
            (return (i32.const 7)))
        (i32.const -1))
    (func (export "around return_call") (param i32) (result i32) (call $tail (local.get 0)))
    (func (export "around return_call_indirect") (param i32) (result i32)
        (call $tail_indirect (local.get 0)))
    (func (export "around return_call_ref") (param i32) (result i32) (call $tail_ref (local.get 0))))"#;
const BAD: u32 = 0;
/// The exports that call it, and whether they wait for it. After a tail call it is the caller's caller that waits.
const WAYS: [(&str, bool); 10] = [
    ("call", true),
    ("call_indirect", true),
    ("call_ref", true),
    ("return_call", false),
    ("return_call_indirect", false),
    ("return_call_ref", false),
    ("in a handler", true),
    ("around return_call", true),
    ("around return_call_indirect", true),
    ("around return_call_ref", true),
];

fn lazy() -> Config {
    let mut config = Config::new();
    // When something is compiled is determined.
    config.lazy_validation(true).background_compilation(false);
    config
}

/// The interpreter, machine code, and machine code that inlines nothing; and the calls that bring a caller there.
fn configs() -> [(Config, u32); 3] {
    let mut interpreted = lazy();
    interpreted.tier(Tier::Interp);
    let mut compiled = lazy();
    compiled.tier_up_after(1);
    let mut not_inlined = compiled.clone();
    not_inlined.without(Without::named("inlining").unwrap());
    [(interpreted, 0), (compiled, 20), (not_inlined, 20)]
}

/// What loading a module says if everything is validated then.
fn eager(wasm: &[u8]) -> InvalidFunction {
    let error = Module::new(&Engine::default(), wasm).unwrap_err();
    let invalid = error.downcast_ref::<InvalidFunction>().unwrap_or_else(|| panic!("{error:#}"));
    assert_eq!(format!("{error:#}"), invalid.to_string());
    invalid.clone()
}

#[track_caller]
fn assert_is(error: &wx::Error, due: &InvalidFunction) {
    let found = error.downcast_ref::<InvalidFunction>().unwrap_or_else(|| panic!("{error:#}"));
    assert_eq!(found.to_string(), due.to_string());
    assert_eq!(found.func_index(), due.func_index());
    assert_eq!((found.module_offset(), found.message()), (due.module_offset(), due.message()));
    assert!(error.downcast_ref::<Trap>().is_none());
}

fn frames(error: &wx::Error) -> Vec<u32> {
    let trace = error.downcast_ref::<WasmBacktrace>();
    trace.map_or_else(Vec::new, |trace| trace.frames().iter().map(wx::FrameInfo::func_index).collect())
}

#[test]
fn the_error_says_what_and_where() {
    let wasm = wat::parse_str(CALLERS).unwrap();
    let invalid = eager(&wasm);
    assert_eq!(invalid.func_index(), BAD);
    assert_eq!(invalid.message(), "type mismatch: expected i32, found i64");
    // `end` is what leaves the wrong type: size, no locals, `i64.const 1`, `end`.
    let at = invalid.module_offset();
    assert_eq!(wasm[at - 4..=at], [4, 0, 0x42, 1, 0x0b][..], "{at:#x}");
    let offset = format!("function 0 is invalid: type mismatch: expected i32, found i64 (at offset {at:#x})");
    assert_eq!(invalid.to_string(), offset);
}

fn tier(module: &Module, defined: usize) -> FunctionTier {
    module.statistics().functions[defined].tier
}

#[test]
fn every_way_to_call_an_invalid_function_fails_as_loading_would() -> Result<()> {
    let wasm = wat::parse_str(CALLERS)?;
    let due = eager(&wasm);
    for (config, warm) in configs() {
        for (caller, (name, waits)) in (2..).zip(WAYS) {
            let engine = Engine::new(&config)?;
            let module = Module::new(&engine, &wasm)?;
            let mut store = Store::new(&engine, ());
            let instance = Instance::new(&mut store, &module, &[])?;
            let f = instance.get_typed_func::<i32, i32>(&mut store, name)?;
            for _ in 0..warm {
                assert_eq!(f.call(&mut store, 0)?, 7, "{name}");
            }
            let reached = if warm == 0 { FunctionTier::Unused } else { FunctionTier::Compiled };
            assert_eq!(tier(&module, caller), reached, "{name}");
            for _ in 0..3 {
                let error = f.call(&mut store, 1).unwrap_err();
                assert_is(&error, &due);
                let callers = if waits { vec![caller as u32] } else { Vec::new() };
                assert_eq!(frames(&error), callers, "{name}, {warm} calls before");
            }
            // The caller is as good as it was.
            assert_eq!(f.call(&mut store, 0)?, 7, "{name}");
            assert_eq!(tier(&module, BAD as usize), FunctionTier::Unused);
        }
    }
    Ok(())
}

#[test]
fn the_host_fails_to_call_it_in_each_way() -> Result<()> {
    let wasm = wat::parse_str(CALLERS)?;
    let due = eager(&wasm);
    for (config, _) in configs() {
        let engine = Engine::new(&config)?;
        let module = Module::new(&engine, &wasm)?;
        let mut store = Store::new(&engine, ());
        let instance = Instance::new(&mut store, &module, &[])?;
        let exported = instance.get_func(&mut store, "direct").unwrap();
        let Ref::Func(Some(element)) =
            instance.get_table(&mut store, "table").unwrap().get(&mut store, 0).unwrap()
        else {
            panic!("the table has the function")
        };
        for f in [exported, element] {
            let mut results = [Val::I32(5)];
            assert_is(&f.call(&mut store, &[], &mut results).unwrap_err(), &due);
            let typed = f.typed::<(), i32>(&store)?;
            assert_is(&typed.call(&mut store, ()).unwrap_err(), &due);
        }
    }
    Ok(())
}

#[test]
fn callers_are_named_across_the_host_and_across_instances() -> Result<()> {
    let wasm = wat::parse_str(CALLERS)?;
    let due = eager(&wasm);
    let outer = r#"(module
        (import "inner" "direct" (func $direct (result i32)))
        (import "host" "call" (func $host (param funcref) (result i32)))
        (elem declare func $direct)
        (func (export "imported") (result i32) (call $direct))
        (func (export "by the host") (result i32) (call $host (ref.func $direct))))"#;
    for (config, _) in configs() {
        let engine = Engine::new(&config)?;
        let mut store = Store::new(&engine, ());
        let mut linker: Linker<()> = Linker::new(&engine);
        let inner = Instance::new(&mut store, &Module::new(&engine, &wasm)?, &[])?;
        linker.instance(&mut store, "inner", inner)?;
        linker.func_wrap("host", "call", |mut caller: Caller<'_, ()>, f: Option<Func>| {
            let f = f.expect("a function").typed::<(), i32>(&caller)?;
            f.call(&mut caller, ())
        })?;
        let outer = linker.instantiate(&mut store, &Module::new(&engine, outer)?)?;
        for (index, name) in [(2, "imported"), (3, "by the host")] {
            let f = outer.get_typed_func::<(), i32>(&mut store, name)?;
            for _ in 0..8 {
                let error = f.call(&mut store, ()).unwrap_err();
                assert_is(&error, &due);
                assert_eq!(frames(&error), [index], "{name}");
            }
        }
    }
    Ok(())
}

#[test]
fn an_invalid_start_function_fails_the_instantiation() -> Result<()> {
    let wasm = wat::parse_str("(module (func $s (drop)) (start $s))")?;
    let due = eager(&wasm);
    for (config, _) in configs() {
        let engine = Engine::new(&config)?;
        let module = Module::new(&engine, &wasm)?;
        let mut store = Store::new(&engine, ());
        assert_is(&Instance::new(&mut store, &module, &[]).unwrap_err(), &due);
    }
    Ok(())
}

#[test]
fn who_asks_for_all_is_told_at_once() -> Result<()> {
    let wasm = wat::parse_str(CALLERS)?;
    let due = eager(&wasm);
    assert_is(&Module::validate(&Engine::new(&lazy())?, &wasm).unwrap_err(), &due);
    let compiling = Engine::new(lazy().tier(Tier::Jit))?;
    assert_is(&Module::new(&compiling, &wasm).unwrap_err(), &due);
    // What is kept for another process is valid, whatever is interpreted or compiled.
    for (config, _) in configs() {
        let engine = Engine::new(&config)?;
        assert_is(&engine.precompile_module(&wasm).unwrap_err(), &due);
        assert_is(&Module::new(&engine, &wasm)?.serialize().unwrap_err(), &due);
    }
    // What is not a body is never put off.
    let engine = Engine::new(&lazy())?;
    for other in [
        "(module (func (export \"f\")) (export \"f\" (func 0)))",
        "(module (func) (data (i32.const 0) \"\"))",
    ] {
        let wasm = wat::parse_str(other)?;
        let due = Module::new(&Engine::default(), &wasm).unwrap_err();
        let error = Module::new(&engine, &wasm).unwrap_err();
        assert!(error.downcast_ref::<InvalidFunction>().is_none());
        assert_eq!(format!("{error:#}"), format!("{due:#}"));
    }
    Ok(())
}

/// What an earlier process lowered was validated then; nothing else counts as valid for that.
#[test]
fn a_cached_module_has_its_invalid_function_still() -> Result<()> {
    let wasm = wat::parse_str(CALLERS)?;
    let due = eager(&wasm);
    let folder = tempfile::tempdir()?;
    for (config, warm) in configs() {
        for _ in 0..3 {
            let mut settings = CacheConfig::new();
            settings.with_directory(folder.path().join("cache"));
            let engine = Engine::new(config.clone().cache(Some(Cache::new(settings)?)))?;
            let module = Module::new(&engine, &wasm)?;
            let mut store = Store::new(&engine, ());
            let instance = Instance::new(&mut store, &module, &[])?;
            let f = instance.get_typed_func::<i32, i32>(&mut store, "call")?;
            for _ in 0..=warm {
                assert_eq!(f.call(&mut store, 0)?, 7);
            }
            let error = f.call(&mut store, 1).unwrap_err();
            assert_is(&error, &due);
            assert_eq!(frames(&error), [2]);
        }
    }
    Ok(())
}

/// Half of the functions are invalid, and all threads call all of them for the first time.
#[test]
fn threads_that_call_at_once_are_told_the_same() -> Result<()> {
    const FUNCTIONS: usize = 200;
    const THREADS: usize = 4;
    let functions: String = (0..FUNCTIONS)
        .map(|i| match i % 2 {
            0 => format!("(func (export \"f{i}\") (result i32) (i32.const {i}))"),
            _ => format!("(func (export \"f{i}\") (result i32) (i32.add (i32.const {i})))"),
        })
        .collect();
    let engine = Engine::new(&lazy())?;
    let module = Module::new(&engine, format!("(module {functions})"))?;
    let barrier = Barrier::new(THREADS);
    let told: Vec<Vec<std::result::Result<i32, String>>> = std::thread::scope(|scope| {
        let call_all = || {
            let mut store = Store::new(&engine, ());
            let instance = Instance::new(&mut store, &module, &[]).expect("an instance");
            barrier.wait();
            let call = |i| {
                let f = instance.get_typed_func::<(), i32>(&mut store, &format!("f{i}")).expect("a function");
                f.call(&mut store, ()).map_err(|error| format!("{error:#}"))
            };
            (0..FUNCTIONS).map(call).collect()
        };
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(call_all)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    for told in told {
        for (i, result) in told.iter().enumerate() {
            match result {
                Ok(value) => assert_eq!((i % 2, *value), (0, i as i32)),
                Err(error) => {
                    assert!(i % 2 == 1 && error.starts_with(&format!("function {i} is invalid: ")), "{error}")
                }
            }
        }
    }
    Ok(())
}

/// The error of the first body that is invalid.
fn first_invalid(module: &ModuleData) -> Option<String> {
    (0..module.bodies.len())
        .find_map(|defined| module.valid_body(defined).err())
        .map(|error| error.to_string())
}

/// Every byte of a module is altered in a few ways: what is wrong with it is the same, whenever its bodies are validated.
#[test]
fn verdicts_do_not_depend_on_when_they_are_made() -> Result<()> {
    let text = r#"(module
        (type $s (struct (field (mut i32))))
        (import "m" "f" (func $imported (param i64) (result f32)))
        (memory 1) (table 3 funcref) (global $g (mut i32) (i32.const 3)) (tag $t (param i32))
        (elem (i32.const 0) $a $b) (elem declare func $imported)
        (func $a (param i32 i32) (result i32) (local f64 i64) (i32.add (local.get 0) (i32.load offset=8 (local.get 1))))
        (func $b (local v128) (local.set 0 (i8x16.splat (global.get $g))) (drop (ref.func $imported)))
        (func $c (result (ref null $s)) (struct.new $s (i32.const 70)))
        (func (param i32) (block (loop (br_table 0 1 2 (local.get 0)))) (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 1)))
        (func (result i32) (block (result i32) (try_table (result i32) (catch $t 0) (call_indirect (result i32) (i32.const 1)))))
        (data "xy"))"#;
    let wasm = wat::parse_str(text)?;
    let mut simple = Config::new();
    simple.wasm_simd(false).wasm_relaxed_simd(false);
    let mut counts = [0; 3];
    for mut config in [Config::new(), simple] {
        config.parallel_compilation(false);
        let eager = Engine::new(&config)?;
        let lazy = Engine::new(config.lazy_validation(true))?;
        for at in 8..wasm.len() {
            for change in [0x00, 0x01, 0x03, 0x10, 0x40, 0x80, 0xff] {
                let mut wasm = wasm.clone();
                wasm[at] ^= change;
                let (eager, lazy) = (Module::from_binary(&eager, &wasm), Module::from_binary(&lazy, &wasm));
                let (kind, due) = match eager {
                    Ok(_) => (0, None),
                    Err(error) if error.is::<InvalidFunction>() => (1, Some(format!("{error:#}"))),
                    Err(error) => {
                        let found = lazy.expect_err("what is not a body is validated");
                        assert_eq!(format!("{found:#}"), format!("{error:#}"), "{at:#x} ^ {change:#x}");
                        counts[2] += 1;
                        continue;
                    }
                };
                counts[kind] += 1;
                let lazy = lazy.unwrap_or_else(|error| panic!("{at:#x} ^ {change:#x}: {error:#}"));
                // Twice: it was found, and it is remembered.
                for _ in 0..2 {
                    assert_eq!(first_invalid(lazy.data()), due, "{at:#x} ^ {change:#x}");
                }
            }
        }
    }
    assert!(counts.iter().all(|&count| count > 100), "{counts:?}");
    Ok(())
}
