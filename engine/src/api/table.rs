//! [`Table`]: a table of references of a store.

use anyhow::{Result, anyhow, bail};

use super::context::{AsContext, AsContextMut};
use super::owner::check_store;
use super::val::{Ref, Val};
use crate::base::Trap;
use crate::types::{TableType, ValType, text};
use crate::vm::store::{StoreId, StoreInner};
use crate::vm::{VmTable, table};

/// A table. The handle is small and can be copied; it is of use only together with its store, and all methods panic if
/// the table belongs to another store. A reference of another store is an error.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Table {
    store: StoreId,
    index: u32,
}

impl Table {
    /// A new table with `init` in every element.
    ///
    /// # Errors
    /// If `init` is not of the element type, the type names one of another engine, or the limiter or the system refuses.
    pub fn new(mut store: impl AsContextMut, ty: TableType, init: Ref) -> Result<Table> {
        let mut store = store.as_context_mut();
        store.check_sync_growth()?;
        Table::make(store.inner_mut(), ty, init)
    }

    /// Makes one, whether that may wait or not.
    pub(super) fn make(inner: &mut StoreInner, ty: TableType, init: Ref) -> Result<Table> {
        let init = convert(inner, &ty, init)?;
        let table = inner.host_table(ty, init)?;
        // SAFETY: the table was just made.
        Ok(Table::new_handle(inner, unsafe { (*table).index }))
    }

    pub(crate) fn new_handle(store: &StoreInner, index: u32) -> Table {
        Table { store: store.id, index }
    }

    pub(crate) fn store_id(&self) -> StoreId {
        self.store
    }

    #[track_caller]
    fn object<'a>(&self, store: &'a StoreInner) -> &'a table::Table {
        check_store(store, self.store);
        &store.tables[self.index as usize]
    }

    #[track_caller]
    fn slots_mut<'a>(&self, store: &'a mut StoreInner) -> &'a mut [u64] {
        check_store(store, self.store);
        store.tables[self.index as usize].slots_mut()
    }

    #[track_caller]
    pub(crate) fn pointer(&self, store: &StoreInner) -> *mut VmTable {
        self.object(store).vm.as_ptr()
    }

    /// Its type.
    pub fn ty(&self, store: impl AsContext) -> TableType {
        self.object(store.as_context().inner()).ty
    }

    /// Elements.
    pub fn size(&self, store: impl AsContext) -> u64 {
        self.object(store.as_context().inner()).len()
    }

    /// The element at `index`; `None` if there is none.
    pub fn get(&self, mut store: impl AsContextMut, index: u64) -> Option<Ref> {
        let mut store = store.as_context_mut();
        let inner = store.inner_mut();
        let object = self.object(inner);
        let ty = ValType::Ref(object.ty.element);
        let slot = *object.slots().get(usize::try_from(index).ok()?)?;
        // SAFETY: a table holds references of its type.
        unsafe { Val::from_slots(inner, ty, &[slot]) }.ref_()
    }

    /// Sets the element at `index`.
    ///
    /// # Errors
    /// If there is none, or the reference is not of the element type.
    pub fn set(&self, mut store: impl AsContextMut, index: u64, value: Ref) -> Result<()> {
        let mut store = store.as_context_mut();
        let inner = store.inner_mut();
        let ty = self.object(inner).ty;
        let value = convert(inner, &ty, value)?;
        let slots = self.slots_mut(inner);
        match usize::try_from(index).ok().and_then(|i| slots.get_mut(i)) {
            Some(slot) => *slot = value,
            None => bail!("table element index {index} out of bounds"),
        }
        Ok(())
    }

    /// Grows by `delta` elements with `init` in them, and returns the elements before.
    ///
    /// # Errors
    /// If the type's maximum, the limiter or the system does not allow it, or `init` is not of the element type.
    pub fn grow(&self, mut store: impl AsContextMut, delta: u64, init: Ref) -> Result<u64> {
        let mut store = store.as_context_mut();
        store.check_sync_growth()?;
        self.enlarge(store.inner_mut(), delta, init)
    }

    /// Grows, whether that may wait or not.
    pub(super) fn enlarge(&self, inner: &mut StoreInner, delta: u64, init: Ref) -> Result<u64> {
        let ty = self.object(inner).ty;
        let init = convert(inner, &ty, init)?;
        let pointer = self.pointer(inner);
        // SAFETY: the table is one of this store, as `pointer` has checked.
        match unsafe { table::grow(inner, pointer, delta, init) } {
            Ok(Some(elements)) => Ok(elements),
            Ok(None) => bail!("failed to grow table by `{delta}`"),
            Err(_) => Err(inner.pending.take().unwrap_or_else(|| anyhow!("failed to grow table"))),
        }
    }

    /// Sets `len` elements from `start` on.
    ///
    /// # Errors
    /// If they are not all inside the table, then nothing is set; or `value` is not of the element type.
    pub fn fill(&self, mut store: impl AsContextMut, start: u64, value: Ref, len: u64) -> Result<()> {
        let mut store = store.as_context_mut();
        let inner = store.inner_mut();
        let ty = self.object(inner).ty;
        let value = convert(inner, &ty, value)?;
        let slots = self.slots_mut(inner);
        let range = range(start, len, slots.len())?;
        slots[range].fill(value);
        Ok(())
    }

    /// Copies `len` elements between tables of one store, or inside one; the ranges may overlap.
    ///
    /// # Errors
    /// If a range is not inside its table, then nothing is copied; or the element types do not match.
    pub fn copy(
        mut store: impl AsContextMut,
        to: &Table,
        to_index: u64,
        from: &Table,
        from_index: u64,
        len: u64,
    ) -> Result<()> {
        let mut store = store.as_context_mut();
        let inner = store.inner_mut();
        let (to_object, from_object) = (to.object(inner), from.object(inner));
        if !inner.registry.is_ref_subtype(from_object.ty.element, to_object.ty.element) {
            bail!("type mismatch: source table element type does not match destination table element type");
        }
        let source = range(from_index, len, from_object.slots().len())?;
        let target = range(to_index, len, to_object.slots().len())?;
        if to.index == from.index {
            to.slots_mut(inner).copy_within(source, target.start);
        } else {
            let values: Vec<u64> = from_object.slots()[source].to_vec();
            to.slots_mut(inner)[target].copy_from_slice(&values);
        }
        Ok(())
    }
}

fn range(start: u64, len: u64, size: usize) -> Result<std::ops::Range<usize>, Trap> {
    let end = start.checked_add(len).filter(|&end| end <= size as u64).ok_or(Trap::TableOutOfBounds)?;
    Ok(start as usize..end as usize)
}

fn convert(store: &mut StoreInner, ty: &TableType, value: Ref) -> Result<u64> {
    let value = Val::from(value);
    if !value.fits(store, ValType::Ref(ty.element))? {
        let expected = text::val_type(&store.registry, ValType::Ref(ty.element));
        bail!("type mismatch: expected {expected}, got {value:?}");
    }
    let mut slots = [0; 2];
    value.to_slots(store, &mut slots);
    Ok(slots[0])
}
