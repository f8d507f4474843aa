//! Functions that make a product of 128 bits from halves, as run-time libraries of compilers have them.
//!
//! The runtime knows such a function by what it computes, so each of its forms is drawn with its operands and sums in any order,
//! and in one of four something is wrong: then it is another function, and must not be taken for a product.

use wasm_encoder::{Function, Instruction, MemArg, MemArgTarget, ValType};

use super::Signature;
use super::op::Ty;
use crate::draw::Draw;

/// The parameters of a function that stores both words, at its first one.
pub(super) const STORED: [Ty; 5] = [Ty::I32, Ty::I64, Ty::I64, Ty::I64, Ty::I64];
/// Operators of such a function, at most.
const COST: u64 = 110;
/// Places where something may be wrong, at least.
const PLACES: usize = 40;

/// The signature of a function that stores a product, or of one that leaves its upper word.
pub(super) fn signature(stored: bool) -> Signature {
    match stored {
        true => Signature { params: STORED.into(), results: vec![], cost: COST, is_product: true },
        false => {
            Signature { params: [Ty::I64; 2].into(), results: vec![Ty::I64], cost: COST, is_product: true }
        }
    }
}

/// A function with the first signature, or with the second.
pub(super) fn function(draw: &mut Draw<'_>, stored: bool) -> Function {
    let params = if stored { 5 } else { 2 };
    let wrong = if draw.chance(1, 4) { Some(draw.below(PLACES)) } else { None };
    let function = Function::new([(10, ValType::I64)]);
    let mut product = Product { draw, function, wrong, first: stored.into(), local: params };
    product.write(stored);
    product.function.instruction(&Instruction::End);
    product.function
}

struct Product<'a, 'b> {
    draw: &'a mut Draw<'b>,
    function: Function,
    /// How many places come before the one that is wrong.
    wrong: Option<usize>,
    /// The first local that is a number of 64 bits.
    first: u32,
    /// The next local.
    local: u32,
}

impl Product<'_, '_> {
    fn push(&mut self, instruction: Instruction<'static>) {
        self.function.instruction(&instruction);
    }

    /// Whether this place is the one that is wrong.
    fn is_wrong(&mut self) -> bool {
        let here = self.wrong == Some(0);
        self.wrong = self.wrong.and_then(|n| n.checked_sub(1));
        here
    }

    fn get(&mut self, local: u32) {
        // The other one of a pair.
        let other = u32::from(self.is_wrong());
        self.push(Instruction::LocalGet(((local - self.first) ^ other) + self.first));
    }

    /// Puts the value on the stack into a new local.
    fn name(&mut self) -> u32 {
        self.push(Instruction::LocalSet(self.local));
        self.local += 1;
        self.local - 1
    }

    fn low(&mut self) {
        if self.draw.chance(1, 4) {
            self.push(Instruction::I32WrapI64);
            self.push(Instruction::I64ExtendI32U);
        } else {
            let mask = if self.is_wrong() { 0x7fff_ffff } else { 0xffff_ffff };
            self.push(Instruction::I64Const(mask));
            self.push(Instruction::I64And);
        }
    }

    fn shift(&mut self, up: bool) {
        let by = if self.is_wrong() { 31 } else { 32 };
        self.push(Instruction::I64Const(by));
        self.push(if up { Instruction::I64Shl } else { Instruction::I64ShrU });
    }

    fn high_of(&mut self, local: u32) {
        self.get(local);
        self.shift(false);
    }

    fn low_of(&mut self, local: u32) {
        self.get(local);
        self.low();
    }

    fn product(&mut self, a: u32, b: u32) {
        let swapped = self.draw.chance(1, 2);
        let (first, second) = if swapped { (b, a) } else { (a, b) };
        self.get(first);
        self.get(second);
        self.push(Instruction::I64Mul);
    }

    fn add(&mut self) {
        self.push(Instruction::I64Add);
    }

    /// Whether the first number is less than the second.
    fn less(&mut self, a: u32, b: u32) {
        if self.draw.chance(1, 2) {
            self.get(b);
            self.get(a);
            self.push(Instruction::I64GtU);
        } else {
            self.get(a);
            self.get(b);
            self.push(Instruction::I64LtU);
        }
        self.push(Instruction::I64ExtendI32U);
    }

    /// The halves of two numbers, the lower ones first.
    fn halves(&mut self, a: u32, b: u32) -> [u32; 4] {
        let mut halves = [0; 4];
        for (half, number) in halves.chunks_mut(2).zip([a, b]) {
            self.low_of(number);
            half[0] = self.name();
            self.high_of(number);
            half[1] = self.name();
        }
        halves
    }

    fn write(&mut self, stored: bool) {
        let numbers = if stored { [1, 2, 3, 4] } else { [0, 0, 1, 1] };
        let [a, _, b, _] = numbers;
        let [a0, a1, b0, b1] = self.halves(a, b);
        self.product(a0, b0);
        let l = self.name();
        let factors = if self.draw.chance(1, 2) { [(a1, b0), (a0, b1)] } else { [(a0, b1), (a1, b0)] };
        let [p, q] = factors;
        self.product(p.0, p.1);
        let form = self.draw.below(3);
        if form == 0 {
            self.high_of(l);
            self.add();
        }
        let x = self.name();
        self.product(q.0, q.1);
        let y = match form {
            0 => {
                self.low_of(x);
                self.add();
                self.name()
            }
            1 => {
                self.get(x);
                self.add();
                self.name()
            }
            _ => self.name(),
        };
        let middle = match form {
            2 => {
                self.low_of(x);
                self.high_of(l);
                self.add();
                self.low_of(y);
                self.add();
                self.name()
            }
            _ => y,
        };
        self.get(middle);
        self.shift(true);
        match form {
            1 => {
                self.get(l);
                self.add();
            }
            _ => {
                self.low_of(l);
                self.push(Instruction::I64Or);
            }
        }
        let word = self.name();
        self.product(a1, b1);
        match form {
            1 => {
                self.less(word, l);
                self.add();
                self.less(y, x);
                self.shift(true);
                self.high_of(y);
                self.push(Instruction::I64Or);
                self.add();
            }
            _ => {
                let highs: &[u32] = if form == 0 { &[x, y] } else { &[x, middle, y] };
                for &value in highs {
                    self.high_of(value);
                    self.add();
                }
            }
        }
        if stored {
            self.store(numbers, word);
        }
    }

    /// With the upper word of the lower product on the stack.
    fn store(&mut self, [a, a_high, b, b_high]: [u32; 4], word: u32) {
        self.product(a, b_high);
        self.product(a_high, b);
        self.add();
        self.add();
        let high = self.name();
        let low_first = self.draw.chance(1, 2);
        let stores = if low_first { [(0, word), (8, high)] } else { [(8, high), (0, word)] };
        for (offset, value) in stores {
            self.push(Instruction::LocalGet(0));
            self.get(value);
            let target = MemArgTarget::Memory(0);
            self.push(Instruction::I64Store(MemArg { offset, align: 3, target, ordering: None }));
        }
    }
}
