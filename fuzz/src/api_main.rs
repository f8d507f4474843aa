//! `cargo xtask api`.

use std::process::ExitCode;

fn main() -> ExitCode {
    wx_fuzz::api::main()
}
