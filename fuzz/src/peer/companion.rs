//! The imports of a module under test, as modules.
//!
//! Each imported function writes its arguments into a log; then, now and then, it changes something behind the back of the
//! code that called it: it traps, throws, sets a global, or calls one of the *acts* that the driver put into a table
//! (`driver`): these grow memories and tables, and call the module back. What happens when depends on a counter only.

use std::borrow::Cow;

use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection,
    Function, FunctionSection, GlobalSection, GlobalType, Instruction, MemorySection, MemoryType, Module,
    RefType, TableSection, TableType, TagSection, TypeSection, ValType,
};

use super::capsule::Part;
use super::code::{self, Seers, at, constant, push};
use super::shape::Shape;
use crate::draw::{Stream, mix};

/// The export with the log.
pub(super) const LOG: &str = "log";
/// Bytes of the log that are compared; it begins anew when they are full.
pub(super) const LOG_BYTES: usize = 4 << 10;
/// The export with the table of acts, and its size.
pub(super) const ACTS: &str = "acts";
pub(super) const ACTS_SIZE: u32 = 16;
/// The export with the number of acts under way.
pub(super) const NESTING: &str = "nesting";
/// Acts inside acts; beyond, nothing is called.
const DEEPEST: i32 = 2;
/// Calls of imports in a case after which none calls back. A loop that calls an import which calls a function with such a loop,
/// and that once more, would not end in an hour.
const ACTIVE: i32 = 500;

/// The companion's own globals, which come first.
const COUNT: u32 = 0;
const POINTER: u32 = 1;
const DEPTH: u32 = 2;
const OWN_GLOBALS: u32 = 3;

/// What an imported function does now and then.
enum Act {
    Trap,
    Throw(u32),
    SetGlobal(u32, ValType),
    CallBack(u32),
}

/// The companion; none if an import cannot be defined. Memories are parts of their own ([`memory`]).
pub(super) fn build(shape: &Shape, seed: u64) -> Option<Vec<u8>> {
    let mut stream = Stream::new(mix(seed, 0xc0));
    let mut types = shape.section.clone();
    let nothing = shape.types.len() as u32;
    types.ty().function([], []);
    // Functions: those that are imported, then one of each type that a value needs.
    let mut functions: Vec<u32> = shape.imports.iter().filter_map(function_type).collect();
    let imported = functions.len();
    functions.extend((0..shape.types.len() as u32).filter(|&ty| shape.signature(ty).is_some()));
    let find = |ty: Option<u32>| match ty {
        None => (!functions.is_empty()).then_some(0),
        Some(ty) => functions.iter().rposition(|&t| t == ty).map(|f| f as u32),
    };
    let mut definitions = Definitions::new(shape, &mut stream, &find)?;
    let (mut section, mut bodies) = (FunctionSection::new(), CodeSection::new());
    for (i, &ty) in functions.iter().enumerate() {
        section.function(ty);
        if i < imported {
            let emit = Emit { shape, stream: Stream::new(mix(seed, i as u64)), find: &find, nothing };
            bodies.function(&emit.function(i as u32, ty, &definitions.acts, &definitions.tag_types)?);
        } else {
            let mut body = Function::new([]);
            body.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
            bodies.function(&body);
        }
    }
    let mut elements = ElementSection::new();
    elements.declared(Elements::Functions(Cow::Owned((0..functions.len() as u32).collect())));
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: Some(1),
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    definitions.exports.export(LOG, ExportKind::Memory, 0);
    let mut module = Module::new();
    module.section(&types).section(&section).section(&definitions.tables).section(&memories);
    if !definitions.tags.is_empty() {
        module.section(&definitions.tags);
    }
    module.section(&definitions.globals).section(&definitions.exports);
    if !functions.is_empty() {
        module.section(&elements);
    }
    module.section(&bodies);
    Some(module.finish())
}

/// Everything but functions, with what functions do to it.
struct Definitions {
    tables: TableSection,
    globals: GlobalSection,
    tags: TagSection,
    /// The type of each tag.
    tag_types: Vec<u32>,
    exports: ExportSection,
    acts: Vec<Act>,
}

impl Definitions {
    /// None if there is no value of some type.
    fn new(
        shape: &Shape,
        stream: &mut Stream,
        find: &dyn Fn(Option<u32>) -> Option<u32>,
    ) -> Option<Definitions> {
        let mut exports = ExportSection::new();
        let mut globals = own_globals(&mut exports);
        let (mut tables, mut tags, mut tag_types) = (TableSection::new(), TagSection::new(), Vec::new());
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: ACTS_SIZE.into(),
            maximum: Some(ACTS_SIZE.into()),
            shared: false,
        });
        exports.export(ACTS, ExportKind::Table, 0);
        let mut acts: Vec<Act> =
            (0..6).map(|_| Act::CallBack(stream.below(ACTS_SIZE as usize) as u32)).collect();
        acts.push(Act::Trap);
        let mut function = 0;
        for (i, import) in shape.imports.iter().enumerate() {
            let (kind, index) = match *import {
                EntityType::Function(_) | EntityType::FunctionExact(_) => {
                    function += 1;
                    (ExportKind::Func, function - 1)
                }
                EntityType::Global(ty) => {
                    let value = code::make(shape, ty.val_type, stream, find)?;
                    globals.global(ty, &constant(value));
                    if ty.mutable {
                        acts.push(Act::SetGlobal(globals.len() - 1, ty.val_type));
                    }
                    (ExportKind::Global, globals.len() - 1)
                }
                EntityType::Table(ty) => {
                    table(shape, ty, stream, find, &mut tables)?;
                    (ExportKind::Table, tables.len() - 1)
                }
                EntityType::Tag(ty) => {
                    tags.tag(ty);
                    tag_types.push(ty.func_type_idx);
                    acts.push(Act::Throw(ty.func_type_idx));
                    (ExportKind::Tag, tags.len() - 1)
                }
                EntityType::Memory(_) => continue,
            };
            exports.export(&i.to_string(), kind, index);
        }
        Some(Definitions { tables, globals, tags, tag_types, exports, acts })
    }
}

fn function_type(import: &EntityType) -> Option<u32> {
    match *import {
        EntityType::Function(ty) | EntityType::FunctionExact(ty) => Some(ty),
        _ => None,
    }
}

fn own_globals(exports: &mut ExportSection) -> GlobalSection {
    let mut globals = GlobalSection::new();
    for _ in 0..OWN_GLOBALS {
        let ty = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        globals.global(ty, &ConstExpr::i32_const(0));
    }
    exports.export(NESTING, ExportKind::Global, DEPTH);
    globals
}

fn table(
    shape: &Shape,
    ty: TableType,
    stream: &mut Stream,
    find: &dyn Fn(Option<u32>) -> Option<u32>,
    tables: &mut TableSection,
) -> Option<()> {
    if ty.element_type.nullable {
        tables.table(ty);
    } else {
        let value = code::make(shape, ValType::Ref(ty.element_type), stream, find)?;
        tables.table_with_init(ty, &constant(value));
    }
    Some(())
}

struct Emit<'a> {
    shape: &'a Shape,
    stream: Stream,
    find: &'a dyn Fn(Option<u32>) -> Option<u32>,
    /// The type of acts.
    nothing: u32,
}

impl Emit<'_> {
    /// Logs, acts, returns; none if a result cannot be made.
    fn function(mut self, number: u32, ty: u32, acts: &[Act], tags: &[u32]) -> Option<Function> {
        let (params, results) = self.shape.signature(ty)?;
        let mut code = Function::new([]);
        use Instruction as I;
        push(&mut code, &[I::GlobalGet(COUNT), I::I32Const(1), I::I32Add, I::GlobalSet(COUNT)]);
        push(&mut code, &[I::GlobalGet(POINTER), I::I32Const(number as i32 + 1), I::I32Store(at(0))]);
        push(&mut code, &[I::GlobalGet(POINTER), I::GlobalGet(COUNT), I::I32Store(at(4))]);
        for (i, &param) in params.iter().enumerate() {
            code.instruction(&I::GlobalGet(POINTER)).instruction(&I::LocalGet(i as u32));
            code::store(&mut code, self.shape, Seers::default(), param, 16 + 16 * i);
        }
        let entry = 16 * (params.len() as i32 + 1);
        push(&mut code, &[I::GlobalGet(POINTER), I::I32Const(entry), I::I32Add]);
        push(&mut code, &[I::I32Const(LOG_BYTES as i32 - 1), I::I32And, I::GlobalSet(POINTER)]);
        // Powers of two, so that each act comes at its own turns.
        for turn in [2, 5, 16] {
            let act = &acts[self.stream.below(acts.len())];
            let when = self.stream.below(turn as usize) as i32;
            // An import that always trapped would end every call.
            let turn = if matches!(act, Act::Trap | Act::Throw(_)) { turn * 4 } else { turn };
            push(&mut code, &[I::GlobalGet(COUNT), I::I32Const(turn), I::I32RemU]);
            push(&mut code, &[I::I32Const(when), I::I32Eq, I::If(BlockType::Empty)]);
            self.act(&mut code, act, tags);
            code.instruction(&I::End);
        }
        for &result in results {
            push(&mut code, &code::make(self.shape, result, &mut self.stream, self.find)?);
        }
        code.instruction(&I::End);
        Some(code)
    }

    fn act(&mut self, code: &mut Function, act: &Act, tags: &[u32]) {
        use Instruction as I;
        match *act {
            Act::Trap => push(code, &[I::Unreachable]),
            Act::Throw(ty) => {
                let Some(tag) = tags.iter().position(|&t| t == ty) else { return };
                let Some((fields, _)) = self.shape.signature(ty) else { return };
                let made: Option<Vec<_>> = fields
                    .iter()
                    .map(|&ty| code::make(self.shape, ty, &mut self.stream, self.find))
                    .collect();
                if let Some(made) = made {
                    made.iter().for_each(|field| push(code, field));
                    code.instruction(&I::Throw(tag as u32));
                }
            }
            Act::SetGlobal(global, ty) => {
                if let Some(made) = code::make(self.shape, ty, &mut self.stream, self.find) {
                    push(code, &made);
                    code.instruction(&I::GlobalSet(global));
                }
            }
            Act::CallBack(index) => {
                let index = index as i32;
                for instruction in [
                    I::GlobalGet(DEPTH),
                    I::I32Const(DEEPEST),
                    I::I32LtU,
                    I::GlobalGet(COUNT),
                    I::I32Const(ACTIVE),
                    I::I32LtU,
                    I::I32And,
                    I::I32Const(index),
                    I::TableGet(0),
                    I::RefIsNull,
                    I::I32Eqz,
                    I::I32And,
                    I::If(BlockType::Empty),
                    I::GlobalGet(DEPTH),
                    I::I32Const(1),
                    I::I32Add,
                    I::GlobalSet(DEPTH),
                    I::I32Const(index),
                    I::CallIndirect { type_index: self.nothing, table_index: 0 },
                    I::GlobalGet(DEPTH),
                    I::I32Const(1),
                    I::I32Sub,
                    I::GlobalSet(DEPTH),
                    I::End,
                ] {
                    code.instruction(&instruction);
                }
            }
        }
    }
}

/// A part with one memory: its own, or one that it imports; with acts upon it.
pub(super) fn memory(ty: MemoryType, from: Option<(usize, String)>) -> Part {
    use Instruction as I;
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let mut functions = FunctionSection::new();
    functions.function(0).function(0);
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0);
    exports.export("grow", ExportKind::Func, 0).export("poke", ExportKind::Func, 1);
    let number = |n: i32| if ty.memory64 { I::I64Const(n.into()) } else { I::I32Const(n) };
    let mut bodies = CodeSection::new();
    let mut grow = Function::new([]);
    for instruction in [number(1), I::MemoryGrow(0), I::Drop, I::End] {
        grow.instruction(&instruction);
    }
    let mut poke = Function::new([]);
    for instruction in [number(40), number(40), I::I32Load8U(at(0)), I::I32Const(85), I::I32Xor] {
        poke.instruction(&instruction);
    }
    poke.instruction(&I::I32Store8(at(0))).instruction(&I::End);
    bodies.function(&grow).function(&poke);
    let mut module = Module::new();
    module.section(&types);
    match from {
        Some(_) => {
            let mut imports = wasm_encoder::ImportSection::new();
            imports.import("", "memory", EntityType::Memory(ty));
            module.section(&imports).section(&functions);
        }
        None => {
            let mut memories = MemorySection::new();
            memories.memory(ty);
            module.section(&functions).section(&memories);
        }
    }
    module.section(&exports).section(&bodies);
    Part { name: "memory", wasm: module.finish(), imports: from.into_iter().collect() }
}
