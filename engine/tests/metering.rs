//! Operators whose work grows with a length: they cost fuel, and epochs interrupt them, the same in every tier.

use std::time::{Duration, Instant};

use wx::{
    Config, Engine, Instance, Memory, MemoryType, Module, Result, SharedMemory, Store, Tier, Trap,
    UpdateDeadline,
};

const TIERS: [Tier; 3] = [Tier::Interp, Tier::Jit, Tier::Tiered];

/// Every such operator, with a length as the parameter. Each function has the same operators but for one constant more or less.
const BULK: &str = r#"(module
    (type $bytes (array (mut i8)))
    (type $wide (array (mut i64)))
    (type $refs (array (mut funcref)))
    (memory $m 40)
    (memory $other 40)
    (table $t 400000 funcref)
    (table $u 400000 funcref)
    (data $d "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
    (elem $e func $f $f $f $f $f $f $f $f $f $f $f $f $f $f $f $f $f $f $f $f)
    (func $f)
    (func (export "memory.fill") (param i32) (memory.fill (i32.const 3) (i32.const 1) (local.get 0)))
    (func (export "memory.copy") (param i32) (memory.copy (i32.const 3) (i32.const 0) (local.get 0)))
    (func (export "memory.copy other") (param i32)
        (memory.copy $m $other (i32.const 3) (i32.const 0) (local.get 0)))
    (func (export "memory.init") (param i32) (memory.init $d (i32.const 3) (i32.const 0) (local.get 0)))
    (func (export "table.fill") (param i32) (table.fill $t (i32.const 3) (ref.func $f) (local.get 0)))
    (func (export "table.copy") (param i32) (table.copy $t $u (i32.const 3) (i32.const 0) (local.get 0)))
    (func (export "table.init") (param i32) (table.init $t $e (i32.const 3) (i32.const 0) (local.get 0)))
    (func (export "table.grow") (param i32) (drop (table.grow $t (ref.null func) (local.get 0))))
    (func (export "array.new") (param i32) (drop (array.new $wide (i64.const 1) (local.get 0))))
    (func (export "array.new_default") (param i32) (drop (array.new_default $bytes (local.get 0))))
    (func (export "array.new_data") (param i32) (drop (array.new_data $bytes $d (i32.const 0) (local.get 0))))
    (func (export "array.new_elem") (param i32) (drop (array.new_elem $refs $e (i32.const 0) (local.get 0))))
    (global $a (ref $wide) (array.new_default $wide (i32.const 300000)))
    (global $b (ref $bytes) (array.new_default $bytes (i32.const 300000)))
    (global $c (ref $refs) (array.new_default $refs (i32.const 300000)))
    (func (export "array.fill") (param i32) (array.fill $wide (global.get $a) (i32.const 3) (i64.const 5) (local.get 0)))
    (func (export "array.copy") (param i32)
        (array.copy $wide $wide (global.get $a) (i32.const 3) (global.get $a) (i32.const 0) (local.get 0)))
    (func (export "array.init_data") (param i32)
        (array.init_data $bytes $d (global.get $b) (i32.const 3) (i32.const 0) (local.get 0)))
    (func (export "array.init_elem") (param i32)
        (array.init_elem $refs $e (global.get $c) (i32.const 3) (i32.const 0) (local.get 0))))"#;

/// Operators, the bytes of an element, and the longest length that is no trap.
const OPERATORS: [(&str, u64, u64); 16] = [
    ("memory.fill", 1, 2_000_000),
    ("memory.copy", 1, 2_000_000),
    ("memory.copy other", 1, 2_000_000),
    ("memory.init", 1, 80),
    ("table.fill", 8, 300_000),
    ("table.copy", 8, 300_000),
    ("table.init", 8, 20),
    ("table.grow", 8, 300_000),
    ("array.new", 8, 300_000),
    ("array.new_default", 1, 300_000),
    ("array.new_data", 1, 80),
    ("array.new_elem", 8, 20),
    ("array.fill", 8, 200_000),
    ("array.copy", 8, 200_000),
    ("array.init_data", 1, 80),
    ("array.init_elem", 8, 20),
];

fn instance(store: &mut Store<u32>, text: &str) -> Result<Instance> {
    let module = Module::new(store.engine(), text)?;
    Instance::new(store, &module, &[])
}

#[test]
fn fuel_pays_for_every_64_bytes_in_every_tier() -> Result<()> {
    for tier in TIERS {
        for epochs in [false, true] {
            let engine = Engine::new(Config::new().tier(tier).consume_fuel(true).epoch_interruption(epochs))?;
            let mut store = Store::new(&engine, 0);
            store.set_epoch_deadline(1);
            store.set_fuel(1_000_000)?;
            let instance = instance(&mut store, BULK)?;
            for (name, width, most) in OPERATORS {
                let f = instance.get_typed_func::<i32, ()>(&mut store, name)?;
                let mut cost = |len: u64, fuel: u64| -> Result<u64> {
                    store.set_fuel(fuel)?;
                    f.call(&mut store, len as i32)?;
                    Ok(fuel - store.get_fuel()?)
                };
                let nothing = cost(0, 1000)?;
                assert!(nothing < 10, "{name} {nothing}");
                for len in [1, 64 / width - 1, 64 / width, 64 / width + 1, most - 1, most] {
                    let len = len.min(most);
                    let units = len * width / 64;
                    let what = format!("{name} {len} {tier:?} epochs {epochs}");
                    assert_eq!(cost(len, 1_000_000)?, nothing + units, "{what}");
                    if name == "table.grow" {
                        continue;
                    }
                    assert_eq!(cost(len, nothing + units)?, nothing + units, "{what}");
                    if units > 0 {
                        let error = cost(len, nothing + units - 1).unwrap_err();
                        assert_eq!(error.downcast_ref(), Some(&Trap::OutOfFuel), "{what}");
                    }
                }
            }
        }
    }
    Ok(())
}

/// A range that is wrong is found before anything is paid, and what cannot be paid writes nothing.
#[test]
fn what_is_not_paid_is_not_done() -> Result<()> {
    const TEXT: &str = r#"(module (memory (export "memory") 2)
        (func (export "fill") (param i32) (memory.fill (i32.const 0) (i32.const 7) (local.get 0)))
        (func (export "small") (memory.fill (i32.const 0) (i32.const 7) (i32.const 64))))"#;
    for tier in TIERS {
        let mut store = Store::new(&Engine::new(Config::new().tier(tier).consume_fuel(true))?, 0);
        let instance = instance(&mut store, TEXT)?;
        let memory = instance.get_memory(&mut store, "memory").expect("the memory");
        let fill = instance.get_typed_func::<i32, ()>(&mut store, "fill")?;
        let small = instance.get_typed_func::<(), ()>(&mut store, "small")?;
        store.set_fuel(100)?;
        let error = fill.call(&mut store, 1 << 20).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&Trap::MemoryOutOfBounds), "{tier:?}");
        assert!(store.get_fuel()? > 80, "{tier:?}");
        store.set_fuel(100)?;
        let error = fill.call(&mut store, 1 << 16).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&Trap::OutOfFuel), "{tier:?}");
        assert_eq!((store.get_fuel()?, memory.data(&store)[0]), (0, 0), "{tier:?}");
        // A constant length costs what any other does.
        store.set_fuel(100)?;
        fill.call(&mut store, 64)?;
        let left = store.get_fuel()?;
        store.set_fuel(100)?;
        small.call(&mut store, ())?;
        assert_eq!(store.get_fuel()?, left, "{tier:?}");
    }
    Ok(())
}

#[test]
fn an_epoch_interrupts_one_long_operator() -> Result<()> {
    const TEXT: &str = r#"(module (memory 65536)
        (func (export "fill") (memory.fill (i32.const 0) (i32.const 1) (i32.const -1))
            (memory.fill (i32.const 0) (i32.const 2) (i32.const -1))))"#;
    for tier in TIERS {
        let engine = Engine::new(Config::new().tier(tier).epoch_interruption(true))?;
        let mut store = Store::new(&engine, 0);
        store.set_epoch_deadline(1);
        let fill = instance(&mut store, TEXT)?.get_typed_func::<(), ()>(&mut store, "fill")?;
        let ticker = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(30));
            engine.increment_epoch();
        });
        let begun = Instant::now();
        let error = fill.call(&mut store, ()).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&Trap::Interrupt), "{tier:?}");
        assert!(begun.elapsed() < Duration::from_secs(1), "{tier:?} {:?}", begun.elapsed());
        ticker.join().expect("the ticker");
    }
    Ok(())
}

/// The callback makes the memory and the table move between two pieces of the work, and drops what they come from.
#[test]
fn a_callback_may_move_what_is_worked_on() -> Result<()> {
    const TEXT: &str = r#"(module
        (memory (export "memory") i64 32)
        (table (export "table") 200000 funcref)
        (func $f)
        (elem declare func $f)
        (func (export "fill") (memory.fill (i64.const 0) (i32.const 7) (i64.const 0x200000)))
        (func (export "up") (memory.copy (i64.const 1) (i64.const 0) (i64.const 0x1fffff)))
        (func (export "down") (memory.copy (i64.const 0) (i64.const 1) (i64.const 0x1fffff)))
        (func (export "tables") (table.fill (i32.const 0) (ref.func $f) (i32.const 200000)))
        (func (export "array") (result i64)
            (local $a (ref null $wide)) (local $sum i64) (local $i i32)
            (local.set $a (array.new $wide (i64.const 3) (i32.const 200000)))
            (loop $l
                (local.set $sum (i64.add (local.get $sum) (array.get $wide (local.get $a) (local.get $i))))
                (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 200000))))
            (local.get $sum))
        (func (export "objects") (result i64)
            (local $a (ref null $cells))
            (local.set $a (array.new $cells (struct.new $cell (i64.const 4)) (i32.const 200000)))
            (drop (array.new_default $wide (i32.const 100)))
            (i64.add
                (struct.get $cell 0 (array.get $cells (local.get $a) (i32.const 0)))
                (struct.get $cell 0 (array.get $cells (local.get $a) (i32.const 199999)))))
        (type $wide (array (mut i64)))
        (type $cell (struct (field i64)))
        (type $cells (array (mut (ref null $cell)))))"#;
    for tier in TIERS {
        let engine = Engine::new(Config::new().tier(tier).epoch_interruption(true))?;
        let mut store = Store::new(&engine, 0_u32);
        let instance = instance(&mut store, TEXT)?;
        let memory = instance.get_memory(&mut store, "memory").expect("the memory");
        let table = instance.get_table(&mut store, "table").expect("the table");
        // The deadline has passed at every look.
        store.epoch_deadline_callback(move |mut context| {
            *context.data_mut() += 1;
            if *context.data() < 40 {
                memory.grow(&mut context, 16)?;
                table.grow(&mut context, 1000, wx::Ref::Func(None))?;
                context.gc();
            }
            Ok(UpdateDeadline::Continue(0))
        });
        for (name, expected) in [("fill", [7, 7]), ("up", [9, 9]), ("down", [9, 5])] {
            if name != "fill" {
                let data = memory.data_mut(&mut store);
                data[..0x200000].fill(9);
                data[0x1f_ffff] = 5;
                if name == "up" {
                    data[0x1f_ffff] = 0;
                }
            }
            *store.data_mut() = 0;
            instance.get_typed_func::<(), ()>(&mut store, name)?.call(&mut store, ())?;
            let data = memory.data(&store);
            assert_eq!(
                [data[0x1f_fffe], data[0x1f_ffff]],
                if name == "down" { [5, 5] } else { expected },
                "{name}"
            );
            assert!(data[..0x1f_fffe].iter().all(|&byte| byte == expected[0]), "{name} {tier:?}");
            assert!(*store.data() > 5, "{name} {tier:?} {}", store.data());
        }
        *store.data_mut() = 0;
        instance.get_typed_func::<(), ()>(&mut store, "tables")?.call(&mut store, ())?;
        for at in [0, 100_000, 199_999] {
            assert!(matches!(table.get(&mut store, at), Some(wx::Ref::Func(Some(_)))), "{at} {tier:?}");
        }
        assert!(matches!(table.get(&mut store, 200_000), Some(wx::Ref::Func(None))), "{tier:?}");
        assert_eq!(instance.get_typed_func::<(), i64>(&mut store, "array")?.call(&mut store, ())?, 600_000);
        // The only reference to what fills the array is the operand, which the result replaces.
        *store.data_mut() = 0;
        let objects = instance.get_typed_func::<(), i64>(&mut store, "objects")?;
        assert_eq!(objects.call(&mut store, ())?, 8);
        assert!(*store.data() > 3, "{tier:?} {}", store.data());
    }
    Ok(())
}

/// Nothing but a wake-up ended a wait: a guest that waits for ever held its thread for ever.
#[test]
fn an_epoch_ends_a_wait() -> Result<()> {
    const TEXT: &str = r#"(module (import "" "m" (memory 1 1 shared))
        (func (export "wait") (param i64) (result i32)
            (memory.atomic.wait32 (i32.const 0) (i32.const 0) (local.get 0))))"#;
    for tier in TIERS {
        let engine = Engine::new(Config::new().tier(tier).epoch_interruption(true))?;
        let module = Module::new(&engine, TEXT)?;
        let mut store = Store::new(&engine, 0_u32);
        let memory = SharedMemory::new(&engine, MemoryType::shared(1, 1))?;
        let wait = Instance::new(&mut store, &module, &[memory.into()])?
            .get_typed_func::<i64, i32>(&mut store, "wait")?;
        store.set_epoch_deadline(1);
        let ticker = {
            let engine = engine.clone();
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(30));
                engine.increment_epoch();
            })
        };
        let error = wait.call(&mut store, -1).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&Trap::Interrupt), "{tier:?}");
        ticker.join().expect("the ticker");
        // One that is told to go on waits for its time.
        store.epoch_deadline_callback(|mut context| {
            *context.data_mut() += 1;
            Ok(UpdateDeadline::Continue(0))
        });
        let begun = Instant::now();
        assert_eq!(wait.call(&mut store, 50_000_000)?, 2, "{tier:?}");
        assert!(begun.elapsed() >= Duration::from_millis(50), "{tier:?}");
        assert!(*store.data() > 2, "{tier:?} {}", store.data());
    }
    Ok(())
}

#[test]
fn a_memory_of_the_host_pays_nothing() -> Result<()> {
    let mut store = Store::new(&Engine::new(Config::new().consume_fuel(true))?, 0);
    let memory = Memory::new(&mut store, MemoryType::new(1, None))?;
    memory.grow(&mut store, 1)?;
    memory.write(&mut store, 0, &[1; 1000])?;
    assert_eq!(store.get_fuel()?, 0);
    Ok(())
}
