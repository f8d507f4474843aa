//! Types are freed with their last holder. Alone in its process, since it looks at the memory of all of it.
//!
//! Types were never freed: 200 modules of 46 KB, each dropped at once, left 309 MiB, and a host that loads modules of strangers for
//! years had no way to get them back.

use std::sync::{Mutex, MutexGuard, PoisonError};

use wx::{Config, Engine, Instance, Module, Result, Store, Tier};

/// Bytes of the process in memory.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("/proc");
    let pages: usize = statm.split(' ').nth(1).expect("two numbers").parse().expect("a number");
    pages * 4096
}

fn leb(out: &mut Vec<u8>, mut n: usize) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// As a heap type: with a sign.
fn index(out: &mut Vec<u8>, mut n: usize) {
    while n >= 0x40 {
        out.push(n as u8 & 0x7f | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

fn section(out: &mut Vec<u8>, id: u8, contents: &[u8]) {
    out.push(id);
    leb(out, contents.len());
    out.extend(contents);
}

/// A module with `count` struct types that no other seed gives, the last function types of its own, and a function with that type that
/// makes an object. Each struct names the one before.
fn module(seed: u32, count: usize) -> Vec<u8> {
    let mut types = Vec::new();
    leb(&mut types, count + 1);
    for i in 0..count {
        // Ten fields, i8, i16, i32, i64 by the digits of a number that is the module's and the type's own.
        types.extend([0x5f, 12]);
        let mut n = seed as usize * count + i;
        for _ in 0..11 {
            types.extend([[0x78, 0x77, 0x7f, 0x7e][n % 4], 0]);
            n /= 4;
        }
        if i == 0 {
            types.extend([0x6e, 0]);
        } else {
            types.push(0x63);
            index(&mut types, i - 1);
            types.push(0);
        }
    }
    // (func (param i32 … ) (result (ref null $last))), with parameters by the seed.
    types.push(0x60);
    let params = [0x7f, 0x7e, 0x7d, 0x7c];
    leb(&mut types, 9);
    types.extend((0..8).map(|digit| params[seed as usize >> (2 * digit) & 3]));
    types.push(0x63);
    index(&mut types, count - 1);
    types.extend([1, 0x63]);
    index(&mut types, count - 1);
    let mut out = b"\0asm\x01\0\0\0".to_vec();
    section(&mut out, 1, &types);
    let mut funcs = vec![1];
    leb(&mut funcs, count);
    section(&mut out, 3, &funcs);
    section(&mut out, 7, &[1, 1, b'f', 0, 0]);
    let mut body = vec![0, 0xfb, 1];
    leb(&mut body, count - 1);
    body.push(0x0b);
    let mut code = vec![1];
    leb(&mut code, body.len());
    code.extend(body);
    section(&mut out, 10, &code);
    out
}

/// One test at a time, since they measure the process.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn engine(tier: Tier) -> Result<Engine> {
    Engine::new(Config::new().tier(tier))
}

#[test]
fn modules_that_are_dropped_leave_no_types() -> Result<()> {
    let _alone = alone();
    let engine = engine(Tier::Tiered)?;
    let bytes = module(0, 1700);
    assert!((44_000..52_000).contains(&bytes.len()), "{} bytes", bytes.len());
    let mut number = 0;
    let mut round = |count: u32| -> Result<()> {
        for _ in 0..count {
            number += 1;
            drop(Module::new(&engine, module(number, 1700))?);
        }
        Ok(())
    };
    round(20)?;
    let before = resident();
    round(200)?;
    let after_200 = resident();
    round(1800)?;
    let after = resident();
    assert!(after_200 < before + (8 << 20), "{before} bytes before, {after_200} after 200 modules");
    assert!(after < before + (8 << 20), "{before} bytes before, {after} after 2,000 modules");

    // What a module's types take while they are there: they were 34 times the module.
    let modules: Vec<_> =
        (0..20).map(|i| Module::new(&engine, module(10_000 + i, 1700))).collect::<Result<_>>()?;
    let each = (resident().saturating_sub(before)) / modules.len();
    assert!(each < 24 * bytes.len(), "{each} bytes for a module of {} bytes", bytes.len());
    Ok(())
}

/// Machine code, its stubs by signature, instances, objects.
#[test]
fn programs_that_ran_leave_no_types() -> Result<()> {
    let _alone = alone();
    let engine = engine(Tier::Jit)?;
    let round = |from: u32, count: u32| -> Result<()> {
        for i in from..from + count {
            let module = Module::new(&engine, module(i, 20))?;
            let mut store = Store::new(&engine, ());
            let instance = Instance::new(&mut store, &module, &[])?;
            let f = instance.get_func(&mut store, "f").expect("f");
            let ty = f.ty(&store);
            let params: Vec<_> =
                ty.params().map(|ty| wx::Val::default_for_ty(&ty).expect("a default")).collect();
            let mut results = [wx::Val::I32(0)];
            f.call(&mut store, &params, &mut results)?;
            let object = results[0].unwrap_anyref().expect("an object").unwrap_struct(&store)?;
            drop(module);
            assert_eq!(object.ty(&store)?.fields().len(), 12);
        }
        Ok(())
    };
    round(0, 500)?;
    let before = resident();
    round(500, 3000)?;
    let after = resident();
    assert!(after < before + (6 << 20), "{before} bytes before, {after} after 3,000 programs");
    Ok(())
}

/// Threads load, run and drop modules that share types: nobody's type changes under him.
#[test]
fn threads_that_load_and_drop_the_same_types() -> Result<()> {
    let _alone = alone();
    let engine = engine(Tier::Tiered)?;
    std::thread::scope(|scope| {
        for thread in 0..3u32 {
            let engine = &engine;
            scope.spawn(move || {
                for i in 0..300u32 {
                    let seed = (i + thread) % 4;
                    let module = Module::new(engine, module(seed, 30)).expect("a valid module");
                    let mut store = Store::new(engine, ());
                    let instance = Instance::new(&mut store, &module, &[]).expect("an instance");
                    drop(module);
                    let f = instance.get_func(&mut store, "f").expect("f");
                    let ty = f.ty(&store);
                    let params: Vec<_> =
                        ty.params().map(|ty| wx::Val::default_for_ty(&ty).expect("a default")).collect();
                    let mut results = [wx::Val::I32(0)];
                    f.call(&mut store, &params, &mut results).expect("a result");
                    let object = results[0].unwrap_anyref().expect("an object");
                    assert!(ty.result(0).is_some_and(|ty| results[0].matches_ty(&store, &ty)));
                    let object = object.unwrap_struct(&store).expect("a struct");
                    assert_eq!(object.ty(&store).expect("a type").fields().len(), 12);
                }
            });
        }
    });
    Ok(())
}
