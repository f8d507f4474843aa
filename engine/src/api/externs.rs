//! [`Extern`]: anything that can be imported or exported.

use super::context::AsContext;
use super::func::Func;
use super::global::Global;
use super::memory::Memory;
use super::owner::check_store;
use super::shared::SharedMemory;
use super::table::Table;
use super::tag::Tag;
use super::types::ExternType;
use crate::vm::link;
use crate::vm::store::StoreInner;

/// A definition of a store that can be imported or exported.
#[derive(Clone, Debug)]
pub enum Extern {
    /// A function.
    Func(Func),
    /// A global.
    Global(Global),
    /// A table.
    Table(Table),
    /// A memory.
    Memory(Memory),
    /// A memory that threads share; it belongs to no store.
    SharedMemory(SharedMemory),
    /// An exception tag.
    Tag(Tag),
}

impl Extern {
    /// The function, if it is one.
    pub fn into_func(self) -> Option<Func> {
        if let Extern::Func(func) = self { Some(func) } else { None }
    }

    /// The global, if it is one.
    pub fn into_global(self) -> Option<Global> {
        if let Extern::Global(global) = self { Some(global) } else { None }
    }

    /// The table, if it is one.
    pub fn into_table(self) -> Option<Table> {
        if let Extern::Table(table) = self { Some(table) } else { None }
    }

    /// The memory, if it is one that is not shared.
    pub fn into_memory(self) -> Option<Memory> {
        if let Extern::Memory(memory) = self { Some(memory) } else { None }
    }

    /// The shared memory, if it is one.
    pub fn into_shared_memory(self) -> Option<SharedMemory> {
        if let Extern::SharedMemory(memory) = self { Some(memory) } else { None }
    }

    /// The tag, if it is one.
    pub fn into_tag(self) -> Option<Tag> {
        if let Extern::Tag(tag) = self { Some(tag) } else { None }
    }

    /// What it is now: limits of tables and memories begin at the present size.
    ///
    /// # Panics
    /// If it belongs to another store.
    pub fn ty(&self, store: impl AsContext) -> ExternType {
        let store = store.as_context();
        match self {
            Extern::SharedMemory(memory) => ExternType::Memory(memory.ty()),
            other => {
                let inner = store.inner();
                let raw = other.raw_known(inner);
                ExternType::from_registry(&inner.registry, &inner.extern_type(raw))
            }
        }
    }

    /// The definition, adopted by the store if it is a shared memory.
    pub(crate) fn raw(&self, store: &mut StoreInner) -> link::Extern {
        match self {
            Extern::SharedMemory(memory) => link::Extern::Memory(memory.adopt(store)),
            other => other.raw_known(store),
        }
    }

    /// As `raw`, for a definition of the store.
    #[track_caller]
    fn raw_known(&self, store: &StoreInner) -> link::Extern {
        match self {
            Extern::Func(func) => link::Extern::Func(func.pointer(store)),
            Extern::Global(global) => link::Extern::Global(global.pointer(store)),
            Extern::Table(table) => link::Extern::Table(table.pointer(store)),
            Extern::Memory(memory) => link::Extern::Memory(memory.pointer(store)),
            Extern::Tag(tag) => link::Extern::Tag(tag.pointer(store)),
            // Both callers treat shared memories themselves.
            Extern::SharedMemory(_) => unreachable!("a shared memory belongs to no store"),
        }
    }

    /// # Safety
    /// The definition must be one of the store.
    pub(crate) unsafe fn from_raw(store: &StoreInner, raw: link::Extern) -> Extern {
        // SAFETY: the caller vouches for the pointers.
        unsafe {
            match raw {
                link::Extern::Func(f) => Extern::Func(Func::from_pointer(store, f)),
                link::Extern::Global(g) => Extern::Global(Global::new_handle(store, (*g).index)),
                link::Extern::Table(t) => Extern::Table(Table::new_handle(store, (*t).index)),
                link::Extern::Tag(t) => Extern::Tag(Tag::new_handle(store, (*t).index)),
                link::Extern::Memory(m) => {
                    let index = (*m).index;
                    match store.memories[index as usize].shared() {
                        Some(shared) => Extern::SharedMemory(SharedMemory::from_vm(shared)),
                        None => Extern::Memory(Memory::new_handle(store, index)),
                    }
                }
            }
        }
    }

    /// # Panics
    /// If it belongs to another store.
    #[track_caller]
    pub(crate) fn check(&self, store: &StoreInner) {
        match self {
            Extern::SharedMemory(_) => {}
            Extern::Func(x) => check_store(store, x.store_id()),
            Extern::Global(x) => check_store(store, x.store_id()),
            Extern::Table(x) => check_store(store, x.store_id()),
            Extern::Memory(x) => check_store(store, x.store_id()),
            Extern::Tag(x) => check_store(store, x.store_id()),
        }
    }
}

macro_rules! from {
    ($($ty:ident)*) => {
        $(
            impl From<$ty> for Extern {
                fn from(x: $ty) -> Extern {
                    Extern::$ty(x)
                }
            }
        )*
    };
}
from! { Func Global Table Memory SharedMemory Tag }

/// An export of an instance.
#[derive(Clone, Debug)]
pub struct Export<'i> {
    name: &'i str,
    definition: Extern,
}

impl<'i> Export<'i> {
    pub(crate) fn new(name: &'i str, definition: Extern) -> Self {
        Export { name, definition }
    }

    /// The name.
    pub fn name(&self) -> &'i str {
        self.name
    }

    /// What it is now.
    ///
    /// # Panics
    /// If it belongs to another store.
    pub fn ty(&self, store: impl AsContext) -> ExternType {
        self.definition.ty(store)
    }

    /// The definition.
    pub fn into_extern(self) -> Extern {
        self.definition
    }

    /// The function, if it is one.
    pub fn into_func(self) -> Option<Func> {
        self.definition.into_func()
    }

    /// The global, if it is one.
    pub fn into_global(self) -> Option<Global> {
        self.definition.into_global()
    }

    /// The table, if it is one.
    pub fn into_table(self) -> Option<Table> {
        self.definition.into_table()
    }

    /// The memory, if it is one that is not shared.
    pub fn into_memory(self) -> Option<Memory> {
        self.definition.into_memory()
    }

    /// The shared memory, if it is one.
    pub fn into_shared_memory(self) -> Option<SharedMemory> {
        self.definition.into_shared_memory()
    }

    /// The tag, if it is one.
    pub fn into_tag(self) -> Option<Tag> {
        self.definition.into_tag()
    }
}
