//! Nothing is left behind. Alone in its process, since it looks at the memory of all of it.

use wx::{Engine, Linker, Module, Result, Store};

/// Bytes of the process in memory.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("/proc");
    let pages: usize = statm.split(' ').nth(1).expect("two numbers").parse().expect("a number");
    pages * 4096
}

/// A module with a bit of everything that an instance can own.
fn everything(engine: &Engine) -> Result<Module> {
    Module::new(engine, include_str!("everything.wat"))
}

fn linker(engine: &Engine) -> Result<Linker<()>> {
    let mut linker = Linker::new(engine);
    linker.func_wrap("h", "f", |n: i32| n + 1)?;
    Ok(linker)
}

/// 100,000 instances, each in a store of its own, leave nothing behind.
#[test]
fn stores_give_back_all_that_they_had() -> Result<()> {
    let engine = Engine::default();
    let module = everything(&engine)?;
    let pre = linker(&engine)?.instantiate_pre(&module)?;
    let round = |count: i32| -> Result<()> {
        for i in 0..count {
            let mut store = Store::new(&engine, ());
            let instance = pre.instantiate(&mut store)?;
            let run = instance.get_typed_func::<i32, i32>(&mut store, "run")?;
            assert_eq!(run.call(&mut store, i)?, i + 1);
        }
        Ok(())
    };
    round(1000)?;
    let before = resident();
    round(99_000)?;
    let after = resident();
    // A leak of a hundred bytes an instance would be 10 MB.
    assert!(after < before + (4 << 20), "{before} bytes before, {after} after");
    Ok(())
}
