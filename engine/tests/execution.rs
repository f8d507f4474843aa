//! Whole paths through the engine: calls that cross instances and the host, exceptions, re-entrance, panics.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wx::*;

fn module(store: &Store<u32>, wat: &str) -> Module {
    Module::new(store.engine(), wat).unwrap_or_else(|e| panic!("{e:?}\n{wat}"))
}

/// An instance of `wat` whose imports come from `linker`.
fn instance(store: &mut Store<u32>, linker: &Linker<u32>, wat: &str) -> Instance {
    let module = module(store, wat);
    linker.instantiate(store, &module).unwrap_or_else(|e| panic!("{e:?}"))
}

fn setup() -> (Store<u32>, Linker<u32>) {
    let engine = Engine::default();
    (Store::new(&engine, 0), Linker::new(&engine))
}

fn call(store: &mut Store<u32>, instance: &Instance, name: &str, arg: i32) -> Result<i32> {
    let func = instance.get_typed_func::<i32, i32>(&mut *store, name).unwrap();
    func.call(store, arg)
}

#[test]
fn recursion_loops_and_memory() {
    let (mut store, linker) = setup();
    let i = instance(
        &mut store,
        &linker,
        r#"(module (memory 1)
          (func $fib (export "fib") (param i32) (result i32)
            local.get 0 i32.const 2 i32.lt_s if (result i32) local.get 0 else
              local.get 0 i32.const 1 i32.sub call $fib
              local.get 0 i32.const 2 i32.sub call $fib i32.add end)
          (func (export "sum") (param $n i32) (result i32) (local $i i32) (local $sum i32)
            (loop $fill
              (i32.store (i32.shl (local.get $i) (i32.const 2)) (local.get $i))
              (br_if $fill (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
            (loop $add
              (local.set $i (i32.sub (local.get $i) (i32.const 1)))
              (local.set $sum (i32.add (local.get $sum) (i32.load (i32.shl (local.get $i) (i32.const 2)))))
              (br_if $add (local.get $i)))
            local.get $sum))"#,
    );
    assert_eq!(call(&mut store, &i, "fib", 15).unwrap(), 610);
    assert_eq!(call(&mut store, &i, "sum", 1000).unwrap(), 499_500);
    let error = call(&mut store, &i, "sum", 20_000).unwrap_err();
    assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::MemoryOutOfBounds));
}

/// A memory that another instance or the host grows is seen by whoever called them.
#[test]
fn memory_growth_behind_a_call_is_seen() {
    let (mut store, mut linker) = setup();
    let owner = instance(
        &mut store,
        &linker,
        r#"(module (memory (export "memory") 1)
             (func (export "grow") (param i32) (result i32) local.get 0 memory.grow))"#,
    );
    linker.instance(&mut store, "owner", owner).unwrap();
    linker
        .func_wrap("host", "grow", |mut caller: Caller<'_, u32>, pages: i32| -> Result<i32> {
            let memory = caller.get_export("memory").unwrap().into_memory().unwrap();
            Ok(memory.grow(&mut caller, pages as u64)? as i32)
        })
        .unwrap();
    let user = instance(
        &mut store,
        &linker,
        r#"(module
             (import "owner" "memory" (memory 1)) (export "memory" (memory 0))
             (import "owner" "grow" (func $other (param i32) (result i32)))
             (import "host" "grow" (func $host (param i32) (result i32)))
             (type $t (func (param i32) (result i32)))
             (table funcref (elem $other $host))
             (func (export "direct") (param i32) (result i32)
               (drop (call $other (i32.const 1)))
               (i32.store offset=131068 (i32.const 0) (i32.const 7))
               (i32.load offset=131068 (i32.const 0)))
             (func (export "hosted") (param i32) (result i32)
               (drop (call $host (i32.const 1)))
               (i32.load offset=196604 (i32.const 0)))
             (func $tail (param i32) (result i32)
               (return_call_indirect (type $t) (i32.const 1) (local.get 0)))
             (func (export "tail") (param i32) (result i32)
               (drop (call $tail (local.get 0)))
               (memory.size)))"#,
    );
    assert_eq!(call(&mut store, &user, "direct", 0).unwrap(), 7);
    assert_eq!(call(&mut store, &user, "hosted", 0).unwrap(), 0);
    assert_eq!(call(&mut store, &user, "tail", 0).unwrap(), 4);
    assert_eq!(call(&mut store, &user, "tail", 1).unwrap(), 5);
}

const THROWER: &str = r#"(module
  (tag $e (export "e") (param i32 i64)) (tag $other)
  (func $throw (export "throw") (param i32) (result i32)
    (throw $e (local.get 0) (i64.const 5)))
  (func $deep (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0)) (then (call $throw (i32.const 30)))
      (else (call $deep (i32.sub (local.get 0) (i32.const 1))))))
  (func (export "catch") (param i32) (result i32)
    (block $h (result i32 i64)
      (try_table (catch $e $h) (drop (call $deep (local.get 0))))
      (return (i32.const -1)))
    i32.wrap_i64 i32.add)
  (func (export "innermost") (param i32) (result i32)
    (block $outer (result i32 i64)
      (block $all
        (try_table (catch $e $outer)
          (try_table (catch $other $all) (catch_all $all) (drop (call $throw (local.get 0))))))
      (return (i32.const 77)))
    i32.wrap_i64 i32.add)
  (func (export "rethrow") (param i32) (result i32) (local $x exnref)
    (block $h (result i32 i64)
      (try_table (catch $e $h)
        (block $r (result exnref)
          (try_table (catch_all_ref $r) (drop (call $throw (local.get 0))))
          (return (i32.const -1)))
        throw_ref)
      unreachable)
    i32.wrap_i64 i32.mul))"#;

#[test]
fn exceptions_are_caught_by_the_innermost_range_around_any_frame() {
    let (mut store, linker) = setup();
    let i = instance(&mut store, &linker, THROWER);
    assert_eq!(call(&mut store, &i, "catch", 0).unwrap(), 35);
    assert_eq!(call(&mut store, &i, "catch", 1000).unwrap(), 35);
    assert_eq!(call(&mut store, &i, "innermost", 1).unwrap(), 77);
    assert_eq!(call(&mut store, &i, "rethrow", 8).unwrap(), 40);
    let error = call(&mut store, &i, "throw", 1).unwrap_err();
    assert!(error.is::<ThrownException>(), "{error:?}");
    assert_eq!(error.downcast_ref::<WasmBacktrace>().unwrap().frames().len(), 1);
    assert_eq!(call(&mut store, &i, "catch", 3).unwrap(), 35);
}

/// Out of wasm, through the host, and on in wasm: also where the host function was tail-called, whose caller's ranges
/// are left already.
#[test]
fn exceptions_pass_through_the_host() {
    let (mut store, mut linker) = setup();
    let thrower = instance(&mut store, &linker, THROWER);
    linker.instance(&mut store, "thrower", thrower).unwrap();
    let throw = thrower.get_typed_func::<i32, i32>(&mut store, "throw").unwrap();
    linker
        .func_wrap("host", "through", move |mut caller: Caller<'_, u32>, x: i32| throw.call(&mut caller, x))
        .unwrap();
    let i = instance(
        &mut store,
        &linker,
        r#"(module
             (import "thrower" "e" (tag $e (param i32 i64)))
             (import "host" "through" (func $through (param i32) (result i32)))
             (func (export "catch") (param i32) (result i32)
               (block $h (result i32 i64)
                 (try_table (catch $e $h) (drop (call $through (local.get 0))))
                 (return (i32.const -1)))
               i32.wrap_i64 i32.sub)
             (func $tail (export "tail") (param i32) (result i32)
               (block $h (result i32 i64)
                 (try_table (catch $e $h) (return_call $through (local.get 0)))
                 (return (i32.const -1)))
               drop)
             (func (export "catch_tail") (param i32) (result i32)
               (block $h (result i32 i64)
                 (try_table (catch $e $h) (drop (call $tail (local.get 0))))
                 (return (i32.const -1)))
               i32.wrap_i64 i32.mul))"#,
    );
    assert_eq!(call(&mut store, &i, "catch", 30).unwrap(), 25);
    assert_eq!(call(&mut store, &i, "catch_tail", 30).unwrap(), 150);
    assert!(call(&mut store, &i, "tail", 30).unwrap_err().is::<ThrownException>());
    assert_eq!(call(&mut store, &i, "catch", 31).unwrap(), 26);
}

const REENTER: &str = r#"(module
  (import "host" "again" (func $again (param i32) (result i32)))
  (func (export "down") (param i32) (result i32) (local i64 i64)
    (i64.store (i32.const 8) (i64.const 9))
    (local.set 2 (i64.load (i32.const 8)))
    (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
    (if (i32.eq (local.get 0) (i32.const -1)) (then unreachable))
    (i32.add (i32.const 1) (call $again (i32.sub (local.get 0) (i32.const 1)))))
  (func (export "trap") (param i32) (result i32) (call $again (i32.const -1)))
  (memory 1))"#;

fn reenter(linker: &mut Linker<u32>) {
    linker
        .func_wrap("host", "again", |mut caller: Caller<'_, u32>, x: i32| -> Result<i32> {
            *caller.data_mut() += 1;
            let down = caller.get_export("down").unwrap().into_func().unwrap();
            down.typed::<i32, i32>(&caller)?.call(&mut caller, x)
        })
        .unwrap();
}

#[test]
fn the_host_calls_back_and_traps_carry_the_frames_of_all_activations() {
    let (mut store, mut linker) = setup();
    reenter(&mut linker);
    let i = instance(&mut store, &linker, REENTER);
    assert_eq!(call(&mut store, &i, "down", 20).unwrap(), 20);
    assert_eq!(*store.data(), 20);
    let error = call(&mut store, &i, "trap", 0).unwrap_err();
    assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::UnreachableCodeReached));
    let frames = error.downcast_ref::<WasmBacktrace>().unwrap().frames();
    assert_eq!(frames.iter().map(FrameInfo::func_index).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn endless_recursion_through_the_host_is_a_stack_overflow() {
    let (mut store, mut linker) = setup();
    reenter(&mut linker);
    let i = instance(&mut store, &linker, REENTER);
    let error = call(&mut store, &i, "down", 100_000_000).unwrap_err();
    assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::StackOverflow));
    assert_eq!(call(&mut store, &i, "down", 3).unwrap(), 3);
}

#[test]
fn a_panic_of_the_host_passes_through_wasm_and_leaves_the_store_usable() {
    let (mut store, mut linker) = setup();
    linker
        .func_wrap("host", "check", |x: i32| {
            assert!(x < 5, "x is too large");
            x * 2
        })
        .unwrap();
    let i = instance(
        &mut store,
        &linker,
        r#"(module (import "host" "check" (func $check (param i32) (result i32)))
             (func (export "run") (param i32) (result i32) (call $check (local.get 0))))"#,
    );
    let panic = catch_unwind(AssertUnwindSafe(|| call(&mut store, &i, "run", 7))).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"x is too large"));
    assert_eq!(call(&mut store, &i, "run", 4).unwrap(), 8);
}

#[test]
fn tail_calls_to_other_instances_and_the_host_take_no_space() {
    let (mut store, mut linker) = setup();
    linker.func_wrap("host", "done", |x: i32| x + 1).unwrap();
    let odd = instance(
        &mut store,
        &linker,
        r#"(module (type $t (func (param i32) (result i32)))
             (import "host" "done" (func $done (param i32) (result i32)))
             (table (export "t") 2 funcref)
             (func (export "odd") (param i32) (result i32)
               (if (i32.eqz (local.get 0)) (then (return_call $done (i32.const 10))))
               (return_call_indirect (type $t) (i32.sub (local.get 0) (i32.const 1)) (i32.const 1))))"#,
    );
    linker.instance(&mut store, "odd", odd).unwrap();
    let even = instance(
        &mut store,
        &linker,
        r#"(module (import "odd" "t" (table 2 funcref)) (type $t (func (param i32) (result i32)))
             (import "host" "done" (func $done (param i32) (result i32)))
             (import "odd" "odd" (func $odd (param i32) (result i32)))
             (elem (i32.const 0) $odd $even)
             (func $even (export "even") (param i32) (result i32)
               (if (i32.eqz (local.get 0)) (then (return_call $done (i32.const 20))))
               (return_call_ref $t (i32.sub (local.get 0) (i32.const 1)) (table.get (i32.const 0)) (ref.cast (ref $t)))))"#,
    );
    assert_eq!(call(&mut store, &even, "even", 500_000).unwrap(), 21);
    assert_eq!(call(&mut store, &even, "even", 500_001).unwrap(), 11);
}
