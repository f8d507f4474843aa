//! Collections while wasm and the host hold references in all the places they can. Zeal collects before every allocation
//! and overwrites dead objects, so a forgotten root gives a wrong value, not luck.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use wx::*;

#[derive(Clone, Default)]
struct Drops(Arc<AtomicUsize>);

impl Drops {
    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

/// A value of the host that tells when it is dropped.
struct Tracked(u32, Drops);

impl Drop for Tracked {
    fn drop(&mut self) {
        self.1.0.fetch_add(1, Ordering::SeqCst);
    }
}

fn instantiate(zeal: bool, text: &str) -> (Store<Drops>, Instance) {
    let engine = Engine::default();
    let mut store = Store::new(&engine, Drops::default());
    store.set_gc_zeal(zeal);
    let module = Module::new(&engine, text).unwrap();
    let mut linker = Linker::new(&engine);
    linker
        .func_wrap("host", "make", |mut caller: Caller<'_, Drops>, n: u32| -> Result<Option<ExternRef>> {
            let drops = caller.data().clone();
            Ok(Some(ExternRef::new(&mut caller, Tracked(n, drops))?))
        })
        .unwrap();
    linker
        .func_wrap("host", "number", |caller: Caller<'_, Drops>, r: Option<ExternRef>| -> Result<u32> {
            let r = r.ok_or_else(|| Error::msg("null"))?;
            let value = r.data(&caller)?.and_then(|value| value.downcast_ref::<Tracked>());
            Ok(value.ok_or_else(|| Error::msg("not a tracked value"))?.0)
        })
        .unwrap();
    linker
        .func_wrap("host", "gc", |mut caller: Caller<'_, Drops>| {
            caller.gc();
            // Something new lies where dead objects were.
            for n in 0..10 {
                let drops = Drops::default();
                ExternRef::new(&mut caller, Tracked(n + 1000, drops)).unwrap();
            }
        })
        .unwrap();
    linker
        .func_wrap(
            "host",
            "call",
            |mut caller: Caller<'_, Drops>, f: Option<Func>, r: Option<ExternRef>| -> Result<u32> {
                let f = f.ok_or_else(|| Error::msg("null"))?.typed::<Option<ExternRef>, u32>(&caller)?;
                let result = f.call(&mut caller, r);
                // An exception is on its way to a handler below us on the stack.
                caller.gc();
                result
            },
        )
        .unwrap();
    let instance = linker.instantiate(&mut store, &module).unwrap();
    (store, instance)
}

const IMPORTS: &str = r#"
    (import "host" "make" (func $make (param i32) (result externref)))
    (import "host" "number" (func $number (param externref) (result i32)))
    (import "host" "gc" (func $gc))
    (import "host" "call" (func $call (param funcref externref) (result i32)))
"#;

#[test]
fn every_place_of_a_running_program_is_a_root() {
    let text = format!(
        r#"(module {IMPORTS}
        (type $box (struct (field (mut externref)) (field v128)))
        (type $boxes (array (mut (ref null $box))))
        (global $g (mut externref) (ref.null extern))
        (table $t 3 externref)
        (tag $e (param i32 externref))
        (elem declare func $through_host)

        (func $deep (param $n i32) (result i32) (local $r externref)
          (local.set $r (call $make (local.get $n)))
          (if (i32.eqz (local.get $n)) (then (call $gc) (return (call $number (local.get $r)))))
          (i32.add (call $deep (i32.sub (local.get $n) (i32.const 1))) (call $number (local.get $r))))
        (func (export "deep") (param i32) (result i32) (call $deep (local.get 0)))

        (func (export "operands") (result i32)
          (call $make (i32.const 1))
          (call $make (i32.const 20))
          (call $make (i32.const 300))
          (call $gc)
          (call $number)
          (local.set 0)
          (call $number) (local.get 0) (i32.add) (local.set 0)
          (call $number) (local.get 0) (i32.add))

        (func (export "global_table") (result i32)
          (global.set $g (call $make (i32.const 5)))
          (table.set $t (i32.const 1) (call $make (i32.const 60)))
          (call $gc)
          (i32.add (call $number (global.get $g)) (call $number (table.get $t (i32.const 1)))))

        (func (export "fields") (result i32) (local $a (ref null $boxes)) (local $b (ref null $box))
          (local.set $a (array.new_default $boxes (i32.const 100)))
          (array.set $boxes (local.get $a) (i32.const 77)
            (struct.new $box (call $make (i32.const 9)) (v128.const i64x2 1 2)))
          (call $gc)
          (local.set $b (array.get $boxes (local.get $a) (i32.const 77)))
          (struct.set $box 0 (local.get $b) (call $make (i32.const 8)))
          (local.set $b (ref.null $box))
          (call $gc)
          (call $number (struct.get $box 0 (array.get $boxes (local.get $a) (i32.const 77)))))

        (func $thrower (param i32) (throw $e (local.get 0) (call $make (i32.const 40))))
        (func (export "exception") (result i32) (local $x exnref) (local $n i32)
          (block $caught (result i32 externref exnref)
            (try_table (catch_ref $e $caught) (call $thrower (i32.const 2)))
            (unreachable))
          (local.set $x)
          (call $gc)
          (call $number)
          (i32.add)
          (local.set $n)
          ;; Thrown again after its payload was dropped: the exception alone keeps it.
          (block $again (result i32 externref)
            (try_table (catch $e $again) (call $gc) (throw_ref (local.get $x)))
            (unreachable))
          (call $number)
          (i32.add)
          (i32.add (local.get $n)))

        (func $through_host (param externref) (result i32)
          (call $gc)
          (call $number (local.get 0)))
        (func (export "nested") (result i32) (local $r externref)
          (local.set $r (call $make (i32.const 3)))
          (i32.add
            (call $call (ref.func $through_host) (call $make (i32.const 70)))
            (call $number (local.get $r))))
        )"#
    )
    .replace(
        "(func (export \"operands\") (result i32)",
        "(func (export \"operands\") (result i32) (local i32)",
    );
    let (mut store, instance) = instantiate(true, &text);
    let mut call = |name: &str, args: &[Val]| {
        let mut results = [Val::I32(0)];
        let f = instance.get_func(&mut store, name).unwrap();
        f.call(&mut store, args, &mut results).unwrap();
        results[0].unwrap_i32()
    };
    assert_eq!(call("deep", &[Val::I32(100)]), 5050);
    assert_eq!(call("operands", &[]), 321);
    assert_eq!(call("global_table", &[]), 65);
    assert_eq!(call("fields", &[]), 8);
    assert_eq!(call("exception", &[]), 84);
    assert_eq!(call("nested", &[]), 73);
}

#[test]
fn an_exception_on_its_way_through_the_host_is_a_root() {
    let text = format!(
        r#"(module {IMPORTS}
        (tag $e (param externref))
        (elem declare func $throw)
        (func $throw (param externref) (result i32) (throw $e (call $make (i32.const 6))))
        (func (export "run") (result i32)
          (block $caught (result externref)
            (try_table (catch $e $caught) (drop (call $call (ref.func $throw) (ref.null extern))))
            (unreachable))
          (call $number))
        )"#
    );
    let (mut store, instance) = instantiate(true, &text);
    let run = instance.get_typed_func::<(), u32>(&mut store, "run").unwrap();
    assert_eq!(run.call(&mut store, ()).unwrap(), 6);
}

#[test]
fn constant_expressions_and_segments_are_roots() {
    let text = format!(
        r#"(module {IMPORTS}
        (type $pair (struct (field i32) (field (ref null $pair))))
        (type $pairs (array (mut (ref null $pair))))
        (type $vectors (array v128))
        (global $first (ref $pair) (struct.new $pair (i32.const 1) (struct.new $pair (i32.const 20) (ref.null $pair))))
        (global $second (ref $pair) (struct.new $pair (i32.const 300) (global.get $first)))
        (global $vectors (ref $vectors) (array.new $vectors (v128.const i64x2 7 8) (i32.const 3)))
        (global $fixed (ref $pairs) (array.new_fixed $pairs 2 (global.get $second) (ref.null $pair)))
        (global $number (ref i31) (ref.i31 (i32.const -3)))
        (table $t 2 (ref null $pair) (struct.new $pair (i32.const 4000) (ref.null $pair)))
        (elem $segment (ref null $pair)
          (item (struct.new $pair (i32.const 50000) (global.get $second))) (item (ref.null $pair)))
        (func (export "sum") (result i32) (local $a (ref null $pairs)) (local $n i32)
          (call $gc)
          (local.set $n (i32.add (struct.get $pair 0 (global.get $first))
            (struct.get $pair 0 (ref.as_non_null (struct.get $pair 1 (global.get $first))))))
          (local.set $n (i32.add (local.get $n)
            (struct.get $pair 0 (array.get $pairs (global.get $fixed) (i32.const 0)))))
          (local.set $n (i32.add (local.get $n) (struct.get $pair 0 (table.get $t (i32.const 1)))))
          (local.set $a (array.new_elem $pairs $segment (i32.const 0) (i32.const 2)))
          (elem.drop $segment)
          (call $gc)
          (local.set $n (i32.add (local.get $n)
            (struct.get $pair 0 (array.get $pairs (local.get $a) (i32.const 0)))))
          (local.set $n (i32.add (local.get $n) (i31.get_s (global.get $number))))
          (i32.add (local.get $n)
            (i32x4.extract_lane 2 (array.get $vectors (global.get $vectors) (i32.const 2)))))
        )"#
    );
    let (mut store, instance) = instantiate(true, &text);
    let sum = instance.get_typed_func::<(), i32>(&mut store, "sum").unwrap();
    assert_eq!(sum.call(&mut store, ()).unwrap(), 54321 - 3 + 8);
}

#[test]
fn values_of_the_host_die_when_wasm_forgets_them() {
    let text = format!(
        r#"(module {IMPORTS}
        (table $t 10 externref)
        (func (export "put") (param i32 i32) (table.set $t (local.get 0) (call $make (local.get 1))))
        (func (export "get") (param i32) (result i32) (call $number (table.get $t (local.get 0))))
        (func (export "take") (param externref) (result externref) (local.get 0))
        )"#
    );
    let (mut store, instance) = instantiate(false, &text);
    let put = instance.get_typed_func::<(u32, u32), ()>(&mut store, "put").unwrap();
    let get = instance.get_typed_func::<u32, u32>(&mut store, "get").unwrap();
    for n in 0..100_000 {
        put.call(&mut store, (n % 10, n)).unwrap();
    }
    // What lies in the table is alive, whatever was collected meanwhile.
    for i in 0..10 {
        assert_eq!(get.call(&mut store, i).unwrap(), 99_990 + i);
    }
    store.gc();
    let drops = store.data().clone();
    // A stale slot may keep one or two for a while, no more.
    assert!((99_985..=99_990).contains(&drops.count()), "{}", drops.count());
    let take = instance.get_typed_func::<Option<ExternRef>, Option<ExternRef>>(&mut store, "take").unwrap();
    let r = ExternRef::new(&mut store, 5u64).unwrap();
    let back = take.call(&mut store, Some(r)).unwrap().unwrap();
    store.gc();
    assert_eq!(back.data(&store).unwrap().unwrap().downcast_ref::<u64>(), Some(&5));
    assert!(take.call(&mut store, None).unwrap().is_none());
    drop(store);
    assert_eq!(drops.count(), 100_000);
}

#[test]
fn a_full_heap_is_a_trap_and_what_is_freed_can_be_used_again() {
    let text = r#"(module
        (type $blob (array (mut i64)))
        (type $list (array (mut (ref null $blob))))
        (global $keep (mut (ref null $list)) (ref.null $list))
        ;; Keeps arrays of 64 MiB until the heap is full.
        (func (export "fill") (result i32) (local $i i32)
          (global.set $keep (array.new_default $list (i32.const 100)))
          (loop $next
            (array.set $list (global.get $keep) (local.get $i) (array.new_default $blob (i32.const 0x800000)))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br $next))
          (unreachable))
        (func (export "forget") (global.set $keep (ref.null $list)))
        (func (export "one") (param i32) (result i32) (array.len (array.new_default $blob (local.get 0)))))"#;
    let (mut store, instance) = instantiate(false, text);
    let fill = instance.get_typed_func::<(), i32>(&mut store, "fill").unwrap();
    let forget = instance.get_typed_func::<(), ()>(&mut store, "forget").unwrap();
    let one = instance.get_typed_func::<u32, u32>(&mut store, "one").unwrap();
    for _ in 0..2 {
        let error = fill.call(&mut store, ()).unwrap_err();
        assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::AllocationTooLarge));
        let error = one.call(&mut store, 0x800000).unwrap_err();
        assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::AllocationTooLarge));
        forget.call(&mut store, ()).unwrap();
        assert_eq!(one.call(&mut store, 0x800000).unwrap(), 0x800000);
    }
    let error = one.call(&mut store, u32::MAX).unwrap_err();
    assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::AllocationTooLarge));
}

#[test]
fn the_heap_of_a_store_can_be_bounded() {
    let text = r#"(module (type $bytes (array (mut i8)))
        (func (export "make") (param i32) (result i32) (array.len (array.new_default $bytes (local.get 0)))))"#;
    let engine = Engine::new(Config::new().max_gc_heap(1 << 20)).unwrap();
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &Module::new(&engine, text).unwrap(), &[]).unwrap();
    let make = instance.get_typed_func::<u32, u32>(&mut store, "make").unwrap();
    let error = make.call(&mut store, 1 << 20).unwrap_err();
    assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::AllocationTooLarge));
    // What is dropped makes room, as often as need be.
    for _ in 0..20 {
        assert_eq!(make.call(&mut store, 900_000).unwrap(), 900_000);
    }
}
