//! Accesses at the boundaries of what a memory reserves, under settings at their boundaries: each traps if it leaves the memory,
//! wherever the compares stand. An access that is not compared and reaches beyond the reservation reads what lies there, or ends the
//! process.
//!
//! The decision itself is tested in `code::reservation`; here machine code is held against it, in all forms of accesses.
#![cfg(all(target_arch = "x86_64", target_os = "linux"))]

use wx::settings::Chaos;
use wx::{Config, Engine, FunctionTier, Instance, Module, Result, Store, Tier, Trap};

const KIB64: u64 = 64 << 10;
const GIB: u64 = 1 << 30;

/// Reservations and guards: none, too small for every memory (the guard alone does not count), and such that offsets from somewhere on
/// reach farther, up to none.
const LAYOUTS: &[(u64, u64)] = &[
    (0, 0),
    (0, 8 * GIB),
    (KIB64, 16 * GIB),
    (GIB, 8 * GIB),
    (4 * GIB - KIB64, 4 * GIB),
    (4 * GIB - 1, 4 * GIB),
    (4 * GIB, 0),
    (4 * GIB, 7),
    (4 * GIB, KIB64),
    (4 * GIB + 1, 4095),
    (4 * GIB, 2 * GIB),
    (6 * GIB - KIB64, KIB64),
    (6 * GIB, 0),
    (6 * GIB, KIB64),
    (7 * GIB, 0),
    (8 * GIB - KIB64, 0),
    (8 * GIB, 0),
    (8 * GIB, KIB64),
    (4 * GIB, 4 * GIB),
    (17 * GIB, GIB),
    (u64::MAX, u64::MAX),
    (1 << 47, 0),
];

const OFFSETS: &[u64] = &[
    0,
    1,
    65_520,
    65_535,
    65_536,
    (2 << 30) - 16,
    (2 << 30) - 1,
    2 << 30,
    (2 << 30) + 65_536,
    0xFFFE_FFFF,
    0xFFFF_0000,
    0xFFFF_FFF0,
    0xFFFF_FFFF,
];

const INDEXES: &[u32] =
    &[0, 1, 65_519, 65_528, 65_535, 65_536, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_0000, 0xFFFF_FFF0, 0xFFFF_FFFF];

/// Name, text with `@` for the offset and `#` for the index, bytes that it accesses.
const ACCESSES: &[(&str, &str, u64)] = &[
    ("load8", "(drop (i32.load8_u @ #))", 1),
    ("load16", "(drop (i64.load16_s @ #))", 2),
    ("load64", "(drop (i64.load @ #))", 8),
    ("loadf64", "(drop (f64.load @ #))", 8),
    ("load128", "(drop (v128.load @ #))", 16),
    ("widen", "(drop (v128.load8x8_u @ #))", 8),
    ("lane", "(drop (v128.load32_lane @ 1 # (v128.const i64x2 0 0)))", 4),
    ("folded", "(drop (i64.add (local.get 2) (i64.load @ #)))", 8),
    ("store8", "(i32.store8 @ # (local.get 1))", 1),
    ("store32", "(i32.store @ # (local.get 1))", 4),
    ("store64", "(i64.store @ # (local.get 2))", 8),
    ("store128", "(v128.store @ # (v128.const i64x2 1 2))", 16),
    ("store_lane", "(v128.store16_lane @ 3 # (v128.const i64x2 1 2))", 2),
    ("atomic_load", "(drop (i32.atomic.load8_u @ #))", 1),
    ("atomic_store", "(i32.atomic.store8 @ # (local.get 1))", 1),
    ("atomic_add", "(drop (i64.atomic.rmw8.add_u @ # (local.get 2)))", 1),
    ("atomic_or", "(drop (i64.atomic.rmw8.or_u @ # (local.get 2)))", 1),
    ("atomic_cmpxchg", "(drop (i32.atomic.rmw8.cmpxchg_u @ # (local.get 1) (local.get 1)))", 1),
];

/// Machine code that runs whatever its verifier says, so that what it does is seen.
fn unproved() -> Config {
    let mut config = Config::new();
    config.chaos(Chaos { verify_code: false, ..Chaos::default() });
    config
}

/// A function for each access with this offset, whose index comes as a parameter, as the sum of one and a constant, and as the sum of
/// two; and one for each constant index.
fn text(offset: u64, shared: &str) -> String {
    let mut text = format!("(module (memory (export \"m\") {shared})");
    let mut function = |name: &str, access: &str, index: &str| {
        let access = access.replace('@', &format!("offset={offset}")).replace('#', index);
        text += &format!("(func (export \"{name}\") (param i32 i32 i64) {access})");
    };
    for (name, access, _) in ACCESSES {
        function(&format!("{name} plain"), access, "(local.get 0)");
        function(&format!("{name} plus"), access, "(i32.add (local.get 0) (i32.const 16))");
        function(&format!("{name} sum"), access, "(i32.add (local.get 0) (local.get 1))");
        for index in INDEXES {
            function(&format!("{name} at {index}"), access, &format!("(i32.const {})", *index as i32));
        }
    }
    for bytes in [1, 7, 16, 64] {
        text += &format!(
            "(func (export \"copy {bytes}\") (param i32) (memory.copy (local.get 0) (i32.const 0) (i32.const {bytes})))\
             (func (export \"read {bytes}\") (param i32) (memory.copy (i32.const 0) (local.get 0) (i32.const {bytes})))\
             (func (export \"fill {bytes}\") (param i32) (memory.fill (local.get 0) (i32.const 5) (i32.const {bytes})))"
        );
    }
    text + ")"
}

/// Whether a call ended, or trapped beyond the memory's end.
fn ends(result: Result<()>, what: &str) -> bool {
    match result {
        Ok(()) => true,
        Err(error) => {
            assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::MemoryOutOfBounds), "{what}: {error:#}");
            false
        }
    }
}

fn check(config: &Config, what: &str, shared: &str) -> Result<()> {
    const LEN: u64 = 65_536;
    let engine = Engine::new(config)?;
    let mut store = Store::new(&engine, ());
    for &offset in OFFSETS {
        let instance = Instance::new(&mut store, &Module::new(&engine, text(offset, shared))?, &[])?;
        for (name, _, bytes) in ACCESSES {
            for &index in INDEXES {
                let fits = |index: u32| u64::from(index) + offset + bytes <= LEN;
                for (form, effective, other) in [
                    ("plain".to_owned(), index, 0),
                    ("plus".to_owned(), index.wrapping_add(16), 0),
                    ("sum".to_owned(), index.wrapping_add(0x8000_0001), 0x8000_0001),
                    (format!("at {index}"), index, 0),
                ] {
                    let export = format!("{name} {form}");
                    let call = instance.get_typed_func::<(u32, u32, u64), ()>(&mut store, &export)?;
                    let what = format!("{what}: {export}, index {index:#x}, offset {offset:#x}");
                    let result = call.call(&mut store, (index, other, 3));
                    assert_eq!(ends(result, &what), fits(effective), "{what}");
                }
            }
        }
        for (name, bytes) in ["copy", "read", "fill"].iter().flat_map(|n| [1, 7, 16, 64].map(|b| (n, b))) {
            let call = instance.get_typed_func::<u32, ()>(&mut store, &format!("{name} {bytes}"))?;
            for &index in INDEXES {
                let what = format!("{what}: {name} of {bytes} at {index:#x}");
                let result = call.call(&mut store, index);
                assert_eq!(ends(result, &what), u64::from(index) + bytes <= LEN, "{what}");
            }
        }
    }
    Ok(())
}

#[test]
fn every_access_beyond_the_end_traps_whatever_is_reserved() -> Result<()> {
    for &(bytes, guard) in LAYOUTS {
        let mut config = unproved();
        config.tier(Tier::Jit).memory_reservation(bytes).memory_guard_size(guard);
        check(&config, &format!("reservation {bytes:#x}, guard {guard:#x}"), "1")?;
    }
    Ok(())
}

#[test]
fn so_it_does_in_shared_memories_and_with_explicit_compares() -> Result<()> {
    for &(bytes, guard) in LAYOUTS {
        let mut config = unproved();
        config.tier(Tier::Jit).memory_reservation(bytes).memory_guard_size(guard);
        check(&config, &format!("shared, reservation {bytes:#x}, guard {guard:#x}"), "1 1 shared")?;
    }
    let mut config = unproved();
    check(config.tier(Tier::Jit).explicit_bounds_checks(true), "explicit", "1")
}

/// The verifier of machine code computes by itself what an index and an offset reach; where a compare is missing it panics.
#[test]
fn code_is_proved_safe_whatever_is_reserved() -> Result<()> {
    for &(bytes, guard) in LAYOUTS {
        let mut config = Config::new();
        config.tier(Tier::Jit).memory_reservation(bytes).memory_guard_size(guard);
        config.chaos(Chaos { verify_code: true, ..Chaos::default() });
        let engine = Engine::new(&config)?;
        for &offset in OFFSETS {
            let module = Module::new(&engine, text(offset, "1"))?;
            let functions = module.statistics().functions;
            assert!(functions.iter().all(|function| function.tier == FunctionTier::Compiled));
        }
    }
    Ok(())
}

/// Between 6 and 8 GiB accesses with an offset from 2^31 on were not compared, and reached the memory of another store.
#[test]
fn no_offset_reaches_the_memory_of_another_store() -> Result<()> {
    for (bytes, guard) in
        [(6 * GIB, KIB64), (7 * GIB, KIB64), (8 * GIB - KIB64, 0), (GIB, 6 * GIB), (4 * GIB, KIB64)]
    {
        let mut config = unproved();
        config.tier(Tier::Jit).memory_reservation(bytes).memory_guard_size(guard);
        let engine = Engine::new(&config)?;
        let victim =
            Module::new(&engine, r#"(module (memory (export "m") 1) (data (i32.const 0) "secret"))"#)?;
        let attacker = Module::new(
            &engine,
            r#"(module (memory (export "m") 1)
            (func (export "peek") (param i32) (result i64) (i64.load offset=0xffffffff (local.get 0)))
            (func (export "poke") (param i32) (i64.store offset=0xffffffff (local.get 0) (i64.const 7))))"#,
        )?;
        let mut victims = Vec::new();
        let mut mine = Store::new(&engine, ());
        let instance = Instance::new(&mut mine, &attacker, &[])?;
        let peek = instance.get_typed_func::<u32, u64>(&mut mine, "peek")?;
        let poke = instance.get_typed_func::<u32, ()>(&mut mine, "poke")?;
        let own = instance.get_memory(&mut mine, "m").expect("an export").data_ptr(&mine).addr();
        for _ in 0..4 {
            let mut store = Store::new(&engine, ());
            let other = Instance::new(&mut store, &victim, &[])?;
            let memory = other.get_memory(&mut store, "m").expect("an export");
            let index = memory.data_ptr(&store).addr().wrapping_sub(own).wrapping_sub(0xFFFF_FFFF);
            if let Ok(index) = u32::try_from(index) {
                assert!(peek.call(&mut mine, index).is_err() && poke.call(&mut mine, index).is_err());
            }
            assert_eq!(&memory.data(&store)[..6], b"secret");
            victims.push(store);
        }
        for index in [0, 0xFFFF_FFF0, u32::MAX] {
            assert!(peek.call(&mut mine, index).is_err() && poke.call(&mut mine, index).is_err());
        }
    }
    Ok(())
}
