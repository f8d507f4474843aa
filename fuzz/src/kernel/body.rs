//! One function in the making: its locals, labels, and how much it may still grow and cost.
//!
//! # Why it ends
//! Every branch that is drawn leads forward; backward branches belong to loops that count (`trips` in `statement`). A function
//! calls those before it only, or itself with a smaller number. What a call may cost is known when the call is drawn, as
//! operators times the trips of the loops around it, so the sum stays below a bound.

use wasm_encoder::{Function, Instruction, ValType};

use super::object;
use super::op::Ty;
use super::{Outline, array, nan};
use crate::draw::Draw;

/// Locals from here on stand for those of `object`, which come behind all others.
pub(super) const OBJECT_LOCALS: u32 = 1 << 30;
/// Likewise for those of `array`, which come behind those of `object`.
pub(super) const ARRAY_LOCALS: u32 = 1 << 29;

/// Something that can be branched to.
pub(super) struct Label {
    /// What a branch must bring; none: it is a loop's, and not for drawn branches.
    pub(super) brings: Option<Vec<Ty>>,
}

pub(super) struct Body<'a, 'b> {
    pub(super) draw: &'a mut Draw<'b>,
    pub(super) outline: &'a mut Outline,
    /// The function's place among those defined here.
    pub(super) index: usize,
    code: Vec<Instruction<'static>>,
    /// Parameters first.
    locals: Vec<Ty>,
    params: usize,
    /// Vectors between the parameters and the other locals, which are never used: they make the frame large.
    pub(super) far: u32,
    /// Locals from here on are read but not assigned by drawn code: loops count in them. The first local may be one.
    variables: std::ops::Range<usize>,
    pub(super) labels: Vec<Label>,
    /// Operators that may still be added.
    room: usize,
    /// How often the present place is reached in one call, at most.
    pub(super) trips: u64,
    /// Operators executed in one call, at most.
    pub(super) cost: u64,
    /// Where `cost` should end.
    limit: u64,
}

impl<'a, 'b> Body<'a, 'b> {
    /// `fixed` parameters at the beginning are not assigned.
    pub(super) fn new(draw: &'a mut Draw<'b>, outline: &'a mut Outline, index: usize, fixed: usize) -> Self {
        let mut locals = outline.functions[index].params.clone();
        let params = locals.len();
        // Many enough that no machine has a register for each.
        let many = draw.chance(1, 400);
        let count = if many { 3_000 } else { draw.pick(&[8, 3, 20, 36]) };
        // Seldom a frame past the reach of 16 bits, and as seldom one near it.
        let far = match draw.below(300) {
            299 => 33_000,
            298 => 32_740,
            _ => 0,
        };
        locals.extend((0..count).map(|_| outline.ty(draw)));
        let (room, limit) = match draw.below(6) {
            // Small enough to be put in the place of its calls.
            5 => (5, 50),
            kind => [(250, 2_000), (80, 500), (900, 6_000), (400, 20_000), (250, 2_000)][kind],
        };
        let results = outline.functions[index].results.clone();
        Body {
            index,
            code: Vec::new(),
            params,
            far,
            variables: fixed..locals.len(),
            locals,
            labels: vec![Label { brings: Some(results) }],
            room,
            trips: 1,
            cost: 0,
            limit,
            draw,
            outline,
        }
    }

    /// The code, closed.
    pub(super) fn finish(self) -> Function {
        // Behind the parameters, so that all other locals are far.
        let far = (self.far > 0).then_some((self.far, ValType::V128));
        let locals = self.locals[self.params..].iter().map(|ty| (1, ty.encoded()));
        let objects: &[_] = if self.outline.objects { &object::LOCALS } else { &[] };
        let arrays: Vec<ValType> = match self.outline.arrays {
            true => array::locals(self.outline.first_array()).collect(),
            false => Vec::new(),
        };
        let all = far.into_iter().chain(locals);
        let all = all.chain(objects.iter().map(|&ty| (1, ValType::Ref(ty))));
        let canonical = self.outline.language.canonical_nans;
        let scratch: &[_] = if canonical { &[] } else { &nan::LOCALS };
        let behind = self.locals.len() as u32 + self.far;
        let first_scratch = behind + (objects.len() + arrays.len()) as u32;
        let all = all.chain(arrays.iter().chain(scratch).map(|&ty| (1, ty)));
        let mut function = Function::new(all.collect::<Vec<_>>());
        let place = |local: u32| match local {
            OBJECT_LOCALS.. => behind + (local - OBJECT_LOCALS),
            ARRAY_LOCALS.. => behind + objects.len() as u32 + (local - ARRAY_LOCALS),
            _ if local as usize >= self.params => local + self.far,
            _ => local,
        };
        for instruction in &self.code {
            let instruction = match *instruction {
                Instruction::LocalGet(local) => Instruction::LocalGet(place(local)),
                Instruction::LocalSet(local) => Instruction::LocalSet(place(local)),
                Instruction::LocalTee(local) => Instruction::LocalTee(place(local)),
                ref other => other.clone(),
            };
            function.instruction(&instruction);
            if !canonical {
                nan::canonicalize(&mut function, &instruction, first_scratch);
            }
        }
        function.instruction(&Instruction::End);
        function
    }

    pub(super) fn push(&mut self, instruction: Instruction<'static>) {
        self.room = self.room.saturating_sub(1);
        self.cost += self.trips;
        self.code.push(instruction);
    }

    /// Whether only what is needed should be added.
    pub(super) fn is_full(&self) -> bool {
        self.room == 0 || self.cost >= self.limit
    }

    /// Trips that a loop here may make.
    pub(super) fn trips_left(&self) -> u64 {
        // A body of some thirty operators.
        (self.limit.saturating_sub(self.cost) / self.trips / 30).min(300)
    }

    /// Whether something that costs this much may stand here.
    pub(super) fn can_afford(&self, cost: u64) -> bool {
        self.cost + cost.saturating_mul(self.trips) <= self.limit.saturating_mul(2)
    }

    pub(super) fn spend(&mut self, cost: u64) {
        self.cost += cost.saturating_mul(self.trips);
    }

    /// Opens a block of any kind.
    pub(super) fn open(&mut self, instruction: Instruction<'static>, brings: Option<Vec<Ty>>) {
        self.push(instruction);
        self.labels.push(Label { brings });
    }

    pub(super) fn close(&mut self) {
        self.labels.pop();
        self.push(Instruction::End);
    }

    /// A new local that drawn code does not assign.
    pub(super) fn counter(&mut self, ty: Ty) -> u32 {
        self.locals.push(ty);
        (self.locals.len() - 1) as u32
    }

    /// Any local of this type.
    pub(super) fn local_of(&mut self, ty: Ty) -> Option<u32> {
        self.some_local(ty, 0..self.locals.len())
    }

    /// A local of this type that may be assigned.
    pub(super) fn variable_of(&mut self, ty: Ty) -> Option<u32> {
        self.some_local(ty, self.variables.clone())
    }

    fn some_local(&mut self, ty: Ty, range: std::ops::Range<usize>) -> Option<u32> {
        let fitting: Vec<usize> = range.filter(|&local| self.locals[local] == ty).collect();
        (!fitting.is_empty()).then(|| fitting[self.draw.below(fitting.len())] as u32)
    }

    /// All locals that may be assigned.
    pub(super) fn variables(&self) -> Vec<(u32, Ty)> {
        self.variables.clone().map(|local| (local as u32, self.locals[local])).collect()
    }

    pub(super) fn global_of(&mut self, ty: Ty, mutable: bool) -> Option<u32> {
        let fits = |global: &super::Global| global.ty == ty && (global.mutable || !mutable);
        let globals = self.outline.globals.iter().enumerate().filter(|(_, global)| fits(global));
        let fitting: Vec<usize> = globals.map(|(index, _)| index).collect();
        (!fitting.is_empty()).then(|| fitting[self.draw.below(fitting.len())] as u32)
    }

    /// Takes values off the stack, the last first: most go to locals.
    pub(super) fn assign_all(&mut self, types: &[Ty]) {
        for &ty in types.iter().rev() {
            match self.variable_of(ty) {
                Some(local) if !self.draw.chance(1, 8) => self.push(Instruction::LocalSet(local)),
                _ => self.push(Instruction::Drop),
            }
        }
    }

    pub(super) fn expressions(&mut self, types: &[Ty], depth: usize) {
        for &ty in types {
            self.expression(ty, depth);
        }
    }
}

/// What locals, parameters and results are made of: integers most of the time, as in most programs.
pub(super) const MIX: [Ty; 10] =
    [Ty::I32, Ty::I64, Ty::I32, Ty::F64, Ty::I32, Ty::F32, Ty::I64, Ty::V128, Ty::I32, Ty::F64];
