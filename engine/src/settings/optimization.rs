//! The compiler's optimizations by name, so that each can be switched off.
//!
//! What an optimization is worth is found out by leaving it out, beside wx itself in one run (`cargo xtask bench --peers
//! without-NAME`), and a fault is narrowed down the same way. What was found is in `docs/decisions/bench/optimizations.md`. Those
//! that change single instructions have a counter of their name in `jit::Counters`.
//!
//! Must not know: how any of them works.

macro_rules! optimizations {
    ($($name:ident $text:literal: $doc:literal;)*) => {
        /// One optimization of the compiler.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u32)]
        pub enum Optimization {
            $(#[doc = $doc] $name,)*
        }

        impl Optimization {
            /// All of them: name and what it does.
            pub const ALL: &[(Optimization, &'static str, &'static str)] =
                &[$((Optimization::$name, $text, $doc),)*];
        }
    };
}

optimizations! {
    FoldedLoads "folded-loads": "A load that one operation wants becomes its operand in memory.";
    CopiedDispatches "copied-dispatches": "The branch table of an interpreter's loop stands behind each of its cases.";
    RegisterHints "register-hints": "A value that becomes an argument or a result is computed in its register.";
    ReusedFlags "reused-flags": "A branch goes by the flags that arithmetic left.";
    FusedTests "fused-tests": "An `and` that only a branch asks for is a test.";
    FusedCompares "fused-compares": "A compare that only a selection asks for is not turned into a number.";
    MagicDivisions "magic-divisions": "A division by a constant is a multiplication.";
    AlignedLoops "aligned-loops": "Small loops begin at multiples of 32 bytes.";
    FusedShifts "fused-shifts": "A constant that is only the count of a vector shift becomes part of it.";
    InlineBulk "inline-bulk": "Copies and fills of a few bytes are moves.";
    InlineAllocations "inline-allocations": "An object's memory is taken from the collector's run without a call.";
    StaggeredEntries "staggered-entries": "Neighbouring functions begin at different places modulo 16.";
    Inlining "inlining": "Small functions of the same module, and functions that call themselves, become part of their caller.";
    ColdCallees "cold-callees": "Tiny functions that were never called are lowered, so that they can become part of their caller.";
    StackResidents "stack-residents": "Results of blocks and locals of inlined functions have registers as locals do.";
    CopyCoalescing "copy-coalescing": "What is about to become a local's value is computed in the local's register.";
    ByteSwaps "byte-swaps": "A chain of shifts and masks that reverses bytes is one operation, in both tiers.";
    WideProducts "wide-products": "A function that makes a product of 128 bits from 32-bit halves is one multiplication, in both tiers.";
    TemporaryLocals "temporary-locals": "A local that holds its values between labels only is no candidate for a register of its own.";
    SpareRegisters "spare-registers": "Loops and functions with many temporaries have callee-saved registers for them.";
    NextUses "next-uses": "Of several values, the one that is used last goes to memory.";
    CarriedValues "carried-values": "What a short loop carries to its next round has a register before its temporaries have.";
    ScaledIndexes "scaled-indexes": "A shift by up to three places becomes part of the sum that it is for.";
    NearChecks "near-checks": "A checked access compares its index alone where that says enough.";
    AndNot "and-not": "A complement and the `and` that it is for are one instruction of BMI1.";
    CarrySums "carry-sums": "A comparison whose result is only added or subtracted leaves it in the carry flag.";
    TurnedBranches "turned-branches": "A conditional branch over a branch is the opposite branch to where that one goes, in both tiers.";
    ThreadedJumps "threaded-jumps": "A branch to a branch goes where that one goes, in both tiers.";
    TailLoops "tail-loops": "A function that calls itself in its own place is a loop, in both tiers.";
    RotatedLoops "rotated-loops": "A short loop that begins with its test ends with it too.";
    Pressure "pressure": "Locals leave registers to deep expressions.";
}

/// A set of optimizations that are left out, a bit each.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Without(u64);

impl Without {
    /// This set and one more optimization.
    #[must_use]
    pub fn and(self, optimization: Optimization) -> Without {
        Without(self.0 | 1 << optimization as u64)
    }

    /// Leaves out only the optimization with this name; `all` is all of them.
    ///
    /// # Errors
    /// If there is none; the message lists the names.
    pub fn named(name: &str) -> Result<Without, String> {
        let none = Without::default();
        if name == "all" {
            return Ok(Optimization::ALL.iter().fold(none, |set, o| set.and(o.0)));
        }
        match Optimization::ALL.iter().find(|o| o.1 == name) {
            Some(o) => Ok(none.and(o.0)),
            None => {
                let names: Vec<&str> = Optimization::ALL.iter().map(|o| o.1).collect();
                Err(format!("there is no optimization `{name}`; there are all, {}", names.join(", ")))
            }
        }
    }

    /// What either leaves out.
    #[must_use]
    pub fn union(self, other: Without) -> Without {
        Without(self.0 | other.0)
    }

    /// Whether the optimization is left out.
    pub fn has(self, optimization: Optimization) -> bool {
        self.0 >> optimization as u64 & 1 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_optimizations_and_only_names_do() {
        for &(optimization, name, _) in Optimization::ALL {
            let set = Without::named(name).expect(name);
            assert!(set.has(optimization));
            assert_eq!(Optimization::ALL.iter().filter(|o| set.has(o.0)).count(), 1, "{name}");
        }
        let all = Without::named("all").expect("all");
        assert!(Optimization::ALL.iter().all(|o| all.has(o.0)));
        assert!(Without::named("magic").is_err());
    }
}
