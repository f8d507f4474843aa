//! What compiling a function leaves beside its bytes: positions, entries, tables, and counts of what optimizations did.

use crate::base::{CodeOffset, SourceOp, SplicedOp};
use crate::code::Site;

/// What the forward pass leaves, beside the bytes in the assembler.
#[derive(Clone, Debug, Default)]
pub struct Output {
    pub sites: Vec<(CodeOffset, Site)>,
    /// Entry for OSR by header operation of the function itself.
    pub osr: Vec<(SourceOp, CodeOffset)>,
    /// Entry of each exception handler of the function itself: made of `landings` when all are known.
    pub handlers: Vec<(SourceOp, CodeOffset)>,
    /// Entry of each exception handler by operation of what was compiled.
    pub landings: Vec<(SplicedOp, CodeOffset)>,
    /// Where the function is entered.
    pub entry: u32,
    /// Where the code of the last operation ends.
    pub body_end: u32,
    /// Branch tables: ranges of the code that are no instructions.
    pub tables: Vec<(u32, u32)>,
    /// Where jumps lead back to, each place maybe more than once. The verifier takes it for a hint.
    pub back: Vec<u32>,
    /// Where the last instruction ends: constants follow.
    pub code_end: u32,
    /// Where the code of each operation begins, for listings.
    pub starts: Vec<(CodeOffset, SplicedOp)>,
    /// Each instruction with its registers, by the last operation that it stands for; for listings.
    pub allocated: Vec<(SplicedOp, String)>,
    /// Bytes between the function's frame on the machine stack and its return address.
    pub frame_bytes: u32,
    pub counters: Counters,
}

impl Output {
    pub fn clear(&mut self) {
        let Output { sites, osr, handlers, landings, tables, back, starts, allocated, .. } = self;
        sites.clear();
        osr.clear();
        handlers.clear();
        landings.clear();
        tables.clear();
        back.clear();
        starts.clear();
        allocated.clear();
        (self.body_end, self.code_end, self.frame_bytes) = (0, 0, 0);
        self.counters = Counters::default();
    }
}

macro_rules! counters {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// Counts that prove which optimizations fire.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Counters {
            $($(#[$doc])* pub $name: u32,)*
        }

        impl Counters {
            /// The names of all counters, in the order of `values`.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name),)*];

            pub fn values(&self) -> [u32; Counters::NAMES.len()] {
                [$(self.$name,)*]
            }
        }
    };
}

counters! {
    residents,
    spills,
    out_of_line_edges,
    magic_divisions,
    fused_compares,
    /// Shifts of vectors by a constant.
    fused_shifts,
    folded_loads,
    direct_calls,
    aligned_loops,
    /// Results that were computed in the register of the argument or result that they become.
    hinted_results,
    /// Branches on a result whose flags were there already.
    reused_flags,
    /// `and` and a branch as one test.
    fused_tests,
    /// Branch tables that were put where they are needed.
    copied_dispatches,
    /// Objects whose memory is taken without a call.
    inline_allocations,
    /// Copies and fills of a few bytes.
    inline_bulk,
    /// Chains of shifts and masks that reverse bytes.
    byte_swaps,
    /// Functions that make a product of 128 bits, this one or inlined.
    wide_products,
    /// Values computed in the register of the local they were about to become.
    coalesced_copies,
    /// Functions with padding before them.
    staggered_entries,
    /// Calls that were replaced by what the callee does.
    inlined_calls,
    /// Functions that were lowered because something that calls them was compiled.
    cold_callees,
    /// Residents of slots that are no locals.
    stack_residents,
    /// Locals that lived between labels only, summed over regions.
    temporary_locals,
    /// Callee-saved registers for temporaries.
    spare_registers,
    /// Shifts that became part of the sum after them.
    scaled_indexes,
    /// Complements that became part of the `and` after them.
    and_not,
    /// Comparisons whose result the sum after them takes from the carry flag.
    carry_sums,
    /// Values that went to memory because they are used last, where another one had waited longer.
    next_uses,
    /// Residents of what short loops carry from round to round, where temporaries would have had the register.
    carried_values,
    /// Checked accesses to memory that compare their index alone.
    near_checks,
    /// Conditional branches over a branch that became the opposite branch, in lowering.
    turned_branches,
    /// Branches to a branch that go where that one goes, in lowering.
    threaded_jumps,
    /// Calls of the function itself in its own place that became branches, in lowering.
    tail_loops,
    /// Loops whose test is repeated at their end.
    rotated_loops,
}
