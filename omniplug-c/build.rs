//! Gives the shared library the name under which programs look for it; it changes with the interface.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libomniplug.so.0");
}
