//! Why a component was stopped, where core WebAssembly has no word for it.
//!
//! The wording is that of the reference scripts, which compare it.

/// A trap of the component model; the error of a call can be downcast to it. Traps of core code are [`wx::Trap`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Trap {
    /// The instance trapped before, or is on the way to calling the host just now.
    #[error("wasm trap: cannot enter component instance")]
    CannotEnterComponent,
    /// An import was called while values were lowered, or by a post-return function.
    #[error("wasm trap: cannot leave component instance")]
    CannotLeaveComponent,
    /// A `char` that is a surrogate or beyond the last code point.
    #[error("wasm trap: invalid `char` bit pattern")]
    InvalidChar,
    /// A discriminant without a case.
    #[error("wasm trap: invalid variant discriminant")]
    InvalidDiscriminant,
    /// A pointer that is not a multiple of the alignment of what it leads to.
    #[error("wasm trap: unaligned pointer")]
    UnalignedPointer,
    /// A list that does not lie inside the memory.
    #[error("wasm trap: list content out-of-bounds")]
    ListOutOfBounds,
    /// A value that does not lie inside the memory.
    #[error("wasm trap: pointer out of bounds of memory")]
    PointerOutOfBounds,
    /// A string that does not lie inside the memory.
    #[error("wasm trap: string pointer/length out of bounds of memory")]
    StringOutOfBounds,
    /// No such handle.
    #[error("wasm trap: unknown handle index {0}")]
    UnknownHandle(u32),
    /// A handle to a resource of another type.
    #[error(
        "wasm trap: handle index {index} used with the wrong type, expected {expected} but found {found}"
    )]
    WrongHandleType {
        /// The handle.
        index: u32,
        /// What it should lead to.
        expected: &'static str,
        /// What it leads to.
        found: &'static str,
    },
    /// An `own` handle was dropped or passed on while a call borrows from it.
    #[error("wasm trap: cannot remove owned resource while borrowed")]
    Borrowed,
    /// A `borrow` handle was given where an `own` handle is needed.
    #[error("wasm trap: cannot lift own resource from a borrow")]
    NotOwned,
    /// A call ended with handles that it had borrowed.
    #[error("wasm trap: borrow handles still remain at the end of the call")]
    BorrowsRemain,
    /// There are as many handles as there can be.
    #[error("wasm trap: cannot allocate another handle: index overflow")]
    TooManyHandles,
    /// `realloc` returned memory that there is not.
    #[error("wasm trap: realloc return: beyond end of memory")]
    ReallocOutOfBounds,
    /// `realloc` returned a pointer that is not aligned as asked for.
    #[error("wasm trap: realloc return: result not aligned")]
    ReallocUnaligned,
    /// What the host would have to allocate for the values of one call is more than it allows.
    #[error("wasm trap: values of one call take more than {0} bytes of the host's memory")]
    TooLarge(usize),
    /// Something of the asynchronous ABI was used, which is not supported.
    #[error("wasm trap: `{0}` is part of the asynchronous ABI, which is not supported")]
    Async(String),
    /// An adapter between two components trapped.
    #[error("wasm trap: {0}")]
    Adapter(String),
}
