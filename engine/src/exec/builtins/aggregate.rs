//! Structs and arrays: creation, filling, copying. Fields and elements one by one are the tiers' own business.
//!
//! Ranges are checked in 64 bits before anything is written, in the order of the specification: null, the array's own
//! range, then the segment's. A data segment out of range is a memory trap, an element segment a table trap. A dropped
//! segment has length 0.
//!
//! Every function here obeys the contract of builtins: operands in contiguous slots from `base`, the result to `a`, the
//! canonical type (or the segment) in imm. Safety is the same for all: `ctx` and `fp` are those of the running
//! function, `op` is in it, and `VmStore::stack_top` is behind its frame, so that a collection sees all of it.

use super::work::{in_pieces, pay};
use crate::base::{Mutant, TrapCode};
use crate::ir::{Op, OpCode};
use crate::types::CanonId;
use crate::vm::VmContext;
use crate::vm::gc::{ArrayPlan, GcRef, Shape, Width, aggregate};
use crate::vm::store::{Instance, StoreInner};

/// What a builtin works on.
struct Call<'a> {
    ctx: *mut VmContext,
    fp: *mut u64,
    op: &'a Op,
}

impl Call<'_> {
    /// The first operand.
    fn operands(&self) -> *const u64 {
        self.fp.wrapping_add(self.op.base() as usize)
    }

    /// Operand `i`, counted in slots.
    fn slot(&self, i: usize) -> u64 {
        // SAFETY: the contract of builtins; lowering keeps operands inside the frame.
        unsafe { *self.operands().add(i) }
    }

    fn u32(&self, i: usize) -> u32 {
        self.slot(i) as u32
    }

    /// `n` slots from operand `i`.
    fn slots(&self, i: usize, n: usize) -> &[u64] {
        // SAFETY: as `slot`; nothing writes to the frame while a builtin uses the slice.
        unsafe { std::slice::from_raw_parts(self.operands().add(i), n) }
    }

    /// The value of an element at operand `i`.
    fn value(&self, i: usize, width: Width) -> [u64; 2] {
        [self.slot(i), if width == Width::W16 { self.slot(i + 1) } else { 0 }]
    }

    /// The array at operand `i`; null traps.
    fn array(&self, i: usize) -> Result<GcRef, TrapCode> {
        let r = GcRef::from_slot(self.slot(i));
        if r.is_null() { Err(TrapCode::NullReference) } else { Ok(r) }
    }

    fn ty(&self) -> CanonId {
        CanonId(self.op.lo())
    }

    // The lifetime is the call's: a builtin holds one reference to the store at a time.
    #[expect(
        clippy::mut_from_ref,
        reason = "the store is reached through a raw pointer, and each use ends before the next"
    )]
    fn store(&self) -> &mut StoreInner {
        // SAFETY: `ctx` belongs to a live store, and running code holds no reference to it.
        unsafe { &mut *(*(*self.ctx).store).inner }
    }

    fn instance(&self) -> &Instance {
        // SAFETY: as `store`.
        unsafe { StoreInner::instance_of(self.ctx) }
    }

    fn array_plan(&self) -> ArrayPlan {
        let store = self.store();
        match store.gc.plan(&store.registry, self.ty()).shape {
            Shape::Array(plan) => plan,
            _ => unreachable!("validation: type {} is an array", self.ty().0),
        }
    }

    /// Pays for `count` elements.
    fn pay(&self, count: u32) -> Result<(), TrapCode> {
        // SAFETY: `ctx` belongs to a live store.
        unsafe { pay(self.ctx, count.into()) }
    }

    /// Works on `count` elements in pieces: `piece(start, count)`. Nothing moves the object, but the heap's base and segments may change
    /// between.
    fn elements_in_pieces(
        &self,
        count: u32,
        width: Width,
        backwards: bool,
        mut piece: impl FnMut(u32, u32) -> Result<(), TrapCode>,
    ) -> Result<(), TrapCode> {
        // SAFETY: the contract of builtins; `store` and its like are asked anew in each piece.
        unsafe {
            in_pieces(self.ctx, count.into(), width.log2(), backwards, |start, count| {
                piece(start as u32, count as u32)
            })
        }
    }

    /// A new array, paid for, with zeros in it: the heap is cleared for it, be it now or when it was swept. It is the result already,
    /// so that a collection finds it. Operands are read before, and a reference among them is in the array before anybody is asked.
    fn new_array(&self, len: u32) -> Result<GcRef, TrapCode> {
        self.pay(len)?;
        let (r, _) = aggregate::array_new_default(self.store(), &[], self.ty(), len)?;
        self.finish(r)?;
        Ok(r)
    }

    fn finish(&self, r: GcRef) -> Result<(), TrapCode> {
        // SAFETY: lowering keeps the result inside the frame.
        unsafe { *self.fp.add(self.op.a as usize) = r.to_slot() };
        Ok(())
    }

    /// The bytes of data segment imm_hi for `count` elements from byte `offset`.
    fn data(&self, offset: u32, count: u32, width: Width) -> Result<&[u8], TrapCode> {
        let index = self.op.hi() as usize;
        let instance = self.instance();
        let segment = match instance.dropped_datas[index] {
            true => &[],
            false => &instance.module.bytes[instance.module.datas[index].range.clone()],
        };
        let end = u64::from(offset) + (u64::from(count) << width.log2());
        let end = usize::try_from(end).map_err(|_| TrapCode::MemoryOutOfBounds)?;
        segment.get(offset as usize..end).ok_or(TrapCode::MemoryOutOfBounds)
    }

    /// `count` items of element segment imm_hi from `offset`, as slots.
    fn elements(&self, offset: u32, count: u32) -> Result<&[u64], TrapCode> {
        let segment = &self.instance().elems[self.op.hi() as usize];
        let end = (offset as usize).checked_add(count as usize).ok_or(TrapCode::TableOutOfBounds)?;
        segment.get(offset as usize..end).ok_or(TrapCode::TableOutOfBounds)
    }

    /// Writes `count` elements from byte `offset` of data segment imm_hi.
    fn write_data(
        &self,
        r: GcRef,
        index: u32,
        offset: u32,
        count: u32,
        width: Width,
    ) -> Result<(), TrapCode> {
        self.elements_in_pieces(count, width, false, |start, count| {
            // Below the end, which fits.
            let offset = offset + (start << width.log2());
            let to = self.store().gc.elements_mut(r, index + start, count, width);
            to.copy_from_slice(self.data(offset, count, width)?);
            Ok(())
        })
    }

    /// Writes `count` elements from `offset` of element segment imm_hi.
    fn write_elements(
        &self,
        r: GcRef,
        index: u32,
        offset: u32,
        count: u32,
        width: Width,
    ) -> Result<(), TrapCode> {
        self.elements_in_pieces(count, width, false, |start, count| {
            let items = self.elements(offset + start, count)?;
            self.store().gc.set_elements(r, index + start, width, items);
            Ok(())
        })
    }

    /// Checks `count` elements from `index`.
    fn check_range(&self, r: GcRef, index: u32, count: u32) -> Result<(), TrapCode> {
        let len = self.store().gc.array_len(r);
        if u64::from(index) + u64::from(count) > u64::from(len) {
            return Err(TrapCode::ArrayOutOfBounds);
        }
        Ok(())
    }
}

/// Gives each body the signature of a builtin.
macro_rules! builtins {
    ($($(#[$doc:meta])* $name:ident = |$call:ident| $body:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// # Safety
        /// `ctx` and `fp` are those of the running function, `op` is in it, and `VmStore::stack_top` is behind its frame.
        pub(crate) unsafe fn $name(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
            let $call = Call { ctx, fp, op };
            $body
        }
    )*};
}

/// Allocates for a `struct.new` or `array.new_fixed` whose fields machine code writes: into `VmStore::gc_new`, since the fields
/// are still in their slots.
///
/// # Safety
/// As for every builtin.
pub(crate) unsafe fn allocate(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    let call = Call { ctx, fp, op };
    let new = match op.code() {
        OpCode::ArrayNewFixed => aggregate::array_new_default(call.store(), &[], call.ty(), op.hi())?.0,
        _ => aggregate::struct_new_default(call.store(), &[], call.ty())?,
    };
    // SAFETY: `ctx` belongs to a live store.
    unsafe { (*(*ctx).store).gc_new = new.to_slot() };
    Ok(())
}

builtins! {
    /// A struct with its fields from slots.
    struct_new = |call| {
        // SAFETY: the contract of builtins: the fields' slots are operands.
        call.finish(unsafe { aggregate::struct_new_from_stack(call.store(), call.ty(), call.operands()) }?)
    };

    /// A struct with all fields zero or null.
    struct_new_default = |call| {
        call.finish(aggregate::struct_new_default(call.store(), &[], call.ty())?)
    };

    /// A struct with its fields from slots, and the descriptor behind them.
    struct_new_desc = |call| {
        let slots = aggregate::struct_slots(call.store(), call.ty()) + 1;
        call.finish(aggregate::struct_new_desc(call.store(), &[], call.ty(), call.slots(0, slots))?)
    };

    /// A struct with a descriptor and all fields zero or null.
    struct_new_default_desc = |call| {
        call.finish(aggregate::struct_new_desc(call.store(), &[], call.ty(), call.slots(0, 1))?)
    };

    /// An array of one value.
    array_new = |call| {
        let width = call.array_plan().width;
        let (value, len) = (call.value(0, width), call.u32(width.slots()));
        let r = call.new_array(len)?;
        call.elements_in_pieces(len, width, false, |start, len| {
            call.store().gc.fill_elements(r, start, len, width, value);
            Ok(())
        })
    };

    /// An array of zeros or nulls.
    array_new_default = |call| {
        call.new_array(call.u32(0)).map(|_| ())
    };

    /// An array of imm_hi values from slots.
    array_new_fixed = |call| {
        let slots = call.op.hi() as usize * call.array_plan().width.slots();
        call.finish(aggregate::array_new_fixed(call.store(), &[], call.ty(), call.slots(0, slots))?)
    };

    /// An array from bytes of a data segment.
    array_new_data = |call| {
        let (offset, len) = (call.u32(0), call.u32(1));
        let width = call.array_plan().width;
        call.data(offset, len, width)?;
        let r = call.new_array(len)?;
        call.write_data(r, 0, offset, len, width)
    };

    /// An array from items of an element segment.
    array_new_elem = |call| {
        let (offset, len) = (call.u32(0), call.u32(1));
        let width = call.array_plan().width;
        call.elements(offset, len)?;
        let r = call.new_array(len)?;
        call.write_elements(r, 0, offset, len, width)
    };

    /// Sets elements of an array to one value.
    array_fill = |call| {
        let r = call.array(0)?;
        let width = call.array_plan().width;
        let (index, value, count) = (call.u32(1), call.value(2, width), call.u32(2 + width.slots()));
        call.check_range(r, if Mutant::FillIndexNotCompared.is_on() { 0 } else { index }, count)?;
        call.pay(count)?;
        call.elements_in_pieces(count, width, false, |start, count| {
            call.store().gc.fill_elements(r, index + start, count, width, value);
            Ok(())
        })
    };

    /// Copies elements between arrays, or inside one.
    array_copy = |call| {
        let (to, to_index) = (call.array(0)?, call.u32(1));
        let (from, from_index, count) = (call.array(2)?, call.u32(3), call.u32(4));
        call.check_range(to, to_index, count)?;
        if !Mutant::CopySourceNotCompared.is_on() {
            call.check_range(from, from_index, count)?;
        }
        let width = call.array_plan().width;
        call.pay(count)?;
        let backwards = to == from && to_index > from_index;
        call.elements_in_pieces(count, width, backwards, |start, count| {
            call.store().gc.copy_elements(to, to_index + start, from, from_index + start, count, width);
            Ok(())
        })
    };

    /// Overwrites elements with bytes of a data segment.
    array_init_data = |call| {
        let r = call.array(0)?;
        let (index, offset, count) = (call.u32(1), call.u32(2), call.u32(3));
        call.check_range(r, index, count)?;
        let width = call.array_plan().width;
        call.data(offset, count, width)?;
        call.pay(count)?;
        call.write_data(r, index, offset, count, width)
    };

    /// Overwrites elements with items of an element segment.
    array_init_elem = |call| {
        let r = call.array(0)?;
        let (index, offset, count) = (call.u32(1), call.u32(2), call.u32(3));
        call.check_range(r, index, count)?;
        call.elements(offset, count)?;
        let width = call.array_plan().width;
        call.pay(count)?;
        call.write_elements(r, index, offset, count, width)
    };
}
