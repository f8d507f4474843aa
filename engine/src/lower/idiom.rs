//! Idioms: chains of operations that mean one operation which wasm lacks.
//!
//! # Byte swaps
//! Compilers write `bswap` as shifts, masks and `or`s, since wasm has no such operator: five operations for 32 bits and about twenty
//! for 64, in every hash, cipher and format that keeps the other byte order. At an `or` that may end such a chain the last
//! operations are followed backwards in meaning: for each byte of each value, which byte of the one source it is, or
//! zero. If the result is the source with its bytes reversed, the chain is taken back and one operation stands for it. So it does
//! not matter in which order a compiler writes it.
//!
//! # When a chain may be taken back
//! Nothing may branch into it (`Lowerer::barrier`), it must write nothing but its own temporaries, and its source must still
//! be there: a slot below the result's.

use super::function::Lowerer;
use crate::base::Mutant;
use crate::ir::{Op, OpCode};

/// Operations of a chain for 32 and for 64 bits, as LLVM and GCC write them, the longest first.
const CHAINS_32: [usize; 2] = [9, 5];
const CHAINS_64: [usize; 3] = [21, 20, 13];

/// A byte of a value: a byte of the source, or zero.
const ZERO: u8 = 0xFF;

/// What a value's bytes are, the lowest first; of 32-bit values the upper four are unused.
type Bytes = [u8; 8];

/// Values of a chain's slots: (slot, bytes).
struct Values {
    width: usize,
    known: Vec<(u16, Bytes)>,
    source: Option<u16>,
}

impl Lowerer<'_> {
    /// At an `or` just emitted: it and what stands before it become one operation, if they are an idiom.
    #[inline]
    pub(super) fn find_idiom(&mut self, code: OpCode) {
        let len = self.ops.len();
        // Nearly all other `or`s are told apart by the operation before.
        let before = match len.checked_sub(2) {
            Some(at) if self.ops[at + 1].code() == code => self.ops[at].code(),
            _ => return,
        };
        let (width, chains, swap) = match code {
            OpCode::I32Or if matches!(before, OpCode::I32AndImm | OpCode::I32Or | OpCode::I32RotlImm) => {
                (4, &CHAINS_32[..], OpCode::I32SwapBytes)
            }
            OpCode::I64Or if matches!(before, OpCode::I64AndImm | OpCode::I64Or | OpCode::I64RotlImm) => {
                (8, &CHAINS_64[..], OpCode::I64SwapBytes)
            }
            _ => return,
        };
        for &chain in chains {
            let Some(start) = len.checked_sub(chain).filter(|&start| start >= self.barrier) else { continue };
            if let Some(source) = swapped(&self.ops[start..], width) {
                let result = self.ops[len - 1].a;
                self.ops.truncate(start);
                self.relist(start);
                self.emit(swap, result, source, 0, 0);
                self.last = Some(start);
                return;
            }
        }
    }
}

/// The slot whose bytes a chain reverses, if that is all it does.
fn swapped(chain: &[Op], width: usize) -> Option<u16> {
    let result = chain.last()?.a;
    let mut values = Values { width, known: Vec::new(), source: None };
    let mut bytes = [ZERO; 8];
    for op in chain {
        if op.a < result {
            return None;
        }
        bytes = values.of(op)?;
        values.known.retain(|v| v.0 != op.a);
        values.known.push((op.a, bytes));
    }
    let reversed = (0..width).all(|i| usize::from(bytes[i]) == width - 1 - i);
    let reversed = reversed || Mutant::AnyChainIsSwap.is_on();
    values.source.filter(|&source| reversed && source < result)
}

impl Values {
    fn read(&mut self, slot: u16) -> Option<Bytes> {
        if let Some(known) = self.known.iter().find(|v| v.0 == slot) {
            return Some(known.1);
        }
        // The first slot from outside is the source, and there is no other.
        (*self.source.get_or_insert(slot) == slot).then_some([0, 1, 2, 3, 4, 5, 6, 7])
    }

    /// The bytes of an operation's result, if it only moves bytes.
    fn of(&mut self, op: &Op) -> Option<Bytes> {
        use OpCode::*;
        let (n, bits) = (self.width, 8 * self.width as u64);
        let width = match op.code() {
            I32ShlImm | I32ShrUImm | I32RotlImm | I32RotrImm | I32AndImm | I32Or => 4,
            I64ShlImm | I64ShrUImm | I64RotlImm | I64RotrImm | I64AndImm | I64Or => 8,
            _ => return None,
        };
        if width != n {
            return None;
        }
        let b = self.read(op.b())?;
        // By how many bytes a value moves up, all around.
        let count = op.imm % bits;
        let moved = |up: u64| -> Bytes {
            std::array::from_fn(|i| if i < n { b[(i + n - up as usize / 8) % n] } else { ZERO })
        };
        match op.code() {
            I32AndImm | I64AndImm => {
                let mut bytes = b;
                for (i, byte) in bytes.iter_mut().enumerate() {
                    match op.imm >> (8 * i) & 0xFF {
                        0 => *byte = ZERO,
                        0xFF => {}
                        _ if i < n => return None,
                        _ => {}
                    }
                }
                Some(bytes)
            }
            I32Or | I64Or => {
                let c = self.read(op.c())?;
                let mut bytes = b;
                for (byte, other) in bytes.iter_mut().zip(c).take(n) {
                    match (*byte, other) {
                        (ZERO, other) => *byte = other,
                        (_, ZERO) => {}
                        _ => return None,
                    }
                }
                Some(bytes)
            }
            _ if !count.is_multiple_of(8) => None,
            I32RotlImm | I64RotlImm => Some(moved(count)),
            I32RotrImm | I64RotrImm => Some(moved((bits - count) % bits)),
            I32ShlImm | I64ShlImm => {
                let mut bytes = moved(count);
                bytes[..count as usize / 8].fill(ZERO);
                Some(bytes)
            }
            I32ShrUImm | I64ShrUImm => {
                let mut bytes = moved((bits - count) % bits);
                bytes[n - count as usize / 8..n].fill(ZERO);
                Some(bytes)
            }
            _ => None,
        }
    }
}
