//! [`Tag`]: an exception tag of a store.

use anyhow::{Result, bail};

use super::context::{AsContext, AsContextMut};
use super::owner::check_store;
use super::types::{FuncType, TagType};
use crate::vm::VmTag;
use crate::vm::store::{StoreId, StoreInner};

/// An exception tag. The handle is small and can be copied; it is of use only together with its store, and all methods
/// panic if the tag belongs to another store.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Tag {
    store: StoreId,
    index: u32,
}

impl Tag {
    /// A new tag, different from all others.
    ///
    /// # Errors
    /// If the type has results or belongs to another engine.
    pub fn new(mut store: impl AsContextMut, ty: &TagType) -> Result<Tag> {
        if ty.ty().results().len() > 0 {
            bail!("the type of a tag has no results, found {}", ty.ty());
        }
        let mut store = store.as_context_mut();
        let inner = store.inner_mut();
        let tag = inner.host_tag(ty.ty().registered())?;
        // SAFETY: the tag was just made.
        Ok(Tag::new_handle(inner, unsafe { (*tag).index }))
    }

    pub(crate) fn new_handle(store: &StoreInner, index: u32) -> Tag {
        Tag { store: store.id, index }
    }

    pub(crate) fn store_id(&self) -> StoreId {
        self.store
    }

    #[track_caller]
    pub(crate) fn pointer(&self, store: &StoreInner) -> *mut VmTag {
        check_store(store, self.store);
        store.tags[self.index as usize].vm.as_ptr()
    }

    /// Its type.
    pub fn ty(&self, store: impl AsContext) -> TagType {
        let store = store.as_context();
        let inner = store.inner();
        check_store(inner, self.store);
        let ty = inner.tags[self.index as usize].ty;
        TagType::new(FuncType::from_id(&inner.registry, ty.func))
    }

    /// Whether both are the same tag: exceptions of one are caught by the other.
    pub fn eq(a: &Tag, b: &Tag, store: impl AsContext) -> bool {
        check_store(store.as_context().inner(), a.store);
        a == b
    }
}
