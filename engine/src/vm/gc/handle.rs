//! References that the host holds.
//!
//! A handle is a counted pointer to a cell with the reference; the heap keeps a second pointer to each cell. A cell that
//! only the heap still points to is not a root any more and is dropped: at a collection, and whenever the list has
//! doubled, so that a host that takes a million handles between two collections does not keep a million cells.
//!
//! Handles are `Send + Sync`: dropping one on another thread touches nothing but the count. The count cannot rise from
//! one, since only an owner of a handle can clone it.

use std::sync::Arc;

use super::GcRef;

#[derive(Debug)]
struct Cell {
    heap: u64,
    r: GcRef,
}

/// Keeps an object alive as long as any clone of it lives.
#[derive(Clone, Debug)]
pub struct Handle(Arc<Cell>);

impl Handle {
    pub(super) fn heap(&self) -> u64 {
        self.0.heap
    }

    /// The reference, without a check that it belongs to this heap.
    pub fn get(&self) -> GcRef {
        self.0.r
    }

    /// Whether both hold the same reference of the same heap.
    pub fn same(&self, other: &Handle) -> bool {
        (self.0.heap, self.0.r) == (other.0.heap, other.0.r)
    }
}

/// The heap's side.
#[derive(Default)]
pub(super) struct HandleTable {
    cells: Vec<Arc<Cell>>,
    /// The list is pruned when it is this long.
    prune_at: usize,
}

impl HandleTable {
    pub(super) fn create(&mut self, heap: u64, r: GcRef) -> Handle {
        let cell = Arc::new(Cell { heap, r });
        if r.is_object() {
            if self.cells.len() >= self.prune_at {
                self.prune();
            }
            self.cells.push(cell.clone());
        }
        Handle(cell)
    }

    /// Drops the cells without a handle.
    pub(super) fn prune(&mut self) {
        self.cells.retain(|cell| Arc::strong_count(cell) > 1);
        self.prune_at = (self.cells.len() * 2).max(64);
    }

    pub(super) fn roots(&self) -> impl Iterator<Item = GcRef> + '_ {
        self.cells.iter().map(|cell| cell.r)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }
}
