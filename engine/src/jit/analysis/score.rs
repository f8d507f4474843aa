//! The shape of a function and of each of its loops, as a few numbers: what kind of code it is.
//!
//! Loops of arithmetic want registers; loops of memory want addresses folded and lines aligned; code full of branches and calls gains
//! little from either. The *score* sums this up between 0 and 100: how much there is to win by compiling well. It is a
//! help for people who read listings and decides nothing by itself; what the compiler did is in `Counters`.
//!
//! Requires: loops (`cfg`).
//! Provides: a [`Score`] for the function and each loop.
//! Cost: O(operations); listings alone ask for it.

use super::cfg::Region;
use super::region_map::{RegionCursor, RegionMap};
use crate::ir::{Func, OpCode, Shape};
use crate::jit::operation::{is_call, is_return_call};

/// What a region consists of, loops inside included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    pub ops: u32,
    /// Operations that only compute.
    pub arithmetic: u32,
    /// Loads, stores and atomic accesses.
    pub memory: u32,
    /// Conditional branches, tables included.
    pub conditions: u32,
    pub calls: u32,
    /// Calls of the function itself.
    pub recursions: u32,
    /// Loops inside, the region itself included if it is one.
    pub loops: u32,
}

impl Score {
    /// The function and each loop, in the order of `Cfg::regions`.
    pub fn of(func: &Func, defined: usize, regions: &[Region], map: &RegionMap) -> Vec<Score> {
        let mut scores = vec![Score::default(); regions.len()];
        let mut cursor = RegionCursor::default();
        let mut entries = 0;
        for (at, op) in func.ops.iter().enumerate() {
            // The entries of a branch table are no operations of their own.
            if entries > 0 {
                entries -= 1;
                continue;
            }
            if op.code() == OpCode::BrTable {
                entries = op.hi() + 1;
            }
            let score = &mut scores[cursor.seek(map, at as u32) as usize];
            score.ops += 1;
            score.count(op.code());
            let own = matches!(op.code(), OpCode::Call | OpCode::ReturnCall) && op.lo() as usize == defined;
            score.recursions += u32::from(own);
        }
        // Inner regions come after the enclosing ones.
        for region in (1..scores.len()).rev() {
            scores[region].loops += 1;
            let inner = scores[region];
            scores[regions[region].parent as usize].add(inner);
        }
        scores
    }

    fn count(&mut self, code: OpCode) {
        use Shape::*;
        match code.shape() {
            Unary if matches!(code, OpCode::Copy | OpCode::CopyFloat | OpCode::CopyV128) => {}
            Unary | Binary | BinaryImm | Ternary | Extract | Replace | Shuffle | Select => {
                self.arithmetic += 1
            }
            BrIf | BrTable => self.conditions += 1,
            // A compare and a branch in one.
            BrCmp | BrCmpImm => {
                self.arithmetic += 1;
                self.conditions += 1;
            }
            Load | LoadM | LoadPlus | LoadIndex | LoadAt | Store | StoreM | StorePlus | StoreIndex
            | StoreAt | LoadLane | StoreLane | Atomic | GcGet | GcSet | ArrayGet | ArraySet => {
                self.memory += 1
            }
            _ if is_call(code) || is_return_call(code) => self.calls += 1,
            _ => {}
        }
    }

    fn add(&mut self, inner: Score) {
        self.ops += inner.ops;
        self.arithmetic += inner.arithmetic;
        self.memory += inner.memory;
        self.conditions += inner.conditions;
        self.calls += inner.calls;
        self.recursions += inner.recursions;
        self.loops += inner.loops;
    }

    /// Percent of the operations.
    fn percent(self, part: u32) -> u32 {
        (u64::from(part) * 100 / u64::from(self.ops.max(1))) as u32
    }

    /// Between 0 and 100: half for the density of arithmetic, a quarter for that of memory accesses, a fifth if it loops, a
    /// little for recursion; less what is spent on conditional branches.
    pub fn value(self) -> u32 {
        let gain = self.percent(self.arithmetic) / 2
            + self.percent(self.memory) / 4
            + if self.loops > 0 { 20 } else { 0 }
            + if self.recursions > 0 { 10 } else { 0 };
        gain.saturating_sub(self.percent(self.conditions) / 4).min(100)
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "score {}: {} operations, arithmetic {} %, memory {} %, conditional branches {} %, {} loops, {} calls ({} of itself)",
            self.value(),
            self.ops,
            self.percent(self.arithmetic),
            self.percent(self.memory),
            self.percent(self.conditions),
            self.loops,
            self.calls,
            self.recursions
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Op;

    fn op(code: OpCode, imm: u64) -> Op {
        Op::new(code, 0, 0, 0, imm)
    }

    #[test]
    fn loops_count_for_what_is_around_them() {
        use OpCode::*;
        let mut ops = vec![
            op(I32Add, 0),
            op(Loop, 0),
            op(I32Load, 0),
            op(I32Mul, 0),
            op(BrIf, 0),
            op(Call, 3),
            op(Return0, 0),
        ];
        ops[4].set_target(4, 1);
        let func = Func { ops: ops.into(), frame_slots: 4, ..Func::default() };
        let regions = [region(0, 0, 0, 6), region(0, 1, 1, 4)];
        let mut map = RegionMap::default();
        map.push(1, 1);
        map.push(5, 0);
        let scores = Score::of(&func, 3, &regions, &map);
        let inner =
            Score { ops: 4, arithmetic: 1, memory: 1, conditions: 1, calls: 0, recursions: 0, loops: 1 };
        assert_eq!(scores[1], inner);
        let outer =
            Score { ops: 7, arithmetic: 2, memory: 1, conditions: 1, calls: 1, recursions: 1, loops: 1 };
        assert_eq!(scores[0], outer);
        assert_eq!(inner.value(), 25 / 2 + 25 / 4 + 20 - 25 / 4);
        assert_eq!(outer.value(), 28 / 2 + 14 / 4 + 20 + 10 - 14 / 4);
        assert_eq!(Score::default().value(), 0);
    }

    fn region(parent: u32, depth: u32, start: u32, end: u32) -> Region {
        let has_loop = depth == 0;
        Region { parent, depth, start, end, calls: 0, ops: 0, has_loop, calls_inside: false }
    }
}
