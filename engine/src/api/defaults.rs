//! Default values of types: what stands in for an import that nobody defined.

use anyhow::{Context, Result, ensure};

use super::context::AsContextMut;
use super::externs::Extern;
use super::func::Func;
use super::global::Global;
use super::memory::Memory;
use super::shared::SharedMemory;
use super::table::Table;
use super::tag::Tag;
use super::types::{ExternType, FuncType, TagType};
use super::val::Ref;
use crate::types::{GlobalType, MemoryType, RefType, TableType, same_engine};

impl FuncType {
    /// A function of this type that returns zeros and nulls.
    ///
    /// # Errors
    /// If a result has no default value, or the type belongs to another engine.
    pub fn default_value(&self, mut store: impl AsContextMut) -> Result<Func> {
        self.has_default()?;
        let store = store.as_context_mut();
        same_engine(self, store.inner())?;
        // Results begin as their defaults.
        Ok(Func::new(store, self.clone(), |_, _, _| Ok(())))
    }

    /// # Errors
    /// If a result has no default value.
    pub(super) fn has_default(&self) -> Result<()> {
        let without = self.results().find(|ty| !ty.is_defaultable());
        match without {
            Some(ty) => anyhow::bail!("no default value for the result of type {ty}"),
            None => Ok(()),
        }
    }
}

impl GlobalType {
    /// A global of this type that is zero or null.
    ///
    /// # Errors
    /// If the type of its value has no default, or as for [`Global::new`].
    pub fn default_value(&self, store: impl AsContextMut) -> Result<Global> {
        let value = self.content.default_value();
        let value = value.with_context(|| format!("no default value for type {}", self.content))?;
        Global::new(store, *self, value)
    }
}

impl TableType {
    /// A table of this type with its smallest size, all nulls.
    ///
    /// # Errors
    /// If its elements cannot be null, or as for [`Table::new`].
    pub fn default_value(&self, store: impl AsContextMut) -> Result<Table> {
        let RefType { nullable, heap } = self.element;
        ensure!(nullable, "no default value for elements of type {}", self.element);
        Table::new(store, *self, Ref::null(&heap))
    }
}

impl MemoryType {
    /// A memory of this type with its smallest size, all zeros; a [`SharedMemory`] if the type is shared.
    ///
    /// # Errors
    /// As for [`Memory::new`] or [`SharedMemory::new`].
    pub fn default_value(&self, mut store: impl AsContextMut) -> Result<Extern> {
        let store = store.as_context_mut();
        Ok(if self.shared {
            SharedMemory::new(store.engine(), *self)?.into()
        } else {
            Memory::new(store, *self)?.into()
        })
    }
}

impl TagType {
    /// A new tag of this type.
    ///
    /// # Errors
    /// As for [`Tag::new`].
    pub fn default_value(&self, store: impl AsContextMut) -> Result<Tag> {
        Tag::new(store, self)
    }
}

impl ExternType {
    /// The default of this type: a function that returns zeros and nulls, a global that is zero or null, the smallest memory or table, or a
    /// new tag.
    ///
    /// # Errors
    /// If a value that is needed has no default, or what is made is refused.
    ///
    /// ```
    /// use wx::{Engine, Module, Store};
    ///
    /// let engine = Engine::default();
    /// let module = Module::new(&engine, r#"(module (import "host" "memory" (memory 1)))"#)?;
    /// let mut store = Store::new(&engine, ());
    /// let import = module.imports().next().unwrap();
    /// let memory = import.ty().default_value(&mut store)?.into_memory().unwrap();
    /// assert_eq!(memory.size(&store), 1);
    /// # Ok::<(), wx::Error>(())
    /// ```
    pub fn default_value(&self, store: impl AsContextMut) -> Result<Extern> {
        Ok(match self {
            ExternType::Func(ty) => ty.default_value(store)?.into(),
            ExternType::Global(ty) => ty.default_value(store)?.into(),
            ExternType::Table(ty) => ty.default_value(store)?.into(),
            ExternType::Memory(ty) => ty.default_value(store)?,
            ExternType::Tag(ty) => ty.default_value(store)?.into(),
        })
    }
}
