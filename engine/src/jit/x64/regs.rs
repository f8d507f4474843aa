//! The registers, and what each is for.
//!
//! ```text
//!   rbp  slot 0 of the frame       r15  the instance (VmContext)      r14  base of memory 0
//!   rsp  the machine stack, which grows downwards; slots grow upwards from where it begins
//!
//!   rax rcx rdx        temporaries; rax also the first integer result, and the callee of an indirect call
//!   rsi rdi r8 r9      caller-saved: locals of code without calls, arguments
//!   rbx r12 r13 r10 r11   callee-saved: values that live across calls
//!   r11                in code that counts fuel or polls an epoch: the budget, see `jit::x64::control`
//!   xmm0-xmm14         values, all caller-saved; xmm0 the first float or vector result
//!   xmm15              scratch, for one template at a time
//! ```
//!
//! Which of them arguments and results travel in says [`abi`](crate::jit::abi).

pub use crate::jit::reg::{Reg, RegClass, RegSet};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Gpr(pub u8);

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Xmm(pub u8);

pub const RAX: Gpr = Gpr(0);
pub const RCX: Gpr = Gpr(1);
pub const RDX: Gpr = Gpr(2);
pub const RBX: Gpr = Gpr(3);
pub const RSP: Gpr = Gpr(4);
/// Slot 0 of the frame.
pub const FP: Gpr = Gpr(5);
pub const RSI: Gpr = Gpr(6);
pub const RDI: Gpr = Gpr(7);
pub const R8: Gpr = Gpr(8);
pub const R9: Gpr = Gpr(9);
pub const R10: Gpr = Gpr(10);
pub const R11: Gpr = Gpr(11);
pub const R12: Gpr = Gpr(12);
pub const R13: Gpr = Gpr(13);
/// Base of memory 0.
pub const MEM: Gpr = Gpr(14);
/// The instance.
pub const CTX: Gpr = Gpr(15);

/// For one template at a time; never holds a slot.
pub const SCRATCH: Xmm = Xmm(15);

/// What a callee leaves as it was; the last is the budget in metered code.
pub const CALLEE_SAVED: [Gpr; 5] = [RBX, R12, R13, R10, METER];
/// In metered code: what may still be spent. It belongs to no function, so nobody saves it.
pub const METER: Gpr = R11;

/// Temporaries, in the order in which they are taken.
pub const TEMPS: [Gpr; 3] = [RAX, RCX, RDX];
/// Registers for locals that a call may destroy.
pub const CALLER_SAVED: [Gpr; 4] = [RSI, RDI, R8, R9];

/// Vector registers for locals, in the order in which they are taken; the rest is for temporaries.
pub const FLOAT_RESIDENTS: [Xmm; 11] =
    [Xmm(8), Xmm(9), Xmm(10), Xmm(11), Xmm(12), Xmm(13), Xmm(14), Xmm(7), Xmm(6), Xmm(5), Xmm(4)];

/// Vector registers that never belong to residents, the scratch left out.
pub const FLOAT_TEMPS: usize = 15 - FLOAT_RESIDENTS.len();

impl Reg {
    pub fn gpr(self) -> Gpr {
        debug_assert!(self.is_gpr());
        Gpr(self.0)
    }
    pub fn xmm(self) -> Xmm {
        debug_assert!((16..32).contains(&self.0));
        Xmm(self.0 - 16)
    }
}

impl std::fmt::Display for Reg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const GPRS: [&str; 8] = ["rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi"];
        match GPRS.get(self.0 as usize) {
            Some(name) => f.write_str(name),
            None if self.is_gpr() => write!(f, "r{}", self.0),
            None => write!(f, "xmm{}", self.0.wrapping_sub(16)),
        }
    }
}

impl From<Gpr> for Reg {
    fn from(r: Gpr) -> Reg {
        Reg(r.0)
    }
}
impl From<Xmm> for Reg {
    fn from(r: Xmm) -> Reg {
        Reg(r.0 + 16)
    }
}
