//! Where the operands of an instruction are, as text: for `wx objdump --stage allocate` and for unit tests.

use std::fmt::{self, Display, Formatter};

use crate::jit::inst::{Inst, Loc, Locs};

/// An instruction with its registers, for people to read.
#[derive(Clone, Copy)]
pub struct Placed<'a> {
    pub inst: &'a Inst,
    pub locs: &'a Locs,
}

impl Display for Placed<'_> {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        let Placed { inst, locs } = self;
        inst.write_ops(f)?;
        f.write_str(" ")?;
        if let Some(def) = inst.def {
            write!(f, " s{} {} <-", def.slot, locs.def)?;
        }
        for (i, operand) in inst.uses().iter().enumerate() {
            let comma = if i == 0 { "" } else { "," };
            write!(f, "{comma} s{} ", operand.slot)?;
            match locs.of(i) {
                Loc::Reg(reg) => write!(f, "{reg}")?,
                Loc::Slot(_) => f.write_str("memory")?,
                Loc::Loaded => f.write_str("loaded")?,
            }
        }
        let temps = usize::from(inst.temps[0] + inst.temps[1]);
        if temps > 0 {
            f.write_str("; temps")?;
            locs.temps[..temps].iter().try_for_each(|reg| write!(f, " {reg}"))?;
        }
        if inst.form.swapped {
            f.write_str("; swapped")?;
        }
        Ok(())
    }
}
