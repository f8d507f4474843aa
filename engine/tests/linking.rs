//! Linking and instantiation: what matches, what the errors say, and what remains when it fails.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wx::{
    Config, Engine, Extern, ExternType, Func, Global, GlobalType, Instance, Linker, Memory, MemoryType,
    Module, Mutability, Ref, RefType, Result, Store, Table, TableType, Trap, UnknownImportError, Val,
    ValType,
};

fn error_of(linker: &Linker<()>, store: &mut Store<()>, wat: &str) -> String {
    let module = Module::new(store.engine(), wat).expect("a valid module");
    format!("{:#}", linker.instantiate(store, &module).unwrap_err())
}

#[test]
fn a_missing_import_is_named() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let linker = Linker::new(&engine);
    let module = Module::new(&engine, r#"(module (import "a" "b" (func (param i32))))"#)?;
    let error = linker.instantiate(&mut store, &module).unwrap_err();
    assert_eq!(error.to_string(), "unknown import: `a::b` has not been defined");
    let unknown = error.downcast_ref::<UnknownImportError>().expect("the error's type");
    assert_eq!((unknown.module(), unknown.name()), ("a", "b"));
    assert!(matches!(unknown.ty(), ExternType::Func(_)));
    assert!(Instance::new(&mut store, &module, &[]).unwrap_err().to_string().contains("expected 1 imports"));
    Ok(())
}

#[test]
fn a_mismatch_shows_both_types() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let mut linker = Linker::new(&engine);
    linker.func_wrap("m", "f", |_: i32| {})?;
    let global = Global::new(&mut store, GlobalType::new(ValType::I64, Mutability::Const), Val::I64(1))?;
    linker.define(&store, "m", "g", global)?;
    let memory = Memory::new(&mut store, MemoryType::new(2, Some(3)))?;
    linker.define(&store, "m", "m", memory)?;
    let table = Table::new(&mut store, TableType::new(RefType::FUNCREF, 2, None), Ref::Func(None))?;
    linker.define(&store, "m", "t", table)?;
    let cases = [
        (r#""f" (func (param i64)"#, "(func (param i64))", "(func (param i32))"),
        (r#""f" (memory 1"#, "(memory 1)", "(func (param i32))"),
        (r#""g" (global i32"#, "(global i32)", "(global i64)"),
        (r#""g" (global (mut i64)"#, "(global (mut i64))", "(global i64)"),
        (r#""m" (memory 3"#, "(memory 3)", "(memory 2 3)"),
        (r#""m" (memory 1 2"#, "(memory 1 2)", "(memory 2 3)"),
        (r#""m" (memory i64 1"#, "(memory i64 1)", "(memory 2 3)"),
        (r#""t" (table 1 externref"#, "(table 1 externref)", "(table 2 funcref)"),
        (r#""t" (table 1 2 funcref"#, "(table 1 2 funcref)", "(table 2 funcref)"),
        (r#""t" (table 3 funcref"#, "(table 3 funcref)", "(table 2 funcref)"),
    ];
    for (import, expected, found) in cases {
        let error = error_of(&linker, &mut store, &format!(r#"(module (import "m" {import})))"#));
        let name = &import[1..2];
        assert_eq!(
            error,
            format!("incompatible import type for `m::{name}`: expected {expected}, found {found}")
        );
    }
    Ok(())
}

#[test]
fn limits_of_imports_are_the_present_ones() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let mut linker: Linker<()> = Linker::new(&engine);
    let memory = Memory::new(&mut store, MemoryType::new(1, Some(5)))?;
    let table = Table::new(&mut store, TableType::new(RefType::FUNCREF, 1, None), Ref::Func(None))?;
    linker.define(&store, "m", "m", memory)?.define(&store, "m", "t", table)?;
    let module = Module::new(
        &engine,
        r#"(module (import "m" "m" (memory 4)) (import "m" "t" (table 4 funcref))
            (func (export "size") (result i32 i32) memory.size table.size))"#,
    )?;
    assert!(linker.instantiate(&mut store, &module).is_err());
    memory.grow(&mut store, 3)?;
    table.grow(&mut store, 3, Ref::Func(None))?;
    let instance = linker.instantiate(&mut store, &module)?;
    let size = instance.get_typed_func::<(), (i32, i32)>(&mut store, "size")?;
    assert_eq!(size.call(&mut store, ())?, (4, 4));
    Ok(())
}

#[test]
fn function_types_match_across_modules_and_by_subtyping() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let mut linker: Linker<()> = Linker::new(&engine);
    let module = Module::new(
        &engine,
        r#"(module
            (type $pad (func (param f32)))
            (type $super (sub (func (result anyref))))
            (type $sub (sub $super (func (result structref))))
            (func (export "sub") (type $sub) (ref.null struct))
            (func (export "super") (type $super) (ref.null any)))"#,
    )?;
    linker.module(&mut store, "m", &module)?;
    let importing = |name: &str| {
        format!(
            r#"(module
                (type $super (sub (func (result anyref))))
                (import "m" "{name}" (func (type $super))))"#
        )
    };
    linker.instantiate(&mut store, &Module::new(&engine, importing("super"))?)?;
    linker.instantiate(&mut store, &Module::new(&engine, importing("sub"))?)?;
    let wrong = r#"(module
        (type $super (sub (func (result anyref))))
        (type $sub (sub $super (func (result structref))))
        (import "m" "super" (func (type $sub))))"#;
    assert!(error_of(&linker, &mut store, wrong).starts_with("incompatible import type for `m::super`"));
    Ok(())
}

#[test]
fn names_are_defined_once_unless_shadowing_is_allowed() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let mut linker: Linker<()> = Linker::new(&engine);
    linker.func_wrap("a", "f", || 1i32)?;
    assert_eq!(
        linker.func_wrap("a", "f", || 2i32).unwrap_err().to_string(),
        "import of `a::f` defined twice"
    );
    linker.allow_shadowing(true);
    linker.func_wrap("a", "f", || 3i32)?;
    linker.alias("a", "f", "b", "g")?;
    linker.alias_module("b", "c")?;
    assert!(linker.alias("a", "nothing", "b", "h").is_err());
    for (module, name) in [("a", "f"), ("b", "g"), ("c", "g")] {
        let func = linker.get(&mut store, module, name).and_then(Extern::into_func).expect("a function");
        assert_eq!(func.typed::<(), i32>(&store)?.call(&mut store, ())?, 3);
    }
    assert!(linker.get(&mut store, "c", "f").is_none());
    let mut all: Vec<_> = linker.iter(&mut store).map(|(m, n, _)| format!("{m}.{n}")).collect();
    all.sort();
    assert_eq!(all, ["a.f", "b.g", "c.g"]);
    Ok(())
}

#[test]
fn unknown_imports_can_trap_or_be_defaults() -> Result<()> {
    let engine = Engine::default();
    let module = Module::new(
        &engine,
        r#"(module
            (import "x" "f" (func $f (param i32) (result i64 externref)))
            (func (export "f") (result i64 externref) (call $f (i32.const 1))))"#,
    )?;
    let mut store = Store::new(&engine, ());
    let mut linker = Linker::new(&engine);
    linker.define_unknown_imports_as_traps(&module)?;
    let instance = linker.instantiate(&mut store, &module)?;
    let mut results = [Val::I32(9), Val::I32(9)];
    let f = instance.get_func(&mut store, "f").expect("f");
    let error = f.call(&mut store, &[], &mut results).unwrap_err();
    assert!(error.downcast_ref::<UnknownImportError>().is_some());

    let module = Module::new(
        &engine,
        r#"(module
            (import "x" "f" (func $f (param i32) (result i64 externref)))
            (import "x" "g" (global (mut f32)))
            (import "x" "m" (memory 2 5))
            (import "x" "t" (table 3 externref))
            (import "x" "e" (tag (param i32)))
            (func (export "f") (result i64 externref) (call $f (i32.const 1))))"#,
    )?;
    let mut linker = Linker::new(&engine);
    linker.define_unknown_imports_as_default_values(&mut store, &module)?;
    let instance = linker.instantiate(&mut store, &module)?;
    let f = instance.get_func(&mut store, "f").expect("f");
    f.call(&mut store, &[], &mut results)?;
    assert!(matches!(results, [Val::I64(0), Val::ExternRef(None)]));
    Ok(())
}

#[test]
fn a_command_is_a_fresh_instance_for_each_call_and_a_reactor_is_one() -> Result<()> {
    let engine = Engine::default();
    let counting = |start: &str| {
        format!(
            r#"(module (global $n (mut i32) (i32.const 0))
                (func (export "{start}") (global.set $n (i32.add (global.get $n) (i32.const 10))))
                (func (export "count") (result i32)
                    (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n)))"#
        )
    };
    for (start, expected) in [("_start", [1, 1]), ("_initialize", [11, 12])] {
        let mut store = Store::new(&engine, ());
        let mut linker: Linker<()> = Linker::new(&engine);
        linker.module(&mut store, "m", &Module::new(&engine, counting(start))?)?;
        let count = linker.get(&mut store, "m", "count").and_then(Extern::into_func).expect("count");
        let count = count.typed::<(), i32>(&store)?;
        assert_eq!([count.call(&mut store, ())?, count.call(&mut store, ())?], expected);
        linker.get_default(&mut store, "m")?.typed::<(), ()>(&store)?.call(&mut store, ())?;
    }
    Ok(())
}

/// The specification's order: what was copied before a segment that does not fit stays, and so do functions in tables.
#[test]
fn what_was_done_before_a_failure_stays() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let mut linker: Linker<()> = Linker::new(&engine);
    let table = Table::new(&mut store, TableType::new(RefType::FUNCREF, 2, None), Ref::Func(None))?;
    let memory = Memory::new(&mut store, MemoryType::new(1, None))?;
    linker.define(&store, "m", "t", table)?.define(&store, "m", "m", memory)?;
    let module = Module::new(
        &engine,
        r#"(module (import "m" "t" (table 2 funcref)) (import "m" "m" (memory 1))
            (global $n (mut i32) (i32.const 40))
            (func $f (result i32) (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n))
            (elem (i32.const 1) $f)
            (data (i32.const 0) "abc")
            (data (i32.const 65535) "de"))"#,
    )?;
    let error = linker.instantiate(&mut store, &module).unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&Trap::MemoryOutOfBounds));
    assert_eq!(&memory.data(&store)[..4], b"abc\0");
    assert_eq!(memory.data(&store)[65535], 0);
    let Some(Ref::Func(Some(func))) = table.get(&mut store, 1) else {
        panic!("the function is in the table")
    };
    assert_eq!(func.typed::<(), i32>(&store)?.call(&mut store, ())?, 41);
    Ok(())
}

#[test]
fn a_start_function_runs_first_and_its_trap_fails_the_instantiation() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let module = Module::new(
        &engine,
        r#"(module (memory 1) (data (i32.const 1) "\07")
            (global $g (export "g") (mut i32) (i32.const 0))
            (func $start (global.set $g (i32.load8_u (i32.const 1)))) (start $start))"#,
    )?;
    let instance = Instance::new(&mut store, &module, &[])?;
    let global = instance.get_global(&mut store, "g").expect("g");
    assert_eq!(global.get(&mut store).unwrap_i32(), 7);
    let module = Module::new(&engine, "(module (func $start unreachable) (start $start))")?;
    let error = Instance::new(&mut store, &module, &[]).unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&Trap::UnreachableCodeReached));
    Ok(())
}

#[test]
fn constant_expressions_compute_globals_and_offsets() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let module = Module::new(
        &engine,
        r#"(module
            (type $s (struct (field i32) (field v128)))
            (type $a (array i64))
            (global $base i32 (i32.const 10))
            (global $g (export "g") i64 (i64.sub (i64.mul (i64.const 6) (i64.const 7)) (i64.const 2)))
            (global (export "v") v128 (v128.const i32x4 1 2 3 4))
            (global $s (ref $s) (struct.new $s (i32.add (global.get $base) (i32.const 1)) (v128.const i64x2 5 6)))
            (global $a (ref $a) (array.new_fixed $a 2 (i64.const 70) (global.get $g)))
            (global $i (export "i") i31ref (ref.i31 (i32.const 33)))
            (global $f (export "f") funcref (ref.func $sum))
            (memory (export "m") 1)
            (data (i32.add (global.get $base) (i32.const 2)) "hi")
            (table (export "t") 3 funcref (ref.func $sum))
            (elem (i32.sub (global.get $base) (i32.const 9)) funcref (ref.null func) (global.get $f))
            (func $sum (export "sum") (result i64)
                (i64.add (i64.extend_i32_u (struct.get $s 0 (global.get $s)))
                    (i64.add (i64x2.extract_lane 1 (struct.get $s 1 (global.get $s)))
                        (i64.add (array.get $a (global.get $a) (i32.const 0))
                                 (array.get $a (global.get $a) (i32.const 1)))))))"#,
    )?;
    let instance = Instance::new(&mut store, &module, &[])?;
    let global = |store: &mut Store<()>, name| instance.get_global(&mut *store, name).expect(name).get(store);
    assert_eq!(global(&mut store, "g").unwrap_i64(), 40);
    assert_eq!(global(&mut store, "v").unwrap_v128().to_u32x4(), [1, 2, 3, 4]);
    let memory = instance.get_memory(&mut store, "m").expect("m");
    assert_eq!(&memory.data(&store)[11..15], b"\0hi\0");
    let sum = instance.get_typed_func::<(), i64>(&mut store, "sum")?;
    assert_eq!(sum.call(&mut store, ())?, 11 + 6 + 70 + 40);
    let table = instance.get_table(&mut store, "t").expect("t");
    let is_null: Vec<_> = (0..3).map(|i| table.get(&mut store, i).expect("an element").is_null()).collect();
    assert_eq!(is_null, [false, true, false]);
    assert!(table.get(&mut store, 3).is_none());
    Ok(())
}

fn misuse(name: &str, f: impl FnOnce()) {
    let panic = catch_unwind(AssertUnwindSafe(f)).expect_err(name);
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|s| s.to_string()));
    assert_eq!(text.as_deref(), Some("object used with the wrong store"), "{name}");
}

#[test]
fn objects_of_another_store_are_a_panic_that_says_so() -> Result<()> {
    let engine = Engine::default();
    let mut one = Store::new(&engine, ());
    let mut two = Store::new(&engine, ());
    let module = Module::new(
        &engine,
        r#"(module (import "" "f" (func)) (global (export "g") (mut funcref) (ref.null func)))"#,
    )?;
    let func = Func::wrap(&mut one, || {});
    let instance = Instance::new(&mut one, &module, &[func.into()])?;
    let memory = Memory::new(&mut one, MemoryType::new(1, None))?;
    let mut linker: Linker<()> = Linker::new(&engine);
    linker.define(&one, "", "f", func)?;
    let own = Func::wrap(&mut two, || {});
    let other = Instance::new(&mut two, &module, &[own.into()])?;
    let global = other.get_global(&mut two, "g").expect("g");

    misuse("call", || drop(func.call(&mut two, &[], &mut [])));
    misuse("typed", || drop(func.typed::<(), ()>(&two)));
    misuse("export", || drop(instance.get_export(&mut two, "g")));
    misuse("data", || drop(memory.data(&two).to_vec()));
    misuse("import", || drop(Instance::new(&mut two, &module, &[func.into()])));
    misuse("linker", || drop(linker.instantiate(&mut two, &module)));
    // A value is an error instead.
    let error = global.set(&mut two, Val::FuncRef(Some(func))).expect_err("a value of another store");
    assert_eq!(error.to_string(), "object used with the wrong store");
    Ok(())
}

#[test]
fn engines_do_not_mix() -> Result<()> {
    let module = Module::new(&Engine::default(), "(module)")?;
    let mut store = Store::new(&Engine::default(), ());
    let error = Instance::new(&mut store, &module, &[]).unwrap_err();
    assert!(error.to_string().contains("cross-`Engine`"), "{error}");
    Ok(())
}

#[test]
fn features_that_are_off_are_rejected() -> Result<()> {
    let accepts = |config: &Config, wat: &str| {
        let engine = Engine::new(config).expect("an engine");
        Module::new(&engine, wat).is_ok()
    };
    let off = |switch: fn(&mut Config, bool) -> &mut Config, wat: &str| {
        !accepts(switch(&mut Config::new(), false), wat) && accepts(&Config::new(), wat)
    };
    // Proposals below phase 4 are off unless they are asked for.
    let asked_for = |switch: fn(&mut Config, bool) -> &mut Config, wat: &str| {
        !accepts(&Config::new(), wat) && accepts(switch(&mut Config::new(), true), wat)
    };
    assert!(off(Config::wasm_simd, "(module (func (result v128) (v128.const i64x2 0 0)))"));
    assert!(off(Config::wasm_multi_memory, "(module (memory 1) (memory 1))"));
    assert!(off(Config::wasm_memory64, "(module (memory i64 1))"));
    assert!(off(Config::wasm_gc, "(module (type (struct)))"));
    assert!(off(Config::wasm_tail_call, "(module (func (return_call 0)))"));
    assert!(off(Config::wasm_threads, "(module (memory 1 1 shared))"));
    assert!(off(Config::wasm_exceptions, "(module (tag))"));
    let wide = "(module (func (param i64) (result i64 i64) (i64.mul_wide_u (local.get 0) (local.get 0))))";
    assert!(off(Config::wasm_wide_arithmetic, wide));
    let exact = "(module (type $a (struct)) (func (param (ref (exact $a)))))";
    assert!(asked_for(Config::wasm_custom_descriptors, exact));
    assert!(asked_for(Config::wasm_custom_page_sizes, "(module (memory 1 (pagesize 1)))"));
    Ok(())
}
