//! The numberings of operations and of places in code, a type for each.
//!
//! # Problem
//! "The operation with the number 7" means something else in each of these, and all of them are small numbers that stand side by side in
//! the same tables. A list by one numbering that is asked by another one finds somebody else's entry, or none; where the entry is
//! the landing of an exception handler, a guest's integer becomes a reference.
//!
//! # The numberings
//! ```text
//!   WasmOffset     byte in the module's binary           backtraces, DWARF
//!       ^  ir::Func::wasm_offset
//!   SourceOp       operation of one function as it was lowered: the interpreter's position, try ranges, what a call returns behind
//!       │  jit::Spliced::begin_of      (of the function around all, where it begins)
//!       v                     ^  jit::Spliced::source_of (the way back), code::machine::Runs::locate (of any frame)
//!   SplicedOp      operation of what was compiled: the function with others inlined, or just its own operations
//!       │  the emitter        ^  code::Sites
//!       v                     │
//!   CodeOffset     byte in the function's machine code
//! ```
//! Landings of handlers and entries of loops are asked for by `SourceOp` (`code::Landings`).
//!
//! Inside a pass over one function there is one numbering, that of its operations, and plain indexes of its slices; a
//! type is put on where a number leaves the pass.
//!
//! Must not know: operations, code. The conversions are where the tables are.

macro_rules! numberings {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, serde::Serialize, serde::Deserialize)]
            #[repr(transparent)]
            pub struct $name(u32);

            impl $name {
                pub const fn new(number: u32) -> $name {
                    $name(number)
                }

                /// From an index of a slice by this numbering.
                ///
                /// # Panics
                /// If it does not fit; functions are smaller.
                pub const fn at(index: usize) -> $name {
                    assert!(index <= u32::MAX as usize, "a number of an operation or a place has 32 bits");
                    $name(index as u32)
                }

                pub const fn get(self) -> u32 {
                    self.0
                }

                /// For slices by this numbering.
                pub const fn index(self) -> usize {
                    self.0 as usize
                }
            }

            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    self.0.fmt(f)
                }
            }

            impl std::fmt::LowerHex for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    std::fmt::LowerHex::fmt(&self.0, f)
                }
            }
        )*
    };
}

numberings! {
    /// An operation of one function, as it was lowered.
    SourceOp;
    /// An operation of what was compiled: of a function with others inlined into it, or, if none were, of the function itself.
    SplicedOp;
    /// A byte of a module's binary.
    WasmOffset;
    /// A byte of one function's machine code.
    CodeOffset;
}
