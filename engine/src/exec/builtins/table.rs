//! Operations on tables. As for memories: the whole range is checked first, and indices are `u64`.

use super::memory::{grown, operand};
use crate::base::TrapCode;
use crate::ir::Op;
use crate::vm::store::StoreInner;
use crate::vm::{VmContext, VmTable};

/// The elements `at..at + len` of a table.
unsafe fn range(table: *mut VmTable, at: u64, len: u64) -> Result<*mut u64, TrapCode> {
    // SAFETY: the range is inside the table by the check.
    unsafe {
        match at.checked_add(len) {
            Some(end) if end <= (*table).len => Ok((*table).base.add(at as usize)),
            _ => Err(TrapCode::TableOutOfBounds),
        }
    }
}

/// # Safety
/// See the module's header; so do all builtins here.
pub(crate) unsafe fn table_get(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise; `range` checks the bounds.
    unsafe {
        let table = *(*ctx).tables.add(op.lo() as usize);
        *fp.add(op.a.into()) = *range(table, operand!(fp, op, 0), 1)?;
        Ok(())
    }
}

pub(crate) unsafe fn table_set(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise; `range` checks the bounds.
    unsafe {
        let table = *(*ctx).tables.add(op.lo() as usize);
        *range(table, operand!(fp, op, 0), 1)? = operand!(fp, op, 1);
        Ok(())
    }
}

pub(crate) unsafe fn table_size(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise.
    unsafe {
        *fp.add(op.a.into()) = (**(*ctx).tables.add(op.lo() as usize)).len;
        Ok(())
    }
}

pub(crate) unsafe fn table_grow(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise.
    unsafe {
        let table = *(*ctx).tables.add(op.lo() as usize);
        let store = &mut *(*(*ctx).store).inner;
        let old = crate::vm::table::grow(store, table, operand!(fp, op, 1), operand!(fp, op, 0))?;
        *fp.add(op.a.into()) = grown(old, (*table).table64);
        Ok(())
    }
}

pub(crate) unsafe fn table_fill(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise; `range` checks the bounds.
    unsafe {
        let table = *(*ctx).tables.add(op.lo() as usize);
        let count = operand!(fp, op, 2);
        let to = range(table, operand!(fp, op, 0), count)?;
        std::slice::from_raw_parts_mut(to, count as usize).fill(operand!(fp, op, 1));
        Ok(())
    }
}

pub(crate) unsafe fn table_copy(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise; `range` checks the bounds; the ranges may overlap, and `copy` allows it.
    unsafe {
        let to = *(*ctx).tables.add(op.lo() as usize);
        let from = *(*ctx).tables.add(op.hi() as usize);
        let count = operand!(fp, op, 2);
        let to = range(to, operand!(fp, op, 0), count)?;
        let from = range(from, operand!(fp, op, 1), count)?;
        to.copy_from(from, count as usize);
        Ok(())
    }
}

pub(crate) unsafe fn table_init(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise; `range` checks the bounds; a segment is no table.
    unsafe {
        let table = *(*ctx).tables.add(op.hi() as usize);
        let (from, count) = (operand!(fp, op, 1), operand!(fp, op, 2));
        let to = range(table, operand!(fp, op, 0), count)?;
        let segment = &StoreInner::instance_of(ctx).elems[op.lo() as usize];
        if from.checked_add(count).is_none_or(|end| end > segment.len() as u64) {
            return Err(TrapCode::TableOutOfBounds);
        }
        to.copy_from_nonoverlapping(segment.as_ptr().add(from as usize), count as usize);
        Ok(())
    }
}

pub(crate) unsafe fn elem_drop(ctx: *mut VmContext, _fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise.
    unsafe { StoreInner::instance_of(ctx).elems[op.lo() as usize] = Box::default() };
    Ok(())
}
