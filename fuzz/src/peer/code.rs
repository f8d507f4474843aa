//! Pieces of code that companion and driver share: values, and what can be seen of them.

use wasm_encoder::{
    AbstractHeapType, ConstExpr, Function, HeapType, Ieee32, Ieee64, Instruction, MemArg, MemArgTarget,
    RefType, StorageType, ValType,
};

use super::shape::{Composite, Shape};
use crate::draw::Stream;
use crate::value;

/// Types that a reference is tested for.
const TESTED: usize = 10;
/// Fields of an object that are looked at.
const FIELDS: usize = 4;

/// Code that leaves one value.
pub(super) type Code = Vec<Instruction<'static>>;

pub(super) fn push(code: &mut Function, list: &[Instruction<'static>]) {
    for instruction in list {
        code.instruction(instruction);
    }
}

/// An address in the only memory of the module.
pub(super) fn at(offset: usize) -> MemArg {
    let target = MemArgTarget::Memory(0);
    MemArg { offset: offset as u64, align: 0, target, ordering: None }
}

/// A value of this type, as code that is constant as well; none if there is no such code. `function` finds a function of
/// a type, or of any.
pub(super) fn make(
    shape: &Shape,
    ty: ValType,
    stream: &mut Stream,
    function: &dyn Fn(Option<u32>) -> Option<u32>,
) -> Option<Code> {
    Some(vec![match ty {
        ValType::I32 => Instruction::I32Const(value::int(stream, 32) as i32),
        ValType::I64 => Instruction::I64Const(value::int(stream, 64) as i64),
        ValType::F32 => Instruction::F32Const(Ieee32::new(value::float32(stream))),
        ValType::F64 => Instruction::F64Const(Ieee64::new(value::float64(stream))),
        ValType::V128 => Instruction::V128Const(value::vector(stream) as i128),
        ValType::Ref(ty) => return reference(shape, ty, stream, function),
    }])
}

fn reference(
    shape: &Shape,
    ty: RefType,
    stream: &mut Stream,
    function: &dyn Fn(Option<u32>) -> Option<u32>,
) -> Option<Code> {
    use AbstractHeapType as Abstract;
    let null = vec![Instruction::RefNull(ty.heap_type)];
    if ty.nullable && stream.below(4) == 0 {
        return Some(null);
    }
    let number = vec![Instruction::I32Const(value::int(stream, 32) as i32), Instruction::RefI31];
    let objects = shape.has_objects;
    let made = match ty.heap_type {
        HeapType::Abstract { ty: Abstract::Func, .. } => {
            function(None).map(|f| vec![Instruction::RefFunc(f)])
        }
        HeapType::Abstract { ty: Abstract::Extern, .. } if objects => {
            Some([number, vec![Instruction::ExternConvertAny]].concat())
        }
        HeapType::Abstract { ty: Abstract::Any | Abstract::Eq | Abstract::I31, .. } => Some(number),
        HeapType::Concrete(index) => match shape.types.get(index as usize) {
            Some(Composite::Func(..)) => function(Some(index)).map(|f| vec![Instruction::RefFunc(f)]),
            Some(Composite::Struct(fields)) => {
                let fits = fields.iter().all(|field| is_defaultable(*field));
                fits.then(|| vec![Instruction::StructNewDefault(index)])
            }
            Some(Composite::Array(field)) => is_defaultable(*field)
                .then(|| vec![Instruction::I32Const(3), Instruction::ArrayNewDefault(index)]),
            _ => None,
        },
        _ => None,
    };
    made.or(ty.nullable.then_some(null))
}

fn is_defaultable(ty: StorageType) -> bool {
    match ty {
        StorageType::Val(ValType::Ref(ty)) => ty.nullable,
        _ => true,
    }
}

/// Code as a constant expression.
pub(super) fn constant(code: Code) -> ConstExpr {
    ConstExpr::extended(code)
}

/// Which function looks at references of a root: it takes one and gives an i64.
#[derive(Clone, Copy, Default)]
pub(super) struct Seers {
    pub(super) func: Option<u32>,
    pub(super) any: Option<u32>,
    pub(super) external: Option<u32>,
}

/// The root of a reference type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Root {
    Func,
    Any,
    External,
    Exception,
}

fn root(shape: &Shape, ty: RefType) -> Root {
    use AbstractHeapType as Abstract;
    match ty.heap_type {
        HeapType::Abstract { ty: Abstract::Func | Abstract::NoFunc, .. } => Root::Func,
        HeapType::Abstract { ty: Abstract::Extern | Abstract::NoExtern, .. } => Root::External,
        HeapType::Abstract { ty: Abstract::Exn | Abstract::NoExn, .. } => Root::Exception,
        HeapType::Concrete(index) | HeapType::Exact(index) if shape.signature(index).is_some() => Root::Func,
        _ => Root::Any,
    }
}

/// Stores the value on the stack; its address is below it. Of a reference, what is seen of it is stored.
pub(super) fn store(code: &mut Function, shape: &Shape, seers: Seers, ty: ValType, offset: usize) {
    let at = at(offset);
    if let ValType::Ref(ty) = ty {
        see(code, shape, seers, ty);
    }
    code.instruction(&match ty {
        ValType::I32 => Instruction::I32Store(at),
        ValType::I64 => Instruction::I64Store(at),
        ValType::F32 => Instruction::F32Store(at),
        ValType::F64 => Instruction::F64Store(at),
        ValType::V128 => Instruction::V128Store(at),
        ValType::Ref(_) => Instruction::I64Store(at),
    });
}

/// Replaces a reference by what is seen of it.
fn see(code: &mut Function, shape: &Shape, seers: Seers, ty: RefType) {
    let seer = match root(shape, ty) {
        Root::Func => seers.func,
        Root::Any => seers.any,
        Root::External => seers.external,
        Root::Exception => None,
    };
    match seer {
        Some(function) => code.instruction(&Instruction::Call(function)),
        None => code.instruction(&Instruction::RefIsNull).instruction(&Instruction::I64ExtendI32U),
    };
}

/// The body of a seer of functions: null or not, and which types of the module it has.
pub(super) fn see_func(shape: &Shape) -> Function {
    let mut code = Function::new([(1, ValType::I64)]);
    start(&mut code);
    for (ty, _) in of_kind(shape, |ty| matches!(ty, Composite::Func(..))) {
        code.instruction(&Instruction::LocalGet(0));
        code.instruction(&Instruction::RefTestNonNull(HeapType::Concrete(ty)));
        code.instruction(&Instruction::I64ExtendI32U);
        fold(&mut code);
    }
    code.instruction(&Instruction::LocalGet(1)).instruction(&Instruction::End);
    code
}

/// The body of a seer of external references: what they are inside.
pub(super) fn see_external(any: u32) -> Function {
    let mut code = Function::new([]);
    for instruction in
        [Instruction::LocalGet(0), Instruction::AnyConvertExtern, Instruction::Call(any), Instruction::End]
    {
        code.instruction(&instruction);
    }
    code
}

/// The body of a seer of objects: the number in an i31, the types that an object has, its first fields.
pub(super) fn see_any(shape: &Shape) -> Function {
    let mut code = Function::new([(1, ValType::I64)]);
    let i31 = HeapType::Abstract { shared: false, ty: AbstractHeapType::I31 };
    start(&mut code);
    code.instruction(&Instruction::LocalGet(0)).instruction(&Instruction::RefTestNonNull(i31));
    begin(&mut code);
    for instruction in [
        Instruction::LocalGet(0),
        Instruction::RefCastNonNull(i31),
        Instruction::I31GetS,
        Instruction::I64ExtendI32S,
        Instruction::Return,
        Instruction::End,
    ] {
        code.instruction(&instruction);
    }
    for (ty, composite) in of_kind(shape, |ty| !matches!(ty, Composite::Func(..))) {
        code.instruction(&Instruction::LocalGet(0));
        code.instruction(&Instruction::RefTestNonNull(HeapType::Concrete(ty)));
        begin(&mut code);
        code.instruction(&Instruction::I64Const(i64::from(ty) + 7));
        fold(&mut code);
        match composite {
            Composite::Struct(fields) => {
                for (field, &storage) in fields.iter().enumerate().take(FIELDS) {
                    see_field(&mut code, ty, field as u32, storage);
                }
            }
            Composite::Array(storage) => see_elements(&mut code, ty, *storage),
            _ => {}
        }
        code.instruction(&Instruction::End);
    }
    code.instruction(&Instruction::LocalGet(1)).instruction(&Instruction::End);
    code
}

fn of_kind<'a>(
    shape: &'a Shape,
    wanted: impl Fn(&Composite) -> bool + 'a,
) -> impl Iterator<Item = (u32, &'a Composite)> {
    let types = if shape.has_objects { &shape.types[..] } else { &[] };
    types.iter().enumerate().filter(move |(_, ty)| wanted(ty)).map(|(i, ty)| (i as u32, ty)).take(TESTED)
}

/// Null is 0; what is not null begins with 1.
fn start(code: &mut Function) {
    code.instruction(&Instruction::LocalGet(0)).instruction(&Instruction::RefIsNull);
    begin(code);
    code.instruction(&Instruction::I64Const(0)).instruction(&Instruction::Return);
    code.instruction(&Instruction::End);
    code.instruction(&Instruction::I64Const(1)).instruction(&Instruction::LocalSet(1));
}

fn begin(code: &mut Function) {
    code.instruction(&Instruction::If(wasm_encoder::BlockType::Empty));
}

/// Takes an i64 into the sum.
fn fold(code: &mut Function) {
    for instruction in [
        Instruction::LocalGet(1),
        Instruction::I64Const(7),
        Instruction::I64Rotl,
        Instruction::I64Xor,
        Instruction::I64Const(0x9e37_79b1),
        Instruction::I64Mul,
        Instruction::LocalSet(1),
    ] {
        code.instruction(&instruction);
    }
}

fn see_field(code: &mut Function, ty: u32, field_index: u32, storage: StorageType) {
    let struct_type_index = ty;
    code.instruction(&Instruction::LocalGet(0))
        .instruction(&Instruction::RefCastNonNull(HeapType::Concrete(ty)));
    code.instruction(&match storage {
        StorageType::Val(_) => Instruction::StructGet { struct_type_index, field_index },
        _ => Instruction::StructGetS { struct_type_index, field_index },
    });
    as_i64(code, storage);
    fold(code);
}

/// The length, and the last element.
fn see_elements(code: &mut Function, ty: u32, storage: StorageType) {
    let array = |code: &mut Function| {
        code.instruction(&Instruction::LocalGet(0));
        code.instruction(&Instruction::RefCastNonNull(HeapType::Concrete(ty)));
    };
    array(code);
    code.instruction(&Instruction::ArrayLen).instruction(&Instruction::I64ExtendI32U);
    fold(code);
    array(code);
    code.instruction(&Instruction::ArrayLen);
    begin(code);
    array(code);
    array(code);
    code.instruction(&Instruction::ArrayLen).instruction(&Instruction::I32Const(1));
    code.instruction(&Instruction::I32Sub);
    code.instruction(&match storage {
        StorageType::Val(_) => Instruction::ArrayGet(ty),
        _ => Instruction::ArrayGetU(ty),
    });
    as_i64(code, storage);
    fold(code);
    code.instruction(&Instruction::End);
}

fn as_i64(code: &mut Function, storage: StorageType) {
    match storage {
        StorageType::I8 | StorageType::I16 | StorageType::Val(ValType::I32) => {
            code.instruction(&Instruction::I64ExtendI32U);
        }
        StorageType::Val(ValType::I64) => {}
        StorageType::Val(ValType::F32) => {
            code.instruction(&Instruction::I32ReinterpretF32).instruction(&Instruction::I64ExtendI32U);
        }
        StorageType::Val(ValType::F64) => {
            code.instruction(&Instruction::I64ReinterpretF64);
        }
        StorageType::Val(ValType::V128) => {
            code.instruction(&Instruction::I64x2ExtractLane(1));
        }
        StorageType::Val(ValType::Ref(_)) => {
            code.instruction(&Instruction::RefIsNull).instruction(&Instruction::I64ExtendI32U);
        }
    }
}
