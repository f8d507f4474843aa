//! Exceptions that arrive where machine code has inlined functions: handlers that begin with calls, in every tier, with inlining and
//! without, compiled before the first call, after some, and while the function runs.
//!
//! What a script can say of it is in `testsuite/regress/handler-begins-with-a-call.wast`; a script cannot leave out optimizations.

use wx::settings::{Optimization, Without};
use wx::{Config, Engine, Instance, Module, Result, Store, Tier};

const TEXT: &str = r#"(module
  (tag $e) (tag $v (param i64 f64))
  (global $n (mut i32) (i32.const 0))
  (func $nothing)
  (func $note (global.set $n (i32.add (global.get $n) (i32.const 1))))
  (func $zeroes (param i32) (result i32) (local i32 i64) (i32.add (local.get 0) (local.get 1)))
  (func $sum (param i64 f64) (result i64) (i64.add (local.get 0) (i64.trunc_sat_f64_s (local.get 1))))
  (func $maybe (param i32)
    (if (i32.eq (local.get 0) (i32.const 1)) (then (throw $e)))
    (if (i32.eq (local.get 0) (i32.const 2)) (then (throw $v (i64.const 40) (f64.const 2)))))
  ;; Which of three handlers takes what is thrown; each begins with a call, one of them with one that becomes nothing.
  (func $which (export "which") (param i32) (result i32)
    (block $all
      (block $empty
        (block $value (result i64 f64)
          (try_table (catch $v $value) (catch $e $empty)
            (call $maybe (local.get 0))
            (try_table (catch_all $all) (call $maybe (i32.sub (local.get 0) (i32.const 3)))))
          (return (i32.const 0)))
        (return (i32.wrap_i64 (call $sum))))
      (call $nothing)
      (return (i32.const 1)))
    (drop (call $zeroes (local.get 0)))
    (call $note)
    (i32.const 3))
  ;; The same round a loop whose header is a handler too.
  (func (export "rounds") (param $rounds i32) (result i32) (local $sum i32)
    (loop $again
      (local.set $sum (i32.add (local.get $sum) (call $which (i32.rem_u (local.get $rounds) (i32.const 5)))))
      (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
      (if (local.get $rounds) (then (try_table (catch_all $again) (call $maybe (i32.const 1))))))
    (local.get $sum)))"#;

/// What `which` answers: a call that throws nothing, both exceptions by the outer range, and both again by the inner one, whose handler
/// takes all.
const ANSWERS: [i32; 6] = [0, 1, 42, 0, 3, 3];

fn check(config: &Config) -> Result<()> {
    let engine = Engine::new(config)?;
    let module = Module::new(&engine, TEXT)?;
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[])?;
    let which = instance.get_typed_func::<i32, i32>(&mut store, "which")?;
    for round in 0..10 {
        for (argument, answer) in ANSWERS.into_iter().enumerate() {
            assert_eq!(which.call(&mut store, argument as i32)?, answer, "round {round}, {argument}");
        }
    }
    let rounds = instance.get_typed_func::<i32, i32>(&mut store, "rounds")?;
    for count in [1, 7, 50_000] {
        let expected: i32 = (1..=count).map(|n| ANSWERS[n as usize % 5]).sum();
        assert_eq!(rounds.call(&mut store, count)?, expected);
    }
    Ok(())
}

#[test]
fn exceptions_arrive_at_handlers_that_begin_with_calls() -> Result<()> {
    let mut tiers = vec![(Tier::Interp, 1)];
    if cfg!(all(target_arch = "x86_64", target_os = "linux")) {
        tiers.extend([
            (Tier::Jit, 1),
            (Tier::Tiered, 0),
            (Tier::Tiered, 1),
            (Tier::Tiered, 3),
            (Tier::Tiered, 5),
        ]);
    }
    for (tier, calls) in tiers {
        for without in [Without::default(), Without::default().and(Optimization::Inlining)] {
            for in_background in [false, true] {
                let mut config = Config::new();
                config.tier(tier).tier_up_after(calls).without(without).background_compilation(in_background);
                check(&config)?;
            }
        }
    }
    Ok(())
}
