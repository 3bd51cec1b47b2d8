//! One file per operation: its rules and its arithmetic.

pub(super) mod add;
pub(super) mod and;
pub(super) mod channel_sum;
pub(super) mod copy;
pub(super) mod ge;
pub(super) mod lookup;
pub(super) mod mac;
pub(super) mod max;
pub(super) mod min;
pub(super) mod mul;
pub(super) mod or;
pub(super) mod shift;
pub(super) mod sub;
pub(super) mod xor;
