//! Recursion groups: the unit in which types are made, compared and freed.
//!
//! A [`Group`] owns its types and keeps the groups alive that its types name, so that every id in a living type is alive. Who holds
//! one type ([`TypeRef`]) holds its whole group.
//!
//! # Freeing
//! The last holder tells the registry (`registry::Shared::forget`), and then lets go of the groups that this one named. A module
//! may declare a million groups of which each names the one before; so that is a loop and no recursion.
//!
//! Must not know: modules, stores.

use std::ops::Deref;
use std::sync::{Arc, OnceLock, Weak};

use smallvec::SmallVec;

use super::layout::GcLayout;
use super::registry::{LOCAL_BASE, Shared};
use super::val::*;

/// One registered type with what is derived from it once.
#[derive(Debug)]
pub struct TypeEntry {
    pub id: CanonId,
    pub sub: SubType,
    /// Supertypes from the root on, without this type itself: few types have any.
    pub(super) above: Box<[CanonId]>,
    /// Object layout, for structs and arrays, once it is asked for.
    layout: OnceLock<Option<Box<GcLayout>>>,
}

impl TypeEntry {
    pub(super) fn new(id: CanonId, sub: SubType, above: Box<[CanonId]>) -> TypeEntry {
        TypeEntry { id, sub, above, layout: OnceLock::new() }
    }

    /// The signature.
    ///
    /// # Panics
    /// If the type is not a function type; validation has excluded that wherever this is called.
    pub fn func(&self) -> &FuncType {
        match &self.sub.composite {
            CompositeType::Func(f) => f,
            other => panic!("type {} is not a function type but {other:?}", self.id.0),
        }
    }

    /// Whether objects of this type lie in the collected heap.
    pub fn is_aggregate(&self) -> bool {
        !matches!(self.sub.composite, CompositeType::Func(_))
    }

    /// Object layout, for structs and arrays.
    pub fn layout(&self) -> Option<&GcLayout> {
        self.layout.get_or_init(|| GcLayout::of(&self.sub).map(Box::new)).as_deref()
    }

    /// The fields of a struct; none for other types.
    pub fn fields(&self) -> &[FieldType] {
        if let CompositeType::Struct(fields) = &self.sub.composite { fields } else { &[] }
    }

    /// How many supertypes stand above this type.
    pub fn depth(&self) -> usize {
        self.above.len()
    }

    /// Supertypes from the root to this type itself.
    pub fn display(&self) -> impl Iterator<Item = CanonId> + '_ {
        self.above.iter().copied().chain([self.id])
    }

    /// Whether this is a type with `depth` supertypes, or declared below it.
    pub fn is_below(&self, sup: CanonId, depth: usize) -> bool {
        self.id == sup || self.above.get(depth) == Some(&sup)
    }
}

/// A recursion group of a registry.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) types: SmallVec<[TypeEntry; 1]>,
    /// The groups of the types that it names.
    pub(super) needs: Box<[Arc<Group>]>,
    /// Under what the registry finds it.
    pub(super) hash: u64,
    pub(super) registry: Weak<Shared>,
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(registry) = self.registry.upgrade() {
            registry.forget(self);
        }
        let mut unneeded = std::mem::take(&mut self.needs).into_vec();
        while let Some(group) = unneeded.pop() {
            // Of several threads exactly one gets the group itself.
            if let Some(mut group) = Arc::into_inner(group) {
                unneeded.extend(std::mem::take(&mut group.needs));
            }
        }
    }
}

/// A type, alive with its whole group as long as this is.
#[derive(Clone, Debug)]
pub struct TypeRef {
    group: Arc<Group>,
    place: u32,
}

impl TypeRef {
    pub(super) fn new(group: Arc<Group>, place: u32) -> TypeRef {
        TypeRef { group, place }
    }

    /// All types of the group, in its order.
    pub fn group(&self) -> impl ExactSizeIterator<Item = TypeRef> + '_ {
        (0..self.group.types.len() as u32).map(|place| TypeRef { group: self.group.clone(), place })
    }

    /// All types of the group, in its order, borrowed.
    pub(super) fn types(&self) -> &[TypeEntry] {
        &self.group.types
    }
}

/// The groups of these types, each once.
pub(super) fn distinct_groups(types: &[TypeRef]) -> Box<[Arc<Group>]> {
    let mut groups: Vec<Arc<Group>> = types.iter().map(|ty| ty.group.clone()).collect();
    groups.sort_unstable_by_key(Arc::as_ptr);
    groups.dedup_by(|a, b| Arc::ptr_eq(a, b));
    groups.into()
}

impl Deref for TypeRef {
    type Target = TypeEntry;

    #[inline]
    fn deref(&self) -> &TypeEntry {
        &self.group.types[self.place as usize]
    }
}

/// Replaces the ids in a heap type.
fn map_heap(heap: HeapType, id: &impl Fn(CanonId) -> CanonId) -> HeapType {
    match heap {
        HeapType::ConcreteFunc(c) => HeapType::ConcreteFunc(id(c)),
        HeapType::ConcreteStruct(c) => HeapType::ConcreteStruct(id(c)),
        HeapType::ConcreteArray(c) => HeapType::ConcreteArray(id(c)),
        HeapType::ExactFunc(c) => HeapType::ExactFunc(id(c)),
        HeapType::ExactStruct(c) => HeapType::ExactStruct(id(c)),
        HeapType::ExactArray(c) => HeapType::ExactArray(id(c)),
        abstract_type => abstract_type,
    }
}

fn map_val(ty: ValType, id: &impl Fn(CanonId) -> CanonId) -> ValType {
    match ty {
        ValType::Ref(r) => ValType::Ref(RefType { nullable: r.nullable, heap: map_heap(r.heap, id) }),
        number => number,
    }
}

fn map_field(field: FieldType, id: &impl Fn(CanonId) -> CanonId) -> FieldType {
    let storage = match field.storage {
        StorageType::Val(v) => StorageType::Val(map_val(v, id)),
        packed => packed,
    };
    FieldType { storage, ..field }
}

/// Replaces all ids in a definition.
pub(super) fn map_ids(sub: &mut SubType, id: &impl Fn(CanonId) -> CanonId) {
    for named in [&mut sub.supertype, &mut sub.descriptor, &mut sub.describes] {
        *named = named.map(id);
    }
    match &mut sub.composite {
        CompositeType::Func(f) => {
            f.params.iter_mut().chain(&mut f.results).for_each(|v| *v = map_val(*v, id));
        }
        CompositeType::Struct(fields) => fields.iter_mut().for_each(|f| *f = map_field(*f, id)),
        CompositeType::Array(field) => *field = map_field(*field, id),
    }
}

/// All ids that a definition names, but for places in its own group.
pub(super) fn named_ids(sub: &SubType, found: &mut Vec<CanonId>) {
    let val = |v: &ValType| if let ValType::Ref(r) = v { r.heap.concrete() } else { None };
    let field = |f: &FieldType| if let StorageType::Val(v) = &f.storage { val(v) } else { None };
    let clauses = [sub.supertype, sub.descriptor, sub.describes].into_iter().flatten();
    found.extend(clauses.filter(|id| id.0 < LOCAL_BASE));
    let outside = |id: Option<CanonId>| id.filter(|id| id.0 < LOCAL_BASE);
    match &sub.composite {
        CompositeType::Func(f) => {
            found.extend(f.params.iter().chain(&f.results).filter_map(|v| outside(val(v))));
        }
        CompositeType::Struct(fields) => found.extend(fields.iter().filter_map(|f| outside(field(f)))),
        CompositeType::Array(f) => found.extend(outside(field(f))),
    }
}

/// Whether `sub`, in whose ids places of the group stand, is the definition `known` once `id` has replaced them.
pub(super) fn same(sub: &SubType, known: &SubType, id: &impl Fn(CanonId) -> CanonId) -> bool {
    let vals = |a: &[ValType], b: &[ValType]| {
        a.len() == b.len() && a.iter().zip(b).all(|(&a, &b)| map_val(a, id) == b)
    };
    sub.is_final == known.is_final
        && sub.supertype.map(id) == known.supertype
        && sub.descriptor.map(id) == known.descriptor
        && sub.describes.map(id) == known.describes
        && match (&sub.composite, &known.composite) {
            (CompositeType::Func(a), CompositeType::Func(b)) => {
                vals(&a.params, &b.params) && vals(&a.results, &b.results)
            }
            (CompositeType::Struct(a), CompositeType::Struct(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(&a, &b)| map_field(a, id) == b)
            }
            (CompositeType::Array(a), CompositeType::Array(b)) => map_field(*a, id) == *b,
            _ => false,
        }
}
