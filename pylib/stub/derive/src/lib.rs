//! Empty on purpose: see Cargo.toml. Keeps a compiler and an LGPL number library out of the build.
