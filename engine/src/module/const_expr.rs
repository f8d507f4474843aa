//! Constant expressions: decoded once into a few plain steps.

use anyhow::Result;
use wasmparser::Operator;

use super::convert::TypeSpace;
use super::data::{ConstExpr, ConstOp};
use crate::types::*;

/// Decodes a constant expression that the validator has accepted.
pub(super) fn decode(types: &TypeSpace<'_>, expr: &wasmparser::ConstExpr<'_>) -> Result<ConstExpr> {
    let mut ops = ConstExpr::new();
    let mut reader = expr.get_operators_reader();
    loop {
        let ty = |i: u32| types.ids[i as usize];
        ops.push(match reader.read()? {
            Operator::I32Const { value } => ConstOp::I32(value),
            Operator::I64Const { value } => ConstOp::I64(value),
            Operator::F32Const { value } => ConstOp::F32(value.bits()),
            Operator::F64Const { value } => ConstOp::F64(value.bits()),
            Operator::V128Const { value } => ConstOp::V128(V128::from_le_bytes(*value.bytes())),
            Operator::GlobalGet { global_index } => ConstOp::GlobalGet(global_index),
            Operator::RefNull { hty } => ConstOp::RefNull(RefType { nullable: true, heap: types.heap(hty) }),
            Operator::RefFunc { function_index } => ConstOp::RefFunc(function_index),
            Operator::I32Add => ConstOp::I32Add,
            Operator::I32Sub => ConstOp::I32Sub,
            Operator::I32Mul => ConstOp::I32Mul,
            Operator::I64Add => ConstOp::I64Add,
            Operator::I64Sub => ConstOp::I64Sub,
            Operator::I64Mul => ConstOp::I64Mul,
            Operator::RefI31 => ConstOp::RefI31,
            Operator::StructNew { struct_type_index } => ConstOp::StructNew(ty(struct_type_index)),
            Operator::StructNewDefault { struct_type_index } => {
                ConstOp::StructNewDefault(ty(struct_type_index))
            }
            Operator::StructNewDesc { struct_type_index } => ConstOp::StructNewDesc(ty(struct_type_index)),
            Operator::StructNewDefaultDesc { struct_type_index } => {
                ConstOp::StructNewDefaultDesc(ty(struct_type_index))
            }
            Operator::ArrayNew { array_type_index } => ConstOp::ArrayNew(ty(array_type_index)),
            Operator::ArrayNewDefault { array_type_index } => ConstOp::ArrayNewDefault(ty(array_type_index)),
            Operator::ArrayNewFixed { array_type_index, array_size } => {
                ConstOp::ArrayNewFixed(ty(array_type_index), array_size)
            }
            Operator::AnyConvertExtern => ConstOp::AnyConvertExtern,
            Operator::ExternConvertAny => ConstOp::ExternConvertAny,
            Operator::End => return Ok(ops),
            other => anyhow::bail!("operator {other:?} is not supported in a constant expression"),
        });
    }
}
