//! `cargo xtask diff`.

use std::process::ExitCode;

fn main() -> ExitCode {
    wx_fuzz::runner::main()
}
