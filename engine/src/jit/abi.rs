//! The calling convention of compiled functions: in which registers arguments and results travel.
//!
//! It is our own; the host's is spoken in stubs only. Arguments take the registers of `INT_ARGS` and the first `FLOAT_ARGS` vector
//! registers, in the order of the parameters; the others are in their slots of the callee's frame. The first result is in rax or xmm0,
//! the others are in their slots. A callee preserves [`CALLEE_SAVED`](super::x64::regs::CALLEE_SAVED) and nothing else.
//!
//! Callers, callees, the stubs between them and both checkers ask here, so that they cannot disagree.

use super::operation::kind_of;
use super::x64::regs::{Gpr, R8, R9, RAX, RCX, RDI, RDX, RSI, Reg, RegClass, Xmm};
use crate::ir::Kind;
use crate::types::{FuncType, ValType};

/// Registers that hold integer arguments.
pub const INT_ARGS: [Gpr; 6] = [RSI, RDI, R8, R9, RDX, RCX];
/// Registers that hold float and vector arguments: xmm0 up to this.
pub const FLOAT_ARGS: u8 = 8;

/// Where an argument or a result is passed.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Slot relative to the callee's first.
    pub slot: u32,
    pub reg: Option<Reg>,
    pub kind: Kind,
}

/// Where the arguments of a function of this type travel.
pub fn argument_places(types: &[ValType], out: &mut Vec<Place>) {
    out.clear();
    let mut convention = Convention::default();
    out.extend(types.iter().map(|&ty| convention.place(ty)));
}

/// Places of one argument after the other.
#[derive(Default)]
pub struct Convention {
    slot: u32,
    ints: usize,
    floats: u8,
}

impl Convention {
    /// Where the next argument is, which has this type.
    #[inline]
    pub fn place(&mut self, ty: ValType) -> Place {
        let kind = kind_of(&ty);
        let reg = match RegClass::of(ty) {
            RegClass::Float | RegClass::Vector if self.floats < FLOAT_ARGS => {
                self.floats += 1;
                Some(Xmm(self.floats - 1).into())
            }
            RegClass::Int if self.ints < INT_ARGS.len() => {
                self.ints += 1;
                Some(INT_ARGS[self.ints - 1].into())
            }
            _ => None,
        };
        let place = Place { slot: self.slot, reg, kind };
        self.slot += ty.slots();
        place
    }
}

/// Register of the first result.
pub fn result_reg(ty: &FuncType) -> Option<(Reg, Kind)> {
    let first = ty.results.first()?;
    Some(match RegClass::of(*first) {
        RegClass::Float | RegClass::Vector => (Xmm(0).into(), kind_of(first)),
        RegClass::Int => (RAX.into(), kind_of(first)),
    })
}
