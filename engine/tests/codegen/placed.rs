//! The register checker (`wx::jit::check`), over programs of real size and over code that was damaged on purpose.
//!
//! A checker that never complains proves nothing. So every instruction of the functions below that carries a value from one place
//! to another (a move, a store to a home, a load from one) is taken out once, and led to a wrong register once; the
//! checker must notice it. A few of these instructions carry values in vain, because liveness is too careful; taking those out is no
//! fault. They are counted, and must stay few.

use std::collections::BTreeMap;
use std::fmt::Write;

use iced_x86::{Code, Instruction, Mnemonic, OpKind, Register};
use wx::ir::{Func, Kind};
use wx::jit::{Compiled, Compiler, Features, check};
use wx::module::ModuleData;
use wx::settings::{Chaos, Tiering};

use crate::listing::instructions;
use crate::verify::bench_programs;
/// The least that code is made for.
pub(crate) const SSE41: Features =
    Features { avx: false, bmi2: false, lzcnt: false, bmi1: false, popcnt: false };

use crate::{FEATURES, compile, from_bytes, module, tiering};

/// The ways in which the compiler may be made to work.
pub(crate) fn ways() -> Vec<Tiering> {
    let with = |change: fn(&mut Chaos)| {
        let mut tiering = tiering();
        change(&mut tiering.chaos);
        tiering
    };
    vec![
        tiering(),
        with(|c| c.starve_registers = true),
        with(|c| c.force_spills = true),
        with(|c| (c.no_fusion, c.padding) = (true, true)),
        with(|c| (c.starve_registers, c.no_fusion) = (true, true)),
    ]
}

#[test]
fn values_of_the_bench_programs_are_where_they_should_be() {
    let mut functions = 0;
    for (name, bytes) in bench_programs() {
        let module = from_bytes(bytes);
        for defined in 0..module.bodies.len() {
            let (func, _) = wx::lower::listing(&module, defined).unwrap_or_else(|error| panic!("{error}"));
            for (tiering, features) in
                ways().into_iter().map(|way| (way, FEATURES)).chain([(tiering(), SSE41)])
            {
                let compiled = Compiler::new(features)
                    .compile(&module, defined, &func, tiering)
                    .unwrap_or_else(|error| panic!("{name}: {error}"));
                let faults = check::faults(&module, defined, &func, compiled.draft());
                assert!(faults.is_empty(), "{name}, function {defined}:\n{}", faults.join("\n"));
                functions += 1;
            }
        }
    }
    assert!(functions > 900, "only {functions} functions were checked");
}

/// Values that live across calls, in loops, in more places than there are registers; edges that move them.
const FUNCTIONS: &str = r#"(module
  (import "" "id" (func $id (param i32 i64 f64) (result i64)))
  (memory 1)
  (tag $t (param i64))
  ;; More live values than registers, all read at the end.
  (func (export "pressure") (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    (local $r i32)
    (loop $l
      (local.set $r (i32.add (local.get $r) (i32.mul (local.get 0) (local.get 13))))
      (local.set $r (i32.xor (local.get $r) (i32.mul (local.get 1) (local.get 12))))
      (local.set $r (i32.add (local.get $r) (i32.mul (local.get 2) (local.get 11))))
      (local.set $r (i32.xor (local.get $r) (i32.mul (local.get 3) (local.get 10))))
      (local.set $r (i32.add (local.get $r) (i32.mul (local.get 4) (local.get 9))))
      (local.set $r (i32.xor (local.get $r) (i32.mul (local.get 5) (local.get 8))))
      (local.set $r (i32.add (local.get $r) (i32.mul (local.get 6) (local.get 7))))
      (br_if $l (i32.gt_u (local.get $r) (i32.const 100))))
    (i32.add (local.get $r) (i32.add (i32.add (i32.add (local.get 0) (local.get 1)) (i32.add (local.get 2) (local.get 3)))
      (i32.add (i32.add (local.get 4) (local.get 5)) (i32.add (local.get 6) (local.get 7))))))
  (func (export "across_calls") (param i32 i64 f64) (result f64)
    (local $s i64)
    (loop $l
      (local.set $s (i64.add (local.get $s)
        (call $id (local.get 0) (i64.mul (local.get 1) (local.get $s)) (local.get 2))))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (f64.add (local.get 2) (f64.convert_i64_s (i64.add (local.get $s) (local.get 1)))))
  (func (export "handlers") (param i32 i64) (result i64)
    (local $a i64)
    (local.set $a (i64.mul (local.get 1) (i64.const 3)))
    (block $h (result i64)
      (try_table (result i64) (catch $t $h)
        (local.set $a (i64.add (local.get $a) (call $id (local.get 0) (local.get 1) (f64.const 1))))
        (throw $t (local.get $a))))
    (i64.add (local.get $a)))
  ;; Pins for slots of the operand stack, and for what is inlined.
  (func $mix (param i32 i32) (result i32) (local $t i32)
    (local.set $t (i32.rotl (local.get 0) (i32.const 5)))
    (if (result i32) (i32.lt_u (local.get $t) (local.get 1))
      (then (i32.xor (local.get $t) (local.get 1))) (else (i32.sub (local.get 0) (local.get $t)))))
  (func (export "inlined") (param i32 i32) (result i32)
    (local $r i32)
    (loop $l
      (local.set $r (i32.add (call $mix (local.get $r) (local.get 0))
        (block $b (result i32)
          (drop (br_if $b (i32.mul (local.get $r) (i32.const 7)) (i32.and (local.get 0) (i32.const 4))))
          (call $mix (local.get 1) (local.get $r)))))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get $r))
  ;; Edges of a branch table into loops with other residents.
  (func (export "edges") (param i32 i32 i64 f64) (result i64)
    (local $i i32)
    (block $out
      (loop $outer
        (block $c (block $b (block $a
          (br_table $a $b $c $out (i32.and (local.get $i) (local.get 1))))
          (loop $one
            (local.set 2 (i64.add (local.get 2) (i64.extend_i32_u (local.get 0))))
            (br_if $one (i32.gt_u (local.tee 0 (i32.shr_u (local.get 0) (i32.const 1))) (i32.const 9)))))
          (loop $two
            (local.set 3 (f64.mul (local.get 3) (f64.const 1.5)))
            (br_if $two (f64.lt (local.get 3) (f64.convert_i32_s (local.get $i))))))
        (local.set 2 (call $id (local.get $i) (local.get 2) (local.get 3)))
        (br_if $outer (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get 0)))))
    (i64.xor (local.get 2) (i64.trunc_sat_f64_s (local.get 3))))
  (func (export "vectors") (param v128 v128 i32) (result v128)
    (local $s v128)
    (loop $l
      (local.set $s (i32x4.add (local.get $s) (i32x4.mul (local.get 0) (local.get 1))))
      (drop (call $id (local.get 2) (i64.const 1) (f64.const 2)))
      (local.set 1 (v128.xor (local.get 1) (local.get $s)))
      (br_if $l (local.tee 2 (i32.sub (local.get 2) (i32.const 1)))))
    (i32x4.add (local.get 0) (i32x4.add (local.get $s) (local.get 1))))
)"#;

#[test]
fn damage_is_noticed() {
    let module = module(FUNCTIONS);
    // Of each sort: how many were tried, and those that were not noticed.
    let mut sorts: BTreeMap<&str, (usize, Vec<String>)> = BTreeMap::new();
    for defined in 0..module.bodies.len() {
        let (func, _) = wx::lower::listing(&module, defined).unwrap_or_else(|error| panic!("{error}"));
        let compiled = compile(&module, defined, &func).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(check::faults(&module, defined, &func, compiled.draft()), Vec::<String>::new());
        for instruction in instructions(&compiled) {
            for (sort, damaged) in damages(&compiled, &instruction) {
                let (tried, missed) = sorts.entry(sort).or_default();
                *tried += 1;
                if !notices(&module, defined, &func, &damaged) {
                    missed.push(format!("function {defined}, {:x}: {instruction}", instruction.ip()));
                }
            }
        }
    }
    let mut report = String::new();
    for (sort, (tried, missed)) in &sorts {
        let _ = writeln!(report, "{sort}: {} of {tried} not noticed", missed.len());
        missed.iter().for_each(|line| report += &format!("    {line}\n"));
    }
    for (sort, least) in [(STORE, 8), (LOAD, 8), (MOVE, 20), (EDGE, 10), (WRONG, 50)] {
        let (tried, missed) = &sorts[sort];
        assert!(*tried >= least && missed.len() * 6 <= *tried, "{sort}\n{report}");
    }
}

/// The switch `check_upper_halves` is worth nothing if it looks at nothing: behind each result of 32 bits stands a comparison of what is
/// above it at home, and a branch to a trap.
#[test]
fn upper_halves_are_looked_at() {
    let module = module(FUNCTIONS);
    let (func, _) = wx::lower::listing(&module, 0).unwrap_or_else(|error| panic!("{error}"));
    let results = func.ops.iter().filter(|op| op.code().fields().def == Kind::I32).count();
    let mut tiering = tiering();
    tiering.chaos.check_upper_halves = true;
    let compiled = Compiler::new(FEATURES).compile(&module, 0, &func, tiering);
    let all = instructions(&compiled.unwrap_or_else(|error| panic!("{error}")));
    let looks = |pair: &&[Instruction]| {
        let [compare, branch] = pair else { return false };
        compare.code() == Code::Cmp_rm32_imm8
            && compare.memory_base() == Register::RBP
            && compare.memory_displacement64() % 8 == 4
            && compare.immediate(1) == 0
            && branch.mnemonic() == Mnemonic::Jne
    };
    let params = 14;
    assert!(results > 20, "only {results} results");
    assert_eq!(all.windows(2).filter(looks).count(), params + results);
}

const STORE: &str = "a store to a home is left out";
const LOAD: &str = "a load from a home is left out";
const MOVE: &str = "a move between registers is left out";
const EDGE: &str = "a pin is lost at an edge or a way in";
const WRONG: &str = "a register is mistaken for another";

/// The fault must be a report, and never a panic.
fn notices(module: &ModuleData, defined: usize, func: &Func, damaged: &Compiled) -> bool {
    !check::faults(module, defined, func, damaged.draft()).is_empty()
}

/// Whether the instruction only carries a value between registers and homes.
fn carries(instruction: &Instruction) -> bool {
    use Mnemonic::{Mov, Movaps, Movq, Movsd, Movups, Vmovaps, Vmovq, Vmovsd, Vmovups, Xchg};
    let copies = matches!(
        instruction.mnemonic(),
        Mov | Movaps | Movq | Movsd | Movups | Vmovaps | Vmovq | Vmovsd | Vmovups | Xchg
    );
    let place = |operand: u32| match instruction.op_kind(operand) {
        OpKind::Register => {
            let register = instruction.op_register(operand);
            register.is_gpr64() && register != Register::RBP || register.is_xmm()
        }
        OpKind::Memory => {
            instruction.memory_base() == Register::RBP && instruction.memory_index() == Register::None
        }
        _ => false,
    };
    copies && instruction.op_count() == 2 && place(0) && place(1)
}

/// The code with this instruction taken out, and with another register in it.
fn damages(compiled: &Compiled, instruction: &Instruction) -> Vec<(&'static str, Compiled)> {
    if !carries(instruction) {
        return Vec::new();
    }
    let (start, end) = (instruction.ip() as usize, instruction.next_ip() as usize);
    let mut without = compiled.clone();
    without.code[start..end].fill(0x90);
    let sort = match (instruction.op0_kind(), instruction.op1_kind()) {
        _ if instruction.ip() >= compiled.output.body_end.into() => EDGE,
        (OpKind::Memory, _) => STORE,
        (_, OpKind::Memory) => LOAD,
        _ => MOVE,
    };
    let mut all = vec![(sort, without)];
    // The register field of the operands' byte is at the same place in every form that is used here.
    if instruction.mnemonic() != Mnemonic::Xchg {
        let displaced = match instruction.memory_displ_size() {
            1 => 1,
            4 => 4,
            _ => 0,
        };
        let mut wrong = compiled.clone();
        wrong.code[end - displaced - 1] ^= 0x08;
        all.push((WRONG, wrong));
    }
    all
}
