//! Traps: their kinds, their backtraces, and that life goes on after them.

use wx::settings::{Optimization, Without};
use wx::{Config, Engine, Func, Instance, Module, Result, Store, Tier, Trap, WasmBacktrace};

fn run(wat: &str) -> wx::Error {
    let engine = Engine::default();
    let module = Module::new(&engine, wat).expect("a valid module");
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[]).expect("an instance");
    let run = instance.get_typed_func::<(), ()>(&mut store, "run").expect("`run`");
    run.call(&mut store, ()).expect_err("a trap")
}

#[test]
fn each_trap_has_its_kind_and_text() {
    let cases = [
        ("unreachable", Trap::UnreachableCodeReached, "wasm trap: wasm `unreachable` instruction executed"),
        (
            "(drop (i32.load (i32.const 65536)))",
            Trap::MemoryOutOfBounds,
            "wasm trap: out of bounds memory access",
        ),
        (
            "(drop (i32.div_s (i32.const 1) (i32.const 0)))",
            Trap::IntegerDivisionByZero,
            "wasm trap: integer divide by zero",
        ),
        (
            "(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))",
            Trap::IntegerOverflow,
            "wasm trap: integer overflow",
        ),
        (
            "(drop (i32.trunc_f32_s (f32.const nan)))",
            Trap::BadConversionToInteger,
            "wasm trap: invalid conversion to integer",
        ),
        (
            "(call_indirect (i32.const 7))",
            Trap::TableOutOfBounds,
            "wasm trap: undefined element: out of bounds table access",
        ),
        ("(call_indirect (i32.const 0))", Trap::IndirectCallToNull, "wasm trap: uninitialized element"),
        (
            "(call_indirect (param i32) (i32.const 0) (i32.const 1))",
            Trap::BadSignature,
            "wasm trap: indirect call type mismatch",
        ),
        ("(call $forever)", Trap::StackOverflow, "wasm trap: call stack exhausted"),
    ];
    for (code, trap, text) in cases {
        let wat = format!(
            r#"(module (memory 1) (table 2 funcref) (elem (i32.const 1) $forever)
                (func $forever (call $forever)) (func (export "run") {code}))"#
        );
        let error = run(&wat);
        assert_eq!(error.downcast_ref::<Trap>(), Some(&trap), "{code}");
        assert_eq!(error.root_cause().to_string(), text);
    }
}

#[test]
fn a_backtrace_names_functions_and_places() {
    let wat = r#"(module $app
        (func $leaf unreachable)
        (func $middle (call $leaf))
        (func (export "run") (call $middle)))"#;
    let error = run(wat);
    let backtrace = error.downcast_ref::<WasmBacktrace>().expect("a backtrace");
    let frames = backtrace.frames();
    assert_eq!(frames.iter().map(|f| f.func_index()).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(frames[0].func_name(), Some("leaf"));
    assert_eq!(frames[2].func_name(), None);
    assert_eq!(frames[0].module_name(), Some("app"));
    let binary = wat::parse_str(wat).expect("valid text");
    assert_eq!(binary[frames[0].module_offset().expect("an offset")], 0x00, "unreachable");
    assert_eq!(binary[frames[1].module_offset().expect("an offset")], 0x10, "call");
    assert_eq!(frames[1].func_offset(), Some(1), "behind the count of locals");

    let text = backtrace.to_string();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], "error while executing at wasm backtrace:");
    assert!(lines[1].starts_with("    0: ") && lines[1].ends_with(" - app!leaf"), "{text}");
    assert!(lines[3].ends_with(" - app!<wasm function 2>"), "{text}");
    // What a program prints for `{error:?}`.
    assert!(format!("{error:?}").contains("wasm trap: wasm `unreachable`"), "{error:?}");
}

/// The functions and offsets of a failure's backtrace.
fn trace(config: &Config, wat: &str, argument: i32) -> Result<Vec<(u32, Option<usize>)>> {
    let engine = Engine::new(config)?;
    let module = Module::new(&engine, wat)?;
    let mut store = Store::new(&engine, ());
    let host = Func::wrap(&mut store, || -> Result<()> { Err(wx::Error::msg("the host refuses")) });
    let instance = Instance::new(&mut store, &module, &[host.into()])?;
    let run = instance.get_typed_func::<i32, i32>(&mut store, "run")?;
    let error = run.call(&mut store, argument).expect_err("a failure");
    let backtrace = error.downcast_ref::<WasmBacktrace>().expect("a backtrace");
    Ok(backtrace.frames().iter().map(|f| (f.func_index(), f.module_offset())).collect())
}

#[test]
fn inlined_functions_stand_in_backtraces() -> Result<()> {
    let wat = r#"(module
        (import "host" "f" (func $host))
        (memory 1)
        (table 1 funcref)
        (tag $e)
        (func $load (param i32) (result i32) (i32.load offset=65532 (local.get 0)))
        (func $divide (param i32) (result i32) (i32.div_s (i32.const 7) (i32.sub (local.get 0) (i32.const 2))))
        (func $fill (param i32) (memory.fill (i32.const 65535) (i32.const 0) (local.get 0)))
        (func $indirect (param i32) (call_indirect (local.get 0)))
        (func $refuse (call $host))
        (func $stop (unreachable))
        (func $throw (throw $e))
        (func $outer (param i32) (result i32) (local i32)
          (local.set 1 (call $load (i32.const 0)))
          (i32.add (call $divide (local.get 0)) (local.get 1)))
        (func $self (param i32 i32) (result i32)
          (if (result i32) (local.get 0)
            (then (i32.add (i32.const 1) (call $self (i32.sub (local.get 0) (i32.const 1)) (local.get 1))))
            (else (call $load (local.get 1)))))
        (func (export "run") (param i32) (result i32) (local i32)
          (if (i32.eq (local.get 0) (i32.const 1)) (then (drop (call $load (local.get 0)))))
          (if (i32.eq (local.get 0) (i32.const 2)) (then (drop (call $outer (local.get 0)))))
          (if (i32.eq (local.get 0) (i32.const 3)) (then (call $fill (local.get 0))))
          (if (i32.eq (local.get 0) (i32.const 4)) (then (call $indirect (i32.const 0))))
          (if (i32.eq (local.get 0) (i32.const 5)) (then (call $indirect (i32.const 9))))
          (if (i32.eq (local.get 0) (i32.const 6)) (then (call $refuse)))
          (if (i32.eq (local.get 0) (i32.const 7)) (then (call $stop)))
          (if (i32.eq (local.get 0) (i32.const 8)) (then (call $throw)))
          (if (i32.ge_s (local.get 0) (i32.const 9))
            (then (drop (call $self (local.get 0) (i32.const 65536)))))
          (call $outer (local.get 1))))"#;
    let mut interpreted = Config::new();
    interpreted.tier(Tier::Interp);
    let mut compiled = Config::new();
    compiled.tier(Tier::Jit);
    let mut called = compiled.clone();
    called.without(Without::default().and(Optimization::Inlining));
    let mut checked = compiled.clone();
    checked.explicit_bounds_checks(true);
    for argument in 1..14 {
        let expected = trace(&interpreted, wat, argument)?;
        for config in [&compiled, &called, &checked] {
            assert_eq!(trace(config, wat, argument)?, expected, "argument {argument}");
        }
    }
    assert_eq!(trace(&compiled, wat, 13)?.len(), 16, "`run`, `load` and fourteen times `self`");
    Ok(())
}

#[test]
fn a_backtrace_shows_source_lines_where_there_is_dwarf() -> Result<()> {
    let text = "(module $m\n  (func (export \"run\")\n    nop\n    unreachable))\n";
    let mut parser = wat::Parser::new();
    parser.generate_dwarf(wat::GenerateDwarf::Full);
    let binary = parser.parse_bytes(Some("dir/program.wat".as_ref()), text.as_bytes())?;
    let engine = Engine::default();
    let module = Module::new(&engine, binary)?;
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[])?;
    let error = instance.get_typed_func::<(), ()>(&mut store, "run")?.call(&mut store, ()).unwrap_err();
    let backtrace = error.downcast_ref::<WasmBacktrace>().expect("a backtrace");
    let symbols = backtrace.frames()[0].symbols();
    assert_eq!(symbols[0].line(), Some(4), "{symbols:?}");
    assert!(symbols[0].file().expect("a file").ends_with("program.wat"));
    assert!(backtrace.to_string().contains("program.wat:4:5"), "{backtrace}");
    Ok(())
}

#[test]
fn broken_debug_information_is_left_out_silently() -> Result<()> {
    let mut binary = wat::parse_str(r#"(module (func (export "run") unreachable))"#)?;
    for name in [".debug_info", ".debug_abbrev", ".debug_line", ".debug_str"] {
        let contents = [0xff; 60];
        binary.push(0);
        binary.push((1 + name.len() + contents.len()) as u8);
        binary.push(name.len() as u8);
        binary.extend(name.as_bytes());
        binary.extend(contents);
    }
    let engine = Engine::default();
    let module = Module::new(&engine, binary)?;
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[])?;
    let error = instance.get_typed_func::<(), ()>(&mut store, "run")?.call(&mut store, ()).unwrap_err();
    let backtrace = error.downcast_ref::<WasmBacktrace>().expect("a backtrace");
    assert!(backtrace.to_string().contains("<unknown>!<wasm function 0>"), "{backtrace}");
    Ok(())
}

#[test]
fn after_a_trap_the_instance_goes_on() -> Result<()> {
    let engine = Engine::default();
    let wat = r#"(module
        (global $n (mut i32) (i32.const 0))
        (func $forever (call $forever))
        (func (export "run") (param i32) (result i32)
            (global.set $n (i32.add (global.get $n) (i32.const 1)))
            (if (i32.eq (local.get 0) (i32.const 1)) (then unreachable))
            (if (i32.eq (local.get 0) (i32.const 2)) (then (call $forever)))
            (global.get $n)))"#;
    let module = Module::new(&engine, wat)?;
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[])?;
    let run = instance.get_typed_func::<i32, i32>(&mut store, "run")?;
    for i in 0..100 {
        assert_eq!(run.call(&mut store, 0)?, 3 * i + 1);
        assert!(run.call(&mut store, 1).unwrap_err().is::<Trap>());
        assert_eq!(run.call(&mut store, 2).unwrap_err().downcast_ref(), Some(&Trap::StackOverflow));
    }
    Ok(())
}

#[test]
fn the_wasm_stack_has_the_size_that_was_asked_for() -> Result<()> {
    let wat = r#"(module (func $down (export "down") (param i32) (result i32)
        (if (result i32) (local.get 0)
            (then (i32.add (i32.const 1) (call $down (i32.sub (local.get 0) (i32.const 1)))))
            (else (i32.const 0)))))"#;
    let depth = |stack: usize, depth: i32| -> Result<i32> {
        let engine = Engine::new(Config::new().max_wasm_stack(stack))?;
        let mut store = Store::new(&engine, ());
        let instance = Instance::new(&mut store, &Module::new(&engine, wat)?, &[])?;
        instance.get_typed_func::<i32, i32>(&mut store, "down")?.call(&mut store, depth)
    };
    assert_eq!(depth(64 << 10, 200)?, 200);
    assert_eq!(depth(64 << 10, 100_000).unwrap_err().downcast_ref(), Some(&Trap::StackOverflow));
    assert_eq!(depth(64 << 20, 100_000)?, 100_000);
    assert!(Engine::new(Config::new().max_wasm_stack(10)).is_err());
    Ok(())
}
