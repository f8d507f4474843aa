//! Constants of 16 bytes, which follow a function's code.
//!
//! Vector instructions have no immediate operands, so masks and tables come from memory. Each constant exists once per
//! function and is addressed relative to the instruction pointer. Functions begin at multiples of 16 bytes, so a constant at
//! a multiple of 16 within its function is aligned, as instructions without AVX want it.

use std::collections::HashMap;

use super::asm::{Asm, Label};

/// See the module's header.
#[derive(Default)]
pub struct Pool {
    /// In the order in which they were first used, so that the same function gives the same bytes.
    constants: Vec<(u128, Label)>,
    known: HashMap<u128, Label>,
}

impl Pool {
    /// Where the constant will be.
    pub fn label(&mut self, asm: &mut Asm, bits: u128) -> Label {
        *self.known.entry(bits).or_insert_with(|| {
            let label = asm.label();
            self.constants.push((bits, label));
            label
        })
    }

    /// Puts all constants here.
    pub fn emit(&mut self, asm: &mut Asm) {
        if self.constants.is_empty() {
            return;
        }
        // Unreachable; a trap says so.
        asm.code.resize(asm.code.len().next_multiple_of(16), 0xCC);
        for (bits, label) in self.constants.drain(..) {
            asm.bind(label);
            asm.code.extend_from_slice(&bits.to_le_bytes());
        }
        self.known.clear();
    }
}
