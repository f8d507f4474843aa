//! Marking: everything that roots reach, without recursion.
//!
//! Marked objects whose parts were not looked at yet wait on a stack. A long array waits on a list of its own with the
//! index of its next element and is looked at in pieces, so the stack does not grow by a million entries at once. Should
//! the stack reach its limit, objects are marked without being pushed, and a pass over all marked objects looks for
//! children that are not marked, until a pass finds none: slower, and correct however the objects are linked.
//!
//! # Ahead of memory
//! In a large heap most time goes by while an object's first bytes come from memory. So what is taken from the stack waits in a queue of
//! [`AHEAD`] objects, and these bytes are asked for when it enters the queue, not when it leaves it.

use super::object::{EXN_PAYLOAD, KIND_EXN, KIND_EXTERN};
use super::plan::{Plans, Shape};
use super::space::Space;
use super::{GcHeap, GcRef};
use crate::base::Mutant;
use crate::types::layout::HEADER_SIZE;

/// Entries that the stack may have.
const STACK_LIMIT: usize = 1 << 25;
/// Elements of an array that are looked at in one go.
const PIECE: u32 = 1 << 10;
/// Objects that wait for their first bytes.
const AHEAD: usize = 16;

/// Objects on their way from the stack, the oldest first.
#[derive(Default)]
struct Queue {
    objects: [u32; AHEAD],
    first: usize,
    len: usize,
}

impl Queue {
    /// Fills the queue from the stack and takes the oldest object.
    #[inline(always)]
    fn next(&mut self, space: &Space, stack: &mut Vec<u32>) -> Option<u32> {
        while self.len < AHEAD
            && let Some(r) = stack.pop()
        {
            prefetch(space, r);
            self.objects[(self.first + self.len) % AHEAD] = r;
            self.len += 1;
        }
        let oldest = self.objects[self.first];
        self.len = self.len.checked_sub(1)?;
        self.first = (self.first + 1) % AHEAD;
        Some(oldest)
    }
}

/// Asks for the first bytes of an object.
#[inline(always)]
fn prefetch(space: &Space, r: u32) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        let at = space.base().wrapping_add(r as usize);
        // SAFETY: a prefetch reads nothing, whatever the address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(at.cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (space, r);
}

pub(super) struct MarkStack {
    objects: Vec<u32>,
    /// Arrays of references with the index of the next element.
    arrays: Vec<(u32, u32)>,
    /// An object could not be pushed.
    overflowed: bool,
    pub(super) limit: usize,
}

impl Default for MarkStack {
    fn default() -> Self {
        MarkStack { objects: Vec::new(), arrays: Vec::new(), overflowed: false, limit: STACK_LIMIT }
    }
}

impl MarkStack {
    fn push(&mut self, r: u32) {
        let (len, capacity) = (self.objects.len(), self.objects.capacity());
        if len < self.limit && (len < capacity || self.objects.try_reserve(1).is_ok()) {
            self.objects.push(r);
        } else {
            self.overflowed = true;
        }
    }
}

impl GcHeap {
    /// Marks what a slot refers to, if it refers to an object at all.
    #[inline]
    pub(super) fn mark_candidate(&mut self, slot: u64) {
        mark(&mut self.space, &mut self.marks, slot);
    }

    /// Marks everything that the objects marked so far reach.
    pub(super) fn mark_reachable(&mut self) {
        let mut queue = Queue::default();
        loop {
            while let Some(r) = queue.next(&self.space, &mut self.marks.objects) {
                trace(&mut self.space, &self.plans, &mut self.marks, r, 0);
            }
            if let Some((r, next)) = self.marks.arrays.pop() {
                trace(&mut self.space, &self.plans, &mut self.marks, r, next);
            } else if std::mem::take(&mut self.marks.overflowed) {
                self.trace_all_marked();
            } else {
                return;
            }
        }
    }

    fn trace_all_marked(&mut self) {
        for block in 0..self.space.block_count() {
            for r in self.space.marked_in(block) {
                trace(&mut self.space, &self.plans, &mut self.marks, r, 0);
                while let Some(r) = self.marks.objects.pop() {
                    trace(&mut self.space, &self.plans, &mut self.marks, r, 0);
                }
            }
        }
    }

    /// Whether the object survives; between marking and sweeping.
    pub(super) fn is_marked(&self, r: GcRef) -> bool {
        self.space.find(r.to_slot()).is_some_and(|place| self.space.is_marked(place))
    }
}

#[inline(always)]
fn mark(space: &mut Space, marks: &mut MarkStack, slot: u64) {
    // Null, i31 and everything odd is no object; the space answers for the rest.
    if slot != 0
        && slot & 1 == 0
        && let Some(place) = space.find(slot)
        && space.mark(place)
    {
        marks.push(slot as u32);
    }
}

/// Marks what the object's parts refer to; of an array, the piece from element `next`.
fn trace(space: &mut Space, plans: &Plans, marks: &mut MarkStack, r: u32, next: u32) {
    let base = space.base();
    // SAFETY: `r` is the start of an object (it was marked), so its header and the parts that its kind and length tell
    // of are inside the committed reservation; all are aligned to their size.
    let word = |offset: u32| unsafe { base.add(r as usize + offset as usize).cast::<u32>().read() };
    let kind = word(0);
    match kind {
        KIND_EXTERN => {}
        KIND_EXN => {
            for slot in 0..word(4) {
                let offset = EXN_PAYLOAD + slot * 8;
                mark(space, marks, u64::from(word(offset)) | u64::from(word(offset + 4)) << 32);
            }
        }
        _ => match plans.known(kind).map(|plan| &plan.shape) {
            Some(Shape::Struct(plan)) => {
                for &offset in &plan.refs {
                    mark(space, marks, u64::from(word(offset)));
                }
            }
            Some(Shape::Array(plan)) if plan.refs => {
                let len = word(4);
                let end = len.min(next.saturating_add(PIECE));
                for i in next..end {
                    mark(space, marks, u64::from(word(HEADER_SIZE + i * 4)));
                }
                if end < len && !Mutant::LongArraysHalfMarked.is_on() {
                    marks.arrays.push((r, end));
                }
            }
            _ => {}
        },
    }
}
