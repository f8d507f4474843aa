//! THE table: one row per operation of the slot IR, with every fact about it.
//!
//! Opcode numbers, names, the printer, the interpreter's handlers and the lowering of plain operators are all made from
//! these rows by the macros that [`for_each_op`] is handed to. Which template compiles an operation is said in
//! `jit/x64/mod.rs`. A second hand-written `match` over operations is a missing column here.
//!
//! # How to read a row
//! Rows stand in sections; a section is a *shape*: which fields of an [`Op`](super::Op) mean what.
//! `a`, `b`, `c` are slots of the frame unless said otherwise; `a` is the destination. `(i32, i32 -> i32)` are
//! the types of operands and result; the last column is the meaning, a pure function of `numerics`.
//!
//! | section | fields |
//! |---|---|
//! | `unop`, `unop_trap` | `a = f(b)`; the second may trap |
//! | `binop` | `a = f(b, c)` |
//! | `binop_float`, `binop_imm`, `binop_trap` | `a = f(b, c)`, and the `Imm` form `a = f(b, imm)` with a constant right operand |
//! | `cmp` | as `binop_imm`, and fused with a branch: `Br…` jumps by `disp` (low half of imm) if `f(b, c)`, `Br…Imm` if `f(b, imm_hi sign-extended)` |
//! | `fcmp` | `a = f(b, c)`; `Br…` jumps if it holds, `BrNot…` if it does not (not the negated compare: NaN) |
//! | `ternop` | `a = f(b, c, slot imm)` |
//! | `extract`, `replace` | `a = f(b, lane imm)`, `a = f(b, lane imm, c)` |
//! | `load` | `a = conv(memory[b + imm])` in memory 0 with 32-bit addresses; the `M` form takes any memory; in memory 0, `Plus` takes the address `b + imm_hi` (wrapping at 32 bits) with the offset `imm_lo`, `Index` the address `b + c` (likewise), `At` no address: imm is all of it |
//! | `store` | `memory[b + imm] = conv(c)`, likewise; `Index` takes the address `b + a` |
//! | `load_lane`, `store_lane` | `a = f(memory[b + offset], c, lane)`, `memory[b + offset] = f(c, lane)`; always the `M` encoding |
//! | `atomic_*` | operands in contiguous slots from `base` (`b` and `c` as one number): address, then value(s); `M` encoding; result in `a` |
//! | `gc_get`, `gc_set` | `a = conv(object b at byte imm)`, `object b at byte imm = c` |
//! | `array_get`, `array_set` | `a = conv(array b [c])`, `array b [c] = a` (here `a` is a source) |
//! | `control` | as each row says |
//! | `runtime` | `exec::builtins::f(ctx, fp, op)`: operands in contiguous slots from `base` (`b` and `c` as one number), result from `a`, the rest as the row says |
//!
//! The `M` encoding of imm: bits 0..48 the offset (saturated; no memory is that large, so a saturated offset
//! still traps), 48..56 the memory's index, 56..64 the lane.
//!
//! Must not know: how an operation is executed.

/// Hands the table to the macro `$m`.
macro_rules! for_each_op {
    ($m:path) => {
        $m! {
            unop {
                // reference
                RefI31 (i32 -> u64) = ref_i31;
                // int, float, convert
                I32Clz (i32 -> i32) = i32_clz;
                I32Ctz (i32 -> i32) = i32_ctz;
                I32Popcnt (i32 -> i32) = i32_popcnt;
                I64Clz (i64 -> i64) = i64_clz;
                I64Ctz (i64 -> i64) = i64_ctz;
                I64Popcnt (i64 -> i64) = i64_popcnt;
                F32Abs (f32 -> f32) = f32_abs;
                F32Neg (f32 -> f32) = f32_neg;
                F32Ceil (f32 -> f32) = f32_ceil;
                F32Floor (f32 -> f32) = f32_floor;
                F32Trunc (f32 -> f32) = f32_trunc;
                F32Nearest (f32 -> f32) = f32_nearest;
                F32Sqrt (f32 -> f32) = f32_sqrt;
                F64Abs (f64 -> f64) = f64_abs;
                F64Neg (f64 -> f64) = f64_neg;
                F64Ceil (f64 -> f64) = f64_ceil;
                F64Floor (f64 -> f64) = f64_floor;
                F64Trunc (f64 -> f64) = f64_trunc;
                F64Nearest (f64 -> f64) = f64_nearest;
                F64Sqrt (f64 -> f64) = f64_sqrt;
                I32WrapI64 (i64 -> i32) = i32_wrap_i64;
                I64ExtendI32S (i32 -> i64) = i64_extend_i32_s;
                I64ExtendI32U (i32 -> i64) = i64_extend_i32_u;
                F32ConvertI32S (i32 -> f32) = f32_convert_i32_s;
                F32ConvertI32U (i32 -> f32) = f32_convert_i32_u;
                F32ConvertI64S (i64 -> f32) = f32_convert_i64_s;
                F32ConvertI64U (i64 -> f32) = f32_convert_i64_u;
                F32DemoteF64 (f64 -> f32) = f32_demote_f64;
                F64ConvertI32S (i32 -> f64) = f64_convert_i32_s;
                F64ConvertI32U (i32 -> f64) = f64_convert_i32_u;
                F64ConvertI64S (i64 -> f64) = f64_convert_i64_s;
                F64ConvertI64U (i64 -> f64) = f64_convert_i64_u;
                F64PromoteF32 (f32 -> f64) = f64_promote_f32;
                I32ReinterpretF32 (f32 -> i32) = i32_reinterpret_f32;
                I64ReinterpretF64 (f64 -> i64) = i64_reinterpret_f64;
                F32ReinterpretI32 (i32 -> f32) = f32_reinterpret_i32;
                F64ReinterpretI64 (i64 -> f64) = f64_reinterpret_i64;
                I32Extend8S (i32 -> i32) = i32_extend8_s;
                I32Extend16S (i32 -> i32) = i32_extend16_s;
                I64Extend8S (i64 -> i64) = i64_extend8_s;
                I64Extend16S (i64 -> i64) = i64_extend16_s;
                I64Extend32S (i64 -> i64) = i64_extend32_s;
                I32TruncSatF32S (f32 -> i32) = i32_trunc_sat_f32_s;
                I32TruncSatF32U (f32 -> i32) = i32_trunc_sat_f32_u;
                I32TruncSatF64S (f64 -> i32) = i32_trunc_sat_f64_s;
                I32TruncSatF64U (f64 -> i32) = i32_trunc_sat_f64_u;
                I64TruncSatF32S (f32 -> i64) = i64_trunc_sat_f32_s;
                I64TruncSatF32U (f32 -> i64) = i64_trunc_sat_f32_u;
                I64TruncSatF64S (f64 -> i64) = i64_trunc_sat_f64_s;
                I64TruncSatF64U (f64 -> i64) = i64_trunc_sat_f64_u;
                I32Eqz (i32 -> i32) = i32_eqz;
                I64Eqz (i64 -> i32) = i64_eqz;
                // simd_int, simd_float, simd_lane
                I8x16Splat (i32 -> V128) = i8x16_splat;
                I16x8Splat (i32 -> V128) = i16x8_splat;
                I32x4Splat (i32 -> V128) = i32x4_splat;
                I64x2Splat (i64 -> V128) = i64x2_splat;
                F32x4Splat (f32 -> V128) = f32x4_splat;
                F64x2Splat (f64 -> V128) = f64x2_splat;
                V128Not (V128 -> V128) = v128_not;
                V128AnyTrue (V128 -> i32) = v128_any_true;
                I8x16Abs (V128 -> V128) = i8x16_abs;
                I8x16Neg (V128 -> V128) = i8x16_neg;
                I8x16Popcnt (V128 -> V128) = i8x16_popcnt;
                I8x16AllTrue (V128 -> i32) = i8x16_all_true;
                I8x16Bitmask (V128 -> i32) = i8x16_bitmask;
                I16x8ExtAddPairwiseI8x16S (V128 -> V128) = i16x8_extadd_pairwise_i8x16_s;
                I16x8ExtAddPairwiseI8x16U (V128 -> V128) = i16x8_extadd_pairwise_i8x16_u;
                I16x8Abs (V128 -> V128) = i16x8_abs;
                I16x8Neg (V128 -> V128) = i16x8_neg;
                I16x8AllTrue (V128 -> i32) = i16x8_all_true;
                I16x8Bitmask (V128 -> i32) = i16x8_bitmask;
                I16x8ExtendLowI8x16S (V128 -> V128) = i16x8_extend_low_i8x16_s;
                I16x8ExtendHighI8x16S (V128 -> V128) = i16x8_extend_high_i8x16_s;
                I16x8ExtendLowI8x16U (V128 -> V128) = i16x8_extend_low_i8x16_u;
                I16x8ExtendHighI8x16U (V128 -> V128) = i16x8_extend_high_i8x16_u;
                I32x4ExtAddPairwiseI16x8S (V128 -> V128) = i32x4_extadd_pairwise_i16x8_s;
                I32x4ExtAddPairwiseI16x8U (V128 -> V128) = i32x4_extadd_pairwise_i16x8_u;
                I32x4Abs (V128 -> V128) = i32x4_abs;
                I32x4Neg (V128 -> V128) = i32x4_neg;
                I32x4AllTrue (V128 -> i32) = i32x4_all_true;
                I32x4Bitmask (V128 -> i32) = i32x4_bitmask;
                I32x4ExtendLowI16x8S (V128 -> V128) = i32x4_extend_low_i16x8_s;
                I32x4ExtendHighI16x8S (V128 -> V128) = i32x4_extend_high_i16x8_s;
                I32x4ExtendLowI16x8U (V128 -> V128) = i32x4_extend_low_i16x8_u;
                I32x4ExtendHighI16x8U (V128 -> V128) = i32x4_extend_high_i16x8_u;
                I64x2Abs (V128 -> V128) = i64x2_abs;
                I64x2Neg (V128 -> V128) = i64x2_neg;
                I64x2AllTrue (V128 -> i32) = i64x2_all_true;
                I64x2Bitmask (V128 -> i32) = i64x2_bitmask;
                I64x2ExtendLowI32x4S (V128 -> V128) = i64x2_extend_low_i32x4_s;
                I64x2ExtendHighI32x4S (V128 -> V128) = i64x2_extend_high_i32x4_s;
                I64x2ExtendLowI32x4U (V128 -> V128) = i64x2_extend_low_i32x4_u;
                I64x2ExtendHighI32x4U (V128 -> V128) = i64x2_extend_high_i32x4_u;
                F32x4Ceil (V128 -> V128) = f32x4_ceil;
                F32x4Floor (V128 -> V128) = f32x4_floor;
                F32x4Trunc (V128 -> V128) = f32x4_trunc;
                F32x4Nearest (V128 -> V128) = f32x4_nearest;
                F32x4Abs (V128 -> V128) = f32x4_abs;
                F32x4Neg (V128 -> V128) = f32x4_neg;
                F32x4Sqrt (V128 -> V128) = f32x4_sqrt;
                F64x2Ceil (V128 -> V128) = f64x2_ceil;
                F64x2Floor (V128 -> V128) = f64x2_floor;
                F64x2Trunc (V128 -> V128) = f64x2_trunc;
                F64x2Nearest (V128 -> V128) = f64x2_nearest;
                F64x2Abs (V128 -> V128) = f64x2_abs;
                F64x2Neg (V128 -> V128) = f64x2_neg;
                F64x2Sqrt (V128 -> V128) = f64x2_sqrt;
                I32x4TruncSatF32x4S (V128 -> V128) = i32x4_trunc_sat_f32x4_s;
                I32x4TruncSatF32x4U (V128 -> V128) = i32x4_trunc_sat_f32x4_u;
                F32x4ConvertI32x4S (V128 -> V128) = f32x4_convert_i32x4_s;
                F32x4ConvertI32x4U (V128 -> V128) = f32x4_convert_i32x4_u;
                I32x4TruncSatF64x2SZero (V128 -> V128) = i32x4_trunc_sat_f64x2_s_zero;
                I32x4TruncSatF64x2UZero (V128 -> V128) = i32x4_trunc_sat_f64x2_u_zero;
                F64x2ConvertLowI32x4S (V128 -> V128) = f64x2_convert_low_i32x4_s;
                F64x2ConvertLowI32x4U (V128 -> V128) = f64x2_convert_low_i32x4_u;
                F32x4DemoteF64x2Zero (V128 -> V128) = f32x4_demote_f64x2_zero;
                F64x2PromoteLowF32x4 (V128 -> V128) = f64x2_promote_low_f32x4;
                I32x4RelaxedTruncF32x4S (V128 -> V128) = i32x4_relaxed_trunc_f32x4_s;
                I32x4RelaxedTruncF32x4U (V128 -> V128) = i32x4_relaxed_trunc_f32x4_u;
                I32x4RelaxedTruncF64x2SZero (V128 -> V128) = i32x4_relaxed_trunc_f64x2_s_zero;
                I32x4RelaxedTruncF64x2UZero (V128 -> V128) = i32x4_relaxed_trunc_f64x2_u_zero;
            }
            unop_trap {
                // reference
                I31GetS (u64 -> i32) = i31_get_s;
                I31GetU (u64 -> i32) = i31_get_u;
                RefAsNonNull (u64 -> u64) = ref_as_non_null;
                // convert
                I32TruncF32S (f32 -> i32) = i32_trunc_f32_s;
                I32TruncF32U (f32 -> i32) = i32_trunc_f32_u;
                I32TruncF64S (f64 -> i32) = i32_trunc_f64_s;
                I32TruncF64U (f64 -> i32) = i32_trunc_f64_u;
                I64TruncF32S (f32 -> i64) = i64_trunc_f32_s;
                I64TruncF32U (f32 -> i64) = i64_trunc_f32_u;
                I64TruncF64S (f64 -> i64) = i64_trunc_f64_s;
                I64TruncF64U (f64 -> i64) = i64_trunc_f64_u;
            }
            binop_float {
                F32Add F32AddImm (f32, f32 -> f32) = f32_add;
                F32Sub F32SubImm (f32, f32 -> f32) = f32_sub;
                F32Mul F32MulImm (f32, f32 -> f32) = f32_mul;
                F32Div F32DivImm (f32, f32 -> f32) = f32_div;
                F32Min F32MinImm (f32, f32 -> f32) = f32_min;
                F32Max F32MaxImm (f32, f32 -> f32) = f32_max;
                F32Copysign F32CopysignImm (f32, f32 -> f32) = f32_copysign;
                F64Add F64AddImm (f64, f64 -> f64) = f64_add;
                F64Sub F64SubImm (f64, f64 -> f64) = f64_sub;
                F64Mul F64MulImm (f64, f64 -> f64) = f64_mul;
                F64Div F64DivImm (f64, f64 -> f64) = f64_div;
                F64Min F64MinImm (f64, f64 -> f64) = f64_min;
                F64Max F64MaxImm (f64, f64 -> f64) = f64_max;
                F64Copysign F64CopysignImm (f64, f64 -> f64) = f64_copysign;
            }
            binop {
                I8x16Swizzle (V128, V128 -> V128) = i8x16_swizzle;
                I8x16Eq (V128, V128 -> V128) = i8x16_eq;
                I8x16Ne (V128, V128 -> V128) = i8x16_ne;
                I8x16LtS (V128, V128 -> V128) = i8x16_lt_s;
                I8x16LtU (V128, V128 -> V128) = i8x16_lt_u;
                I8x16GtS (V128, V128 -> V128) = i8x16_gt_s;
                I8x16GtU (V128, V128 -> V128) = i8x16_gt_u;
                I8x16LeS (V128, V128 -> V128) = i8x16_le_s;
                I8x16LeU (V128, V128 -> V128) = i8x16_le_u;
                I8x16GeS (V128, V128 -> V128) = i8x16_ge_s;
                I8x16GeU (V128, V128 -> V128) = i8x16_ge_u;
                I16x8Eq (V128, V128 -> V128) = i16x8_eq;
                I16x8Ne (V128, V128 -> V128) = i16x8_ne;
                I16x8LtS (V128, V128 -> V128) = i16x8_lt_s;
                I16x8LtU (V128, V128 -> V128) = i16x8_lt_u;
                I16x8GtS (V128, V128 -> V128) = i16x8_gt_s;
                I16x8GtU (V128, V128 -> V128) = i16x8_gt_u;
                I16x8LeS (V128, V128 -> V128) = i16x8_le_s;
                I16x8LeU (V128, V128 -> V128) = i16x8_le_u;
                I16x8GeS (V128, V128 -> V128) = i16x8_ge_s;
                I16x8GeU (V128, V128 -> V128) = i16x8_ge_u;
                I32x4Eq (V128, V128 -> V128) = i32x4_eq;
                I32x4Ne (V128, V128 -> V128) = i32x4_ne;
                I32x4LtS (V128, V128 -> V128) = i32x4_lt_s;
                I32x4LtU (V128, V128 -> V128) = i32x4_lt_u;
                I32x4GtS (V128, V128 -> V128) = i32x4_gt_s;
                I32x4GtU (V128, V128 -> V128) = i32x4_gt_u;
                I32x4LeS (V128, V128 -> V128) = i32x4_le_s;
                I32x4LeU (V128, V128 -> V128) = i32x4_le_u;
                I32x4GeS (V128, V128 -> V128) = i32x4_ge_s;
                I32x4GeU (V128, V128 -> V128) = i32x4_ge_u;
                I64x2Eq (V128, V128 -> V128) = i64x2_eq;
                I64x2Ne (V128, V128 -> V128) = i64x2_ne;
                I64x2LtS (V128, V128 -> V128) = i64x2_lt_s;
                I64x2GtS (V128, V128 -> V128) = i64x2_gt_s;
                I64x2LeS (V128, V128 -> V128) = i64x2_le_s;
                I64x2GeS (V128, V128 -> V128) = i64x2_ge_s;
                F32x4Eq (V128, V128 -> V128) = f32x4_eq;
                F32x4Ne (V128, V128 -> V128) = f32x4_ne;
                F32x4Lt (V128, V128 -> V128) = f32x4_lt;
                F32x4Gt (V128, V128 -> V128) = f32x4_gt;
                F32x4Le (V128, V128 -> V128) = f32x4_le;
                F32x4Ge (V128, V128 -> V128) = f32x4_ge;
                F64x2Eq (V128, V128 -> V128) = f64x2_eq;
                F64x2Ne (V128, V128 -> V128) = f64x2_ne;
                F64x2Lt (V128, V128 -> V128) = f64x2_lt;
                F64x2Gt (V128, V128 -> V128) = f64x2_gt;
                F64x2Le (V128, V128 -> V128) = f64x2_le;
                F64x2Ge (V128, V128 -> V128) = f64x2_ge;
                V128And (V128, V128 -> V128) = v128_and;
                V128AndNot (V128, V128 -> V128) = v128_andnot;
                V128Or (V128, V128 -> V128) = v128_or;
                V128Xor (V128, V128 -> V128) = v128_xor;
                I8x16NarrowI16x8S (V128, V128 -> V128) = i8x16_narrow_i16x8_s;
                I8x16NarrowI16x8U (V128, V128 -> V128) = i8x16_narrow_i16x8_u;
                I8x16Shl (V128, i32 -> V128) = i8x16_shl;
                I8x16ShrS (V128, i32 -> V128) = i8x16_shr_s;
                I8x16ShrU (V128, i32 -> V128) = i8x16_shr_u;
                I8x16Add (V128, V128 -> V128) = i8x16_add;
                I8x16AddSatS (V128, V128 -> V128) = i8x16_add_sat_s;
                I8x16AddSatU (V128, V128 -> V128) = i8x16_add_sat_u;
                I8x16Sub (V128, V128 -> V128) = i8x16_sub;
                I8x16SubSatS (V128, V128 -> V128) = i8x16_sub_sat_s;
                I8x16SubSatU (V128, V128 -> V128) = i8x16_sub_sat_u;
                I8x16MinS (V128, V128 -> V128) = i8x16_min_s;
                I8x16MinU (V128, V128 -> V128) = i8x16_min_u;
                I8x16MaxS (V128, V128 -> V128) = i8x16_max_s;
                I8x16MaxU (V128, V128 -> V128) = i8x16_max_u;
                I8x16AvgrU (V128, V128 -> V128) = i8x16_avgr_u;
                I16x8Q15MulrSatS (V128, V128 -> V128) = i16x8_q15mulr_sat_s;
                I16x8NarrowI32x4S (V128, V128 -> V128) = i16x8_narrow_i32x4_s;
                I16x8NarrowI32x4U (V128, V128 -> V128) = i16x8_narrow_i32x4_u;
                I16x8Shl (V128, i32 -> V128) = i16x8_shl;
                I16x8ShrS (V128, i32 -> V128) = i16x8_shr_s;
                I16x8ShrU (V128, i32 -> V128) = i16x8_shr_u;
                I16x8Add (V128, V128 -> V128) = i16x8_add;
                I16x8AddSatS (V128, V128 -> V128) = i16x8_add_sat_s;
                I16x8AddSatU (V128, V128 -> V128) = i16x8_add_sat_u;
                I16x8Sub (V128, V128 -> V128) = i16x8_sub;
                I16x8SubSatS (V128, V128 -> V128) = i16x8_sub_sat_s;
                I16x8SubSatU (V128, V128 -> V128) = i16x8_sub_sat_u;
                I16x8Mul (V128, V128 -> V128) = i16x8_mul;
                I16x8MinS (V128, V128 -> V128) = i16x8_min_s;
                I16x8MinU (V128, V128 -> V128) = i16x8_min_u;
                I16x8MaxS (V128, V128 -> V128) = i16x8_max_s;
                I16x8MaxU (V128, V128 -> V128) = i16x8_max_u;
                I16x8AvgrU (V128, V128 -> V128) = i16x8_avgr_u;
                I16x8ExtMulLowI8x16S (V128, V128 -> V128) = i16x8_extmul_low_i8x16_s;
                I16x8ExtMulHighI8x16S (V128, V128 -> V128) = i16x8_extmul_high_i8x16_s;
                I16x8ExtMulLowI8x16U (V128, V128 -> V128) = i16x8_extmul_low_i8x16_u;
                I16x8ExtMulHighI8x16U (V128, V128 -> V128) = i16x8_extmul_high_i8x16_u;
                I32x4Shl (V128, i32 -> V128) = i32x4_shl;
                I32x4ShrS (V128, i32 -> V128) = i32x4_shr_s;
                I32x4ShrU (V128, i32 -> V128) = i32x4_shr_u;
                I32x4Add (V128, V128 -> V128) = i32x4_add;
                I32x4Sub (V128, V128 -> V128) = i32x4_sub;
                I32x4Mul (V128, V128 -> V128) = i32x4_mul;
                I32x4MinS (V128, V128 -> V128) = i32x4_min_s;
                I32x4MinU (V128, V128 -> V128) = i32x4_min_u;
                I32x4MaxS (V128, V128 -> V128) = i32x4_max_s;
                I32x4MaxU (V128, V128 -> V128) = i32x4_max_u;
                I32x4DotI16x8S (V128, V128 -> V128) = i32x4_dot_i16x8_s;
                I32x4ExtMulLowI16x8S (V128, V128 -> V128) = i32x4_extmul_low_i16x8_s;
                I32x4ExtMulHighI16x8S (V128, V128 -> V128) = i32x4_extmul_high_i16x8_s;
                I32x4ExtMulLowI16x8U (V128, V128 -> V128) = i32x4_extmul_low_i16x8_u;
                I32x4ExtMulHighI16x8U (V128, V128 -> V128) = i32x4_extmul_high_i16x8_u;
                I64x2Shl (V128, i32 -> V128) = i64x2_shl;
                I64x2ShrS (V128, i32 -> V128) = i64x2_shr_s;
                I64x2ShrU (V128, i32 -> V128) = i64x2_shr_u;
                I64x2Add (V128, V128 -> V128) = i64x2_add;
                I64x2Sub (V128, V128 -> V128) = i64x2_sub;
                I64x2Mul (V128, V128 -> V128) = i64x2_mul;
                I64x2ExtMulLowI32x4S (V128, V128 -> V128) = i64x2_extmul_low_i32x4_s;
                I64x2ExtMulHighI32x4S (V128, V128 -> V128) = i64x2_extmul_high_i32x4_s;
                I64x2ExtMulLowI32x4U (V128, V128 -> V128) = i64x2_extmul_low_i32x4_u;
                I64x2ExtMulHighI32x4U (V128, V128 -> V128) = i64x2_extmul_high_i32x4_u;
                F32x4Add (V128, V128 -> V128) = f32x4_add;
                F32x4Sub (V128, V128 -> V128) = f32x4_sub;
                F32x4Mul (V128, V128 -> V128) = f32x4_mul;
                F32x4Div (V128, V128 -> V128) = f32x4_div;
                F32x4Min (V128, V128 -> V128) = f32x4_min;
                F32x4Max (V128, V128 -> V128) = f32x4_max;
                F32x4PMin (V128, V128 -> V128) = f32x4_pmin;
                F32x4PMax (V128, V128 -> V128) = f32x4_pmax;
                F64x2Add (V128, V128 -> V128) = f64x2_add;
                F64x2Sub (V128, V128 -> V128) = f64x2_sub;
                F64x2Mul (V128, V128 -> V128) = f64x2_mul;
                F64x2Div (V128, V128 -> V128) = f64x2_div;
                F64x2Min (V128, V128 -> V128) = f64x2_min;
                F64x2Max (V128, V128 -> V128) = f64x2_max;
                F64x2PMin (V128, V128 -> V128) = f64x2_pmin;
                F64x2PMax (V128, V128 -> V128) = f64x2_pmax;
                I8x16RelaxedSwizzle (V128, V128 -> V128) = i8x16_relaxed_swizzle;
                F32x4RelaxedMin (V128, V128 -> V128) = f32x4_relaxed_min;
                F32x4RelaxedMax (V128, V128 -> V128) = f32x4_relaxed_max;
                F64x2RelaxedMin (V128, V128 -> V128) = f64x2_relaxed_min;
                F64x2RelaxedMax (V128, V128 -> V128) = f64x2_relaxed_max;
                I16x8RelaxedQ15mulrS (V128, V128 -> V128) = i16x8_relaxed_q15mulr_s;
                I16x8RelaxedDotI8x16I7x16S (V128, V128 -> V128) = i16x8_relaxed_dot_i8x16_i7x16_s;
            }
            binop_imm {
                I32Add I32AddImm (i32, i32 -> i32) = i32_add, commutes;
                I32Sub I32SubImm (i32, i32 -> i32) = i32_sub, ordered;
                I32Mul I32MulImm (i32, i32 -> i32) = i32_mul, commutes;
                I32And I32AndImm (i32, i32 -> i32) = i32_and, commutes;
                I32Or I32OrImm (i32, i32 -> i32) = i32_or, commutes;
                I32Xor I32XorImm (i32, i32 -> i32) = i32_xor, commutes;
                I32Shl I32ShlImm (i32, i32 -> i32) = i32_shl, ordered;
                I32ShrS I32ShrSImm (i32, i32 -> i32) = i32_shr_s, ordered;
                I32ShrU I32ShrUImm (i32, i32 -> i32) = i32_shr_u, ordered;
                I32Rotl I32RotlImm (i32, i32 -> i32) = i32_rotl, ordered;
                I32Rotr I32RotrImm (i32, i32 -> i32) = i32_rotr, ordered;
                I64Add I64AddImm (i64, i64 -> i64) = i64_add, commutes;
                I64Sub I64SubImm (i64, i64 -> i64) = i64_sub, ordered;
                I64Mul I64MulImm (i64, i64 -> i64) = i64_mul, commutes;
                I64And I64AndImm (i64, i64 -> i64) = i64_and, commutes;
                I64Or I64OrImm (i64, i64 -> i64) = i64_or, commutes;
                I64Xor I64XorImm (i64, i64 -> i64) = i64_xor, commutes;
                I64Shl I64ShlImm (i64, i64 -> i64) = i64_shl, ordered;
                I64ShrS I64ShrSImm (i64, i64 -> i64) = i64_shr_s, ordered;
                I64ShrU I64ShrUImm (i64, i64 -> i64) = i64_shr_u, ordered;
                I64Rotl I64RotlImm (i64, i64 -> i64) = i64_rotl, ordered;
                I64Rotr I64RotrImm (i64, i64 -> i64) = i64_rotr, ordered;
            }
            binop_trap {
                I32DivS I32DivSImm (i32, i32 -> i32) = i32_div_s;
                I32DivU I32DivUImm (i32, i32 -> i32) = i32_div_u;
                I32RemS I32RemSImm (i32, i32 -> i32) = i32_rem_s;
                I32RemU I32RemUImm (i32, i32 -> i32) = i32_rem_u;
                I64DivS I64DivSImm (i64, i64 -> i64) = i64_div_s;
                I64DivU I64DivUImm (i64, i64 -> i64) = i64_div_u;
                I64RemS I64RemSImm (i64, i64 -> i64) = i64_rem_s;
                I64RemU I64RemUImm (i64, i64 -> i64) = i64_rem_u;
            }
            cmp {
                I32Eq I32EqImm BrI32Eq BrI32EqImm (i32) = i32_eq, negated I32Ne, swapped I32Eq;
                I32Ne I32NeImm BrI32Ne BrI32NeImm (i32) = i32_ne, negated I32Eq, swapped I32Ne;
                I32LtS I32LtSImm BrI32LtS BrI32LtSImm (i32) = i32_lt_s, negated I32GeS, swapped I32GtS;
                I32GeS I32GeSImm BrI32GeS BrI32GeSImm (i32) = i32_ge_s, negated I32LtS, swapped I32LeS;
                I32LtU I32LtUImm BrI32LtU BrI32LtUImm (i32) = i32_lt_u, negated I32GeU, swapped I32GtU;
                I32GeU I32GeUImm BrI32GeU BrI32GeUImm (i32) = i32_ge_u, negated I32LtU, swapped I32LeU;
                I32GtS I32GtSImm BrI32GtS BrI32GtSImm (i32) = i32_gt_s, negated I32LeS, swapped I32LtS;
                I32LeS I32LeSImm BrI32LeS BrI32LeSImm (i32) = i32_le_s, negated I32GtS, swapped I32GeS;
                I32GtU I32GtUImm BrI32GtU BrI32GtUImm (i32) = i32_gt_u, negated I32LeU, swapped I32LtU;
                I32LeU I32LeUImm BrI32LeU BrI32LeUImm (i32) = i32_le_u, negated I32GtU, swapped I32GeU;
                I64Eq I64EqImm BrI64Eq BrI64EqImm (i64) = i64_eq, negated I64Ne, swapped I64Eq;
                I64Ne I64NeImm BrI64Ne BrI64NeImm (i64) = i64_ne, negated I64Eq, swapped I64Ne;
                I64LtS I64LtSImm BrI64LtS BrI64LtSImm (i64) = i64_lt_s, negated I64GeS, swapped I64GtS;
                I64GeS I64GeSImm BrI64GeS BrI64GeSImm (i64) = i64_ge_s, negated I64LtS, swapped I64LeS;
                I64LtU I64LtUImm BrI64LtU BrI64LtUImm (i64) = i64_lt_u, negated I64GeU, swapped I64GtU;
                I64GeU I64GeUImm BrI64GeU BrI64GeUImm (i64) = i64_ge_u, negated I64LtU, swapped I64LeU;
                I64GtS I64GtSImm BrI64GtS BrI64GtSImm (i64) = i64_gt_s, negated I64LeS, swapped I64LtS;
                I64LeS I64LeSImm BrI64LeS BrI64LeSImm (i64) = i64_le_s, negated I64GtS, swapped I64GeS;
                I64GtU I64GtUImm BrI64GtU BrI64GtUImm (i64) = i64_gt_u, negated I64LeU, swapped I64LtU;
                I64LeU I64LeUImm BrI64LeU BrI64LeUImm (i64) = i64_le_u, negated I64GtU, swapped I64GeU;
            }
            fcmp {
                F32Eq BrF32Eq BrNotF32Eq (f32) = f32_eq;
                F32Ne BrF32Ne BrNotF32Ne (f32) = f32_ne;
                F32Lt BrF32Lt BrNotF32Lt (f32) = f32_lt;
                F32Gt BrF32Gt BrNotF32Gt (f32) = f32_gt;
                F32Le BrF32Le BrNotF32Le (f32) = f32_le;
                F32Ge BrF32Ge BrNotF32Ge (f32) = f32_ge;
                F64Eq BrF64Eq BrNotF64Eq (f64) = f64_eq;
                F64Ne BrF64Ne BrNotF64Ne (f64) = f64_ne;
                F64Lt BrF64Lt BrNotF64Lt (f64) = f64_lt;
                F64Gt BrF64Gt BrNotF64Gt (f64) = f64_gt;
                F64Le BrF64Le BrNotF64Le (f64) = f64_le;
                F64Ge BrF64Ge BrNotF64Ge (f64) = f64_ge;
            }
            ternop {
                V128Bitselect (V128, V128, V128 -> V128) = v128_bitselect;
                F32x4RelaxedMadd (V128, V128, V128 -> V128) = f32x4_relaxed_madd;
                F32x4RelaxedNmadd (V128, V128, V128 -> V128) = f32x4_relaxed_nmadd;
                F64x2RelaxedMadd (V128, V128, V128 -> V128) = f64x2_relaxed_madd;
                F64x2RelaxedNmadd (V128, V128, V128 -> V128) = f64x2_relaxed_nmadd;
                I8x16RelaxedLaneselect (V128, V128, V128 -> V128) = i8x16_relaxed_laneselect;
                I16x8RelaxedLaneselect (V128, V128, V128 -> V128) = i16x8_relaxed_laneselect;
                I32x4RelaxedLaneselect (V128, V128, V128 -> V128) = i32x4_relaxed_laneselect;
                I64x2RelaxedLaneselect (V128, V128, V128 -> V128) = i64x2_relaxed_laneselect;
                I32x4RelaxedDotI8x16I7x16AddS (V128, V128, V128 -> V128) = i32x4_relaxed_dot_i8x16_i7x16_add_s;
            }
            extract {
                I8x16ExtractLaneS (V128 -> i32) = i8x16_extract_lane_s;
                I8x16ExtractLaneU (V128 -> i32) = i8x16_extract_lane_u;
                I16x8ExtractLaneS (V128 -> i32) = i16x8_extract_lane_s;
                I16x8ExtractLaneU (V128 -> i32) = i16x8_extract_lane_u;
                I32x4ExtractLane (V128 -> i32) = i32x4_extract_lane;
                I64x2ExtractLane (V128 -> i64) = i64x2_extract_lane;
                F32x4ExtractLane (V128 -> f32) = f32x4_extract_lane;
                F64x2ExtractLane (V128 -> f64) = f64x2_extract_lane;
            }
            replace {
                I8x16ReplaceLane (V128, i32 -> V128) = i8x16_replace_lane;
                I16x8ReplaceLane (V128, i32 -> V128) = i16x8_replace_lane;
                I32x4ReplaceLane (V128, i32 -> V128) = i32x4_replace_lane;
                I64x2ReplaceLane (V128, i64 -> V128) = i64x2_replace_lane;
                F32x4ReplaceLane (V128, f32 -> V128) = f32x4_replace_lane;
                F64x2ReplaceLane (V128, f64 -> V128) = f64x2_replace_lane;
            }
            load {
                I32Load I32LoadM I32LoadPlus I32LoadIndex I32LoadAt (u32 -> u64) = |x| u64::from(x);
                I32Load8S I32Load8SM I32Load8SPlus I32Load8SIndex I32Load8SAt (i8 -> u64) = |x| (x as i32) as u32 as u64;
                I32Load8U I32Load8UM I32Load8UPlus I32Load8UIndex I32Load8UAt (u8 -> u64) = |x| u64::from(x);
                I32Load16S I32Load16SM I32Load16SPlus I32Load16SIndex I32Load16SAt (i16 -> u64) = |x| (x as i32) as u32 as u64;
                I32Load16U I32Load16UM I32Load16UPlus I32Load16UIndex I32Load16UAt (u16 -> u64) = |x| u64::from(x);
                I64Load I64LoadM I64LoadPlus I64LoadIndex I64LoadAt (u64 -> u64) = |x| x;
                I64Load8S I64Load8SM I64Load8SPlus I64Load8SIndex I64Load8SAt (i8 -> u64) = |x| x as i64 as u64;
                I64Load8U I64Load8UM I64Load8UPlus I64Load8UIndex I64Load8UAt (u8 -> u64) = |x| u64::from(x);
                I64Load16S I64Load16SM I64Load16SPlus I64Load16SIndex I64Load16SAt (i16 -> u64) = |x| x as i64 as u64;
                I64Load16U I64Load16UM I64Load16UPlus I64Load16UIndex I64Load16UAt (u16 -> u64) = |x| u64::from(x);
                I64Load32S I64Load32SM I64Load32SPlus I64Load32SIndex I64Load32SAt (i32 -> u64) = |x| x as i64 as u64;
                I64Load32U I64Load32UM I64Load32UPlus I64Load32UIndex I64Load32UAt (u32 -> u64) = |x| u64::from(x);
                F32Load F32LoadM F32LoadPlus F32LoadIndex F32LoadAt (f32 -> f32) = |x| x;
                F64Load F64LoadM F64LoadPlus F64LoadIndex F64LoadAt (f64 -> f64) = |x| x;
                V128Load V128LoadM V128LoadPlus V128LoadIndex V128LoadAt ([u8; 16] -> V128) = |x| V128::from_le_bytes(x);
                V128Load8x8S V128Load8x8SM V128Load8x8SPlus V128Load8x8SIndex V128Load8x8SAt (u64 -> V128) = |x| v128_load8x8_s(x);
                V128Load8x8U V128Load8x8UM V128Load8x8UPlus V128Load8x8UIndex V128Load8x8UAt (u64 -> V128) = |x| v128_load8x8_u(x);
                V128Load16x4S V128Load16x4SM V128Load16x4SPlus V128Load16x4SIndex V128Load16x4SAt (u64 -> V128) = |x| v128_load16x4_s(x);
                V128Load16x4U V128Load16x4UM V128Load16x4UPlus V128Load16x4UIndex V128Load16x4UAt (u64 -> V128) = |x| v128_load16x4_u(x);
                V128Load32x2S V128Load32x2SM V128Load32x2SPlus V128Load32x2SIndex V128Load32x2SAt (u64 -> V128) = |x| v128_load32x2_s(x);
                V128Load32x2U V128Load32x2UM V128Load32x2UPlus V128Load32x2UIndex V128Load32x2UAt (u64 -> V128) = |x| v128_load32x2_u(x);
                V128Load8Splat V128Load8SplatM V128Load8SplatPlus V128Load8SplatIndex V128Load8SplatAt (i8 -> V128) = |x| i8x16_splat(i32::from(x));
                V128Load16Splat V128Load16SplatM V128Load16SplatPlus V128Load16SplatIndex V128Load16SplatAt (i16 -> V128) = |x| i16x8_splat(i32::from(x));
                V128Load32Splat V128Load32SplatM V128Load32SplatPlus V128Load32SplatIndex V128Load32SplatAt (i32 -> V128) = |x| i32x4_splat(i32::from(x));
                V128Load64Splat V128Load64SplatM V128Load64SplatPlus V128Load64SplatIndex V128Load64SplatAt (i64 -> V128) = |x| i64x2_splat(i64::from(x));
                V128Load32Zero V128Load32ZeroM V128Load32ZeroPlus V128Load32ZeroIndex V128Load32ZeroAt (u32 -> V128) = |x| V128::from_bits(u128::from(x));
                V128Load64Zero V128Load64ZeroM V128Load64ZeroPlus V128Load64ZeroIndex V128Load64ZeroAt (u64 -> V128) = |x| V128::from_bits(u128::from(x));
            }
            store {
                I32Store I32StoreM I32StorePlus I32StoreIndex I32StoreAt (u64 -> u32) = |x| x as u32;
                I32Store8 I32Store8M I32Store8Plus I32Store8Index I32Store8At (u64 -> u8) = |x| x as u8;
                I32Store16 I32Store16M I32Store16Plus I32Store16Index I32Store16At (u64 -> u16) = |x| x as u16;
                I64Store I64StoreM I64StorePlus I64StoreIndex I64StoreAt (u64 -> u64) = |x| x;
                I64Store8 I64Store8M I64Store8Plus I64Store8Index I64Store8At (u64 -> u8) = |x| x as u8;
                I64Store16 I64Store16M I64Store16Plus I64Store16Index I64Store16At (u64 -> u16) = |x| x as u16;
                I64Store32 I64Store32M I64Store32Plus I64Store32Index I64Store32At (u64 -> u32) = |x| x as u32;
                F32Store F32StoreM F32StorePlus F32StoreIndex F32StoreAt (f32 -> f32) = |x| x;
                F64Store F64StoreM F64StorePlus F64StoreIndex F64StoreAt (f64 -> f64) = |x| x;
                V128Store V128StoreM V128StorePlus V128StoreIndex V128StoreAt (V128 -> [u8; 16]) = |x| x.to_le_bytes();
            }
            load_lane {
                V128Load8Lane (i8 -> V128) = |x, v, lane| i8x16_replace_lane(v, lane, i32::from(x));
                V128Load16Lane (i16 -> V128) = |x, v, lane| i16x8_replace_lane(v, lane, i32::from(x));
                V128Load32Lane (i32 -> V128) = |x, v, lane| i32x4_replace_lane(v, lane, i32::from(x));
                V128Load64Lane (i64 -> V128) = |x, v, lane| i64x2_replace_lane(v, lane, i64::from(x));
            }
            store_lane {
                V128Store8Lane (V128 -> i8) = |v, lane| i8x16_extract_lane_s(v, lane) as i8;
                V128Store16Lane (V128 -> i16) = |v, lane| i16x8_extract_lane_s(v, lane) as i16;
                V128Store32Lane (V128 -> i32) = |v, lane| i32x4_extract_lane(v, lane) as i32;
                V128Store64Lane (V128 -> i64) = |v, lane| i64x2_extract_lane(v, lane) as i64;
            }
            atomic_load {
                I32AtomicLoad (u32);
                I64AtomicLoad (u64);
                I32AtomicLoad8U (u8);
                I32AtomicLoad16U (u16);
                I64AtomicLoad8U (u8);
                I64AtomicLoad16U (u16);
                I64AtomicLoad32U (u32);
            }
            atomic_store {
                I32AtomicStore (u32);
                I64AtomicStore (u64);
                I32AtomicStore8 (u8);
                I32AtomicStore16 (u16);
                I64AtomicStore8 (u8);
                I64AtomicStore16 (u16);
                I64AtomicStore32 (u32);
            }
            atomic_rmw {
                I32AtomicRmwAdd (u32) = fetch_add;
                I64AtomicRmwAdd (u64) = fetch_add;
                I32AtomicRmw8AddU (u8) = fetch_add;
                I32AtomicRmw16AddU (u16) = fetch_add;
                I64AtomicRmw8AddU (u8) = fetch_add;
                I64AtomicRmw16AddU (u16) = fetch_add;
                I64AtomicRmw32AddU (u32) = fetch_add;
                I32AtomicRmwSub (u32) = fetch_sub;
                I64AtomicRmwSub (u64) = fetch_sub;
                I32AtomicRmw8SubU (u8) = fetch_sub;
                I32AtomicRmw16SubU (u16) = fetch_sub;
                I64AtomicRmw8SubU (u8) = fetch_sub;
                I64AtomicRmw16SubU (u16) = fetch_sub;
                I64AtomicRmw32SubU (u32) = fetch_sub;
                I32AtomicRmwAnd (u32) = fetch_and;
                I64AtomicRmwAnd (u64) = fetch_and;
                I32AtomicRmw8AndU (u8) = fetch_and;
                I32AtomicRmw16AndU (u16) = fetch_and;
                I64AtomicRmw8AndU (u8) = fetch_and;
                I64AtomicRmw16AndU (u16) = fetch_and;
                I64AtomicRmw32AndU (u32) = fetch_and;
                I32AtomicRmwOr (u32) = fetch_or;
                I64AtomicRmwOr (u64) = fetch_or;
                I32AtomicRmw8OrU (u8) = fetch_or;
                I32AtomicRmw16OrU (u16) = fetch_or;
                I64AtomicRmw8OrU (u8) = fetch_or;
                I64AtomicRmw16OrU (u16) = fetch_or;
                I64AtomicRmw32OrU (u32) = fetch_or;
                I32AtomicRmwXor (u32) = fetch_xor;
                I64AtomicRmwXor (u64) = fetch_xor;
                I32AtomicRmw8XorU (u8) = fetch_xor;
                I32AtomicRmw16XorU (u16) = fetch_xor;
                I64AtomicRmw8XorU (u8) = fetch_xor;
                I64AtomicRmw16XorU (u16) = fetch_xor;
                I64AtomicRmw32XorU (u32) = fetch_xor;
                I32AtomicRmwXchg (u32) = swap;
                I64AtomicRmwXchg (u64) = swap;
                I32AtomicRmw8XchgU (u8) = swap;
                I32AtomicRmw16XchgU (u16) = swap;
                I64AtomicRmw8XchgU (u8) = swap;
                I64AtomicRmw16XchgU (u16) = swap;
                I64AtomicRmw32XchgU (u32) = swap;
            }
            atomic_cmpxchg {
                I32AtomicRmwCmpxchg (u32);
                I64AtomicRmwCmpxchg (u64);
                I32AtomicRmw8CmpxchgU (u8);
                I32AtomicRmw16CmpxchgU (u16);
                I64AtomicRmw8CmpxchgU (u8);
                I64AtomicRmw16CmpxchgU (u16);
                I64AtomicRmw32CmpxchgU (u32);
            }
            gc_get {
                StructGetI8S (i8 -> u64) = |x| x as i32 as u32 as u64;
                StructGetI8U (u8 -> u64) = |x| u64::from(x);
                StructGetI16S (i16 -> u64) = |x| x as i32 as u32 as u64;
                StructGetI16U (u16 -> u64) = |x| u64::from(x);
                StructGet32 (u32 -> u64) = |x| u64::from(x);
                StructGet64 (u64 -> u64) = |x| x;
                StructGetF32 (f32 -> f32) = |x| x;
                StructGetF64 (f64 -> f64) = |x| x;
                StructGetV128 ([u8; 16] -> V128) = |x| V128::from_le_bytes(x);
            }
            gc_set {
                StructSet8 (u64 -> u8) = |x| x as u8;
                StructSet16 (u64 -> u16) = |x| x as u16;
                StructSet32 (u64 -> u32) = |x| x as u32;
                StructSet64 (u64 -> u64) = |x| x;
                StructSetF32 (f32 -> f32) = |x| x;
                StructSetF64 (f64 -> f64) = |x| x;
                StructSetV128 (V128 -> [u8; 16]) = |x| x.to_le_bytes();
            }
            array_get {
                ArrayGetI8S (i8 -> u64) = |x| x as i32 as u32 as u64;
                ArrayGetI8U (u8 -> u64) = |x| u64::from(x);
                ArrayGetI16S (i16 -> u64) = |x| x as i32 as u32 as u64;
                ArrayGetI16U (u16 -> u64) = |x| u64::from(x);
                ArrayGet32 (u32 -> u64) = |x| u64::from(x);
                ArrayGet64 (u64 -> u64) = |x| x;
                ArrayGetF32 (f32 -> f32) = |x| x;
                ArrayGetF64 (f64 -> f64) = |x| x;
                ArrayGetV128 ([u8; 16] -> V128) = |x| V128::from_le_bytes(x);
            }
            array_set {
                ArraySet8 (u64 -> u8) = |x| x as u8;
                ArraySet16 (u64 -> u16) = |x| x as u16;
                ArraySet32 (u64 -> u32) = |x| x as u32;
                ArraySet64 (u64 -> u64) = |x| x;
                ArraySetF32 (f32 -> f32) = |x| x;
                ArraySetF64 (f64 -> f64) = |x| x;
                ArraySetV128 (V128 -> [u8; 16]) = |x| x.to_le_bytes();
            }
            control {
                // parametric, variable
                // What only moves a value says its class: the plain name an integer or a reference, `Float` a float of either width
                Const: Const; "a = imm";
                ConstFloat: Const; "a = imm, the bits of a float";
                ConstV128: ConstV128; "a (two slots) = v128 pool[imm]";
                Copy: Unary; "a = b";
                CopyFloat: Unary; "a = b";
                CopyV128: Unary; "a = b, two slots each";
                CopyFar: Far; "slot imm_hi = slot imm_lo: slots past the reach of 16 bits";
                CopyFarFloat: Far; "slot imm_hi = slot imm_lo: slots past the reach of 16 bits";
                CopyFarV128: Far; "slot imm_hi = slot imm_lo, two slots each";
                CopySpan: Span; "a slots from imm_lo to imm_hi, as if through a buffer";
                CopySpanFloat: Span; "a slots from imm_lo to imm_hi, as if through a buffer";
                Select: Select; "a = slot imm != 0 ? b : c";
                SelectFloat: Select; "a = slot imm != 0 ? b : c";
                SelectV128: Select; "a = slot imm != 0 ? b : c, two slots each";
                GlobalGet: GlobalGet; "a = global imm";
                GlobalGetFloat: GlobalGet; "a = global imm";
                GlobalGetV128: GlobalGet; "a (two slots) = global imm";
                GlobalSet: GlobalSet; "global imm = b";
                GlobalSetFloat: GlobalSet; "global imm = b";
                GlobalSetV128: GlobalSet; "global imm = b (two slots)";
                I8x16Shuffle: Shuffle; "a = lanes of b and c chosen by v128 pool[imm]";
                // control
                Unreachable: Plain; "traps";
                Br: Br; "jumps by disp";
                BrIf: BrIf; "jumps by disp if the i32 in b is not zero";
                BrUnless: BrIf; "jumps by disp if the i32 in b is zero";
                BrTable: BrTable; "goes where the Br at min(b, imm_hi) behind this operation goes; imm_hi is the default's place";
                Return0: Plain; "returns nothing";
                Return1: Return1; "returns the slot b";
                ReturnFloat: Return1; "returns the slot b";
                ReturnV128: Return1; "returns the two slots from b";
                ReturnSpan: ReturnSpan; "returns a slots from imm_lo";
                Loop: Imm; "a loop's header: counts imm operations, as many as the loop has";
                Count: Imm; "adds one to counter imm of the module's record";
                Fuel: Imm; "takes imm units of fuel; traps when they run out";
                Epoch: Imm; "traps (or asks the host) when the epoch's deadline has passed; imm operations come until the next look";
                // call: the callee's frame begins at slot imm_hi, where the arguments lie and the results will
                Call: Call; "calls the defined function imm_lo of this instance";
                CallImport: Call; "calls function imm_lo of the function index space, an import";
                CallIndirect: CallIndirect; "calls table (c and a as one number) [b], which must have type imm_lo";
                CallRef: CallRef; "calls the function reference in b, null traps";
                ReturnCall: Call; "tail call: arguments at imm_hi move to slot 0";
                ReturnCallImport: Call; "likewise";
                ReturnCallIndirect: CallIndirect; "likewise";
                ReturnCallRef: CallRef; "likewise";
                // exception
                Throw: Throw; "throws tag imm with the payload in slots from base";
                ThrowRef: ThrowRef; "throws the exception in b, null traps";
                // int: idioms of compilers
                I32SwapBytes: Unary; "a = i32_swap_bytes(b)";
                I64SwapBytes: Unary; "a = i64_swap_bytes(b)";
                // float, simd_float: only where NaNs are canonicalized
                F32CanonicalizeNan: Unary; "a = f32_canonicalize_nan(b)";
                F64CanonicalizeNan: Unary; "a = f64_canonicalize_nan(b)";
                F32x4CanonicalizeNan: Unary; "a = f32x4_canonicalize_nan(b)";
                F64x2CanonicalizeNan: Unary; "a = f64x2_canonicalize_nan(b)";
                // aggregate
                ArrayLen: Unary; "a = length of array b, null traps";
            }
            runtime {
                // memory: b.. operands; the indices are in imm_lo (memory or segment) and imm_hi (memory)
                MemorySize = memory_size, 0 -> 1; "pages of memory imm_lo";
                MemoryGrow = memory_grow, 1 -> 1; "grows memory imm_lo by b pages";
                MemoryFill = memory_fill, 3 -> 0; "memory imm_lo: address, value, length";
                MemoryCopy = memory_copy, 3 -> 0; "memory imm_lo from memory imm_hi: to, from, length";
                MemoryInit = memory_init, 3 -> 0; "memory imm_hi from segment imm_lo: to, from, length";
                DataDrop = data_drop, 0 -> 0; "segment imm_lo";
                // table
                TableGet = table_get, 1 -> 1; "table imm_lo: index";
                TableSet = table_set, 2 -> 0; "table imm_lo: index, value";
                TableSize = table_size, 0 -> 1; "table imm_lo";
                TableGrow = table_grow, 2 -> 1; "table imm_lo: value, count";
                TableFill = table_fill, 3 -> 0; "table imm_lo: index, value, count";
                TableCopy = table_copy, 3 -> 0; "table imm_lo from table imm_hi: to, from, count";
                TableInit = table_init, 3 -> 0; "table imm_hi from segment imm_lo: to, from, count";
                ElemDrop = elem_drop, 0 -> 0; "segment imm_lo";
                // reference
                RefFunc = ref_func, 0 -> 1; "function imm_lo of the function index space";
                RefTest = ref_test, 1 -> 1; "imm: see `RefTarget`";
                RefCast = ref_cast, 1 -> 1; "imm: see `RefTarget`";
                // aggregate; imm_lo is the canonical type
                StructNew = struct_new, n -> 1; "fields in slots from base";
                StructNewDefault = struct_new_default, 0 -> 1; "all fields zero or null";
                ArrayNew = array_new, 2 -> 1; "value (two slots if v128), length";
                ArrayNewDefault = array_new_default, 1 -> 1; "length";
                ArrayNewFixed = array_new_fixed, n -> 1; "imm_hi elements in slots from base";
                ArrayNewData = array_new_data, 2 -> 1; "segment imm_hi: offset, length";
                ArrayNewElem = array_new_elem, 2 -> 1; "segment imm_hi: offset, length";
                ArrayFill = array_fill, 4 -> 0; "array, index, value (two slots if v128), count";
                ArrayCopy = array_copy, 5 -> 0; "to array, index, from array, index, count";
                ArrayInitData = array_init_data, 4 -> 0; "segment imm_hi: array, index, offset, count";
                ArrayInitElem = array_init_elem, 4 -> 0; "segment imm_hi: array, index, offset, count";
                // wide arithmetic
                I64Add128 = i64_add128, 4 -> 2; "low, high, low, high";
                I64Sub128 = i64_sub128, 4 -> 2; "low, high, low, high";
                I64MulWideS = i64_mul_wide_s, 2 -> 2; "low and high half";
                I64MulWideU = i64_mul_wide_u, 2 -> 2; "low and high half";
                // atomic; imm in the `M` encoding
                MemoryAtomicNotify = memory_atomic_notify, 2 -> 1; "address, count";
                MemoryAtomicWait32 = memory_atomic_wait32, 3 -> 1; "address, expected, timeout";
                MemoryAtomicWait64 = memory_atomic_wait64, 3 -> 1; "address, expected, timeout";
                AtomicFence = atomic_fence, 0 -> 0; "";
                // reference, aggregate: custom descriptors. A descriptor is got by `StructGet32` of the header's second word
                RefTestDescEq = ref_test_desc_eq, 2 -> 1; "reference, descriptor (null traps); imm: see `RefTarget`";
                RefCastDescEq = ref_cast_desc_eq, 2 -> 1; "reference, descriptor (null traps); imm: see `RefTarget`";
                StructNewDesc = struct_new_desc, n -> 1; "type imm_lo: fields in slots from base, then the descriptor (null traps)";
                StructNewDefaultDesc = struct_new_default_desc, 1 -> 1; "type imm_lo: the descriptor (null traps); all fields zero or null";
            }
        }
    };
}
pub(crate) use for_each_op;
