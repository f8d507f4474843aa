//! The meter: who has it when.
//!
//! While machine code runs, its budget is in a register and in no other place: what is left of the store's fuel, or the work that may be
//! done until the epoch is looked at next. Everything else finds the fuel in the store. So each stub that leaves machine code
//! [gives it back](give_back), each that comes into it, or back to it, [takes it](take), and functions need to do neither.
//!
//! A budget of work is whatever the stub says: all of a slice, or nothing if the deadline has passed, so that the next charge asks the
//! host. Whoever comes back from the host has looked at the epoch therefore, and how long it stayed there does not matter.
//!
//! Must not know: who charges, and how much.

use std::mem::offset_of;

use dynasmrt::VecAssembler;
use dynasmrt::x64::X64Relocation;

use crate::base::Mutant;
use crate::jit::x64::asm::{Alu, Asm, Cond, Features, Mem, Size};
use crate::jit::x64::regs::{Gpr, METER};
use crate::module::{EPOCH_SLICE, Meter};
use crate::vm::VmStore;

const FUEL: i32 = offset_of!(VmStore, fuel) as i32;
const EPOCH: i32 = offset_of!(VmStore, epoch) as i32;
const DEADLINE: i32 = offset_of!(VmStore, epoch_deadline) as i32;

const NOTHING_BEYOND: Features =
    Features { avx: false, bmi2: false, lzcnt: false, bmi1: false, popcnt: false };

/// Machine code is left: what remains of the fuel goes to the store. Destroys nothing.
pub(super) fn give_back(asm: &mut Asm, meter: Meter, store: Gpr) {
    if meter == Meter::Fuel && !Mutant::MeterNotGivenBack.is_on() {
        asm.store(Size::S64, Mem::new(store, FUEL), METER);
    }
}

/// Machine code goes on. Destroys `t` and the flags.
pub(super) fn take(asm: &mut Asm, meter: Meter, store: Gpr, t: Gpr) {
    match meter {
        _ if Mutant::MeterNotTaken.is_on() => {}
        Meter::None => {}
        Meter::Fuel => asm.mov(Size::S64, METER, Mem::new(store, FUEL)),
        Meter::Epoch => {
            asm.mov(Size::S64, t, Mem::new(store, EPOCH));
            asm.mov(Size::S64, t, Mem::new(t, 0));
            asm.set(METER, 0);
            asm.alu(Alu::Cmp, Size::S64, t, Mem::new(store, DEADLINE));
            asm.mov_imm(t, EPOCH_SLICE);
            asm.cmov(Cond::B, Size::S64, METER, t);
        }
    }
}

/// Appends what is emitted to the shared stubs.
pub(super) fn append(ops: &mut VecAssembler<X64Relocation>, emit: impl FnOnce(&mut Asm)) {
    let mut asm = Asm::new(NOTHING_BEYOND);
    asm.clear();
    emit(&mut asm);
    ops.extend(asm.code.iter());
}
