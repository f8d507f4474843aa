//! Tells the linker about the shared library: its SONAME, whose number changes when a program that was linked with it must be built again, and
//! that it is never unloaded.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libwx.so.0");
    // The handlers of faults stay for the life of the process, so the library must too.
    println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
}
