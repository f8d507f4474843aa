//! Why execution stopped: one byte that pure functions, machine code and the store all agree on.
//!
//! A trap travels a long way: a numeric function returns it, machine code raises it from a table of
//! program counters, an interpreter handler stores it beside the frame, and at the top it becomes an
//! error that a user reads. Everything on that way handles one byte; only the error adds a backtrace.
//!
//! The wording is wasmtime's, because programs and test scripts compare it. The prefix `wasm trap: ` is
//! added by the public error, so that a code can also be quoted inside another sentence.

use thiserror::Error;

/// The reason for a trap. The numbers are dense from zero, so that machine code can keep them in a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[repr(u8)]
#[non_exhaustive]
pub enum TrapCode {
    #[error("call stack exhausted")]
    StackOverflow,
    #[error("out of bounds memory access")]
    MemoryOutOfBounds,
    #[error("undefined element: out of bounds table access")]
    TableOutOfBounds,
    #[error("uninitialized element")]
    IndirectCallToNull,
    #[error("indirect call type mismatch")]
    BadSignature,
    #[error("integer overflow")]
    IntegerOverflow,
    #[error("integer divide by zero")]
    IntegerDivisionByZero,
    #[error("invalid conversion to integer")]
    BadConversionToInteger,
    #[error("wasm `unreachable` instruction executed")]
    UnreachableCodeReached,
    #[error("interrupt")]
    Interrupt,
    #[error("all fuel consumed by WebAssembly")]
    OutOfFuel,
    #[error("null reference")]
    NullReference,
    #[error("out of bounds array access")]
    ArrayOutOfBounds,
    #[error("cast failure")]
    CastFailure,
    #[error("unaligned atomic")]
    HeapMisaligned,
    #[error("atomic wait on non-shared memory")]
    AtomicWaitNonSharedMemory,
    #[error("allocation size too large")]
    AllocationTooLarge,
    #[error("uncaught exception")]
    UncaughtException,
    /// Not a trap of its own: the error of a host function, a limiter or a wasm exception that waits in the
    /// store (`StoreInner::pending`). Users never see this code.
    #[error("pending host error")]
    Pending,
}

impl TrapCode {
    /// How many there are.
    pub const COUNT: usize = TrapCode::Pending as usize + 1;
}

/// Why a WebAssembly program was stopped; the error that a trap gives can be downcast to this.
///
/// Its text is that of the code, with the prefix `wasm trap: `.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum Trap {
    /// The value stack of the store is full, or calls between host and wasm are nested too deep.
    #[error("wasm trap: {}", TrapCode::StackOverflow)]
    StackOverflow,
    /// An access beyond the end of a linear memory, or a data segment that does not fit.
    #[error("wasm trap: {}", TrapCode::MemoryOutOfBounds)]
    MemoryOutOfBounds,
    /// An access beyond the end of a table, or an element segment that does not fit.
    #[error("wasm trap: {}", TrapCode::TableOutOfBounds)]
    TableOutOfBounds,
    /// An indirect call of a null table element.
    #[error("wasm trap: {}", TrapCode::IndirectCallToNull)]
    IndirectCallToNull,
    /// An indirect call of a function with another type than was asked for.
    #[error("wasm trap: {}", TrapCode::BadSignature)]
    BadSignature,
    /// A division or a conversion whose result does not fit.
    #[error("wasm trap: {}", TrapCode::IntegerOverflow)]
    IntegerOverflow,
    /// A division by zero.
    #[error("wasm trap: {}", TrapCode::IntegerDivisionByZero)]
    IntegerDivisionByZero,
    /// A conversion of a NaN to an integer.
    #[error("wasm trap: {}", TrapCode::BadConversionToInteger)]
    BadConversionToInteger,
    /// `unreachable` was executed.
    #[error("wasm trap: {}", TrapCode::UnreachableCodeReached)]
    UnreachableCodeReached,
    /// The epoch deadline was reached.
    #[error("wasm trap: {}", TrapCode::Interrupt)]
    Interrupt,
    /// All fuel is used up.
    #[error("wasm trap: {}", TrapCode::OutOfFuel)]
    OutOfFuel,
    /// A null reference where an object or a function was needed.
    #[error("wasm trap: {}", TrapCode::NullReference)]
    NullReference,
    /// An access beyond the end of an array.
    #[error("wasm trap: {}", TrapCode::ArrayOutOfBounds)]
    ArrayOutOfBounds,
    /// A cast to a type that the object does not have.
    #[error("wasm trap: {}", TrapCode::CastFailure)]
    CastFailure,
    /// An atomic access to an address that is not a multiple of its size.
    #[error("wasm trap: {}", TrapCode::HeapMisaligned)]
    HeapMisaligned,
    /// A wait on a memory that is not shared, which could never end.
    #[error("wasm trap: {}", TrapCode::AtomicWaitNonSharedMemory)]
    AtomicWaitNonSharedMemory,
    /// The collected heap has no room for an object.
    #[error("wasm trap: {}", TrapCode::AllocationTooLarge)]
    AllocationTooLarge,
    /// An exception that nothing caught.
    #[error("wasm trap: {}", TrapCode::UncaughtException)]
    UncaughtException,
}

impl From<TrapCode> for Trap {
    /// # Panics
    /// For `Pending`, which stands for another error and is no trap.
    fn from(code: TrapCode) -> Trap {
        match code {
            TrapCode::StackOverflow => Trap::StackOverflow,
            TrapCode::MemoryOutOfBounds => Trap::MemoryOutOfBounds,
            TrapCode::TableOutOfBounds => Trap::TableOutOfBounds,
            TrapCode::IndirectCallToNull => Trap::IndirectCallToNull,
            TrapCode::BadSignature => Trap::BadSignature,
            TrapCode::IntegerOverflow => Trap::IntegerOverflow,
            TrapCode::IntegerDivisionByZero => Trap::IntegerDivisionByZero,
            TrapCode::BadConversionToInteger => Trap::BadConversionToInteger,
            TrapCode::UnreachableCodeReached => Trap::UnreachableCodeReached,
            TrapCode::Interrupt => Trap::Interrupt,
            TrapCode::OutOfFuel => Trap::OutOfFuel,
            TrapCode::NullReference => Trap::NullReference,
            TrapCode::ArrayOutOfBounds => Trap::ArrayOutOfBounds,
            TrapCode::CastFailure => Trap::CastFailure,
            TrapCode::HeapMisaligned => Trap::HeapMisaligned,
            TrapCode::AtomicWaitNonSharedMemory => Trap::AtomicWaitNonSharedMemory,
            TrapCode::AllocationTooLarge => Trap::AllocationTooLarge,
            TrapCode::UncaughtException => Trap::UncaughtException,
            TrapCode::Pending => panic!("a pending host error is not a trap of its own"),
        }
    }
}

impl TrapCode {
    /// Every code, in the order of its number.
    pub const ALL: [TrapCode; 19] = [
        Self::StackOverflow,
        Self::MemoryOutOfBounds,
        Self::TableOutOfBounds,
        Self::IndirectCallToNull,
        Self::BadSignature,
        Self::IntegerOverflow,
        Self::IntegerDivisionByZero,
        Self::BadConversionToInteger,
        Self::UnreachableCodeReached,
        Self::Interrupt,
        Self::OutOfFuel,
        Self::NullReference,
        Self::ArrayOutOfBounds,
        Self::CastFailure,
        Self::HeapMisaligned,
        Self::AtomicWaitNonSharedMemory,
        Self::AllocationTooLarge,
        Self::UncaughtException,
        Self::Pending,
    ];

    /// The code with this number, if there is one: the way back from a trap table.
    pub fn from_u8(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Trap, TrapCode};

    #[test]
    fn every_number_leads_back_to_its_code() {
        for (number, code) in TrapCode::ALL.into_iter().enumerate() {
            assert_eq!(code as usize, number, "{code:?}");
            assert_eq!(TrapCode::from_u8(number as u8), Some(code));
        }
        assert_eq!(TrapCode::from_u8(TrapCode::ALL.len() as u8), None);
        assert_eq!(TrapCode::from_u8(255), None);
        // The last variant in the source is the last in `ALL`, so none can be added and forgotten.
        assert_eq!(TrapCode::Pending as usize + 1, TrapCode::ALL.len());
    }

    #[test]
    fn every_trap_has_the_text_of_its_code() {
        for code in TrapCode::ALL.into_iter().filter(|&code| code != TrapCode::Pending) {
            assert_eq!(Trap::from(code).to_string(), format!("wasm trap: {code}"));
        }
    }

    #[test]
    fn the_words_are_distinct_and_carry_no_prefix() {
        let texts: std::collections::HashSet<_> = TrapCode::ALL.iter().map(|c| c.to_string()).collect();
        assert_eq!(texts.len(), TrapCode::ALL.len());
        assert!(texts.iter().all(|t| !t.contains("trap")));
        assert_eq!(TrapCode::IntegerDivisionByZero.to_string(), "integer divide by zero");
    }

    #[test]
    fn a_result_with_a_trap_stays_small() {
        assert_eq!(size_of::<TrapCode>(), 1);
        assert_eq!(size_of::<Result<i32, TrapCode>>(), 8);
        assert_eq!(size_of::<Result<(), TrapCode>>(), 1);
    }
}
