//! Many threads, many stores, many instances.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};

use wx::{Config, Engine, Instance, Linker, MemoryType, Module, Result, SharedMemory, Store};

const fn is_send_and_sync<T: Send + Sync>() {}
const _: () = {
    is_send_and_sync::<Engine>();
    is_send_and_sync::<Module>();
    is_send_and_sync::<Linker<()>>();
    is_send_and_sync::<Store<u32>>();
    is_send_and_sync::<Instance>();
    is_send_and_sync::<SharedMemory>();
    is_send_and_sync::<wx::Func>();
    is_send_and_sync::<wx::Val>();
    is_send_and_sync::<wx::WasmBacktrace>();
};

/// All threads call functions that none of them has lowered yet, in stores of their own.
#[test]
fn threads_share_a_module_and_its_code() -> Result<()> {
    let engine = Engine::default();
    let functions: String = (0..200)
        .map(|i| {
            format!(
                "(func (export \"f{i}\") (param i32) (result i32) (i32.add (local.get 0) (i32.const {i})))"
            )
        })
        .collect();
    let module = Module::new(&engine, format!("(module (memory 1) {functions})"))?;
    let barrier = Barrier::new(8);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (engine, module, barrier) = (&engine, &module, &barrier);
            scope.spawn(move || {
                let mut store = Store::new(engine, ());
                let instance = Instance::new(&mut store, module, &[]).expect("an instance");
                barrier.wait();
                for i in 0..200 {
                    let f = instance
                        .get_typed_func::<i32, i32>(&mut store, &format!("f{i}"))
                        .expect("a function");
                    assert_eq!(f.call(&mut store, thread).expect("a result"), thread + i);
                }
            });
        }
    });
    Ok(())
}

#[test]
fn a_store_may_move_to_another_thread() -> Result<()> {
    let engine = Engine::default();
    let mut linker: Linker<u32> = Linker::new(&engine);
    linker.func_wrap("h", "add", |mut caller: wx::Caller<'_, u32>, n: u32| *caller.data_mut() += n)?;
    let module = Module::new(
        &engine,
        r#"(module (import "h" "add" (func $add (param i32))) (func (export "run") (call $add (i32.const 3))))"#,
    )?;
    let mut store = Store::new(&engine, 1);
    let instance = linker.instantiate(&mut store, &module)?;
    let run = instance.get_typed_func::<(), ()>(&mut store, "run")?;
    run.call(&mut store, ())?;
    let store = std::thread::spawn(move || {
        run.call(&mut store, ()).expect("a result");
        store
    });
    assert_eq!(store.join().expect("the thread").into_data(), 7);
    Ok(())
}

/// Threads add to a counter in a shared memory atomically while one of them makes the memory larger.
#[test]
fn a_shared_memory_is_one_for_all_stores() -> Result<()> {
    let engine = Engine::default();
    let module = Module::new(
        &engine,
        r#"(module (import "" "m" (memory 1 100 shared))
            (func (export "add") (param i32)
                (loop $l
                    (drop (i32.atomic.rmw.add (i32.const 8) (i32.const 1)))
                    (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
            (func (export "grow") (result i32) (memory.grow (i32.const 1)))
            (func (export "last") (result i32)
                (i32.load (i32.sub (i32.mul (memory.size) (i32.const 65536)) (i32.const 4)))))"#,
    )?;
    let memory = SharedMemory::new(&engine, MemoryType::shared(1, 100))?;
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (engine, module, memory) = (&engine, &module, &memory);
            scope.spawn(move || {
                let mut store = Store::new(engine, ());
                let instance =
                    Instance::new(&mut store, module, &[memory.clone().into()]).expect("an instance");
                let add = instance.get_typed_func::<i32, ()>(&mut store, "add").expect("add");
                let grow = instance.get_typed_func::<(), i32>(&mut store, "grow").expect("grow");
                let last = instance.get_typed_func::<(), i32>(&mut store, "last").expect("last");
                for _ in 0..20 {
                    add.call(&mut store, 500).expect("a result");
                    assert_eq!(last.call(&mut store, ()).expect("a result"), 0);
                    if thread == 0 {
                        assert!(grow.call(&mut store, ()).expect("a result") > 0);
                    }
                }
            });
        }
    });
    assert_eq!(memory.size(), 21);
    let counter = memory.data()[8].get().cast::<u32>();
    // SAFETY: the address is aligned and inside the memory; no thread uses it any more.
    let counter = unsafe { AtomicU32::from_ptr(counter) };
    assert_eq!(counter.load(Ordering::Relaxed), 4 * 20 * 500);
    Ok(())
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

/// More memories at once than fit as full reservations into the address space: the rest is allocated as needed.
#[test]
fn many_memories_live_at_once() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let module = Module::new(
        &engine,
        r#"(module (memory 1) (func (export "run") (param i32) (result i32)
            (drop (memory.grow (i32.const 1)))
            (i32.store (i32.const 131068) (local.get 0)) (i32.load (i32.const 131068))))"#,
    )?;
    // Addresses for 16,000 reservations are all that x86-64 has.
    for i in 0..10_000 {
        let instance = Instance::new(&mut store, &module, &[])?;
        let run = instance.get_typed_func::<i32, i32>(&mut store, "run")?;
        assert_eq!(run.call(&mut store, i)?, i);
    }
    Ok(())
}

#[test]
fn one_store_takes_many_instances_of_one_linker() -> Result<()> {
    let engine = Engine::new(Config::new().memory_reservation(0))?;
    let module = everything(&engine)?;
    let linker = linker(&engine)?;
    let mut store = Store::new(&engine, ());
    for i in 0..1000 {
        let instance = linker.instantiate(&mut store, &module)?;
        let run = instance.get_typed_func::<i32, i32>(&mut store, "run")?;
        assert_eq!(run.call(&mut store, i)?, i + 1);
    }
    Ok(())
}

/// Machine code may rely on the room around a memory, and a shared memory can come from elsewhere.
#[test]
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
fn a_shared_memory_with_too_little_room_is_refused() -> Result<()> {
    let (plain, mut config) = (Engine::default(), Config::new());
    let narrow = Engine::new(config.memory_reservation(0).memory_guard_size(0))?;
    let text = r#"(module (import "e" "m" (memory 1 2 shared))
        (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))"#;
    for (maker, user, fits) in
        [(&plain, &plain, true), (&plain, &narrow, true), (&narrow, &narrow, true), (&narrow, &plain, false)]
    {
        let memory = SharedMemory::new(maker, MemoryType::shared(1, 2))?;
        let mut store = Store::new(user, ());
        let instance = Instance::new(&mut store, &Module::new(user, text)?, &[memory.into()]);
        match instance {
            Ok(instance) => {
                assert!(fits);
                let load = instance.get_typed_func::<i32, i32>(&mut store, "load")?;
                for index in [0, 65532, 0, 0, 0, 0, 0, 65532] {
                    assert_eq!(load.call(&mut store, index)?, 0);
                }
                assert!(load.call(&mut store, 65533).is_err());
                assert!(load.call(&mut store, -1).is_err());
            }
            Err(error) => {
                assert!(!fits, "{error}");
                assert!(error.to_string().contains("`e::m` was made by an engine with other settings"));
            }
        }
    }
    Ok(())
}
