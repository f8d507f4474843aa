//! Numbers that a field of an operation has no room for: slots, and indices of tables, from 65,536 up.
//!
//! `testsuite/regress/far-operand-slots.wast` has operands far up on the operand stack. What needs tens of thousands of locals or
//! tables is too long for a script, and made here.

use wx::settings::Chaos;
use wx::*;

fn tiers() -> Vec<Tier> {
    if cfg!(target_arch = "x86_64") {
        vec![Tier::Interp, Tier::Jit, Tier::Tiered]
    } else {
        vec![Tier::Interp]
    }
}

fn instance(tier: Tier, text: &str) -> (Store<()>, Instance) {
    let mut config = Config::new();
    config.tier(tier).tier_up_after(1);
    let engine = Engine::new(&config).unwrap();
    let module = Module::new(&engine, text).unwrap();
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[]).unwrap();
    (store, instance)
}

fn call(store: &mut Store<()>, instance: &Instance, name: &str, argument: i64) -> Result<i64> {
    let func = instance.get_typed_func::<i64, i64>(&mut *store, name).unwrap();
    func.call(store, argument)
}

/// The operands stand behind the locals, from slot 65,544. Slots 8, 9 and 10 are parameters that would be a forged reference, and a
/// reference to be stored as a number.
#[test]
fn no_frame_is_so_large_that_a_number_becomes_a_reference() {
    let locals = " v128".repeat(32_760);
    let text = format!(
        r#"(module
          (table $t 4 funcref) (memory 1)
          (type $v (func))
          (func $victim)
          (elem declare func $victim)
          (func $forge (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64) (local{locals})
            (table.fill $t (i32.const 1) (ref.null func) (i32.const 1)))
          (func $leak (param i64 i64 i64 i64 i64 i64 i64 i64 i64 funcref i64 i64 i64 i64 i64 i64) (local{locals})
            (drop (i64.atomic.rmw.xchg (i32.const 0) (i64.const 0))))
          (func (export "leak") (param i64) (result i64)
            (call $leak {eight} (i64.const 64) (ref.func $victim) (i64.const 0) {five})
            (i64.load (i32.const 64)))
          (func (export "jump") (param i64) (result i64)
            (call $forge {eight} (i64.const 1) (local.get 0) (i64.const 1) {five})
            (call_indirect (type $v) (i32.const 1))
            (i64.const 0)))"#,
        eight = "(i64.const 0)".repeat(8),
        five = "(i64.const 0)".repeat(5),
    );
    for tier in tiers() {
        let (mut store, instance) = instance(tier, &text);
        for _ in 0..3 {
            assert_eq!(call(&mut store, &instance, "leak", 0).unwrap(), 0, "{tier:?}");
            let error = call(&mut store, &instance, "jump", 0x4141_4141).unwrap_err();
            assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::IndirectCallToNull), "{tier:?}");
        }
    }
}

/// An indirect call named its table with 16 bits. There may be 100,000, and that with this number modulo 65,536 has references of
/// another kind.
#[test]
fn a_call_goes_through_the_table_that_it_names() {
    let tables = "(table 1 externref)".repeat(65_535);
    let text = format!(
        r#"(module
          (type $f (func (param i64) (result i64)))
          (table $numbers 1 externref) {tables}
          (table $t funcref (elem $negate)) (table $u funcref (elem $double))
          (func $negate (type $f) (i64.sub (i64.const 0) (local.get 0)))
          (func $double (type $f) (i64.shl (local.get 0) (i64.const 1)))
          (func (export "forge") (param i64) (result i64)
            (table.set $numbers (i32.const 0) (extern.convert_any (ref.i31 (i32.wrap_i64 (local.get 0)))))
            (i64.const 0))
          (func (export "t") (type $f) (call_indirect $t (type $f) (local.get 0) (i32.const 0)))
          (func (export "u") (type $f) (call_indirect $u (type $f) (local.get 0) (i32.const 0)))
          (func (export "tail") (type $f) (return_call_indirect $t (type $f) (local.get 0) (i32.const 0))))"#
    );
    for tier in tiers() {
        let (mut store, instance) = instance(tier, &text);
        call(&mut store, &instance, "forge", 0x1234_5678).unwrap();
        for _ in 0..3 {
            assert_eq!(call(&mut store, &instance, "t", 21).unwrap(), -21, "{tier:?}");
            assert_eq!(call(&mut store, &instance, "u", 21).unwrap(), 42, "{tier:?}");
            assert_eq!(call(&mut store, &instance, "tail", 5).unwrap(), -5, "{tier:?}");
        }
    }
}

/// Values of all classes pass through the scratch slots by which operands beyond reach are brought within it. The planner took these
/// for locals, which keep their class, and gave one a register for integers: vectors lost their upper halves there.
#[test]
fn scratch_slots_have_no_class_of_their_own() {
    let locals = " v128".repeat(33_000);
    let text = format!(
        r#"(module
          (func $next (param i64) (result i64) (i64.add (local.get 0) (i64.const 3)))
          (func (export "mix") (param $x i64) (result i64) (local{locals})
            (local $i i64) (local $j i64) (local $v v128) (local $w v128) (local $f f64)
            (loop $again
              (local.set $j (i64.xor (i64.mul (local.get $i) (i64.const 7)) (local.get $j)))
              (local.set $j (call $next (i64.rotl (local.get $j) (local.get $i))))
              (local.set $f (f64.add (local.get $f) (f64.convert_i64_s (local.get $j))))
              (local.set $v (i64x2.replace_lane 1 (local.get $v) (local.get $j)))
              (local.set $w (i64x2.add (i64x2.add (local.get $w) (local.get $v)) (v128.const i64x2 3 5)))
              (br_if $again (i64.lt_u (local.tee $i (i64.add (local.get $i) (i64.const 1))) (local.get $x))))
            (i64.xor
              (i64.add (i64x2.extract_lane 0 (local.get $w)) (i64x2.extract_lane 1 (local.get $w)))
              (i64.reinterpret_f64 (local.get $f)))))"#,
    );
    let mut answers = Vec::new();
    for tier in tiers() {
        for no_fusion in [false, true] {
            let mut config = Config::new();
            config.tier(tier).tier_up_after(1).chaos(Chaos { no_fusion, ..Chaos::default() });
            let engine = Engine::new(&config).unwrap();
            let module = Module::new(&engine, &text).unwrap();
            let mut store = Store::new(&engine, ());
            let instance = Instance::new(&mut store, &module, &[]).unwrap();
            answers.push(call(&mut store, &instance, "mix", 100).unwrap());
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:x?}");
}
