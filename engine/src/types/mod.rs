//! Types: what values are, how heap objects are laid out, and the registry in which equal types are one.

pub mod group;
pub mod layout;
pub mod owner;
pub mod registry;
pub mod text;
pub mod v128;
pub mod val;

pub use group::{TypeEntry, TypeRef};
pub use layout::GcLayout;
pub use owner::{OfEngine, Registered, WrongEngine, same_engine};
pub use registry::{TypeRegistry, UnknownType};
pub use v128::V128;
pub use val::*;
