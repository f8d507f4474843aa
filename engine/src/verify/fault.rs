//! What is wrong with a function, in words that name the place.

use super::class::Readers;
use crate::ir::Func;

/// A function that is not what running code relies on.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("function {func} is lowered wrongly at operation {op} ({name}): {fault}")]
pub struct Malformed {
    /// Index in the function index space.
    pub func: u32,
    /// Index of the operation.
    pub op: usize,
    pub name: &'static str,
    pub fault: Fault,
}

#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    #[error("slot {slot} holds {held}, and {wanted} is read")]
    Read { slot: u32, wanted: Readers, held: Readers },
    #[error("slot {slot} is a local for {declared}, and {written} is written")]
    Written { slot: u32, declared: Readers, written: Readers },
    #[error("slot {slot} is beyond the frame of {frame}")]
    Frame { slot: u64, frame: u32 },
    #[error("the callee's frame at slot {0} would lie over this function's locals")]
    CalleeFrame(u32),
    #[error("it goes to {0}, which is no operation")]
    Target(i64),
    #[error("execution goes on behind the last operation")]
    End,
    #[error("there is no {what} {index}")]
    Index { what: &'static str, index: u64 },
    #[error("what it returns is not what the function's type says")]
    Results,
    #[error("behind it stand other operations than the branches of its table")]
    Table,
    #[error("the operand that it should find in a register is not the result of the operation before")]
    Hint,
    #[error("try ranges are not inside each other, the innermost first")]
    Tries,
    #[error("sizes of the frame contradict each other or the function's type")]
    Sizes,
    #[error("the declarations of its locals cannot be read")]
    Locals,
    #[error("it has too many labels with too many slots to be verified")]
    TooMuch,
}

impl Malformed {
    pub(super) fn new(index: u32, func: &Func, op: usize, fault: Fault) -> Malformed {
        let name = func.ops.get(op).map_or("the end", |op| op.code().name());
        Malformed { func: index, op, name, fault }
    }
}
