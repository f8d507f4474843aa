//! Structs, arrays and exceptions in the hands of the host: types, creation, parts.
//!
//! The host is checked as validation checks a module: every value that it puts into an object must be of the type of its
//! place, and only what is mutable changes. So an object that the host made is as good as any other.

use anyhow::{Result, bail, ensure};

use super::context::{AsContext, AsContextMut};
use super::engine::Engine;
use super::reference::{AnyRef, EqRef, ExnRef, is, references, resolve};
use super::tag::Tag;
use super::val::Val;
use crate::base::Trap;
use crate::types::{
    CanonId, CompositeType, FieldType, HeapType, OfEngine, Registered, StorageType, TypeEntry, ValType,
    same_engine,
};
use crate::vm::gc::{GcHeap, GcRef, Handle, Shape, Width, aggregate};
use crate::vm::store::StoreInner;

/// The type of a struct: its fields.
#[derive(Clone, PartialEq, Eq)]
pub struct StructType(pub(super) Registered);

impl StructType {
    /// The final type with these fields and no supertype.
    ///
    /// # Errors
    /// If a field names a type that belongs to another engine or is no longer alive.
    pub fn new(engine: &Engine, fields: impl IntoIterator<Item = FieldType>) -> Result<StructType> {
        let fields = fields.into_iter().collect();
        Ok(StructType(Registered::intern(engine.types(), CompositeType::Struct(fields))?))
    }

    /// The fields.
    pub fn fields(&self) -> impl ExactSizeIterator<Item = FieldType> {
        let fields = match &self.0.entry().sub.composite {
            CompositeType::Struct(fields) => fields.to_vec(),
            _ => Vec::new(),
        };
        fields.into_iter()
    }

    /// The type of the descriptors that such structs have, if they have one.
    pub fn descriptor(&self) -> Option<StructType> {
        let descriptor = self.0.entry().sub.descriptor;
        descriptor.map(|id| StructType(Registered::new(self.0.registry(), id)))
    }

    /// The type for values that refer to such a struct. It does not keep this type alive: it is of use as long as this or another
    /// holder of the type is there.
    pub fn heap_type(&self) -> HeapType {
        HeapType::ConcreteStruct(self.0.id())
    }
}

impl std::fmt::Debug for StructType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&crate::types::text::composite(self.0.registry(), self.0.id()))
    }
}

/// The type of an array: that of its elements.
#[derive(Clone, PartialEq, Eq)]
pub struct ArrayType(pub(super) Registered);

impl ArrayType {
    /// The final type with this type of elements and no supertype.
    ///
    /// # Panics
    /// If the elements' type names one that belongs to another engine or is no longer alive.
    pub fn new(engine: &Engine, element: FieldType) -> ArrayType {
        match Registered::intern(engine.types(), CompositeType::Array(element)) {
            Ok(ty) => ArrayType(ty),
            Err(error) => panic!("{error}"),
        }
    }

    /// The elements' type.
    pub fn field_type(&self) -> FieldType {
        element_type(self.0.entry())
    }

    /// The type for values that refer to such an array; as [`StructType::heap_type`].
    pub fn heap_type(&self) -> HeapType {
        HeapType::ConcreteArray(self.0.id())
    }
}

impl std::fmt::Debug for ArrayType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&crate::types::text::composite(self.0.registry(), self.0.id()))
    }
}

fn element_type(entry: &TypeEntry) -> FieldType {
    match &entry.sub.composite {
        CompositeType::Array(element) => *element,
        other => unreachable!("an array type is not {other:?}"),
    }
}

/// A struct type prepared for a store, as wasmtime asks for it. It holds nothing of the store.
#[derive(Clone, Debug)]
pub struct StructRefPre(StructType);

impl StructRefPre {
    /// Prepares `ty`.
    ///
    /// # Panics
    /// If `ty` belongs to another engine than the store.
    pub fn new(mut store: impl AsContextMut, ty: StructType) -> StructRefPre {
        let store = store.as_context_mut();
        if let Err(error) = same_engine(&ty.0, store.inner()) {
            panic!("{error}");
        }
        StructRefPre(ty)
    }
}

/// An array type prepared for a store, as wasmtime asks for it. It holds nothing of the store.
#[derive(Clone, Debug)]
pub struct ArrayRefPre(ArrayType);

impl ArrayRefPre {
    /// Prepares `ty`.
    ///
    /// # Panics
    /// If `ty` belongs to another engine than the store.
    pub fn new(mut store: impl AsContextMut, ty: ArrayType) -> ArrayRefPre {
        let store = store.as_context_mut();
        if let Err(error) = same_engine(&ty.0, store.inner()) {
            panic!("{error}");
        }
        ArrayRefPre(ty)
    }
}

/// The slots of `value` for a field or element of type `storage`.
///
/// # Errors
/// If the value is of another type.
fn to_slots(store: &mut StoreInner, value: &Val, storage: StorageType) -> Result<[u64; 2]> {
    if !value.fits(store, storage.unpack())? {
        bail!("type mismatch: expected a value for a field or element of type {storage}, got {value:?}");
    }
    let mut slots = [0; 2];
    value.to_slots(store, &mut slots);
    Ok(slots)
}

/// The slots of a list of values.
///
/// # Errors
/// If their number or types are others.
fn list_to_slots(
    store: &mut StoreInner,
    values: &[Val],
    types: impl ExactSizeIterator<Item = StorageType>,
) -> Result<Vec<u64>> {
    ensure!(types.len() == values.len(), "expected {} values, got {}", types.len(), values.len());
    let mut slots = Vec::with_capacity(values.len());
    for (value, storage) in values.iter().zip(types) {
        let pair = to_slots(store, value, storage)?;
        slots.extend_from_slice(&pair[..storage.unpack().slots() as usize]);
    }
    Ok(slots)
}

/// The value of a field or element; packed integers without sign.
fn from_slots(store: &mut StoreInner, slots: [u64; 2], storage: StorageType) -> Val {
    // SAFETY: the slots were just read from a place of this type in this store's heap.
    unsafe { Val::from_slots(store, storage.unpack(), &slots) }
}

references! {
    /// A reference to a struct: `(ref struct)`.
    StructRef: Struct;
    /// A reference to an array: `(ref array)`.
    ArrayRef: Array;
}

impl From<StructRef> for Val {
    fn from(r: StructRef) -> Val {
        Val::AnyRef(Some(r.into()))
    }
}

impl From<ArrayRef> for Val {
    fn from(r: ArrayRef) -> Val {
        Val::AnyRef(Some(r.into()))
    }
}

impl From<StructRef> for AnyRef {
    fn from(r: StructRef) -> AnyRef {
        AnyRef(r.0)
    }
}

impl From<ArrayRef> for AnyRef {
    fn from(r: ArrayRef) -> AnyRef {
        AnyRef(r.0)
    }
}

impl From<StructRef> for EqRef {
    fn from(r: StructRef) -> EqRef {
        EqRef(r.0)
    }
}

impl From<ArrayRef> for EqRef {
    fn from(r: ArrayRef) -> EqRef {
        EqRef(r.0)
    }
}

impl StructRef {
    /// A new struct.
    ///
    /// # Errors
    /// If the number or types of the values are not those of the fields, the type asks for a descriptor, or
    /// [`Trap::AllocationTooLarge`] if the collected heap is full.
    pub fn new(mut store: impl AsContextMut, allocator: &StructRefPre, fields: &[Val]) -> Result<StructRef> {
        let mut store = store.as_context_mut();
        let store = store.inner_mut();
        let StructType(ty) = &allocator.0;
        same_engine(ty, store)?;
        ensure!(allocator.0.descriptor().is_none(), "the type asks for a descriptor");
        let slots = list_to_slots(store, fields, allocator.0.fields().map(|f| f.storage))?;
        let r = aggregate::struct_new(store, &slots, ty.id(), &slots).map_err(Trap::from)?;
        Ok(StructRef(store.gc.handle(r)))
    }

    /// A new struct with a descriptor.
    ///
    /// # Errors
    /// As [`StructRef::new`], and if the descriptor is not of the very type that the struct's type names.
    pub fn new_desc(
        mut store: impl AsContextMut,
        allocator: &StructRefPre,
        fields: &[Val],
        descriptor: &StructRef,
    ) -> Result<StructRef> {
        let mut store = store.as_context_mut();
        let store = store.inner_mut();
        let StructType(ty) = &allocator.0;
        same_engine(ty, store)?;
        let Some(StructType(expected)) = allocator.0.descriptor() else {
            bail!("the type has no descriptor");
        };
        let found = resolve(store, &descriptor.0);
        ensure!(store.gc.kind(found) == expected.id().0, "the descriptor is of another type");
        let mut slots = list_to_slots(store, fields, allocator.0.fields().map(|f| f.storage))?;
        slots.push(found.to_slot());
        let r = aggregate::struct_new_desc(store, &slots, ty.id(), &slots).map_err(Trap::from)?;
        Ok(StructRef(store.gc.handle(r)))
    }

    /// The descriptor, if the struct's type has one.
    pub fn descriptor(&self, mut store: impl AsContextMut) -> Result<Option<StructRef>> {
        let mut store = store.as_context_mut();
        let store = store.inner_mut();
        let r = resolve(store, &self.0);
        let descriptor = store.gc.descriptor(&store.registry, r);
        Ok(descriptor.map(|r| StructRef(store.gc.handle(r))))
    }

    /// The type.
    pub fn ty(&self, store: impl AsContext) -> Result<StructType> {
        let store = store.as_context();
        let id = CanonId(store.inner().gc.kind(resolve(store.inner(), &self.0)));
        Ok(StructType(Registered::new(&store.inner().registry, id)))
    }

    /// The values of all fields; packed integers without sign.
    pub fn fields(&self, mut store: impl AsContextMut) -> Result<Vec<Val>> {
        let count = self.ty(&store)?.fields().len();
        (0..count).map(|i| self.field(&mut store, i)).collect()
    }

    /// The value of a field; a packed integer without sign.
    ///
    /// # Errors
    /// If there is no such field.
    pub fn field(&self, mut store: impl AsContextMut, index: usize) -> Result<Val> {
        let mut store = store.as_context_mut();
        let store = store.inner_mut();
        let (r, offset, width, field) = self.place(store, index)?;
        let slots = store.gc.read(r, offset, width);
        Ok(from_slots(store, slots, field.storage))
    }

    /// Sets a field.
    ///
    /// # Errors
    /// If there is no such field, it cannot change, or the value is of another type.
    pub fn set_field(&self, mut store: impl AsContextMut, index: usize, value: Val) -> Result<()> {
        let mut store = store.as_context_mut();
        let store = store.inner_mut();
        let (r, offset, width, field) = self.place(store, index)?;
        ensure!(field.mutable, "field {index} cannot change");
        let slots = to_slots(store, &value, field.storage)?;
        store.gc.write(r, offset, width, slots);
        Ok(())
    }

    fn place(&self, store: &mut StoreInner, index: usize) -> Result<(GcRef, u32, Width, FieldType)> {
        let r = resolve(store, &self.0);
        let plan = store.gc.plan(&store.registry, CanonId(store.gc.kind(r)));
        let (Shape::Struct(shape), CompositeType::Struct(fields)) = (&plan.shape, &plan.entry.sub.composite)
        else {
            unreachable!("a struct's type is a struct type")
        };
        match shape.fields.get(index) {
            Some(&(offset, width)) => Ok((r, offset, width, fields[index])),
            None => bail!("field {index} does not exist: the struct has {} fields", fields.len()),
        }
    }
}

impl ArrayRef {
    /// A new array with `len` times `elem`.
    ///
    /// # Errors
    /// If the value is not of the elements' type, or [`Trap::AllocationTooLarge`] if the collected heap is full.
    pub fn new(
        mut store: impl AsContextMut,
        allocator: &ArrayRefPre,
        elem: &Val,
        len: u32,
    ) -> Result<ArrayRef> {
        let mut store = store.as_context_mut();
        let store = store.inner_mut();
        let ArrayType(ty) = &allocator.0;
        same_engine(ty, store)?;
        let value = to_slots(store, elem, allocator.0.field_type().storage)?;
        let r = aggregate::array_new(store, &value, ty.id(), value, len).map_err(Trap::from)?;
        Ok(ArrayRef(store.gc.handle(r)))
    }

    /// A new array with these elements.
    ///
    /// # Errors
    /// As [`ArrayRef::new`].
    pub fn new_fixed(
        mut store: impl AsContextMut,
        allocator: &ArrayRefPre,
        elems: &[Val],
    ) -> Result<ArrayRef> {
        let mut store = store.as_context_mut();
        let store = store.inner_mut();
        let ArrayType(ty) = &allocator.0;
        same_engine(ty, store)?;
        let storage = allocator.0.field_type().storage;
        let slots = list_to_slots(store, elems, elems.iter().map(|_| storage))?;
        let r = aggregate::array_new_fixed(store, &slots, ty.id(), &slots).map_err(Trap::from)?;
        Ok(ArrayRef(store.gc.handle(r)))
    }

    /// The type.
    pub fn ty(&self, store: impl AsContext) -> Result<ArrayType> {
        let store = store.as_context();
        let id = CanonId(store.inner().gc.kind(resolve(store.inner(), &self.0)));
        Ok(ArrayType(Registered::new(&store.inner().registry, id)))
    }

    /// The number of elements.
    pub fn len(&self, store: impl AsContext) -> Result<u32> {
        let store = store.as_context();
        Ok(store.inner().gc.array_len(resolve(store.inner(), &self.0)))
    }

    /// The values of all elements; packed integers without sign.
    pub fn elems(&self, mut store: impl AsContextMut) -> Result<Vec<Val>> {
        (0..self.len(&store)?).map(|i| self.get(&mut store, i)).collect()
    }

    /// The value of an element; a packed integer without sign.
    ///
    /// # Errors
    /// If there is no such element.
    pub fn get(&self, mut store: impl AsContextMut, index: u32) -> Result<Val> {
        let mut store = store.as_context_mut();
        let store = store.inner_mut();
        let (r, offset, width, element) = self.place(store, index)?;
        let slots = store.gc.read(r, offset, width);
        Ok(from_slots(store, slots, element.storage))
    }

    /// Sets an element.
    ///
    /// # Errors
    /// If there is no such element, elements cannot change, or the value is of another type.
    pub fn set(&self, mut store: impl AsContextMut, index: u32, value: Val) -> Result<()> {
        let mut store = store.as_context_mut();
        let store = store.inner_mut();
        let (r, offset, width, element) = self.place(store, index)?;
        ensure!(element.mutable, "the elements of this array cannot change");
        let slots = to_slots(store, &value, element.storage)?;
        store.gc.write(r, offset, width, slots);
        Ok(())
    }

    fn place(&self, store: &mut StoreInner, index: u32) -> Result<(GcRef, u32, Width, FieldType)> {
        let r = resolve(store, &self.0);
        let len = store.gc.array_len(r);
        ensure!(index < len, "index {index} is out of bounds: the array has {len} elements");
        let element = element_type(&store.registry.get(CanonId(store.gc.kind(r))));
        let width = Width::of(&element);
        Ok((r, GcHeap::element_offset(index, width), width, element))
    }
}

impl ExnRef {
    /// A new exception with this tag and these values.
    ///
    /// # Errors
    /// If the number or types of the values are not the tag's, or [`Trap::AllocationTooLarge`] if the collected heap is
    /// full.
    pub fn new(mut store: impl AsContextMut, tag: &Tag, fields: &[Val]) -> Result<ExnRef> {
        let mut store = store.as_context_mut();
        let store = store.inner_mut();
        let tag = tag.pointer(store);
        let types = payload_types(store, tag);
        let slots = list_to_slots(store, fields, types.into_iter().map(StorageType::Val))?;
        let r = aggregate::exn_new(store, &slots, tag, &slots).map_err(Trap::from)?;
        Ok(ExnRef(store.gc.handle(r)))
    }

    /// The tag.
    pub fn tag(&self, store: impl AsContext) -> Result<Tag> {
        let store = store.as_context();
        let tag = store.inner().gc.exn_tag(resolve(store.inner(), &self.0));
        // SAFETY: an exception's tag is one of its store's and lives as long (INV VM-PIN).
        Ok(Tag::new_handle(store.inner(), unsafe { (*tag).index }))
    }

    /// The values.
    pub fn fields(&self, mut store: impl AsContextMut) -> Result<Vec<Val>> {
        let mut store = store.as_context_mut();
        let store = store.inner_mut();
        let r = resolve(store, &self.0);
        let payload = store.gc.exn_payload(r).to_vec();
        let types = payload_types(store, store.gc.exn_tag(r));
        let mut at = 0;
        let mut values = Vec::with_capacity(types.len());
        for ty in types {
            let n = ty.slots() as usize;
            let slots = [payload[at], if n == 2 { payload[at + 1] } else { 0 }];
            values.push(from_slots(store, slots, StorageType::Val(ty)));
            at += n;
        }
        Ok(values)
    }

    /// One of the values.
    ///
    /// # Errors
    /// If there is no such value.
    pub fn field(&self, store: impl AsContextMut, index: usize) -> Result<Val> {
        let mut fields = self.fields(store)?;
        ensure!(index < fields.len(), "value {index} does not exist: the exception has {}", fields.len());
        Ok(fields.swap_remove(index))
    }
}

/// The types of the values that an exception with this tag carries.
fn payload_types(store: &StoreInner, tag: *mut crate::vm::VmTag) -> Vec<ValType> {
    // SAFETY: a tag lives as long as its store (INV VM-PIN), and an exception refers to a tag of its own store.
    let ty = unsafe { (*tag).ty };
    store.registry.get(ty).func().params.to_vec()
}
