//! Expressions: code that leaves one value.
//!
//! Each kind of operand reaches each operator: locals, constants, globals, loads, results of calls, values that a branch
//! brought. With the room for code used up, every expression is a leaf, so that generation ends.

use wasm_encoder::{BlockType, Ieee32, Ieee64, Instruction, MemArg, MemArgTarget};

use super::body::Body;
use super::op::{self, Access, Ty};
use crate::value;

impl Body<'_, '_> {
    /// Leaves a value of this type.
    pub(super) fn expression(&mut self, ty: Ty, depth: usize) {
        if depth == 0 || self.is_full() {
            return self.leaf(ty);
        }
        if ty.is_reference() {
            return self.reference(ty, depth);
        }
        let depth = depth - 1;
        match self.draw.below(30) {
            0..=2 => self.leaf(ty),
            3..=9 => self.operator(ty, depth),
            10 if matches!(ty, Ty::I32 | Ty::I64) && self.draw.chance(1, 2) => self.and_not(ty, depth),
            10 if matches!(ty, Ty::I32 | Ty::I64) && self.draw.chance(1, 2) => self.carry_sum(ty, depth),
            10 => self.fused(ty, depth),
            11 | 12 => self.load(ty, depth),
            13 => self.select(ty, depth),
            14 => self.choice(ty, depth),
            15 => self.branched(ty, depth),
            16 => self.tee(ty, depth),
            17 => self.call_for(ty, depth),
            18 | 19 => self.lanes(ty, depth),
            20 => self.trapping(ty, depth),
            21 if self.outline.language.threads => self.atomic(ty, depth),
            22 => self.size(ty),
            23 | 24 if self.outline.objects => self.object_part(ty, depth),
            25 if self.outline.arrays => self.array_part(ty),
            26 if matches!(ty, Ty::I32 | Ty::I64) => self.swap_bytes(ty, depth),
            28 | 29 if ty == Ty::I32 && !self.outline.refs.is_empty() => self.reference_part(depth),
            27 if ty == Ty::I32 && self.outline.language.threads => self.wait(),
            _ => self.operator(ty, depth),
        }
    }

    pub(super) fn leaf(&mut self, ty: Ty) {
        match self.draw.below(10) {
            0..=6 => match self.local_of(ty) {
                Some(local) => self.push(Instruction::LocalGet(local)),
                None => self.constant(ty),
            },
            7 | 8 => self.constant(ty),
            _ => match self.global_of(ty, false) {
                Some(global) => self.push(Instruction::GlobalGet(global)),
                None => self.constant(ty),
            },
        }
    }

    pub(super) fn constant(&mut self, ty: Ty) {
        let mut stream = self.draw.stream();
        self.push(match ty {
            Ty::I32 => Instruction::I32Const(value::int(&mut stream, 32) as i32),
            Ty::I64 => Instruction::I64Const(value::int(&mut stream, 64) as i64),
            Ty::F32 => Instruction::F32Const(Ieee32::new(value::float32(&mut stream))),
            Ty::F64 => Instruction::F64Const(Ieee64::new(value::float64(&mut stream))),
            Ty::V128 => Instruction::V128Const(value::vector(&mut stream) as i128),
            Ty::Func | Ty::Extern | Ty::Any => return self.new_reference(ty),
        });
    }

    fn operator(&mut self, ty: Ty, depth: usize) {
        let operator = self.draw.pick(op::operators(ty, self.outline.language.relaxed));
        // The same local as both operands is a case of its own for whoever allocates registers.
        if let &[a, b] = operator.takes
            && a == b
            && self.draw.chance(1, 12)
            && let Some(local) = self.local_of(a)
        {
            self.push(Instruction::LocalGet(local));
            self.push(Instruction::LocalGet(local));
        } else {
            for &operand in operator.takes {
                self.expression(operand, depth);
            }
        }
        self.push(operator.op.clone());
    }

    fn trapping(&mut self, ty: Ty, depth: usize) {
        let list = op::trapping(ty);
        if list.is_empty() {
            return self.operator(ty, depth);
        }
        let operator = self.draw.pick(list);
        for &operand in operator.takes {
            self.expression(operand, depth);
        }
        // An odd divisor is not zero; -1 remains, and with it the overflow.
        match operator.takes {
            [Ty::I32, _] if !self.draw.chance(1, 16) => {
                self.push(Instruction::I32Const(1));
                self.push(Instruction::I32Or);
            }
            [Ty::I64, _] if !self.draw.chance(1, 16) => {
                self.push(Instruction::I64Const(1));
                self.push(Instruction::I64Or);
            }
            // A value in range: the fraction of a quotient of integers.
            [Ty::F32] if !self.draw.chance(1, 16) => {
                self.push(Instruction::I32ReinterpretF32);
                self.push(Instruction::F32ConvertI32U);
                self.push(Instruction::F32Const(Ieee32::new(0.25f32.to_bits())));
                self.push(Instruction::F32Mul);
            }
            [Ty::F64] if !self.draw.chance(1, 16) => {
                self.push(Instruction::I64ReinterpretF64);
                self.push(Instruction::I32WrapI64);
                self.push(Instruction::F64ConvertI32U);
                self.push(Instruction::F64Const(Ieee64::new(0.25f64.to_bits())));
                self.push(Instruction::F64Mul);
            }
            _ => {}
        }
        self.push(operator.op.clone());
    }

    /// Pairs of operators that compilers make one of.
    fn fused(&mut self, ty: Ty, depth: usize) {
        let pairs: &[[Instruction<'static>; 2]] = match ty {
            Ty::I32 => &[
                [Instruction::I32Rotl, Instruction::I32Xor],
                [Instruction::I32Mul, Instruction::I32Add],
                [Instruction::I32Shl, Instruction::I32Add],
                [Instruction::I32ShrU, Instruction::I32And],
            ],
            Ty::I64 => &[
                [Instruction::I64Rotl, Instruction::I64Xor],
                [Instruction::I64Mul, Instruction::I64Add],
                [Instruction::I64Shl, Instruction::I64Add],
                [Instruction::I64ShrU, Instruction::I64And],
            ],
            Ty::F32 => {
                &[[Instruction::F32Mul, Instruction::F32Add], [Instruction::F32Mul, Instruction::F32Sub]]
            }
            Ty::F64 => {
                &[[Instruction::F64Mul, Instruction::F64Add], [Instruction::F64Mul, Instruction::F64Sub]]
            }
            _ => &[
                [Instruction::V128And, Instruction::V128Xor],
                [Instruction::F32x4Mul, Instruction::F32x4Add],
            ],
        };
        let pair = &pairs[self.draw.below(pairs.len())];
        self.expression(ty, depth);
        self.expression(ty, depth.min(1));
        self.leaf(ty);
        self.push(pair[0].clone());
        self.push(pair[1].clone());
    }

    /// A complement and an `and`, as in bit sets and hash functions. Now and then it is nearly that.
    fn and_not(&mut self, ty: Ty, depth: usize) {
        use Instruction as I;
        let (and, or, xor) = match ty {
            Ty::I64 => (I::I64And, I::I64Or, I::I64Xor),
            _ => (I::I32And, I::I32Or, I::I32Xor),
        };
        let other_first = self.draw.chance(1, 2);
        if other_first {
            self.expression(ty, depth);
        }
        self.expression(ty, depth);
        let bits = match self.draw.below(12) {
            0 => -2,
            1 => 0xffff_ffff,
            _ => -1,
        };
        self.number(ty, bits);
        self.push(xor);
        if !other_first {
            self.leaf(ty);
        }
        let combine = if self.draw.chance(1, 12) { or } else { and };
        self.push(combine);
    }

    /// An unsigned comparison and a sum or difference, as in numbers of several words. Now and then another comparison.
    fn carry_sum(&mut self, ty: Ty, depth: usize) {
        use Instruction as I;
        let first = self.draw.chance(1, 3);
        if !first {
            self.expression(ty, depth);
        }
        let wide = self.draw.chance(1, 2);
        let compared = if wide { Ty::I64 } else { Ty::I32 };
        self.leaf(compared);
        let is_zero = self.draw.chance(1, 8);
        if !is_zero && self.draw.chance(1, 4) {
            let bits = self.draw.below(300) as i64 - 20;
            self.number(compared, bits);
        } else if !is_zero {
            self.leaf(compared);
        }
        let compare = match (wide, self.draw.below(10)) {
            (true, _) if is_zero => I::I64Eqz,
            (false, _) if is_zero => I::I32Eqz,
            (true, 0..=2) => I::I64LtU,
            (true, 3 | 4) => I::I64GeU,
            (true, 5 | 6) => I::I64GtU,
            (true, 7 | 8) => I::I64LeU,
            (true, _) => I::I64LtS,
            (false, 0..=2) => I::I32LtU,
            (false, 3 | 4) => I::I32GeU,
            (false, 5 | 6) => I::I32GtU,
            (false, 7 | 8) => I::I32LeU,
            (false, _) => I::I32Ne,
        };
        self.push(compare);
        if ty == Ty::I64 {
            self.push(I::I64ExtendI32U);
        }
        if first {
            self.leaf(ty);
        }
        let subtracts = self.draw.chance(1, 3);
        self.push(match (ty, subtracts) {
            (Ty::I64, false) => I::I64Add,
            (Ty::I64, true) => I::I64Sub,
            (_, false) => I::I32Add,
            (_, true) => I::I32Sub,
        });
    }

    /// The order of bytes reversed, as compilers write it without an operator for it.
    fn swap_bytes(&mut self, ty: Ty, depth: usize) {
        use Instruction as I;
        let Some(local) = self.variable_of(ty) else { return self.operator(ty, depth) };
        self.expression(ty, depth);
        self.push(I::LocalSet(local));
        let wide = ty == Ty::I64;
        let (shl, shr, and, or) = match wide {
            true => (I::I64Shl, I::I64ShrU, I::I64And, I::I64Or),
            false => (I::I32Shl, I::I32ShrU, I::I32And, I::I32Or),
        };
        let width = if wide { 8 } else { 4 };
        // Seldom one byte is wrong: then it is no swap, and must not be taken for one.
        let wrong = if self.draw.chance(1, 6) { Some(self.draw.below(width)) } else { None };
        // Compilers differ in the order of the bytes, and in whether they join them one by one or in pairs.
        let first = self.draw.below(width);
        let in_pairs = self.draw.chance(1, 2);
        for n in 0..width {
            let byte = (first ^ n) as i64;
            let distance = 8 * (width as i64 - 1 - 2 * byte);
            let distance = if wrong == Some(byte as usize) { -distance } else { distance };
            self.push(I::LocalGet(local));
            let (outer, up) = (byte == 0 || byte == width as i64 - 1, distance > 0);
            if up && !outer {
                self.number(ty, 0xff << (8 * byte));
                self.push(and.clone());
            }
            self.number(ty, distance.abs());
            self.push(if up { shl.clone() } else { shr.clone() });
            if !up && !outer {
                self.number(ty, 0xff << (8 * (width as i64 - 1 - byte)));
                self.push(and.clone());
            }
            let joins = if in_pairs { (n + 1).trailing_zeros() } else { (n > 0).into() };
            (0..joins).for_each(|_| self.push(or.clone()));
        }
    }

    pub(super) fn select(&mut self, ty: Ty, depth: usize) {
        self.expression(ty, depth);
        self.expression(ty, depth);
        self.expression(Ty::I32, depth);
        self.push(if ty.is_reference() {
            Instruction::TypedSelect(ty.encoded())
        } else {
            Instruction::Select
        });
    }

    pub(super) fn choice(&mut self, ty: Ty, depth: usize) {
        self.expression(Ty::I32, depth);
        self.open(Instruction::If(BlockType::Result(ty.encoded())), Some(vec![ty]));
        self.expression(ty, depth);
        self.push(Instruction::Else);
        self.expression(ty, depth);
        self.close();
    }

    /// A block whose value comes from one of two places.
    pub(super) fn branched(&mut self, ty: Ty, depth: usize) {
        self.open(Instruction::Block(BlockType::Result(ty.encoded())), Some(vec![ty]));
        self.expression(ty, depth);
        self.expression(Ty::I32, depth);
        self.push(Instruction::BrIf(0));
        if self.draw.chance(1, 2) {
            self.push(Instruction::Drop);
            self.expression(ty, depth);
        }
        self.close();
    }

    pub(super) fn tee(&mut self, ty: Ty, depth: usize) {
        self.expression(ty, depth);
        if let Some(local) = self.variable_of(ty) {
            self.push(Instruction::LocalTee(local));
        }
    }

    fn size(&mut self, ty: Ty) {
        match (ty, self.outline.memories.is_empty()) {
            (Ty::I32 | Ty::I64, false) => {
                let memory = self.draw.below(self.outline.memories.len());
                let is_64 = self.outline.memories[memory].is_64;
                self.push(Instruction::MemorySize(memory as u32));
                match (ty, is_64) {
                    (Ty::I32, true) => self.push(Instruction::I32WrapI64),
                    (Ty::I64, false) => self.push(Instruction::I64ExtendI32U),
                    _ => {}
                }
            }
            _ => self.leaf(ty),
        }
    }

    /// Operators that name lanes.
    fn lanes(&mut self, ty: Ty, depth: usize) {
        let lane = |draw: &mut crate::draw::Draw<'_>, n: usize| draw.below(n) as u8;
        match ty {
            Ty::V128 => match self.draw.below(8) {
                0 | 1 => {
                    self.expression(Ty::V128, depth);
                    self.expression(Ty::V128, depth);
                    let lanes = std::array::from_fn(|_| lane(self.draw, 32));
                    self.push(Instruction::I8x16Shuffle(lanes));
                }
                kind => {
                    type Replace = (fn(u8) -> Instruction<'static>, Ty, usize);
                    const REPLACE: [Replace; 6] = [
                        (Instruction::I8x16ReplaceLane, Ty::I32, 16),
                        (Instruction::I16x8ReplaceLane, Ty::I32, 8),
                        (Instruction::I32x4ReplaceLane, Ty::I32, 4),
                        (Instruction::I64x2ReplaceLane, Ty::I64, 2),
                        (Instruction::F32x4ReplaceLane, Ty::F32, 4),
                        (Instruction::F64x2ReplaceLane, Ty::F64, 2),
                    ];
                    let (make, value, n) = REPLACE[kind - 2];
                    self.expression(Ty::V128, depth);
                    self.expression(value, depth);
                    let lane = lane(self.draw, n);
                    self.push(make(lane));
                }
            },
            _ => {
                self.expression(Ty::V128, depth);
                let n = match ty {
                    Ty::I64 | Ty::F64 => lane(self.draw, 2),
                    _ => lane(self.draw, 4),
                };
                let wide = self.draw.below(16) as u8;
                let shape = self.draw.below(5);
                self.push(match (ty, shape) {
                    (Ty::I64, _) => Instruction::I64x2ExtractLane(n),
                    (Ty::F64, _) => Instruction::F64x2ExtractLane(n),
                    (Ty::F32, _) => Instruction::F32x4ExtractLane(n),
                    (_, 0) => Instruction::I32x4ExtractLane(n),
                    (_, 1) => Instruction::I8x16ExtractLaneS(wide),
                    (_, 2) => Instruction::I8x16ExtractLaneU(wide),
                    (_, 3) => Instruction::I16x8ExtractLaneS(wide / 2),
                    _ => Instruction::I16x8ExtractLaneU(wide / 2),
                });
            }
        }
    }

    fn load(&mut self, ty: Ty, depth: usize) {
        let Some((make, _, log)) = self.access(op::LOADS, ty) else { return self.leaf(ty) };
        let at = self.address(log, false, depth);
        self.push(make(at));
    }

    fn atomic(&mut self, ty: Ty, depth: usize) {
        let kind = self.draw.below(3);
        let list = [op::UPDATES, op::ATOMIC_LOADS, op::EXCHANGES][kind];
        let Some((make, _, log)) = self.access(list, ty) else { return self.operator(ty, depth) };
        let at = self.address(log, true, depth);
        for _ in 0..[1, 0, 2][kind] {
            self.expression(ty, depth);
        }
        self.push(make(at));
    }

    /// An access with this type of value; none if the module has no memory.
    pub(super) fn access(&mut self, list: &[Access], ty: Ty) -> Option<Access> {
        let fitting: Vec<&Access> = list.iter().filter(|access| access.1 == ty).collect();
        if self.outline.memories.is_empty() || fitting.is_empty() {
            return None;
        }
        Some(*fitting[self.draw.below(fitting.len())])
    }

    /// Leaves an address for `1 << log` bytes and returns what belongs to it. There is a memory.
    ///
    /// Most are inside the memory, many of those across or at the last byte; some are anywhere.
    pub(super) fn address(&mut self, log: u32, aligned: bool, depth: usize) -> MemArg {
        let index = self.draw.below(self.outline.memories.len());
        let memory = self.outline.memories[index];
        let (size, bytes) = (1u64 << log, memory.bytes);
        let mut offset = [0, 0, 4, 40, 1000][self.draw.below(5)] & !(size - 1);
        let kind = self.draw.below(80);
        let fused = self.draw.chance(1, 2) && !memory.is_64;
        match kind {
            0..=54 if fused => {
                let unit = if !aligned && self.draw.chance(1, 2) { 1 } else { size };
                self.summed_address(unit);
            }
            0..=44 => {
                // An index and a mask, the shape of most arrays.
                self.expression(Ty::I32, depth);
                let mask = [0xff, 0xfff, 0x7ff8][self.draw.below(3)] & !(size - 1);
                self.push(Instruction::I32Const(mask as i32));
                self.push(Instruction::I32And);
            }
            45..=59 => {
                let at = (self.draw.below(512) as u64) & !(size - 1);
                self.push(Instruction::I32Const(at as i32));
            }
            60..=78 => {
                // The last bytes of the memory; seldom past them.
                let last = bytes.saturating_sub(offset + size);
                let at = last.saturating_sub(self.draw.below(3) as u64 * size);
                let at = if self.draw.chance(1, 40) { last + 1 } else { at };
                self.push(Instruction::I32Const(at as u32 as i32));
            }
            _ => {
                self.expression(Ty::I32, depth);
                if self.draw.chance(1, 3) {
                    offset = [0xffff_fff0, 0x7fff_ffff, 0x1_0000][self.draw.below(3)] & !(size - 1);
                }
            }
        }
        if memory.is_64 {
            let sign = kind == 79 && self.draw.chance(1, 2);
            self.push(if sign { Instruction::I64ExtendI32S } else { Instruction::I64ExtendI32U });
        }
        let align = if aligned { log } else { self.draw.below(log as usize + 1) as u32 };
        MemArg { offset, align, target: MemArgTarget::Memory(index as u32), ordering: None }
    }

    /// Leaves an address that is a sum, which both tiers compute within the access: of an index and a constant, or of
    /// two indexes. Most lie inside, many of those at the end; some wrap around. Indexes are multiples of `unit`, a power of two.
    fn summed_address(&mut self, unit: u64) {
        let index = |body: &mut Self, mask: u64| body.index(mask & !(unit - 1));
        match self.draw.below(24) {
            0..=7 => {
                index(self, 0xfff);
                let plus = [8, 64, 2048, 4096][self.draw.below(4)];
                self.push(Instruction::I32Const(plus & !(unit as i32 - 1)));
            }
            8..=10 => {
                // Ends with the memory, or one step past it, if the index is large and the offset none.
                index(self, 0x3f);
                let past = if self.draw.chance(1, 12) { 1 } else { 0 };
                self.push(Instruction::I32Const(65536 - 0x40 - 1000 + past));
            }
            11 => {
                // Wraps: back to the beginning, or to the end of all addresses.
                index(self, 0x3f);
                let minus = [-64, -32, -1][self.draw.below(3)];
                self.push(Instruction::I32Const(minus));
            }
            12..=19 => {
                index(self, 0xfff);
                index(self, 0x7ff);
            }
            20 | 21 => {
                self.push(Instruction::I32Const(65536 - 0x40 - 1000));
                index(self, 0x3f);
            }
            22 => {
                index(self, 0x7fff);
                index(self, 0x7fff);
            }
            _ => {
                self.expression(Ty::I32, 1);
                self.expression(Ty::I32, 1);
            }
        }
        self.push(Instruction::I32Add);
    }
    /// Leaves an index that has no bits but these, mostly by a mask; also by operators whose results are small enough, so that
    /// an access stands behind other operations than `and`.
    fn index(&mut self, mask: u64) {
        use Instruction as I;
        if mask & 0xff < 0xff || self.draw.chance(1, 2) {
            self.expression(Ty::I32, 1);
            self.push(I::I32Const(mask as i32));
            return self.push(I::I32And);
        }
        match self.draw.below(5) {
            0 => {
                self.expression(Ty::I32, 1);
                self.push(I::I32Const(24));
                self.push(I::I32ShrU);
            }
            1 => {
                self.expression(Ty::I32, 1);
                let counts = [I::I32Popcnt, I::I32Clz, I::I32Ctz, I::I32Eqz];
                let count = self.draw.below(counts.len());
                self.push(counts[count].clone());
            }
            2 => {
                self.expression(Ty::V128, 1);
                let lane = self.draw.below(16) as u8;
                self.push(I::I8x16ExtractLaneU(lane));
            }
            3 => {
                self.expression(Ty::I64, 1);
                self.number(Ty::I64, 56);
                self.push(I::I64ShrU);
                self.push(I::I32WrapI64);
            }
            _ => {
                let ty = [Ty::I32, Ty::I64, Ty::F32, Ty::F64][self.draw.below(4)];
                let less = match ty {
                    Ty::I32 => I::I32LtS,
                    Ty::I64 => I::I64LtS,
                    Ty::F32 => I::F32Lt,
                    _ => I::F64Lt,
                };
                self.expression(ty, 1);
                self.expression(ty, 1);
                self.push(less);
            }
        }
    }
}
