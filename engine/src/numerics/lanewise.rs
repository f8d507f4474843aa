//! The shapes of lane-wise operators: how lanes of the operands meet to form lanes of the result.
//!
//! A shape is a loop over a fixed number of lanes, with the work per lane as a closure. Everything is
//! inlined, so LLVM sees straight-line code over arrays and emits the host's vector instructions for most.
//! Lane types are named by the caller (`zip::<i8, i8, 16>`: from `i8` lanes to `i8` lanes, 16 of them).

use crate::types::V128;
use std::array;

/// Each lane by itself.
#[inline(always)]
pub(super) fn map<T: Copy, U, const N: usize>(a: V128, f: impl Fn(T) -> U) -> V128
where
    [T; N]: From<V128>,
    V128: From<[U; N]>,
{
    let a = <[T; N]>::from(a);
    array::from_fn(|i| f(a[i])).into()
}

/// Each lane with its counterpart.
#[inline(always)]
pub(super) fn zip<T: Copy, U, const N: usize>(a: V128, b: V128, f: impl Fn(T, T) -> U) -> V128
where
    [T; N]: From<V128>,
    V128: From<[U; N]>,
{
    let (a, b) = (<[T; N]>::from(a), <[T; N]>::from(b));
    array::from_fn(|i| f(a[i], b[i])).into()
}

/// Each lane with its counterparts in two more vectors.
#[inline(always)]
pub(super) fn zip3<T: Copy, U, const N: usize>(a: V128, b: V128, c: V128, f: impl Fn(T, T, T) -> U) -> V128
where
    [T; N]: From<V128>,
    V128: From<[U; N]>,
{
    let (a, b, c) = (<[T; N]>::from(a), <[T; N]>::from(b), <[T; N]>::from(c));
    array::from_fn(|i| f(a[i], b[i], c[i])).into()
}

/// The first `M` of `N` lanes, each made wider.
#[inline(always)]
pub(super) fn widen_low<T: Copy, U, const N: usize, const M: usize>(a: V128, f: impl Fn(T) -> U) -> V128
where
    [T; N]: From<V128>,
    V128: From<[U; M]>,
{
    let a = <[T; N]>::from(a);
    array::from_fn(|i| f(a[i])).into()
}

/// The last `M` of `N` lanes, each made wider.
#[inline(always)]
pub(super) fn widen_high<T: Copy, U, const N: usize, const M: usize>(a: V128, f: impl Fn(T) -> U) -> V128
where
    [T; N]: From<V128>,
    V128: From<[U; M]>,
{
    let a = <[T; N]>::from(a);
    array::from_fn(|i| f(a[M + i])).into()
}

/// Neighbours joined: lanes `2i` and `2i + 1` become lane `i`.
#[inline(always)]
pub(super) fn pairwise<T: Copy, U, const N: usize, const M: usize>(a: V128, f: impl Fn(T, T) -> U) -> V128
where
    [T; N]: From<V128>,
    V128: From<[U; M]>,
{
    let a = <[T; N]>::from(a);
    array::from_fn(|i| f(a[2 * i], a[2 * i + 1])).into()
}

/// Twice as many lanes of half the width: those of `a`, then those of `b`.
#[inline(always)]
pub(super) fn narrow<T: Copy, U, const N: usize, const M: usize>(a: V128, b: V128, f: impl Fn(T) -> U) -> V128
where
    [T; N]: From<V128>,
    V128: From<[U; M]>,
{
    let (a, b) = (<[T; N]>::from(a), <[T; N]>::from(b));
    array::from_fn(|i| if i < N { f(a[i]) } else { f(b[i - N]) }).into()
}

/// 1 if the predicate holds for every lane, else 0.
#[inline(always)]
pub(super) fn all<T: Copy, const N: usize>(a: V128, f: impl Fn(T) -> bool) -> i32
where
    [T; N]: From<V128>,
{
    // A fold without an early exit: a branch per lane would keep LLVM from vectorizing it.
    i32::from(<[T; N]>::from(a).into_iter().fold(true, |so_far, lane| so_far & f(lane)))
}

/// Bit `i` of the result says whether the predicate holds for lane `i`.
#[inline(always)]
pub(super) fn bitmask<T: Copy, const N: usize>(a: V128, f: impl Fn(T) -> bool) -> i32
where
    [T; N]: From<V128>,
{
    let a = <[T; N]>::from(a);
    (0..N).fold(0, |mask, i| mask | i32::from(f(a[i])) << i)
}
