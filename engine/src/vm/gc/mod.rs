//! The collected heap of a store.

/// A reference into the collected heap: 0 is null, an odd number an i31, an even one an object's offset.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[repr(transparent)]
pub struct GcRef(pub u32);

/// The collected heap of one store.
#[derive(Default)]
pub struct GcHeap {}
