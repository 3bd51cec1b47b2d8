//! The `tpuscope` binary.

fn main() {}
