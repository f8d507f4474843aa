//! Two operations that are one instruction here.
//!
//! That nothing else needs the value between the two is [`sole_use`](crate::jit::select::sole_use)'s to say. Here stands what
//! the processor can do. For each pattern: the first instruction, the second, and which operand of the second it becomes.

use crate::base::Mutant;
use crate::ir::{Kind, OpCode, Shape};
use crate::jit::inst::{Carry, Constraint, Form, Inst, Use};
use crate::jit::select::{Context, Pattern};
use crate::settings::Optimization;

/// A load and an operation that takes its operand from memory.
pub(super) const LOADED_OPERAND: Pattern = Pattern {
    optimization: Optimization::FoldedLoads,
    takes: |row, _| row.loads != Kind::None,
    merge: loaded_operand,
};
/// A shift by one, two or three places and a sum, which may be that of an address.
pub(super) const SCALED_SUM: Pattern =
    Pattern { optimization: Optimization::ScaledIndexes, takes: |_, code| is_sum(code), merge: scaled_sum };
/// A complement and an `and`.
pub(super) const AND_NOT: Pattern = Pattern {
    optimization: Optimization::AndNot,
    takes: |_, code| matches!(code, OpCode::I32And | OpCode::I64And),
    merge: and_not,
};
/// An `and` and a branch on whether it is zero.
pub(super) const TEST_BRANCH: Pattern = Pattern {
    optimization: Optimization::FusedTests,
    takes: |_, code| matches!(code.shape(), Shape::BrIf | Shape::BrCmpImm),
    merge: test_branch,
};
/// A comparison and a selection by it.
pub(super) const COMPARE_SELECT: Pattern = Pattern {
    optimization: Optimization::FusedCompares,
    takes: |_, code| code == OpCode::Select,
    merge: compare_select,
};
/// An unsigned comparison and a sum or difference with its result.
pub(super) const CARRY_SUM: Pattern = Pattern {
    optimization: Optimization::CarrySums,
    takes: |_, code| matches!(code, OpCode::I32Add | OpCode::I64Add | OpCode::I32Sub | OpCode::I64Sub),
    merge: carry_sum,
};
/// A constant and a shift of vector lanes by it.
pub(super) const COUNTED_SHIFT: Pattern =
    Pattern { optimization: Optimization::FusedShifts, takes: |row, _| row.counts, merge: counted_shift };

fn is_sum(code: OpCode) -> bool {
    use OpCode::{I32Add, I32AddImm, I64Add, I64AddImm};
    matches!(code, I32Add | I64Add | I32AddImm | I64AddImm)
        || matches!(code.shape(), Shape::LoadPlus | Shape::LoadIndex | Shape::StorePlus | Shape::StoreIndex)
}

fn code_of(cx: &Context, inst: &Inst) -> OpCode {
    cx.func.ops[inst.last as usize].code()
}

/// No side effect between a load and the operation after it is observable, so the load may sink into it. The registers of its address
/// are read after the result may have been written.
fn loaded_operand(cx: &Context, load: &Inst, user: &Inst, operand: usize) -> Option<Inst> {
    let mut address = load.address?;
    let kind = address.operand;
    if kind == Kind::None || cx.rows[user.code as usize].is_none_or(|row| row.loads != kind) {
        return None;
    }
    // Without AVX a memory operand of 16 bytes would have to be aligned.
    if kind == Kind::V128 && !cx.features.avx {
        return None;
    }
    // The result would overwrite the address, and have to be computed elsewhere.
    let in_place = |part: &Use| user.def.is_some_and(|def| def.slot == part.slot);
    if load.uses().iter().any(in_place) {
        return None;
    }
    let mut inst = *user;
    match operand {
        0 if user.commutes => {
            inst.swap();
            inst.uses_mut()[0].constraint = Constraint::Reg;
        }
        1 => {}
        _ => return None,
    }
    inst.uses_mut()[1].constraint = Constraint::Loaded;
    address.first = inst.uses().len() as u8;
    address.temp = inst.temps[0];
    address.sum_in_result = false;
    load.uses().iter().for_each(|&part| inst.push(Use { late: true, ..part }));
    inst.temps[0] += address.temps();
    inst.address = Some(address);
    Some(inst)
}

fn scaled_sum(cx: &Context, shift: &Inst, user: &Inst, operand: usize) -> Option<Inst> {
    let narrow = code_of(cx, shift) == OpCode::I32ShlImm;
    let places = shift.imm & if narrow { 31 } else { 63 };
    if !(1..=3).contains(&places) {
        return None;
    }
    let mut inst = *user;
    let index = shift.uses()[0];
    let last = match (code_of(cx, user), narrow, &mut inst.address) {
        (OpCode::I32Add, true, _) | (OpCode::I64Add, false, _) => 1,
        (OpCode::I32AddImm, true, _) => 0,
        (OpCode::I64AddImm, false, _) if i32::try_from(user.imm as i64).is_ok() => 0,
        (_, true, Some(address)) if address.is_sum() && operand < usize::from(address.parts) => {
            address.scale = places as u8;
            usize::from(address.parts) - 1
        }
        _ => return None,
    };
    if operand != last {
        inst.swap();
    }
    if inst.address.is_none() {
        inst.form.scale = places as u8;
    }
    inst.commutes = false;
    for part in &mut inst.uses_mut()[..=last] {
        part.constraint = Constraint::Reg;
    }
    inst.uses_mut()[last] = Use { late: inst.uses()[last].late, ..index };
    Some(inst)
}

/// The complemented operand comes first, in a register; the other may be in memory.
fn and_not(cx: &Context, xor: &Inst, and: &Inst, operand: usize) -> Option<Inst> {
    use OpCode::{I32And, I32XorImm, I64And, I64XorImm};
    let is_complement = match (xor.code, and.code) {
        (I32XorImm, I32And) => xor.imm as u32 == u32::MAX,
        (I64XorImm, I64And) => xor.imm == u64::MAX,
        _ => false,
    };
    let is_complement =
        is_complement || Mutant::AnyXorIsComplement.is_on() && xor.code.fields().b == and.code.fields().b;
    if !cx.features.bmi1 || !is_complement {
        return None;
    }
    let mut inst = Inst { def: and.def, ..*xor };
    inst.push(Use { constraint: Constraint::RegOrSlot, ..and.uses()[1 - operand] });
    Some(inst)
}

fn test_branch(cx: &Context, and: &Inst, branch: &Inst, _: usize) -> Option<Inst> {
    use OpCode::{BrI32EqImm, BrI32NeImm, BrI64EqImm, BrI64NeImm, BrIf, BrUnless};
    // There is no `test` that complements, and `andn` leaves the flags for the branch.
    if matches!(and.code, OpCode::I32XorImm | OpCode::I64XorImm) {
        return None;
    }
    let narrow = matches!(code_of(cx, and), OpCode::I32And | OpCode::I32AndImm);
    let zero = cx.func.ops[branch.last as usize].hi() == 0;
    let inverted = match code_of(cx, branch) {
        BrIf if narrow => false,
        BrUnless if narrow => true,
        BrI32NeImm if narrow && zero => false,
        BrI32EqImm if narrow && zero => true,
        BrI64NeImm if !narrow && zero => false,
        BrI64EqImm if !narrow && zero => true,
        _ => return None,
    };
    // A mask of more than 32 bits takes a register, which the second operand then is.
    (and.address.is_some() || and.temps[0] == 0).then_some(Inst {
        def: None,
        target: branch.target,
        form: Form { inverted, ..and.form },
        ..*and
    })
}

fn compare_select(cx: &Context, compare: &Inst, select: &Inst, operand: usize) -> Option<Inst> {
    if operand != 2 || code_of(cx, select) != OpCode::Select {
        return None;
    }
    let mut inst = Inst {
        def: select.def,
        form: Form { selected: Some(compare.uses().len() as u8), ..compare.form },
        ..*compare
    };
    select.uses()[..2].iter().for_each(|&value| inst.push(Use { constraint: Constraint::Reg, ..value }));
    Some(inst)
}

/// What is not in the carry flag is there after the operands have changed places. The template moves the sum's other part to the result
/// after the comparison, so the result may be anywhere.
fn carry_sum(cx: &Context, compare: &Inst, sum: &Inst, operand: usize) -> Option<Inst> {
    use OpCode::{I32Eqz, I32GeU, I32GeUImm, I32GtU, I32LeU, I32LtU, I32LtUImm, I32Sub};
    use OpCode::{I64Add, I64Eqz, I64GeU, I64GeUImm, I64GtU, I64LeU, I64LtU, I64LtUImm, I64Sub};
    let code = code_of(cx, sum);
    let subtracts = matches!(code, I32Sub | I64Sub);
    // One minus something is another thing.
    if subtracts && operand != 1 {
        return None;
    }
    let mut inst = Inst { def: sum.def, ..*compare };
    match compare.code {
        I32LtU | I64LtU | I32GeU | I64GeU | I32LtUImm | I64LtUImm | I32GeUImm | I64GeUImm | I32Eqz
        | I64Eqz => {}
        I32GtU | I64GtU | I32LeU | I64LeU => {
            inst.swap();
            inst.uses_mut()[0].constraint = Constraint::Reg;
        }
        _ => return None,
    }
    inst.form.carry =
        Some(Carry { operand: inst.uses().len() as u8, subtracts, wide: matches!(code, I64Add | I64Sub) });
    let other = sum.uses()[1 - operand];
    // The result goes where the other part is, if that dies, and not where something compared is.
    if other.last {
        inst.uses_mut().iter_mut().for_each(|compared| compared.late = true);
    }
    inst.push(Use { constraint: Constraint::Reg, ..other });
    Some(inst)
}

/// The shift takes the count as an immediate, not through registers.
fn counted_shift(_: &Context, constant: &Inst, shift: &Inst, operand: usize) -> Option<Inst> {
    if operand != 1 {
        return None;
    }
    let mut inst = Inst { imm: constant.imm, temps: [0, 0], ..*shift };
    inst.clear_uses();
    inst.push(shift.uses()[0]);
    Some(inst)
}
