//! Statements: code that leaves nothing, and the control flow between them.

use std::borrow::Cow;

use wasm_encoder::{BlockType, Catch, Instruction};

use super::TAG;
use super::body::Body;
use super::op::{self, Ty};

/// Operators that a host function stands for.
const HOST_COST: u64 = 40;

impl Body<'_, '_> {
    /// Some statements one after the other.
    pub(super) fn statements(&mut self, depth: usize) {
        for _ in 0..self.draw.between(1, 6) {
            if self.is_full() {
                return;
            }
            self.statement(depth);
        }
    }

    fn statement(&mut self, depth: usize) {
        let kind = self.draw.below(36);
        if depth == 0 && (10..=22).contains(&kind) {
            return self.assign();
        }
        match kind {
            0..=6 => self.assign(),
            7..=9 => self.store(),
            10..=14 => self.repeat(depth - 1),
            15 | 16 => self.either(depth - 1),
            17 | 18 => self.block(depth - 1),
            19 => self.switch(depth - 1),
            20 => self.attempt(depth - 1),
            21 => self.several(depth - 1),
            22 => self.carry(depth - 1),
            23..=25 => self.call(),
            26 => self.branch(),
            27 => self.set_global(),
            28 => self.bulk(),
            29 => self.wide(),
            30 => self.throw(),
            31 | 32 if self.outline.objects => self.keep_object(),
            33 | 34 if self.outline.arrays => self.keep_array(),
            31..=34 => self.assign(),
            _ => self.leave(),
        }
    }

    pub(super) fn assign(&mut self) {
        let ty = self.outline.ty(self.draw);
        let depth = self.draw.between(1, 4);
        self.expression(ty, depth);
        self.assign_all(&[ty]);
    }

    fn store(&mut self) {
        let ty = self.outline.ty(self.draw);
        let may = matches!(ty, Ty::I32 | Ty::I64) && self.outline.language.threads;
        let atomic = may && self.draw.chance(1, 10);
        let list = if atomic { op::ATOMIC_STORES } else { op::STORES };
        let Some((make, _, log)) = self.access(list, ty) else { return self.assign() };
        let at = self.address(log, atomic, 2);
        self.expression(ty, 2);
        self.push(make(at));
    }

    fn set_global(&mut self) {
        let ty = self.outline.ty(self.draw);
        match self.global_of(ty, true) {
            Some(global) => {
                self.expression(ty, 2);
                self.push(Instruction::GlobalSet(global));
            }
            None => self.assign(),
        }
    }

    fn either(&mut self, depth: usize) {
        self.expression(Ty::I32, 2);
        self.open(Instruction::If(BlockType::Empty), Some(Vec::new()));
        match self.draw.below(6) {
            0 => self.go_on(0),
            // Branches to a branch.
            1 => {
                self.open(Instruction::Block(BlockType::Empty), Some(Vec::new()));
                self.statements(depth);
                self.branch();
                self.close();
                self.go_on(0);
            }
            _ => self.statements(depth),
        }
        if self.draw.chance(1, 2) {
            self.push(Instruction::Else);
            self.statements(depth);
        }
        self.close();
    }

    fn block(&mut self, depth: usize) {
        self.open(Instruction::Block(BlockType::Empty), Some(Vec::new()));
        self.statements(depth);
        self.branch();
        self.statements(depth);
        self.close();
    }

    /// A branch out of more than so many blocks, if there is one that brings nothing.
    fn go_on(&mut self, inside: usize) {
        let brings_nothing = |label: &super::body::Label| label.brings.as_ref().is_some_and(Vec::is_empty);
        let fitting: Vec<usize> = (inside..self.labels.len())
            .filter(|&target| brings_nothing(&self.labels[self.labels.len() - 1 - target]))
            .collect();
        if !fitting.is_empty() {
            let target = fitting[self.draw.below(fitting.len())];
            self.push(Instruction::Br(target as u32));
        }
    }

    /// A branch out of some blocks, if a condition holds.
    fn branch(&mut self) {
        // Over a branch: of a block's end, which is the next one to close.
        let inside = self.labels.last().and_then(|label| label.brings.as_ref());
        if inside.is_some_and(Vec::is_empty) && self.draw.chance(1, 4) {
            self.open(Instruction::Block(BlockType::Empty), Some(Vec::new()));
            self.expression(Ty::I32, 2);
            self.push(Instruction::BrIf(0));
            self.go_on(1);
            return self.close();
        }
        let target = self.draw.below(self.labels.len());
        let Some(brings) = self.labels[self.labels.len() - 1 - target].brings.clone() else { return };
        self.expressions(&brings, 1);
        self.expression(Ty::I32, 2);
        self.push(Instruction::BrIf(target as u32));
        self.assign_all(&brings);
    }

    /// A branch to one of several blocks; sometimes the index is beyond the last.
    fn switch(&mut self, depth: usize) {
        let count = self.draw.between(1, 6);
        for _ in 0..=count {
            self.open(Instruction::Block(BlockType::Empty), Some(Vec::new()));
        }
        self.expression(Ty::I32, 2);
        if !self.draw.chance(1, 4) {
            self.push(Instruction::I32Const(7));
            self.push(Instruction::I32And);
        }
        let targets: Vec<u32> = (0..count).map(|_| self.draw.below(count + 1) as u32).collect();
        self.push(Instruction::BrTable(Cow::Owned(targets), count as u32));
        for left in (0..=count).rev() {
            self.close();
            self.statements(depth);
            if left > 0 && self.draw.chance(1, 3) {
                let target = self.draw.below(left) as u32;
                self.push(Instruction::Br(target));
            }
        }
    }

    /// A block with several results.
    fn several(&mut self, depth: usize) {
        let types: Vec<Ty> = (0..self.draw.between(2, 4)).map(|_| self.outline.ty(self.draw)).collect();
        let ty = self.outline.type_of(&[], &types);
        self.open(Instruction::Block(BlockType::FunctionType(ty)), Some(types.clone()));
        self.statements(depth);
        self.expressions(&types, 2);
        self.expression(Ty::I32, 1);
        self.push(Instruction::BrIf(0));
        self.assign_all(&types);
        self.expressions(&types, 1);
        self.close();
        self.assign_all(&types);
    }

    /// Opens a loop's counter: the local, and the trips it will make.
    fn trips(&mut self) -> (u32, Ty, u64) {
        let most = self.trips_left().max(1);
        let wanted = self.draw.pick(&[4, 1, 2, 9, 40, 300]);
        let ty = if self.draw.chance(1, 4) { Ty::I64 } else { Ty::I32 };
        (self.counter(ty), ty, most.min(wanted))
    }

    pub(super) fn number(&mut self, ty: Ty, n: i64) {
        self.push(match ty {
            Ty::I64 => Instruction::I64Const(n),
            _ => Instruction::I32Const(n as i32),
        });
    }

    /// A loop in one of the shapes that compilers produce.
    fn repeat(&mut self, depth: usize) {
        let (counter, ty, trips) = self.trips();
        let wide = ty == Ty::I64;
        let (add, sub, less) = match wide {
            true => (Instruction::I64Add, Instruction::I64Sub, Instruction::I64LtU),
            false => (Instruction::I32Add, Instruction::I32Sub, Instruction::I32LtU),
        };
        let down = self.draw.chance(1, 3);
        let tested_first = self.draw.chance(1, 3);
        self.number(ty, if down { trips as i64 } else { 0 });
        self.push(Instruction::LocalSet(counter));
        self.open(Instruction::Block(BlockType::Empty), Some(Vec::new()));
        self.open(Instruction::Loop(BlockType::Empty), None);
        let before = self.trips;
        self.trips *= trips;
        if tested_first {
            self.push(Instruction::LocalGet(counter));
            if down {
                self.push(if wide { Instruction::I64Eqz } else { Instruction::I32Eqz });
            } else {
                self.number(ty, trips as i64);
                self.push(if wide { Instruction::I64GeU } else { Instruction::I32GeU });
            }
            self.push(Instruction::BrIf(1));
        }
        // A branch to this block goes on with the next round.
        self.open(Instruction::Block(BlockType::Empty), Some(Vec::new()));
        self.statements(depth);
        self.close();
        self.push(Instruction::LocalGet(counter));
        self.number(ty, 1);
        self.push(if down { sub } else { add });
        if tested_first {
            self.push(Instruction::LocalSet(counter));
            self.push(Instruction::Br(0));
        } else {
            self.push(Instruction::LocalTee(counter));
            if down {
                self.number(ty, 0);
                self.push(if wide { Instruction::I64Ne } else { Instruction::I32Ne });
            } else {
                self.number(ty, trips as i64);
                self.push(less);
            }
            if self.draw.chance(1, 3) {
                self.push(Instruction::I32Eqz);
                self.push(Instruction::BrIf(1));
                self.push(Instruction::Br(0));
            } else {
                self.push(Instruction::BrIf(0));
            }
        }
        self.trips = before;
        self.close();
        self.close();
    }

    /// A loop that carries values on the stack from round to round.
    fn carry(&mut self, depth: usize) {
        let (counter, ty, trips) = self.trips();
        let types: Vec<Ty> = (0..self.draw.between(1, 3)).map(|_| self.outline.ty(self.draw)).collect();
        let block = self.outline.type_of(&types, &types);
        self.number(ty, trips as i64);
        self.push(Instruction::LocalSet(counter));
        self.expressions(&types, 1);
        self.open(Instruction::Loop(BlockType::FunctionType(block)), None);
        let before = self.trips;
        self.trips *= trips;
        self.assign_all(&types);
        self.open(Instruction::Block(BlockType::Empty), Some(Vec::new()));
        self.statements(depth);
        self.close();
        self.expressions(&types, 2);
        self.push(Instruction::LocalGet(counter));
        self.number(ty, 1);
        self.push(if ty == Ty::I64 { Instruction::I64Sub } else { Instruction::I32Sub });
        self.push(Instruction::LocalTee(counter));
        self.number(ty, 0);
        self.push(if ty == Ty::I64 { Instruction::I64Ne } else { Instruction::I32Ne });
        self.push(Instruction::BrIf(0));
        self.trips = before;
        self.close();
        self.assign_all(&types);
    }

    /// Statements whose exceptions are caught.
    fn attempt(&mut self, depth: usize) {
        if !self.outline.exceptions {
            return self.block(depth);
        }
        let carried = self.outline.tag.clone();
        let results = self.outline.type_of(&[], &carried);
        let all = self.draw.chance(1, 4);
        self.open(Instruction::Block(BlockType::Empty), Some(Vec::new()));
        // A branch here would bring values that only an exception has.
        let kind = if all { BlockType::Empty } else { BlockType::FunctionType(results) };
        self.open(Instruction::Block(kind), None);
        let catch = if all { Catch::All { label: 0 } } else { Catch::One { tag: TAG, label: 0 } };
        self.open(Instruction::TryTable(BlockType::Empty, Cow::Owned(vec![catch])), Some(Vec::new()));
        if self.draw.chance(1, 3) {
            self.call_first();
        }
        self.statements(depth);
        self.throw();
        self.statements(depth);
        self.close();
        self.push(Instruction::Br(1));
        self.close();
        // A handler that begins with a call, which may be inlined, or with what the exception carries below its results.
        if self.draw.chance(1, 2) {
            self.call_first();
        }
        if !all {
            self.assign_all(&carried);
        }
        self.statements(depth);
        self.close();
    }

    /// An exception, if a condition holds.
    fn throw(&mut self) {
        if !self.outline.exceptions {
            return self.assign();
        }
        let carried = self.outline.tag.clone();
        self.expression(Ty::I32, 2);
        self.open(Instruction::If(BlockType::Empty), Some(Vec::new()));
        self.expressions(&carried, 1);
        self.push(Instruction::Throw(TAG));
        self.close();
    }

    /// The end of the function, if a condition holds.
    fn leave(&mut self) {
        let results = self.outline.functions[self.index].results.clone();
        self.expression(Ty::I32, 2);
        self.open(Instruction::If(BlockType::Empty), Some(Vec::new()));
        let same = |f: &super::Signature| f.results == results;
        let tail = self.outline.language.tail_calls;
        let fitting: Vec<usize> =
            (0..self.index).filter(|&f| tail && same(&self.outline.functions[f])).collect();
        match fitting.is_empty() || self.draw.chance(1, 3) {
            true => {
                self.expressions(&results, 1);
                self.push(Instruction::Return);
            }
            false => {
                let callee = fitting[self.draw.below(fitting.len())];
                let params = self.outline.functions[callee].params.clone();
                self.expressions(&params, 1);
                let cost = self.outline.functions[callee].cost;
                // However often the place is reached, it is left for good.
                self.cost += cost;
                let function = self.outline.function(callee);
                self.push(Instruction::ReturnCall(function));
            }
        }
        self.close();
    }

    /// A call of a small function without parameters, if there is one; nothing comes before it.
    fn call_first(&mut self) {
        let fits = |f: &usize| {
            let callee = &self.outline.functions[*f];
            callee.params.is_empty() && self.can_afford(callee.cost)
        };
        let fitting: Vec<usize> = (0..self.index).filter(fits).collect();
        if !fitting.is_empty() {
            let callee = fitting[self.draw.below(fitting.len())];
            self.call_defined(callee, 0);
            let results = self.outline.functions[callee].results.clone();
            self.assign_all(&results);
        }
    }

    /// A call whose results go to locals.
    pub(super) fn call(&mut self) {
        let of_host = self.outline.hosts.len();
        let callee = self.draw.below(of_host + self.index + 1);
        let affordable = |body: &Self, f: usize| body.can_afford(body.outline.functions[f].cost);
        let results = if callee < of_host {
            if !self.can_afford(HOST_COST) {
                return self.assign();
            }
            let host = self.outline.hosts[callee].clone();
            self.spend(HOST_COST);
            self.expressions(&host.params, 2);
            self.push(Instruction::Call(callee as u32));
            host.results
        } else if callee - of_host < self.index && affordable(self, callee - of_host) {
            self.call_defined(callee - of_host, 2);
            self.outline.functions[callee - of_host].results.clone()
        } else {
            return self.assign();
        };
        self.assign_all(&results);
    }

    /// A call of a function before this one, by one of the three ways.
    fn call_defined(&mut self, callee: usize, depth: usize) {
        let signature = self.outline.functions[callee].clone();
        self.spend(signature.cost);
        match signature.params.split_first() {
            // Seldom outside of memory.
            Some((&address, words)) if signature.is_product && signature.results.is_empty() => {
                self.expression(address, depth);
                self.push(Instruction::I32Const(0xffff));
                self.push(Instruction::I32And);
                self.expressions(words, depth);
            }
            _ => self.expressions(&signature.params, depth),
        }
        let function = self.outline.function(callee);
        let ty = self.outline.type_of(&signature.params, &signature.results);
        match self.draw.below(6) {
            0 | 1 => {
                // The table holds all functions in their order, and null behind them.
                self.push(Instruction::I32Const(callee as i32));
                if self.draw.chance(1, 4) {
                    // A function of another type, null, null, and beyond the end.
                    let wrong = self.of_other_type(&signature);
                    let none = self.outline.functions.len() + self.draw.below(3);
                    let other = wrong.filter(|_| self.draw.chance(1, 3)).unwrap_or(none);
                    self.push(Instruction::I32Const(other as i32));
                    self.expression(Ty::I32, 1);
                    self.push(Instruction::Select);
                }
                self.push(Instruction::CallIndirect { type_index: ty, table_index: 0 });
            }
            2 if self.outline.language.gc => {
                self.push(Instruction::RefFunc(function));
                self.push(Instruction::CallRef(ty));
            }
            _ => self.push(Instruction::Call(function)),
        }
    }

    /// The place of a function that an indirect call with this signature must refuse.
    fn of_other_type(&mut self, signature: &super::Signature) -> Option<usize> {
        let differs = |f: &super::Signature| f.params != signature.params || f.results != signature.results;
        let functions = self.outline.functions.iter().enumerate();
        let fitting: Vec<usize> = functions.filter(|(_, f)| differs(f)).map(|(place, _)| place).collect();
        (!fitting.is_empty()).then(|| fitting[self.draw.below(fitting.len())])
    }

    /// A call that leaves a value of this type, if some function does.
    pub(super) fn call_for(&mut self, ty: Ty, depth: usize) {
        let fits = |f: &usize| {
            let callee = &self.outline.functions[*f];
            callee.results == [ty] && self.can_afford(callee.cost)
        };
        let fitting: Vec<usize> = (0..self.index).filter(fits).collect();
        match fitting.is_empty() {
            true => self.expression(ty, depth),
            false => {
                let callee = fitting[self.draw.below(fitting.len())];
                self.call_defined(callee, depth.min(1));
            }
        }
    }

    /// Calls of the function itself with a smaller first argument, which is known to be positive.
    pub(super) fn recurse(&mut self) {
        let signature = self.outline.functions[self.index].clone();
        self.push(Instruction::LocalGet(0));
        self.push(Instruction::I32Const(1));
        self.push(Instruction::I32Sub);
        self.expressions(&signature.params[1..], 2);
        let function = self.outline.function(self.index);
        self.push(Instruction::Call(function));
        self.assign_all(&signature.results);
    }

    /// A call of the function itself in its own place, with a smaller first argument, unless that is zero.
    pub(super) fn restart(&mut self) {
        let signature = self.outline.functions[self.index].clone();
        self.push(Instruction::LocalGet(0));
        self.open(Instruction::If(BlockType::Empty), None);
        self.push(Instruction::LocalGet(0));
        self.push(Instruction::I32Const(1));
        self.push(Instruction::I32Sub);
        // Parameters that change places, now and then.
        for param in 1..signature.params.len() {
            let others = 1..signature.params.len();
            let same: Vec<usize> =
                others.filter(|&other| signature.params[other] == signature.params[param]).collect();
            match self.draw.chance(1, 2) {
                true => {
                    let other = same[self.draw.below(same.len())];
                    self.push(Instruction::LocalGet(other as u32));
                }
                false => self.expression(signature.params[param], 1),
            }
        }
        let function = self.outline.function(self.index);
        self.push(Instruction::ReturnCall(function));
        self.close();
    }

    /// 128-bit arithmetic.
    fn wide(&mut self) {
        if !self.outline.wide {
            return self.assign();
        }
        let (op, takes) = match self.draw.below(4) {
            0 => (Instruction::I64Add128, 4),
            1 => (Instruction::I64Sub128, 4),
            2 => (Instruction::I64MulWideS, 2),
            _ => (Instruction::I64MulWideU, 2),
        };
        self.expressions(&[Ty::I64; 4][..takes], 2);
        self.push(op);
        self.assign_all(&[Ty::I64; 2]);
    }
}
