//! The templates, by family; here is which one an operation gets.

mod aggregate;
mod atomic;
mod bulk;
mod call;
mod control;
mod float;
mod int;
mod int_division;
mod memory;
mod reference;
mod scaled;
mod simd;
mod simd_float;
mod simd_int;
mod simd_lane;
mod variable;

use self::float::{ADD, CEIL, DIV, FLOOR, Float, MAX, MIN, MUL, NEAREST, SUB, TRUNC};
use self::int_division::Division;
pub(super) use self::memory::Load;
use self::memory::{Form, Store};
pub(super) use self::scaled::Scaled;
use super::asm::{Alu, Cond, Pp, Shift, Size, v};
use super::emit::Emitter;
use super::operation::info;
use crate::base::{Mutant, TrapCode};
use crate::ir::{Op, OpCode};

use Float::{F32, F64};
use Size::{S32, S64};

const fn division(size: Size, signed: bool, remainder: bool) -> Division {
    Division { size, signed, remainder }
}

/// The five forms of a load or store.
macro_rules! forms {
    ($self:ident, $op:ident, $method:ident, $what:expr, $code:ident; $($plain:ident $any:ident $plus:ident $index:ident $at:ident)*) => {
        match $code {
            $(OpCode::$plain)|* => $self.$method($op, Form::Plain, $what),
            $(OpCode::$any)|* => $self.$method($op, Form::Any, $what),
            $(OpCode::$plus)|* => $self.$method($op, Form::Plus, $what),
            $(OpCode::$index)|* => $self.$method($op, Form::Index, $what),
            _ => $self.$method($op, Form::At, $what),
        }
    };
}

macro_rules! load_rows {
    ($self:ident, $op:ident, $code:ident; $($plain:ident $any:ident $plus:ident $index:ident $at:ident = $what:expr;)*) => {
        match $code {
            $(OpCode::$plain | OpCode::$any | OpCode::$plus | OpCode::$index | OpCode::$at => {
                Some(forms!($self, $op, load, $what, $code; $plain $any $plus $index $at))
            })*
            _ => None,
        }
    };
}

macro_rules! store_rows {
    ($self:ident, $op:ident, $code:ident; $($plain:ident $any:ident $plus:ident $index:ident $at:ident = $what:expr;)*) => {
        match $code {
            $(OpCode::$plain | OpCode::$any | OpCode::$plus | OpCode::$index | OpCode::$at => {
                Some(forms!($self, $op, store, $what, $code; $plain $any $plus $index $at))
            })*
            _ => None,
        }
    };
}

/// Integer comparisons: value, value with constant, branch, branch with constant.
macro_rules! compare_rows {
    ($self:ident, $op:ident, $code:ident; $($cmp:ident $imm:ident $br:ident $br_imm:ident = $cond:ident $size:ident;)*) => {
        match $code {
            $(
                OpCode::$cmp => Some($self.compare($op, Cond::$cond, $size)),
                OpCode::$imm => Some($self.compare_with_imm($op, Cond::$cond, $size)),
                OpCode::$br => Some($self.branch_compare($op, Cond::$cond, $size)),
                OpCode::$br_imm => Some($self.branch_compare_imm($op, Cond::$cond, $size)),
            )*
            _ => None,
        }
    };
}

/// Float comparisons: value, branch if, branch if not. `swap`: the operands change places.
macro_rules! float_compare_rows {
    ($self:ident, $op:ident, $code:ident; $($cmp:ident $br:ident $not:ident = $float:ident $swap:literal $cond:ident;)*) => {
        match $code {
            $(
                OpCode::$cmp => Some($self.float_compare($op, $float, $swap, Cond::$cond)),
                OpCode::$br => Some($self.branch_float($op, $float, $swap, Cond::$cond, true)),
                OpCode::$not => Some($self.branch_float($op, $float, $swap, Cond::$cond, false)),
            )*
            _ => None,
        }
    };
}

impl Emitter<'_> {
    /// Emits an operation; false if it has no template.
    pub fn template(&mut self, op: &Op, code: OpCode) -> bool {
        use crate::ir::Shape::*;
        // Where most operations are found, by shape; a family that does not have the operation leaves it to the others.
        let found = match info(code).shape {
            Load | LoadPlus | LoadIndex | LoadAt => self.load_row(op, code),
            Store | StorePlus | StoreIndex | StoreAt => self.store_row(op, code),
            Binary | BinaryImm | Unary => self
                .int_row(op, code)
                .or_else(|| self.compare_row(op, code))
                .or_else(|| self.float_row(op, code))
                .or_else(|| self.conversion_row(op, code)),
            BrCmp | BrCmpImm => self.compare_row(op, code),
            Runtime | Atomic => None,
            _ => self.control_row(op, code),
        };
        found.or_else(|| self.search(op, code)).unwrap_or(false)
    }

    /// Asks all families.
    fn search(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        // Before the builtins, which take every row of theirs that has no template.
        self.reference_row(op, code)
            .or_else(|| self.atomic_row(op, code))
            .or_else(|| self.wide_row(op, code))
            .or_else(|| self.control_row(op, code))
            .or_else(|| self.int_row(op, code))
            .or_else(|| self.compare_row(op, code))
            .or_else(|| self.load_row(op, code))
            .or_else(|| self.store_row(op, code))
            .or_else(|| self.float_row(op, code))
            .or_else(|| self.conversion_row(op, code))
            .or_else(|| self.aggregate_row(op, code))
            .or_else(|| self.simd_row(op, code))
    }

    fn control_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            Const => self.constant(op),
            Copy => self.copy(op),
            CopyV128 => self.copy_v128(op),
            CopyFar => self.copy_slots(op.lo(), op.hi(), 1),
            CopyFarV128 => self.copy_slots(op.lo(), op.hi(), 2),
            CopySpan => self.copy_slots(op.lo(), op.hi(), op.a.into()),
            Select => self.select(op),
            SelectV128 => self.select_v128(op),
            GlobalGet | GlobalGetV128 => self.global_get(op),
            GlobalSet | GlobalSetV128 => self.global_set(op),
            Unreachable => self.trap(TrapCode::UnreachableCodeReached),
            Loop => true,
            Br => self.branch_always(op),
            BrIf => self.branch_if(op, Cond::NE),
            BrUnless => self.branch_if(op, Cond::E),
            BrTable => self.branch_table(op),
            Return0 => self.leave(),
            Return1 | ReturnV128 => self.return_one(op),
            ReturnSpan => self.return_span(op),
            Count => self.count(op),
            Fuel => self.fuel(op),
            Epoch => self.epoch(),
            Call => self.call(op),
            CallImport => self.call_import(op),
            CallIndirect | CallRef => self.call_ref(op),
            ReturnCall => self.return_call(op),
            ReturnCallImport | ReturnCallIndirect | ReturnCallRef => self.return_call_ref(op),
            Throw | ThrowRef => self.throw(op),
            F32CanonicalizeNan => self.canonicalize(op, F32),
            F64CanonicalizeNan => self.canonicalize(op, F64),
            code if code.shape() == crate::ir::Shape::Runtime => self.builtin(op),
            _ => return None,
        })
    }

    fn int_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            I32Add => self.alu_op(op, Alu::Add, S32),
            I32AddImm => self.alu_op_imm(op, Alu::Add, S32),
            I32Sub => self.alu_op(op, Alu::Sub, S32),
            I32SubImm => self.alu_op_imm(op, Alu::Sub, S32),
            I32And => self.alu_op(op, Alu::And, S32),
            I32AndImm => self.alu_op_imm(op, Alu::And, S32),
            I32Or => self.alu_op(op, Alu::Or, S32),
            I32OrImm => self.alu_op_imm(op, Alu::Or, S32),
            I32Xor => self.alu_op(op, Alu::Xor, S32),
            I32XorImm => self.alu_op_imm(op, Alu::Xor, S32),
            I32Mul => self.mul_op(op, S32),
            I32MulImm => self.mul_op_imm(op, S32),
            I32Shl => self.shift_op(op, Shift::Shl, S32),
            I32ShlImm => self.shift_op_imm(op, Shift::Shl, S32),
            I32ShrS => self.shift_op(op, Shift::Sar, S32),
            I32ShrSImm => self.shift_op_imm(op, Shift::Sar, S32),
            I32ShrU => self.shift_op(op, Shift::Shr, S32),
            I32ShrUImm => self.shift_op_imm(op, Shift::Shr, S32),
            I32Rotl => self.shift_op(op, Shift::Rol, S32),
            I32RotlImm => self.shift_op_imm(op, Shift::Rol, S32),
            I32Rotr => self.shift_op(op, Shift::Ror, S32),
            I32RotrImm => self.shift_op_imm(op, Shift::Ror, S32),
            I64Add => self.alu_op(op, Alu::Add, S64),
            I64AddImm => self.alu_op_imm(op, Alu::Add, S64),
            I64Sub => self.alu_op(op, Alu::Sub, S64),
            I64SubImm => self.alu_op_imm(op, Alu::Sub, S64),
            I64And => self.alu_op(op, Alu::And, S64),
            I64AndImm => self.alu_op_imm(op, Alu::And, S64),
            I64Or => self.alu_op(op, Alu::Or, S64),
            I64OrImm => self.alu_op_imm(op, Alu::Or, S64),
            I64Xor => self.alu_op(op, Alu::Xor, S64),
            I64XorImm => self.alu_op_imm(op, Alu::Xor, S64),
            I64Mul => self.mul_op(op, S64),
            I64MulImm => self.mul_op_imm(op, S64),
            I64Shl => self.shift_op(op, Shift::Shl, S64),
            I64ShlImm => self.shift_op_imm(op, Shift::Shl, S64),
            I64ShrS => self.shift_op(op, Shift::Sar, S64),
            I64ShrSImm => self.shift_op_imm(op, Shift::Sar, S64),
            I64ShrU => self.shift_op(op, Shift::Shr, S64),
            I64ShrUImm => self.shift_op_imm(op, Shift::Shr, S64),
            I64Rotl => self.shift_op(op, Shift::Rol, S64),
            I64RotlImm => self.shift_op_imm(op, Shift::Rol, S64),
            I64Rotr => self.shift_op(op, Shift::Ror, S64),
            I64RotrImm => self.shift_op_imm(op, Shift::Ror, S64),
            I32DivS => self.divide(op, division(S32, true, false)),
            I32DivU => self.divide(op, division(S32, false, false)),
            I32RemS => self.divide(op, division(S32, true, true)),
            I32RemU => self.divide(op, division(S32, false, true)),
            I64DivS => self.divide(op, division(S64, true, false)),
            I64DivU => self.divide(op, division(S64, false, false)),
            I64RemS => self.divide(op, division(S64, true, true)),
            I64RemU => self.divide(op, division(S64, false, true)),
            I32DivSImm => self.divide_imm(op, division(S32, true, false)),
            I32DivUImm => self.divide_imm(op, division(S32, false, false)),
            I32RemSImm => self.divide_imm(op, division(S32, true, true)),
            I32RemUImm => self.divide_imm(op, division(S32, false, true)),
            I64DivSImm => self.divide_imm(op, division(S64, true, false)),
            I64DivUImm => self.divide_imm(op, division(S64, false, false)),
            I64RemSImm => self.divide_imm(op, division(S64, true, true)),
            I64RemUImm => self.divide_imm(op, division(S64, false, true)),
            _ => return self.int_unary_row(op, code),
        })
    }

    fn int_unary_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            I32Eqz => self.eqz(op, S32),
            I64Eqz => self.eqz(op, S64),
            I32Clz => self.clz(op, S32),
            I64Clz => self.clz(op, S64),
            I32Ctz => self.ctz(op, S32),
            I64Ctz => self.ctz(op, S64),
            I32SwapBytes => self.swap_bytes(op, S32),
            I64SwapBytes => self.swap_bytes(op, S64),
            I32Popcnt => self.popcnt(op, S32),
            I64Popcnt => self.popcnt(op, S64),
            I32WrapI64 | I64ExtendI32U => {
                let size = if Mutant::WrapKeepsUpperHalf.is_on() { S64 } else { S32 };
                self.unary(op, |asm, d, b| asm.mov(size, d, b))
            }
            I64ExtendI32S | I64Extend32S => self.unary(op, |asm, d, b| asm.movsxd(d, b)),
            I32Extend8S => self.unary(op, |asm, d, b| asm.movsx8(S32, d, b)),
            I32Extend16S => self.unary(op, |asm, d, b| asm.movsx16(S32, d, b)),
            I64Extend8S => self.unary(op, |asm, d, b| asm.movsx8(S64, d, b)),
            I64Extend16S => self.unary(op, |asm, d, b| asm.movsx16(S64, d, b)),
            _ => return None,
        })
    }

    fn compare_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        compare_rows! { self, op, code;
            I32Eq I32EqImm BrI32Eq BrI32EqImm = E S32;
            I32Ne I32NeImm BrI32Ne BrI32NeImm = NE S32;
            I32LtS I32LtSImm BrI32LtS BrI32LtSImm = L S32;
            I32GeS I32GeSImm BrI32GeS BrI32GeSImm = GE S32;
            I32LtU I32LtUImm BrI32LtU BrI32LtUImm = B S32;
            I32GeU I32GeUImm BrI32GeU BrI32GeUImm = AE S32;
            I32GtS I32GtSImm BrI32GtS BrI32GtSImm = G S32;
            I32LeS I32LeSImm BrI32LeS BrI32LeSImm = LE S32;
            I32GtU I32GtUImm BrI32GtU BrI32GtUImm = A S32;
            I32LeU I32LeUImm BrI32LeU BrI32LeUImm = BE S32;
            I64Eq I64EqImm BrI64Eq BrI64EqImm = E S64;
            I64Ne I64NeImm BrI64Ne BrI64NeImm = NE S64;
            I64LtS I64LtSImm BrI64LtS BrI64LtSImm = L S64;
            I64GeS I64GeSImm BrI64GeS BrI64GeSImm = GE S64;
            I64LtU I64LtUImm BrI64LtU BrI64LtUImm = B S64;
            I64GeU I64GeUImm BrI64GeU BrI64GeUImm = AE S64;
            I64GtS I64GtSImm BrI64GtS BrI64GtSImm = G S64;
            I64LeS I64LeSImm BrI64LeS BrI64LeSImm = LE S64;
            I64GtU I64GtUImm BrI64GtU BrI64GtUImm = A S64;
            I64LeU I64LeUImm BrI64LeU BrI64LeUImm = BE S64;
        }
        .or_else(|| {
            float_compare_rows! { self, op, code;
                F32Lt BrF32Lt BrNotF32Lt = F32 true A;
                F32Gt BrF32Gt BrNotF32Gt = F32 false A;
                F32Le BrF32Le BrNotF32Le = F32 true AE;
                F32Ge BrF32Ge BrNotF32Ge = F32 false AE;
                F64Lt BrF64Lt BrNotF64Lt = F64 true A;
                F64Gt BrF64Gt BrNotF64Gt = F64 false A;
                F64Le BrF64Le BrNotF64Le = F64 true AE;
                F64Ge BrF64Ge BrNotF64Ge = F64 false AE;
            }
        })
        .or_else(|| {
            use OpCode::*;
            Some(match code {
                F32Eq => self.float_equal(op, F32, true),
                F32Ne => self.float_equal(op, F32, false),
                F64Eq => self.float_equal(op, F64, true),
                F64Ne => self.float_equal(op, F64, false),
                BrF32Eq | BrNotF32Ne => self.branch_float_equal(op, F32, true),
                BrF32Ne | BrNotF32Eq => self.branch_float_equal(op, F32, false),
                BrF64Eq | BrNotF64Ne => self.branch_float_equal(op, F64, true),
                BrF64Ne | BrNotF64Eq => self.branch_float_equal(op, F64, false),
                _ => return None,
            })
        })
    }

    fn load_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        load_rows! { self, op, code;
            I32Load I32LoadM I32LoadPlus I32LoadIndex I32LoadAt = Load::Zero32;
            I32Load8S I32Load8SM I32Load8SPlus I32Load8SIndex I32Load8SAt = Load::Sign8(S32);
            I32Load8U I32Load8UM I32Load8UPlus I32Load8UIndex I32Load8UAt = Load::Zero8;
            I32Load16S I32Load16SM I32Load16SPlus I32Load16SIndex I32Load16SAt = Load::Sign16(S32);
            I32Load16U I32Load16UM I32Load16UPlus I32Load16UIndex I32Load16UAt = Load::Zero16;
            I64Load I64LoadM I64LoadPlus I64LoadIndex I64LoadAt = Load::Full64;
            I64Load8S I64Load8SM I64Load8SPlus I64Load8SIndex I64Load8SAt = Load::Sign8(S64);
            I64Load8U I64Load8UM I64Load8UPlus I64Load8UIndex I64Load8UAt = Load::Zero8;
            I64Load16S I64Load16SM I64Load16SPlus I64Load16SIndex I64Load16SAt = Load::Sign16(S64);
            I64Load16U I64Load16UM I64Load16UPlus I64Load16UIndex I64Load16UAt = Load::Zero16;
            I64Load32S I64Load32SM I64Load32SPlus I64Load32SIndex I64Load32SAt = Load::Sign32;
            I64Load32U I64Load32UM I64Load32UPlus I64Load32UIndex I64Load32UAt = Load::Zero32;
            F32Load F32LoadM F32LoadPlus F32LoadIndex F32LoadAt = Load::F32;
            F64Load F64LoadM F64LoadPlus F64LoadIndex F64LoadAt = Load::F64;
            V128Load V128LoadM V128LoadPlus V128LoadIndex V128LoadAt = Load::V128;
            V128Load8x8S V128Load8x8SM V128Load8x8SPlus V128Load8x8SIndex V128Load8x8SAt = Load::Widen(0x20);
            V128Load8x8U V128Load8x8UM V128Load8x8UPlus V128Load8x8UIndex V128Load8x8UAt = Load::Widen(0x30);
            V128Load16x4S V128Load16x4SM V128Load16x4SPlus V128Load16x4SIndex V128Load16x4SAt = Load::Widen(0x23);
            V128Load16x4U V128Load16x4UM V128Load16x4UPlus V128Load16x4UIndex V128Load16x4UAt = Load::Widen(0x33);
            V128Load32x2S V128Load32x2SM V128Load32x2SPlus V128Load32x2SIndex V128Load32x2SAt = Load::Widen(0x25);
            V128Load32x2U V128Load32x2UM V128Load32x2UPlus V128Load32x2UIndex V128Load32x2UAt = Load::Widen(0x35);
            V128Load8Splat V128Load8SplatM V128Load8SplatPlus V128Load8SplatIndex V128Load8SplatAt = Load::Splat8;
            V128Load16Splat V128Load16SplatM V128Load16SplatPlus V128Load16SplatIndex V128Load16SplatAt = Load::Splat16;
            V128Load32Splat V128Load32SplatM V128Load32SplatPlus V128Load32SplatIndex V128Load32SplatAt = Load::Splat32;
            V128Load64Splat V128Load64SplatM V128Load64SplatPlus V128Load64SplatIndex V128Load64SplatAt = Load::Splat64;
            V128Load32Zero V128Load32ZeroM V128Load32ZeroPlus V128Load32ZeroIndex V128Load32ZeroAt = Load::Low32;
            V128Load64Zero V128Load64ZeroM V128Load64ZeroPlus V128Load64ZeroIndex V128Load64ZeroAt = Load::Low64;
        }
        .or_else(|| {
            use OpCode::*;
            Some(match code {
                V128Load8Lane => self.load_lane(op, 1),
                V128Load16Lane => self.load_lane(op, 2),
                V128Load32Lane => self.load_lane(op, 4),
                V128Load64Lane => self.load_lane(op, 8),
                V128Store8Lane => self.store_lane(op, 1),
                V128Store16Lane => self.store_lane(op, 2),
                V128Store32Lane => self.store_lane(op, 4),
                V128Store64Lane => self.store_lane(op, 8),
                _ => return None,
            })
        })
    }

    fn store_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        store_rows! { self, op, code;
            I32Store I32StoreM I32StorePlus I32StoreIndex I32StoreAt = Store::Int32;
            I32Store8 I32Store8M I32Store8Plus I32Store8Index I32Store8At = Store::Int8;
            I32Store16 I32Store16M I32Store16Plus I32Store16Index I32Store16At = Store::Int16;
            I64Store I64StoreM I64StorePlus I64StoreIndex I64StoreAt = Store::Int64;
            I64Store8 I64Store8M I64Store8Plus I64Store8Index I64Store8At = Store::Int8;
            I64Store16 I64Store16M I64Store16Plus I64Store16Index I64Store16At = Store::Int16;
            I64Store32 I64Store32M I64Store32Plus I64Store32Index I64Store32At = Store::Int32;
            F32Store F32StoreM F32StorePlus F32StoreIndex F32StoreAt = Store::F32;
            F64Store F64StoreM F64StorePlus F64StoreIndex F64StoreAt = Store::F64;
            V128Store V128StoreM V128StorePlus V128StoreIndex V128StoreAt = Store::V128;
        }
    }

    fn float_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            F32Add => self.float_op(op, F32, ADD),
            F32AddImm => self.float_op_imm(op, F32, ADD),
            F32Sub => self.float_op(op, F32, SUB),
            F32SubImm => self.float_op_imm(op, F32, SUB),
            F32Mul => self.float_op(op, F32, MUL),
            F32MulImm => self.float_op_imm(op, F32, MUL),
            F32Div => self.float_op(op, F32, DIV),
            F32DivImm => self.float_op_imm(op, F32, DIV),
            F32Min => self.float_min_max(op, F32, MIN, false),
            F32MinImm => self.float_min_max(op, F32, MIN, true),
            F32Max => self.float_min_max(op, F32, MAX, false),
            F32MaxImm => self.float_min_max(op, F32, MAX, true),
            F32Copysign => self.float_copysign(op, F32, false),
            F32CopysignImm => self.float_copysign(op, F32, true),
            F64Add => self.float_op(op, F64, ADD),
            F64AddImm => self.float_op_imm(op, F64, ADD),
            F64Sub => self.float_op(op, F64, SUB),
            F64SubImm => self.float_op_imm(op, F64, SUB),
            F64Mul => self.float_op(op, F64, MUL),
            F64MulImm => self.float_op_imm(op, F64, MUL),
            F64Div => self.float_op(op, F64, DIV),
            F64DivImm => self.float_op_imm(op, F64, DIV),
            F64Min => self.float_min_max(op, F64, MIN, false),
            F64MinImm => self.float_min_max(op, F64, MIN, true),
            F64Max => self.float_min_max(op, F64, MAX, false),
            F64MaxImm => self.float_min_max(op, F64, MAX, true),
            F64Copysign => self.float_copysign(op, F64, false),
            F64CopysignImm => self.float_copysign(op, F64, true),
            F32Abs => self.float_abs(op, F32),
            F64Abs => self.float_abs(op, F64),
            F32Neg => self.float_neg(op, F32),
            F64Neg => self.float_neg(op, F64),
            F32Ceil => self.float_round(op, F32, CEIL),
            F64Ceil => self.float_round(op, F64, CEIL),
            F32Floor => self.float_round(op, F32, FLOOR),
            F64Floor => self.float_round(op, F64, FLOOR),
            F32Trunc => self.float_round(op, F32, TRUNC),
            F64Trunc => self.float_round(op, F64, TRUNC),
            F32Nearest => self.float_round(op, F32, NEAREST),
            F64Nearest => self.float_round(op, F64, NEAREST),
            F32Sqrt => self.float_unary(op, Self::sqrt_form(F32)),
            F64Sqrt => self.float_unary(op, Self::sqrt_form(F64)),
            F32DemoteF64 => self.float_unary(op, v(Pp::F2, 0x5A)),
            F64PromoteF32 => self.float_unary(op, v(Pp::F3, 0x5A)),
            _ => return None,
        })
    }

    fn conversion_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            F32ConvertI32S => self.float_from_int(op, F32, S32),
            F32ConvertI32U | F32ConvertI64S => self.float_from_int(op, F32, S64),
            F32ConvertI64U => self.float_from_u64(op, F32),
            F64ConvertI32S => self.float_from_int(op, F64, S32),
            F64ConvertI32U | F64ConvertI64S => self.float_from_int(op, F64, S64),
            F64ConvertI64U => self.float_from_u64(op, F64),
            I32ReinterpretF32 => self.reinterpret_to_int(op, F32),
            I64ReinterpretF64 => self.reinterpret_to_int(op, F64),
            F32ReinterpretI32 => self.reinterpret_to_float(op, F32),
            F64ReinterpretI64 => self.reinterpret_to_float(op, F64),
            I32TruncF32S => self.int_from_float_trap(op, F32, S32, true),
            I32TruncF32U => self.int_from_float_trap(op, F32, S32, false),
            I32TruncF64S => self.int_from_float_trap(op, F64, S32, true),
            I32TruncF64U => self.int_from_float_trap(op, F64, S32, false),
            I64TruncF32S => self.int_from_float_trap(op, F32, S64, true),
            I64TruncF32U => self.int_from_float_trap(op, F32, S64, false),
            I64TruncF64S => self.int_from_float_trap(op, F64, S64, true),
            I64TruncF64U => self.int_from_float_trap(op, F64, S64, false),
            I32TruncSatF32S => self.int_from_float_sat(op, F32, S32, true),
            I32TruncSatF32U => self.int_from_float_sat(op, F32, S32, false),
            I32TruncSatF64S => self.int_from_float_sat(op, F64, S32, true),
            I32TruncSatF64U => self.int_from_float_sat(op, F64, S32, false),
            I64TruncSatF32S => self.int_from_float_sat(op, F32, S64, true),
            I64TruncSatF32U => self.int_from_float_sat(op, F32, S64, false),
            I64TruncSatF64S => self.int_from_float_sat(op, F64, S64, true),
            I64TruncSatF64U => self.int_from_float_sat(op, F64, S64, false),
            _ => return None,
        })
    }
}
