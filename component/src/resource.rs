//! Resources as the host sees them: typed ([`Resource`]) or not ([`ResourceAny`]).
//!
//! A resource is an integer, its *representation*, which only who defined its type gives a meaning. Handles to it are in tables: one for
//! each component instance, and one for the host, which a [`ResourceAny`] is an index of. A [`Resource`] of the host's own type needs no
//! entry: the host has the representation itself.

use std::any::TypeId;
use std::marker::PhantomData;

use anyhow::{Result, anyhow, bail};
use wx::{AsContext, AsContextMut, StoreContextMut, Val};

use crate::cx::Cx;
use crate::flat::{FlatIn, FlatOut};
use crate::handle::{Handle, Kind};
use crate::host_value::{ComponentType, Lift, Lower, Types};
use crate::state::{self, StoreState, TableId};
use crate::types::Ty;

/// The type of a resource: one of the host's, or one that a component instance defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ResourceType(ResourceKind);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum ResourceKind {
    Host(TypeId),
    HostDynamic(u32),
    /// The number of an instance, which no other has in this process, and that of the resource in it.
    Guest(u64, u32),
}

impl ResourceType {
    /// The host's type whose representations stand for values of type `T`.
    pub fn host<T: 'static>() -> ResourceType {
        ResourceType(ResourceKind::Host(TypeId::of::<T>()))
    }

    /// A host's type by a number that the embedder chooses.
    pub fn host_dynamic(payload: u32) -> ResourceType {
        ResourceType(ResourceKind::HostDynamic(payload))
    }

    pub(crate) fn guest(instance: u64, resource: u32) -> ResourceType {
        ResourceType(ResourceKind::Guest(instance, resource))
    }

    pub(crate) fn is_host(&self) -> bool {
        !matches!(self.0, ResourceKind::Guest(..))
    }

    pub(crate) fn kind(&self) -> &'static str {
        if self.is_host() { "host resource" } else { "guest-defined resource" }
    }
}

/// A handle to a resource whose type the host defines with `T`.
///
/// It is no more than its representation: what that stands for, the host keeps itself, for example in a
/// [`ResourceTable`](crate::ResourceTable).
pub struct Resource<T: 'static> {
    rep: u32,
    own: bool,
    ty: PhantomData<fn() -> T>,
}

impl<T: 'static> std::fmt::Debug for Resource<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Resource").field("rep", &self.rep).field("own", &self.own).finish()
    }
}

impl<T: 'static> Resource<T> {
    /// A handle that owns the resource with this representation.
    pub fn new_own(rep: u32) -> Resource<T> {
        Resource { rep, own: true, ty: PhantomData }
    }

    /// A handle that borrows the resource with this representation.
    pub fn new_borrow(rep: u32) -> Resource<T> {
        Resource { rep, own: false, ty: PhantomData }
    }

    /// The representation.
    pub fn rep(&self) -> u32 {
        self.rep
    }

    /// Whether it owns the resource.
    pub fn owned(&self) -> bool {
        self.own
    }

    /// The same resource as a handle that can be used without its type.
    ///
    /// # Errors
    /// If it is borrowed, outside a call.
    pub fn try_into_resource_any(self, mut store: impl AsContextMut) -> Result<ResourceAny> {
        let mut store = store.as_context_mut();
        let ty = ResourceType::host::<T>();
        ResourceAny::insert(state::of(&mut store), ty, self.rep, self.own)
    }

    fn check(ty: &Ty, types: &Types<'_>) -> Result<()> {
        let (Ty::Own(index) | Ty::Borrow(index)) = ty else {
            bail!("expected a resource, found {}", ty.kind())
        };
        if types.resource(*index)? != ResourceType::host::<T>() {
            bail!("resource type mismatch");
        }
        Ok(())
    }

    fn lift_handle<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, handle: u32) -> Result<Self> {
        match ty {
            Ty::Own(ty) => Ok(Resource::new_own(cx.lift_own(*ty, handle)?)),
            Ty::Borrow(ty) => Ok(Resource::new_borrow(cx.lift_borrow(*ty, handle)?)),
            other => Err(anyhow!("expected a resource, found {}", other.kind())),
        }
    }

    fn lower_handle<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty) -> Result<u32> {
        match ty {
            Ty::Own(_) if !self.own => bail!("a borrowed resource cannot be given away"),
            Ty::Own(ty) => cx.lower_own(*ty, self.rep),
            Ty::Borrow(ty) => cx.lower_borrow(*ty, self.rep),
            other => Err(anyhow!("expected a resource, found {}", other.kind())),
        }
    }
}

macro_rules! by_handle {
    ($([$($generics:tt)*] $ty:ty, $check:path;)*) => {
        $(
            impl<$($generics)*> ComponentType for $ty {
                fn typecheck(ty: &Ty, types: &Types<'_>) -> Result<()> {
                    $check(ty, types)
                }
            }

            impl<$($generics)*> Lift for $ty {
                fn lift<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, from: &mut FlatIn<'_>) -> Result<Self> {
                    <$ty>::lift_handle(cx, ty, from.next() as u32)
                }
                fn load<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<Self> {
                    let handle = u32::from_le_bytes(cx.read(at)?);
                    <$ty>::lift_handle(cx, ty, handle)
                }
            }

            impl<$($generics)*> Lower for $ty {
                fn lower<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, to: &mut FlatOut<'_>) -> Result<()> {
                    let handle = self.lower_handle(cx, ty)?;
                    to.push(u64::from(handle));
                    Ok(())
                }
                fn store<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<()> {
                    let handle = self.lower_handle(cx, ty)?;
                    cx.bytes_mut(at, 4)?.copy_from_slice(&handle.to_le_bytes());
                    Ok(())
                }
            }
        )*
    };
}
by_handle! {
    [T: 'static] Resource<T>, Resource::<T>::check;
    [] ResourceAny, ResourceAny::check;
}

/// A handle of the host to a resource of any type.
///
/// It is of use only together with its store. One that owns is dropped by [`ResourceAny::resource_drop`], and not by itself: what a
/// component does to end a resource needs the store. One that a host function borrowed must be dropped before the function returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResourceAny {
    index: u32,
    ty: ResourceType,
    own: bool,
}

impl ResourceAny {
    fn insert(state: &mut StoreState, ty: ResourceType, rep: u32, own: bool) -> Result<ResourceAny> {
        let index = match own {
            true => state.host.insert(Handle { ty, rep, kind: Kind::Own { lends: 0 } })?,
            false => state.borrow(TableId::Host, ty, rep)?,
        };
        Ok(ResourceAny { index, ty, own })
    }

    /// The type of the resource.
    pub fn ty(&self) -> ResourceType {
        self.ty
    }

    /// Whether it owns the resource.
    pub fn owned(&self) -> bool {
        self.own
    }

    /// The same resource by the host's type that it has.
    ///
    /// # Errors
    /// If it has another, the handle is not valid any more, or it is lent.
    pub fn try_into_resource<T: 'static>(self, mut store: impl AsContextMut) -> Result<Resource<T>> {
        if self.ty != ResourceType::host::<T>() {
            bail!("resource type mismatch");
        }
        let mut store = store.as_context_mut();
        let state = state::of(&mut store);
        let rep = state.host.get(self.index, self.ty)?.rep;
        state.drop_handle(TableId::Host, self.index, self.ty)?;
        Ok(Resource { rep, own: self.own, ty: PhantomData })
    }

    /// Drops the handle, and the resource if it owns that.
    ///
    /// # Errors
    /// If the handle is not valid any more or is lent, or the destructor fails.
    pub fn resource_drop(self, mut store: impl AsContextMut) -> Result<()> {
        let mut store = store.as_context_mut();
        let state = state::of(&mut store);
        let Some(rep) = state.drop_handle(TableId::Host, self.index, self.ty)? else { return Ok(()) };
        let Some(destructor) = state.destructors.get(&self.ty).copied() else { return Ok(()) };
        let Some(func) = destructor.func else { return Ok(()) };
        let call = |store: &mut StoreContextMut<'_, _>| func.call(store, &[Val::I32(rep as i32)], &mut []);
        match destructor.instance {
            None => call(&mut store),
            Some(instance) => state::entering(&mut store, instance, |store| {
                state::of(store).enter_scope();
                call(store)?;
                state::of(store).exit_scope()
            }),
        }
    }

    fn check(ty: &Ty, _: &Types<'_>) -> Result<()> {
        match ty {
            Ty::Own(_) | Ty::Borrow(_) => Ok(()),
            other => Err(anyhow!("expected a resource, found {}", other.kind())),
        }
    }

    pub(crate) fn lift_handle<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, handle: u32) -> Result<Self> {
        let (index, own) = match ty {
            Ty::Own(index) => (*index, true),
            Ty::Borrow(index) => (*index, false),
            other => bail!("expected a resource, found {}", other.kind()),
        };
        let resource = cx.resource_type(index)?;
        let rep = if own { cx.lift_own(index, handle)? } else { cx.lift_borrow(index, handle)? };
        ResourceAny::insert(cx.state(), resource, rep, own)
    }

    pub(crate) fn lower_handle<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty) -> Result<u32> {
        let (Ty::Own(index) | Ty::Borrow(index)) = ty else {
            bail!("expected a {}, found a resource", ty.kind())
        };
        if cx.resource_type(*index)? != self.ty {
            bail!("mismatched resource types");
        }
        match ty {
            Ty::Own(_) => {
                let rep = cx.state().host.take_own(self.index, self.ty)?;
                cx.lower_own(*index, rep)
            }
            _ => {
                let rep = cx.state().lend(TableId::Host, self.index, self.ty)?;
                cx.lower_borrow(*index, rep)
            }
        }
    }

    /// Whether the handle is that of a resource that still exists.
    pub fn is_valid(&self, store: impl AsContext) -> bool {
        let store = store.as_context();
        store.extension::<StoreState>().is_some_and(|state| state.host.contains(self.index, self.ty))
    }
}
