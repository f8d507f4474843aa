//! Globals: a value cell with a type.

use super::layout::VmGlobal;
use super::pinned::Pinned;
use super::store::StoreInner;
use crate::types::{GlobalType, UnknownType};

/// A global of a store: where its value is, and what may be in it.
pub struct Global {
    /// Inside an instance's cells, or in `own`.
    pub vm: *mut VmGlobal,
    pub ty: GlobalType,
    /// The cell of a global that the host made.
    pub own: Option<Pinned<VmGlobal>>,
}

impl StoreInner {
    /// Creates a global outside of any instance; `value` is in slots.
    ///
    /// # Errors
    /// If the type names one that is not of this engine.
    pub fn host_global(&mut self, ty: GlobalType, value: [u64; 2]) -> Result<*mut VmGlobal, UnknownType> {
        self.admit(ty.content)?;
        let own = Pinned::new(VmGlobal { value, index: self.globals.len() as u32 });
        let vm = own.as_ptr();
        self.globals.push(Global { vm, ty, own: Some(own) });
        Ok(vm)
    }
}
