//! Handle tables: what the small integers that components know resources by stand for.
//!
//! Index 0 is never a handle, and freed indices are used again, the last one first, as the Canonical ABI has it: components can see
//! which numbers they get.

use anyhow::Result;

use crate::resource::ResourceType;
use crate::trap::Trap;

/// Handles of one table are below this number.
const MAX_HANDLES: usize = 1 << 28;

/// What a handle stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Handle {
    pub(crate) ty: ResourceType,
    pub(crate) rep: u32,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// `lends` calls borrow from it just now.
    Own { lends: u32 },
    /// Borrowed for the call with this scope.
    Borrow { scope: usize },
}

#[derive(Debug)]
enum Slot {
    Free { next: usize },
    Used(Handle),
}

/// The handles of one component instance, or those of the host.
#[derive(Debug, Default)]
pub(crate) struct HandleTable {
    slots: Vec<Slot>,
    /// The slot to fill next.
    next: usize,
}

impl HandleTable {
    pub(crate) fn insert(&mut self, handle: Handle) -> Result<u32> {
        let slot = self.next;
        if slot + 1 >= MAX_HANDLES {
            return Err(Trap::TooManyHandles.into());
        }
        match self.slots.get_mut(slot) {
            None => {
                self.slots.push(Slot::Used(handle));
                self.next = slot + 1;
            }
            Some(free) => {
                if let Slot::Free { next } = std::mem::replace(free, Slot::Used(handle)) {
                    self.next = next;
                }
            }
        }
        Ok(slot as u32 + 1)
    }

    /// The handle with this index, if it is one of the type.
    pub(crate) fn get(&mut self, index: u32, ty: ResourceType) -> Result<&mut Handle> {
        let slot = (index as usize).checked_sub(1).and_then(|slot| self.slots.get_mut(slot));
        let Some(Slot::Used(handle)) = slot else { return Err(Trap::UnknownHandle(index).into()) };
        if handle.ty != ty {
            let found = match (handle.ty.is_host(), ty.is_host()) {
                (true, true) => "a different host resource",
                (false, false) => "a different guest-defined resource",
                _ => handle.ty.kind(),
            };
            return Err(Trap::WrongHandleType { index, expected: ty.kind(), found }.into());
        }
        Ok(handle)
    }

    pub(crate) fn contains(&self, index: u32, ty: ResourceType) -> bool {
        let slot = (index as usize).checked_sub(1).and_then(|slot| self.slots.get(slot));
        matches!(slot, Some(Slot::Used(handle)) if handle.ty == ty)
    }

    /// Takes a handle out.
    ///
    /// # Errors
    /// If there is none, it is of another type, or a call borrows from it.
    pub(crate) fn remove(&mut self, index: u32, ty: ResourceType) -> Result<Handle> {
        let handle = *self.get(index, ty)?;
        if let Kind::Own { lends: 1.. } = handle.kind {
            return Err(Trap::Borrowed.into());
        }
        let slot = index as usize - 1;
        self.slots[slot] = Slot::Free { next: self.next };
        self.next = slot;
        Ok(handle)
    }

    /// Takes a handle out that owns.
    pub(crate) fn take_own(&mut self, index: u32, ty: ResourceType) -> Result<u32> {
        if let Kind::Borrow { .. } = self.get(index, ty)?.kind {
            return Err(Trap::NotOwned.into());
        }
        Ok(self.remove(index, ty)?.rep)
    }

    /// Ends one loan of a handle; it is there as long as it is lent.
    pub(crate) fn end_loan(&mut self, index: u32) {
        if let Some(Slot::Used(Handle { kind: Kind::Own { lends }, .. })) =
            self.slots.get_mut(index as usize - 1)
        {
            *lends -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(rep: u32) -> Handle {
        Handle { ty: ResourceType::host::<u8>(), rep, kind: Kind::Own { lends: 0 } }
    }

    #[test]
    fn freed_indices_are_used_again_the_last_one_first() {
        let ty = ResourceType::host::<u8>();
        let mut table = HandleTable::default();
        assert_eq!([1, 2, 3], [10, 20, 30].map(|rep| table.insert(own(rep)).unwrap()));
        assert_eq!(table.take_own(1, ty).unwrap(), 10);
        assert_eq!(table.take_own(3, ty).unwrap(), 30);
        assert_eq!([3, 1, 4], [40, 50, 60].map(|rep| table.insert(own(rep)).unwrap()));
    }

    #[test]
    fn a_handle_is_refused_by_number_by_type_and_while_it_is_lent() {
        let ty = ResourceType::host::<u8>();
        let mut table = HandleTable::default();
        let index = table.insert(own(7)).unwrap();
        for unknown in [0, 2, u32::MAX] {
            let error = table.remove(unknown, ty).unwrap_err();
            assert_eq!(error.downcast_ref(), Some(&Trap::UnknownHandle(unknown)));
        }
        assert!(table.remove(index, ResourceType::host::<u16>()).is_err());
        table.get(index, ty).unwrap().kind = Kind::Own { lends: 1 };
        assert_eq!(table.remove(index, ty).unwrap_err().downcast_ref(), Some(&Trap::Borrowed));
        table.end_loan(index);
        assert_eq!(table.remove(index, ty).unwrap().rep, 7);
    }
}
