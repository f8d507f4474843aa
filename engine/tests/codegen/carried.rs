//! What carries an index from where it is computed to where it is used does not matter: if it has bits above 32, that is refused.
//!
//! The verifier keeps sets of the places whose values are small, and carries what is needed back along edges: of places that kept
//! their value, of such that took that of others, in the first word of slots, in later ones, and in none. In each function below
//! an index is what `i32.wrap_i64` leaves, and goes one of these ways. Where the number is not cut off, the access must be refused.

use wx::jit::verify::{Insn, Op};

use crate::damage::Case;

/// Ways through registers: kept round loops, moved from one local to another in each round, chosen, merged.
const WAYS: &str = r#"(module
  (import "" "f" (func $f (param i64) (result i64)))
  (memory 1)
  (func (param i64 i32) (result i32)
    (local i32 i32)
    (local.set 2 (i32.wrap_i64 (local.get 0)))
    (loop $l
      (local.set 3 (i32.add (local.get 3) (i32.load (local.get 2))))
      (br_if $l (local.tee 1 (i32.sub (local.get 1) (i32.const 1)))))
    (local.get 3))
  (func (param i64 i32) (result i32)
    (local i32 i32 i32)
    (loop $l
      (local.set 3 (i32.load (local.get 2)))
      (local.set 2 (local.get 4))
      (local.set 4 (i32.wrap_i64 (local.get 0)))
      (br_if $l (local.tee 1 (i32.sub (local.get 1) (i32.const 1)))))
    (local.get 3))
  (func (param i64 i32) (result i32)
    (local i32)
    (if (local.get 1)
      (then (local.set 2 (i32.wrap_i64 (local.get 0))))
      (else (local.set 2 (i32.const 8))))
    (loop $l
      (if (i32.and (local.get 1) (i32.const 1)) (then (drop (call $f (local.get 0)))))
      (br_if $l (local.tee 1 (i32.sub (local.get 1) (i32.const 1)))))
    (i32.load (local.get 2)))
  (func (param i64 i32) (result i32)
    (local i32 i32)
    (local.set 2 (i32.wrap_i64 (local.get 0)))
    (loop $outer
      (local.set 3 (local.get 1))
      (loop $inner
        (drop (call $f (i64.extend_i32_u (i32.load (local.get 2)))))
        (br_if $inner (local.tee 3 (i32.sub (local.get 3) (i32.const 1)))))
      (br_if $outer (local.tee 1 (i32.sub (local.get 1) (i32.const 1)))))
    (i32.const 0))
)"#;

/// A function with so many locals that live in slots, each of which is an index after a merge.
fn with_locals(count: usize) -> String {
    use std::fmt::Write;
    let mut text = r#"(module (import "" "f" (func $f (param i64) (result i64))) (memory 1)
      (func (param i64 i32) (result i32) (local"#
        .to_owned();
    text += &" i32".repeat(count);
    text += ")";
    for local in 2..count + 2 {
        let _ = write!(text, "(local.set {local} (i32.wrap_i64 (local.tee 0 (call $f (local.get 0)))))");
    }
    text += "(if (local.get 1) (then (drop (call $f (local.get 0)))))";
    for local in 2..count + 2 {
        let _ = write!(text, "(local.set 1 (i32.add (local.get 1) (i32.load (local.get {local}))))");
    }
    text + "(local.get 1)))"
}

/// Lets an instruction that cuts a number off do nothing, or move all of it. `None`: it is none.
fn damaged(i: &Insn, code: &[u8]) -> Option<Vec<u8>> {
    let cuts = i.op == Op::Mov && i.size == 4 && i.access == 0;
    let mut code = code.to_vec();
    let bytes = &mut code[i.at as usize..i.next() as usize];
    match bytes[0] & 0xF0 {
        0x40 => bytes[0] |= 8,
        _ => bytes.fill(0x90),
    }
    cuts.then_some(code)
}

/// Damages every so manieth instruction that cuts a number off: how many of these are refused, of how many.
fn refused(case: &Case, step: usize) -> (usize, usize) {
    let instructions = case.instructions();
    let all = instructions.iter().filter_map(|i| damaged(i, &case.compiled.code)).step_by(step);
    let refused: Vec<bool> = all
        .map(|code| {
            let mut other = case.compiled.clone();
            other.code = code;
            case.fault(&other).is_some()
        })
        .collect();
    (refused.iter().filter(|&&refused| refused).count(), refused.len())
}

#[test]
fn an_index_is_small_whichever_way_it_comes() {
    for (number, case) in Case::all(WAYS).iter().enumerate() {
        let (refused, tried) = refused(case, 1);
        assert!(refused > 0, "function {number}: {refused} of {tried} are refused");
    }
}

#[test]
fn an_index_is_small_in_whichever_slot_it_is() {
    // In the first word of slots, in others, and beyond all sets.
    for (count, step) in [(20, 1), (150, 10), (1100, 100)] {
        for case in Case::all(&with_locals(count)) {
            let (refused, tried) = refused(&case, step);
            assert!(
                refused >= 10 && refused + 1 >= tried,
                "{count} locals: {refused} of {tried} are refused"
            );
        }
    }
}
