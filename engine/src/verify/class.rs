//! What a slot holds: the set of those who may read it.
//!
//! A class is a set of readers, so that what holds on several paths is the intersection, and nothing is left where a number meets a
//! reference, or an integer meets a float. An integer of 32 bits stands zero-extended in its slot and serves readers of 64 bits too
//! (`i64.extend_i32_u` is no operation). An integer zero is a number and a null reference.

use std::fmt;

use crate::types::{HeapType, StorageType, ValType};

/// A set of readers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Readers(u16);

impl Readers {
    /// Nobody: never written, written over by a callee, or different things on different paths.
    pub(super) const NOTHING: Readers = Readers(0);
    /// Who wants an integer of 32 bits with zeros above it.
    pub(super) const NUMBER32: Readers = Readers(1);
    /// Who wants an integer of 64 bits.
    pub(super) const NUMBER64: Readers = Readers(2);
    /// Who calls it: a pointer of the host.
    pub(super) const FUNC: Readers = Readers(4);
    /// Who looks for an object on the heap, a value of the host, or a number of 31 bits.
    pub(super) const OBJECT: Readers = Readers(8);
    pub(super) const EXCEPTION: Readers = Readers(16);
    /// Who wants a v128 from this slot and the next.
    pub(super) const LOW: Readers = Readers(32);
    /// The second half of it.
    pub(super) const HIGH: Readers = Readers(64);
    /// As an operand: both halves, in two slots.
    pub(super) const V128: Readers = Readers(32 | 64);
    pub(super) const FLOAT32: Readers = Readers(128);
    pub(super) const FLOAT64: Readers = Readers(256);
    /// Whoever moves an integer or a reference.
    pub(super) const INT: Readers = Readers(1 | 2 | 4 | 8 | 16);
    /// Whoever moves a float.
    pub(super) const FLOAT: Readers = Readers(128 | 256);

    /// An integer of 32 bits.
    pub(super) const WORD: Readers = Readers(1 | 2);
    pub(super) const REFERENCE: Readers = Readers(4 | 8 | 16);
    /// What a field of 4 bytes holds, and one of 8.
    pub(super) const FIELD32: Readers = Readers(1 | 2 | 8 | 16);
    pub(super) const FIELD64: Readers = Readers(2 | 4);
    pub(super) const ZERO: Readers = Readers::INT;

    pub(super) const fn or(self, other: Readers) -> Readers {
        Readers(self.0 | other.0)
    }

    pub(super) const fn and(self, other: Readers) -> Readers {
        Readers(self.0 & other.0)
    }

    pub(super) const fn is_nothing(self) -> bool {
        self.0 == 0
    }

    /// Whether the value in a slot of this class is for one of these readers.
    #[inline(always)]
    pub(super) const fn serves(self, readers: Readers) -> bool {
        self.0 & readers.0 != 0
    }

    /// Whether it is for all of them.
    #[inline(always)]
    pub(super) const fn includes(self, readers: Readers) -> bool {
        self.0 & readers.0 == readers.0
    }

    pub(super) const fn is_v128(self) -> bool {
        self.0 == Readers::V128.0
    }

    /// What holds a value of this type; of a v128 both halves.
    pub(super) fn of(ty: ValType) -> Readers {
        match ty {
            ValType::I32 => Readers::WORD,
            ValType::I64 => Readers::NUMBER64,
            ValType::F32 => Readers::FLOAT32,
            ValType::F64 => Readers::FLOAT64,
            ValType::V128 => Readers::V128,
            ValType::Ref(r) => Readers::of_heap(r.heap),
        }
    }

    pub(super) fn of_heap(heap: HeapType) -> Readers {
        match heap.top() {
            HeapType::Func => Readers::FUNC,
            HeapType::Exn => Readers::EXCEPTION,
            _ => Readers::OBJECT,
        }
    }

    /// Who reads a value of this type.
    pub(super) fn reader(ty: ValType) -> Readers {
        match Readers::of(ty) {
            Readers::WORD => Readers::NUMBER32,
            class => class,
        }
    }

    /// Who reads a value to be stored in a field.
    pub(super) fn field(storage: StorageType) -> Readers {
        Readers::reader(storage.unpack())
    }

    /// Who reads an index or an address.
    pub(super) const fn index(is_64: bool) -> Readers {
        if is_64 { Readers::NUMBER64 } else { Readers::NUMBER32 }
    }

    /// What holds an index or a size.
    pub(super) const fn size(is_64: bool) -> Readers {
        if is_64 { Readers::NUMBER64 } else { Readers::WORD }
    }

    /// Of a constant.
    pub(super) const fn of_bits(bits: u64) -> Readers {
        match bits {
            0 => Readers::ZERO,
            1..=0xFFFF_FFFF => Readers::WORD,
            _ => Readers::NUMBER64,
        }
    }

    /// Of a constant that is a float: bits without an upper half may be a float of either width.
    pub(super) const fn of_float(bits: u64) -> Readers {
        if bits >> 32 == 0 { Readers::FLOAT } else { Readers::FLOAT64 }
    }
}

impl fmt::Display for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match *self {
            Readers::NOTHING => "nothing that is the same on every path",
            Readers::WORD | Readers::NUMBER32 => "an integer of 32 bits",
            Readers::NUMBER64 => "an integer of 64 bits",
            Readers::FLOAT32 => "an f32",
            Readers::FLOAT64 => "an f64",
            Readers::FLOAT => "a float",
            Readers::FUNC => "a function reference",
            Readers::OBJECT => "a reference to the heap",
            Readers::EXCEPTION => "a reference to an exception",
            Readers::V128 => "a v128",
            Readers::LOW => "the lower half of a v128",
            Readers::HIGH => "the upper half of a v128",
            Readers::ZERO => "zero",
            Readers::FIELD32 => "a field of 4 bytes",
            Readers::FIELD64 => "a field of 8 bytes",
            Readers(bits) => return write!(f, "a value for the readers {bits:#b}"),
        };
        f.write_str(text)
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
