//! Faults in machine code: which of them are traps.

use crate::vm::VmContext;

/// Decides about a fault in machine code: an access beyond the end of one of the store's memories is a trap. Returns where to continue.
///
/// # Safety
/// Called by the handler of faults, for a fault in an engine's arena.
pub unsafe fn resolve(fault: &crate::sys::signal::Fault) -> Option<usize> {
    // SAFETY: code in an arena runs with its instance in r15; the store's list of memories is not being changed, since this
    // very thread runs its code.
    unsafe {
        let ctx = fault.r15 as *mut VmContext;
        if ctx.is_null() || !fault.r15.is_multiple_of(8) {
            return None;
        }
        let vm = (*ctx).store;
        let store = (*vm).inner;
        let inside = (*store).memories.iter().any(|m| m.reservation().contains(&fault.address));
        inside.then_some((*vm).fault_target)
    }
}
