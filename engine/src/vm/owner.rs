//! Whose an object is: the one comparison of stores.
//!
//! A handle carries the id of its store, and all that follows it asks here first. What the host makes in a store has types, which the
//! store then holds.
//!
//! Must not know: what kinds of handles there are.

use super::store::{StoreId, StoreInner};
use crate::base::Mutant;
use crate::module::ModuleData;
use crate::types::{OfEngine, RefType, TypeRegistry, UnknownType, ValType};

/// An object's handle was given together with a store that it does not belong to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("object used with the wrong store")]
pub struct WrongStore;

/// Checks that an object of the store with this id is one of `store`.
///
/// # Errors
/// If it is not.
#[inline]
pub fn same_store(store: &StoreInner, id: StoreId) -> Result<(), WrongStore> {
    if store.id == id || Mutant::StoresNotCompared.is_on() { Ok(()) } else { Err(WrongStore) }
}

impl StoreInner {
    /// Holds the type that a value type names as long as the store lives, so that an object of the host may have it.
    ///
    /// # Errors
    /// If it is not one of this engine.
    pub(super) fn admit(&mut self, ty: ValType) -> Result<(), UnknownType> {
        let ValType::Ref(RefType { heap, .. }) = ty else { return Ok(()) };
        let Some(id) = heap.concrete().filter(|id| !self.admitted.contains_key(id)) else { return Ok(()) };
        let held = self.registry.find(id)?;
        self.admitted.insert(id, held);
        Ok(())
    }
}

impl OfEngine for StoreInner {
    const WHAT: &'static str = "store";

    fn registry(&self) -> &std::sync::Arc<TypeRegistry> {
        &self.registry
    }
}

impl OfEngine for ModuleData {
    const WHAT: &'static str = "module";

    fn registry(&self) -> &std::sync::Arc<TypeRegistry> {
        &self.registry
    }
}
