//! Machine code for processors that lack single features: each masked on its own, with the answers of the interpreter.
//!
//! The official suite runs with nothing beyond SSE4.1 (`sse41`); here are the mixtures, in which one form of an operation
//! stands beside the other form of its neighbour.

use wx::settings::CpuFeature;
use wx::{Config, Engine, Instance, Module, Store, Tier};

/// Every operation that has a form of its own with one of the features.
const MODULE: &str = r#"
(module
  (memory 1)
  (data (i32.const 0) "\01\02\03\04\05\06\07\08\f9\fa\fb\fc\fd\fe\ff\00")
  (func (export "f") (param $x i64) (param $n i64) (result i64) (local $v v128) (local $d f64)
    (local.set $d (f64.add (f64.mul (f64.convert_i64_s (local.get $x)) (f64.const 0.37))
      (f64.sqrt (f64.abs (f64.convert_i64_s (local.get $n))))))
    (local.set $v (i32x4.add (i64x2.splat (local.get $x)) (v128.load (i32.const 0))))
    (local.set $v (i8x16.shuffle 0 17 2 19 4 21 6 23 8 25 10 27 12 29 14 31
      (local.get $v) (i16x8.mul (local.get $v) (v128.load align=1 (i32.const 1)))))
    (i64.xor
      (i64.xor
        (i64.add (i64.shl (local.get $x) (local.get $n)) (i64.shr_u (local.get $x) (local.get $n)))
        (i64.add (i64.shr_s (local.get $x) (local.get $n)) (i64.rotl (local.get $x) (local.get $n))))
      (i64.xor
        (i64.add
          (i64.add (i64.mul (i64.clz (local.get $x)) (i64.const 3)) (i64.mul (i64.ctz (local.get $x)) (i64.const 5)))
          (i64.mul (i64.popcnt (local.get $x)) (i64.const 7)))
        (i64.add
          (i64.add (i64x2.extract_lane 0 (local.get $v)) (i64x2.extract_lane 1 (local.get $v)))
          (i64.add (i64.reinterpret_f64 (local.get $d))
            (i64.extend_i32_u (i32.add
              (i32.clz (i32.wrap_i64 (local.get $x)))
              (i32.rotr (i32.ctz (i32.wrap_i64 (local.get $x))) (i32.wrap_i64 (local.get $n)))))))))))
"#;

fn answers(tier: Tier, masked: &[CpuFeature]) -> Vec<i64> {
    let mut config = Config::new();
    config.tier(tier);
    for feature in masked {
        config.mask_cpu_feature(*feature);
    }
    let engine = Engine::new(&config).expect("an engine");
    let module = Module::new(&engine, MODULE).expect("the module is valid");
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[]).expect("an instance");
    let f = instance.get_typed_func::<(i64, i64), i64>(&mut store, "f").expect("the export");
    let mut answers = Vec::new();
    for x in [0, 1, -1, i64::MIN, i64::MAX, 0x0123_4567_89AB_CDEF, 1 << 40] {
        for n in [0, 1, 31, 32, 63, 64, -1] {
            answers.push(f.call(&mut store, (x, n)).expect("it returns"));
        }
    }
    answers
}

#[test]
fn each_feature_can_be_missing_alone_and_alone_be_there() {
    let right = answers(Tier::Interp, &[]);
    assert!(right.windows(2).any(|pair| pair[0] != pair[1]), "the answers do not depend on anything");
    assert_eq!(answers(Tier::Jit, &[]), right, "nothing masked");
    for (feature, name) in CpuFeature::ALL {
        assert_eq!(answers(Tier::Jit, &[feature]), right, "without {name}");
        let others: Vec<_> = CpuFeature::ALL.iter().map(|f| f.0).filter(|f| *f != feature).collect();
        assert_eq!(answers(Tier::Jit, &others), right, "with {name} alone");
    }
}
