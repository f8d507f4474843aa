//! From the decoder's types to the engine's: module indices become canonical ids.
//!
//! Runs only on what the validator has accepted, so every index is in range.

use wasmparser as wp;

use crate::types::registry::LOCAL_BASE;
use crate::types::*;

/// What kind of type stands at an index; a reference's representation depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CompositeKind {
    Func,
    Struct,
    Array,
}

/// Types of one module while it is read.
pub(super) struct TypeSpace<'a> {
    registry: &'a TypeRegistry,
    pub(super) ids: Vec<CanonId>,
    /// The types with these ids, as handles that keep them alive.
    pub(super) held: Vec<TypeRef>,
    kinds: Vec<CompositeKind>,
}

impl<'a> TypeSpace<'a> {
    pub(super) fn new(registry: &'a TypeRegistry) -> Self {
        TypeSpace { registry, ids: Vec::new(), held: Vec::new(), kinds: Vec::new() }
    }

    /// Interns a recursion group and adds its types.
    pub(super) fn add_group(&mut self, group: &wp::RecGroup) -> anyhow::Result<()> {
        let start = self.ids.len() as u32;
        for ty in group.types() {
            self.kinds.push(match &ty.composite_type.inner {
                wp::CompositeInnerType::Func(_) => CompositeKind::Func,
                wp::CompositeInnerType::Struct(_) => CompositeKind::Struct,
                wp::CompositeInnerType::Array(_) => CompositeKind::Array,
                wp::CompositeInnerType::Cont(_) => anyhow::bail!("stack switching is not supported"),
            });
            // While the group is converted, its own types are places in it.
            let place = self.ids.len() as u32 - start;
            self.ids.push(CanonId(LOCAL_BASE + place));
        }
        let subs = group.types().map(|ty| self.sub_type(ty, start)).collect();
        if self.ids.len() == start as usize {
            return Ok(());
        }
        self.held.extend(self.registry.intern_group(subs)?.group());
        for (id, ty) in self.ids[start as usize..].iter_mut().zip(&self.held[start as usize..]) {
            *id = ty.id;
        }
        Ok(())
    }

    fn sub_type(&self, ty: &wp::SubType, start: u32) -> SubType {
        let field = |f: &wp::FieldType| FieldType {
            mutable: f.mutable,
            storage: match f.element_type {
                wp::StorageType::I8 => StorageType::I8,
                wp::StorageType::I16 => StorageType::I16,
                wp::StorageType::Val(v) => StorageType::Val(self.val(v)),
            },
        };
        let id = |i: wp::PackedIndex| self.ids[index(i.unpack(), start) as usize];
        SubType {
            is_final: ty.is_final,
            supertype: ty.supertype_idxs.first().map(|&s| id(s)),
            descriptor: ty.composite_type.descriptor_idx.map(id),
            describes: ty.composite_type.describes_idx.map(id),
            composite: match &ty.composite_type.inner {
                wp::CompositeInnerType::Func(f) => CompositeType::Func(FuncType::new(
                    f.params().iter().map(|&v| self.val(v)),
                    f.results().iter().map(|&v| self.val(v)),
                )),
                wp::CompositeInnerType::Struct(s) => {
                    CompositeType::Struct(s.fields.iter().map(field).collect())
                }
                wp::CompositeInnerType::Array(a) => CompositeType::Array(field(&a.0)),
                wp::CompositeInnerType::Cont(_) => unreachable!("refused by add_group"),
            },
        }
    }

    pub(super) fn val(&self, ty: wp::ValType) -> ValType {
        match ty {
            wp::ValType::I32 => ValType::I32,
            wp::ValType::I64 => ValType::I64,
            wp::ValType::F32 => ValType::F32,
            wp::ValType::F64 => ValType::F64,
            wp::ValType::V128 => ValType::V128,
            wp::ValType::Ref(r) => ValType::Ref(self.reference(r)),
        }
    }

    pub(super) fn reference(&self, ty: wp::RefType) -> RefType {
        RefType { nullable: ty.is_nullable(), heap: self.heap(ty.heap_type()) }
    }

    pub(super) fn heap(&self, ty: wp::HeapType) -> HeapType {
        heap_type(ty, |i| (self.ids[i as usize], self.kinds[i as usize]))
    }

    pub(super) fn table(&self, ty: wp::TableType) -> TableType {
        TableType {
            element: self.reference(ty.element_type),
            minimum: ty.initial,
            maximum: ty.maximum,
            table64: ty.table64,
        }
    }

    pub(super) fn global(&self, ty: wp::GlobalType) -> GlobalType {
        GlobalType { content: self.val(ty.content_type), mutable: ty.mutable }
    }
}

pub(super) fn memory(ty: wp::MemoryType) -> MemoryType {
    MemoryType {
        minimum: ty.initial,
        maximum: ty.maximum,
        memory64: ty.memory64,
        shared: ty.shared,
        page_size_log2: ty.page_size_log2.unwrap_or(16) as u8,
    }
}

fn index(i: wp::UnpackedIndex, group_start: u32) -> u32 {
    match i {
        wp::UnpackedIndex::Module(i) => i,
        wp::UnpackedIndex::RecGroup(i) => group_start + i,
        wp::UnpackedIndex::Id(_) => unreachable!("the reader gives module indices"),
    }
}

/// Converts a heap type; `concrete` tells the id and kind of a type index.
pub(super) fn heap_type(ty: wp::HeapType, concrete: impl Fn(u32) -> (CanonId, CompositeKind)) -> HeapType {
    use wp::AbstractHeapType as A;
    match ty {
        wp::HeapType::Abstract { ty, .. } => match ty {
            A::Func => HeapType::Func,
            A::Extern => HeapType::Extern,
            A::Any => HeapType::Any,
            A::None => HeapType::None,
            A::NoExtern => HeapType::NoExtern,
            A::NoFunc => HeapType::NoFunc,
            A::Eq => HeapType::Eq,
            A::Struct => HeapType::Struct,
            A::Array => HeapType::Array,
            A::I31 => HeapType::I31,
            A::Exn => HeapType::Exn,
            A::NoExn => HeapType::NoExn,
            A::Cont | A::NoCont => unreachable!("stack switching is refused by the validator"),
        },
        wp::HeapType::Concrete(i) => {
            let (id, kind) = concrete(index(i, 0));
            match kind {
                CompositeKind::Func => HeapType::ConcreteFunc(id),
                CompositeKind::Struct => HeapType::ConcreteStruct(id),
                CompositeKind::Array => HeapType::ConcreteArray(id),
            }
        }
        wp::HeapType::Exact(i) => heap_type(wp::HeapType::Concrete(i), concrete).exact(),
    }
}

/// Converts a heap type inside a function body, long after the module was read.
pub fn body_heap_type(module: &super::ModuleData, ty: wp::HeapType) -> HeapType {
    heap_type(ty, |i| {
        let id = module.types[i as usize];
        let kind = match module.type_entries[i as usize].sub.composite {
            CompositeType::Func(_) => CompositeKind::Func,
            CompositeType::Struct(_) => CompositeKind::Struct,
            CompositeType::Array(_) => CompositeKind::Array,
        };
        (id, kind)
    })
}

/// Converts a value type inside a function body.
pub fn body_val_type(module: &super::ModuleData, ty: wp::ValType) -> ValType {
    match ty {
        wp::ValType::I32 => ValType::I32,
        wp::ValType::I64 => ValType::I64,
        wp::ValType::F32 => ValType::F32,
        wp::ValType::F64 => ValType::F64,
        wp::ValType::V128 => ValType::V128,
        wp::ValType::Ref(r) => {
            ValType::Ref(RefType { nullable: r.is_nullable(), heap: body_heap_type(module, r.heap_type()) })
        }
    }
}
