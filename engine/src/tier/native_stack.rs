//! A limit for nested activations: wasm calls the host, the host calls wasm, and so on.
//!
//! Wasm code takes its stack from the store's stack region, where running out is a trap. Each nested activation also takes
//! some of the thread's own stack, and running out of that would end the process. So a thread remembers where its
//! outermost activation was entered, and one that is entered too far below traps like any stack overflow.

use std::cell::Cell;

use crate::base::TrapCode;

/// Bytes of the thread's stack that nested activations may take, the host functions between them included. Threads have
/// 2 MiB unless they ask for something else; this leaves the embedder the other half.
const LIMIT: usize = 1 << 20;

thread_local! {
    /// Where the outermost activation of this thread was entered; 0 if none is in progress.
    static OUTERMOST: Cell<usize> = const { Cell::new(0) };
}

/// An activation in progress on this thread.
pub(super) struct Depth {
    outermost: bool,
}

impl Depth {
    /// # Errors
    /// `StackOverflow` if the thread's stack is used up too far.
    #[inline(always)]
    pub(super) fn enter() -> Result<Depth, TrapCode> {
        let marker = 0_u8;
        let here = (&raw const marker).addr();
        match OUTERMOST.get() {
            0 => {
                OUTERMOST.set(here);
                Ok(Depth { outermost: true })
            }
            outermost if outermost.abs_diff(here) > LIMIT => Err(TrapCode::StackOverflow),
            _ => Ok(Depth { outermost: false }),
        }
    }
}

impl Drop for Depth {
    fn drop(&mut self) {
        if self.outermost {
            OUTERMOST.set(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[inline(never)]
    fn recurse(bytes: usize) -> Result<(), TrapCode> {
        let block = std::hint::black_box([0_u8; 4096]);
        let _depth = Depth::enter()?;
        if bytes == 0 { Ok(()) } else { recurse(bytes.saturating_sub(block.len())) }
    }

    #[test]
    fn deep_nesting_is_a_stack_overflow_and_leaves_the_thread_usable() {
        assert_eq!(recurse(LIMIT / 4), Ok(()));
        assert_eq!(recurse(LIMIT * 2), Err(TrapCode::StackOverflow));
        assert_eq!(OUTERMOST.get(), 0);
        assert_eq!(recurse(LIMIT / 4), Ok(()));
    }
}
