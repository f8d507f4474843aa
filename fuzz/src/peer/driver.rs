//! The part that calls.
//!
//! ```text
//!   export   does
//!   s0 …     one call of the module with constant arguments; how it ended, results or payload -> bytes
//!   observe  globals and tables -> bytes
//!   seen     the memory with these bytes: 0 status │ 16 … results │ … globals │ tables
//! ```
//! Once instantiated it fills the companion's table of acts: functions that grow memories and tables, set globals and
//! elements, and call the module back.

use std::borrow::Cow;
use std::collections::BTreeMap;

use wasm_encoder::{
    BlockType, Catch, CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, GlobalType, ImportSection, Instruction, MemorySection,
    MemoryType, Module, RefType, TableType, TypeSection, ValType,
};

use super::capsule::{OBSERVE, Part};
use super::code::{self, Seers, push};
use super::companion;
use super::shape::Shape;
use crate::case::{Call, Case};
use crate::draw::{Stream, mix};
use crate::language::Language;

/// The export with what was seen.
pub(super) const SEEN: &str = "seen";
/// Elements of a table that are looked at, from its beginning, and as many up to its end.
const ELEMENTS: i64 = 12;
/// Tags whose exceptions are looked into.
const TAGS: usize = 4;
/// Where results begin.
const RESULTS: usize = 16;

/// Values of the status.
const RETURNED: i32 = 1;
const CAUGHT: i32 = 2;
const CAUGHT_OTHER: i32 = 99;

/// What became of it.
pub(super) struct Driver {
    pub(super) part: Part,
    pub(super) steps: Vec<String>,
    /// Bytes of its memory that mean something.
    pub(super) bytes: usize,
}

/// Functions and what else is imported, by index in the driver.
#[derive(Default)]
struct Imports {
    section: ImportSection,
    from: Vec<(usize, String)>,
    /// Of the module: their type.
    functions: Vec<u32>,
    /// Acts that are functions already, such as growing a memory.
    acts: Vec<u32>,
    tables: Vec<TableType>,
    globals: Vec<GlobalType>,
    /// The type of each tag.
    tags: Vec<u32>,
    next_function: u32,
}

struct Builder<'a> {
    shape: &'a Shape,
    imports: Imports,
    types: TypeSection,
    number_of_types: u32,
    nothing: u32,
    functions: FunctionSection,
    bodies: CodeSection,
    exports: ExportSection,
    seers: Seers,
    exceptions: bool,
    /// Bytes for results; behind them, what is observed.
    results: usize,
}

/// Something that imports do behind the module's back.
enum Act {
    Defined(u32),
    Body(Function),
}

/// The companion's own exports come first in their index spaces.
const ACTS: u32 = 0;
const NESTING: u32 = 0;

pub(super) fn build(
    shape: &Shape,
    case: &Case,
    language: &Language,
    companion: usize,
    subject: usize,
    last: usize,
) -> Driver {
    let mut types = shape.section.clone();
    let nothing = shape.types.len() as u32;
    types.ty().function([], []);
    let mut builder = Builder {
        shape,
        imports: Imports::default(),
        types,
        number_of_types: nothing + 1,
        nothing,
        functions: FunctionSection::new(),
        bodies: CodeSection::new(),
        exports: ExportSection::new(),
        seers: Seers::default(),
        exceptions: language.exceptions,
        results: 0,
    };
    builder.import(companion, subject, last);
    builder.seers(language);
    let room = shape.types.iter().map(|ty| match ty {
        super::shape::Composite::Func(params, results) => params.len().max(results.len()),
        _ => 0,
    });
    builder.results = RESULTS + 16 * room.max().unwrap_or(0);
    let steps = builder.steps(&case.calls);
    let bytes = builder.observe();
    let acts = builder.acts(case.host);
    let (wasm, imports) = builder.finish(&acts, bytes);
    Driver { part: Part { name: "driver", wasm, imports }, steps, bytes }
}

impl Builder<'_> {
    fn import(&mut self, companion: usize, subject: usize, last: usize) {
        let imports = &mut self.imports;
        let add = |imports: &mut Imports, from: usize, name: &str, ty: EntityType| {
            imports.section.import("", name, ty);
            imports.from.push((from, name.to_owned()));
        };
        let acts = u64::from(companion::ACTS_SIZE);
        let table = TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: acts,
            maximum: Some(acts),
            shared: false,
        };
        let nesting = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        add(imports, companion, companion::ACTS, EntityType::Table(table));
        add(imports, companion, companion::NESTING, EntityType::Global(nesting));
        (imports.tables, imports.globals) = (vec![table], vec![nesting]);
        for (name, ty) in &self.shape.exports {
            match *ty {
                EntityType::Function(ty) | EntityType::FunctionExact(ty) => {
                    imports.functions.push(ty);
                    imports.next_function += 1;
                }
                EntityType::Table(ty) => imports.tables.push(ty),
                EntityType::Global(ty) => imports.globals.push(ty),
                EntityType::Tag(ty) if self.exceptions => imports.tags.push(ty.func_type_idx),
                EntityType::Tag(_) | EntityType::Memory(_) => continue,
            }
            add(imports, subject, name, *ty);
        }
        let memories =
            self.shape.exports.iter().filter(|(_, ty)| matches!(ty, EntityType::Memory(_))).count();
        for handle in last - memories..last {
            for act in ["grow", "poke"] {
                add(imports, handle, act, EntityType::Function(self.nothing));
                imports.acts.push(imports.next_function);
                imports.next_function += 1;
            }
        }
    }

    /// A function of this type.
    fn define(&mut self, ty: u32, body: &Function) -> u32 {
        self.functions.function(ty);
        self.bodies.function(body);
        self.imports.next_function + self.functions.len() - 1
    }

    fn type_of(&mut self, params: &[ValType], results: &[ValType]) -> u32 {
        self.types.ty().function(params.iter().copied(), results.iter().copied());
        self.number_of_types += 1;
        self.number_of_types - 1
    }

    fn seers(&mut self, language: &Language) {
        if !language.gc {
            return;
        }
        let ty = self.type_of(&[ValType::FUNCREF], &[ValType::I64]);
        self.seers.func = Some(self.define(ty, &code::see_func(self.shape)));
        let ty = self.type_of(&[ValType::Ref(RefType::ANYREF)], &[ValType::I64]);
        let any = self.define(ty, &code::see_any(self.shape));
        let ty = self.type_of(&[ValType::EXTERNREF], &[ValType::I64]);
        self.seers.external = Some(self.define(ty, &code::see_external(any)));
        self.seers.any = Some(any);
    }

    /// A function of the module, of this type or of any.
    fn find(&self) -> impl Fn(Option<u32>) -> Option<u32> + 'static {
        let functions = self.imports.functions.clone();
        move |ty| {
            let place = functions.iter().position(|&t| ty.is_none_or(|ty| ty == t));
            place.map(|place| place as u32)
        }
    }

    /// One for each call whose arguments can be made; their exports. The same call again is the same export again: what an
    /// engine takes time for is to compile.
    fn steps(&mut self, calls: &[Call]) -> Vec<String> {
        let (mut names, mut known) = (Vec::new(), BTreeMap::new());
        let functions = self.imports.functions.len();
        for call in calls {
            let Some(function) = (call.function as usize).checked_rem(functions) else { continue };
            let name = known.entry((function, call.arguments)).or_insert_with(|| {
                let body = self.step(function, call.arguments)?;
                let step = self.define(self.nothing, &body);
                let name = format!("s{step}");
                self.exports.export(&name, ExportKind::Func, step);
                Some(name)
            });
            names.extend(name.clone());
        }
        names
    }

    fn step(&mut self, function: usize, arguments: u64) -> Option<Function> {
        use Instruction as I;
        let (params, results) = self.shape.signature(self.imports.functions[function])?;
        let mut stream = Stream::new(arguments);
        let find = self.find();
        let arguments: Option<Vec<_>> =
            params.iter().map(|&ty| code::make(self.shape, ty, &mut stream, &find)).collect();
        let arguments = arguments?;
        let tags: Vec<u32> = self.imports.tags.iter().copied().take(TAGS).collect();
        let payloads: Vec<&[ValType]> =
            tags.iter().map(|&ty| self.shape.signature(ty).map_or(&[][..], |(fields, _)| fields)).collect();
        // A local for each result and each field: values leave the stack before their address can be put below.
        let all: Vec<ValType> = results.iter().chain(payloads.iter().copied().flatten()).copied().collect();
        let mut code = Function::new(all.iter().map(|&ty| (1, ty)));
        push(&mut code, &[I::I32Const(0), I::GlobalSet(NESTING)]);
        push(&mut code, &[I::I32Const(0), I::I32Const(0), I::I32Store(code::at(0))]);
        if self.exceptions {
            code.instruction(&I::Block(BlockType::Empty));
            let mut catches = vec![Catch::All { label: tags.len() as u32 }];
            for (i, payload) in payloads.iter().enumerate().rev() {
                let block = self.type_of(&[], payload);
                code.instruction(&I::Block(BlockType::FunctionType(block)));
                catches.insert(0, Catch::One { tag: i as u32, label: i as u32 });
            }
            code.instruction(&I::TryTable(BlockType::Empty, Cow::Owned(catches)));
        }
        arguments.iter().for_each(|argument| push(&mut code, argument));
        code.instruction(&I::Call(function as u32));
        self.keep(&mut code, results, 0, RETURNED);
        if self.exceptions {
            push(&mut code, &[I::Return, I::End, I::Unreachable]);
            let mut local = results.len();
            for (i, payload) in payloads.iter().enumerate() {
                code.instruction(&I::End);
                self.keep(&mut code, payload, local, CAUGHT + i as i32);
                code.instruction(&I::Return);
                local += payload.len();
            }
            push(&mut code, &[I::End]);
            self.keep(&mut code, &[], 0, CAUGHT_OTHER);
        }
        code.instruction(&I::End);
        Some(code)
    }

    /// Stores the values on the stack, and the status.
    fn keep(&self, code: &mut Function, types: &[ValType], local: usize, status: i32) {
        use Instruction as I;
        for i in (0..types.len()).rev() {
            code.instruction(&I::LocalSet((local + i) as u32));
        }
        for (i, &ty) in types.iter().enumerate() {
            code.instruction(&I::I32Const(0)).instruction(&I::LocalGet((local + i) as u32));
            code::store(code, self.shape, self.seers, ty, RESULTS + 16 * i);
        }
        code.instruction(&I::I32Const(0)).instruction(&I::I32Const(status));
        code.instruction(&I::I32Store(code::at(0)));
    }

    /// Writes down globals and tables; where that ends.
    fn observe(&mut self) -> usize {
        use Instruction as I;
        let mut place = self.results;
        let mut code = Function::new([]);
        for (i, global) in self.imports.globals.iter().enumerate().skip(1) {
            code.instruction(&I::I32Const(0)).instruction(&I::GlobalGet(i as u32));
            code::store(&mut code, self.shape, self.seers, global.val_type, place);
            place += 16;
        }
        for i in 1..self.imports.tables.len() {
            let body = self.table(i, place);
            place += 8 + 16 * ELEMENTS as usize;
            let function = self.define(self.nothing, &body);
            code.instruction(&I::Call(function));
        }
        code.instruction(&I::End);
        let function = self.define(self.nothing, &code);
        self.exports.export(OBSERVE, ExportKind::Func, function);
        place
    }

    /// The size of a table, its first elements and its last ones.
    fn table(&self, table: usize, place: usize) -> Function {
        use Instruction as I;
        let ty = self.imports.tables[table];
        let index = table as u32;
        let mut code = Function::new([(3, ValType::I64)]);
        let (size, count, at) = (0, 1, 2);
        code.instruction(&I::I32Const(0)).instruction(&I::TableSize(index));
        if !ty.table64 {
            code.instruction(&I::I64ExtendI32U);
        }
        push(&mut code, &[I::LocalTee(size), I::I64Store(code::at(place))]);
        push(&mut code, &[I::Block(BlockType::Empty), I::Loop(BlockType::Empty)]);
        // The second half counts from the end; what is before the beginning is a large number then.
        push(
            &mut code,
            &[I::LocalGet(count), I::LocalGet(size), I::I64Const(2 * ELEMENTS), I::I64Sub, I::I64Const(0)],
        );
        push(&mut code, &[I::LocalGet(count), I::I64Const(ELEMENTS), I::I64GeU, I::Select]);
        push(&mut code, &[I::I64Add, I::LocalTee(at), I::LocalGet(size), I::I64LtU]);
        push(&mut code, &[I::If(BlockType::Empty)]);
        push(&mut code, &[I::LocalGet(count), I::I32WrapI64, I::I32Const(8), I::I32Mul, I::LocalGet(at)]);
        if !ty.table64 {
            code.instruction(&I::I32WrapI64);
        }
        code.instruction(&I::TableGet(index));
        code::store(&mut code, self.shape, self.seers, ValType::Ref(ty.element_type), place + 8);
        push(&mut code, &[I::End]);
        push(&mut code, &[I::LocalGet(count), I::I64Const(1), I::I64Add, I::LocalTee(count)]);
        push(&mut code, &[I::I64Const(2 * ELEMENTS), I::I64LtU, I::BrIf(0), I::End, I::End, I::End]);
        code
    }

    /// Functions that take and give nothing, and change something.
    fn acts(&mut self, seed: u64) -> Vec<u32> {
        use Instruction as I;
        let mut stream = Stream::new(mix(seed, 0xac));
        let find = self.find();
        let mut acts: Vec<Act> = self.imports.acts.iter().copied().map(Act::Defined).collect();
        for (i, table) in self.imports.tables.iter().enumerate().skip(1) {
            let number = |n: i32| if table.table64 { I::I64Const(n.into()) } else { I::I32Const(n) };
            let element = ValType::Ref(table.element_type);
            if let Some(value) = code::make(self.shape, element, &mut stream, &find) {
                let (mut set, mut grow) = (Function::new([]), Function::new([]));
                push(&mut set, &[number(stream.below(4) as i32)]);
                push(&mut set, &value);
                push(&mut set, &[I::TableSet(i as u32), I::End]);
                push(&mut grow, &value);
                push(&mut grow, &[number(1), I::TableGrow(i as u32), I::Drop, I::End]);
                acts.extend([Act::Body(set), Act::Body(grow)]);
            }
        }
        for (i, global) in self.imports.globals.iter().enumerate().skip(1) {
            let value = code::make(self.shape, global.val_type, &mut stream, &find);
            if let (true, Some(value)) = (global.mutable, value) {
                let mut set = Function::new([]);
                push(&mut set, &value);
                push(&mut set, &[I::GlobalSet(i as u32), I::End]);
                acts.push(Act::Body(set));
            }
        }
        for (i, &ty) in self.imports.functions.iter().enumerate() {
            let Some((params, results)) = self.shape.signature(ty) else { continue };
            let made: Option<Vec<_>> =
                params.iter().map(|&ty| code::make(self.shape, ty, &mut stream, &find)).collect();
            if let Some(made) = made {
                let mut call = Function::new([]);
                made.iter().for_each(|value| push(&mut call, value));
                push(&mut call, &[I::Call(i as u32)]);
                push(&mut call, &vec![I::Drop; results.len()]);
                push(&mut call, &[I::End]);
                acts.push(Act::Body(call));
            }
        }
        // More than there is room for: some of each kind.
        let most = companion::ACTS_SIZE as usize;
        let from = if acts.len() > most { stream.below(acts.len()) } else { 0 };
        acts.rotate_left(from);
        acts.truncate(most);
        let define = |act| match act {
            Act::Defined(function) => function,
            Act::Body(body) => self.define(self.nothing, &body),
        };
        acts.into_iter().map(define).collect()
    }

    fn finish(mut self, acts: &[u32], bytes: usize) -> (Vec<u8>, Vec<(usize, String)>) {
        let mut elements = ElementSection::new();
        if !acts.is_empty() {
            elements.active(
                Some(ACTS),
                &ConstExpr::i32_const(0),
                Elements::Functions(Cow::Owned(acts.to_vec())),
            );
        }
        let functions: Vec<u32> = (0..self.imports.functions.len() as u32).collect();
        if !functions.is_empty() {
            elements.declared(Elements::Functions(Cow::Owned(functions)));
        }
        let mut memories = MemorySection::new();
        let minimum = (bytes as u64).div_ceil(65536).max(1);
        memories.memory(MemoryType {
            minimum,
            maximum: Some(minimum),
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        self.exports.export(SEEN, ExportKind::Memory, 0);
        let mut module = Module::new();
        module.section(&self.types).section(&self.imports.section).section(&self.functions);
        module.section(&memories).section(&self.exports);
        if !elements.is_empty() {
            module.section(&elements);
        }
        module.section(&self.bodies);
        (module.finish(), self.imports.from)
    }
}
