//! One limit for all that a store's objects take, whatever kind they are.
//!
//! # Problem
//! A program that may not grow its memories grows a table, or makes objects. Limits of each kind add up to far more than what the
//! host wants to give.
//!
//! # Idea
//! Every growth asks how much room is left below [`ResourceLimiter::total_size`](super::limits::ResourceLimiter::total_size). What is
//! held is summed up when it is asked for: objects know their sizes, and growth is rare beside what it costs.
//!
//! | counted | how |
//! |---|---|
//! | memories | their bytes, whether they were touched or not; a shared one in each store that uses it |
//! | tables | the capacity, 8 bytes for each element |
//! | the collected heap | what was ever made accessible: freed blocks are used again, and count |
//! | instances | their own records: references of functions, cells of globals, element segments |
//!
//! Not counted: the wasm stack, whose size is a setting of the engine; modules and their code, which belong to the engine and are
//! linear in the bytes of the module; values of the host behind references.
//!
//! The limiter is the host's code, and asking it may fail or panic. The heap grows at places where nothing of this can be, so it goes
//! by what the limiter said last: it is asked with every other question, and when it is set.
//!
//! Must not know: who set the limit.

use super::layout::*;
use super::store::StoreInner;
use crate::module::{ElemItems, ModuleData, SegmentMode};

impl StoreInner {
    /// Bytes that the store's objects take; see the module's header.
    pub fn held_bytes(&self) -> usize {
        self.held_beside_heap().saturating_add(self.gc.committed_bytes())
    }

    fn held_beside_heap(&self) -> usize {
        let memories = self.memories.iter().map(|memory| memory.byte_len());
        let tables = self.tables.iter().map(|table| table.byte_len());
        let instances = self.instances.iter().map(|instance| instance.bytes);
        memories.chain(tables).chain(instances).fold(0, usize::saturating_add)
    }

    /// Bytes that may be added.
    pub(super) fn room(&self) -> usize {
        match self.total_limit {
            usize::MAX => usize::MAX,
            limit => limit.saturating_sub(self.held_bytes()),
        }
    }

    /// Tells the collected heap how far it may grow.
    #[inline]
    pub(super) fn allow_heap(&mut self) {
        if self.total_limit != usize::MAX {
            let allowed = self.total_limit.saturating_sub(self.held_beside_heap());
            self.gc.set_allowance(allowed);
        }
    }

    /// The error of a growth for which there is no room.
    #[cold]
    pub(super) fn no_room(&self, what: &str, bytes: usize) -> anyhow::Error {
        anyhow::anyhow!(
            "{what} of {bytes} bytes exceed the limit of {} bytes for all that the store holds, of which {} are held",
            self.total_limit,
            self.held_bytes()
        )
    }
}

/// Bytes of an instance's own records.
pub(super) fn of_instance(module: &ModuleData) -> usize {
    let entities = [&module.funcs[..], &module.tags[..]].iter().map(|all| all.len()).sum::<usize>()
        + module.tables.len()
        + module.memories.len()
        + module.globals.len();
    let elements = |segment: &crate::module::ElemSegment| match (&segment.items, &segment.mode) {
        (_, SegmentMode::Declared) | (ElemItems::Funcs(_), SegmentMode::Active { .. }) => 0,
        (items, _) => items.len() * size_of::<u64>(),
    };
    size_of::<super::Instance>()
        + size_of::<VmContext>()
        + entities * size_of::<*mut u8>()
        + module.bodies.len() * size_of::<VmFuncRef>()
        + module.globals.len() * (size_of::<VmGlobal>() + size_of::<super::global::Global>())
        + module.elems.len() * size_of::<Box<[u64]>>()
        + module.elems.iter().map(elements).sum::<usize>()
        + module.datas.len()
}
