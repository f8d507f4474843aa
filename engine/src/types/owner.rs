//! Whose a type is: what carries ids of types belongs to one engine, and ids mean something in its registry only.
//!
//! # Problem
//! An id is a number. Given to another engine's registry it means another type there, so that a function could be called
//! with values of types that it does not expect. A check at each place that takes a type is forgotten at some place.
//!
//! # Idea
//! A type leaves the registry's room only together with its registry ([`Registered`]), and [`same_engine`] is the one
//! comparison. What puts a type into a store takes a `Registered`, not an id, and compares itself.
//!
//! Must not know: stores, modules.

use std::sync::Arc;

use super::group::TypeRef;
use super::registry::{TypeRegistry, UnknownType};
use super::val::{CanonId, CompositeType, SubType};
use crate::base::Mutant;

/// What belongs to an engine.
pub trait OfEngine {
    /// What it is called in errors.
    const WHAT: &'static str;

    /// The registry that its types' ids mean something in. There is one for each engine.
    fn registry(&self) -> &Arc<TypeRegistry>;
}

/// Two things were given together that belong to different engines.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("cross-`Engine` use: the {what} belongs to another engine than the {of}")]
pub struct WrongEngine {
    what: &'static str,
    of: &'static str,
}

/// Checks that both belong to one engine.
///
/// # Errors
/// If they do not; it names both.
pub fn same_engine<A: OfEngine, B: OfEngine>(thing: &A, of: &B) -> Result<(), WrongEngine> {
    if Arc::ptr_eq(thing.registry(), of.registry()) || Mutant::EnginesNotCompared.is_on() {
        return Ok(());
    }
    Err(WrongEngine { what: A::WHAT, of: B::WHAT })
}

/// A type together with the registry that knows it, alive as long as this is.
#[derive(Clone)]
pub struct Registered {
    registry: Arc<TypeRegistry>,
    entry: TypeRef,
}

impl Registered {
    /// The type with this id.
    ///
    /// # Panics
    /// If the caller does not know that it is one of the registry and held.
    pub fn new(registry: &Arc<TypeRegistry>, id: CanonId) -> Registered {
        Registered { registry: registry.clone(), entry: registry.get(id) }
    }

    /// The type that stands alone, is final and has no supertype.
    ///
    /// # Errors
    /// If it names a type that is not one of the registry.
    pub fn intern(registry: &Arc<TypeRegistry>, composite: CompositeType) -> Result<Registered, UnknownType> {
        Ok(Registered { registry: registry.clone(), entry: registry.intern(composite)? })
    }

    /// The type that stands alone, with this declaration, which the caller has checked.
    ///
    /// # Errors
    /// If it names a type that is not one of the registry.
    pub fn declare(registry: &Arc<TypeRegistry>, sub: SubType) -> Result<Registered, UnknownType> {
        Ok(Registered { registry: registry.clone(), entry: registry.intern_group(Box::new([sub]))? })
    }

    /// The type with this id.
    ///
    /// # Errors
    /// If there is none.
    pub fn find(registry: &Arc<TypeRegistry>, id: CanonId) -> Result<Registered, UnknownType> {
        Ok(Registered { registry: registry.clone(), entry: registry.find(id)? })
    }

    /// Its id in the registry.
    pub fn id(&self) -> CanonId {
        self.entry.id
    }

    /// What the registry knows of it.
    pub fn entry(&self) -> &TypeRef {
        &self.entry
    }
}

impl OfEngine for Registered {
    const WHAT: &'static str = "type";

    fn registry(&self) -> &Arc<TypeRegistry> {
        &self.registry
    }
}

impl PartialEq for Registered {
    fn eq(&self, other: &Self) -> bool {
        same_engine(self, other).is_ok() && self.id() == other.id()
    }
}

impl Eq for Registered {}
