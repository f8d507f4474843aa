//! Modules that one engine compiled and another one loads: as bytes that the host keeps, and through the code cache.

use std::fs;
use std::path::Path;

use wx::{
    Cache, CacheConfig, Config, Engine, FunctionTier, Instance, Isa, Module, Precompiled, Result, Store, Tier,
};

/// Types, casts, calls of all kinds, inlined callees, a handler, a loop, constants, a table of branches: all that tables and
/// relocations of machine code are for. `run` gives a number that depends on each.
const TEXT: &str = r#"(module
    (type $unary (func (param i32) (result i32)))
    (type $point (struct (field (mut i32)) (field i64)))
    (type $place (sub (struct (field i32))))
    (type $far (sub $place (struct (field i32) (field f64))))
    (type $row (array (mut i32)))
    (tag $odd (param i32))
    (table $t 4 4 funcref)
    (elem (i32.const 0) $double $square $throws $wrong)
    (memory 1)
    (func $double (type $unary) (i32.shl (local.get 0) (i32.const 1)))
    (func $square (type $unary) (i32.mul (local.get 0) (local.get 0)))
    (func $throws (type $unary)
        (if (i32.and (local.get 0) (i32.const 1)) (then (throw $odd (i32.add (local.get 0) (i32.const 100)))))
        (local.get 0))
    (func $wrong (param i64))
    (func $catches (param i32) (result i32)
        (block $h (result i32)
            (try_table (result i32) (catch $odd $h)
                (call_indirect $t (type $unary) (local.get 0) (i32.const 2)))))
    (func $objects (param i32) (result i32) (local $p (ref null $point)) (local $o (ref null struct))
        (local.set $p (struct.new $point (local.get 0) (i64.const 7)))
        (local.set $o (if (result (ref null struct)) (i32.and (local.get 0) (i32.const 1))
            (then (struct.new $far (local.get 0) (f64.const 1.5)))
            (else (struct.new $place (i32.const 3)))))
        (struct.set $point 0 (local.get $p) (i32.add (struct.get $point 0 (local.get $p)) (i32.const 1)))
        (i32.add
            (struct.get $point 0 (local.get $p))
            (i32.add
                (ref.test (ref $far) (local.get $o))
                (array.len (array.new_fixed $row 3 (i32.const 1) (local.get 0) (i32.const 2))))))
    (func $switch (param i32) (result i32)
        (block $c (block $b (block $a
            (br_table $a $b $c (i32.and (local.get 0) (i32.const 3))))
            (return (i32.const 11)))
            (return (i32.const 22)))
        (i32.trunc_sat_f64_s (f64.mul (f64.convert_i32_s (local.get 0)) (f64.const 0.5))))
    (func $tail (param i32 i32) (result i32)
        (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
        (return_call $tail (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 1) (i32.const 2))))
    (func $run (export "run") (param $n i32) (result i32) (local $s i32)
        (loop $l
            (local.set $s (i32.add (i32.mul (local.get $s) (i32.const 31)) (call $double (local.get $n))))
            (local.set $s (i32.add (local.get $s) (call $catches (local.get $n))))
            (local.set $s (i32.add (local.get $s)
                (call_indirect $t (type $unary) (local.get $n) (i32.and (local.get $n) (i32.const 1)))))
            (local.set $s (i32.xor (local.get $s) (call $objects (local.get $n))))
            (local.set $s (i32.xor (local.get $s) (call $switch (local.get $n))))
            (local.set $s (i32.add (local.get $s) (call $tail (local.get $n) (i32.const 5))))
            (i32.store (i32.const 8) (local.get $s))
            (v128.store (i32.const 16) (i8x16.shuffle 3 2 1 0 7 6 5 4 11 10 9 8 15 14 13 12
                (v128.load (i32.const 8)) (v128.const i32x4 1 2 3 4)))
            (local.set $s (i32.add (local.get $s) (i32.load (i32.const 16))))
            (local.set $n (i32.sub (local.get $n) (i32.const 1)))
            (br_if $l (local.get $n)))
        (local.get $s))
    (func (export "mistake") (param i32) (result i32)
        (call_indirect $t (type $unary) (local.get 0) (i32.const 3)))
    (func $unused (export "unused") (result i32) (i32.const 1)))"#;

fn engine(tier: Tier) -> Engine {
    let mut config = Config::new();
    config.tier(tier);
    let engine = Engine::new(&config).unwrap();
    // Types of other modules come first, so that ids differ from engine to engine.
    let others = Module::new(&engine, "(module (type (struct (field f32))) (type (func (param f32 f64))))");
    std::mem::forget(others.unwrap());
    engine
}

fn run(module: &Module, n: i32) -> Result<i32> {
    let mut store = Store::new(module.engine(), ());
    let instance = Instance::new(&mut store, module, &[])?;
    instance.get_typed_func::<i32, i32>(&mut store, "run")?.call(&mut store, n)
}

fn load(engine: &Engine, bytes: &[u8]) -> Result<Module> {
    // SAFETY: the bytes are what `serialize` made; those that tests alter are refused because of their hash.
    unsafe { Module::deserialize(engine, bytes) }
}

fn compiled(module: &Module) -> usize {
    let functions = module.statistics().functions;
    functions.iter().filter(|function| function.tier == FunctionTier::Compiled).count()
}

#[test]
fn what_was_compiled_in_one_engine_runs_in_another() -> Result<()> {
    for tier in [Tier::Jit, Tier::Tiered, Tier::Interp] {
        let made = engine(tier);
        let module = Module::new(&made, TEXT)?;
        let expected = (run(&module, 1)?, run(&module, 200)?);
        let bytes = module.serialize()?;
        assert_eq!(Engine::detect_precompiled(&bytes), Some(Precompiled::Module));
        drop((module, made));
        let loaded = load(&engine(tier), &bytes)?;
        assert_eq!((run(&loaded, 1)?, run(&loaded, 200)?), expected, "{tier:?}");
        if tier != Tier::Interp {
            assert!(compiled(&loaded) > 5, "machine code is used from the first call on");
        }
        let mut store = Store::new(loaded.engine(), ());
        let instance = Instance::new(&mut store, &loaded, &[])?;
        let mistake = instance.get_typed_func::<i32, i32>(&mut store, "mistake")?;
        let error = mistake.call(&mut store, 1).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&wx::Trap::BadSignature), "{error:#}");
    }
    Ok(())
}

#[test]
fn a_backtrace_of_loaded_code_names_functions_inside_others() -> Result<()> {
    let text = r#"(module
        (func $inner (param i32) (if (i32.eq (local.get 0) (i32.const 7)) (then unreachable)))
        (func $outer (export "outer") (param i32) (call $inner (local.get 0)) (call $inner (i32.const 0))))"#;
    let bytes = Module::new(&engine(Tier::Jit), text)?.serialize()?;
    let names = |module: &Module| -> Result<Vec<String>> {
        let mut store = Store::new(module.engine(), ());
        let instance = Instance::new(&mut store, module, &[])?;
        let error = instance.get_typed_func::<i32, ()>(&mut store, "outer")?.call(&mut store, 7).unwrap_err();
        let trace = error.downcast_ref::<wx::WasmBacktrace>().unwrap();
        let frame = |frame: &wx::FrameInfo| format!("{:?} {:?}", frame.func_name(), frame.module_offset());
        Ok(trace.frames().iter().map(frame).collect())
    };
    let expected = names(&Module::new(&engine(Tier::Interp), text)?)?;
    assert_eq!(expected.len(), 2);
    assert_eq!(names(&load(&engine(Tier::Jit), &bytes)?)?, expected);
    Ok(())
}

#[test]
fn bytes_that_were_altered_or_cut_are_refused() -> Result<()> {
    let engine = engine(Tier::Tiered);
    let bytes =
        Module::new(&engine, "(module (func (export \"run\") (param i32) (result i32) local.get 0))")?
            .serialize()?;
    for at in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[at] ^= 0x20;
        assert!(load(&engine, &altered).is_err(), "byte {at}");
        assert!(load(&engine, &bytes[..at]).is_err(), "cut to {at}");
    }
    let error = load(&engine, b"\0asm\x01\0\0\0").unwrap_err();
    assert!(error.to_string().contains("no precompiled module"), "{error:#}");
    Ok(())
}

#[test]
fn code_for_something_else_is_refused_with_the_reason() -> Result<()> {
    let native = Module::new(&engine(Tier::Jit), TEXT)?.serialize()?;
    let mut config = Config::new();
    config.consume_fuel(true);
    let error = load(&Engine::new(&config)?, &native).unwrap_err();
    assert!(error.to_string().contains("other settings"), "{error:#}");
    // Code for the least processor runs everywhere.
    config = Config::new();
    config.max_isa(Isa::Sse41).tier(Tier::Jit);
    let least = Engine::new(&config)?.precompile_module(TEXT.as_bytes())?;
    let (loaded, direct) = (load(&engine(Tier::Tiered), &least)?, Module::new(&engine(Tier::Jit), TEXT)?);
    assert_eq!(run(&loaded, 77)?, run(&direct, 77)?);
    Ok(())
}

fn cached(folder: &Path, tier: Tier) -> Engine {
    let mut settings = CacheConfig::new();
    settings.with_directory(folder);
    let mut config = Config::new();
    config.tier(tier).background_compilation(false).cache(Some(Cache::new(settings).unwrap()));
    Engine::new(&config).unwrap()
}

fn usage(folder: &Path) -> u64 {
    let mut settings = CacheConfig::new();
    settings.with_directory(folder);
    Cache::new(settings).unwrap().usage().files
}

#[test]
fn the_cache_learns_from_process_to_process() -> Result<()> {
    let above = tempfile::tempdir()?;
    let folder = above.path().join("cache");
    let expected = {
        let module = Module::new(&cached(&folder, Tier::Tiered), TEXT)?;
        assert_eq!(usage(&folder), 0);
        run(&module, 200)?
    };
    let engine = cached(&folder, Tier::Tiered);
    let module = Module::new(&engine, TEXT)?;
    assert_eq!(usage(&folder), 1, "the last handle of the module wrote it");
    assert_eq!(run(&module, 200)?, expected);
    assert!(compiled(&module) > 5);
    assert!(!module.update_cache()?, "there is nothing new");
    // Another function is called for the first time.
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[])?;
    instance.get_typed_func::<(), i32>(&mut store, "unused")?.call(&mut store, ())?;
    assert!(module.update_cache()?);
    assert!(!module.update_cache()?);
    // Other settings have files of their own.
    assert_eq!(run(&Module::new(&cached(&folder, Tier::Interp), TEXT)?, 200)?, expected);
    assert_eq!(usage(&folder), 2);
    Ok(())
}

#[test]
fn a_damaged_cache_changes_nothing() -> Result<()> {
    let above = tempfile::tempdir()?;
    let folder = above.path().join("cache");
    let text = "(module (func $f (param i32) (result i32) (i32.add (local.get 0) (i32.const 5)))
        (func (export \"run\") (param i32) (result i32)
            (loop $l (br_if $l (i32.lt_s (local.tee 0 (call $f (local.get 0))) (i32.const 90000)))) (local.get 0)))";
    let expected = run(&Module::new(&cached(&folder, Tier::Tiered), text)?, 3)?;
    let is_code = |path: &Path| path.extension().is_some_and(|ending| ending == "wxcode");
    let file = fs::read_dir(&folder)?.flatten().map(|entry| entry.path()).find(|path| is_code(path)).unwrap();
    let whole = fs::read(&file)?;
    for at in 0..whole.len() {
        let mut altered = whole.clone();
        altered[at] ^= 1 << (at % 8);
        fs::write(&file, altered)?;
        let module = Module::new(&cached(&folder, Tier::Tiered), text)?;
        assert_eq!(run(&module, 3)?, expected, "byte {at}");
        std::mem::forget(module);
    }
    Ok(())
}
