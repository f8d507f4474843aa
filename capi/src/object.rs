//! What a reference refers to, and what hosts attach to it.
//!
//! # Idea
//! In `wasm.h` every object is a reference (`wasm_ref_t`), and every reference is a value that wasm code can hold as an `externref`. So an
//! [`Object`] is what handles hold, and also what is in the store's heap behind an `externref`: there without a share of the store, which
//! would keep itself alive.
//!
//! Objects that live as long as their store are small numbers, whose host information lies in the store under their
//! [`Identity`]. Objects with an owner of their own, modules, traps and foreign ones, have it with them, and it is finalized with
//! the last reference.

use std::cell::OnceCell;
use std::ffi::c_void;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use wx::{
    AnyRef, ExnRef, Extern, ExternRef, Func, Global, Instance, Memory, Module, SharedMemory, Table, Tag,
};

use crate::signature::Signature;
use crate::store::{Share, StoreCell};
use crate::trap::TrapObject;

/// A pointer of the program with what to call when it is not needed any more.
pub(crate) struct HostInfo {
    pub(crate) data: *mut c_void,
    pub(crate) finalizer: Option<Finalizer>,
}

pub(crate) type Finalizer = extern "C" fn(*mut c_void);

// SAFETY: the program gave the pointer to a thing that the thread of a store uses (INV ONE-THREAD).
unsafe impl Send for HostInfo {}
// SAFETY: as above.
unsafe impl Sync for HostInfo {}

impl Drop for HostInfo {
    fn drop(&mut self) {
        if let Some(finalizer) = self.finalizer {
            finalizer(self.data);
        }
    }
}

/// Host information of an object with an owner of its own.
#[derive(Default)]
pub(crate) struct InfoCell(Mutex<Option<HostInfo>>);

impl InfoCell {
    fn get(&self) -> *mut c_void {
        let info = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        info.as_ref().map_or(std::ptr::null_mut(), |info| info.data)
    }

    fn set(&self, info: HostInfo) {
        // The old one is finalized after the lock is free, since its finalizer may ask for the new one.
        let old = self.0.lock().unwrap_or_else(PoisonError::into_inner).replace(info);
        drop(old);
    }
}

pub(crate) struct ModuleObject {
    pub(crate) module: Module,
    info: InfoCell,
}

/// What an `externref` of `wasm_foreign_new` has.
#[derive(Default)]
pub(crate) struct Foreign(InfoCell);

/// What an `externref` has that stands for another object.
struct Wrapped(Object);

#[derive(Clone)]
pub(crate) enum Object {
    Func(Func),
    Global(Global),
    Table(Table),
    Memory(Memory),
    SharedMemory(SharedMemory),
    Tag(Tag),
    Instance(Instance),
    Module(Arc<ModuleObject>),
    Trap(Arc<TrapObject>),
    /// An `externref` that stands for itself.
    Foreign(ExternRef),
    Any(AnyRef),
    Exn(ExnRef),
}

/// Which object of a store it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Identity {
    Func(Func),
    Global(Global),
    Table(Table),
    Memory(Memory),
    SharedMemory(usize),
    Tag(Tag),
    Instance(Instance),
}

/// A reference of any kind; `wasm_func_t` and its kin are other names for it.
#[derive(Clone)]
pub struct wasm_ref_t {
    /// A module that was loaded for an engine has none.
    store: Option<Share>,
    pub(crate) object: Object,
    /// The type, if it is a function that was called by this handle.
    signature: OnceCell<Rc<Signature>>,
}

pub type wasm_func_t = wasm_ref_t;
pub type wasm_global_t = wasm_ref_t;
pub type wasm_table_t = wasm_ref_t;
pub type wasm_memory_t = wasm_ref_t;
pub type wasm_extern_t = wasm_ref_t;
pub type wasm_instance_t = wasm_ref_t;
pub type wasm_module_t = wasm_ref_t;
pub type wasm_trap_t = wasm_ref_t;
pub type wasm_foreign_t = wasm_ref_t;

impl wasm_ref_t {
    pub(crate) fn new(store: &Share, object: Object) -> Box<wasm_ref_t> {
        wasm_ref_t::maybe_of_store(Some(store), object)
    }

    pub(crate) fn maybe_of_store(store: Option<&Share>, object: Object) -> Box<wasm_ref_t> {
        Box::new(wasm_ref_t { store: store.cloned(), object, signature: OnceCell::new() })
    }

    pub(crate) fn of_extern(store: &Share, external: Extern) -> Box<wasm_ref_t> {
        wasm_ref_t::new(store, Object::from(external))
    }

    pub(crate) fn store(&self) -> Result<&Share> {
        self.store.as_ref().context("the module belongs to no store")
    }

    pub(crate) fn func(&self) -> Result<(&Share, Func)> {
        let Object::Func(func) = self.object else { bail!("the reference is none to a function") };
        Ok((self.store()?, func))
    }

    /// The types of a function's values, looked up once for each handle.
    pub(crate) fn signature(&self, store: &StoreCell, func: Func) -> &Rc<Signature> {
        self.signature.get_or_init(|| Rc::new(Signature::of(&func.ty(store.context()))))
    }

    pub(crate) fn global(&self) -> Result<(&Share, Global)> {
        let Object::Global(global) = self.object else { bail!("the reference is none to a global") };
        Ok((self.store()?, global))
    }

    pub(crate) fn table(&self) -> Result<(&Share, Table)> {
        let Object::Table(table) = self.object else { bail!("the reference is none to a table") };
        Ok((self.store()?, table))
    }

    pub(crate) fn instance(&self) -> Result<(&Share, Instance)> {
        let Object::Instance(instance) = self.object else { bail!("the reference is none to an instance") };
        Ok((self.store()?, instance))
    }

    pub(crate) fn module(&self) -> Result<&Module> {
        let Object::Module(module) = &self.object else { bail!("the reference is none to a module") };
        Ok(&module.module)
    }

    pub(crate) fn trap(&self) -> Result<&Arc<TrapObject>> {
        let Object::Trap(trap) = &self.object else { bail!("the reference is none to a trap") };
        Ok(trap)
    }

    /// The definition, which must belong to the store.
    pub(crate) fn to_extern(&self, store: &Share) -> Result<Extern> {
        store.same(self.store()?, "external")?;
        Ok(match &self.object {
            Object::Func(x) => Extern::Func(*x),
            Object::Global(x) => Extern::Global(*x),
            Object::Table(x) => Extern::Table(*x),
            Object::Memory(x) => Extern::Memory(*x),
            Object::SharedMemory(x) => Extern::SharedMemory(x.clone()),
            Object::Tag(x) => Extern::Tag(*x),
            _ => bail!("the reference is none to an external"),
        })
    }

    pub(crate) fn same(&self, other: &wasm_ref_t) -> Result<bool> {
        let (a, b) = (&self.object, &other.object);
        if let (Some(a), Some(b)) = (a.identity(), b.identity()) {
            return Ok(a == b);
        }
        let store = || -> Result<&Share> {
            let store = self.store()?;
            store.same(other.store()?, "second reference")?;
            Ok(store)
        };
        match (a, b) {
            (Object::Module(a), Object::Module(b)) => Ok(Module::same(&a.module, &b.module)),
            (Object::Trap(a), Object::Trap(b)) => Ok(Arc::ptr_eq(a, b)),
            (Object::Foreign(a), Object::Foreign(b)) => ExternRef::ref_eq(store()?.context(), a, b),
            (Object::Any(a), Object::Any(b)) => AnyRef::ref_eq(store()?.context(), a, b),
            (Object::Exn(a), Object::Exn(b)) => ExnRef::ref_eq(store()?.context(), a, b),
            _ => Ok(false),
        }
    }

    pub(crate) fn host_info(&self) -> Result<*mut c_void> {
        match &self.object {
            Object::Module(module) => Ok(module.info.get()),
            Object::Trap(trap) => Ok(trap.info.get()),
            Object::Foreign(foreign) => {
                let store = self.store()?;
                let mut context = store.context();
                let data = foreign.data(&mut context)?;
                let foreign = data.and_then(|data| data.downcast_ref::<Foreign>());
                Ok(foreign.map_or(std::ptr::null_mut(), |foreign| foreign.0.get()))
            }
            object => {
                let Some(identity) = object.identity() else { return Ok(std::ptr::null_mut()) };
                let context = self.store()?.context();
                Ok(context.data().infos.get(&identity).map_or(std::ptr::null_mut(), |info| info.data))
            }
        }
    }

    pub(crate) fn set_host_info(&self, info: HostInfo) -> Result<()> {
        match &self.object {
            Object::Module(module) => module.info.set(info),
            Object::Trap(trap) => trap.info.set(info),
            Object::Foreign(foreign) => {
                let mut context = self.store()?.context();
                let data = foreign.data(&mut context)?;
                let foreign = data.and_then(|data| data.downcast_ref::<Foreign>());
                foreign
                    .context("this reference was not made by the host and has no host information")?
                    .0
                    .set(info);
            }
            object => {
                let identity = object.identity();
                let identity = identity.context("objects of wasm's own have no host information")?;
                let mut context = self.store()?.context();
                // The old one is finalized when the map is complete again.
                let old = context.data_mut().infos.insert(identity, info);
                drop(old);
            }
        }
        Ok(())
    }
}

impl Object {
    pub(crate) fn module(module: Module) -> Object {
        Object::Module(Arc::new(ModuleObject { module, info: InfoCell::default() }))
    }

    /// A new object of the host's.
    pub(crate) fn foreign(store: &Share) -> Result<Object> {
        Ok(Object::Foreign(ExternRef::new(store.context(), Foreign::default())?))
    }

    fn identity(&self) -> Option<Identity> {
        Some(match self {
            Object::Func(x) => Identity::Func(*x),
            Object::Global(x) => Identity::Global(*x),
            Object::Table(x) => Identity::Table(*x),
            Object::Memory(x) => Identity::Memory(*x),
            // Its bytes do not move.
            Object::SharedMemory(x) => Identity::SharedMemory(x.data().as_ptr() as usize),
            Object::Tag(x) => Identity::Tag(*x),
            Object::Instance(x) => Identity::Instance(*x),
            _ => return None,
        })
    }

    /// The object as an `externref`.
    pub(crate) fn to_externref(&self, store: &Share) -> Result<ExternRef> {
        match self {
            Object::Foreign(foreign) => Ok(foreign.clone()),
            object => ExternRef::new(store.context(), Wrapped(object.clone())),
        }
    }

    /// What an `externref` stands for.
    pub(crate) fn of_externref(store: &Share, external: ExternRef) -> Result<Object> {
        let wrapped = {
            let mut context = store.context();
            let data = external.data(&mut context)?;
            data.and_then(|data| data.downcast_ref::<Wrapped>()).map(|wrapped| wrapped.0.clone())
        };
        Ok(wrapped.unwrap_or(Object::Foreign(external)))
    }
}

impl From<Extern> for Object {
    fn from(external: Extern) -> Object {
        match external {
            Extern::Func(x) => Object::Func(x),
            Extern::Global(x) => Object::Global(x),
            Extern::Table(x) => Object::Table(x),
            Extern::Memory(x) => Object::Memory(x),
            Extern::SharedMemory(x) => Object::SharedMemory(x),
            Extern::Tag(x) => Object::Tag(x),
        }
    }
}
