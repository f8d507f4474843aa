//! Lowering: wasm stack code to the slot IR, one function at a time, when it is first called.

use crate::code::Code;
use crate::module::ModuleData;

/// Code of a defined function, lowered now if no one did it before.
///
/// # Errors
/// When the function cannot be lowered: its frame is too large.
pub fn ensure(module: &ModuleData, defined: usize) -> Result<*const Code, LowerError> {
    let cell = &module.codes[defined];
    let code = cell.get();
    if code.is_null() { Err(LowerError::FrameTooLarge) } else { Ok(code) }
}

#[derive(Clone, Debug, thiserror::Error)]
pub enum LowerError {
    #[error("the function needs a frame of more than 1 GiB")]
    FrameTooLarge,
}
