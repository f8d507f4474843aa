//! The innermost region of each operation: the whole function, or a loop.
//!
//! Loops nest, so the operations of one region that stand side by side are a *run*, and there are at most two runs more for each
//! loop. A pass over the operations, forward or backward, takes a [`RegionCursor`] along; one that goes from run to run has
//! [`RegionMap::runs`]; a single question is [`RegionMap::region_at`].
//!
//! Requires: the loops, outer ones first (`cfg`).
//! Provides: the innermost region of each operation.
//! Cost: two entries a loop; a query is a comparison, or a binary search.

use std::ops::Range;

/// See the module's header. Regions are numbers in `Cfg::regions`; 0 is the function.
#[derive(Clone, Debug, Default)]
pub struct RegionMap {
    /// Where a run begins, and its region; ascending. Of several at one operation the last counts. What is before them is in the
    /// function alone.
    changes: Vec<(u32, u32)>,
}

impl RegionMap {
    pub fn clear(&mut self) {
        self.changes.clear();
    }

    /// From this operation on, which is not before the last one pushed, operations are in this region.
    pub fn push(&mut self, at: u32, region: u32) {
        debug_assert!(self.changes.last().is_none_or(|last| last.0 <= at), "regions out of order");
        self.changes.push((at, region));
    }

    /// Innermost region of an operation.
    pub fn region_at(&self, at: u32) -> u32 {
        self.before(self.changes.partition_point(|change| change.0 <= at)).1
    }

    /// The runs of a function with so many operations, in order: their operations and their region.
    pub fn runs(&self, ops: u32) -> impl Iterator<Item = (Range<u32>, u32)> {
        (0..=self.changes.len()).map(move |next| {
            let (from, region) = self.before(next);
            (from..self.changes.get(next).map_or(ops, |change| change.0), region)
        })
    }

    /// Where the run begins that ends at the change with this number, and its region.
    fn before(&self, next: usize) -> (u32, u32) {
        next.checked_sub(1).map_or((0, 0), |last| self.changes[last])
    }
}

/// Where a pass is in a [`RegionMap`]. It may go forward or backward and leave operations out; to go on in the current run costs no more
/// than comparing with its bounds.
///
/// It does not borrow the map: passes change their other products on their way.
#[derive(Clone, Debug, Default)]
pub struct RegionCursor {
    /// The current run, and its region.
    run: Range<u32>,
    region: u32,
    /// Number of the change that ends the run.
    next: usize,
}

impl RegionCursor {
    /// Goes to an operation, and tells its innermost region.
    #[inline(always)]
    pub fn seek(&mut self, map: &RegionMap, at: u32) -> u32 {
        if !self.run.contains(&at) {
            self.leave_run(map, at);
        }
        self.region
    }

    #[inline(never)]
    fn leave_run(&mut self, map: &RegionMap, at: u32) {
        let changes = &map.changes;
        while self.next < changes.len() && changes[self.next].0 <= at {
            self.next += 1;
        }
        while self.next > 0 && changes[self.next - 1].0 > at {
            self.next -= 1;
        }
        let (from, region) = map.before(self.next);
        self.run = from..changes.get(self.next).map_or(u32::MAX, |change| change.0);
        self.region = region;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPS: u32 = 20;

    /// Loop 1 has loop 2 inside, which ends with it; loop 3 begins right after them; loop 4 is in loop 3 and begins with it.
    fn sample() -> RegionMap {
        let mut map = RegionMap::default();
        for (at, region) in [(2, 1), (5, 2), (9, 1), (9, 0), (9, 3), (9, 4), (12, 3), (15, 0)] {
            map.push(at, region);
        }
        map
    }

    #[test]
    fn each_operation_has_its_innermost_region() {
        let map = sample();
        let regions: Vec<u32> = (0..OPS).map(|at| map.region_at(at)).collect();
        assert_eq!(regions, [0, 0, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 3, 3, 3, 0, 0, 0, 0, 0]);
        assert_eq!(RegionMap::default().region_at(7), 0);
    }

    #[test]
    fn runs_are_the_operations_in_order() {
        let map = sample();
        let listed = map.runs(OPS).flat_map(|(run, region)| run.map(move |at| (at, region)));
        assert!(listed.eq((0..OPS).map(|at| (at, map.region_at(at)))));
        assert!(RegionMap::default().runs(OPS).eq([(0..OPS, 0)]));
    }

    #[test]
    fn a_cursor_goes_either_way() {
        for map in [sample(), RegionMap::default()] {
            for step in 1..OPS {
                let there = (0..OPS).step_by(step as usize);
                let mut cursor = RegionCursor::default();
                for at in there.clone().chain(there.rev()) {
                    assert_eq!(cursor.seek(&map, at), map.region_at(at), "operation {at}");
                }
            }
        }
    }
}
