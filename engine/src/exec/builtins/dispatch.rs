//! The table of builtins: what machine code calls by number.
//!
//! A builtin does an operation that has no template, or the slow path of one that has. Its number is that of the operation; the slow
//! path of an allocation that is emitted in line only reserves memory, so it has a number of its own.

use crate::base::TrapCode;
use crate::exec::{Exit, unwind};
use crate::ir::{Op, OpCode};
use crate::types::CanonId;
use crate::vm::{VmContext, VmFuncRef};

/// The number of a builtin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BuiltinId(u16);

impl BuiltinId {
    /// Reserves the memory of a new object, and nothing else.
    pub const ALLOCATE: BuiltinId = BuiltinId(OpCode::COUNT as u16);

    const COUNT: usize = OpCode::COUNT + 1;

    /// The builtin that does an operation, or its slow path.
    pub const fn of(code: OpCode) -> BuiltinId {
        BuiltinId(code as u16)
    }

    /// The number that machine code passes.
    pub const fn number(self) -> u64 {
        self.0 as u64
    }
}

/// What runs a builtin.
type Builtin = unsafe fn(*mut VmContext, *mut u64, &Op) -> Exit;

/// Declares `for_each_builtin!`, which calls a macro with the `runtime` rows of the table of operations, as `Name = function;`.
macro_rules! declare {
    (
        unop { $($r1:tt)* } unop_trap { $($r2:tt)* } binop_float { $($r0:tt)* } binop { $($r3:tt)* } binop_imm { $($r4:tt)* }
        binop_trap { $($r5:tt)* } cmp { $($r6:tt)* } fcmp { $($r7:tt)* } ternop { $($r8:tt)* }
        extract { $($r9:tt)* } replace { $($r10:tt)* } load { $($r11:tt)* } store { $($r12:tt)* }
        load_lane { $($r13:tt)* } store_lane { $($r14:tt)* } atomic_load { $($r15:tt)* }
        atomic_store { $($r16:tt)* } atomic_rmw { $($r17:tt)* } atomic_cmpxchg { $($r18:tt)* }
        gc_get { $($r19:tt)* } gc_set { $($r20:tt)* } array_get { $($r21:tt)* } array_set { $($r22:tt)* }
        control { $($r23:tt)* }
        runtime { $($xn:ident = $xf:ident, $xi:tt -> $xo:tt; $xd:literal;)* }
    ) => {
        declare! { @rows ($) $($xn = $xf;)* }
    };
    (@rows ($d:tt) $($xn:ident = $xf:ident;)*) => {
        macro_rules! for_each_builtin {
            ($d macro_name:ident) => { $d macro_name! { $($xn = $xf;)* } };
        }
        pub(crate) use for_each_builtin;
    };
}
crate::ir::table::for_each_op!(declare);

macro_rules! fill {
    ($($name:ident = $function:ident;)*) => {
        static BUILTINS: [Builtin; BuiltinId::COUNT] = {
            let mut table: [Builtin; BuiltinId::COUNT] = [none; BuiltinId::COUNT];
            $(table[OpCode::$name as usize] = |ctx, fp, op| {
                // SAFETY: the promise of a builtin's callers is handed on.
                unsafe { Exit::of(super::$function(ctx, fp, op)) }
            };)*
            table[OpCode::Epoch as usize] = epoch;
            table[OpCode::Throw as usize] = throw;
            table[OpCode::ThrowRef as usize] = throw_ref;
            table[OpCode::CallIndirect as usize] = check_signature;
            table[OpCode::ReturnCallIndirect as usize] = check_signature;
            table[BuiltinId::ALLOCATE.0 as usize] = allocate;
            table
        };
    };
}
for_each_builtin!(fill);

/// Runs a builtin by number.
///
/// # Safety
/// `ctx` and `fp` are those of the running function, `op` is an operation of it and `number` a builtin for it; the position is saved.
pub(crate) unsafe fn run(ctx: *mut VmContext, fp: *mut u64, op: &Op, number: u64) -> Exit {
    // SAFETY: the caller's promise.
    unsafe { BUILTINS[number as usize](ctx, fp, op) }
}

unsafe fn none(_: *mut VmContext, _: *mut u64, _: &Op) -> Exit {
    Exit::Trap(TrapCode::UnreachableCodeReached)
}

unsafe fn allocate(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Exit {
    // SAFETY: the promise of `run`.
    unsafe { Exit::of(super::allocate(ctx, fp, op)) }
}

unsafe fn epoch(ctx: *mut VmContext, _: *mut u64, _: &Op) -> Exit {
    // SAFETY: the promise of `run`; nothing is held that the host may change.
    unsafe { Exit::of(super::work::poll(ctx)) }
}

unsafe fn throw(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Exit {
    // SAFETY: the promise of `run`: the payload is in the operation's slots.
    match unsafe { unwind::create(ctx, op.imm as usize, fp.add(op.base() as usize)) } {
        Ok(()) => Exit::Exception,
        Err(code) => Exit::Trap(code),
    }
}

unsafe fn throw_ref(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Exit {
    // SAFETY: the promise of `run`: the slot holds a reference to an exception, or null.
    unsafe {
        match *fp.add(op.b().into()) {
            0 => Exit::Trap(TrapCode::NullReference),
            exception => {
                (*(*ctx).store).exception = exception;
                Exit::Exception
            }
        }
    }
}

/// The function that an indirect call found has another type than the call names: whether it is a subtype.
unsafe fn check_signature(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Exit {
    // SAFETY: the promise of `run`: machine code compared the index with the table's length, and the element is no null.
    unsafe {
        let table = *(*ctx).tables.add(op.table() as usize);
        let func = *(*table).base.add(*fp.add(op.b().into()) as usize) as *mut VmFuncRef;
        let registry = &(*(*(*ctx).store).inner).registry;
        match registry.is_subtype((*func).ty, CanonId(op.lo())) {
            true => Exit::Done,
            false => Exit::Trap(TrapCode::BadSignature),
        }
    }
}
