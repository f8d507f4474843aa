//! [`ExnType`]: what exceptions carry.
//!
//! A heap type for the exceptions of one tag is wasmtime's own, not the specification's; here it is the tag's type seen from its values.

use anyhow::{Result, ensure};

use super::context::AsContext;
use super::engine::Engine;
use super::reference::ExnRef;
use super::types::{FuncType, Mutability, TagType};
use crate::types::{FieldType, ValType};

/// The type of an exception: the values that it carries, which never change.
///
/// ```
/// use wx::{Engine, ExnType, ValType};
///
/// let ty = ExnType::new(&Engine::default(), [ValType::I32, ValType::I64])?;
/// assert_eq!(ty.fields().len(), 2);
/// assert_eq!(ty.tag_type().ty().param(0), Some(ValType::I32));
/// # Ok::<(), wx::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExnType(TagType);

impl ExnType {
    /// The type of exceptions with these values.
    ///
    /// # Errors
    /// If one names a type that belongs to another engine or is no longer alive.
    pub fn new(engine: &Engine, fields: impl IntoIterator<Item = ValType>) -> Result<ExnType> {
        Ok(ExnType(TagType::new(FuncType::try_new(engine, fields, [])?)))
    }

    /// The type of exceptions with a tag of this type.
    ///
    /// # Errors
    /// If its function type has results.
    pub fn from_tag_type(tag: &TagType) -> Result<ExnType> {
        ensure!(tag.ty().results().len() == 0, "the type of a tag has no results, found {}", tag.ty());
        Ok(ExnType(tag.clone()))
    }

    /// The type of a tag for such exceptions.
    pub fn tag_type(&self) -> TagType {
        self.0.clone()
    }

    /// The types of the values.
    pub fn fields(&self) -> impl ExactSizeIterator<Item = FieldType> + '_ {
        self.0.ty().params().map(|ty| FieldType::new(Mutability::Const, ty.into()))
    }

    /// The type of one of the values.
    pub fn field(&self, index: usize) -> Option<FieldType> {
        self.fields().nth(index)
    }

    /// Whether this is `other`: exceptions have no declared subtypes. `false` if they belong to different engines.
    pub fn matches(&self, other: &ExnType) -> bool {
        self == other
    }
}

impl ExnRef {
    /// The type.
    ///
    /// # Panics
    /// If it belongs to another store.
    pub fn ty(&self, store: impl AsContext) -> Result<ExnType> {
        let tag = self.tag(&store)?;
        ExnType::from_tag_type(&tag.ty(store))
    }
}
