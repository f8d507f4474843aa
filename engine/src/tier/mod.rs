//! The room that knows how code is run: the one way in from the host.

mod call;
mod native_stack;

pub use call::call;
