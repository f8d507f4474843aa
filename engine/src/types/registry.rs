//! The registry of types: one id for each distinct type of an engine.
//!
//! # Problem
//! Two modules may declare the same type, at other indices and inside other recursion groups. A call
//! through a table, an import, a cast must find them equal, fast.
//!
//! # Idea
//! A recursion group is interned as a whole, since types are equal exactly if their groups are equal and
//! they stand at the same place in them. References inside the group are rewritten to places in the
//! group (`LOCAL_BASE + i`) and references out of it are already canonical, so structural equality of the
//! rewritten group is equality of the types, and a hash map finds it.
//!
//! A type's descriptor and the type that it describes belong to its definition, as its supertype does.
//!
//! # Subtyping in constant time
//! Each type keeps its chain of supertypes from the root to itself (`display`). `sub <: sup` exactly
//! if `display(sub)[depth(sup)] == sup`.
//!
//! # Invariants
//! - INV TYPE-ID: an id, once given out, means the same type as long as the engine lives. Types are not freed:
//!   an engine's registry grows with the number of *distinct* types it ever saw.
//! - A supertype's id is smaller than its subtypes' ids, or it stands earlier in the same group.
//!
//! Spec: <https://webassembly.github.io/spec/core/valid/conventions.html#rolling-and-unrolling>
//! Must not know: modules, stores.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use super::layout::GcLayout;
use super::val::*;

/// Ids from here up mean "the i-th type of the group that is being interned".
pub const LOCAL_BASE: u32 = 0x8000_0000;

/// One registered type with what is derived from it once.
#[derive(Debug)]
pub struct TypeEntry {
    pub id: CanonId,
    pub sub: SubType,
    /// Supertypes from the root to this type itself.
    pub display: Box<[CanonId]>,
    /// Object layout, for structs and arrays.
    pub layout: Option<GcLayout>,
}

impl TypeEntry {
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
}

#[derive(Default)]
struct Inner {
    groups: HashMap<Box<[SubType]>, u32>,
    entries: Vec<Arc<TypeEntry>>,
}

/// See the module's header.
#[derive(Default)]
pub struct TypeRegistry {
    inner: RwLock<Inner>,
}

impl TypeRegistry {
    pub fn new() -> Self {
        Self::default()
    }

    /// Interns one recursion group and returns the id of its first type; the others follow.
    ///
    /// Inside `group`, an id of `LOCAL_BASE + i` means the group's own i-th type.
    pub fn intern_group(&self, group: Box<[SubType]>) -> CanonId {
        let mut inner = self.inner.write().unwrap_or_else(|e| e.into_inner());
        if let Some(&first) = inner.groups.get(&group) {
            return CanonId(first);
        }
        let first = inner.entries.len() as u32;
        for (i, sub) in group.iter().enumerate() {
            let id = CanonId(first + i as u32);
            let sub = resolve(sub, first);
            let mut display: Vec<CanonId> = match sub.supertype {
                Some(s) => inner.entries[s.0 as usize].display.to_vec(),
                None => Vec::new(),
            };
            display.push(id);
            let layout = GcLayout::of(&sub);
            inner.entries.push(Arc::new(TypeEntry { id, sub, display: display.into(), layout }));
        }
        inner.groups.insert(group, first);
        CanonId(first)
    }

    /// Interns a function type that stands alone, final and without supertype.
    pub fn intern_func(&self, ty: FuncType) -> CanonId {
        self.intern_group(Box::new([SubType::new(true, None, CompositeType::Func(ty))]))
    }

    /// The entry of a type.
    pub fn get(&self, id: CanonId) -> Arc<TypeEntry> {
        let inner = self.inner.read().unwrap_or_else(|e| e.into_inner());
        inner.entries[id.0 as usize].clone()
    }

    /// Whether `sub` is `sup` or declared below it.
    pub fn is_subtype(&self, sub: CanonId, sup: CanonId) -> bool {
        if sub == sup {
            return true;
        }
        let inner = self.inner.read().unwrap_or_else(|e| e.into_inner());
        let depth = inner.entries[sup.0 as usize].display.len() - 1;
        inner.entries[sub.0 as usize].display.get(depth) == Some(&sup)
    }

    pub fn is_heap_subtype(&self, sub: HeapType, sup: HeapType) -> bool {
        use HeapType::*;
        if sub == sup {
            return true;
        }
        // Nothing but itself, and what has no values, is below an exact type; an exact type is below what its
        // inexact form is below, and that form.
        match (sub.inexact(), sup) {
            (inexact, _) if inexact == sup => true,
            (ConcreteFunc(a), ConcreteFunc(b))
            | (ConcreteStruct(a), ConcreteStruct(b))
            | (ConcreteArray(a), ConcreteArray(b)) => self.is_subtype(a, b),
            (NoFunc, _) => sup.top() == Func,
            (None, _) => sup.top() == Any,
            (NoExtern, Extern) | (NoExn, Exn) => true,
            (ConcreteFunc(_), Func) => true,
            (Eq | I31 | Struct | Array | ConcreteStruct(_) | ConcreteArray(_), Any) => true,
            (I31 | Struct | Array | ConcreteStruct(_) | ConcreteArray(_), Eq) => true,
            (ConcreteStruct(_), Struct) | (ConcreteArray(_), Array) => true,
            _ => false,
        }
    }

    pub fn is_ref_subtype(&self, sub: RefType, sup: RefType) -> bool {
        (sup.nullable || !sub.nullable) && self.is_heap_subtype(sub.heap, sup.heap)
    }

    pub fn is_val_subtype(&self, sub: ValType, sup: ValType) -> bool {
        match (sub, sup) {
            (ValType::Ref(a), ValType::Ref(b)) => self.is_ref_subtype(a, b),
            _ => sub == sup,
        }
    }
}

/// Replaces places in the group by the ids that the group got.
fn resolve(sub: &SubType, first: u32) -> SubType {
    let id = |c: CanonId| if c.0 >= LOCAL_BASE { CanonId(c.0 - LOCAL_BASE + first) } else { c };
    let heap = |h: HeapType| match h {
        HeapType::ConcreteFunc(c) => HeapType::ConcreteFunc(id(c)),
        HeapType::ConcreteStruct(c) => HeapType::ConcreteStruct(id(c)),
        HeapType::ConcreteArray(c) => HeapType::ConcreteArray(id(c)),
        HeapType::ExactFunc(c) => HeapType::ExactFunc(id(c)),
        HeapType::ExactStruct(c) => HeapType::ExactStruct(id(c)),
        HeapType::ExactArray(c) => HeapType::ExactArray(id(c)),
        h => h,
    };
    let val = |v: ValType| match v {
        ValType::Ref(r) => ValType::Ref(RefType { nullable: r.nullable, heap: heap(r.heap) }),
        v => v,
    };
    let field = |f: &FieldType| FieldType {
        mutable: f.mutable,
        storage: match f.storage {
            StorageType::Val(v) => StorageType::Val(val(v)),
            s => s,
        },
    };
    SubType {
        is_final: sub.is_final,
        supertype: sub.supertype.map(id),
        descriptor: sub.descriptor.map(id),
        describes: sub.describes.map(id),
        composite: match &sub.composite {
            CompositeType::Func(f) => CompositeType::Func(FuncType {
                params: f.params.iter().map(|&v| val(v)).collect(),
                results: f.results.iter().map(|&v| val(v)).collect(),
            }),
            CompositeType::Struct(fields) => CompositeType::Struct(fields.iter().map(field).collect()),
            CompositeType::Array(f) => CompositeType::Array(field(f)),
        },
    }
}
