//! What is known of values: what they are, what comparisons said of them, and what is asked.
//!
//! Each instruction that computes something makes a new value with a name ([`Id`]); moves carry names along. So what a comparison
//! says of a register holds for every register and slot that has the same name, and for nothing else. What a register or
//! slot held where a block begins has a name too, which says the place ([`ENTRY`]); what it is is asked of the block's
//! predecessors, see `demand`.

use crate::types::{FuncType, HeapType, ValType};

/// The name of a value.
pub(super) type Id = u32;

/// With this bit the name says a place when the block began: a register (integer from 0, vector from 16) or, from [`SLOT`] on, a slot.
pub(super) const ENTRY: Id = 1 << 31;
/// Names from here on are of values of which nothing is written down: [`NARROW`] says whether they are small, and nothing else is known
/// of them. Nearly all values are such ones.
pub(super) const PLAIN: Id = 1 << 30;
pub(super) const NARROW: Id = 1 << 29;
/// Places from here on are slots.
pub(super) const SLOT: u32 = 32;

/// What nothing is known of, and never will be: several things have this name.
pub(super) const JUNK: Id = 0;
/// Names that are the same in all functions, in the order in which they are made.
pub(super) const CONTEXT: Id = 1;
pub(super) const BASE: Id = 2;
pub(super) const STACK: Id = 3;

/// What a value is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Val {
    Any,
    /// At most this, as an unsigned number of 64 bits.
    Most(u64),
    Const(u64),
    /// The sum of a value and a constant, modulo 2^64.
    Sum(Id, u64),
    /// One of these.
    Either(Id, Id),
    /// Bits of these: above 32 there are none if both have none there.
    Joined(Id, Id),
    /// Its low 32 bits are those of this one, above are zeros; its bits from 32 up are those of this one.
    Low(Id),
    Upper(Id),
    /// A function reference, or null.
    Func,
    /// The reference of the function with this index.
    FuncAt(u32),
    /// Eight bytes of a heap object, or what a builtin left: a value of its type.
    Word,
    /// A new object.
    New,

    // Addresses of structures, and what they hold.
    Context,
    Stack,
    Store,
    Memories,
    Tables,
    Globals,
    Funcs,
    Counters,
    Epoch,
    Runs,
    Heap,
    Memory(u32),
    /// The first byte of a memory.
    Base(u32),
    Length(u32),
    Near(u32),
    SharedLength(u32),
    /// The length of a memory less a value.
    Less(u32, Id),
    /// A place in a memory: base, index, displacement.
    Place(u32, Id, i32),
    Table(u32),
    TableLength(u32),
    TableBase(u32),
    Global(u32),
    /// The cell of the code of a defined function.
    Cell(u32),
    /// Of a function reference: type, instance, cell, entry.
    TypeOf(Id),
    HomeOf(Id),
    CellOf(Id),
    /// An object, and the element of an array with this index times eight.
    Object(Id),
    Element(Id, Id),
    ArrayLength(Id),
    /// An offset in bytes from slot 0.
    Frame(i32),
    /// An operation's address.
    Operation(u32),
    /// Of the branch table at an offset: its address, a distance in it, where that leads.
    Code(u32),
    Distance(u32),
    Target(u32),
}

/// The greatest number of 32 bits.
pub(super) const SMALL: u64 = u32::MAX as u64;

impl Val {
    /// A value of a type, as functions are given and give it.
    pub(super) fn of(ty: ValType) -> Val {
        match ty {
            ValType::I32 | ValType::F32 => Val::Most(SMALL),
            ValType::I64 | ValType::F64 | ValType::V128 => Val::Any,
            ValType::Ref(ty) if is_func(ty.heap) => Val::Func,
            // An offset in the heap, or an i31.
            ValType::Ref(_) => Val::Most(SMALL),
        }
    }

    /// Addresses, which a call may change. Lengths only grow, so that what was compared with one stays true.
    pub(super) fn is_pointer(self) -> bool {
        use Val::*;
        !matches!(
            self,
            Any | Most(_)
                | Const(_)
                | Sum(..)
                | Either(..)
                | Joined(..)
                | Low(_)
                | Upper(_)
                | Func
                | FuncAt(_)
                | Word
                | New
                | Length(_)
                | Near(_)
                | TableLength(_)
                | ArrayLength(_)
                | Less(..)
                | TypeOf(_)
        )
    }
}

impl Val {
    /// Whether it has no more bits above 32 than other values have.
    #[inline]
    pub(super) fn is_made_of_others(self) -> bool {
        matches!(self, Val::Either(..) | Val::Joined(..) | Val::Upper(_))
    }

    /// Whether the name of another value is part of it, so that in another block it would say something else.
    pub(super) fn is_of_its_block(self) -> bool {
        use Val::*;
        match self {
            Sum(..) | Either(..) | Joined(..) | Low(_) | Upper(_) | Less(..) => true,
            Place(..) | TypeOf(_) | HomeOf(_) | CellOf(_) | Object(_) | Element(..) | ArrayLength(_) => true,
            Any | Most(_) | Const(_) | Func | FuncAt(_) | Word | New | Length(_) | Near(_) => false,
            Context | Stack | Store | Memories | Tables | Globals | Funcs | Counters | Epoch => false,
            Runs | Heap | Memory(_) | Base(_) | SharedLength(_) | Table(_) | TableLength(_) => false,
            TableBase(_) | Global(_) | Cell(_) | Frame(_) | Operation(_) | Code(_) | Distance(_) => false,
            Target(_) => false,
        }
    }
}

/// Whether references of this kind are addresses of functions.
pub(super) fn is_func(heap: HeapType) -> bool {
    heap.top() == HeapType::Func
}

/// What a comparison, or an instruction whose overflow was looked at, says of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Fact {
    pub(super) of: Id,
    pub(super) what: What,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum What {
    /// It and this many bytes are not more than the length of a memory.
    Reach(u32, u64),
    /// It and this value are not more than the length of a memory.
    End(u32, Id),
    /// It is below the length of a table; of the array that is this object.
    InTable(u32),
    InArray(Id),
    /// Its low 32 bits are below this.
    Below(u32),
    /// It is not null; the instruction that goes elsewhere if it is.
    NotNull(u32),
    /// A function of this type.
    Typed(u32),
    /// As an index in this table it leads to a function of this type.
    Admits(u32, u32),
    /// A function of the running instance.
    Home,
    /// The sum or difference that it is did not leave 64 bits.
    Exact,
    /// There is nothing above its 32 bits.
    Small,
    /// There is room for the frame.
    Room,
}

/// What must be true of a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Need {
    /// Nothing above 32 bits.
    Small,
    /// This or more, as an unsigned number of 64 bits.
    AtLeast(u64),
    /// This or less, as an unsigned number of 64 bits.
    AtMost(u64),
    NotNull,
    /// A function reference, or null.
    Func,
    Typed(u32),
    Reach(u32, u64),
    InTable(u32),
    /// An address in this memory: at this offset from it, this many bytes are the memory's.
    Inside(u32, i32, u8),
    Is(Val),
}

impl Need {
    /// Whether it is about addresses, which no call leaves as they were.
    pub(super) fn is_about_pointers(self) -> bool {
        matches!(self, Need::Is(_) | Need::Inside(..))
    }

    /// What a function or a table wants of a value of a type.
    pub(super) fn of(ty: ValType) -> Option<Need> {
        match Val::of(ty) {
            Val::Most(_) => Some(Need::Small),
            Val::Func => Some(Need::Func),
            _ => None,
        }
    }

    /// Whether a fact says it.
    pub(super) fn follows(self, what: What) -> bool {
        match (self, what) {
            (Need::NotNull, What::NotNull(_)) | (Need::Func, What::Typed(_)) | (Need::Small, What::Small) => {
                true
            }
            (Need::Typed(a), What::Typed(b)) => a == b,
            (Need::Reach(m, reach), What::Reach(n, known)) => m == n && reach <= known,
            (Need::InTable(a), What::InTable(b)) => a == b,
            _ => false,
        }
    }
}

/// Which result of a function has this slot, from its first result on.
pub(super) fn result_at(ty: &FuncType, slot: u32) -> Option<Val> {
    let mut at = 0;
    for &result in &ty.results {
        if at == slot {
            return Some(Val::of(result));
        }
        at += result.slots();
    }
    None
}
