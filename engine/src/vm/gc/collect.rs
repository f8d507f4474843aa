//! Collections: the roots of a store, and when to collect.
//!
//! # Roots
//! Every slot where running code may keep a reference is looked at: the value stack up to `VmStore::stack_top`, which
//! running code sets behind its newest frame before it calls a builtin or the host, whatever the slots hold; globals and
//! tables of reference types; element segments, the exception in flight, the handles of the host, and what the caller of
//! an allocation adds (`extra`). A slot that is not a reference is taken for one only if it equals an object's start.
//!
//! # When
//! Before an allocation, once the bytes handed out since the last collection exceed those that it had to look at, live
//! objects and roots (at least 1 MiB), so the work of collecting is proportional to that of allocating, even beside a
//! table with a billion elements. And when the heap is full: if that frees nothing, the allocation traps.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::class::SizeClass;
use super::{GcHeap, GcRef};
use crate::base::{Mutant, TrapCode};
use crate::types::{TypeRegistry, ValType};
use crate::vm::store::StoreInner;

impl GcHeap {
    /// Zeroed memory for `size` bytes with this header, or `None` when the heap is full. Never collects.
    #[inline]
    fn alloc_now(&mut self, size: usize, kind: u32, aux: u32) -> Option<GcRef> {
        let r = GcRef(self.space.alloc(size)?);
        self.set_header(r, kind, aux);
        Some(r)
    }

    /// One collection with the given slots as roots, besides the handles.
    pub(super) fn collect_with(&mut self, roots: impl FnOnce(&mut dyn FnMut(&[u64]))) {
        self.space.retire_runs();
        self.handles.prune();
        let mut root_bytes = 0;
        roots(&mut |slots| {
            root_bytes += size_of_val(slots);
            slots.iter().for_each(|&slot| self.mark_candidate(slot));
        });
        self.space.root_bytes = root_bytes;
        let handles = std::mem::take(&mut self.handles);
        handles.roots().for_each(|r| self.mark_candidate(r.to_slot()));
        self.handles = handles;
        self.mark_reachable();
        let dead = self.take_dead_hosts();
        self.space.sweep();
        self.collections += 1;
        for value in dead {
            // The heap is whole again, so it does not matter what a destructor of the host does; a panic in it must not
            // unwind through wasm frames, and there is no one to report it to but the panic hook. What it panics with may have such
            // a destructor too.
            if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(value))) {
                std::mem::forget(payload);
            }
        }
    }

    /// Removes the host's values whose objects were not marked.
    fn take_dead_hosts(&mut self) -> Vec<super::HostBox> {
        let mut dead = Vec::new();
        for index in 0..self.hosts.len() {
            let Some((r, _)) = &self.hosts[index] else { continue };
            if !self.is_marked(*r)
                && let Some((_, value)) = self.hosts[index].take()
            {
                dead.push(value);
                self.free_hosts.push(index as u32);
            }
        }
        dead
    }

    /// Registers a host's value for the object that will stand for it.
    pub(super) fn add_host(&mut self, r: GcRef, value: super::HostBox) -> u32 {
        match self.free_hosts.pop() {
            Some(index) => {
                self.hosts[index as usize] = Some((r, value));
                index
            }
            None => {
                self.hosts.push(Some((r, value)));
                self.hosts.len() as u32 - 1
            }
        }
    }

    /// The plan of a type.
    #[inline]
    pub fn plan(&mut self, registry: &TypeRegistry, id: crate::types::CanonId) -> &super::Plan {
        self.plans.get(registry, id)
    }

    /// Whether `sub` is `sup` or declared below it, without taking the registry's lock.
    #[inline]
    pub fn is_subtype(&mut self, registry: &TypeRegistry, sub: u32, sup: u32) -> bool {
        self.plans.is_subtype(registry, crate::types::CanonId(sub), crate::types::CanonId(sup))
    }
}

/// Frees every object of the store that is not reachable.
pub fn collect(store: &mut StoreInner, extra: &[u64]) {
    let StoreInner { gc, vm, instances, globals, tables, .. } = store;
    if gc.base().is_null() {
        return;
    }
    gc.collect_with(|mark| {
        mark(extra);
        if !Mutant::ExceptionNotMarked.is_on() {
            mark(&[vm.exception]);
        }
        if !vm.stack_base.is_null() && vm.stack_top > vm.stack_base && !Mutant::FramesNotMarked.is_on() {
            // SAFETY: the slots from the stack's base to the end of the newest frame are mapped memory that only this
            // thread uses; any bits are valid for `u64`.
            mark(unsafe {
                std::slice::from_raw_parts(vm.stack_base, vm.stack_top.offset_from_unsigned(vm.stack_base))
            });
            // What machine code keeps on its stack, which begins at the newest frame: saved registers hold references.
            let frames = vm.frames.cast::<u64>();
            if !Mutant::SavedRegistersNotMarked.is_on() {
                // SAFETY: as above, up to where both stacks begin.
                mark(unsafe {
                    std::slice::from_raw_parts(frames, vm.stack_base.offset_from_unsigned(frames))
                });
            }
        }
        for global in globals.iter().filter(|global| global.ty.content.is_gc_ref()) {
            // SAFETY: INV VM-PIN: a global's cell lives as long as the store.
            mark(unsafe { &(*global.vm).value });
        }
        let is_marked = |ty| ValType::Ref(ty).is_gc_ref() && !Mutant::TablesNotMarked.is_on();
        for table in tables.iter().filter(|table| is_marked(table.ty.element)) {
            mark(table.slots());
        }
        for instance in instances.iter().filter(|_| !Mutant::SegmentsNotMarked.is_on()) {
            instance.elems.iter().for_each(|segment| mark(segment));
        }
    });
}

/// Collects at the wish of the host.
pub fn collect_now(store: &mut StoreInner) {
    collect(store, &[]);
}

/// Collects if enough was allocated since the last time. To be called where all references are reachable from the store,
/// before work that cannot collect (constant expressions).
pub fn collect_if_due(store: &mut StoreInner) {
    if store.gc.space.due(0) {
        collect_now(store);
    }
}

/// Memory for an object: collects before if it is time, or when the heap is full.
#[inline]
pub(super) fn alloc(
    store: &mut StoreInner,
    extra: &[u64],
    size: u64,
    kind: u32,
    aux: u32,
) -> Result<GcRef, TrapCode> {
    if let Some(at) = store.gc.space.alloc_fast(SizeClass::of(size)) {
        let r = GcRef(at);
        store.gc.set_header(r, kind, aux);
        return Ok(r);
    }
    alloc_slow(store, extra, size, kind, aux)
}

#[cold]
#[inline(never)]
fn alloc_slow(
    store: &mut StoreInner,
    extra: &[u64],
    size: u64,
    kind: u32,
    aux: u32,
) -> Result<GcRef, TrapCode> {
    let size = usize::try_from(size).map_err(|_| TrapCode::AllocationTooLarge)?;
    let collected = store.gc.space.due(size);
    if collected {
        collect(store, extra);
    }
    if let Some(r) = alloc_without_collecting(store, size, kind, aux) {
        return Ok(r);
    }
    if !collected {
        collect(store, extra);
    }
    alloc_without_collecting(store, size, kind, aux).ok_or(TrapCode::AllocationTooLarge)
}

/// For constant expressions, whose intermediate values no root knows.
pub(super) fn alloc_without_collecting(
    store: &mut StoreInner,
    size: usize,
    kind: u32,
    aux: u32,
) -> Option<GcRef> {
    store.allow_heap();
    let r = store.gc.alloc_now(size, kind, aux)?;
    store.vm.gc_base = store.gc.base();
    if store.gc.space.zeal {
        // Without a run the next allocation comes this way, too.
        store.gc.space.retire_runs();
    }
    Some(r)
}
