//! The control flow of a function: labels, calls, and the loops with their nesting.
//!
//! # Problem
//! Slots are kept in registers loop by loop, and everything is stored where branches meet; so later stages ask where branches
//! lead and which loop an operation is in. A graph of basic blocks costs more than the rest of the compiler takes.
//!
//! # Idea
//! The operations stay in their order, and marks beside them say what arrives where. One pass forward finds the targets of branches
//! and the loops: a branch backwards makes its target a loop header, and wasm's structure guarantees that loops nest. So a loop, or
//! the function around all of them, is a *region*: a range of operations, in which there may be others.
//!
//! Requires: operations that `verify` accepts, and the ranges of their handlers.
//! Provides: marks, label numbers, calls and tail calls by operation; regions, outer ones first; the innermost region of each operation.
//! Cost: O(operations), and a sort of the branches backwards.

use super::region_map::RegionMap;
use crate::base::SplicedOp;
use crate::ir::{Func, Kind, OpCode, TryRange};
use crate::jit::operation::{group, info, is_return_call};
use crate::jit::ranges::{Ranges, ranges};
use crate::module::ModuleData;

pub const NO_LABEL: u32 = u32::MAX;

/// Operations of a loop's test, the branch included, that are repeated at the loop's end.
const MAX_TEST: usize = 5;
/// Operations at a header that meter its rounds: they are part of the test, and no work.
const MAX_METERS: usize = 2;
/// Operations of a loop that is worth it.
const MAX_ROTATED: usize = 64;

/// What stands at an operation.
pub mod mark {
    /// A branch arrives here.
    pub const LABEL: u8 = 1;
    /// A backward branch arrives here.
    pub const HEADER: u8 = 2;
    /// An entry of a branch table: no code of its own.
    pub const ENTRY: u8 = 4;
    /// An exception handler begins here.
    pub const HANDLER: u8 = 8;
    /// The header of a rotated loop, and the branch back at its end: there the test is repeated.
    pub const ROTATED: u8 = 16;
    /// What comes after the test of a rotated loop.
    pub const BODY: u8 = 32;
    /// Where the rounds of a rotated loop begin: after its test, or where that goes.
    pub const ROUND: u8 = 64;
}

/// A loop, or (the first) the whole function.
#[derive(Clone, Copy, Debug)]
pub struct Region {
    pub parent: u32,
    pub depth: u32,
    /// First and last operation.
    pub start: u32,
    pub end: u32,
    pub calls: u32,
    pub ops: u32,
    /// A loop is inside.
    pub has_loop: bool,
    /// A loop inside has calls.
    pub calls_inside: bool,
}

fn region(parent: u32, depth: u32, start: u32, end: u32) -> Region {
    Region { parent, depth, start, end, calls: 0, ops: 0, has_loop: false, calls_inside: false }
}

/// See the module's header.
#[derive(Default)]
pub struct Cfg {
    /// Try ranges of the current function's operations.
    pub tries: Vec<TryRange<SplicedOp>>,
    /// Per operation; see `mark`.
    pub marks: Vec<u8>,
    /// Number of the label at each operation.
    pub label_of: Vec<u32>,
    pub labels: u32,
    /// Operation of each label.
    pub label_ops: Vec<u32>,
    /// Innermost region of each label.
    pub label_regions: Vec<u32>,
    pub regions: Vec<Region>,
    /// Innermost region of each operation.
    pub region_map: RegionMap,
    /// Operations that call something.
    pub calls: Vec<u32>,
    /// Operations that call another function in the place of this one.
    pub tail_calls: Vec<u32>,
    /// Of each loop its header and its last operation.
    loop_end: Vec<(u32, u32)>,
    region_at_header: Vec<(u32, u32)>,
    /// Regions around the current operation.
    stack: Vec<u32>,
}

impl Cfg {
    /// The first look at a function: labels, calls, and how many operands are in ranges, which is returned. Whatever that is, it
    /// costs no more than there are operations. `tries` is set.
    pub fn find_labels(&mut self, module: &ModuleData, func: &Func) -> u64 {
        let mut operands = 0;
        let n = func.ops.len();
        self.marks.clear();
        self.marks.resize(n, 0);
        self.label_of.clear();
        self.label_of.resize(n, NO_LABEL);
        self.labels = 0;
        self.label_ops.clear();
        self.loop_end.clear();
        self.calls.clear();
        self.tail_calls.clear();
        let mut i = 0;
        while i < n {
            let op = &func.ops[i];
            let groups = info(op.code()).groups;
            if groups == 0 {
                i += 1;
                continue;
            }
            if groups & group::RANGED != 0 {
                let Ranges { read, written } = ranges(module, func, op);
                operands += read.len() as u64 + written.len() as u64;
            }
            if groups & group::CLOBBERS != 0 {
                self.calls.push(i as u32);
            }
            if groups & group::END != 0 && is_return_call(op.code()) {
                self.tail_calls.push(i as u32);
            }
            if groups & group::TARGET != 0 {
                self.target(i, op.target(i));
            }
            if op.code() == OpCode::BrTable {
                let after = i + 2 + op.hi() as usize;
                for j in i + 1..after {
                    self.marks[j] |= mark::ENTRY;
                    self.target(j, func.ops[j].target(j));
                }
                i = after - 1;
            }
            i += 1;
        }
        let tries = std::mem::take(&mut self.tries);
        for range in &tries {
            for catch in &range.catches {
                self.label(catch.target.index(), mark::LABEL | mark::HANDLER);
                if catch.target < range.end {
                    self.marks[catch.target.index()] |= mark::HEADER;
                    self.loop_end.push((catch.target.get(), range.end.get().max(1) - 1));
                }
            }
        }
        self.tries = tries;
        operands
    }

    fn target(&mut self, at: usize, target: usize) {
        self.label(target, mark::LABEL);
        if target <= at {
            self.marks[target] |= mark::HEADER;
            self.loop_end.push((target as u32, at as u32));
        }
    }

    /// A branch arrives at an operation: it gets a number.
    fn label(&mut self, at: usize, marks: u8) {
        self.marks[at] |= marks;
        if self.label_of[at] == NO_LABEL {
            self.label_of[at] = self.labels;
            self.labels += 1;
            self.label_ops.push(at as u32);
        }
    }

    /// The loops of the operations that `find_labels` has seen. `may_rotate`: those that begin with a test may end with it.
    pub fn find_regions(&mut self, func: &Func, may_rotate: bool) {
        let n = func.ops.len() as u32;
        self.sort_loops();
        if may_rotate {
            self.find_tests(func);
        }
        self.regions.clear();
        self.region_map.clear();
        self.region_at_header.clear();
        self.stack.clear();
        self.stack.push(0);
        self.regions.push(region(0, 0, 0, n - 1));
        for at in 0..self.loop_end.len() {
            let (start, end) = self.loop_end[at];
            self.close_loops(start);
            let parent = self.innermost();
            let index = self.regions.len() as u32;
            let depth = self.regions[parent as usize].depth + 1;
            self.regions[parent as usize].has_loop = true;
            self.regions.push(region(parent, depth, start, end));
            self.region_at_header.push((start, index));
            self.region_map.push(start, index);
            self.stack.push(index);
        }
        self.close_loops(n);
        self.count_regions(n);
        let Cfg { label_ops, label_regions, region_map, .. } = self;
        label_regions.clear();
        label_regions.extend(label_ops.iter().map(|&at| region_map.region_at(at)));
    }

    /// Makes of the branches backwards one entry for each header, ascending, and so that those inside each other nest. Where a loop
    /// ends is not told by its last branch alone: that may stand inside another loop, which then goes on, and all of that other loop
    /// belongs to it.
    fn sort_loops(&mut self) {
        self.loop_end.sort_unstable();
        // Of each header the entry with its last branch.
        self.loop_end.reverse();
        self.loop_end.dedup_by_key(|l| l.0);
        // From the last header on; the stack has those that are inside no other one met so far, the first of them on top.
        self.stack.clear();
        for i in 0..self.loop_end.len() {
            let (start, mut end) = self.loop_end[i];
            while let Some(&inner) = self.stack.last()
                && self.loop_end[inner as usize].0 <= end
            {
                end = end.max(self.loop_end[inner as usize].1);
                self.stack.pop();
            }
            self.loop_end[i] = (start, end);
            self.stack.push(i as u32);
        }
        self.loop_end.reverse();
    }

    /// The loops that begin with a test and end with a branch back: what comes after the test is a label.
    fn find_tests(&mut self, func: &Func) {
        for at in 0..self.loop_end.len() {
            let (start, end) = (self.loop_end[at].0 as usize, self.loop_end[at].1 as usize);
            if let Some(test) = self.test_of(func, start, end) {
                self.marks[start] |= mark::ROTATED;
                self.marks[end] |= mark::ROTATED;
                self.label(test + 1, mark::LABEL | mark::BODY);
                let target = func.ops[test].target(test);
                self.marks[if target > end { test + 1 } else { target }] |= mark::ROUND;
            }
        }
    }

    /// The branch of a loop's test, if a few operations without effects lead to one at its start, and the loop's last operation goes
    /// back always. The branch leaves the loop, or goes over what leaves it.
    fn test_of(&self, func: &Func, start: usize, end: usize) -> Option<usize> {
        let back = &func.ops[end];
        let is_short = end - start <= MAX_ROTATED && back.code() == OpCode::Br && back.target(end) == start;
        if !is_short || self.marks[end] & mark::ENTRY != 0 {
            return None;
        }
        let first = start + usize::from(func.ops[start].code() == OpCode::Loop);
        let meters =
            func.ops[first..end].iter().take(MAX_METERS).take_while(|op| op.code().is_meter()).count();
        for at in first..(first + meters + MAX_TEST).min(end) {
            if at > start && self.marks[at] & mark::LABEL != 0 {
                return None;
            }
            let op = &func.ops[at];
            let facts = info(op.code());
            if at < first + meters {
                continue;
            }
            if facts.groups & (group::TARGET | group::END) == group::TARGET {
                let target = op.target(at);
                let ends = info(func.ops[at + 1].code()).groups & group::END != 0;
                let is_test = target > end || target > at + 1 && ends;
                return is_test.then_some(at);
            }
            if facts.groups != 0 || facts.fields.def == Kind::None {
                return None;
            }
        }
        None
    }

    /// The branch of the test of the rotated loop with this header.
    pub fn test_at(&self, header: usize) -> usize {
        let after =
            self.marks[header + 1..].iter().take(MAX_TEST + MAX_METERS + 1).position(|m| m & mark::BODY != 0);
        match after {
            Some(distance) => header + distance,
            None => panic!("operation {header} is no header of a rotated loop"),
        }
    }

    fn innermost(&self) -> u32 {
        *self.stack.last().unwrap_or(&0)
    }

    /// Notes the ends of the loops that end before `next`, the next header or the function's end.
    fn close_loops(&mut self, next: u32) {
        while self.stack.len() > 1 && self.regions[self.innermost() as usize].end < next {
            let at = self.regions[self.innermost() as usize].end + 1;
            self.stack.pop();
            if at < self.marks.len() as u32 {
                self.region_map.push(at, self.innermost());
            }
        }
    }

    /// Counts operations and calls of each region.
    fn count_regions(&mut self, n: u32) {
        let mut call = 0;
        for (run, region) in self.region_map.runs(n) {
            let calls = self.calls[call..].iter().take_while(|&&c| c < run.end).count();
            let region = &mut self.regions[region as usize];
            region.ops += run.end - run.start;
            region.calls += calls as u32;
            call += calls;
        }
        for index in (1..self.regions.len()).rev() {
            let Region { parent, calls, calls_inside, .. } = self.regions[index];
            self.regions[parent as usize].calls_inside |= calls > 0 || calls_inside;
        }
    }

    /// The region whose header stands at an operation.
    pub fn region_of_header(&self, at: u32) -> u32 {
        match self.region_at_header.binary_search_by_key(&at, |r| r.0) {
            Ok(i) => self.region_at_header[i].1,
            Err(_) => panic!("operation {at} is no loop header"),
        }
    }

    /// Innermost region of an operation.
    pub fn region_at(&self, at: u32) -> u32 {
        self.region_map.region_at(at)
    }
}
