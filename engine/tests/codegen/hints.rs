//! What the compiler says beside the code never makes the verifier accept what it would refuse otherwise.
//!
//! Where blocks begin that are jumped back to is a hint. Each of the functions below carries an index round a loop or through a merge.
//! Each instruction is damaged in turn, some so that the index has bits above 32 on one of the ways. What is refused then must also
//! be refused with no hints, with too many, and with each of them missing.

use wx::jit::verify::{Insn, Op};

use crate::damage::Case;

const LOOPS: &str = r#"(module
  (import "" "f" (func $f (param i64) (result i64)))
  (memory 1)
  (func (param i32 i32) (result i32)
    (loop $l
      (local.set 1 (i32.add (local.get 1) (i32.load8_u (local.get 0))))
      (local.set 0 (i32.add (local.get 0) (local.get 1)))
      (br_if $l (i32.lt_u (local.get 1) (i32.const 99))))
    (local.get 1))
  (func (param i32 i64) (result i64)
    (local i32)
    (loop $l
      (local.set 1 (i64.add (local.get 1) (i64.load (local.get 2))))
      (local.set 2 (i32.wrap_i64 (local.get 1)))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 1))
  (func (param i32 i64 i32) (result i64)
    (if (local.get 0)
      (then (local.set 2 (i32.wrap_i64 (local.get 1))))
      (else (local.set 2 (i32.add (local.get 2) (local.get 0)))))
    (i64.load (local.get 2)))
  (func (param i32 i64) (result i64)
    (local i32 i32)
    (block $out
      (loop $l
        (local.set 3 (i32.const 7))
        (loop $m
          (br_if $out (i32.eqz (i32.load (local.get 2))))
          (local.set 2 (i32.add (local.get 2) (local.get 3)))
          (br_if $m (local.tee 3 (i32.sub (local.get 3) (i32.const 1)))))
        (local.set 1 (call $f (local.get 1)))
        (local.set 2 (i32.wrap_i64 (local.get 1)))
        (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
    (i64.load (local.get 2)))
  (func (param i32 i64) (result i64)
    (local i32)
    (block $c (block $b (block $a (br_table $a $b $c (local.get 0)))
      (local.set 2 (i32.wrap_i64 (local.get 1))) (br $c))
      (local.set 2 (i32.add (local.get 0) (i32.const 5))))
    (i64.load (local.get 2)))
)"#;

/// The ways of damaging an instruction: it is left out, and 64 bits are computed where it computes 32.
fn damages(i: &Insn, code: &[u8]) -> Vec<Vec<u8>> {
    let range = i.at as usize..i.next() as usize;
    let mut left_out = code.to_vec();
    left_out[range.clone()].fill(0x90);
    let mut all = vec![left_out];
    let computes = matches!(i.op, Op::Lea | Op::Alu | Op::AluImm | Op::Mov) && i.size == 4 && i.access == 0;
    if computes && code[range.start] & 0xF0 == 0x40 {
        let mut wide = code.to_vec();
        wide[range.start] |= 8;
        all.push(wide);
    }
    all
}

#[test]
fn no_hint_makes_it_accept_what_is_wrong() {
    let (mut refused, mut functions) = (0, 0);
    for case in Case::all(LOOPS) {
        let instructions = case.instructions();
        let hints = case.compiled.output.back.clone();
        let starts: Vec<u32> = instructions.iter().map(|i| i.at).collect();
        let mut others = vec![Vec::new(), starts.clone(), starts.iter().copied().step_by(2).collect()];
        others.extend((0..hints.len()).map(|without| {
            let mut rest = hints.clone();
            rest.remove(without);
            rest
        }));
        let before = refused;
        for i in &instructions {
            for code in damages(i, &case.compiled.code) {
                let mut damaged = case.compiled.clone();
                damaged.code = code;
                if case.fault(&damaged).is_none() {
                    continue;
                }
                refused += 1;
                for back in &others {
                    damaged.output.back.clone_from(back);
                    assert!(case.fault(&damaged).is_some(), "accepted with the hints {back:x?}: {i:?}");
                }
            }
        }
        functions += u32::from(refused > before);
    }
    assert!(refused >= 20 && functions >= 4, "{refused} damages of {functions} functions are refused");
}

/// What is jumped back to, and nothing led to when it was met, is executed as if the frame were complete there. That is a guess: here
/// it was taken down before.
#[test]
fn a_guess_that_is_wrong_is_no_fault() {
    let case = Case::all("(module (func))").remove(0);
    let mut compiled = case.compiled.clone();
    // push rbx; pop rbx; jmp 5; 4: ret; 5: jmp 4
    let code = [0x53, 0x5B, 0xEB, 0x01, 0xC3, 0xEB, 0xFD];
    compiled.relocs.clear();
    let output = &mut compiled.output;
    (output.entry, output.code_end, output.frame_bytes) = (0, code.len() as u32, 8);
    output.sites.clear();
    output.back = vec![4];
    compiled.code = code.to_vec();
    assert_eq!(case.fault(&compiled), None);
    // With the register left on the stack.
    compiled.code[1] = 0x90;
    assert!(case.fault(&compiled).is_some());
}
