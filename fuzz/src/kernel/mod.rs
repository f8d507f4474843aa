//! Modules that compute: loops, pressure on registers, calls.
//!
//! # Problem
//! What wasm-smith makes is broad and shallow: it rarely loops, and a value rarely survives ten operators. Allocation of
//! registers, values that live in registers for a whole loop, and entering machine code in the middle of one are then
//! hardly touched; and these are where compilers go wrong.
//!
//! # Idea
//! Functions of statements: up to forty locals of all types, nested loops in the shapes that compilers produce, branches,
//! calls with up to a dozen parameters, accesses of every width up to the last byte of memory, in some also objects. They end by construction
//! (`body`), so they need no fuel and are run with it as well as without. Half of them store all locals at their end: what
//! went wrong somewhere is then seen, and every local is alive throughout.

mod array;
mod body;
mod bulk;
mod expression;
mod nan;
mod object;
mod op;
mod product;
mod reference;
mod statement;

use std::borrow::Cow;

use wasm_encoder::{
    CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, FunctionSection, GlobalSection, GlobalType, ImportSection, Instruction, MemArg,
    MemArgTarget, MemorySection, MemoryType, Module, RefType, TableSection, TableType, TagKind, TagSection,
    TagType, TypeSection,
};

use crate::draw::Draw;
use crate::language::Language;
use crate::value;
use body::{Body, MIX};
use op::Ty;

/// The one tag.
const TAG: u32 = 0;
/// The largest first argument of a function that calls itself.
const RECURSION: u64 = 5;

#[derive(Clone, Debug)]
struct Signature {
    params: Vec<Ty>,
    results: Vec<Ty>,
    /// Operators executed in one call, at most.
    cost: u64,
    /// It is one of `product`.
    is_product: bool,
}

#[derive(Clone, Copy)]
struct Memory {
    is_64: bool,
    bytes: u64,
    imported: bool,
    /// Only ever used by one thread, but accesses and growth are those of shared memories.
    shared: bool,
}

impl Memory {
    /// The type of its addresses.
    fn index(self) -> Ty {
        if self.is_64 { Ty::I64 } else { Ty::I32 }
    }
}

struct Global {
    ty: Ty,
    mutable: bool,
    imported: bool,
}

/// What the functions of a module can refer to.
struct Outline {
    types: Vec<(Vec<Ty>, Vec<Ty>)>,
    /// Imported functions.
    hosts: Vec<Signature>,
    functions: Vec<Signature>,
    memories: Vec<Memory>,
    /// Imported ones first.
    globals: Vec<Global>,
    tag: Vec<Ty>,
    exceptions: bool,
    wide: bool,
    /// Whether there are objects.
    objects: bool,
    /// Types of references that stand among the others.
    refs: Vec<Ty>,
    /// Whether there are arrays.
    arrays: bool,
    language: Language,
}

impl Outline {
    fn draw(draw: &mut Draw<'_>, language: &Language) -> Outline {
        let with_refs = draw.chance(1, 3);
        let may = |ty: &Ty| with_refs && (*ty != Ty::Any || language.gc);
        let refs: Vec<Ty> = reference::ALL.into_iter().filter(may).collect();
        let types = |draw: &mut Draw<'_>, low: usize, high: usize| -> Vec<Ty> {
            (0..draw.between(low, high)).map(|_| one_of(draw, &refs)).collect()
        };
        let signature = |draw: &mut Draw<'_>| {
            let most = match draw.below(200) {
                199 => 1_000,
                kind => [4, 2, 12][kind % 3],
            };
            let params = types(draw, 0, most);
            let most = match draw.below(200) {
                199 => 1_000,
                kind => [1, 1, 4][kind % 3],
            };
            Signature { params, results: types(draw, 1, most), cost: 0, is_product: false }
        };
        let hosts = (0..draw.below(3)).map(|_| signature(draw)).collect();
        let mut functions: Vec<Signature> = (0..draw.between(1, 5)).map(|_| signature(draw)).collect();
        let mut memories: Vec<Memory> = (0..draw.pick(&[1, 1, 1, 2, 0]))
            .map(|_| Memory {
                is_64: draw.chance(1, 5),
                bytes: 65536,
                imported: draw.chance(1, 6),
                // Other engines show the bytes of shared memories in other ways.
                shared: draw.chance(1, 16) && language.threads && !language.bounded,
            })
            .collect();
        memories.truncate(if language.memories { usize::MAX } else { 1 });
        memories.iter_mut().for_each(|memory| memory.is_64 &= language.memory64);
        memories.sort_by_key(|memory| !memory.imported);
        let mut globals: Vec<Global> = (0..draw.between(0, 7))
            .map(|_| Global {
                ty: one_of(draw, &refs),
                mutable: !draw.chance(1, 4),
                imported: draw.chance(1, 4),
            })
            .collect();
        globals.sort_by_key(|global| !global.imported);
        // In front, where others call it.
        if draw.chance(1, 16) {
            let stored = memories.first().is_some_and(|memory| !memory.is_64) && draw.chance(2, 3);
            functions.insert(0, product::signature(stored));
        }
        let tag = types(draw, 0, 3);
        let exceptions = draw.chance(1, 3) && language.exceptions;
        let wide = draw.chance(1, 3) && language.wide;
        let objects = draw.chance(1, 4) && language.descriptors;
        let arrays = draw.chance(1, 4) && language.gc;
        let (types, language) = (Vec::new(), *language);
        Outline {
            types,
            hosts,
            functions,
            memories,
            globals,
            tag,
            exceptions,
            wide,
            objects,
            refs,
            arrays,
            language,
        }
    }

    /// A type of a value.
    fn ty(&self, draw: &mut Draw<'_>) -> Ty {
        one_of(draw, &self.refs)
    }

    /// The index of a function type.
    fn type_of(&mut self, params: &[Ty], results: &[Ty]) -> u32 {
        let found = self.types.iter().position(|(p, r)| p == params && r == results);
        found.unwrap_or_else(|| {
            self.types.push((params.to_vec(), results.to_vec()));
            self.types.len() - 1
        }) as u32
            + self.first_array()
            + if self.arrays { array::TYPES } else { 0 }
    }

    /// The index of the first array type, if there are arrays.
    fn first_array(&self) -> u32 {
        if self.objects { object::TYPES } else { 0 }
    }

    /// The index of a function that is defined here.
    fn function(&self, defined: usize) -> u32 {
        (self.hosts.len() + defined) as u32
    }
}

/// A type, now and then one of these.
fn one_of(draw: &mut Draw<'_>, refs: &[Ty]) -> Ty {
    match !refs.is_empty() && draw.chance(1, 6) {
        true => draw.pick(refs),
        false => draw.pick(&MIX),
    }
}

/// Any bytes make a module.
pub(crate) fn module(draw: &mut Draw<'_>, language: &Language) -> Vec<u8> {
    let mut outline = Outline::draw(draw, language);
    let mut code = CodeSection::new();
    for index in 0..outline.functions.len() {
        code.function(&function(draw, &mut outline, index));
    }
    assemble(draw, outline, &code)
}

fn function(draw: &mut Draw<'_>, outline: &mut Outline, index: usize) -> wasm_encoder::Function {
    let signature = outline.functions[index].clone();
    if signature.is_product {
        return product::function(draw, signature.results.is_empty());
    }
    let recursive = signature.params.first() == Some(&Ty::I32) && draw.chance(1, 4);
    let restarts = recursive && outline.language.tail_calls && draw.chance(1, 2);
    let stores_all = draw.chance(1, 2);
    let mut body = Body::new(draw, outline, index, usize::from(recursive));
    if recursive {
        body.push(Instruction::LocalGet(0));
        body.push(Instruction::I32Const(RECURSION as i32));
        body.push(Instruction::I32RemU);
        body.push(Instruction::LocalTee(0));
        body.open(Instruction::If(wasm_encoder::BlockType::Empty), None);
        let most = if restarts { 1 } else { 2 };
        for _ in 0..body.draw.between(1, most) {
            body.recurse();
        }
        body.close();
    }
    for (local, ty) in body.variables() {
        if body.draw.chance(1, 2) {
            body.expression(ty, 1);
            body.push(Instruction::LocalSet(local));
        }
    }
    // Long enough to use the room that there is.
    for _ in 0..12 {
        if !body.is_full() {
            body.statements(3);
        }
    }
    if stores_all && !body.outline.memories.is_empty() {
        store_all(&mut body);
    }
    if restarts {
        body.restart();
    }
    body.expressions(&signature.results, 2);
    // A tree of calls with two branches at each, at most.
    let calls = if recursive { 1 << RECURSION } else { 1 };
    // Locals that are never used are still set to zero.
    let cost = (body.cost + u64::from(body.far) / 8) * calls;
    let function = body.finish();
    outline.functions[index].cost = cost;
    function
}

fn store_all(body: &mut Body<'_, '_>) {
    let scalars = body.variables().into_iter().filter(|(_, ty)| !ty.is_reference());
    for (i, (local, ty)) in scalars.enumerate() {
        let target = MemArgTarget::Memory(0);
        let at = MemArg { offset: 2048 + 16 * i as u64, align: 0, target, ordering: None };
        body.push(match body.outline.memories[0].is_64 {
            true => Instruction::I64Const(0),
            false => Instruction::I32Const(0),
        });
        body.push(Instruction::LocalGet(local));
        body.push(match ty {
            Ty::I32 => Instruction::I32Store(at),
            Ty::I64 => Instruction::I64Store(at),
            Ty::F32 => Instruction::F32Store(at),
            Ty::F64 => Instruction::F64Store(at),
            _ => Instruction::V128Store(at),
        });
    }
}

/// The sections around the code.
fn assemble(draw: &mut Draw<'_>, mut outline: Outline, code: &CodeSection) -> Vec<u8> {
    let mut imports = ImportSection::new();
    let mut exports = ExportSection::new();
    for (i, host) in outline.hosts.clone().iter().enumerate() {
        let ty = outline.type_of(&host.params, &host.results);
        imports.import("host", &format!("f{i}"), EntityType::Function(ty));
    }
    let mut functions = FunctionSection::new();
    for (i, signature) in outline.functions.clone().iter().enumerate() {
        functions.function(outline.type_of(&signature.params, &signature.results));
        exports.export(&format!("f{i}"), ExportKind::Func, outline.function(i));
    }
    let mut memories = MemorySection::new();
    for (i, memory) in outline.memories.iter().enumerate() {
        let ty = MemoryType {
            minimum: memory.bytes >> 16,
            maximum: (draw.chance(1, 2) || outline.language.bounded || memory.shared).then_some(4),
            memory64: memory.is_64,
            shared: memory.shared,
            page_size_log2: None,
        };
        match memory.imported {
            true => drop(imports.import("host", &format!("m{i}"), EntityType::Memory(ty))),
            false => drop(memories.memory(ty)),
        }
        exports.export(&format!("m{i}"), ExportKind::Memory, i as u32);
    }
    let mut globals = GlobalSection::new();
    let mut stream = draw.stream();
    for (i, global) in outline.globals.iter().enumerate() {
        let ty = GlobalType { val_type: global.ty.encoded(), mutable: global.mutable, shared: false };
        match global.imported {
            true => drop(imports.import("host", &format!("g{i}"), EntityType::Global(ty))),
            false => drop(globals.global(ty, &initial(global.ty, &mut stream))),
        }
        exports.export(&format!("g{i}"), ExportKind::Global, i as u32);
    }
    if outline.objects {
        object::globals(&mut globals);
    }
    let mut tags = TagSection::new();
    if outline.language.exceptions {
        let func_type_idx = outline.type_of(&outline.tag.clone(), &[]);
        tags.tag(TagType { kind: TagKind::Exception, func_type_idx });
        exports.export("t", ExportKind::Tag, TAG);
    }
    let types = types(&outline);
    let defined: Vec<u32> = (0..outline.functions.len()).map(|i| outline.function(i)).collect();
    let (mut tables, mut elements) = (TableSection::new(), ElementSection::new());
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        // Two elements are null, and the index after those is beyond the end.
        minimum: defined.len() as u64 + 2,
        maximum: None,
        shared: false,
    });
    elements.active(None, &ConstExpr::i32_const(0), Elements::Functions(Cow::Borrowed(&defined)));
    let mut data = DataSection::new();
    bulk::sections(&mut stream, &defined, &mut tables, &mut elements, &mut data);
    if let Some(memory) = outline.memories.first() {
        let at = if memory.is_64 { ConstExpr::i64_const(0) } else { ConstExpr::i32_const(0) };
        data.active(0, &at, stream.bytes(512));
    }
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&tables).section(&memories);
    if !tags.is_empty() {
        module.section(&tags);
    }
    exports.export("table", ExportKind::Table, 1);
    module.section(&globals).section(&exports).section(&elements);
    module.section(&DataCountSection { count: data.len() }).section(code).section(&data);
    module.finish()
}

fn types(outline: &Outline) -> TypeSection {
    let mut types = TypeSection::new();
    if outline.objects {
        object::types(&mut types);
    }
    if outline.arrays {
        array::types(&mut types);
    }
    for (params, results) in &outline.types {
        types.ty().function(params.iter().map(|ty| ty.encoded()), results.iter().map(|ty| ty.encoded()));
    }
    types
}

fn initial(ty: Ty, stream: &mut crate::draw::Stream) -> ConstExpr {
    match ty {
        Ty::I32 => ConstExpr::i32_const(value::int(stream, 32) as i32),
        Ty::I64 => ConstExpr::i64_const(value::int(stream, 64) as i64),
        Ty::F32 => ConstExpr::f32_const(wasm_encoder::Ieee32::new(value::float32(stream))),
        Ty::F64 => ConstExpr::f64_const(wasm_encoder::Ieee64::new(value::float64(stream))),
        Ty::V128 => ConstExpr::v128_const(value::vector(stream) as i128),
        Ty::Func | Ty::Extern | Ty::Any => reference::initial(ty),
    }
}
