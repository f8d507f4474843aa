//! Reading and writing the parts of an object.
//!
//! All functions take a reference to an object of this heap (INV GC-START) and check only what callers cannot know:
//! nothing here is reached with a number that is not an object's start, because validation types references and the
//! space vouches for guessed ones. Lengths and indices are the callers' to check; debug builds check them again.

use super::plan::{Shape, Width};
use super::{GcHeap, GcRef};
use crate::types::layout::{AUX_OFFSET, HEADER_SIZE};
use crate::types::{CanonId, HeapType, TypeRegistry};
use crate::vm::VmTag;

/// The kind word of an exception.
pub const KIND_EXN: u32 = u32::MAX;
/// The kind word of an object that stands for a value of the host.
pub const KIND_EXTERN: u32 = u32::MAX - 1;

/// Where the payload of an exception begins: behind the header and the tag.
pub(super) const EXN_PAYLOAD: u32 = HEADER_SIZE + 8;

impl GcHeap {
    /// The address of byte `offset` of the object.
    #[inline(always)]
    pub(super) fn at(&self, r: GcRef, offset: u32) -> *mut u8 {
        debug_assert!(r.is_object() && !self.space.base().is_null());
        // SAFETY: an object's offset lies in the committed part of the reservation, and callers stay inside the object.
        unsafe { self.space.base().add(r.0 as usize + offset as usize) }
    }

    /// The kind word: the canonical type of a struct or an array, or `KIND_EXN`, `KIND_EXTERN`.
    #[inline(always)]
    pub fn kind(&self, r: GcRef) -> u32 {
        // SAFETY: every object has a header, 8-aligned.
        unsafe { self.at(r, 0).cast::<u32>().read() }
    }

    /// The type of what a reference of the `any` hierarchy refers to; `any` itself for a value of the host.
    pub fn heap_type(&self, r: GcRef) -> HeapType {
        if r.is_i31() {
            return HeapType::I31;
        }
        let kind = self.kind(r);
        match self.plans.known(kind).map(|plan| &plan.shape) {
            Some(Shape::Struct(_)) => HeapType::ConcreteStruct(CanonId(kind)),
            Some(Shape::Array(_)) => HeapType::ConcreteArray(CanonId(kind)),
            _ => HeapType::Any,
        }
    }

    /// The second word: an array's length, a struct's descriptor.
    #[inline(always)]
    pub fn aux(&self, r: GcRef) -> u32 {
        // SAFETY: every object has a header, 8-aligned.
        unsafe { self.at(r, AUX_OFFSET).cast::<u32>().read() }
    }

    /// The number of elements of an array.
    #[inline(always)]
    pub fn array_len(&self, r: GcRef) -> u32 {
        self.aux(r)
    }

    /// The descriptor of a struct whose type has one; `None` for every other object.
    pub fn descriptor(&mut self, registry: &TypeRegistry, r: GcRef) -> Option<GcRef> {
        if !r.is_object() || self.kind(r) >= KIND_EXTERN {
            return None;
        }
        match &self.plan(registry, CanonId(self.kind(r))).shape {
            Shape::Struct(plan) if plan.described => Some(GcRef(self.aux(r))),
            _ => None,
        }
    }

    #[inline(always)]
    pub(super) fn set_header(&mut self, r: GcRef, kind: u32, aux: u32) {
        // SAFETY: every object has a header, 8-aligned.
        unsafe {
            self.at(r, 0).cast::<u32>().write(kind);
            self.at(r, AUX_OFFSET).cast::<u32>().write(aux);
        }
    }

    /// The value at byte `offset`, zero-extended; the second slot belongs to a v128 and is 0 otherwise.
    #[inline(always)]
    pub fn read(&self, r: GcRef, offset: u32, width: Width) -> [u64; 2] {
        let at = self.at(r, offset);
        // SAFETY: the caller names a field or element of the object, so these bytes lie in it.
        unsafe {
            match width {
                Width::W1 => [u64::from(at.read()), 0],
                Width::W2 => [u64::from(at.cast::<u16>().read()), 0],
                Width::W4 => [u64::from(at.cast::<u32>().read()), 0],
                Width::W8 => [at.cast::<u64>().read(), 0],
                Width::W16 => at.cast::<[u64; 2]>().read(),
            }
        }
    }

    /// Writes the low bytes of `value`.
    #[inline(always)]
    pub fn write(&mut self, r: GcRef, offset: u32, width: Width, value: [u64; 2]) {
        let at = self.at(r, offset);
        // SAFETY: the caller names a field or element of the object, so these bytes lie in it.
        unsafe {
            match width {
                Width::W1 => at.write(value[0] as u8),
                Width::W2 => at.cast::<u16>().write(value[0] as u16),
                Width::W4 => at.cast::<u32>().write(value[0] as u32),
                Width::W8 => at.cast::<u64>().write(value[0]),
                Width::W16 => at.cast::<[u64; 2]>().write(value),
            }
        }
    }

    /// The offset of an element.
    #[inline(always)]
    pub fn element_offset(index: u32, width: Width) -> u32 {
        HEADER_SIZE + (index << width.log2())
    }

    /// The bytes of `count` elements from `index`. The caller has checked that they lie in the array.
    pub fn elements_mut(&mut self, r: GcRef, index: u32, count: u32, width: Width) -> &mut [u8] {
        debug_assert!(u64::from(index) + u64::from(count) <= u64::from(self.array_len(r)));
        let at = self.at(r, Self::element_offset(index, width));
        // SAFETY: the elements lie in the array, and `&mut self` excludes other access through the heap.
        unsafe { std::slice::from_raw_parts_mut(at, (count as usize) << width.log2()) }
    }

    /// Copies elements between arrays of equal width, as if through a buffer. The caller has checked the ranges.
    pub fn copy_elements(
        &mut self,
        to: GcRef,
        to_index: u32,
        from: GcRef,
        from_index: u32,
        count: u32,
        width: Width,
    ) {
        let from = self.at(from, Self::element_offset(from_index, width));
        let to = self.elements_mut(to, to_index, count, width);
        // SAFETY: both ranges lie in their arrays; `copy` allows them to overlap.
        unsafe { std::ptr::copy(from, to.as_mut_ptr(), to.len()) };
    }

    /// The tag of an exception.
    pub fn exn_tag(&self, r: GcRef) -> *mut VmTag {
        debug_assert_eq!(self.kind(r), KIND_EXN);
        self.read(r, HEADER_SIZE, Width::W8)[0] as usize as *mut VmTag
    }

    /// The payload of an exception, in slots.
    pub fn exn_payload(&self, r: GcRef) -> &[u64] {
        debug_assert_eq!(self.kind(r), KIND_EXN);
        // SAFETY: an exception has `aux` slots behind its tag, 8-aligned.
        unsafe { std::slice::from_raw_parts(self.at(r, EXN_PAYLOAD).cast::<u64>(), self.aux(r) as usize) }
    }
}
