//! Whatever an embedder does with the library ends in an error or a documented panic.
//!
//! `cargo fuzz run api`; without `cargo fuzz`: `cargo run -p wx-fuzz --bin api -- FILE` replays a file.

#![cfg_attr(fuzzing, no_main)]

wx_fuzz::fuzz_target!(wx_fuzz::target::api);
