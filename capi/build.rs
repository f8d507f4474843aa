//! Gives the shared library its SONAME, `libwx.so.0`: the number changes when a program that was linked with it must be built again.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libwx.so.0");
}
