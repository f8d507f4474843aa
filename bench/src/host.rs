//! The host side of `host_calls` and of the micro costs: three functions, the same for every engine. And what the seeds
//! import of WASI, for engines that get them without it: their measured exports call neither.

/// Two integers in, one out.
pub fn add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// Parameters of three types.
pub fn mix(sum: i64, count: i32, x: f64) -> i64 {
    sum.wrapping_mul(31).wrapping_add(i64::from(count)).wrapping_add(x as i64)
}

/// Nothing at all: the bare cost of leaving and coming back.
pub fn sink() {
    std::hint::black_box(());
}

/// The error code `nosys`: nothing is written, and a program that depends on it says so.
pub fn fd_write(_: i32, _: i32, _: i32, _: i32) -> i32 {
    52
}

/// Ends nothing.
pub fn proc_exit(_: i32) {}

/// The namespace of the two.
pub const WASI: &str = "wasi_snapshot_preview1";
