//! The meaning of every numeric operator, written once, as a pure function.
//!
//! The interpreter calls these functions, the compiler folds constants with them, and the tests compare
//! machine code with them; so an operator's meaning has exactly one home. A function carries the name of the
//! specification with underscores (`i32.trunc_sat_f64_u` is [`convert::i32_trunc_sat_f64_u`]) and lies in the
//! file of its family:
//!
//! | file | operators |
//! |---|---|
//! | [`int`] | `i32` and `i64`: arithmetic, bits, comparison |
//! | [`float`] | `f32` and `f64`: arithmetic, rounding, comparison; canonical NaNs |
//! | [`convert`] | between the scalar types |
//! | [`wide`] | 128-bit arithmetic on pairs of `i64` |
//! | [`simd_lane`] | `v128` as bits and as lanes to move: splat, extract, shuffle, shapes of loads |
//! | [`simd_int`] | integer lanes |
//! | [`simd_float`] | float lanes, and conversions to and from them |
//! | [`relaxed`] | the relaxed operators, each with the result that wx chose |
//!
//! Conventions: integers are `i32` and `i64` whatever their sign (an unsigned operator casts inside), a
//! comparison yields 0 or 1, a shift takes its count modulo the width, an operator that may trap returns
//! `Result<_, TrapCode>`. No function panics, whatever its arguments: a lane number beyond the last one,
//! which validation excludes, is taken modulo the number of lanes.
//!
//! NaN results obey the specification: an operator that computes returns a quiet NaN, and a canonical one if
//! its NaN inputs are canonical; an operator that moves bits (`abs`, `neg`, `copysign`, `pmin`, `pmax`, moves
//! of lanes) keeps them. The sign and payload of a computed NaN, which the specification leaves open, are those
//! that x86-64's instructions give for the operands in wasm's order ([`float`] says how), so that machine code
//! and the interpreter agree bit for bit without `canonicalize_nan`.
//!
//! Must not know: instances, memories, code. Everything here is values in, values out.

#![forbid(unsafe_code)]

/// A table of operators: one row is one function, `name(arguments) -> result = meaning;`.
///
/// Rows keep three hundred one-line functions readable side by side, and the names that they collect let a
/// test hold them against the list of all operators.
macro_rules! operators {
    ($($(#[$attribute:meta])* $name:ident($($arg:ident: $ty:ty),*) -> $result:ty = $meaning:expr;)*) => {
        $(
            $(#[$attribute])*
            #[inline(always)]
            pub fn $name($($arg: $ty),*) -> $result {
                $meaning
            }
        )*

        /// The names of the rows.
        #[cfg(test)]
        pub(super) const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

pub mod convert;
pub mod float;
pub mod int;
mod lanewise;
pub mod reference;
pub mod relaxed;
pub mod simd_float;
pub mod simd_int;
pub mod simd_lane;
pub mod wide;

pub use convert::*;
pub use float::*;
pub use int::*;
pub use reference::*;
pub use relaxed::*;
pub use simd_float::*;
pub use simd_int::*;
pub use simd_lane::*;
pub use wide::*;

#[cfg(test)]
mod coverage;
#[cfg(test)]
mod samples;
