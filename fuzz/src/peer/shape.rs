//! What a module imports and exports, in the terms of the encoder.
//!
//! The parts of a capsule refer to the module's types. Types of different modules are equal if their recursion groups
//! are, so each part begins with all types of the module, in its order: then an index means the same type in each.

use anyhow::{Context as _, Result};
use wasm_encoder::reencode::{Reencode as _, RoundtripReencoder};
use wasm_encoder::{
    EntityType, GlobalType, MemoryType, StorageType, TableType, TagType, TypeSection, ValType,
};
use wasmparser::{ExternalKind, Parser, Payload};

/// A type of the module.
#[derive(Clone, Debug)]
pub(super) enum Composite {
    Func(Vec<ValType>, Vec<ValType>),
    Struct(Vec<StorageType>),
    Array(StorageType),
    Other,
}

/// A module as others see it.
#[derive(Default)]
pub(super) struct Shape {
    /// All types, ready to be the beginning of another module.
    pub(super) section: TypeSection,
    pub(super) types: Vec<Composite>,
    /// Whether the language has objects, which decides how references are made and looked at.
    pub(super) has_objects: bool,
    pub(super) imports: Vec<EntityType>,
    pub(super) exports: Vec<(String, EntityType)>,
    functions: Vec<u32>,
    tables: Vec<TableType>,
    memories: Vec<MemoryType>,
    globals: Vec<GlobalType>,
    tags: Vec<TagType>,
}

impl Shape {
    /// Reads a valid module.
    pub(super) fn read(wasm: &[u8], has_objects: bool) -> Result<Shape> {
        let mut shape = Shape { has_objects, ..Shape::default() };
        for payload in Parser::new(0).parse_all(wasm) {
            shape.payload(payload?).context("the module cannot be read for the capsule")?;
        }
        Ok(shape)
    }

    /// The parameters and results of a function type.
    pub(super) fn signature(&self, ty: u32) -> Option<(&[ValType], &[ValType])> {
        match self.types.get(ty as usize) {
            Some(Composite::Func(params, results)) => Some((params, results)),
            _ => None,
        }
    }

    fn payload(&mut self, payload: Payload<'_>) -> Result<()> {
        let mut to = RoundtripReencoder;
        match payload {
            Payload::TypeSection(types) => {
                for group in types.clone() {
                    for ty in group?.into_types() {
                        self.types.push(composite(&mut to, &ty)?);
                    }
                }
                to.parse_type_section(&mut self.section, types)?;
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let ty = to.entity_type(import?.ty)?;
                    self.imports.push(ty);
                    match ty {
                        EntityType::Function(ty) | EntityType::FunctionExact(ty) => self.functions.push(ty),
                        EntityType::Table(ty) => self.tables.push(ty),
                        EntityType::Memory(ty) => self.memories.push(ty),
                        EntityType::Global(ty) => self.globals.push(ty),
                        EntityType::Tag(ty) => self.tags.push(ty),
                    }
                }
            }
            Payload::FunctionSection(functions) => {
                for ty in functions {
                    self.functions.push(ty?);
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    self.tables.push(to.table_type(table?.ty)?);
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    self.memories.push(to.memory_type(memory?)?);
                }
            }
            Payload::GlobalSection(globals) => {
                for global in globals {
                    self.globals.push(to.global_type(global?.ty)?);
                }
            }
            Payload::TagSection(tags) => {
                for tag in tags {
                    self.tags.push(to.tag_type(tag?)?);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    let ty = self.entity(export.kind, export.index as usize);
                    self.exports.push((export.name.to_owned(), ty.context("an export of nothing")?));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn entity(&self, kind: ExternalKind, index: usize) -> Option<EntityType> {
        Some(match kind {
            ExternalKind::Func | ExternalKind::FuncExact => EntityType::Function(*self.functions.get(index)?),
            ExternalKind::Table => EntityType::Table(*self.tables.get(index)?),
            ExternalKind::Memory => EntityType::Memory(*self.memories.get(index)?),
            ExternalKind::Global => EntityType::Global(*self.globals.get(index)?),
            ExternalKind::Tag => EntityType::Tag(*self.tags.get(index)?),
        })
    }
}

fn composite(to: &mut RoundtripReencoder, ty: &wasmparser::SubType) -> Result<Composite> {
    use wasmparser::CompositeInnerType as Inner;
    Ok(match &ty.composite_type.inner {
        Inner::Func(ty) => {
            let mut all = |types: &[wasmparser::ValType]| -> Result<Vec<ValType>> {
                types.iter().map(|&ty| Ok(to.val_type(ty)?)).collect()
            };
            Composite::Func(all(ty.params())?, all(ty.results())?)
        }
        Inner::Struct(ty) => {
            let fields = ty.fields.iter().map(|field| Ok(to.storage_type(field.element_type)?));
            Composite::Struct(fields.collect::<Result<_>>()?)
        }
        Inner::Array(ty) => Composite::Array(to.storage_type(ty.0.element_type)?),
        Inner::Cont(_) => Composite::Other,
    })
}
