//! The verifier refuses code that was damaged on purpose.
//!
//! A verifier that accepts everything proves nothing. So each check of the functions below is taken out once, each compare is led to
//! another field, each computation of an index leaves something above 32 bits, each jump leads a byte further, each landing is lost;
//! all of it must be refused. Of bits that are turned at random most are: the others change numbers, which are not its business.

use wx::base::{CodeOffset, SourceOp, SplicedOp};
use wx::code::Site;
use wx::ir::Func;
use wx::jit::verify::{Form, Insn, NONE, Op, RIP, Space, Verifier, decode};
use wx::jit::{Compiled, Compiler, RelocKind, Stub};
use wx::module::ModuleData;
use wx::settings::{Reservation, Tiering};

use crate::verify::bench_programs;
use crate::{FEATURES, from_bytes, module, tiering};

/// Each function holds checks of one kind, and no branches but those of checks.
const CHECKED: &str = r#"(module
  (type $s (struct (field (mut i32)) (field (mut i64))))
  (type $a (array (mut i32)))
  (type $f (func (param i32) (result i32)))
  (import "" "f" (func $import (param i32) (result i32)))
  (memory $zero 1 4)
  (memory $wide i64 1)
  (memory $more 2)
  (memory $shared 1 2 shared)
  (table $t 4 8 funcref)
  (table $u 4 8 funcref)
  (func (param i32) (result i32) (i32.load $more offset=8 (local.get 0)))
  (func (param i32 i64) (i64.store $more offset=5000 (local.get 0) (local.get 1)))
  (func (param i64) (result i64) (i64.load $wide offset=4 (local.get 0)))
  (func (param i64) (result v128) (v128.load $wide offset=5000 (local.get 0)))
  (func (param i32) (result i32) (i32.load $shared (local.get 0)))
  (func (param i32) (result i32) (i32.atomic.rmw.add $shared offset=4 (local.get 0) (i32.const 1)))
  (func (param i32 i32) (result i32) (i32.atomic.rmw.and $more offset=8 (local.get 0) (local.get 1)))
  (func (param i32 i64) (result i64) (i64.atomic.rmw8.or_u $more offset=5000 (local.get 0) (local.get 1)))
  (func (param i32 i32) (memory.copy $more $zero (local.get 0) (local.get 1) (local.get 1)))
  (func (param i32 i32) (memory.fill $more (local.get 0) (local.get 1) (local.get 1)))
  (func (param i32) (result funcref) (table.get $t (local.get 0)))
  (func (param i32 funcref) (table.set $t (local.get 0) (local.get 1)))
  (func (param i32) (result i32) (call_indirect $t (type $f) (local.get 0) (local.get 0)))
  (func (param i32) (result i32) (return_call_indirect $t (type $f) (local.get 0) (local.get 0)))
  (func (param i32 (ref null $f)) (result i32) (call_ref $f (local.get 0) (local.get 1)))
  (func (param i32 (ref null $f)) (result i32) (return_call_ref $f (local.get 0) (local.get 1)))
  (func (param (ref null $s)) (result i64) (struct.get $s 1 (local.get 0)))
  (func (param (ref null $s) i32) (struct.set $s 0 (local.get 0) (local.get 1)))
  (func (param (ref null $a) i32) (result i32) (array.get $a (local.get 0) (local.get 1)))
  (func (param (ref null $a) i32 i32) (array.set $a (local.get 0) (local.get 1) (local.get 2)))
  (func (param (ref null $a)) (result i32) (array.len (local.get 0)))
  (func (param i32) (result i32) (call $import (call $import (local.get 0))))
)"#;

/// The machine code of a function, and all that verifying it takes.
pub(crate) struct Case {
    module: ModuleData,
    defined: usize,
    func: Func,
    pub(crate) compiled: Compiled,
    tiering: Tiering,
}

impl Case {
    pub(crate) fn all(text: &str) -> Vec<Case> {
        let count = module(text).bodies.len();
        (0..count).map(|defined| Case::new(module(text), defined)).collect()
    }

    fn new(module: ModuleData, defined: usize) -> Case {
        let (func, _) = wx::lower::listing(&module, defined).unwrap_or_else(|error| panic!("{error}"));
        let tiering = tiering();
        let compiled = Compiler::new(FEATURES).compile(&module, defined, &func, tiering);
        let compiled = compiled.unwrap_or_else(|error| panic!("{error}"));
        let case = Case { module, defined, func, compiled, tiering };
        assert_eq!(case.fault(&case.compiled), None);
        case
    }

    /// What is wrong with this code instead of the function's.
    pub(crate) fn fault(&self, compiled: &Compiled) -> Option<String> {
        self.fault_in(compiled, Space::of(&self.module, &self.tiering))
    }

    fn fault_in(&self, compiled: &Compiled, space: Space) -> Option<String> {
        let [quick, slow] = [Verifier::default(), Verifier::slow()].map(|mut verifier| {
            let result = verifier.verify(&self.module, self.defined, &self.func, compiled.draft(), space);
            result.err()
        });
        // Rules name values, of which one of both makes more.
        assert_eq!(quick.as_ref().map(|fault| fault.at), slow.map(|fault| fault.at), "{quick:?}");
        quick.map(|fault| fault.rule)
    }

    /// The instructions, without the tables among them.
    pub(crate) fn instructions(&self) -> Vec<Insn> {
        let output = &self.compiled.output;
        let (mut at, mut all) = (output.entry, Vec::new());
        while at < output.code_end {
            if let Some(table) = output.tables.iter().find(|table| table.0 == at && table.1 > at) {
                at = table.1;
                continue;
            }
            let insn = decode(&self.compiled.code, at, output.code_end).expect("an instruction");
            all.push(insn);
            at = insn.next();
        }
        all
    }

    /// The code must be refused with these bytes changed.
    #[track_caller]
    fn refuses(&self, what: &str, i: &Insn, change: impl Fn(&mut [u8])) {
        let mut damaged = self.compiled.clone();
        change(&mut damaged.code[i.at as usize..i.next() as usize]);
        let defined = self.defined;
        assert!(self.fault(&damaged).is_some(), "function {defined} is accepted with {what}: {i:?}");
    }
}

fn nothing(bytes: &mut [u8]) {
    bytes.fill(0x90);
}

#[test]
fn each_check_is_needed() {
    let (mut branches, mut fields, mut accepted) = (0, 0, 0);
    for case in Case::all(CHECKED) {
        let calls = case.instructions().iter().any(|i| i.op == Op::CallRm);
        let builtin = case.compiled.relocs.iter().find(|r| r.kind == RelocKind::Stub(Stub::Builtin));
        let builtin = builtin.map_or(u32::MAX, |r| r.at);
        let mut is_choice = false;
        for i in case.instructions() {
            // The loop round an exchange is no check. Whether an address is aligned is none of the verifier's, nor whether
            // there is room for a frame that nothing is called from. Behind the builtin that looks at a function's type everything
            // was compared before.
            let is_check = i.op == Op::Jcc && i.imm > u64::from(i.at) && !is_choice && i.at < builtin;
            if matches!(i.op, Op::Alu | Op::AluImm | Op::Test | Op::TestImm) {
                is_choice = i.op == Op::TestImm || i.op == Op::Alu && i.rm == 4 && !calls;
            }
            if is_check {
                case.refuses("a check left out", &i, nothing);
                case.refuses("a check the other way round", &i, |bytes| {
                    let at = usize::from(bytes[0] == 0x0F);
                    bytes[at] ^= 1;
                });
                branches += 1;
            }
            let behind_a_pointer = i.rm == NONE && !matches!(i.base, NONE | RIP | 5 | 14) && i.index == NONE;
            if behind_a_pointer && i.access == 8 && i.len <= 7 {
                for distance in [8, -8_i8] {
                    // The last byte is the displacement, unless there is none.
                    if i.disp != 0 && i8::try_from(i.disp).is_ok() && !matches!(i.op, Op::Store) {
                        let mut damaged = case.compiled.clone();
                        let last = &mut damaged.code[i.next() as usize - 1];
                        *last = last.wrapping_add_signed(distance);
                        accepted += u32::from(case.fault(&damaged).is_none());
                        fields += 1;
                    }
                }
            }
        }
    }
    // Another entry of the list of memories or tables is another one, checked as it should be.
    assert!(accepted * 8 <= fields, "{accepted} of {fields} other fields are accepted");
    assert!(branches >= 30 && fields >= 80, "{branches} branches, {fields} fields");
}

#[test]
fn an_index_with_bits_above_32_is_refused() {
    let text = r#"(module (memory 1) (memory $more 1)
      (func (param i32 i32) (result i32) (i32.load8_u (i32.add (local.get 0) (local.get 1))))
      (func (param i32 i32) (result i32) (i32.load8_u (i32.mul (local.get 0) (local.get 1))))
      (func (param i32) (result i32) (i32.load8_u offset=3 (i32.sub (i32.const 8) (local.get 0))))
      (func (param i32 i32) (result i32) (i32.load8_u $more offset=5000 (i32.add (local.get 0) (local.get 1)))))"#;
    let mut tried = 0;
    for case in Case::all(text) {
        for i in case.instructions() {
            let computes =
                matches!(i.op, Op::Lea | Op::Alu | Op::Imul | Op::Mov) && i.size == 4 && i.access == 0;
            // With a REX already, or room for nothing else: the bit is put into what is there.
            let first = case.compiled.code[i.at as usize];
            if computes && first & 0xF0 == 0x40 {
                case.refuses("64 bits", &i, |bytes| bytes[0] |= 8);
                tried += 1;
            }
        }
        // The parameter itself is not small, if the convention does not say so.
    }
    let wide =
        r#"(module (memory 1) (func (param i64) (result i32) (i32.load8_u (i32.wrap_i64 (local.get 0)))))"#;
    for case in Case::all(wide) {
        for i in case.instructions().into_iter().filter(|i| i.op == Op::Mov && i.size == 4 && i.access == 0) {
            case.refuses("nothing done", &i, nothing);
            tried += 1;
        }
    }
    assert!(tried > 0, "no index was computed");
}

#[test]
fn a_number_that_is_no_zero_is_refused() {
    let mut tried = 0;
    let text = r#"(module
      (func (result funcref) (ref.null func))
      (func (param i32) (result f32) (f32.convert_i32_s (local.get 0))))"#;
    for case in Case::all(text) {
        for i in case.instructions() {
            // `xorps` becomes `orps`, `pxor` becomes `por`, `xor` becomes `or`.
            let zeroes = matches!(i.op, Op::Vector(Form::Or)) || i.op == Op::Alu && i.kind == 6;
            if zeroes {
                let (from, to) = match i.kind {
                    0x57 => (0x57, 0x56),
                    0xEF => (0xEF, 0xEB),
                    _ => (0x33, 0x0B),
                };
                case.refuses("what was there", &i, |bytes| {
                    let opcode = bytes.iter().rposition(|&byte| byte == from).expect("an opcode");
                    bytes[opcode] = to;
                });
                tried += 1;
            }
        }
    }
    assert!(tried >= 2, "{tried} zeros were made");
}

#[test]
fn the_reservation_is_what_it_is() {
    let text = r#"(module (memory 1)
      (func (param i32) (result i32) (i32.load offset=0x7ffffff0 (local.get 0)))
      (func (param i32) (result i32) (i32.load offset=0xfffffff0 (local.get 0)))
      (func (param i32) (result i32) (i32.load offset=16 (local.get 0)))
      (func (param i32) (i64.store offset=0x10000 (local.get 0) (i64.const 1))))"#;
    for (case, offset, bytes) in Case::all(text)
        .into_iter()
        .zip([(0x7FFF_FFF0, 4), (0xFFFF_FFF0, 4), (16, 4), (0x1_0000, 8)])
        .map(|(case, (offset, bytes))| (case, offset, bytes))
    {
        let farthest = u64::from(u32::MAX) + offset + bytes;
        let fault = |span| case.fault_in(&case.compiled, Space { span, stack_limit: 0 });
        assert_eq!(fault(Some(farthest)), None);
        for span in [None, Some(0), Some(1 << 32), Some(farthest - 1)] {
            assert!(fault(span).is_some(), "an access that reaches {farthest:#x} in {span:?}");
        }
    }
    // What index and offset of 32 bits reach is more than 6 GiB and no guard to speak of.
    let case = &Case::all(text)[1];
    for guard in [0, 64 << 10, 1 << 30] {
        let tiering = Tiering { reservation: Some(Reservation { bytes: 6 << 30, guard }), ..case.tiering };
        assert!(case.fault_in(&case.compiled, Space::of(&case.module, &tiering)).is_some());
    }
    // A memory that could outgrow its reservation does not lie in it.
    let case = &Case::all(text)[2];
    let tiering =
        Tiering { reservation: Some(Reservation { bytes: 2 << 30, guard: 8 << 30 }), ..case.tiering };
    assert!(case.fault_in(&case.compiled, Space::of(&case.module, &tiering)).is_some());
}

/// Calls, saved registers, slots, handlers, a branch table.
const FLOW: &str = r#"(module
  (import "" "id" (func $id (param i32 i64) (result i64)))
  (memory 1)
  (tag $n (param i64)) (tag $r (param funcref))
  (table $t 4 funcref)
  (func (param i32 i64) (result i64)
    (local $s i64)
    (loop $l
      (local.set $s (i64.add (local.get $s) (call $id (local.get 0) (i64.mul (local.get 1) (local.get $s)))))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (i64.add (local.get $s) (local.get 1)))
  (func (param i32 i64) (result i64)
    (local $f funcref)
    (block $ref (result funcref)
      (block $num (result i64)
        (try_table (catch $n $num) (catch $r $ref)
          (drop (call $id (local.get 0) (local.get 1))))
        (return (i64.const 1)))
      (return))
    (local.set $f)
    (table.set $t (i32.const 1) (local.get $f))
    (i64.const 2))
  (func (param i32) (result i32)
    (block $d (block $c (block $b (block $a
      (br_table $a $b $c $d $a (local.get 0)))
      (return (i32.const 1))) (return (i32.const 2))) (return (i32.const 3)))
    (i32.load (local.get 0)))
)"#;

#[test]
fn control_stays_on_instructions_and_the_stack_is_balanced() {
    let (mut jumps, mut stack, mut slots) = (0, 0, 0);
    for case in Case::all(FLOW) {
        let starts: Vec<u32> = case.instructions().iter().map(|i| i.at).collect();
        let is_filled_in = |i: &Insn| case.compiled.relocs.iter().any(|r| (i.at..i.next()).contains(&r.at));
        for i in case.instructions() {
            match i.op {
                _ if is_filled_in(&i) => {}
                Op::Jmp | Op::Jcc | Op::Call if !starts.contains(&(i.imm as u32 + 1)) => {
                    case.refuses("a jump to the byte behind", &i, |bytes| {
                        let field = if bytes.len() < 5 { 1 } else { bytes.len() - 4 };
                        bytes[field] = bytes[field].wrapping_add(1);
                    });
                    jumps += 1;
                }
                Op::Push | Op::Pop => {
                    case.refuses("something left on the stack", &i, nothing);
                    stack += 1;
                }
                _ if i.base == 5 && i.access != 0 && i8::try_from(i.disp).is_ok() && i.len <= 5 => {
                    // The greatest displacement of one byte is outside of these frames, and so is a negative one.
                    let last = usize::from(i.len) - 1;
                    case.refuses("a slot of another frame", &i, |bytes| bytes[last] = 0x78);
                    case.refuses("a slot of the caller", &i, |bytes| bytes[last] = 0xF8);
                    slots += 1;
                }
                _ => {}
            }
        }
        for at in 0..case.compiled.output.tables.len() {
            let mut damaged = case.compiled.clone();
            damaged.code[case.compiled.output.tables[at].0 as usize + 4] += 1;
            assert!(case.fault(&damaged).is_some(), "an entry of a branch table");
            let mut damaged = case.compiled.clone();
            damaged.output.tables[at].1 -= 4;
            assert!(case.fault(&damaged).is_some(), "a branch table that is too short");
        }
    }
    assert!(jumps >= 6 && stack >= 8 && slots >= 4, "{jumps} jumps, {stack} pushes and pops, {slots} slots");
}

#[test]
fn landings_and_sites_are_needed() {
    let case = &Case::all(FLOW)[1];
    let refuses = |what: &str, change: &dyn Fn(&mut Compiled)| {
        let mut damaged = case.compiled.clone();
        change(&mut damaged);
        assert!(case.fault(&damaged).is_some(), "accepted with {what}");
    };
    let handlers = case.compiled.output.handlers.len();
    assert_eq!(handlers, 2);
    for at in 0..handlers {
        refuses("a landing lost", &|c| {
            c.output.handlers.remove(at);
        });
        refuses("a landing for another operation", &|c| c.output.handlers[at].0 = SourceOp::new(1000));
        refuses("a landing inside an instruction", &|c| {
            c.output.handlers[at].1 = CodeOffset::new(c.output.handlers[at].1.get() + 1);
        });
        refuses("a landing at the function's entry", &|c| {
            c.output.handlers[at].1 = CodeOffset::new(c.output.entry);
        });
    }
    refuses("two landings for one operation", &|c| c.output.handlers[1].0 = c.output.handlers[0].0);
    refuses("landings that are not sorted", &|c| c.output.handlers.swap(0, 1));
    refuses("landings exchanged", &|c| {
        let first = c.output.handlers[0].1;
        c.output.handlers[0].1 = std::mem::replace(&mut c.output.handlers[1].1, first);
    });
    refuses("the number of saved registers", &|c| c.output.frame_bytes += 8);
    for case in Case::all(FLOW) {
        for at in 0..case.compiled.output.sites.len() {
            let mut damaged = case.compiled.clone();
            damaged.output.sites.remove(at);
            assert!(case.fault(&damaged).is_some(), "a site is gone: {:?}", case.compiled.output.sites[at]);
            let mut damaged = case.compiled.clone();
            damaged.output.sites[at].1 = Site::new(SplicedOp::new(1 << 20), false);
            assert!(case.fault(&damaged).is_some(), "a site of no operation");
        }
        for at in 0..case.compiled.relocs.len() {
            let mut damaged = case.compiled.clone();
            damaged.relocs[at].at += 1;
            assert!(case.fault(&damaged).is_some(), "something is filled in at another place");
        }
    }
}

/// A handler behind calls that are compiled in place, so that operations have other numbers than the function's own.
const INLINED: &str = r#"(module
  (tag $n (param i32)) (tag $m (param i32))
  (func $add (param i32) (result i32) (i32.add (i32.mul (local.get 0) (i32.const 3)) (i32.const 1)))
  (func $throw (param i32) (if (local.get 0) (then (throw $n (local.get 0)))) (throw $m (local.get 0)))
  (func $f (param i32) (result i32)
    (local.set 0 (call $add (call $add (call $add (local.get 0)))))
    (block $second (result i32)
      (block $first (result i32)
        (try_table (catch $n $first) (catch $m $second) (call $throw (local.get 0)))
        (return (i32.const 7)))
      (return (call $add (call $add))))
    (drop)
    (i32.const 9)))"#;

#[test]
fn landings_by_the_numbers_before_inlining_are_refused() {
    let case = Case::all(INLINED).pop().expect("a function");
    let output = &case.compiled.output;
    assert!(case.compiled.spliced.is_some() && output.handlers.len() == 2);
    // By their own numbers there are none.
    let mut damaged = case.compiled.clone();
    damaged.output.handlers.retain_mut(|(target, at)| {
        let found = output.landings.iter().find(|landing| landing.0.get() == target.get());
        found.inspect(|landing| *at = landing.1).is_some()
    });
    assert!(damaged.output.handlers != output.handlers);
    assert!(case.fault(&damaged).is_some(), "a landing is lost or another one's");
}

#[test]
fn most_turned_bits_are_refused() {
    let (mut refused, mut accepted) = (0_u32, 0_u32);
    let mut rng = 0x2545_F491_4F6C_DD1D_u64;
    for (_, bytes) in bench_programs().into_iter().take(12) {
        let count = from_bytes(bytes.clone()).bodies.len();
        for defined in 0..count.min(12) {
            let case = Case::new(from_bytes(bytes.clone()), defined);
            let output = &case.compiled.output;
            for _ in 0..100 {
                rng = rng.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let at = output.entry + (rng >> 33) as u32 % (output.code_end - output.entry);
                let mut damaged = case.compiled.clone();
                damaged.code[at as usize] ^= 1 << (rng & 7);
                match case.fault(&damaged) {
                    Some(_) => refused += 1,
                    None => accepted += 1,
                }
            }
        }
    }
    println!("bits turned in machine code: {refused} refused, {accepted} accepted");
    assert!(refused > accepted, "{refused} refused, {accepted} accepted");
}

/// Leads a jump with four bytes of distance elsewhere.
fn redirect(i: &Insn, bytes: &mut [u8], to: u32) {
    let distance = to.wrapping_sub(i.next());
    let from = bytes.len() - 4;
    bytes[from..].copy_from_slice(&distance.to_le_bytes());
}

#[test]
fn a_stack_check_that_leads_into_the_function_is_refused() {
    let text = r#"(module (import "" "f" (func $import)) (global $g (mut i32) (i32.const 0))
      (func (if (global.get $g) (then (call $import))) (call $import)))"#;
    let mut tried = 0;
    for case in Case::all(text) {
        let all = case.instructions();
        let compares = all.iter().position(|i| i.op == Op::Alu && i.kind == 7 && i.rm == 4);
        let check = all[compares.expect("a compare with rsp") + 1];
        for jump in all.iter().filter(|i| matches!(i.op, Op::Jcc | Op::Jmp) && i.at > check.at) {
            let to = jump.imm as u32;
            if all.iter().any(|i| i.at == to && i.op != Op::Call) {
                case.refuses("no room, and on it goes", &check, |bytes| redirect(&check, bytes, to));
                tried += 1;
            }
        }
    }
    assert!(tried > 0, "no way into the function");
}

/// A branch table said to be where a check is would hide it.
#[test]
fn control_does_not_run_into_a_branch_table() {
    let mut tried = 0;
    for case in Case::all(CHECKED) {
        for i in case.instructions().into_iter().filter(|i| i.op == Op::Jcc) {
            let mut damaged = case.compiled.clone();
            damaged.output.tables.push((i.at, i.next()));
            damaged.output.tables.sort_unstable();
            assert!(case.fault(&damaged).is_some(), "function {}: {i:?}", case.defined);
            tried += 1;
        }
    }
    assert!(tried > 30, "{tried} checks");
}

#[test]
fn a_base_of_memory_that_is_written_is_refused() {
    let text = r#"(module (memory 1) (global $g (mut i64) (i64.const 0))
      (func (param i32 i32 i64 i64) (result i32)
        (global.set $g (i64.add (local.get 2) (local.get 3)))
        (if (local.get 0) (then (return (i32.load8_u (local.get 1)))))
        (i32.const 0)))"#;
    let mut tried = 0;
    for case in Case::all(text) {
        for i in case.instructions().into_iter().filter(|i| i.op == Op::Alu && i.size == 8 && i.rm != NONE) {
            case.refuses("r14 for a result", &i, |bytes| {
                bytes[0] |= 4;
                bytes[2] = bytes[2] & !0x38 | 6 << 3;
            });
            tried += 1;
        }
    }
    assert!(tried > 0, "no sum was computed");
}
