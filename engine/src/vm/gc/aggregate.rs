//! Creation of objects, as the instructions, constant expressions, throws and the host ask for it.
//!
//! Two ways with the same result. While code runs, an allocation may collect, and the caller hands over the slots with
//! references that the store does not know (`extra`; see `collect`). A constant expression has intermediate values that no root knows, so it never collects; whoever
//! evaluates such expressions calls `collect_if_due` before it begins.
//!
//! Operands lie in slots: one for each value, two for a v128. Those of running code are on the value stack, hence roots.

use super::collect::{alloc, alloc_without_collecting};
use super::object::{EXN_PAYLOAD, KIND_EXN, KIND_EXTERN};
use super::{ArrayPlan, GcHeap, GcRef, HostBox, Shape, StructPlan, Width};
use crate::base::TrapCode;
use crate::module::ConstOp;
use crate::types::CanonId;
use crate::types::layout::HEADER_SIZE;
use crate::vm::VmTag;
use crate::vm::store::StoreInner;

/// How an object gets its memory.
#[derive(Clone, Copy)]
enum Mode<'a> {
    Collecting(&'a [u64]),
    Constant,
}

impl Mode<'_> {
    #[inline]
    fn alloc(self, store: &mut StoreInner, size: u64, kind: u32, aux: u32) -> Result<GcRef, TrapCode> {
        match self {
            Mode::Collecting(extra) => alloc(store, extra, size, kind, aux),
            Mode::Constant => usize::try_from(size)
                .ok()
                .and_then(|size| alloc_without_collecting(store, size, kind, aux))
                .ok_or(TrapCode::AllocationTooLarge),
        }
    }
}

fn struct_plan(store: &mut StoreInner, ty: CanonId) -> &StructPlan {
    match &store.gc.plans.get(&store.registry, ty).shape {
        Shape::Struct(plan) => plan,
        _ => unreachable!("validation: type {} is a struct", ty.0),
    }
}

fn array_plan(store: &mut StoreInner, ty: CanonId) -> ArrayPlan {
    match &store.gc.plans.get(&store.registry, ty).shape {
        Shape::Array(plan) => *plan,
        _ => unreachable!("validation: type {} is an array", ty.0),
    }
}

/// `descriptor` is 0 where the type has none.
fn new_struct(
    store: &mut StoreInner,
    mode: Mode<'_>,
    ty: CanonId,
    descriptor: u32,
    fields: &[u64],
) -> Result<GcRef, TrapCode> {
    let size = struct_plan(store, ty).size;
    let r = mode.alloc(store, u64::from(size), ty.0, descriptor)?;
    let at = store.gc.at(r, 0);
    // SAFETY: the object was just made with this plan's size.
    unsafe { set_fields(at, struct_plan(store, ty), fields) };
    Ok(r)
}

/// Writes the fields of a struct; those for which there are no slots stay as they are.
///
/// # Safety
/// `object` is the start of a struct with this plan.
#[inline(always)]
unsafe fn set_fields(object: *mut u8, plan: &StructPlan, slots: &[u64]) {
    let mut slots = slots.iter().copied();
    for &(offset, width) in &plan.fields {
        let Some(low) = slots.next() else { return };
        // SAFETY: the plan's offsets and widths lie inside the object, aligned to 8 at most.
        unsafe {
            let at = object.add(offset as usize);
            match width {
                Width::W1 => at.write(low as u8),
                Width::W2 => at.cast::<u16>().write(low as u16),
                Width::W4 => at.cast::<u32>().write(low as u32),
                Width::W8 => at.cast::<u64>().write(low),
                Width::W16 => at.cast::<[u64; 2]>().write([low, slots.next().unwrap_or(0)]),
            }
        }
    }
}

fn new_array(
    store: &mut StoreInner,
    mode: Mode<'_>,
    ty: CanonId,
    len: u32,
) -> Result<(GcRef, Width), TrapCode> {
    let width = array_plan(store, ty).width;
    let size = u64::from(HEADER_SIZE) + (u64::from(len) << width.log2());
    Ok((mode.alloc(store, size, ty.0, len)?, width))
}

fn new_array_fixed(
    store: &mut StoreInner,
    mode: Mode<'_>,
    ty: CanonId,
    elements: &[u64],
) -> Result<GcRef, TrapCode> {
    let slots = array_plan(store, ty).width.slots();
    let (r, width) = new_array(store, mode, ty, (elements.len() / slots) as u32)?;
    store.gc.set_elements(r, 0, width, elements);
    Ok(r)
}

impl GcHeap {
    /// Writes elements from `index` on, from slots. The caller has checked the range.
    pub fn set_elements(&mut self, r: GcRef, index: u32, width: Width, slots: &[u64]) {
        let count = (slots.len() / width.slots()) as u32;
        let to = self.elements_mut(r, index, count, width);
        match width {
            Width::W1 => to.iter_mut().zip(slots).for_each(|(to, &slot)| *to = slot as u8),
            _ => {
                let values = slots.chunks_exact(width.slots());
                for (to, value) in to.chunks_exact_mut(width.bytes()).zip(values) {
                    let mut bytes = [0; 16];
                    bytes[..8].copy_from_slice(&value[0].to_ne_bytes());
                    bytes[8..].copy_from_slice(&value.get(1).copied().unwrap_or(0).to_ne_bytes());
                    to.copy_from_slice(&bytes[..to.len()]);
                }
            }
        }
    }

    /// Sets `count` elements from `index` to one value. The caller has checked the range.
    pub fn fill_elements(&mut self, r: GcRef, index: u32, count: u32, width: Width, value: [u64; 2]) {
        let to = self.elements_mut(r, index, count, width);
        if value == [0; 2] {
            to.fill(0);
            return;
        }
        let [low, high] = value.map(u64::to_ne_bytes);
        match width {
            Width::W1 => to.fill(low[0]),
            Width::W2 => to.as_chunks_mut::<2>().0.fill([low[0], low[1]]),
            Width::W4 => to.as_chunks_mut::<4>().0.fill([low[0], low[1], low[2], low[3]]),
            Width::W8 => to.as_chunks_mut::<8>().0.fill(low),
            Width::W16 => to.as_chunks_mut::<16>().0.iter_mut().for_each(|to| {
                to[..8].copy_from_slice(&low);
                to[8..].copy_from_slice(&high);
            }),
        }
    }
}

/// `struct.new`: the fields in slots.
///
/// # Errors
/// `AllocationTooLarge` when the heap is full; so do all functions here.
pub fn struct_new(
    store: &mut StoreInner,
    extra: &[u64],
    ty: CanonId,
    fields: &[u64],
) -> Result<GcRef, TrapCode> {
    new_struct(store, Mode::Collecting(extra), ty, 0, fields)
}

/// `struct.new_desc`: the fields in slots, then the descriptor; without fields, `struct.new_default_desc`. `extra` has the same slots.
///
/// # Errors
/// `NullReference` if the descriptor is null.
pub fn struct_new_desc(
    store: &mut StoreInner,
    extra: &[u64],
    ty: CanonId,
    slots: &[u64],
) -> Result<GcRef, TrapCode> {
    new_struct_desc(store, Mode::Collecting(extra), ty, slots)
}

fn new_struct_desc(
    store: &mut StoreInner,
    mode: Mode<'_>,
    ty: CanonId,
    slots: &[u64],
) -> Result<GcRef, TrapCode> {
    match slots.split_last() {
        Some((&descriptor, fields)) if descriptor != 0 => {
            new_struct(store, mode, ty, GcRef::from_slot(descriptor).0, fields)
        }
        _ => Err(TrapCode::NullReference),
    }
}

/// Slots of all fields of a struct.
pub fn struct_slots(store: &mut StoreInner, ty: CanonId) -> usize {
    struct_plan(store, ty).slots as usize
}

/// `struct.new` with the fields in slots on the value stack. Usually there is a cell in the run and the type is known,
/// so that this is a handful of loads and stores.
///
/// # Safety
/// All slots of the fields lie from `fields` on.
#[inline(always)]
pub unsafe fn struct_new_from_stack(
    store: &mut StoreInner,
    ty: CanonId,
    fields: *const u64,
) -> Result<GcRef, TrapCode> {
    let gc = &mut store.gc;
    if let Some(Shape::Struct(plan)) = gc.plans.known(ty.0).map(|plan| &plan.shape)
        && let Some(at) = gc.space.alloc_fast(plan.class)
    {
        // SAFETY: the cell is large enough for the plan's objects; the caller vouches for the slots.
        unsafe {
            let object = gc.space.base().add(at as usize);
            object.cast::<[u32; 2]>().write([ty.0, 0]);
            set_fields(object, plan, std::slice::from_raw_parts(fields, plan.slots as usize));
        }
        return Ok(GcRef(at));
    }
    // SAFETY: passed on.
    unsafe { struct_new_from_stack_slow(store, ty, fields) }
}

/// # Safety
/// See [`struct_new_from_stack`].
#[cold]
#[inline(never)]
unsafe fn struct_new_from_stack_slow(
    store: &mut StoreInner,
    ty: CanonId,
    fields: *const u64,
) -> Result<GcRef, TrapCode> {
    let slots = struct_slots(store, ty);
    // SAFETY: the caller vouches for the slots.
    new_struct(store, Mode::Collecting(&[]), ty, 0, unsafe { std::slice::from_raw_parts(fields, slots) })
}

/// `struct.new_default`: all fields zero or null.
pub fn struct_new_default(store: &mut StoreInner, extra: &[u64], ty: CanonId) -> Result<GcRef, TrapCode> {
    let size = struct_plan(store, ty).size;
    alloc(store, extra, u64::from(size), ty.0, 0)
}

/// `array.new`: `len` times `value`.
pub fn array_new(
    store: &mut StoreInner,
    extra: &[u64],
    ty: CanonId,
    value: [u64; 2],
    len: u32,
) -> Result<GcRef, TrapCode> {
    let (r, width) = new_array(store, Mode::Collecting(extra), ty, len)?;
    store.gc.fill_elements(r, 0, len, width, value);
    Ok(r)
}

/// `array.new_default`: `len` elements, zero or null.
pub fn array_new_default(
    store: &mut StoreInner,
    extra: &[u64],
    ty: CanonId,
    len: u32,
) -> Result<(GcRef, Width), TrapCode> {
    new_array(store, Mode::Collecting(extra), ty, len)
}

/// `array.new_fixed`: the elements in slots.
pub fn array_new_fixed(
    store: &mut StoreInner,
    extra: &[u64],
    ty: CanonId,
    elements: &[u64],
) -> Result<GcRef, TrapCode> {
    new_array_fixed(store, Mode::Collecting(extra), ty, elements)
}

/// An exception with this tag and payload in slots.
pub fn exn_new(
    store: &mut StoreInner,
    extra: &[u64],
    tag: *mut VmTag,
    payload: &[u64],
) -> Result<GcRef, TrapCode> {
    let size = u64::from(EXN_PAYLOAD) + payload.len() as u64 * 8;
    let r = alloc(store, extra, size, KIND_EXN, payload.len() as u32)?;
    store.gc.write(r, HEADER_SIZE, Width::W8, [tag as usize as u64, 0]);
    for (i, &slot) in payload.iter().enumerate() {
        store.gc.write(r, EXN_PAYLOAD + i as u32 * 8, Width::W8, [slot, 0]);
    }
    Ok(r)
}

/// An object that stands for a value of the host; the value is dropped when the object is swept.
pub fn extern_new(store: &mut StoreInner, extra: &[u64], value: HostBox) -> Result<GcRef, TrapCode> {
    let r = alloc(store, extra, u64::from(HEADER_SIZE), KIND_EXTERN, u32::MAX)?;
    let index = store.gc.add_host(r, value);
    store.gc.set_header(r, KIND_EXTERN, index);
    Ok(r)
}

/// Evaluates a step of a constant expression that creates or converts a reference: takes its operands from the end of
/// `stack`, in slots, and leaves the result there. `None` if the step is another one. Never collects.
///
/// # Errors
/// `AllocationTooLarge` when the heap is full.
pub fn const_op(store: &mut StoreInner, op: &ConstOp, stack: &mut Vec<u64>) -> Option<Result<(), TrapCode>> {
    let result = match *op {
        ConstOp::RefI31 => {
            let value = pop(stack) as u32;
            Ok(GcRef(value << 1 | 1))
        }
        // The bits are the same on both sides.
        ConstOp::AnyConvertExtern | ConstOp::ExternConvertAny => return Some(Ok(())),
        ConstOp::StructNew(ty) => {
            let fields = pop_n(stack, struct_slots(store, ty));
            new_struct(store, Mode::Constant, ty, 0, &fields)
        }
        ConstOp::StructNewDefault(ty) => new_struct(store, Mode::Constant, ty, 0, &[]),
        ConstOp::StructNewDesc(ty) => {
            let slots = pop_n(stack, struct_slots(store, ty) + 1);
            new_struct_desc(store, Mode::Constant, ty, &slots)
        }
        ConstOp::StructNewDefaultDesc(ty) => new_struct_desc(store, Mode::Constant, ty, &[pop(stack)]),
        ConstOp::ArrayNew(ty) => {
            let len = pop(stack) as u32;
            let width = array_plan(store, ty).width;
            let high = if width == Width::W16 { pop(stack) } else { 0 };
            let value = [pop(stack), high];
            new_array(store, Mode::Constant, ty, len).map(|(r, width)| {
                store.gc.fill_elements(r, 0, len, width, value);
                r
            })
        }
        ConstOp::ArrayNewDefault(ty) => {
            let len = pop(stack) as u32;
            new_array(store, Mode::Constant, ty, len).map(|(r, _)| r)
        }
        ConstOp::ArrayNewFixed(ty, len) => {
            let slots = array_plan(store, ty).width.slots();
            let elements = pop_n(stack, len as usize * slots);
            new_array_fixed(store, Mode::Constant, ty, &elements)
        }
        _ => return None,
    };
    Some(result.map(|r| stack.push(r.to_slot())))
}

/// Validation has made sure that the operands are there.
fn pop(stack: &mut Vec<u64>) -> u64 {
    stack.pop().unwrap_or(0)
}

fn pop_n(stack: &mut Vec<u64>, n: usize) -> Vec<u64> {
    stack.split_off(stack.len().saturating_sub(n))
}
