//! What a module does is the same in every tier.
//!
//! `cargo fuzz run diff_tiers`; without `cargo fuzz`: `cargo run -p wx-fuzz --bin diff_tiers -- FILE` replays a file.

#![cfg_attr(fuzzing, no_main)]

wx_fuzz::fuzz_target!(wx_fuzz::target::diff_tiers);
