//! Runtime objects, and the memory layout that running code sees.

#[cfg(feature = "async")]
pub mod asynchrony;
mod budget;
pub mod const_expr;
pub mod func;
pub mod gc;
pub mod global;
mod image;
pub mod instance;
pub mod layout;
pub mod limits;
pub mod link;
pub mod memory;
pub mod owner;
pub mod pinned;
pub mod store;
pub mod table;
pub mod tag;

pub use func::{HostFn, HostFunc};
pub use instance::Instance;
pub use layout::*;
pub use owner::{WrongStore, same_store};
pub use pinned::Pinned;
