//! When a trap is the trap that a script expects.
//!
//! The scripts name traps in prose ("out of bounds memory access"), and the prose changed over the
//! years: the same trap is called "undefined element" in one file and "out of bounds table access" in
//! another.  So each trap has the list of phrases that the suite uses for it.
//!
//! # Why a prefix
//! The reference interpreter compares by prefix: a script may write less than the whole phrase ("out
//! of bounds"), and some scripts append the index at run time ("uninitialized element 2").  Both
//! directions are allowed only at a word boundary.  The empty phrase is a prefix of all: a script writes
//! it where any trap will do.
//!
//! Besides the phrases of the suite a trap goes by its own text, so that a script can be written from
//! what `wx` prints.

use wx::Trap;

/// The phrases by which the suite calls `trap`; none for traps that no script can expect.
fn phrases(trap: &Trap) -> &'static [&'static str] {
    match trap {
        Trap::StackOverflow => &["call stack exhausted"],
        Trap::MemoryOutOfBounds => &["out of bounds memory access"],
        Trap::HeapMisaligned => &["unaligned atomic"],
        Trap::TableOutOfBounds => &["out of bounds table access", "undefined element"],
        Trap::IndirectCallToNull => &["uninitialized element"],
        Trap::BadSignature => &["indirect call type mismatch", "indirect call signature mismatch"],
        Trap::IntegerOverflow => &["integer overflow"],
        Trap::IntegerDivisionByZero => &["integer divide by zero"],
        Trap::BadConversionToInteger => &["invalid conversion to integer"],
        Trap::UnreachableCodeReached => &["unreachable"],
        Trap::AtomicWaitNonSharedMemory => &["expected shared memory"],
        Trap::NullReference => &[
            "null reference",
            "null function reference",
            "null exception reference",
            "null structure reference",
            "null array reference",
            "null i31 reference",
            "null descriptor reference",
        ],
        Trap::ArrayOutOfBounds => &["out of bounds array access"],
        Trap::AllocationTooLarge => &["allocation size too large"],
        Trap::CastFailure => &["cast failure", "descriptor cast failure"],
        _ => &[],
    }
}

/// Whether a script that expects `expected` means `trap`.
pub fn trap_matches(trap: &Trap, expected: &str) -> bool {
    let text = trap.to_string();
    let own = text.strip_prefix("wasm trap: ").unwrap_or(&text);
    let mut phrases = phrases(trap).iter().copied().chain([own]);
    expected.is_empty()
        || phrases.any(|phrase| begins_with_words(phrase, expected) || begins_with_words(expected, phrase))
}

/// Whether a link error reads as the script says.
///
/// The suite has two phrases for a failed import.  The remaining ones ("data segment does not fit")
/// come from version 1.0, where a segment out of bounds was a link error; it has been a trap since 2.0,
/// and the caller accepts that trap.
pub fn link_error_matches(message: &str, expected: &str) -> bool {
    match expected {
        "unknown import" | "incompatible import type" => message.contains(expected),
        _ => true,
    }
}

/// Whether `text` begins with `start`, and `start` ends where a word ends.
fn begins_with_words(text: &str, start: &str) -> bool {
    text.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shorter_and_longer_expectations_match() {
        assert!(trap_matches(&Trap::MemoryOutOfBounds, "out of bounds"));
        assert!(trap_matches(&Trap::MemoryOutOfBounds, "out of bounds memory access"));
        assert!(trap_matches(&Trap::IndirectCallToNull, "uninitialized element 2"));
        assert!(trap_matches(&Trap::TableOutOfBounds, "undefined"));
    }

    #[test]
    fn the_empty_expectation_and_the_engines_own_words_match() {
        assert!(trap_matches(&Trap::MemoryOutOfBounds, ""));
        let own = "atomic wait on non-shared memory";
        assert!(trap_matches(&Trap::AtomicWaitNonSharedMemory, own));
        assert!(!trap_matches(&Trap::MemoryOutOfBounds, own));
    }

    #[test]
    fn other_traps_and_fragments_do_not_match() {
        assert!(!trap_matches(&Trap::MemoryOutOfBounds, "out of bounds table access"));
        assert!(!trap_matches(&Trap::IntegerOverflow, "integer divide by zero"));
        assert!(!trap_matches(&Trap::MemoryOutOfBounds, "out of b"));
        assert!(!trap_matches(&Trap::OutOfFuel, "unreachable"));
    }
}
