//! Every valid function can be lowered and printed.
//!
//! `cargo fuzz run lower`; without `cargo fuzz`: `cargo run -p wx-fuzz --bin lower -- FILE` replays a file.

#![cfg_attr(fuzzing, no_main)]

wx_fuzz::fuzz_target!(wx_fuzz::target::lower);
