//! The text form of descriptors, seen from outside.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod errors;
mod hostile;
mod lines;
mod programs;
mod round_trip;
mod structured;
