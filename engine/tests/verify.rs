//! The verifier of lowered code: what lowering makes passes, and each kind of damage is refused.

use std::sync::Arc;

use wx::base::SourceOp;
use wx::ir::{Catch, Forward, Func, Op, OpCode, TryRange};
use wx::module::ModuleData;
use wx::verify::{Fault, Malformed};
use wx::{Config, Engine, Module};

/// A module and its first defined function, lowered.
fn lowered(text: &str) -> (Module, Func) {
    let mut config = Config::new();
    config.wasm_wide_arithmetic(true).wasm_threads(true);
    let module = Module::new(&Engine::new(&config).unwrap(), text).unwrap();
    let func = wx::lower::lower(module.data(), 0).unwrap();
    (module, func)
}

/// What the verifier says of the function after some damage.
fn damaged(text: &str, damage: impl FnOnce(&mut Func)) -> Malformed {
    let (module, mut func) = lowered(text);
    wx::verify::lowered(module.data(), 0, &func).unwrap();
    damage(&mut func);
    let error = wx::verify::lowered(module.data(), 0, &func).expect_err(text);
    assert!(error.to_string().starts_with("function "), "{error}");
    error
}

fn find(func: &Func, code: OpCode) -> usize {
    let found = func.ops.iter().position(|op| op.code() == code);
    found.unwrap_or_else(|| panic!("no {} in\n{}", code.name(), wx::lower::print(func)))
}

fn at(func: &mut Func, code: OpCode) -> &mut Op {
    let at = find(func, code);
    &mut func.ops[at]
}

fn is_read(error: &Malformed) -> bool {
    matches!(error.fault, Fault::Read { .. })
}

const MIXED: &str = r#"(module
    (type $f (func (param i32) (result i32)))
    (memory 1) (table $t 4 funcref) (global $g (mut i64) (i64.const 0)) (tag $e (param i32 i64))
    (func (export "f") (param i32 i64 funcref v128 f32) (result i64) (local i64 (ref null $f) v128 externref)
      (table.set $t (local.get 0) (local.get 2))
      (global.set $g (i64.add (local.get 1) (global.get $g)))
      (local.set 5 (i64.load (i32.add (local.get 0) (i32.const 4))))
      (local.set 7 (i32x4.add (local.get 3) (local.get 3)))
      (drop (i32x4.extract_lane 3 (local.get 7)))
      (drop (i64.atomic.rmw.add (local.get 0) (local.get 1)))
      (drop (call_indirect $t (type $f) (i32.const 7) (local.get 0)))
      (drop (call $g (i32.const 1) (i64.const 2)))
      (block $caught (result i32 i64)
        (try_table (catch $e $caught) (throw $e (i32.const 1) (local.get 1)))
        (unreachable))
      (drop) (drop)
      (block (block (block (br_table 0 1 2 (local.get 0))) (return (i64.const 1))) (return (i64.const 2)))
      (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
      (i64.add (local.get 1) (local.get 5)))
    (func $g (param i32 i64) (result i32) (i32.wrap_i64 (local.get 1))))"#;

#[test]
fn operands_are_of_the_type_that_their_readers_expect() {
    // A number as a reference, and the other way round.
    let error = damaged(MIXED, |f| {
        let set = find(f, OpCode::TableSet);
        // The value stands behind the index.
        let base = f.ops[set].base();
        f.ops[set].set_base(base - 1);
    });
    assert!(is_read(&error), "{error}");
    let error = damaged(MIXED, |f| at(f, OpCode::I64Add).set_b(2));
    assert_eq!(
        error.fault.to_string(),
        "slot 2 holds a function reference, and an integer of 64 bits is read"
    );
    // 64 bits as an address of 32.
    let error = damaged(MIXED, |f| at(f, OpCode::I64LoadPlus).set_b(1));
    assert_eq!(
        error.fault.to_string(),
        "slot 1 holds an integer of 64 bits, and an integer of 32 bits is read"
    );
    // Halves of vectors.
    for slot in [4, 5] {
        let error = damaged(MIXED, |f| at(f, OpCode::I32x4Add).set_b(slot));
        assert!(is_read(&error), "{error}");
    }
    // What a global holds.
    let error = damaged(MIXED, |f| at(f, OpCode::GlobalSet).set_b(2));
    assert!(is_read(&error), "{error}");
    // Arguments.
    let error = damaged(MIXED, |f| at(f, OpCode::Call).imm += 1 << 32);
    assert!(is_read(&error), "{error}");
    // Payloads.
    let error = damaged(MIXED, |f| {
        let base = at(f, OpCode::Throw).base();
        at(f, OpCode::Throw).set_base(base + 1);
    });
    assert!(is_read(&error), "{error}");
}

#[test]
fn integers_and_floats_do_not_meet() {
    const CLASSES: &str = r#"(module
        (global $g (mut f64) (f64.const 0))
        (func (param i64 f64 i32) (result f64) (local f64 i64)
          (local.set 3 (local.get 1))
          (local.set 4 (local.get 0))
          (global.set $g (select (local.get 1) (local.get 3) (local.get 2)))
          (local.set 3 (f64.reinterpret_i64 (local.get 4)))
          (local.set 3 (f64.const 1.5))
          (global.get $g)))"#;
    for (code, other) in [
        (OpCode::Copy, OpCode::CopyFloat),
        (OpCode::CopyFloat, OpCode::Copy),
        (OpCode::ConstFloat, OpCode::Const),
        (OpCode::SelectFloat, OpCode::Select),
        (OpCode::GlobalGetFloat, OpCode::GlobalGet),
        (OpCode::GlobalSetFloat, OpCode::GlobalSet),
        (OpCode::ReturnFloat, OpCode::Return1),
    ] {
        damaged(CLASSES, |f| at(f, code).set_code(other));
    }
    let error = damaged(CLASSES, |f| at(f, OpCode::F64ReinterpretI64).set_b(1));
    assert_eq!(error.fault.to_string(), "slot 1 holds an f64, and an integer of 64 bits is read");
    let error = damaged(CLASSES, |f| at(f, OpCode::SelectFloat).set_b(0));
    assert_eq!(error.fault.to_string(), "slot 0 holds an integer of 64 bits, and a float is read");
}

#[test]
fn results_respect_what_locals_are_declared_for() {
    let written = |error: &Malformed| matches!(error.fault, Fault::Written { .. });
    for local in [0, 2, 4, 7, 10] {
        let error = damaged(MIXED, |f| at(f, OpCode::I64LoadPlus).a = local);
        assert!(written(&error), "{error}");
    }
    let error = damaged(MIXED, |f| at(f, OpCode::I32x4Add).a = 9);
    assert!(written(&error), "{error}");
}

#[test]
fn slots_are_in_the_frame() {
    let frame = |error: &Malformed| matches!(error.fault, Fault::Frame { .. });
    let error = damaged(MIXED, |f| {
        let end = f.frame_slots as u16;
        let add = at(f, OpCode::I64Add);
        add.set_forward(Forward::None);
        add.set_c(end);
    });
    assert!(frame(&error), "{error}");
    let error = damaged(MIXED, |f| at(f, OpCode::I64LoadPlus).a = u16::MAX);
    assert!(frame(&error), "{error}");
    let error = damaged(MIXED, |f| at(f, OpCode::TableSet).set_base(u32::MAX));
    assert!(frame(&error), "{error}");
    let error = damaged(MIXED, |f| f.frame_slots = f.local_slots + 1);
    assert!(frame(&error), "{error}");
    let error = damaged(MIXED, |f| at(f, OpCode::Call).imm = Op::pack(1, 3));
    assert!(is_read(&error) || matches!(error.fault, Fault::CalleeFrame(_)), "{error}");
    let error = damaged(MIXED, |f| f.local_slots -= 1);
    assert_eq!(error.fault, Fault::Sizes);
    let error = damaged(MIXED, |f| f.param_slots += 1);
    assert_eq!(error.fault, Fault::Sizes);
}

#[test]
fn branches_go_to_operations_and_nothing_falls_off_the_end() {
    let target = |error: &Malformed| matches!(error.fault, Fault::Target(_));
    let len = lowered(MIXED).1.ops.len();
    for (from, to) in [(0, len), (0, usize::MAX >> 8), (2, len + 1)] {
        let error = damaged(MIXED, |f| {
            let br = find(f, OpCode::Br) + from;
            f.ops[br].imm = (to as u64).wrapping_sub(br as u64).wrapping_mul(16) & 0xFFFF_FFFF;
        });
        assert!(target(&error) || matches!(error.fault, Fault::End), "{error}");
    }
    let error = damaged(MIXED, |f| at(f, OpCode::Br).imm += 8);
    assert!(target(&error), "{error}");
    let error = damaged(MIXED, |f| at(f, OpCode::BrTable).imm = Op::pack(0, 9));
    assert_eq!(error.fault, Fault::Table);
    let error = damaged(MIXED, |f| at(f, OpCode::BrTable).imm = Op::pack(0, u32::MAX));
    assert_eq!(error.fault, Fault::Table);
    let error = damaged(MIXED, |f| {
        let last = f.ops.len() - 1;
        f.ops[last] = Op::new(OpCode::Epoch, 0, 0, 0, 0);
    });
    assert_eq!(error.fault, Fault::End);
}

#[test]
fn indices_exist() {
    let index = |error: &Malformed| matches!(error.fault, Fault::Index { .. });
    type Damage = fn(&mut Func);
    let damages: [Damage; 9] = [
        |f| at(f, OpCode::GlobalSet).imm = 1,
        |f| at(f, OpCode::TableSet).imm = 1,
        |f| at(f, OpCode::I64AtomicRmwAdd).imm = Op::mem_imm(0, 1, 0),
        |f| at(f, OpCode::Throw).imm = 1,
        |f| at(f, OpCode::Call).imm += 7,
        |f| at(f, OpCode::CallIndirect).imm = at(f, OpCode::CallIndirect).imm | 0xFFFF,
        |f| {
            let op = *at(f, OpCode::CallIndirect);
            *at(f, OpCode::CallIndirect) = Op::call_indirect(OpCode::CallIndirect, op.b(), 65_536, op.imm);
        },
        |f| at(f, OpCode::I32x4ExtractLane).imm = 4,
        |f| f.tries[0].catches[0].tag = Some(1),
    ];
    for (i, damage) in damages.into_iter().enumerate() {
        let error = damaged(MIXED, damage);
        assert!(index(&error), "{i}: {error}");
    }
}

#[test]
fn results_are_what_the_function_returns() {
    let error = damaged(MIXED, |f| {
        let last = f.ops.len() - 1;
        assert_eq!(f.ops[last].code(), OpCode::Return1);
        f.ops[last].set_b(2);
    });
    assert!(is_read(&error), "{error}");
    for code in [OpCode::Return0, OpCode::ReturnV128] {
        let error = damaged(MIXED, |f| {
            let last = f.ops.len() - 1;
            f.ops[last] = Op::new(code, 0, 3, 0, 0);
        });
        assert!(is_read(&error) || error.fault == Fault::Results, "{error}");
    }
}

#[test]
fn try_ranges_are_inside_each_other() {
    let nested = r#"(module (tag $e) (func $g)
        (func (export "f")
          (block $a (block $b
            (try_table (catch $e $a) (call $g) (try_table (catch $e $b) (call $g)) (call $g)))))
        )"#;
    let text = nested.replacen("(func $g)", "", 1).replace("))\n        )", "))\n        (func $g))");
    let (_, func) = lowered(&text);
    assert_eq!(func.tries.len(), 2);
    let error = damaged(&text, |f| f.tries.swap(0, 1));
    assert_eq!(error.fault, Fault::Tries);
    let error = damaged(&text, |f| f.tries[0].end = SourceOp::new(f.tries[1].end.get() + 1));
    assert_eq!(error.fault, Fault::Tries);
    let error = damaged(&text, |f| f.tries[1].end = SourceOp::new(u32::MAX));
    assert_eq!(error.fault, Fault::Tries);
    let error = damaged(&text, |f| f.tries[0].catches[0].target = SourceOp::at(f.ops.len()));
    assert!(matches!(error.fault, Fault::Target(_)), "{error}");
    let error = damaged(&text, |f| f.tries[0].catches[0].slot = f.frame_slots + 1);
    assert!(matches!(error.fault, Fault::Frame { .. }), "{error}");
    let catch = Catch { tag: None, with_ref: true, target: SourceOp::new(0), slot: 0 };
    let error = damaged(&text, |f| {
        f.tries =
            [TryRange { start: SourceOp::new(0), end: SourceOp::new(1), catches: [catch].into() }].into();
    });
    assert!(matches!(error.fault, Fault::Frame { .. } | Fault::Target(_)), "{error}");
}

#[test]
fn a_handler_finds_its_payload_where_it_reads_it() {
    let text = r#"(module (tag $e (param funcref)) (tag $n (param i64))
        (func (export "f") (param funcref) (result funcref)
          (block $caught (result funcref)
            (try_table (catch $e $caught) (throw $e (local.get 0)))
            (unreachable))))"#;
    for damage in
        [|f: &mut Func| f.tries[0].catches[0].tag = Some(1), |f: &mut Func| f.tries[0].catches[0].tag = None]
    {
        let error = damaged(text, damage);
        assert!(is_read(&error), "{error}");
    }
    // Without the range nothing leads to the handler but what falls into it.
    let (module, mut func) = lowered(text);
    func.tries = Box::default();
    wx::verify::lowered(module.data(), 0, &func).unwrap();
}

#[test]
fn hints_name_the_result_of_the_operation_before() {
    let text = r#"(module (func (export "f") (param i32 i32) (result i32)
        (i32.mul (i32.add (local.get 0) (local.get 1)) (i32.sub (local.get 0) (local.get 1)))))"#;
    let error = damaged(text, |f| at(f, OpCode::I32Mul).set_forward(Forward::B));
    assert_eq!(error.fault, Fault::Hint);
    let error = damaged(text, |f| f.ops[0].set_forward(Forward::B));
    assert_eq!(error.fault, Fault::Hint);
}

#[test]
fn what_differs_from_path_to_path_is_not_read() {
    // A callee's frame destroys what lies above the arguments, and a loop what it leaves in its slots.
    let text = r#"(module
        (func (export "f") (param i64 funcref) (result i64)
          (i64.add (i64.mul (local.get 0) (local.get 0)) (call $g (local.get 0))))
        (func $g (param i64) (result i64) (local.get 0)))"#;
    let error = damaged(text, |f| at(f, OpCode::Call).imm -= 1 << 32);
    assert!(is_read(&error), "{error}");
    let text = r#"(module
        (func (export "f") (param i32 i64 funcref) (result i64)
          (if (result i64) (local.get 0)
            (then (i64.mul (local.get 1) (local.get 1)))
            (else (i64.add (local.get 1) (local.get 1))))))"#;
    let error = damaged(text, |f| {
        let at = find(f, OpCode::I64Add);
        f.ops[at] = Op::new(OpCode::Copy, f.ops[at].a, 2, 0, 0);
    });
    assert!(is_read(&error), "{error}");
    let looped = r#"(module
        (func (export "f") (param i32 i64 funcref) (result i64)
          (i64.mul (local.get 1) (local.get 1))
          (loop (param i64) (result i64)
            (i64.add (local.get 1))
            (br_if 0 (local.get 0)))))"#;
    let error = damaged(looped, |f| {
        let at = find(f, OpCode::I64Add);
        f.ops[at] = Op::new(OpCode::Copy, f.ops[at].a, 2, 0, 0);
    });
    assert!(is_read(&error), "{error}");
}

/// In a frame of more than 65,536 slots, operands that are read modulo 65,536 are parameters of the guest's choice.
#[test]
fn a_base_that_is_cut_off_is_found() {
    let text = format!(
        r#"(module (table $t 4 funcref) (memory 1) (tag $e (param i64 funcref))
          (func (export "f") (param i64 i64 i64 i64 i64 i64 i64 i64 f32 i64 i64 i64) (local{})
            (table.fill $t (i32.const 1) (ref.null func) (i32.const 1))
            (table.set $t (i32.const 1) (ref.null func))
            (drop (table.grow $t (ref.null func) (i32.const 1)))
            (drop (i32.atomic.rmw.xchg (i32.const 0) (i32.const 0)))
            (memory.fill (i32.const 1) (i32.const 2) (i32.const 3))
            (throw $e (i64.const 1) (ref.null func))))"#,
        " v128".repeat(32_762)
    );
    use OpCode::*;
    for code in [TableFill, TableSet, TableGrow, I32AtomicRmwXchg, MemoryFill, Throw] {
        let error = damaged(&text, |f| {
            let op = at(f, code);
            assert!(op.base() > 65_536, "{op:?}");
            op.set_base(op.base() & 0xFFFF);
        });
        assert!(is_read(&error), "{error}");
        assert_eq!(error.name, code.name());
    }
}

/// Whatever is in the fields, the verifier answers. A field at a time is set to numbers at the boundaries of all that matters.
#[test]
fn no_damage_makes_the_verifier_panic() {
    let (module, func) = lowered(MIXED);
    let data: &Arc<ModuleData> = module.data();
    let (mut refused, mut tried) = (0, 0);
    let mut numbers: Vec<u64> = (0..24).collect();
    numbers.extend([
        func.frame_slots.into(),
        255,
        256,
        65_535,
        65_536,
        1 << 31,
        u64::from(u32::MAX),
        u64::MAX,
    ]);
    for at in 0..func.ops.len() {
        for &number in &numbers {
            for field in 0..5 {
                let mut damaged = func.clone();
                let op = &mut damaged.ops[at];
                let fields = op.code().fields();
                let small = number as u16;
                match field {
                    0 => op.a = small,
                    1 if fields.b != wx::ir::Kind::None => op.set_b(small),
                    2 if fields.c != wx::ir::Kind::None => op.set_c(small),
                    1 if op.code().has_base() => op.set_base(number as u32),
                    3 => op.imm = number,
                    4 => op.imm = op.imm & 0xFFFF_FFFF | number << 32,
                    _ => continue,
                }
                tried += 1;
                refused += u32::from(wx::verify::lowered(data, 0, &damaged).is_err());
            }
        }
    }
    assert!(refused > tried / 4, "{refused} of {tried}");
}
