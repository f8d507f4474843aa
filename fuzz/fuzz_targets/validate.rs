//! Arbitrary bytes make no decoder panic, overflow or hang.
//!
//! `cargo fuzz run validate`; without `cargo fuzz`: `cargo run -p wx-fuzz --bin validate -- FILE` replays a file.

#![cfg_attr(fuzzing, no_main)]

wx_fuzz::fuzz_target!(wx_fuzz::target::validate);
