//! What a slot holds: the set of those who may read it.
//!
//! A class is a set of readers, so that what holds on several paths is the intersection, and nothing is left where a number meets a
//! reference, or an integer meets a float. An integer of 32 bits stands zero-extended in its slot and serves readers of 64 bits too
//! (`i64.extend_i32_u` is no operation). An integer zero is a number and a null reference.

use std::fmt;

use crate::types::{HeapType, StorageType, ValType};

/// A set of readers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Class(u16);

impl Class {
    /// Nobody: never written, written over by a callee, or different things on different paths.
    pub(super) const NOTHING: Class = Class(0);
    /// Who wants an integer of 32 bits with zeros above it.
    pub(super) const NUMBER32: Class = Class(1);
    /// Who wants an integer of 64 bits.
    pub(super) const NUMBER64: Class = Class(2);
    /// Who calls it: a pointer of the host.
    pub(super) const FUNC: Class = Class(4);
    /// Who looks for an object on the heap, a value of the host, or a number of 31 bits.
    pub(super) const OBJECT: Class = Class(8);
    pub(super) const EXCEPTION: Class = Class(16);
    /// Who wants a v128 from this slot and the next.
    pub(super) const LOW: Class = Class(32);
    /// The second half of it.
    pub(super) const HIGH: Class = Class(64);
    /// As an operand: both halves, in two slots.
    pub(super) const V128: Class = Class(32 | 64);
    pub(super) const FLOAT32: Class = Class(128);
    pub(super) const FLOAT64: Class = Class(256);
    /// Whoever moves an integer or a reference.
    pub(super) const INT: Class = Class(1 | 2 | 4 | 8 | 16);
    /// Whoever moves a float.
    pub(super) const FLOAT: Class = Class(128 | 256);

    /// An integer of 32 bits.
    pub(super) const WORD: Class = Class(1 | 2);
    pub(super) const REFERENCE: Class = Class(4 | 8 | 16);
    /// What a field of 4 bytes holds, and one of 8.
    pub(super) const FIELD32: Class = Class(1 | 2 | 8 | 16);
    pub(super) const FIELD64: Class = Class(2 | 4);
    pub(super) const ZERO: Class = Class::INT;

    pub(super) const fn or(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }

    pub(super) const fn and(self, other: Class) -> Class {
        Class(self.0 & other.0)
    }

    pub(super) const fn is_nothing(self) -> bool {
        self.0 == 0
    }

    /// Whether the value in a slot of this class is for one of these readers.
    #[inline(always)]
    pub(super) const fn serves(self, readers: Class) -> bool {
        self.0 & readers.0 != 0
    }

    /// Whether it is for all of them.
    #[inline(always)]
    pub(super) const fn includes(self, readers: Class) -> bool {
        self.0 & readers.0 == readers.0
    }

    pub(super) const fn is_v128(self) -> bool {
        self.0 == Class::V128.0
    }

    /// What holds a value of this type; of a v128 both halves.
    pub(super) fn of(ty: ValType) -> Class {
        match ty {
            ValType::I32 => Class::WORD,
            ValType::I64 => Class::NUMBER64,
            ValType::F32 => Class::FLOAT32,
            ValType::F64 => Class::FLOAT64,
            ValType::V128 => Class::V128,
            ValType::Ref(r) => Class::of_heap(r.heap),
        }
    }

    pub(super) fn of_heap(heap: HeapType) -> Class {
        match heap.top() {
            HeapType::Func => Class::FUNC,
            HeapType::Exn => Class::EXCEPTION,
            _ => Class::OBJECT,
        }
    }

    /// Who reads a value of this type.
    pub(super) fn reader(ty: ValType) -> Class {
        match Class::of(ty) {
            Class::WORD => Class::NUMBER32,
            class => class,
        }
    }

    /// Who reads a value to be stored in a field.
    pub(super) fn field(storage: StorageType) -> Class {
        Class::reader(storage.unpack())
    }

    /// Who reads an index or an address.
    pub(super) const fn index(is_64: bool) -> Class {
        if is_64 { Class::NUMBER64 } else { Class::NUMBER32 }
    }

    /// What holds an index or a size.
    pub(super) const fn size(is_64: bool) -> Class {
        if is_64 { Class::NUMBER64 } else { Class::WORD }
    }

    /// Of a constant.
    pub(super) const fn of_bits(bits: u64) -> Class {
        match bits {
            0 => Class::ZERO,
            1..=0xFFFF_FFFF => Class::WORD,
            _ => Class::NUMBER64,
        }
    }

    /// Of a constant that is a float: bits without an upper half may be a float of either width.
    pub(super) const fn of_float(bits: u64) -> Class {
        if bits >> 32 == 0 { Class::FLOAT } else { Class::FLOAT64 }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match *self {
            Class::NOTHING => "nothing that is the same on every path",
            Class::WORD | Class::NUMBER32 => "an integer of 32 bits",
            Class::NUMBER64 => "an integer of 64 bits",
            Class::FLOAT32 => "an f32",
            Class::FLOAT64 => "an f64",
            Class::FLOAT => "a float",
            Class::FUNC => "a function reference",
            Class::OBJECT => "a reference to the heap",
            Class::EXCEPTION => "a reference to an exception",
            Class::V128 => "a v128",
            Class::LOW => "the lower half of a v128",
            Class::HIGH => "the upper half of a v128",
            Class::ZERO => "zero",
            Class::FIELD32 => "a field of 4 bytes",
            Class::FIELD64 => "a field of 8 bytes",
            Class(bits) => return write!(f, "a value for the readers {bits:#b}"),
        };
        f.write_str(text)
    }
}

impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
