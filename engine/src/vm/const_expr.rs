//! Values of constant expressions: initial values of globals, tables and elements, offsets of segments.
//!
//! The expressions are validated, so operands are there and have the right types. Nothing is collected while they are
//! evaluated (`gc::aggregate::const_op`), so references on the little stack here need no rooting.
//!
//! Must not know: how code is run.

use super::layout::*;
use super::store::StoreInner;
use crate::base::TrapCode;
use crate::module::ConstOp;
use crate::types::ValType;

/// Evaluates to slots; a value of one slot is in the first.
///
/// # Safety
/// `ctx` must be an instance of `store` whose functions and globals are set up as far as the expression names them.
///
/// # Errors
/// If the collected heap is full.
pub unsafe fn eval(
    store: &mut StoreInner,
    ctx: *mut VmContext,
    expr: &[ConstOp],
) -> Result<[u64; 2], TrapCode> {
    if let [op] = expr
        && let Some(value) = leaf(op)
    {
        return Ok([value, 0]);
    }
    let mut stack: Vec<u64> = Vec::with_capacity(8);
    for op in expr {
        // SAFETY: the caller vouches for `ctx`.
        unsafe { step(store, ctx, op, &mut stack) }?;
    }
    Ok([stack.first().copied().unwrap_or(0), stack.get(1).copied().unwrap_or(0)])
}

/// The slot of a constant that needs neither instance nor operands.
fn leaf(op: &ConstOp) -> Option<u64> {
    Some(match *op {
        ConstOp::I32(v) => u64::from(v as u32),
        ConstOp::I64(v) => v as u64,
        ConstOp::F32(v) => u64::from(v),
        ConstOp::F64(v) => v,
        ConstOp::RefNull(_) => 0,
        _ => return None,
    })
}

/// # Safety
/// As for [`eval`].
unsafe fn step(
    store: &mut StoreInner,
    ctx: *mut VmContext,
    op: &ConstOp,
    stack: &mut Vec<u64>,
) -> Result<(), TrapCode> {
    if let Some(value) = leaf(op) {
        stack.push(value);
        return Ok(());
    }
    match *op {
        ConstOp::V128(v) => {
            let bits = v.to_bits();
            stack.extend([bits as u64, (bits >> 64) as u64]);
        }
        ConstOp::GlobalGet(index) => {
            // SAFETY: the caller vouches for the instance; validation for the index.
            let (value, global) = unsafe {
                let global = *(*ctx).globals.add(index as usize);
                ((*global).value, (*global).index)
            };
            let slots = store.globals[global as usize].ty.content.slots() as usize;
            stack.extend_from_slice(&value[..slots]);
        }
        ConstOp::RefFunc(index) => {
            // SAFETY: as above.
            stack.push(unsafe { *(*ctx).funcs.add(index as usize) } as usize as u64);
        }
        ConstOp::I32Add => binary(stack, |a, b| u64::from((a as u32).wrapping_add(b as u32))),
        ConstOp::I32Sub => binary(stack, |a, b| u64::from((a as u32).wrapping_sub(b as u32))),
        ConstOp::I32Mul => binary(stack, |a, b| u64::from((a as u32).wrapping_mul(b as u32))),
        ConstOp::I64Add => binary(stack, u64::wrapping_add),
        ConstOp::I64Sub => binary(stack, u64::wrapping_sub),
        ConstOp::I64Mul => binary(stack, u64::wrapping_mul),
        ref other => return super::gc::aggregate::const_op(store, other, stack).unwrap_or(Ok(())),
    }
    Ok(())
}

fn binary(stack: &mut Vec<u64>, f: impl Fn(u64, u64) -> u64) {
    let right = stack.pop().unwrap_or(0);
    let left = stack.pop().unwrap_or(0);
    stack.push(f(left, right));
}

/// How a global of this type keeps a value: a value of one slot leaves the second zero.
pub fn global_cell(ty: ValType, value: [u64; 2]) -> [u64; 2] {
    if ty.slots() == 2 { value } else { [value[0], 0] }
}
