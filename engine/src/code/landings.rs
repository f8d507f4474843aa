//! Where machine code is entered in its middle: at the handlers of exceptions, and at the headers of loops.
//!
//! # Invariants
//! - INV LANDING-ORDER: the operations ascend, each once. `new` refuses anything else, so that halving finds what is there.
//!
//! Must not know: who enters, what is in registers then.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::base::{CodeOffset, SourceOp};
use crate::ir;

/// Places in a function's machine code by operations of the function itself.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Landings(Box<[(SourceOp, CodeOffset)]>);

impl Landings {
    /// `None` if the operations do not ascend: then they are of another numbering, or something stands twice.
    pub fn new(list: Vec<(SourceOp, CodeOffset)>) -> Option<Landings> {
        list.is_sorted_by(|a, b| a.0 < b.0).then(|| Landings(list.into()))
    }

    /// The place of an operation.
    pub fn get(&self, op: SourceOp) -> Option<CodeOffset> {
        let at = self.0.binary_search_by_key(&op, |landing| landing.0).ok()?;
        Some(self.0[at].1)
    }

    pub fn iter(&self) -> impl Iterator<Item = (SourceOp, CodeOffset)> {
        self.0.iter().copied()
    }

    /// Whether there is exactly one landing for each handler of a function, inside `bytes` bytes of code, and no other.
    pub fn are_those_of(&self, func: &ir::Func, bytes: usize) -> bool {
        let inside = self.0.iter().all(|landing| landing.1.index() < bytes);
        inside && targets(func).into_iter().eq(self.0.iter().map(|landing| landing.0))
    }

    /// Memory that it takes.
    pub fn byte_len(&self) -> usize {
        size_of_val(&*self.0)
    }
}

/// The operations at which handlers of a function begin.
pub fn targets(func: &ir::Func) -> BTreeSet<SourceOp> {
    func.tries.iter().flat_map(|range| &range.catches).map(|catch| catch.target).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Catch, Func, TryRange};

    fn list(pairs: &[(u32, u32)]) -> Vec<(SourceOp, CodeOffset)> {
        pairs.iter().map(|&(op, at)| (SourceOp::new(op), CodeOffset::new(at))).collect()
    }

    #[test]
    fn what_does_not_ascend_is_refused() {
        assert!(Landings::new(list(&[(3, 10), (1, 20)])).is_none());
        assert!(Landings::new(list(&[(3, 10), (3, 20)])).is_none());
        let landings = Landings::new(list(&[(1, 20), (3, 10)])).unwrap();
        assert_eq!(landings.get(SourceOp::new(3)), Some(CodeOffset::new(10)));
        assert_eq!(landings.get(SourceOp::new(2)), None);
    }

    #[test]
    fn each_handler_has_exactly_one() {
        let catch = |target| Catch { tag: None, with_ref: false, target: SourceOp::new(target), slot: 0 };
        let range = |catches: &[u32]| TryRange {
            start: SourceOp::new(0),
            end: SourceOp::new(1),
            catches: catches.iter().map(|&target| catch(target)).collect(),
        };
        let func = Func { tries: [range(&[7, 2]), range(&[7])].into(), ..Func::default() };
        let fits =
            |pairs| Landings::new(list(pairs)).is_some_and(|landings| landings.are_those_of(&func, 100));
        assert!(fits(&[(2, 50), (7, 50)]));
        assert!(!fits(&[(2, 50)]) && !fits(&[(2, 50), (5, 60), (7, 50)]) && !fits(&[(2, 50), (7, 100)]));
    }
}
