//! Operands in ranges of slots, and with them all operands of an operation.
//!
//! Calls, builtins, atomic accesses, spans and throws read and write contiguous slots. Where such a range begins the operation
//! says ([`Op::range_starts`]); how many slots it has depends on the module's types. [`ranges`] gives it as a whole, which costs the
//! same however long it is; [`operands`] lists it after the operands that have fields of their own.

use std::ops::Range;

use super::operation::{call_type, group, info, is_call, is_return_call, kind_of};
use crate::ir::{Func, Kind, Op, OpCode, Operand, Place, Role};
use crate::module::ModuleData;
use crate::types::{CanonId, CompositeType, ValType};

/// The ranges of an operation; empty if it has none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ranges {
    pub read: Range<u32>,
    pub written: Range<u32>,
}

/// Slots that an operation reads or writes as a range.
pub fn ranges(module: &ModuleData, func: &Func, op: &Op) -> Ranges {
    let (reads, writes) = lengths(module, func, op);
    let (read, written) = op.range_starts();
    Ranges { read: read..read + reads, written: written..written + writes }
}

/// How many slots each of the ranges has.
fn lengths(module: &ModuleData, func: &Func, op: &Op) -> (u32, u32) {
    let code = op.code();
    if is_call(code) || is_return_call(code) {
        let ty = call_type(module, op);
        return (ty.param_slots(), if is_call(code) { ty.result_slots() } else { 0 });
    }
    if let Some((reads, writes)) = code.range() {
        // Of values that may be v128s the table counts one slot each, or does not know how many there are.
        let most = func.frame_slots.saturating_sub(op.base());
        let reads = match reads {
            None => object_slots(module, op).unwrap_or(most),
            Some(reads) if matches!(code, OpCode::ArrayNew | OpCode::ArrayFill) => {
                reads - 1 + element_slots(module, op).unwrap_or(2)
            }
            Some(reads) => reads,
        };
        return (reads.min(most), writes);
    }
    match code {
        OpCode::CopySpan | OpCode::CopySpanFloat => (op.a.into(), op.a.into()),
        OpCode::CopyFar | OpCode::CopyFarFloat => (1, 1),
        OpCode::CopyFarV128 => (2, 2),
        OpCode::ReturnSpan => (op.a.into(), 0),
        OpCode::Throw => (module.tag_type(op.imm as u32).param_slots(), 0),
        _ => (0, 0),
    }
}

/// Slots that an operation reads which makes an object of values.
fn object_slots(module: &ModuleData, op: &Op) -> Option<u32> {
    if op.code() == OpCode::ArrayNewFixed {
        return Some(op.hi().saturating_mul(element_slots(module, op)?));
    }
    let CompositeType::Struct(fields) = &module.type_with(CanonId(op.lo()))?.sub.composite else {
        return None;
    };
    let slots: u32 = fields.iter().map(|field| field.storage.unpack().slots()).sum();
    Some(slots + u32::from(op.code() == OpCode::StructNewDesc))
}

/// Slots of an element of the arrays that an operation is about.
fn element_slots(module: &ModuleData, op: &Op) -> Option<u32> {
    match &module.type_with(CanonId(op.lo()))?.sub.composite {
        CompositeType::Array(element) => Some(element.storage.unpack().slots()),
        _ => None,
    }
}

/// The kinds of what is read and of what is written as a range, by operations other than calls.
fn range_kinds(code: OpCode) -> (Kind, Kind) {
    match code {
        OpCode::CopySpan | OpCode::CopyFar => (Kind::Int, Kind::Int),
        OpCode::CopySpanFloat | OpCode::CopyFarFloat => (Kind::Float, Kind::Float),
        OpCode::CopyFarV128 => (Kind::V128, Kind::V128),
        OpCode::ArrayNew | OpCode::ArrayFill => (Kind::Values, Kind::Int),
        _ if matches!(code.range(), Some((Some(_), _))) => (Kind::Int, Kind::Int),
        _ => (Kind::Values, Kind::Int),
    }
}

/// The operands in ranges: what is read as one operand, then the results. Those of calls come one by one, with their types; the
/// others together.
pub fn ranged<'a>(module: &'a ModuleData, func: &Func, op: &Op) -> impl Iterator<Item = Operand> + use<'a> {
    let code = op.code();
    let has_ranges = info(code).groups & group::RANGED != 0;
    let Ranges { read, written } = if has_ranges { ranges(module, func, op) } else { Ranges::default() };
    let results: &[ValType] = if is_call(code) { &call_type(module, op).results } else { &[] };
    let (use_kind, def_kind) = range_kinds(code);
    let whole = |slots: Range<u32>, kind, role| {
        let count = slots.end - slots.start;
        (count > 0).then_some(Operand { slot: slots.start, count, kind, role, place: Place::Range })
    };
    let together = if is_call(code) { None } else { whole(written.clone(), def_kind, Role::Def) };
    whole(read, use_kind, Role::Use).into_iter().chain(typed(written.start, results)).chain(together)
}

/// Results of these types in slots from `first` on.
fn typed(first: u32, types: &[ValType]) -> impl Iterator<Item = Operand> {
    types.iter().scan(first, |slot, ty| {
        let operand = Operand::value(*slot, kind_of(ty), Role::Def, Place::Range);
        *slot += operand.count;
        Some(operand)
    })
}

/// All operands of an operation: those with fields of their own, then those in ranges.
pub fn operands<'a>(module: &'a ModuleData, func: &Func, op: &Op) -> impl Iterator<Item = Operand> + use<'a> {
    op.operands(info(op.code()).fields).chain(ranged(module, func, op))
}

#[cfg(test)]
mod tests {
    use super::super::operation::fields;
    use super::*;
    use crate::api::{Config, Engine, Module};
    use crate::ir::Shape;

    const MODULE: &str = "(module
        (type $f (func (param i32 v128) (result i64 v128)))
        (type $s (struct (field i8) (field v128)))
        (type $a (array (mut v128)))
        (import \"\" \"\" (func (type $f)))
        (tag (param f32 v128))
        (func (type $f) unreachable))";

    /// Calls `check` with an operation of each opcode. The slots in its fields are other ones than those in its ranges.
    fn for_each_opcode(check: impl Fn(&ModuleData, &Func, Op)) {
        let engine = Engine::new(&Config::new()).unwrap();
        let module = Module::new(&engine, MODULE).unwrap();
        let module: &ModuleData = module.data();
        let func = Func { frame_slots: 60_000, ..Func::default() };
        for &code in OpCode::ALL {
            let name = code.name();
            let lo = match code {
                OpCode::CallIndirect
                | OpCode::CallRef
                | OpCode::ReturnCallIndirect
                | OpCode::ReturnCallRef => module.types[0].0,
                _ if name.starts_with("Struct") => module.types[1].0,
                _ if name.starts_with("Array") => module.types[2].0,
                OpCode::ReturnSpan => 300,
                _ if copies_range(code) => 300,
                _ if fields(code).third != Kind::None => 14,
                _ => 0,
            };
            // Where calls and copies have a slot; elsewhere a small number is read as a count.
            let hi = match code {
                _ if copies_range(code) => 400,
                _ if is_call(code) || is_return_call(code) => 400,
                OpCode::ArrayNewFixed => 3,
                _ => 0,
            };
            let imm = Op::pack(lo, hi);
            let op =
                if code.has_base() { Op::based(code, 20, 200, imm) } else { Op::new(code, 20, 30, 40, imm) };
            check(module, &func, op);
        }
    }

    fn copies_range(code: OpCode) -> bool {
        matches!(code.shape(), Shape::Span | Shape::Far)
    }

    fn all(module: &ModuleData, func: &Func, op: &Op) -> Vec<Operand> {
        operands(module, func, op).collect()
    }

    #[test]
    fn operands_are_those_of_fields_and_ranges() {
        for_each_opcode(|module, func, op| {
            let (all, name) = (all(module, func, &op), op.code().name());
            let in_fields: Vec<Operand> =
                all.iter().copied().filter(|operand| operand.place != Place::Range).collect();
            assert_eq!(in_fields, op.operands(op.code().fields()).collect::<Vec<_>>(), "{name}");
            let in_ranges = |role| -> Vec<u32> {
                let operands = all.iter().filter(|o| o.place == Place::Range && o.role == role);
                operands.flat_map(Operand::slots).collect()
            };
            let ranges = ranges(module, func, &op);
            assert_eq!(in_ranges(Role::Use), ranges.read.clone().collect::<Vec<_>>(), "{name}");
            assert_eq!(in_ranges(Role::Def), ranges.written.clone().collect::<Vec<_>>(), "{name}");
            let is_ranged = info(op.code()).groups & group::RANGED != 0;
            assert!(is_ranged || ranges.read.is_empty() && ranges.written.is_empty(), "{name}");
        });
    }

    /// The sweep of `liveness` asks for operands field by field, without a branch.
    #[test]
    fn fields_one_by_one_are_the_operands_in_fields() {
        for_each_opcode(|_, _, op| {
            let f = fields(op.code());
            let uses = op.field_uses(f).into_iter().filter(|(kind, _)| *kind != Kind::None);
            let expected: Vec<_> = op.uses(f).map(|operand| (operand.kind, operand.slot)).collect();
            assert_eq!(uses.collect::<Vec<_>>(), expected, "{}", op.code().name());
            let def = op.def(f).map_or((Kind::None, u32::from(op.a)), |def| (def.kind, def.slot));
            assert_eq!((f.def, u32::from(op.a)), def, "{}", op.code().name());
        });
    }

    #[test]
    fn all_slots_are_renumbered() {
        for_each_opcode(|module, func, mut op| {
            let mut expected = all(module, func, &op);
            expected.iter_mut().for_each(|operand| operand.slot += 1000);
            let code = op.code();
            op.map_slots(fields(code), |_, slot| slot + 1000);
            assert_eq!((all(module, func, &op), op.code()), (expected, code));
        });
    }

    #[test]
    fn operands_in_ranges_of_some_operations() {
        for_each_opcode(|module, func, op| {
            let expected = match op.code() {
                OpCode::Call | OpCode::CallImport => {
                    "Use Values 400..403, Def I64 400..401, Def V128 401..403"
                }
                OpCode::ReturnCall => "Use Values 400..403",
                OpCode::CallRef => "Use I64 30..31, Use Values 400..403, Def I64 400..401, Def V128 401..403",
                OpCode::CopyFarV128 => "Use V128 300..302, Def V128 400..402",
                OpCode::CopySpan => "Use Int 300..320, Def Int 400..420",
                OpCode::CopySpanFloat => "Use Float 300..320, Def Float 400..420",
                OpCode::ReturnSpan => "Use Values 300..320",
                OpCode::Throw => "Use Values 200..203",
                OpCode::StructNew => "Use Values 200..203, Def Int 20..21",
                OpCode::StructNewDefault => "Def Int 20..21",
                OpCode::ArrayNewFixed => "Use Values 200..206, Def Int 20..21",
                OpCode::ArrayFill => "Use Values 200..205",
                OpCode::I64Add128 => "Use Int 200..204, Def Int 20..22",
                OpCode::AtomicFence | OpCode::Unreachable => "",
                _ => return,
            };
            let text = |o: &Operand| format!("{:?} {:?} {:?}", o.role, o.kind, o.slots());
            let list: Vec<String> = all(module, func, &op).iter().map(text).collect();
            assert_eq!(list.join(", "), expected, "{}", op.code().name());
        });
    }
}
