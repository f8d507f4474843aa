//! Bytes to a module.
//!
//! One walk over the sections: the validator sees each payload first, then it is decoded. Function bodies are only found. Either they
//! are validated here, where there are enough of them on all processors while one of these goes on with the sections behind the
//! code, which hold the data; or each is when it is first asked for (`validity`).
//!
//! # Errors
//! A malformed or invalid module gives the decoder's message with the byte offset; of several invalid functions the
//! first in the file is named, whatever thread found it. A section behind the code that is wrong goes before a function. A module that
//! would cost more to validate than its bytes allow (`budget`) is refused where that is known: that does not depend on when
//! bodies are validated.

use std::ops::Range;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, OnceLock};

use anyhow::{Result, bail};
use wasmparser as wp;
use wp::{FuncValidatorAllocations, Parser, Payload, ValidPayload, Validator};

use super::budget::{Budget, Space};
use super::convert::{self, TypeSpace};
use super::validity::{BodyValidator, InvalidFunction, Validity, body_at};
use super::{const_expr, data::*};
use crate::code::{Artifact, CodeCell, Record};
use crate::settings::Tiering;
use crate::sys::parallel::{FirstFailure, Parts, beside};
use crate::types::*;

/// What a module is loaded with.
#[derive(Clone)]
pub struct LoadOptions {
    pub features: wp::WasmFeatures,
    pub lower: LowerConfig,
    pub registry: Arc<TypeRegistry>,
    pub tiering: Tiering,
    /// How machine code calls a function that has no machine code: an address; 0 if there is no machine code at all.
    pub generic_entry: usize,
    /// Validate functions on several threads.
    pub parallel: bool,
    /// Validate a function when its body is first asked for.
    pub lazy_validation: bool,
}

/// Below this many bytes of code, starting threads costs more than it gains.
const PARALLEL_CODE_BYTES: usize = 64 * 1024;

/// Decodes a binary module and validates it, except for bodies that are to be validated later.
///
/// # Errors
/// See the module's header.
pub fn load(bytes: Arc<[u8]>, options: &LoadOptions) -> Result<ModuleData> {
    if u32::try_from(bytes.len()).is_err() {
        bail!(
            "the module has {} bytes; positions in it are kept in 32 bits, so that 4 GiB are too many",
            bytes.len()
        );
    }
    let shared = bytes.clone();
    let mut walk = Walk {
        validator: Validator::new_with_features(options.features),
        builder: Builder::new(&options.registry),
        budget: Budget::new(shared.len()),
        validator_of_bodies: None,
        code: 0,
        awaited: 0,
    };
    // The parser must know them as well: what a feature that is off would allow to encode is malformed.
    let mut parser = Parser::new(0);
    parser.set_features(options.features);
    let mut payloads = parser.parse_all(&shared);
    walk.through_code(&mut payloads)?;
    let validity = match walk.validator_of_bodies.take() {
        None => Validity::default(),
        Some(validator) if options.lazy_validation => {
            walk.behind_code(payloads)?;
            Validity::open(validator, walk.builder.bodies.len())
        }
        Some(validator) => {
            let ranges = std::mem::take(&mut walk.builder.bodies);
            let imported = walk.builder.imported[0];
            let bodies = Bodies { bytes: &shared, ranges: &ranges, imported, features: options.features };
            let threads = if options.parallel { walk.code / PARALLEL_CODE_BYTES + 1 } else { 1 };
            bodies.validate(&validator, threads, || walk.behind_code(payloads))?;
            walk.builder.bodies = ranges;
            Validity::default()
        }
    };
    Ok(walk.builder.finish(bytes, validity, options))
}

/// What the walk over the sections has found.
struct Walk<'a> {
    validator: Validator,
    builder: Builder<'a>,
    budget: Budget,
    /// Made of the first body.
    validator_of_bodies: Option<BodyValidator>,
    /// Bytes of the bodies.
    code: usize,
    /// Bodies of the code section that are still to come.
    awaited: u32,
}

impl<'a> Walk<'a> {
    /// Takes payloads up to the last function body, or all if there is none.
    fn through_code(&mut self, payloads: &mut impl Iterator<Item = wp::Result<Payload<'a>>>) -> Result<()> {
        for payload in payloads {
            self.payload(payload?)?;
            if self.awaited == 0 && self.validator_of_bodies.is_some() {
                break;
            }
        }
        Ok(())
    }

    /// Takes the payloads that are left.
    fn behind_code(&mut self, payloads: impl Iterator<Item = wp::Result<Payload<'a>>>) -> Result<()> {
        for payload in payloads {
            self.payload(payload?)?;
        }
        Ok(())
    }

    fn payload(&mut self, payload: Payload<'a>) -> Result<()> {
        match self.validator.payload(&payload)? {
            ValidPayload::Func(func, body) => {
                let range = range(body.range());
                self.code += range.len();
                self.awaited -= 1;
                let space = Space { funcs: &self.builder.funcs, tags: &self.builder.tags };
                self.budget.pay(&space, func.index, &body)?;
                self.builder.bodies.push(range);
                self.validator_of_bodies.get_or_insert_with(|| BodyValidator::new(func));
            }
            ValidPayload::Parser(_) => bail!("nested modules and components are not supported"),
            ValidPayload::Ok | ValidPayload::End(_) => {
                if let Payload::CodeSectionStart { count, .. } = payload {
                    self.awaited = count;
                    // There are as many function types, or the validator had refused it.
                    self.builder.bodies.reserve_exact(count as usize);
                    self.budget.set_types(&self.builder.types);
                }
                self.builder.payload(payload)?;
            }
        }
        Ok(())
    }
}

/// Functions that a thread takes at a time.
const BATCH: usize = 32;

/// Where the bodies of a module are.
struct Bodies<'a> {
    bytes: &'a [u8],
    ranges: &'a [Range<usize>],
    imported: u32,
    features: wp::WasmFeatures,
}

impl Bodies<'_> {
    fn validate_one(
        &self,
        validator: &BodyValidator,
        allocations: &mut FuncValidatorAllocations,
        defined: usize,
    ) -> Result<(), InvalidFunction> {
        let body = body_at(self.bytes, self.ranges[defined].clone(), self.features);
        validator.validate(allocations, self.imported + defined as u32, &body)
    }

    /// Validates all on several threads, one of which does something else before.
    ///
    /// # Errors
    /// That of `first`, or the first function that is invalid.
    fn validate(
        &self,
        validator: &BodyValidator,
        threads: usize,
        first: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let failure = FirstFailure::default();
        let batches = Parts::new((0..self.ranges.len()).step_by(BATCH));
        let validate = || {
            let mut allocations = FuncValidatorAllocations::default();
            while let Some(start) = batches.take() {
                for defined in start..self.ranges.len().min(start + BATCH) {
                    if let Err(error) = self.validate_one(validator, &mut allocations, defined) {
                        // Batches are taken in order: what comes before is with somebody.
                        return failure.note(defined, error);
                    }
                }
            }
        };
        match threads {
            // To ask how many processors there are takes as long as a small module does.
            1 => {
                first()?;
                validate();
            }
            _ => beside(threads, first, validate)?,
        }
        Ok(failure.into_result()?)
    }
}

fn range(r: Range<u64>) -> Range<usize> {
    // The input is in memory, so its offsets fit.
    r.start as usize..r.end as usize
}

struct Builder<'a> {
    types: TypeSpace<'a>,
    imports: Vec<Import>,
    exports: Vec<Export>,
    funcs: Vec<u32>,
    tables: Vec<TableDef>,
    memories: Vec<MemoryType>,
    globals: Vec<GlobalDef>,
    tags: Vec<u32>,
    imported: [u32; 5],
    start: Option<u32>,
    elems: Vec<ElemSegment>,
    datas: Vec<DataSegment>,
    bodies: Vec<Range<usize>>,
    customs: Vec<(Box<str>, Range<usize>)>,
}

impl<'a> Builder<'a> {
    fn new(registry: &'a TypeRegistry) -> Self {
        Builder {
            types: TypeSpace::new(registry),
            imports: Vec::new(),
            exports: Vec::new(),
            funcs: Vec::new(),
            tables: Vec::new(),
            memories: Vec::new(),
            globals: Vec::new(),
            tags: Vec::new(),
            imported: [0; 5],
            start: None,
            elems: Vec::new(),
            datas: Vec::new(),
            bodies: Vec::new(),
            customs: Vec::new(),
        }
    }

    fn payload(&mut self, payload: Payload<'_>) -> Result<()> {
        match payload {
            Payload::TypeSection(reader) => {
                for group in reader {
                    self.types.add_group(&group?)?;
                }
            }
            Payload::ImportSection(reader) => {
                for import in reader.into_imports() {
                    self.import(import?)?;
                }
            }
            Payload::FunctionSection(reader) => {
                for ty in reader {
                    self.funcs.push(ty?);
                }
            }
            Payload::TableSection(reader) => {
                for table in reader {
                    let table = table?;
                    let init = match &table.init {
                        wp::TableInit::RefNull => None,
                        wp::TableInit::Expr(e) => Some(const_expr::decode(&self.types, e)?),
                    };
                    self.tables.push(TableDef { ty: self.types.table(table.ty), init });
                }
            }
            Payload::MemorySection(reader) => {
                for memory in reader {
                    self.memories.push(convert::memory(memory?));
                }
            }
            Payload::GlobalSection(reader) => {
                for global in reader {
                    let global = global?;
                    let init = Some(const_expr::decode(&self.types, &global.init_expr)?);
                    self.globals.push(GlobalDef { ty: self.types.global(global.ty), init });
                }
            }
            Payload::TagSection(reader) => {
                for tag in reader {
                    self.tags.push(tag?.func_type_idx);
                }
            }
            Payload::ExportSection(reader) => {
                for export in reader {
                    let export = export?;
                    self.exports.push(Export { name: export.name.into(), index: entity(&export) });
                }
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(reader) => {
                for element in reader {
                    self.element(element?)?;
                }
            }
            Payload::DataSection(reader) => {
                for data in reader {
                    self.data(data?)?;
                }
            }
            Payload::CustomSection(section) => {
                let at = section.data_offset() as usize;
                self.customs.push((section.name().into(), at..at + section.data().len()));
            }
            _ => {}
        }
        Ok(())
    }

    fn import(&mut self, import: wp::Import<'_>) -> Result<()> {
        let (ty, index) = match import.ty {
            wp::TypeRef::Func(i) | wp::TypeRef::FuncExact(i) => {
                let id = self.types.ids[i as usize];
                let exact = matches!(import.ty, wp::TypeRef::FuncExact(_));
                let ty = if exact { ExternType::ExactFunc(id) } else { ExternType::Func(id) };
                self.funcs.push(i);
                self.imported[0] += 1;
                (ty, EntityIndex::Func(self.funcs.len() as u32 - 1))
            }
            wp::TypeRef::Table(t) => {
                let ty = self.types.table(t);
                self.tables.push(TableDef { ty, init: None });
                self.imported[1] += 1;
                (ExternType::Table(ty), EntityIndex::Table(self.tables.len() as u32 - 1))
            }
            wp::TypeRef::Memory(m) => {
                let ty = convert::memory(m);
                self.memories.push(ty);
                self.imported[2] += 1;
                (ExternType::Memory(ty), EntityIndex::Memory(self.memories.len() as u32 - 1))
            }
            wp::TypeRef::Global(g) => {
                let ty = self.types.global(g);
                self.globals.push(GlobalDef { ty, init: None });
                self.imported[3] += 1;
                (ExternType::Global(ty), EntityIndex::Global(self.globals.len() as u32 - 1))
            }
            wp::TypeRef::Tag(t) => {
                let func = self.types.ids[t.func_type_idx as usize];
                self.tags.push(t.func_type_idx);
                self.imported[4] += 1;
                (ExternType::Tag(TagType { func }), EntityIndex::Tag(self.tags.len() as u32 - 1))
            }
        };
        self.imports.push(Import { module: import.module.into(), name: import.name.into(), ty, index });
        Ok(())
    }

    fn element(&mut self, element: wp::Element<'_>) -> Result<()> {
        let (ty, items) = match element.items {
            wp::ElementItems::Functions(reader) => {
                let funcs = reader.into_iter().collect::<wp::Result<Box<[u32]>>>()?;
                (RefType { nullable: false, heap: HeapType::Func }, ElemItems::Funcs(funcs))
            }
            wp::ElementItems::Expressions(ty, reader) => {
                let mut items = Vec::new();
                for expr in reader {
                    items.push(const_expr::decode(&self.types, &expr?)?);
                }
                (self.types.reference(ty), ElemItems::Exprs(items.into()))
            }
        };
        let mode = match element.kind {
            wp::ElementKind::Passive => SegmentMode::Passive,
            wp::ElementKind::Declared => SegmentMode::Declared,
            wp::ElementKind::Active { table_index, offset_expr } => SegmentMode::Active {
                index: table_index.unwrap_or(0),
                offset: const_expr::decode(&self.types, &offset_expr)?,
            },
        };
        self.elems.push(ElemSegment { ty, items, mode });
        Ok(())
    }

    fn data(&mut self, data: wp::Data<'_>) -> Result<()> {
        let mode = match data.kind {
            wp::DataKind::Passive => SegmentMode::Passive,
            wp::DataKind::Active { memory_index, offset_expr } => SegmentMode::Active {
                index: memory_index,
                offset: const_expr::decode(&self.types, &offset_expr)?,
            },
        };
        // The segment's range covers its header too; its bytes are the end of it.
        let end = data.range.end as usize;
        self.datas.push(DataSegment { range: end - data.data.len()..end, mode });
        Ok(())
    }

    fn finish(self, bytes: Arc<[u8]>, validity: Validity, options: &LoadOptions) -> ModuleData {
        let mut codes = Vec::new();
        codes.resize_with(self.bodies.len(), CodeCell::default);
        if options.generic_entry != 0 {
            codes.iter().for_each(|cell| cell.set_entry(options.generic_entry as *const u8));
        }
        let [imported_funcs, imported_tables, imported_memories, imported_globals, imported_tags] =
            self.imported;
        let ids = self.types.ids;
        let canonical =
            |indices: &[u32]| indices.iter().map(|&i| ids[i as usize]).collect::<Box<[CanonId]>>();
        ModuleData {
            bytes,
            registry: options.registry.clone(),
            features: options.features,
            lower: options.lower,
            tiering: options.tiering,
            types_by_id: by_id(&ids),
            type_entries: self.types.held.into(),
            imports: self.imports.into(),
            exports: self.exports.into(),
            funcs: canonical(&self.funcs),
            func_types: self.funcs.into(),
            tables: self.tables.into(),
            memories: self.memories.into(),
            globals: self.globals.into(),
            tags: canonical(&self.tags),
            tag_types: self.tags.into(),
            imported_funcs,
            imported_tables,
            imported_memories,
            imported_globals,
            imported_tags,
            start: self.start,
            elems: self.elems.into(),
            datas: self.datas.into(),
            images: MemoryImages::default(),
            bodies: self.bodies.into(),
            validity,
            record: Record::new(codes.len(), options.lower.statistics),
            artifact: Artifact::default(),
            kept: None,
            codes: codes.into(),
            compiled_on_the_spot: AtomicU32::new(0),
            inlined: AtomicU32::new(0),
            customs: self.customs.into(),
            names: OnceLock::new(),
            types: ids.into(),
        }
    }
}

/// Type indices in the order of their canonical ids.
fn by_id(ids: &[CanonId]) -> Box<[(CanonId, u32)]> {
    let mut sorted: Vec<_> = ids.iter().enumerate().map(|(index, &id)| (id, index as u32)).collect();
    sorted.sort_unstable();
    sorted.dedup_by_key(|&mut (id, _)| id);
    sorted.into()
}

fn entity(export: &wp::Export<'_>) -> EntityIndex {
    match export.kind {
        wp::ExternalKind::Func | wp::ExternalKind::FuncExact => EntityIndex::Func(export.index),
        wp::ExternalKind::Table => EntityIndex::Table(export.index),
        wp::ExternalKind::Memory => EntityIndex::Memory(export.index),
        wp::ExternalKind::Global => EntityIndex::Global(export.index),
        wp::ExternalKind::Tag => EntityIndex::Tag(export.index),
    }
}
