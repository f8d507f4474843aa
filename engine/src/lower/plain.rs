//! Every operator that is a plain row of the table: the arms are made from the rows.

use wasmparser::{MemArg, Operator};

use super::function::Lowerer;
use super::stack::Kind;
use crate::ir::{Op, OpCode, Shape};
use crate::types::V128;

/// Whether values of a type in the table take two slots.
trait Width {
    const WIDE: bool;
}
macro_rules! widths {
    ($($ty:ty: $wide:literal,)*) => { $(impl Width for $ty { const WIDE: bool = $wide; })* };
}
widths!(i32: false, i64: false, f32: false, f64: false, u64: false, V128: true,);

macro_rules! plain_operators {
    (
        unop { $($un:ident ($ui:tt -> $uo:tt) = $uf:ident;)* }
        unop_trap { $($utn:ident ($uti:tt -> $uto:tt) = $utf:ident;)* }
        binop { $($bn:ident ($bl:ty, $br:tt -> $bo:tt) = $bf:ident;)* }
        binop_imm { $($bin:ident $bii:ident ($bil:ty, $bir:tt -> $bio:tt) = $bif:ident, $comm:ident;)* }
        binop_trap { $($btn:ident $bti:ident ($btl:ty, $btr:tt -> $bto:tt) = $btf:ident;)* }
        cmp { $($cn:ident $ci:ident $cb:ident $cbi:ident ($ct:ty) = $cf:ident, negated $cneg:ident, swapped $csw:ident;)* }
        fcmp { $($fn:ident $fb:ident $fbn:ident ($ft:ty) = $ff:ident;)* }
        ternop { $($tn:ident ($($tt:tt)*) = $tf:ident;)* }
        extract { $($en:ident ($ei:tt -> $eo:tt) = $ef:ident;)* }
        replace { $($rn:ident ($($rt:tt)*) = $rf:ident;)* }
        load { $($ln:ident $lm:ident ($li:tt -> $lo:tt) = |$lx:ident| $lf:expr;)* }
        store { $($sn:ident $sm:ident ($($st:tt)*) = |$sx:ident| $sf:expr;)* }
        load_lane { $($lln:ident ($($llt:tt)*) = |$llx:ident, $llv:ident, $lll:ident| $llf:expr;)* }
        store_lane { $($sln:ident ($($slt:tt)*) = |$slv:ident, $sll:ident| $slf:expr;)* }
        atomic_load { $($aln:ident ($alt:ty);)* }
        atomic_store { $($asn:ident ($ast:ty);)* }
        atomic_rmw { $($arn:ident ($art:ty) = $arf:ident;)* }
        atomic_cmpxchg { $($acn:ident ($act:ty);)* }
        $($rest:ident { $($ignored:tt)* })*
    ) => {
        impl Lowerer<'_> {
            /// Lowers an operator that is a row of the table; false if it is none.
            pub(super) fn plain(&mut self, operator: &Operator<'_>) -> bool {
                match *operator {
                    $(Operator::$un => self.unary(OpCode::$un, <$uo as Width>::WIDE, false),)*
                    $(Operator::$utn => self.unary(OpCode::$utn, <$uto as Width>::WIDE, true),)*
                    $(Operator::$bn => self.binary(OpCode::$bn, <$bo as Width>::WIDE, false),)*
                    $(Operator::$bin => self.binary(OpCode::$bin, <$bio as Width>::WIDE, false),)*
                    $(Operator::$btn => self.binary(OpCode::$btn, <$bto as Width>::WIDE, true),)*
                    $(Operator::$cn => self.binary(OpCode::$cn, false, false),)*
                    $(Operator::$fn => self.binary(OpCode::$fn, false, false),)*
                    $(Operator::$tn => self.ternary(OpCode::$tn),)*
                    $(Operator::$en { lane } => self.extract(OpCode::$en, lane),)*
                    $(Operator::$rn { lane } => self.replace(OpCode::$rn, lane),)*
                    $(Operator::$ln { ref memarg } => self.load(OpCode::$ln, <$lo as Width>::WIDE, memarg),)*
                    $(Operator::$sn { ref memarg } => self.store(OpCode::$sn, memarg),)*
                    $(Operator::$lln { ref memarg, lane } => self.load_lane(OpCode::$lln, memarg, lane),)*
                    $(Operator::$sln { ref memarg, lane } => self.store_lane(OpCode::$sln, memarg, lane),)*
                    $(Operator::$aln { ref memarg } => self.atomic(OpCode::$aln, memarg, 1, true),)*
                    $(Operator::$asn { ref memarg } => self.atomic(OpCode::$asn, memarg, 2, false),)*
                    $(Operator::$arn { ref memarg } => self.atomic(OpCode::$arn, memarg, 2, true),)*
                    $(Operator::$acn { ref memarg } => self.atomic(OpCode::$acn, memarg, 3, true),)*
                    // The same bits as integers, so the same operations.
                    Operator::RefEq => self.binary(OpCode::I64Eq, false, false),
                    Operator::RefIsNull => self.unary(OpCode::I64Eqz, false, false),
                    _ => return false,
                }
                true
            }
        }
    };
}

crate::ir::table::for_each_op!(plain_operators);

impl Lowerer<'_> {
    pub(super) fn unary(&mut self, code: OpCode, wide: bool, traps: bool) {
        let entry = self.pop();
        if code == OpCode::I32Eqz && self.negate(&entry) {
            return;
        }
        let compare_before = code == OpCode::I32Eqz && self.is_float_compare(&entry);
        let b = self.operand(&entry, 0);
        if traps {
            self.mark_position();
        }
        self.emit_push(code, wide, b, 0, 0);
        self.eqz_of_compare = compare_before;
        self.canonicalize(code, wide);
    }

    /// `i32.eqz` of an integer compare just emitted is the opposite compare.
    fn negate(&mut self, entry: &super::stack::Entry) -> bool {
        let Some(op) = self.producer(entry) else { return false };
        let Some(negated) = op.code.negated() else { return false };
        op.code = negated;
        let index = self.last;
        self.push_temp(false);
        self.last = index;
        true
    }

    fn is_float_compare(&mut self, entry: &super::stack::Entry) -> bool {
        self.producer(entry).is_some_and(|op| {
            op.code.shape() == Shape::Binary
                && op.code.branch_form(true).is_some()
                && op.code.compare_bits().is_none()
        })
    }

    pub(super) fn binary(&mut self, code: OpCode, wide: bool, traps: bool) {
        let mut rhs = self.pop();
        let mut lhs = self.pop();
        let mut code = code;
        if lhs.kind == Kind::Const
            && rhs.kind != Kind::Const
            && let Some(swapped) = code.swapped()
        {
            std::mem::swap(&mut lhs, &mut rhs);
            code = swapped;
        }
        if rhs.kind == Kind::Const
            && let Some(imm_form) = code.imm_form()
        {
            let b = self.operand(&lhs, 0);
            if traps {
                self.mark_position();
            }
            self.emit_push(imm_form, wide, b, 0, rhs.value);
            return;
        }
        let b = self.operand(&lhs, 0);
        let c = self.operand(&rhs, 1);
        if traps {
            self.mark_position();
        }
        self.emit_push(code, wide, b, c, 0);
        self.canonicalize(code, wide);
    }

    fn ternary(&mut self, code: OpCode) {
        let z = self.pop();
        let y = self.pop();
        let x = self.pop();
        let b = self.operand(&x, 0);
        let c = self.operand(&y, 1);
        let d = self.operand(&z, 2);
        self.emit_push(code, true, b, c, u64::from(d));
        self.canonicalize(code, true);
    }

    fn extract(&mut self, code: OpCode, lane: u8) {
        let entry = self.pop();
        let b = self.operand(&entry, 0);
        self.emit_push(code, false, b, 0, u64::from(lane));
    }

    fn replace(&mut self, code: OpCode, lane: u8) {
        let value = self.pop();
        let vector = self.pop();
        let b = self.operand(&vector, 0);
        let c = self.operand(&value, 1);
        self.emit_push(code, true, b, c, u64::from(lane));
    }

    /// Where the engine is configured so: replaces NaNs in the result on top of the stack.
    fn canonicalize(&mut self, code: OpCode, wide: bool) {
        if !self.config.canonicalize_nans {
            return;
        }
        if let Some(canonical) = code.nan_canonicalization() {
            let entry = self.pop();
            let b = self.operand(&entry, 0);
            self.emit_push(canonical, wide, b, 0, 0);
        }
    }

    /// Address operand and imm of an access: the short form for memory 0 with 32-bit addresses.
    fn access(&self, memarg: &MemArg) -> (u32, bool) {
        let memory = memory_index(memarg);
        (memory, memory == 0 && !self.module.memories[0].memory64)
    }

    fn load(&mut self, code: OpCode, wide: bool, memarg: &MemArg) {
        let (memory, short) = self.access(memarg);
        let address = self.pop();
        let b = self.operand(&address, 0);
        self.mark_position();
        if short {
            self.emit_push(code, wide, b, 0, memarg.offset);
        } else if let Some(code) = code.any_memory_form() {
            self.emit_push(code, wide, b, 0, Op::mem_imm(memarg.offset, memory, 0));
        }
    }

    fn store(&mut self, code: OpCode, memarg: &MemArg) {
        let (memory, short) = self.access(memarg);
        let value = self.pop();
        let address = self.pop();
        let b = self.operand(&address, 0);
        let c = self.operand(&value, 1);
        self.mark_position();
        if short {
            self.emit(code, 0, b, c, memarg.offset);
        } else if let Some(code) = code.any_memory_form() {
            self.emit(code, 0, b, c, Op::mem_imm(memarg.offset, memory, 0));
        }
    }

    fn load_lane(&mut self, code: OpCode, memarg: &MemArg, lane: u8) {
        let vector = self.pop();
        let address = self.pop();
        let b = self.operand(&address, 0);
        let c = self.operand(&vector, 1);
        self.mark_position();
        self.emit_push(code, true, b, c, Op::mem_imm(memarg.offset, memory_index(memarg), lane));
    }

    fn store_lane(&mut self, code: OpCode, memarg: &MemArg, lane: u8) {
        let vector = self.pop();
        let address = self.pop();
        let b = self.operand(&address, 0);
        let c = self.operand(&vector, 1);
        self.mark_position();
        self.emit(code, 0, b, c, Op::mem_imm(memarg.offset, memory_index(memarg), lane));
    }

    pub(super) fn atomic(&mut self, code: OpCode, memarg: &MemArg, operands: usize, result: bool) {
        let base = self.contiguous(operands);
        let imm = Op::mem_imm(memarg.offset, memory_index(memarg), 0);
        if result {
            self.emit_based_push(code, false, base, imm);
        } else {
            self.emit_based(code, 0, base, imm);
        }
    }
}

fn memory_index(memarg: &MemArg) -> u32 {
    match memarg.target {
        wasmparser::MemArgTarget::Memory(index) => index,
        _ => unreachable!("refused by the validator"),
    }
}
