//! Operations on tables. As for memories: the whole range is checked first, and indices are `u64`.

use super::memory::{grown, operand};
use super::work::{in_pieces, pay};
use crate::base::{Mutant, TrapCode};
use crate::ir::Op;
use crate::vm::store::StoreInner;
use crate::vm::{VmContext, VmTable};

/// The elements `at..at + len` of a table.
unsafe fn range(table: *mut VmTable, at: u64, len: u64) -> Result<*mut u64, TrapCode> {
    // SAFETY: the range is inside the table by the check.
    unsafe {
        match at.checked_add(len) {
            Some(end) if end <= (*table).len + u64::from(Mutant::TableRangeOffByOne.is_on()) => {
                Ok((*table).base.add(at as usize))
            }
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
        let (delta, fuel) = (operand!(fp, op, 1), store.vm.fuel);
        pay(ctx, delta)?;
        let old = crate::vm::table::grow(store, table, delta, operand!(fp, op, 0))?;
        if old.is_none() {
            store.vm.fuel = fuel;
        }
        *fp.add(op.a.into()) = grown(old, (*table).table64);
        Ok(())
    }
}

pub(crate) unsafe fn table_fill(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise; `range` checks the bounds.
    unsafe {
        let table = *(*ctx).tables.add(op.lo() as usize);
        let (to, value, count) = (operand!(fp, op, 0), fp.add(op.base() as usize + 1), operand!(fp, op, 2));
        pay(ctx, count)?;
        range(table, to, count)?;
        in_pieces(ctx, count, 3, false, |start, count| {
            let to = (*table).base.add((to + start) as usize);
            std::slice::from_raw_parts_mut(to, count as usize).fill(*value);
            Ok(())
        })
    }
}

pub(crate) unsafe fn table_copy(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise; `range` checks the bounds; the ranges may overlap, and `copy` allows it.
    unsafe {
        let to_table = *(*ctx).tables.add(op.lo() as usize);
        let from_table = *(*ctx).tables.add(op.hi() as usize);
        let (to, from, count) = (operand!(fp, op, 0), operand!(fp, op, 1), operand!(fp, op, 2));
        pay(ctx, count)?;
        let backwards = range(to_table, to, count)? > range(from_table, from, count)?;
        in_pieces(ctx, count, 3, backwards, |start, count| {
            let from = (*from_table).base.add((from + start) as usize);
            (*to_table).base.add((to + start) as usize).copy_from(from, count as usize);
            Ok(())
        })
    }
}

pub(crate) unsafe fn table_init(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise; `range` checks the bounds; a segment is no table.
    unsafe {
        let table = *(*ctx).tables.add(op.hi() as usize);
        let (to, from, count) = (operand!(fp, op, 0), operand!(fp, op, 1), operand!(fp, op, 2));
        pay(ctx, count)?;
        range(table, to, count)?;
        // Asked before each piece: the segment may have been dropped.
        let items = |from: u64, count: u64| {
            let segment = &StoreInner::instance_of(ctx).elems[op.lo() as usize];
            match from.checked_add(count) {
                Some(end) if end <= segment.len() as u64 => Ok(segment.as_ptr().add(from as usize)),
                _ => Err(TrapCode::TableOutOfBounds),
            }
        };
        items(from, count)?;
        in_pieces(ctx, count, 3, false, |start, count| {
            let to = (*table).base.add((to + start) as usize);
            to.copy_from_nonoverlapping(items(from + start, count)?, count as usize);
            Ok(())
        })
    }
}

pub(crate) unsafe fn elem_drop(ctx: *mut VmContext, _fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise.
    unsafe {
        if !Mutant::ElementsNotDropped.is_on() {
            StoreInner::instance_of(ctx).elems[op.lo() as usize] = Box::default();
        }
    }
    Ok(())
}
