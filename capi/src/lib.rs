//! The C library of wx: `wasm.h`, the C API that WebAssembly engines share, and `wx.h`, what wx has beyond it.
//!
//! # Problem
//! A C program has no borrows and no types with owners: it deletes handles in any order, calls back into a store while code of that
//! store runs, and may pass NULL or too short an array.
//!
//! # Idea
//! A handle is a box that holds a value of the public API of `wx` and a share of its store, so that no handle outlives what it
//! means. All kinds of references are one struct ([`object::wasm_ref_t`]), as all kinds of types of externals are
//! ([`types::wasm_externtype_t`]); casts between them, which own nothing, are therefore the same address.
//!
//! Parameters are declared as what they must be, `Option<&T>` or `Option<Box<T>>`, which C sees as pointers that may be NULL. So most
//! functions need no unsafe code of their own; what they rely on is the contract below.
//!
//! # Contract
//! What is documented in the headers, in short: a pointer is NULL or leads to what its type says, which is alive and not in use by
//! another thread; what is `own` is given away by who passes it; an array has as many elements as is said. INV C-CONTRACT is this, and the
//! arguments for unsafe code here cite it.
//!
//! What can be known is checked: NULL, numbers of values, types, values and objects of another store or engine. Then the result
//! is NULL, false, zero or an empty vector, or a trap where one can be returned, and [`error::wx_last_error`] says why.
//!
//! # Panics
//! A panic would be a fault of wx. It ends the process with its message: an `extern "C"` function does not unwind, so that nothing
//! goes on in a state that nobody vouches for.
#![allow(
    non_camel_case_types,
    reason = "the types have the names of the headers, by which the functions here are compared with them"
)]

pub mod beyond;
pub mod error;
pub mod externs;
pub mod func;
pub mod instance;
pub mod memory;
pub mod module;
pub mod object;
pub mod reference;
mod signature;
pub mod store;
pub mod trap;
pub mod types;
pub mod val;
pub mod vector;
