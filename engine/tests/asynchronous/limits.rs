//! Limiters that wait.

use std::future::Future;
use std::pin::Pin;

use wx::{
    Caller, Config, Engine, Linker, Memory, MemoryType, Module, Ref, ResourceLimiterAsync, Result, Store,
    Table, TableType,
};

use super::{Turns, count_polls, engines, func};

/// Waits, and then allows so much.
#[derive(Default)]
struct Limits {
    bytes: usize,
    elements: usize,
    asked: u32,
    failed: u32,
}

type Answer<'a> = Pin<Box<dyn Future<Output = Result<bool>> + Send + 'a>>;

impl ResourceLimiterAsync for Limits {
    fn memory_growing<'life0, 'async_trait>(
        &'life0 mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> Answer<'async_trait>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(async move {
            Turns(2).await;
            self.asked += 1;
            wx::ensure!(desired < 1 << 30, "far too much");
            Ok(desired <= self.bytes)
        })
    }

    fn table_growing<'life0, 'async_trait>(
        &'life0 mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> Answer<'async_trait>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(async move {
            Turns(1).await;
            self.asked += 1;
            Ok(desired <= self.elements)
        })
    }

    fn memory_grow_failed(&mut self, _: wx::Error) -> Result<()> {
        self.failed += 1;
        Ok(())
    }
}

const GROWS: &str = r#"(module (memory (export "memory") 1 100) (table (export "table") 1 funcref)
    (func (export "memory.grow") (param i32) (result i32) (memory.grow (local.get 0)))
    (func (export "table.grow") (param i32) (result i32) (table.grow (ref.null func) (local.get 0))))"#;

fn store(engine: &Engine) -> Store<Limits> {
    let limits = Limits { bytes: 3 << 16, elements: 10, ..Limits::default() };
    let mut store = Store::new(engine, limits);
    store.limiter_async(|limits| limits);
    store
}

#[test]
fn running_code_waits_for_the_answer() -> Result<()> {
    for engine in engines(|_| ()) {
        let module = Module::new(&engine, GROWS)?;
        let mut store = store(&engine);
        let linker = Linker::new(&engine);
        let (polls, instance) = count_polls(linker.instantiate_async(&mut store, &module));
        let instance = instance?;
        assert_eq!((polls, store.data().asked), (4, 2));
        let memory = func::<_, i32, i32>(&mut store, instance, "memory.grow");
        for (by, polls, result) in [(2, 3, 1), (1, 3, -1), (0, 3, 3), (-1, 1, 0)] {
            let (count, answer) = count_polls(memory.call_async(&mut store, by));
            match by {
                -1 => assert!(format!("{:?}", answer.unwrap_err()).contains("far too much")),
                _ => assert_eq!((count, answer?), (polls, result), "{by}"),
            }
        }
        let table = func::<_, i32, i32>(&mut store, instance, "table.grow");
        for (by, result) in [(8, 1), (2, -1), (1, 9)] {
            assert_eq!(count_polls(table.call_async(&mut store, by)).1?, result);
        }
    }
    Ok(())
}

#[test]
fn the_host_waits_too() -> Result<()> {
    let engine = Engine::default();
    let mut store = store(&engine);
    let refused = "when using an async resource limiter `*_async` functions must be used instead";
    let (memory_ty, table_ty) =
        (MemoryType::new(1, Some(100)), TableType::new(wx::RefType::FUNCREF, 1, None));
    let null = || Ref::Func(None);
    assert_eq!(Memory::new(&mut store, memory_ty).unwrap_err().to_string(), refused);
    assert_eq!(Table::new(&mut store, table_ty, null()).unwrap_err().to_string(), refused);
    let memory = pollster::block_on(Memory::new_async(&mut store, memory_ty))?;
    let table = pollster::block_on(Table::new_async(&mut store, table_ty, null()))?;
    assert_eq!(memory.grow(&mut store, 1).unwrap_err().to_string(), refused);
    assert_eq!(table.grow(&mut store, 1, null()).unwrap_err().to_string(), refused);
    assert_eq!(pollster::block_on(memory.grow_async(&mut store, 2))?, 1);
    assert!(pollster::block_on(memory.grow_async(&mut store, 1)).is_err());
    assert_eq!(pollster::block_on(table.grow_async(&mut store, 9, null()))?, 1);
    assert!(pollster::block_on(table.grow_async(&mut store, 1, null())).is_err());
    // Another limiter that does not wait: growth is synchronous again.
    store.data_mut().bytes = usize::MAX;
    let mut store = Store::new(&engine, wx::StoreLimits::default());
    store.limiter(|limits| limits);
    let memory = pollster::block_on(Memory::new_async(&mut store, memory_ty))?;
    assert_eq!(pollster::block_on(memory.grow_async(&mut store, 1))?, 1);
    assert_eq!(memory.grow(&mut store, 1)?, 2);
    Ok(())
}

#[test]
fn host_functions_grow_what_wasm_uses() -> Result<()> {
    for engine in engines(|_| ()) {
        let mut linker = Linker::<Limits>::new(&engine);
        linker.func_wrap_async("h", "grow", |mut caller: Caller<'_, Limits>, (by,): (i32,)| {
            Box::new(async move {
                let memory = caller.get_export("memory").and_then(wx::Extern::into_memory).expect("it");
                match memory.grow_async(&mut caller, by as u64).await {
                    Ok(pages) => pages as i32,
                    Err(_) => -1,
                }
            })
        })?;
        let wat = r#"(module (import "h" "grow" (func $grow (param i32) (result i32))) (memory (export "memory") 1)
            (func (export "run") (result i32)
                (i32.store8 (i32.const 0xffff) (i32.const 7))
                (drop (call $grow (i32.const 2)))
                (i32.store8 (i32.const 0x2ffff) (i32.const 8))
                (i32.add (i32.load8_u (i32.const 0xffff)) (i32.load8_u (i32.const 0x2ffff)))))"#;
        let module = Module::new(&engine, wat)?;
        let mut store = store(&engine);
        let instance = pollster::block_on(linker.instantiate_async(&mut store, &module))?;
        let run = func::<_, (), i32>(&mut store, instance, "run");
        assert_eq!(pollster::block_on(run.call_async(&mut store, ()))?, 15);
    }
    Ok(())
}

/// A call is dropped while its limiter waits.
#[test]
fn dropped_while_the_limiter_waits() -> Result<()> {
    let engine = Engine::new(&Config::new())?;
    let module = Module::new(&engine, GROWS)?;
    let mut store = store(&engine);
    let instance = pollster::block_on(Linker::new(&engine).instantiate_async(&mut store, &module))?;
    let memory = func::<_, i32, i32>(&mut store, instance, "memory.grow");
    {
        let mut call = std::pin::pin!(memory.call_async(&mut store, 1));
        assert!(super::poll(call.as_mut()).is_pending());
    }
    assert_eq!(pollster::block_on(memory.call_async(&mut store, 2))?, 1);
    Ok(())
}
