//! Exception tags: identity and signature.

use super::layout::VmTag;
use super::pinned::Pinned;
use super::store::StoreInner;
use crate::types::TagType;

/// A tag of a store. Two tags are the same exactly if their addresses are.
pub struct Tag {
    pub vm: Pinned<VmTag>,
    pub ty: TagType,
}

impl StoreInner {
    pub fn new_tag(&mut self, ty: TagType) -> *mut VmTag {
        let vm = Pinned::new(VmTag { ty: ty.func, index: self.tags.len() as u32 });
        let pointer = vm.as_ptr();
        self.tags.push(Tag { vm, ty });
        pointer
    }
}
