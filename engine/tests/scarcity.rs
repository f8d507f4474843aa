//! A host with little to give: reservations are refused, then memory itself. Errors, never a crash.

use std::process::Command;

use wx::{
    Config, Engine, FunctionTier, Instance, Memory, MemoryType, Module, Result, SharedMemory, Store, Tier,
};

const CHILD: &str = "WX_TEST_ADDRESS_SPACE_IS_LIMITED";

/// Runs the test with this name again in a process that may have `kib` KiB of addresses. True in that process.
fn limited(name: &str, kib: u32) -> bool {
    under(name, &format!("ulimit -v {kib}"))
}

/// Runs the test with this name again in a process with a limit of the shell's. True in that process.
fn under(name: &str, limit: &str) -> bool {
    if std::env::var_os(CHILD).is_some() {
        return true;
    }
    let program = std::env::current_exe().expect("the test's own program");
    let script = format!("{limit} && exec \"$0\" --exact {name} --test-threads 1");
    let output = Command::new("sh").args(["-c", &script]).arg(program).env(CHILD, "1").output().expect("sh");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{}\n{text}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(text.contains("1 passed"), "{text}");
    false
}

/// Far fewer addresses than one reservation: memories are allocated as they are needed, grow, and move.
#[test]
fn memories_work_without_reservations() -> Result<()> {
    if !limited("memories_work_without_reservations", 400 << 10) {
        return Ok(());
    }
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let module = Module::new(
        &engine,
        r#"(module (memory 1)
            (func (export "fill") (param i32) (result i32)
                (loop $l
                    (i32.store (i32.mul (local.get 0) (i32.const 65536)) (local.get 0))
                    (if (i32.ne (memory.grow (i32.const 1)) (i32.const -1))
                        (then (local.set 0 (i32.add (local.get 0) (i32.const 1))) (br $l))))
                (local.get 0))
            (func (export "check") (param i32) (result i32)
                (i32.load (i32.mul (local.get 0) (i32.const 65536)))))"#,
    )?;
    let instance = Instance::new(&mut store, &module, &[])?;
    let fill = instance.get_typed_func::<i32, i32>(&mut store, "fill")?;
    let pages = fill.call(&mut store, 0)?;
    // 400 MiB less the program, the stack region and what the last growth could not have.
    assert!((1000..6400).contains(&pages), "{pages}");
    let check = instance.get_typed_func::<i32, i32>(&mut store, "check")?;
    for page in 0..=pages {
        assert_eq!(check.call(&mut store, page)?, page);
    }
    Ok(())
}

/// Executable memory is a file in memory, mapped twice; where files may not be that large there is none.
#[test]
fn without_executable_memory_everything_is_interpreted_and_says_so() -> Result<()> {
    if !under("without_executable_memory_everything_is_interpreted_and_says_so", "ulimit -f 1000") {
        return Ok(());
    }
    let engine = Engine::default();
    assert!(engine.why_no_machine_code().is_some_and(|why| why.contains("no executable memory")));
    let module = Module::new(&engine, r#"(module (func (export "f") (result i32) (i32.const 7)))"#)?;
    let mut store = Store::new(&engine, ());
    let f = Instance::new(&mut store, &module, &[])?.get_typed_func::<(), i32>(&mut store, "f")?;
    for _ in 0..100 {
        assert_eq!(f.call(&mut store, ())?, 7);
    }
    assert_eq!(module.statistics().functions[0].tier, FunctionTier::Interpreted);
    let error = Engine::new(Config::new().tier(Tier::Jit)).unwrap_err();
    assert!(error.to_string().starts_with("there is no machine code: no executable memory"), "{error:#}");
    Ok(())
}

/// A system without a thread to give: modules are validated and compiled by the thread at hand. That was a panic.
#[test]
fn without_threads_everything_is_done_by_the_one_there_is() -> Result<()> {
    // No thread can have a stack of that size.
    let limit = "export RUST_MIN_STACK=70368744177664";
    if !under("without_threads_everything_is_done_by_the_one_there_is", limit) {
        return Ok(());
    }
    assert!(std::thread::Builder::new().spawn(|| ()).is_err());
    let function = format!("(func (result i32) {} (i32.const 7))", "(drop (i32.const 1))".repeat(20));
    let text = format!("(module {} (func (export \"f\") (result i32) (call 5)))", function.repeat(3000));
    let binary = wat::parse_str(&text)?;
    let file = std::env::temp_dir().join(format!("wx-scarcity-{}.wasm", std::process::id()));
    for tier in [Tier::Interp, Tier::Jit, Tier::Tiered] {
        let engine = Engine::new(Config::new().tier(tier))?;
        let module = Module::new(&engine, &binary)?;
        let mut store = Store::new(&engine, ());
        let f = Instance::new(&mut store, &module, &[])?.get_typed_func::<(), i32>(&mut store, "f")?;
        for _ in 0..100 {
            assert_eq!(f.call(&mut store, ())?, 7);
        }
        // A large file is read in parts.
        let mut large = binary.clone();
        large.extend([0, 0x84, 0x80, 0x80, 2, 1, b'x']);
        large.resize(large.len() + (4 << 20) + 2, 0);
        std::fs::write(&file, &large)?;
        Module::from_file(&engine, &file)?;
    }
    std::fs::remove_file(&file)?;
    Ok(())
}

#[test]
fn what_does_not_fit_is_an_error() -> Result<()> {
    if !limited("what_does_not_fit_is_an_error", 300 << 10) {
        return Ok(());
    }
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let error = Memory::new(&mut store, MemoryType::new(16384, None)).unwrap_err();
    assert!(format!("{error:#}").contains("no room for a linear memory of 1073741824 bytes"), "{error:#}");
    let module = Module::new(&engine, "(module (table 1000000000 funcref))")?;
    let error = Instance::new(&mut store, &module, &[]).unwrap_err();
    assert!(error.to_string().contains("no room for a table of 1000000000 elements"), "{error:#}");
    // A shared memory must not move; without room for its maximum it stays as it is.
    let shared = SharedMemory::new(&engine, MemoryType::shared(2, 65536))?;
    assert_eq!(shared.size(), 2);
    assert!(shared.grow(65534).is_err());
    // Each store has a stack region; when there is no room for one more, that is an error too.
    let mut stores = Vec::new();
    let error = loop {
        match Store::try_new(&engine, ()) {
            Ok(store) => stores.push(store),
            Err(error) => break error,
        }
    };
    assert!(stores.len() < 20, "{}", stores.len());
    assert!(format!("{error:#}").contains("cannot map a wasm stack of 16777216 bytes"), "{error:#}");
    drop(stores);
    Store::try_new(&engine, ())?;
    Ok(())
}
