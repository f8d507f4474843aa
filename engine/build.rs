//! Decides how the interpreter dispatches: one choice, made here and nowhere else.
//!
//! Handlers end in a call of the next handler. LLVM turns such a call into a jump (a sibling call) when it optimizes,
//! and only then: unoptimized, each operation would grow the native stack. So `wx_tail_calls` is set where the
//! optimizer runs at full strength, and a portable loop drives the same handlers everywhere else: debug builds, Miri,
//! and processors on which six pointers do not surely travel in registers.

use std::env::var;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(wx_tail_calls)");
    let optimized = matches!(var("OPT_LEVEL").as_deref(), Ok("2" | "3" | "s" | "z"));
    let known = matches!(var("CARGO_CFG_TARGET_ARCH").as_deref(), Ok("x86_64" | "aarch64"));
    let miri = var("CARGO_CFG_MIRI").is_ok();
    if optimized && known && !miri {
        println!("cargo::rustc-cfg=wx_tail_calls");
    }
}
