//! Types prepared for the heap: a flat table by canonical id.
//!
//! The registry is shared by all threads and behind a lock. A store asks it once for each type and keeps what
//! allocation, marking and casts need in the shape in which they need it.
//!
//! Subtyping takes constant time: a type keeps its supertypes from the root to itself, and `sub <: sup` holds exactly
//! if `sup` stands in `sub`'s chain at the place where it stands in its own.

use super::class::SizeClass;
use crate::base::Mutant;
use crate::types::{CanonId, CompositeType, FieldType, GcLayout, TypeRef, TypeRegistry};

/// Bytes that a field or an element takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Width {
    W1,
    W2,
    W4,
    W8,
    W16,
}

impl Width {
    pub fn of(field: &FieldType) -> Width {
        match field.storage.size() {
            1 => Width::W1,
            2 => Width::W2,
            4 => Width::W4,
            8 => Width::W8,
            _ => Width::W16,
        }
    }

    #[inline(always)]
    pub fn log2(self) -> u32 {
        self as u32
    }

    #[inline(always)]
    pub fn bytes(self) -> usize {
        1 << self.log2()
    }

    /// Frame slots of the value.
    #[inline(always)]
    pub fn slots(self) -> usize {
        if self == Width::W16 { 2 } else { 1 }
    }
}

/// A struct type.
#[derive(Debug)]
pub struct StructPlan {
    /// Bytes with header.
    pub size: u32,
    /// Where such objects go in the space.
    pub(super) class: SizeClass,
    /// Offset and width of each field.
    pub fields: Box<[(u32, Width)]>,
    /// Frame slots of all fields.
    pub slots: u32,
    /// Offsets of the fields that hold a `GcRef`, and of the descriptor.
    pub refs: Box<[u32]>,
    /// Such structs have a descriptor.
    pub described: bool,
}

/// An array type.
#[derive(Clone, Copy, Debug)]
pub struct ArrayPlan {
    pub width: Width,
    /// The elements are `GcRef`s.
    pub refs: bool,
}

#[derive(Debug)]
pub enum Shape {
    Func,
    Struct(StructPlan),
    Array(ArrayPlan),
}

/// Supertypes that a plan holds itself.
const FIRST: usize = 8;
/// The id of no type.
const NO_TYPE: u32 = u32::MAX;

/// What a store keeps of a type.
#[derive(Debug)]
pub struct Plan {
    pub shape: Shape,
    /// How many supertypes stand above it.
    depth: u32,
    /// The first of them from the root on, itself included, so that a cast needs no further pointer.
    first: [u32; FIRST],
    /// Keeps the type alive as long as the store may have objects of it.
    pub entry: TypeRef,
}

impl Plan {
    fn of(entry: TypeRef) -> Plan {
        let shape = match (&entry.sub.composite, entry.layout()) {
            (CompositeType::Array(element), _) => Shape::Array(ArrayPlan {
                width: Width::of(element),
                refs: element.storage.unpack().is_gc_ref(),
            }),
            (CompositeType::Struct(fields), Some(GcLayout::Struct { size, offsets, refs })) => {
                Shape::Struct(StructPlan {
                    size: *size,
                    class: SizeClass::of(u64::from(*size)),
                    fields: offsets.iter().zip(fields).map(|(&at, f)| (at, Width::of(f))).collect(),
                    slots: fields.iter().map(|f| f.storage.unpack().slots()).sum(),
                    refs: refs.clone(),
                    described: entry.sub.descriptor.is_some(),
                })
            }
            _ => Shape::Func,
        };
        let mut first = [NO_TYPE; FIRST];
        for (place, id) in first.iter_mut().zip(entry.display()) {
            *place = id.0;
        }
        Plan { shape, depth: entry.depth() as u32, first, entry }
    }
}

/// The table.
#[derive(Default)]
pub(super) struct Plans {
    /// By id, from `first` on.
    by_id: Vec<Option<Box<Plan>>>,
    /// The smallest id of the store's engine.
    first: u32,
}

impl Plans {
    /// The plan of a type of the store's engine.
    #[inline]
    pub(super) fn get(&mut self, registry: &TypeRegistry, id: CanonId) -> &Plan {
        let index = id.0.wrapping_sub(self.first) as usize;
        if !matches!(self.by_id.get(index), Some(Some(_))) {
            return self.add(registry, id);
        }
        match &self.by_id[index] {
            Some(plan) => plan,
            None => unreachable!("looked at above"),
        }
    }

    /// The plan of a type that was asked for before; every object's type was.
    #[inline]
    pub(super) fn known(&self, id: u32) -> Option<&Plan> {
        self.by_id.get(id.wrapping_sub(self.first) as usize)?.as_deref()
    }

    #[cold]
    fn add(&mut self, registry: &TypeRegistry, id: CanonId) -> &Plan {
        let entry = registry.get(id);
        self.first = registry.first_id();
        let index = id.0.wrapping_sub(self.first) as usize;
        if self.by_id.len() <= index {
            self.by_id.resize_with(index + 1, || None);
        }
        self.by_id[index].insert(Box::new(Plan::of(entry)))
    }

    /// Whether `sub` is `sup` or declared below it.
    #[inline]
    pub(super) fn is_subtype(&mut self, registry: &TypeRegistry, sub: CanonId, sup: CanonId) -> bool {
        if sub == sup {
            return true;
        }
        let depth = self.get(registry, sup).depth as usize;
        let plan = self.get(registry, sub);
        match plan.first.get(depth + usize::from(Mutant::CastDepthOffByOne.is_on())) {
            Some(&id) => id == sup.0,
            None => plan.entry.is_below(sup, depth),
        }
    }
}
