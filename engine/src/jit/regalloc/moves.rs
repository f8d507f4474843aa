//! Moves between registers that happen as if all at once.
//!
//! A destination that no pending move reads can be written, so everything but cycles resolves itself. A cycle of integer
//! registers is settled by exchanges. Any other is opened: what its first destination holds goes to the scratch register, which has
//! room for any value. It must not be settled by exchanges: one between the classes carries 64 bits, and what
//! is on its way through an integer register may be a v128.

use crate::base::Mutant;
use crate::jit::reg::Reg;
use crate::jit::target::SCRATCH;

/// One instruction, or as few as it takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    Move {
        dst: Reg,
        src: Reg,
    },
    /// Of integer registers.
    Exchange(Reg, Reg),
}

/// The steps for moves (source, destination), of which none is left afterwards; destinations are distinct and none is the
/// scratch register.
pub(super) fn at_once(pending: &mut Vec<(Reg, Reg)>, mut step: impl FnMut(Step)) {
    pending.retain(|(s, d)| s != d);
    while !pending.is_empty() {
        let ready = pending.iter().position(|&(_, d)| !pending.iter().any(|&(s, _)| s == d));
        if let Some(i) = ready {
            let (src, dst) = pending.swap_remove(i);
            step(Step::Move { dst, src });
            continue;
        }
        // Only cycles are left, and each is closed before the next is opened: the scratch register is free.
        let (src, dst) = pending[0];
        let kept = if src.is_gpr() && (dst.is_gpr() || Mutant::VectorsExchanged.is_on()) {
            step(Step::Exchange(src, dst));
            pending.swap_remove(0);
            src
        } else {
            step(Step::Move { dst: SCRATCH, src: dst });
            SCRATCH
        };
        // In a cycle each register is the source of one move only, so nothing else reads what `src` had.
        let forgotten = kept == src && Mutant::ExchangeForgotten.is_on();
        for p in pending.iter_mut().filter(|p| p.0 == dst && !forgotten) {
            p.0 = kept;
        }
        pending.retain(|(s, d)| s != d);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Registers as two halves; a move between the classes carries the lower one.
    type File = [(u32, u32); 32];

    fn run(file: &mut File, step: Step) {
        match step {
            Step::Move { dst, src } => {
                let (low, high) = file[src.0 as usize];
                let both = dst.0 >= 16 && src.0 >= 16;
                file[dst.0 as usize] = (low, if both { high } else { u32::MAX });
            }
            Step::Exchange(a, b) => {
                assert!(a.is_gpr() && b.is_gpr());
                file.swap(a.0 as usize, b.0 as usize);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        /// Sources are any registers, some of them several times; few registers, so that there are cycles.
        #[test]
        fn every_value_arrives(
            sources in proptest::collection::vec(0_usize..6, 1..7),
            destinations in Just(vec![0_usize, 1, 2, 3, 4, 5]).prop_shuffle(),
            classes in proptest::collection::vec(any::<bool>(), 6),
        ) {
            let place = |i: usize| Reg(if classes[i] { i as u8 } else { 16 + i as u8 });
            let moves: Vec<_> = sources.iter().zip(&destinations).map(|(&s, &d)| (place(s), place(d))).collect();
            let before: File = std::array::from_fn(|i| (2 * i as u32, 2 * i as u32 + 1));
            let mut after = before;
            at_once(&mut moves.clone(), |step| run(&mut after, step));
            for &(src, dst) in &moves {
                let (got, due) = (after[dst.0 as usize], before[src.0 as usize]);
                prop_assert_eq!(got.0, due.0);
                if dst.0 >= 16 && src.0 >= 16 {
                    prop_assert_eq!(got.1, due.1);
                }
            }
            // What is no move's destination stays, but for the scratch register.
            for i in 0..31 {
                if !moves.iter().any(|m| usize::from(m.1.0) == i) {
                    prop_assert_eq!(after[i], before[i]);
                }
            }
        }
    }
}
