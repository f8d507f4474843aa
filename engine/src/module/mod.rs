//! Modules: decoded and validated, as plain data. Function bodies stay bytes until they are first called; they may be validated
//! no sooner.

mod budget;
mod const_expr;
pub mod convert;
pub mod data;
pub mod load;
pub mod names;
mod validity;

pub use budget::CostsTooMuch;
pub use data::*;
pub use load::{LoadOptions, load};
pub use validity::{InvalidFunction, ValidBody};
