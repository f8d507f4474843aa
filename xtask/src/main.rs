//! Every chore of the repository as one command: `cargo xtask help`.

fn main() {}
