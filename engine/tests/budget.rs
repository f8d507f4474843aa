//! One limit for all that a store's objects take.
//!
//! A limit for memories alone was none: `table.grow` reached 2.0 GB in 4 s, a list of objects 1.4 GB in 6 s.

use wx::*;

const GUEST: &str = r#"(module
    (memory (export "m") 1)
    (table $t (export "t") 1 funcref)
    (type $node (struct (field (ref null $node)) (field i64 i64 i64)))
    (global $list (mut (ref null $node)) (ref.null $node))
    (func (export "memory") (param i32) (result i32) (memory.grow (local.get 0)))
    (func (export "table") (param i32) (result i32) (table.grow $t (ref.null func) (local.get 0)))
    ;; Keeps `n` objects of 40 bytes.
    (func (export "objects") (param $n i32) (result i32)
        (loop $again
            (global.set $list (struct.new $node (global.get $list) (i64.const 1) (i64.const 2) (i64.const 3)))
            (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
        (i32.const 0))
    (func (export "array") (param $n i32) (result i32)
        (array.len (array.new_default $bytes (local.get $n))))
    (type $bytes (array (mut i8)))
    (func (export "drop") (param i32) (result i32)
        (global.set $list (ref.null $node)) (local.get 0)))"#;

const MIB: usize = 1 << 20;

struct Guest {
    store: Store<StoreLimits>,
    instance: Instance,
}

impl Guest {
    fn new(tier: Tier, limits: StoreLimitsBuilder) -> Result<Guest> {
        let engine = Engine::new(Config::new().tier(tier))?;
        let mut store = Store::new(&engine, limits.build());
        store.limiter(|limits| limits);
        let instance = Instance::new(&mut store, &Module::new(&engine, GUEST)?, &[])?;
        Ok(Guest { store, instance })
    }

    fn call(&mut self, name: &str, n: usize) -> Result<i32> {
        let f = self.instance.get_typed_func::<i32, i32>(&mut self.store, name)?;
        f.call(&mut self.store, n as i32)
    }

    /// Objects until there is no room for more.
    fn fill_heap(&mut self) -> Result<usize> {
        for thousands in 0.. {
            if let Err(error) = self.call("objects", 1000) {
                assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::AllocationTooLarge), "{error:?}");
                return Ok(thousands * 1000);
            }
            assert!(thousands < 10_000, "no limit");
        }
        unreachable!()
    }
}

#[test]
fn each_kind_alone_stops_at_the_limit() -> Result<()> {
    for tier in [Tier::Interp, Tier::Jit] {
        let limits = || StoreLimitsBuilder::new().total_size(8 * MIB);
        let mut guest = Guest::new(tier, limits())?;
        assert_eq!(guest.call("memory", 126)?, 1);
        assert_eq!(guest.call("memory", 1)?, -1);
        assert_eq!(guest.call("memory", 0)?, 127);

        let mut guest = Guest::new(tier, limits())?;
        assert_eq!(guest.call("table", 900_000)?, 1);
        assert_eq!(guest.call("table", 900_000)?, -1);
        // One by one, so that the capacity grows ahead.
        let mut elements = 900_001;
        while guest.call("table", 1000)? != -1 {
            elements += 1000;
        }
        let bytes = 8 * elements + (64 << 10);
        assert!(bytes <= 8 * MIB && bytes > 8 * MIB - (96 << 10), "{elements} elements");

        let mut guest = Guest::new(tier, limits())?;
        let objects = guest.fill_heap()?;
        assert!((100_000..210_000).contains(&objects), "{objects} objects");
        assert!(guest.call("array", 4 * MIB).is_err());
        // What is dropped makes room again.
        guest.call("drop", 0)?;
        guest.store.gc();
        assert_eq!(guest.call("array", 2 * MIB)?, 2 << 20);
    }
    Ok(())
}

#[test]
fn all_kinds_together_stop_at_the_limit() -> Result<()> {
    for tier in [Tier::Interp, Tier::Jit] {
        let mut guest = Guest::new(tier, StoreLimitsBuilder::new().total_size(8 * MIB))?;
        assert_eq!(guest.call("memory", 63)?, 1);
        assert_eq!(guest.call("table", 300_000)?, 1);
        assert_eq!(guest.call("memory", 32)?, -1);
        let objects = guest.fill_heap()?;
        assert!((10_000..50_000).contains(&objects), "{objects} objects");
        assert_eq!(guest.call("table", 8192)?, -1);
        // The host's own requests are the store's, too.
        let (store, limit) = (&mut guest.store, "for all that the store holds");
        let error = Memory::new(&mut *store, MemoryType::new(32, None)).expect_err("no room").to_string();
        assert!(error.contains(limit), "{error}");
        let ty = TableType::new(RefType::FUNCREF, 1 << 18, None);
        let error = Table::new(&mut *store, ty, Ref::Func(None)).expect_err("no room").to_string();
        assert!(error.contains(limit), "{error}");
        // A larger limit is heard with the next question.
        store.data_mut().clone_from(&StoreLimitsBuilder::new().total_size(32 * MIB).build());
        assert_eq!(guest.call("memory", 32)?, 64);
        guest.call("objects", 100_000)?;
    }
    Ok(())
}

#[test]
fn a_refusal_can_be_a_trap() -> Result<()> {
    let limits = StoreLimitsBuilder::new().total_size(MIB).trap_on_grow_failure(true);
    let mut guest = Guest::new(Tier::Tiered, limits)?;
    for (name, n) in [("memory", 100), ("table", 1_000_000)] {
        let error = format!("{:#}", guest.call(name, n).expect_err("a trap"));
        assert!(error.contains("for all that the store holds"), "{error}");
    }
    Ok(())
}

#[test]
fn shared_memories_count() -> Result<()> {
    let engine = Engine::default();
    let limits = StoreLimitsBuilder::new().total_size(MIB).memory_size(10 * MIB).build();
    let mut store = Store::new(&engine, limits);
    store.limiter(|limits| limits);
    let module = Module::new(
        &engine,
        r#"(module (memory 1 1000 shared)
            (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))"#,
    )?;
    let instance = Instance::new(&mut store, &module, &[])?;
    let grow = instance.get_typed_func::<i32, i32>(&mut store, "grow")?;
    assert_eq!(grow.call(&mut store, 14)?, 1);
    assert_eq!(grow.call(&mut store, 10)?, -1);
    store.data_mut().clone_from(&StoreLimitsBuilder::new().memory_size(2 * MIB).build());
    assert_eq!(grow.call(&mut store, 10)?, 15);
    assert_eq!(grow.call(&mut store, 10)?, -1);
    Ok(())
}

#[test]
fn instances_count_and_failed_ones_leave_nothing() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, StoreLimitsBuilder::new().total_size(4 * MIB).tables(10).build());
    store.limiter(|limits| limits);
    // The table is made, then the memory is refused: it must not stay.
    let fails = Module::new(&engine, "(module (table 100000 funcref) (memory 100))")?;
    for _ in 0..100 {
        let error = Instance::new(&mut store, &fails, &[]).expect_err("no room").to_string();
        assert!(error.contains("for all that the store holds"), "{error}");
    }
    let funcs = "(func)".repeat(10_000);
    let module = Module::new(&engine, format!("(module {funcs})"))?;
    let mut made = 0;
    while Instance::new(&mut store, &module, &[]).is_ok() {
        made += 1;
        assert!(made < 100);
    }
    assert!(made > 2, "{made}");
    Ok(())
}
