//! The context of lifting and lowering: one store, one component instance, one memory with its `realloc` and its encoding of strings.

use std::sync::Arc;

use anyhow::{Result, anyhow};
use wx::{AsContext, AsContextMut, Memory, StoreContextMut};

use crate::handle::{Handle, Kind};
use crate::plan::Options;
use crate::resource::ResourceType;
use crate::state::{self, Realloc, StoreState, TableId};
use crate::trap::Trap;

/// Most bytes that the host allocates for the values of one call that come from a component.
const MAX_LIFTED: usize = 128 << 20;

/// See the module's header.
#[doc(hidden)]
pub struct Cx<'a, T: 'static> {
    pub(crate) store: StoreContextMut<'a, T>,
    pub(crate) instance: usize,
    pub(crate) options: Arc<Options>,
    memory: Option<Memory>,
    realloc: Option<Realloc>,
    /// Bytes that may still be allocated.
    left: usize,
}

impl<'a, T: 'static> Cx<'a, T> {
    pub(crate) fn new(
        mut store: StoreContextMut<'a, T>,
        instance: usize,
        options: &Arc<Options>,
    ) -> Cx<'a, T> {
        let state = &state::of(&mut store).instances[instance];
        let memory = options.memory.map(|index| state.memories[index]);
        let realloc = options.realloc.map(|index| state.reallocs[index]);
        Cx { store, instance, options: options.clone(), memory, realloc, left: MAX_LIFTED }
    }

    pub(crate) fn state(&mut self) -> &mut StoreState {
        state::of(&mut self.store)
    }

    fn memory(&self) -> Result<Memory> {
        self.memory.ok_or_else(|| anyhow!("a value in memory, but no memory among the options"))
    }

    /// Bytes of the memory.
    pub(crate) fn bytes(&self, at: u32, len: u32) -> Result<&[u8]> {
        let data = self.memory()?.data(self.store.as_context());
        let (at, len) = (at as usize, len as usize);
        data.get(at..at + len).ok_or_else(|| Trap::PointerOutOfBounds.into())
    }

    /// Bytes of the memory, to change.
    pub(crate) fn bytes_mut(&mut self, at: u32, len: u32) -> Result<&mut [u8]> {
        let data = self.memory()?.data_mut(self.store.as_context_mut());
        let (at, len) = (at as usize, len as usize);
        data.get_mut(at..at + len).ok_or_else(|| Trap::PointerOutOfBounds.into())
    }

    pub(crate) fn read<const N: usize>(&self, at: u32) -> Result<[u8; N]> {
        let bytes = self.bytes(at, N as u32)?;
        bytes.try_into().map_err(|_| anyhow!("{N} bytes are {N} bytes"))
    }

    /// An address `offset` behind `at`; beyond all memories if there is none.
    pub(crate) fn at(at: u32, offset: u32) -> u32 {
        at.saturating_add(offset)
    }

    /// Allocates memory in the component.
    pub(crate) fn allocate(&mut self, align: u32, size: usize) -> Result<u32> {
        let realloc =
            self.realloc.ok_or_else(|| anyhow!("a value in memory, but no `realloc` among the options"))?;
        let size = u32::try_from(size).map_err(|_| anyhow!("a value of {size} bytes is too large"))?;
        // Components cannot tell in which call their memory is allocated.
        let context = std::mem::take(&mut self.state().context);
        let at = state::without_leaving(&mut self.store, self.instance, self.options.instance, |store| {
            realloc.call(store, (0, 0, align, size))
        })?;
        self.state().context = context;
        if !at.is_multiple_of(align) {
            return Err(Trap::ReallocUnaligned.into());
        }
        match self.bytes(at, size) {
            Ok(_) => Ok(at),
            Err(_) => Err(Trap::ReallocOutOfBounds.into()),
        }
    }

    /// Counts what the host is about to allocate.
    ///
    /// # Errors
    /// If that is too much for one call.
    pub(crate) fn charge(&mut self, count: usize, size: usize) -> Result<()> {
        let left = count.checked_mul(size).and_then(|bytes| self.left.checked_sub(bytes));
        self.left = left.ok_or(Trap::TooLarge(MAX_LIFTED))?;
        Ok(())
    }

    /// The type of the resource that a handle type of the component means.
    pub(crate) fn resource_type(&mut self, ty: u32) -> Result<ResourceType> {
        let instance = self.instance;
        Ok(self.state().resolve(instance, ty)?.1)
    }

    fn resolve(&mut self, ty: u32) -> Result<(TableId, ResourceType)> {
        let instance = self.instance;
        self.state().resolve(instance, ty)
    }

    pub(crate) fn lift_own(&mut self, ty: u32, handle: u32) -> Result<u32> {
        let (table, ty) = self.resolve(ty)?;
        self.state().table(table).take_own(handle, ty)
    }

    pub(crate) fn lift_borrow(&mut self, ty: u32, handle: u32) -> Result<u32> {
        let (table, ty) = self.resolve(ty)?;
        self.state().lend(table, handle, ty)
    }

    pub(crate) fn lower_own(&mut self, ty: u32, rep: u32) -> Result<u32> {
        let (table, ty) = self.resolve(ty)?;
        self.state().table(table).insert(Handle { ty, rep, kind: Kind::Own { lends: 0 } })
    }

    pub(crate) fn lower_borrow(&mut self, ty: u32, rep: u32) -> Result<u32> {
        let instance = self.instance;
        if self.state().is_owner(instance, ty) {
            return Ok(rep);
        }
        let (table, ty) = self.resolve(ty)?;
        self.state().borrow(table, ty, rep)
    }
}
