//! Operations that are too long for a handler: their bodies, by family. The `runtime` rows of the table name them.

mod aggregate;
mod cast;

pub(crate) use aggregate::*;
pub(crate) use cast::*;
