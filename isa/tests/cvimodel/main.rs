//! Model files: written and read back in every version, checked by an independent reader, attacked.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod expected;
mod hostile;
mod independent;
mod random;
mod samples;
mod sections;
mod several;
mod verify;
mod versions;
