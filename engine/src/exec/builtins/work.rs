//! What an operation costs whose work grows with a length: fuel, and looks at the epoch on the way.
//!
//! # Fuel
//! One unit for each byte of a memory that is written, and for each element of a table or an array, beside the unit that the operator
//! costs as all do; that is wasmtime's count. It is paid before anything is written, and before the ranges of memories and tables are
//! compared: so machine code pays by one subtraction, and what is left is the same in every tier.
//!
//! # The epoch
//! Work is done in pieces of at most [`PIECE`] bytes, some tens of microseconds, with a look at the epoch behind each. The host's callback
//! may do all that a host function may: grow the memory or table, so that it lies elsewhere; run a collection; drop a segment by
//! calling wasm. So who works in pieces keeps no address across them. What was checked stays right, since nothing shrinks but
//! segments; whoever reads these looks again. A trap leaves the pieces done that were done, as it would between two operations.
//!
//! Engines that count neither do all at once.

use std::sync::atomic::Ordering;

use crate::base::{Mutant, TrapCode};
use crate::exec::host;
use crate::vm::VmContext;

/// Bytes between two looks at the epoch.
pub(crate) const PIECE: u64 = 256 << 10;

/// Work with less than this needs no look at all: code that does nothing else comes to its next function or loop soon.
const SMALL: u64 = 1 << 10;

/// Takes the fuel for so many bytes or elements.
///
/// # Errors
/// `OutOfFuel` if there is not as much; then none is left.
///
/// # Safety
/// `ctx` is an instance of a live store.
pub(super) unsafe fn pay(ctx: *mut VmContext, units: u64) -> Result<(), TrapCode> {
    // SAFETY: the caller's promise.
    unsafe {
        let vm = (*ctx).store;
        if (*vm).counts_fuel && !Mutant::BulkWorkIsFree.is_on() {
            let left = (*vm).fuel.checked_sub(units);
            (*vm).fuel = left.unwrap_or(0);
            if left.is_none() {
                return Err(TrapCode::OutOfFuel);
            }
        }
        Ok(())
    }
}

/// Whether code of this store polls the epoch.
///
/// # Safety
/// `ctx` is an instance of a live store.
pub(super) unsafe fn polls(ctx: *mut VmContext) -> bool {
    // SAFETY: the caller's promise.
    unsafe { (*(*ctx).store).polls_epoch }
}

/// Asks the host if the epoch's deadline has passed.
///
/// # Errors
/// As `host::epoch_deadline`.
///
/// # Safety
/// The position is saved; the caller holds no reference into the store, and no address that growing or a collection may change.
pub(super) unsafe fn poll(ctx: *mut VmContext) -> Result<(), TrapCode> {
    // SAFETY: the caller's promise.
    unsafe {
        let vm = (*ctx).store;
        // Relaxed as in code: the deadline orders nothing.
        if polls(ctx) && (*(*vm).epoch).load(Ordering::Relaxed) >= (*vm).epoch_deadline {
            host::epoch_deadline((*vm).inner)?;
        }
        Ok(())
    }
}

/// Works on `count` elements of `1 << width_log2` bytes, which were paid for, in pieces: `piece(start, count)`, from the end if
/// `backwards`.
///
/// # Errors
/// What the host answers, and what a piece returns.
///
/// # Safety
/// As for [`poll`], behind each piece.
pub(super) unsafe fn in_pieces(
    ctx: *mut VmContext,
    count: u64,
    width_log2: u32,
    backwards: bool,
    mut piece: impl FnMut(u64, u64) -> Result<(), TrapCode>,
) -> Result<(), TrapCode> {
    // SAFETY: the caller's promise.
    unsafe {
        // What is in a memory, a table or a heap fits 64 bits.
        let bytes = count << width_log2;
        if bytes < SMALL || !polls(ctx) {
            return piece(0, count);
        }
        let most = PIECE >> width_log2;
        let mut done = 0;
        while done < count {
            let len = (count - done).min(most);
            piece(if backwards { count - done - len } else { done }, len)?;
            done += len;
            poll(ctx)?;
        }
        Ok(())
    }
}
