//! Commands of the house; see `cargo xtask help`.

fn main() {}
