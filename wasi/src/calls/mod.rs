//! The calls, one file per family, each a function of the context, the guest's memory and the guest's numbers.
//!
//! A call either succeeds or returns an error number and has changed nothing that the guest can see, apart
//! from the bytes that a short read or write really moved.

#![allow(clippy::too_many_arguments, reason = "the parameters are the interface's")]

pub(crate) mod args;
pub(crate) mod clock;
pub(crate) mod fd;
pub(crate) mod fdstat;
pub(crate) mod path;
pub(crate) mod poll;
pub(crate) mod proc;
pub(crate) mod random;
pub(crate) mod sock;
pub(crate) mod stream;
