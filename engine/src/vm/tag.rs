//! Exception tags: identity and signature.

use super::layout::VmTag;
use super::pinned::Pinned;
use super::store::StoreInner;
use crate::types::{Registered, TagType, WrongEngine, same_engine};

/// A tag of a store. Two tags are the same exactly if their addresses are.
pub struct Tag {
    pub vm: Pinned<VmTag>,
    pub ty: TagType,
}

impl StoreInner {
    /// A tag of the host's.
    ///
    /// # Errors
    /// If the type belongs to another engine.
    pub fn host_tag(&mut self, ty: &Registered) -> Result<*mut VmTag, WrongEngine> {
        same_engine(ty, self)?;
        self.admitted.insert(ty.id(), ty.entry().clone());
        Ok(self.new_tag(TagType { func: ty.id() }))
    }

    pub(super) fn new_tag(&mut self, ty: TagType) -> *mut VmTag {
        let vm = Pinned::new(VmTag { ty: ty.func, index: self.tags.len() as u32 });
        let pointer = vm.as_ptr();
        self.tags.push(Tag { vm, ty });
        pointer
    }
}
