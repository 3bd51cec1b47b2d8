//! The operations element by element, in the order in which they are defined: slow, short and sure.
//!
//! The fast forms are tested against these, and fall back on them where an operation is too unusual to be worth a fast
//! form.

pub(super) mod filter;
pub(super) mod matmul;
pub(super) mod pool;
