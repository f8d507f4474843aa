//! Bulk operations on memories, and their growth.
//!
//! An operation is paid for (see `work`), checks its whole range and then moves bytes, so nothing is half done when it traps, unless the host interrupts it
//! (see `work`). Lengths and
//! addresses are `u64` whatever the memory's address width: i32 operands stand zero-extended in their slots.

use std::sync::atomic::Ordering;

use super::work::{in_pieces, pay};
use crate::base::{Mutant, TrapCode};
use crate::ir::Op;
use crate::vm::store::StoreInner;
use crate::vm::{VmContext, VmMemory};

/// Accessible bytes of a memory now.
pub(super) unsafe fn byte_len(memory: *mut VmMemory) -> usize {
    // SAFETY: the memory is alive; `shared_len` is null or points to a length that lives as long.
    unsafe {
        match (*memory).shared_len.as_ref() {
            Some(shared) => shared.load(Ordering::Acquire),
            None => (*memory).len,
        }
    }
}

/// The bytes `at..at + len` of a memory.
unsafe fn range(memory: *mut VmMemory, at: u64, len: u64) -> Result<*mut u8, TrapCode> {
    // SAFETY: the range is inside the memory by the check.
    unsafe {
        match at.checked_add(len) {
            Some(end) if end <= byte_len(memory) as u64 + u64::from(Mutant::MemoryRangeOffByOne.is_on()) => {
                Ok((*memory).base.add(at as usize))
            }
            _ => Err(TrapCode::MemoryOutOfBounds),
        }
    }
}

/// Slot `i` of an operation's operands.
macro_rules! operand {
    ($fp:ident, $op:ident, $i:literal) => {
        *$fp.add($op.base() as usize + $i)
    };
}
pub(super) use operand;

/// What `memory.grow` and `table.grow` leave: the old size, or -1 in the width of an index.
pub(super) fn grown(old: Option<u64>, index64: bool) -> u64 {
    match old {
        Some(old) => old,
        None if index64 || Mutant::GrowFailsIn64Bits.is_on() => u64::MAX,
        None => u64::from(u32::MAX),
    }
}

/// # Safety
/// See the module's header; so do all builtins here.
pub(crate) unsafe fn memory_size(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise.
    unsafe {
        let memory = *(*ctx).memories.add(op.lo() as usize);
        *fp.add(op.a.into()) = byte_len(memory) as u64 >> (*memory).page_size_log2;
        Ok(())
    }
}

pub(crate) unsafe fn memory_grow(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise.
    unsafe {
        let memory = *(*ctx).memories.add(op.lo() as usize);
        let store = &mut *(*(*ctx).store).inner;
        let old = crate::vm::memory::grow(store, memory, operand!(fp, op, 0))?;
        *fp.add(op.a.into()) = grown(old, (*memory).memory64);
        Ok(())
    }
}

pub(crate) unsafe fn memory_fill(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise; `range` checks the bounds.
    unsafe {
        let memory = *(*ctx).memories.add(op.lo() as usize);
        let (to, value, len) = (operand!(fp, op, 0), operand!(fp, op, 1) as u8, operand!(fp, op, 2));
        pay(ctx, len)?;
        range(memory, to, len)?;
        in_pieces(ctx, len, 0, false, |start, len| {
            (*memory).base.add((to + start) as usize).write_bytes(value, len as usize);
            Ok(())
        })
    }
}

pub(crate) unsafe fn memory_copy(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise; `range` checks the bounds; the ranges may overlap, and `copy` allows it.
    unsafe {
        let to_memory = *(*ctx).memories.add(op.lo() as usize);
        let from_memory = *(*ctx).memories.add(op.hi() as usize);
        let (to, from, len) = (operand!(fp, op, 0), operand!(fp, op, 1), operand!(fp, op, 2));
        pay(ctx, len)?;
        // Pieces of what overlaps must come in the order in which bytes would.
        let backwards = range(to_memory, to, len)? > range(from_memory, from, len)?;
        in_pieces(ctx, len, 0, backwards, |start, len| {
            let from = (*from_memory).base.add((from + start) as usize);
            (*to_memory).base.add((to + start) as usize).copy_from(from, len as usize);
            Ok(())
        })
    }
}

pub(crate) unsafe fn memory_init(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise; `range` checks the bounds; the module's bytes are no memory.
    unsafe {
        let memory = *(*ctx).memories.add(op.hi() as usize);
        let segment = op.lo() as usize;
        let (to, from, len) = (operand!(fp, op, 0), operand!(fp, op, 1), operand!(fp, op, 2));
        pay(ctx, len)?;
        let instance = StoreInner::instance_of(ctx);
        // A dropped segment is empty.
        let bytes = match instance.dropped_datas[segment] && !Mutant::DroppedDataIsRead.is_on() {
            true => &[],
            false => &instance.module.bytes[instance.module.datas[segment].range.clone()],
        };
        range(memory, to, len)?;
        let is_beyond = from.checked_add(len).is_none_or(|end| end > bytes.len() as u64);
        if is_beyond && !Mutant::SegmentEndNotCompared.is_on() {
            return Err(TrapCode::MemoryOutOfBounds);
        }
        // The module's bytes stay, even if the segment is dropped meanwhile.
        let bytes = bytes.as_ptr().add(from as usize);
        in_pieces(ctx, len, 0, false, |start, len| {
            let to = (*memory).base.add((to + start) as usize);
            to.copy_from_nonoverlapping(bytes.add(start as usize), len as usize);
            Ok(())
        })
    }
}

pub(crate) unsafe fn data_drop(ctx: *mut VmContext, _fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise.
    unsafe { StoreInner::instance_of(ctx).dropped_datas[op.lo() as usize] = true };
    Ok(())
}
