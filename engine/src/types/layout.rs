//! Where the fields of a heap object lie.
//!
//! ```text
//!  0        4        8
//!  ├─ type ─┼─ aux ──┼─ fields or elements ...        (sizes in bytes; every object is 8-aligned)
//! ```
//! `type` is the canonical id (or one of the special kinds of `vm::gc`). `aux` is the length of an array, or the descriptor
//! of a struct whose type has one: so a descriptor costs no memory, stands at the same place in all structs, and is a
//! reference like those in fields to whoever traces the object.
//! Fields keep their declared order, each aligned to its size (v128: to 8), so that a subtype's layout
//! begins with its supertype's: a prefix of fields gives a prefix of offsets.

use super::val::*;

/// Where the second word of the header stands.
pub const AUX_OFFSET: u32 = 4;
/// Bytes before the first field.
pub const HEADER_SIZE: u32 = 8;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GcLayout {
    Struct {
        /// Size with header, a multiple of 8.
        size: u32,
        /// Offset of each field from the object's start.
        offsets: Box<[u32]>,
        /// Offsets of the fields that hold a `GcRef` (4 bytes each), and of the descriptor.
        refs: Box<[u32]>,
    },
    Array {
        element: FieldType,
        /// Bytes of one element; elements begin at `HEADER_SIZE`.
        element_size: u32,
    },
}

impl GcLayout {
    pub fn of(ty: &SubType) -> Option<GcLayout> {
        match &ty.composite {
            CompositeType::Func(_) => None,
            CompositeType::Array(f) => Some(GcLayout::Array { element: *f, element_size: f.storage.size() }),
            CompositeType::Struct(fields) => {
                let mut at = HEADER_SIZE;
                let mut offsets = Vec::with_capacity(fields.len());
                let mut refs: Vec<u32> = ty.descriptor.map(|_| AUX_OFFSET).into_iter().collect();
                for f in fields {
                    let size = f.storage.size();
                    at = at.next_multiple_of(size.min(8));
                    if f.storage.unpack().is_gc_ref() {
                        refs.push(at);
                    }
                    offsets.push(at);
                    at += size;
                }
                Some(GcLayout::Struct {
                    size: at.next_multiple_of(8),
                    offsets: offsets.into(),
                    refs: refs.into(),
                })
            }
        }
    }
}
