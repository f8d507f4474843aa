//! Fuel, epochs and limits: how an embedder stays in charge.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use wx::{
    AsContextMut, Config, Engine, Instance, Memory, MemoryType, Module, Ref, RefType, ResourceLimiter,
    Result, Store, StoreLimits, StoreLimitsBuilder, Table, TableType, Trap, UpdateDeadline,
};

const SPIN: &str = r#"(module
    (func (export "spin") (loop (br 0)))
    (func (export "count") (param i32) (result i32)
        (loop $l
            (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
        (local.get 0))
    (func $forever (export "forever") (return_call $forever)))"#;

fn spinning(config: &Config) -> Result<(Store<()>, Instance)> {
    let engine = Engine::new(config)?;
    let module = Module::new(&engine, SPIN)?;
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[])?;
    Ok((store, instance))
}

#[test]
fn fuel_ends_loops_and_recursion_and_can_be_refilled() -> Result<()> {
    let (mut store, instance) = spinning(Config::new().consume_fuel(true))?;
    let count = instance.get_typed_func::<i32, i32>(&mut store, "count")?;
    // Nothing is given at first.
    assert_eq!(store.get_fuel()?, 0);
    assert_eq!(count.call(&mut store, 10).unwrap_err().downcast_ref(), Some(&Trap::OutOfFuel));
    store.set_fuel(10_000)?;
    count.call(&mut store, 10)?;
    let ten = 10_000 - store.get_fuel()?;
    store.set_fuel(10_000)?;
    count.call(&mut store, 1010)?;
    let thousand_more = 10_000 - store.get_fuel()? - ten;
    assert!(ten >= 10 && thousand_more >= 1000 && thousand_more % 1000 == 0, "{ten} {thousand_more}");
    for name in ["spin", "forever"] {
        let endless = instance.get_typed_func::<(), ()>(&mut store, name)?;
        store.set_fuel(100_000)?;
        assert_eq!(
            endless.call(&mut store, ()).unwrap_err().downcast_ref(),
            Some(&Trap::OutOfFuel),
            "{name}"
        );
        assert!(store.get_fuel()? < 100);
    }
    store.set_fuel(u64::MAX)?;
    count.call(&mut store, 10)?;
    Ok(())
}

#[test]
fn without_configuration_there_is_no_fuel() -> Result<()> {
    let (mut store, _) = spinning(&Config::new())?;
    assert!(store.set_fuel(1).unwrap_err().to_string().contains("consume_fuel"));
    assert!(store.get_fuel().is_err());
    Ok(())
}

#[test]
fn an_epoch_of_another_thread_interrupts() -> Result<()> {
    let (mut store, instance) = spinning(Config::new().epoch_interruption(true))?;
    let engine = store.engine().clone();
    for name in ["spin", "forever"] {
        let endless = instance.get_typed_func::<(), ()>(&mut store, name)?;
        store.set_epoch_deadline(1);
        let ticker = {
            let engine = engine.clone();
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(20));
                engine.increment_epoch();
            })
        };
        let error = endless.call(&mut store, ()).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&Trap::Interrupt), "{name}");
        ticker.join().expect("the ticker");
    }
    Ok(())
}

#[test]
fn a_deadline_that_was_never_set_has_passed() -> Result<()> {
    let (mut store, instance) = spinning(Config::new().epoch_interruption(true))?;
    let count = instance.get_typed_func::<i32, i32>(&mut store, "count")?;
    assert_eq!(count.call(&mut store, 1).unwrap_err().downcast_ref(), Some(&Trap::Interrupt));
    Ok(())
}

#[test]
fn an_epoch_callback_decides_how_to_go_on() -> Result<()> {
    let engine = Engine::new(Config::new().epoch_interruption(true))?;
    let module = Module::new(&engine, SPIN)?;
    let mut store = Store::new(&engine, 0u32);
    let instance = Instance::new(&mut store, &module, &[])?;
    let spin = instance.get_typed_func::<(), ()>(&mut store, "spin")?;
    store.epoch_deadline_callback(|mut store| {
        *store.data_mut() += 1;
        let engine = store.engine().clone();
        match *store.data() {
            0..5 => {
                engine.increment_epoch();
                Ok(UpdateDeadline::Continue(0))
            }
            5 => Err(anyhow::anyhow!("that is enough")),
            _ => Ok(UpdateDeadline::Interrupt),
        }
    });
    let error = spin.call(&mut store, ()).unwrap_err();
    assert_eq!(error.root_cause().to_string(), "that is enough");
    assert_eq!(*store.data(), 5);
    // The callback is still there after its error.
    assert_eq!(spin.call(&mut store, ()).unwrap_err().downcast_ref(), Some(&Trap::Interrupt));
    assert_eq!(*store.data(), 6);
    store.epoch_deadline_trap();
    assert_eq!(spin.call(&mut store, ()).unwrap_err().downcast_ref(), Some(&Trap::Interrupt));
    assert_eq!(*store.data(), 6);
    Ok(())
}

const GROWING: &str = r#"(module
    (memory (export "memory") 1)
    (table (export "table") 1 funcref)
    (func (export "memory_grow") (param i32) (result i32) (memory.grow (local.get 0)))
    (func (export "table_grow") (param i32) (result i32) (table.grow (ref.null func) (local.get 0))))"#;

fn growing<T: 'static>(store: &mut Store<T>) -> Result<Instance> {
    let module = Module::new(store.engine(), GROWING)?;
    Instance::new(store, &module, &[])
}

#[test]
fn limits_make_growth_fail() -> Result<()> {
    let limits = StoreLimitsBuilder::new().memory_size(3 << 16).table_elements(10).build();
    let mut store = Store::new(&Engine::default(), limits);
    store.limiter(|limits| limits);
    let instance = growing(&mut store)?;
    let memory = instance.get_typed_func::<i32, i32>(&mut store, "memory_grow")?;
    assert_eq!(memory.call(&mut store, 2)?, 1);
    assert_eq!(memory.call(&mut store, 1)?, -1);
    assert_eq!(memory.call(&mut store, 0)?, 3);
    let table = instance.get_typed_func::<i32, i32>(&mut store, "table_grow")?;
    assert_eq!(table.call(&mut store, 9)?, 1);
    assert_eq!(table.call(&mut store, 1)?, -1);
    let memory = instance.get_memory(&mut store, "memory").expect("the memory");
    assert!(memory.grow(&mut store, 1).is_err());
    assert_eq!(memory.size(&store), 3);
    Ok(())
}

#[test]
fn a_refused_growth_can_be_a_trap() -> Result<()> {
    let limits = StoreLimitsBuilder::new().memory_size(1 << 16).trap_on_grow_failure(true).build();
    let mut store = Store::new(&Engine::default(), limits);
    store.limiter(|limits| limits);
    let instance = growing(&mut store)?;
    let memory = instance.get_typed_func::<i32, i32>(&mut store, "memory_grow")?;
    let error = memory.call(&mut store, 1).unwrap_err();
    assert!(format!("{error:#}").contains("forcing trap when growing memory to 131072 bytes"), "{error:#}");
    assert!(error.downcast_ref::<Trap>().is_none());
    assert_eq!(memory.call(&mut store, 0)?, 1);
    Ok(())
}

#[test]
fn limits_hold_for_what_is_created() -> Result<()> {
    let engine = Engine::default();
    let limited = |limits: StoreLimits| {
        let mut store = Store::new(&engine, limits);
        store.limiter(|limits| limits);
        store
    };
    let builder = StoreLimitsBuilder::new;
    let text = |error: wx::Error| format!("{error:#}");

    let mut store = limited(builder().memory_size(1 << 16).build());
    assert!(Memory::new(&mut store, MemoryType::new(1, None)).is_ok());
    let error = text(Memory::new(&mut store, MemoryType::new(2, None)).unwrap_err());
    assert_eq!(error, "memory minimum size of 2 pages exceeds memory limits");
    let mut store = limited(builder().table_elements(5).build());
    let error = Table::new(&mut store, TableType::new(RefType::FUNCREF, 6, None), Ref::Func(None));
    assert_eq!(text(error.unwrap_err()), "table minimum size of 6 elements exceeds table limits");
    for limits in [builder().instances(2), builder().memories(2), builder().tables(2)] {
        let mut store = limited(limits.build());
        growing(&mut store)?;
        growing(&mut store)?;
        let error = text(growing(&mut store).unwrap_err());
        assert!(error.contains("resource limit exceeded") && error.ends_with("too high at 3"), "{error}");
    }
    Ok(())
}

/// Counts what it is asked, and refuses to be asked too much.
struct Watch {
    asked: Vec<(usize, usize, Option<usize>)>,
    failed: Arc<AtomicU32>,
}

impl ResourceLimiter for Watch {
    fn memory_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> Result<bool> {
        self.asked.push((current, desired, maximum));
        anyhow::ensure!(self.asked.len() < 5, "asked too often");
        Ok(true)
    }
    fn memory_grow_failed(&mut self, _error: wx::Error) -> Result<()> {
        self.failed.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
    fn table_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> Result<bool> {
        Ok(true)
    }
}

#[test]
fn a_limiter_sees_sizes_in_bytes_and_failures() -> Result<()> {
    let failed = Arc::new(AtomicU32::new(0));
    let mut store = Store::new(&Engine::default(), Watch { asked: Vec::new(), failed: failed.clone() });
    store.limiter(|watch| watch);
    let memory = Memory::new(&mut store, MemoryType::new(1, Some(3)))?;
    assert_eq!(memory.grow(&mut store, 1)?, 1);
    assert!(memory.grow(&mut store, 2).is_err());
    assert_eq!(failed.load(Ordering::Relaxed), 1);
    let most = Some(3 << 16);
    assert_eq!(store.data().asked, [(0, 1 << 16, most), (1 << 16, 2 << 16, most), (2 << 16, 4 << 16, most)]);
    assert_eq!(memory.grow(&mut store, 1)?, 2);
    let error = memory.grow(&mut store.as_context_mut(), 0).unwrap_err();
    assert_eq!(error.to_string(), "asked too often");
    Ok(())
}
