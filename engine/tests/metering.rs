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

/// Operators, and the longest length that is no trap.
const OPERATORS: [(&str, u64); 16] = [
    ("memory.fill", 2_000_000),
    ("memory.copy", 2_000_000),
    ("memory.copy other", 2_000_000),
    ("memory.init", 80),
    ("table.fill", 300_000),
    ("table.copy", 300_000),
    ("table.init", 20),
    ("table.grow", 300_000),
    ("array.new", 300_000),
    ("array.new_default", 300_000),
    ("array.new_data", 80),
    ("array.new_elem", 20),
    ("array.fill", 200_000),
    ("array.copy", 200_000),
    ("array.init_data", 80),
    ("array.init_elem", 20),
];

fn instance(store: &mut Store<u32>, text: &str) -> Result<Instance> {
    let module = Module::new(store.engine(), text)?;
    Instance::new(store, &module, &[])
}

#[test]
fn fuel_pays_for_every_byte_and_element_in_every_tier() -> Result<()> {
    for tier in TIERS {
        for epochs in [false, true] {
            let engine = Engine::new(Config::new().tier(tier).consume_fuel(true).epoch_interruption(epochs))?;
            let mut store = Store::new(&engine, 0);
            store.set_epoch_deadline(1);
            store.set_fuel(10_000_000)?;
            let instance = instance(&mut store, BULK)?;
            for (name, most) in OPERATORS {
                let f = instance.get_typed_func::<i32, ()>(&mut store, name)?;
                let mut cost = |len: u64, fuel: u64| -> Result<u64> {
                    store.set_fuel(fuel)?;
                    f.call(&mut store, len as i32)?;
                    Ok(fuel - store.get_fuel()?)
                };
                let nothing = cost(0, 1000)?;
                assert!(nothing < 10, "{name} {nothing}");
                for len in [1, 7, 64, 65, most - 1, most] {
                    let units = len.min(most);
                    let len = units;
                    let what = format!("{name} {len} {tier:?} epochs {epochs}");
                    assert_eq!(cost(len, 10_000_000)?, nothing + units, "{what}");
                    if name == "table.grow" {
                        continue;
                    }
                    assert_eq!(cost(len, nothing + units)?, nothing + units, "{what}");
                    let error = cost(len, nothing + units - 1).unwrap_err();
                    assert_eq!(error.downcast_ref(), Some(&Trap::OutOfFuel), "{what}");
                }
            }
        }
    }
    Ok(())
}

/// What cannot be paid writes nothing, and is not even compared with the memory's length.
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
        store.set_fuel((1 << 20) + 100)?;
        let error = fill.call(&mut store, 1 << 20).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&Trap::MemoryOutOfBounds), "{tier:?}");
        assert!((80..100).contains(&store.get_fuel()?), "{tier:?}");
        store.set_fuel(100)?;
        let error = fill.call(&mut store, 1 << 20).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&Trap::OutOfFuel), "{tier:?}");
        store.set_fuel(100)?;
        let error = fill.call(&mut store, 1 << 16).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&Trap::OutOfFuel), "{tier:?}");
        assert_eq!((store.get_fuel()?, memory.data(&store)[0]), (0, 0), "{tier:?}");
        // A constant length costs what any other does.
        store.set_fuel(100)?;
        small.call(&mut store, ())?;
        assert_eq!(memory.data(&store)[..65].iter().filter(|&&byte| byte == 7).count(), 64, "{tier:?}");
        store.set_fuel(70)?;
        assert!(small.call(&mut store, ()).is_ok(), "{tier:?}");
        store.set_fuel(67)?;
        assert_eq!(small.call(&mut store, ()).unwrap_err().downcast_ref(), Some(&Trap::OutOfFuel));
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
        assert_eq!(wait.call(&mut store, 300_000_000)?, 2, "{tier:?}");
        assert!(begun.elapsed() >= Duration::from_millis(300), "{tier:?}");
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

/// What an operator costs is wasmtime's count: these are its figures, which follow from the rule in `lower::fuel`.
#[test]
fn fuel_is_counted_by_the_rule_in_every_tier() -> Result<()> {
    const TEXT: &str = r#"(module
        (func $empty (export "empty") (param i32))
        (func (export "call") (param i32) (call $empty (local.get 0)))
        (func (export "structure") (param i32) (block (loop (nop) (drop (local.get 0)))) (return))
        (func (export "loop") (param i32)
            (loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
        (func (export "while") (param i32)
            (block $out (loop $l
                (br_if $out (i32.eqz (local.get 0)))
                (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
                (br $l)))
            (drop (i32.const 0)))
        (func (export "arms") (param i32)
            (if (local.get 0)
                (then (local.set 0 (i32.const 1)) (local.set 0 (i32.const 2)))
                (else (local.set 0 (i32.const 3))))
            (local.set 0 (i32.const 4)))
        (func (export "ways out") (param i32)
            (block $a
                (block $b
                    (if (i32.eq (local.get 0) (i32.const 1)) (then (br $a)))
                    (if (i32.eq (local.get 0) (i32.const 2)) (then (return)))
                    (br_if $b (i32.eq (local.get 0) (i32.const 3)))
                    (local.set 0 (i32.const 9)))
                (local.set 0 (i32.const 8)))
            (local.set 0 (i32.const 7)))
        ;; One with handlers saves all registers that belong to its caller; the meter is not among them.
        (func (export "handler") (param i32)
            (block $h (try_table (catch_all $h)
                (loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))))
        (func $tail (export "tail") (param i32)
            (if (local.get 0) (then (return_call $tail (i32.sub (local.get 0) (i32.const 1)))))
            (local.set 0 (i32.const 7))))"#;
    let expected = |name: &str, n: u64| match name {
        "empty" => 1,
        "call" => 4,
        "structure" => 2,
        "loop" => 1 + 5 * n,
        "handler" => 1 + 1 + 5 * n,
        "while" => 1 + 3 + 8 * n + 1,
        "arms" => 1 + 2 + if n == 0 { 2 } else { 4 } + 2,
        "ways out" => {
            1 + match n {
                1 => 4 + 1 + 2,
                2 => 8,
                3 => 12 + 2 + 2,
                _ => 12 + 2 + 2 + 2,
            }
        }
        "tail" => 1 + 2 + 2 + n * (1 + 2 + 4),
        _ => unreachable!("{name}"),
    };
    for tier in TIERS {
        for epochs in [false, true] {
            let engine = Engine::new(Config::new().tier(tier).consume_fuel(true).epoch_interruption(epochs))?;
            let mut store = Store::new(&engine, 0);
            store.set_epoch_deadline(1);
            let instance = instance(&mut store, TEXT)?;
            for name in ["empty", "call", "structure", "loop", "handler", "while", "arms", "ways out", "tail"]
            {
                let f = instance.get_typed_func::<i32, ()>(&mut store, name)?;
                for n in [1, 2, 3, 4, 100, 0, 5000] {
                    if ["loop", "handler"].contains(&name) && n == 0 {
                        continue;
                    }
                    for fuel in [u64::MAX, 1 << 63, 1_000_000] {
                        store.set_fuel(fuel)?;
                        f.call(&mut store, n as i32)?;
                        let what = format!("{name} {n} of {fuel} {tier:?} epochs {epochs}");
                        assert_eq!(fuel - store.get_fuel()?, expected(name, n), "{what}");
                    }
                    // Exactly enough is enough, and one less is not.
                    store.set_fuel(expected(name, n))?;
                    f.call(&mut store, n as i32)?;
                    assert_eq!(store.get_fuel()?, 0, "{name} {n} {tier:?}");
                    store.set_fuel(expected(name, n) - 1)?;
                    let error = f.call(&mut store, n as i32).unwrap_err();
                    assert_eq!(error.downcast_ref(), Some(&Trap::OutOfFuel), "{name} {n} {tier:?}");
                    assert_eq!(store.get_fuel()?, 0, "{name} {n} {tier:?}");
                }
            }
        }
    }
    Ok(())
}

/// The meter is in a register while machine code runs: the host must find the fuel in the store, and what it sets must count.
#[test]
fn the_host_sees_and_changes_fuel_under_way() -> Result<()> {
    const TEXT: &str = r#"(module (import "" "look" (func $look (param i32) (result i32)))
        (memory 1) (table $t 1 funcref)
        (func (export "run") (param i32) (result i32)
            (drop (call $look (i32.const 1)))
            (drop (table.grow $t (ref.null func) (i32.const 1)))
            (call $look (local.get 0))))"#;
    for tier in TIERS {
        for epochs in [false, true] {
            let engine = Engine::new(Config::new().tier(tier).consume_fuel(true).epoch_interruption(epochs))?;
            let mut store = Store::new(&engine, 0);
            store.set_epoch_deadline(1);
            let look =
                wx::Func::wrap(&mut store, |mut caller: wx::Caller<'_, u32>, fuel: i32| -> Result<i32> {
                    let left = caller.get_fuel()?;
                    if fuel > 1 {
                        caller.set_fuel(fuel as u64)?;
                    }
                    Ok(left as i32)
                });
            let module = Module::new(&engine, TEXT)?;
            let instance = Instance::new(&mut store, &module, &[look.into()])?;
            let run = instance.get_typed_func::<i32, i32>(&mut store, "run")?;
            for _ in 0..20 {
                store.set_fuel(1000)?;
                // Everything was paid for at the function's entry, but for the element.
                assert_eq!(run.call(&mut store, 500)?, 1000 - 8 - 1, "{tier:?} epochs {epochs}");
                assert_eq!(store.get_fuel()?, 500, "{tier:?} epochs {epochs}");
            }
        }
    }
    Ok(())
}

/// Functions, and what wasmtime 50 says that they cost.
#[test]
fn fuel_is_what_wasmtime_counts() -> Result<()> {
    let text = r#"(module (memory 1)
        (func $fib (export "fib") (param i32) (result i32)
            (if (result i32) (i32.lt_u (local.get 0) (i32.const 2)) (then (local.get 0))
                (else (i32.add (call $fib (i32.sub (local.get 0) (i32.const 1)))
                    (call $fib (i32.sub (local.get 0) (i32.const 2)))))))
        (func (export "call fib") (param i32) (result i32) (call $fib (i32.const 10)))
        (func (export "loop") (param i32) (result i32) (local i32)
            (loop (local.set 1 (i32.add (local.get 1) (local.get 0)))
                (local.set 0 (i32.add (local.get 0) (i32.const 1)))
                (br_if 0 (i32.lt_u (local.get 0) (i32.const 100))))
            (local.get 1))
        (func (export "bulk") (param i32) (result i32)
            (memory.fill (i32.const 0) (i32.const 7) (i32.const 1000))
            (memory.copy (i32.const 10) (i32.const 500) (i32.const 300)) (local.get 0))
        (func (export "exits") (param i32) (result i32)
            (block (block (loop (local.set 0 (i32.add (local.get 0) (i32.const 1)))
                (br_if 2 (i32.eq (local.get 0) (i32.const 50))) (br_if 1 (i32.eq (local.get 0) (i32.const 77)))
                (br 0))) (return (i32.const 1)))
            (drop (local.get 0)) (local.get 0))
        (func (export "table") (param i32) (result i32) (local i32)
            (loop $l (block (block (block (br_table 0 1 2 (i32.and (local.get 0) (i32.const 3))))
                    (local.set 1 (i32.add (local.get 1) (i32.const 1))))
                    (local.set 1 (i32.add (local.get 1) (i32.const 5))))
                (local.set 0 (i32.add (local.get 0) (i32.const 1)))
                (br_if $l (i32.lt_u (local.get 0) (i32.const 20))))
            (select (local.get 1) (i32.const 2) (nop) (i32.const 1)))
        (func (export "ifs") (param i32) (result i32)
            (if (i32.const 1) (then (local.set 0 (i32.const 3)) (nop)) (else (unreachable)))
            (if (local.get 0) (then (return (i32.const 9)))) (local.get 0)))"#;
    let costs =
        [("call fib", 1769), ("loop", 1202), ("bulk", 1310), ("exits", 648), ("table", 305), ("ifs", 8)];
    for tier in TIERS {
        let engine = Engine::new(Config::new().tier(tier).consume_fuel(true))?;
        let module = Module::new(&engine, text)?;
        for (name, cost) in costs {
            let mut store = Store::new(&engine, ());
            let instance = Instance::new(&mut store, &module, &[])?;
            let f = instance.get_typed_func::<i32, i32>(&mut store, name)?;
            store.set_fuel(10_000)?;
            f.call(&mut store, 0)?;
            assert_eq!(10_000 - store.get_fuel()?, cost, "{name} in {tier:?}");
        }
    }
    Ok(())
}
